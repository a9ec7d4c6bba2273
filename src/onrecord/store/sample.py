"""Samples: what was drawn from the archive at random, kept there, and judged by a person as decisions of the log.

The invariant: a judgement counts only while the decisions that it is made of are in force. How a sample is drawn is in drawing.py,
what `figures` makes of the judgements in figures.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import Connection, insert, select, update

from onrecord.errors import OptionError, ReviewError
from onrecord.read.moments import now
from onrecord.record import Spans, Statement
from onrecord.store import rows, schema
from onrecord.store.reviews import decide, log
from onrecord.store.reviews.decision import Value, Verdict

Answer = Literal["right", "wrong speaker", "wrong words", "not a statement"]

_VERDICTS: Final[Mapping[Answer, Verdict]] = {
    "right": "right",
    "wrong speaker": "speaker",
    "wrong words": "span",
    "not a statement": "not a statement",
}


class Frame(msgspec.Struct, frozen=True):
    """What was drawn from: how many statements of these acts, documents, and letters outside all statements."""

    statements: int
    documents: int
    letters: int
    acts: tuple[str, ...]


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """How one thing was judged. words, speaker: whether they are right. missed: ids of the statements that a passage hides.

    decisions: of the log; a judgement counts only while all of them are in force.
    """

    who: str
    at: str
    words: bool = True
    speaker: bool = True
    missed: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """A statement as it was drawn. speaker: the actor's id, None where the archive names nobody."""

    id: str
    content: Spans
    speaker: str | None
    judged: Judgement | None = None


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence as it was drawn: code points of a document. times: how often it was. weight: sentences by letter in its document."""

    document: str
    start: int
    end: int
    weight: float
    times: int = 1
    judged: Judgement | None = None


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """What was drawn, in the order of drawing, so that the part judged first is a random sample as well."""

    id: str
    seed: int
    drawn_at: str
    frame: Frame
    statements: tuple[Drawn, ...]
    passages: tuple[Passage, ...]


def judge(sample: Sample, kind: Literal["statement", "passage"], number: int, judgement: Judgement | None) -> Sample:
    """The sample with its number-th statement or passage, from 0, judged, or no longer judged. Raises OptionError where there is none."""
    drawn: Sequence[Any] = sample.statements if kind == "statement" else sample.passages
    if not 0 <= number < len(drawn):
        raise OptionError(f"The sample {sample.id} has no {kind} {number + 1}: it has {len(drawn)}.")
    judged = [msgspec.structs.replace(one, judged=judgement) if place == number else one for place, one in enumerate(drawn)]
    if kind == "statement":
        return msgspec.structs.replace(sample, statements=tuple(judged))
    return msgspec.structs.replace(sample, passages=tuple(judged))


def judge_statement(
    connection: Connection,
    wanted: str,
    number: int,
    answer: Answer,
    value: Value | None = None,
    *,
    who: str,
    why: str | None = None,
    shown: Statement | None = None,
) -> Sample:
    """Judge a drawn statement: a decision of the log, and the sample's own note of it, in the open transaction.

    value: the right speaker (or, as `actor`, one whom it is never) or words, where these are wrong. shown: as in `decide`.
    Raises ReviewError where the statement is no longer what was drawn, or was removed.
    """
    sample = load(connection, wanted)
    judge(sample, "statement", number, None)
    drawn = sample.statements[number]
    if _present(connection, drawn.id) != (drawn.content, drawn.speaker) and drawn.judged is None:
        raise ReviewError(f"The statement {drawn.id} has changed since it was drawn: draw a new sample.")
    verdict = _VERDICTS[answer]
    if answer == "wrong speaker" and value is not None and value.actor is not None:
        verdict = "not speaker"
    one = decide(connection, verdict, drawn.id, value, who=who, why=why, shown=shown)
    told = Judgement(
        who=who,
        at=one.at,
        words=answer in {"right", "wrong speaker"},
        speaker=answer == "right",
        decisions=(one.id,),
    )
    return _keep(connection, judge(sample, "statement", number, told))


def _present(connection: Connection, wanted: str) -> tuple[Spans, str | None]:
    """The content of a statement and its speaker's id, as they stand now."""
    table, actors = schema.statements, schema.actors
    found = select(table.c.content, actors.c.id.label("actor")).outerjoin(actors, actors.c.key == table.c.speaker)
    row = connection.execute(found.where(table.c.id == wanted)).first()
    if row is None:
        raise ReviewError(f"The statement {wanted} was removed from the archive since it was drawn: draw a new sample.")
    return rows.unpacked(row.content, Spans), row.actor


def judge_passage(
    connection: Connection, wanted: str, number: int, missed: Sequence[Statement] = (), *, who: str, why: str | None = None
) -> Sample:
    """Judge a drawn sentence, in the open transaction: nothing is missed in it, or these statements, each a decision of the log.

    Raises ReviewError where one does not begin in the sentence.
    """
    if not who.strip():
        raise ReviewError("A judgement needs a name: say who judges with --by, or set ONRECORD_REVIEWER.")
    sample = load(connection, wanted)
    judge(sample, "passage", number, None)
    drawn = sample.passages[number]
    for one in missed:
        if not drawn.start <= one.content[0].start < drawn.end:
            raise ReviewError(f"The words from {one.content[0].start} on don't begin in the sentence {drawn.start} to {drawn.end}.")
        decide(connection, "missed", drawn.document, Value(statement=one), who=who, why=why)
    # The log names the statement that was made, which is what a later undo takes back.
    ids = tuple(_logged(connection, one.id) for one in missed)
    told = Judgement(who=who, at=now(), missed=tuple(one.id for one in missed), decisions=ids)
    return _keep(connection, judge(sample, "passage", number, told))


def _logged(connection: Connection, statement: str) -> str:
    return log.in_force(connection, [statement], ["missed"])[-1].id


def save(connection: Connection, sample: Sample) -> None:
    """Keep a sample that was drawn, in the open transaction."""
    connection.execute(
        insert(schema.samples).values(
            id=sample.id,
            seed=sample.seed,
            drawn_at=sample.drawn_at,
            frame=rows.packed(sample.frame),
            statements=rows.packed(sample.statements),
            passages=rows.packed(sample.passages),
        )
    )


def load(connection: Connection, wanted: str) -> Sample:
    """A sample as it was judged so far; a judgement whose decision was taken back is none. Raises OptionError where there is none."""
    table = schema.samples
    row = connection.execute(select(table).where(table.c.id == wanted)).first()
    if row is None:
        raise OptionError(f"There is no sample {wanted} in the archive: onrecord sample lists them.")
    statements, passages = rows.unpacked(row.statements, tuple[Drawn, ...]), rows.unpacked(row.passages, tuple[Passage, ...])
    judged = [one.judged for one in statements] + [one.judged for one in passages]
    decisions = {made for one in judged if one is not None for made in one.decisions}
    gone = decisions - log.among_in_force(connection, decisions)
    return Sample(
        id=row.id,
        seed=row.seed,
        drawn_at=row.drawn_at,
        frame=rows.unpacked(row.frame, Frame),
        statements=tuple(msgspec.structs.replace(one, judged=_standing(one.judged, gone)) for one in statements),
        passages=tuple(msgspec.structs.replace(one, judged=_standing(one.judged, gone)) for one in passages),
    )


def every(connection: Connection) -> list[Sample]:
    """All samples, first drawn first."""
    table = schema.samples
    ids = connection.execute(select(table.c.id).order_by(table.c.drawn_at, table.c.id)).scalars().all()
    return [load(connection, one) for one in ids]


def _standing(judged: Judgement | None, gone: set[str]) -> Judgement | None:
    return None if judged is not None and not gone.isdisjoint(judged.decisions) else judged


def _keep(connection: Connection, sample: Sample) -> Sample:
    table = schema.samples
    values = {"statements": rows.packed(sample.statements), "passages": rows.packed(sample.passages)}
    connection.execute(update(table).where(table.c.id == sample.id).values(values))
    return sample
