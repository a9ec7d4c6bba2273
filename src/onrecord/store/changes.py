"""What the machine finds now, beside what stood in the archive, to what would change: known before anything is written.

The invariant: what is compared is what readers see, after the decisions in force, so that a change that is listed is one that
somebody would meet, and what a person decided is listed as kept.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

import msgspec

from onrecord.record import Record, Spans, Statement, StatementId
from onrecord.store import rows
from onrecord.store.reviews.decision import Decision
from onrecord.store.reviews.effect import Effect, effect

# added: found now and not before. gone: no longer found. speaker: another one, or one where there was none, or none any more.
# changed: anything else that a reader relies on. sureness: only how sure the machine is, and why. kept: the machine finds
# something else now, or nothing, and a person's decision stands.
What = Literal["added", "gone", "speaker", "changed", "sureness", "kept"]
EVERY: Final[tuple[What, ...]] = ("added", "gone", "speaker", "changed", "sureness", "kept")

# Fields that say how sure the machine is and not what was said by whom.
_SURENESS: Final = frozenset({"confidence", "why", "ground", "alternatives"})
_UNSEEN: Final = frozenset({"id", "made_by"})


class Stood(msgspec.Struct, frozen=True):
    """A statement's row. shown: as it is now; machine: what the machine found; is_hidden: rejected by a person, or gone."""

    shown: Statement
    machine: Statement | None
    is_hidden: bool


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One statement that changes. before, after: the speakers' names. fields: of the record, those that differ."""

    statement: str
    what: What
    words: str
    before: str | None = None
    after: str | None = None
    fields: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """What changes in one document. same: how many statements stay as they are. failed: why it could not be read again."""

    document: str
    title: str | None
    differences: tuple[Difference, ...] = ()
    same: int = 0
    failed: str | None = None


def change(record: Record, stood: Mapping[str, Stood], decided: Mapping[str, Sequence[Decision]]) -> Change:
    """What changes in a document. record: as the machine reads it now, under `known` ids. stood: its rows by id; decided: by id too."""
    text = record.document.text
    found = {one.id: one for one in record.statements}
    differences, same = [], 0
    for wanted in [*found, *(one for one in stood if one not in found)]:
        now, before = found.get(StatementId(wanted)), stood.get(wanted)
        after = effect(now, decided.get(wanted, ()), text)
        if now is None and before is not None and after.statement is not None:
            # Where the machine finds nothing any more it knows of no event either, which is no change of what a person decided.
            after = msgspec.structs.replace(after, statement=msgspec.structs.replace(after.statement, event=before.shown.event))
        one = _difference(wanted, before, now, after, text)
        if one is not None:
            differences.append(one)
        elif not after.is_rejected and after.statement is not None:
            same += 1
    return Change(document=record.document.id, title=record.document.title, differences=tuple(differences), same=same)


def _difference(wanted: str, before: Stood | None, now: Statement | None, after: Effect, text: str) -> Difference | None:
    was = before.shown if before and not before.is_hidden else None
    shown = after.statement if not after.is_rejected else None
    either = shown or was or (before.shown if before else None)
    if either is None:
        return None
    words = rows.words(text, either.content)
    fields = () if was is None or shown is None else tuple(differing(was, shown))
    what: What
    if was is None and shown is not None:
        what = "added"
    elif was is not None and shown is None:
        what = "gone"
    elif "speaker" in fields:
        what = "speaker"
    elif fields:
        what = "sureness" if _SURENESS.issuperset(fields) else "changed"
    elif before is not None and before.machine is not None and _says_otherwise(before.machine, now):
        what = "kept"
    else:
        return None
    return Difference(statement=wanted, what=what, words=words, before=_name(was), after=_name(shown), fields=fields)


def _says_otherwise(before: Statement, now: Statement | None) -> bool:
    return now is None or any(name not in _SURENESS for name in differing(before, now))


def differing(one: Statement, other: Statement) -> list[str]:
    """The fields that differ between two statements, but for what made them."""
    names = (name for name in one.__struct_fields__ if name not in _UNSEEN)
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def _name(one: Statement | None) -> str | None:
    return one.speaker.name if one is not None and one.speaker is not None else None


def known(record: Record, stood: Mapping[str, Stood], decided: Collection[str]) -> Record:
    """The record with the ids that people decided under: what stands inside other words now is another statement by its id only.

    A statement takes the id of one with the same content that was decided about and is no longer found under its own.
    """
    found = {one.id for one in record.statements}
    lost = {_content(stood[one]): StatementId(one) for one in sorted(decided) if one in stood and one not in found}
    renamed: dict[StatementId, StatementId] = {}
    for one in record.statements:
        if one.id not in stood and one.content in lost:
            renamed[one.id] = lost.pop(one.content)
    if not renamed:
        return record
    statements = tuple(
        msgspec.structs.replace(
            one, id=renamed.get(one.id, one.id), parent=renamed.get(one.parent, one.parent) if one.parent else None
        )
        for one in record.statements
    )
    events = tuple(
        msgspec.structs.replace(event, accounts=tuple(renamed.get(one, one) for one in event.accounts)) for event in record.events
    )
    return msgspec.structs.replace(record, statements=statements, events=events)


def _content(one: Stood) -> Spans:
    return (one.machine or one.shown).content


class Tally(msgspec.Struct):
    """Changes counted as they come, with the first few of each kind: flat in memory, however long the run."""

    documents: int = 0
    touched: int = 0
    same: int = 0
    counts: dict[What, int] = msgspec.field(default_factory=lambda: dict.fromkeys(EVERY, 0))
    examples: dict[What, list[Difference]] = msgspec.field(default_factory=lambda: {what: [] for what in EVERY})
    failed: list[Change] = msgspec.field(default_factory=list)
    failures: int = 0

    def add(self, one: Change, examples: int = 5) -> None:
        """Count one document's changes. examples: how many of each kind are kept."""
        self.documents += 1
        self.touched += bool(one.differences)
        self.same += one.same
        if one.failed is not None:
            self.failures += 1
            if len(self.failed) < examples:
                self.failed.append(one)
        for difference in one.differences:
            self.counts[difference.what] += 1
            if len(self.examples[difference.what]) < examples:
                self.examples[difference.what].append(difference)
