"""Samples: statements, and sentences with text outside all statements, drawn at random from the archive to be judged by a person.

Statements are drawn evenly, without any twice. Sentences are drawn in two steps: documents in proportion to their letters
outside statements, then a sentence of each evenly; so no more documents are cut into sentences than are drawn. The same seed
on the same archive draws the same. What `figures` makes of the judgements is in figures.py.
"""

import random
import re
import secrets
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, Final, Literal

import msgspec
from sqlalchemy import ColumnElement, Connection, insert, select, update

from onrecord.errors import OptionError, ReviewError
from onrecord.extract.quotes import quotations
from onrecord.record import LeftOut, Spans, Statement
from onrecord.resolve.sentences import Sentences
from onrecord.store import loading, rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.reviews import decide, log
from onrecord.store.reviews.decision import Value, Verdict
from onrecord.store.saving import now

# What a reader who asks who said what means.
ACTS: Final = ("says", "thinks")

# Seeds are below this.
_SEEDS: Final = 2**32

_LETTERS = re.compile(r"\w+")

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


def draw(
    connection: Connection,
    number: int,
    *,
    seed: int | None = None,
    acts: Collection[str] = ACTS,
    at: str | None = None,
    progress: Callable[[int], None] | None = None,
) -> Sample:
    """Draw so many statements, and as many sentences with text outside statements; nothing is written.

    Every document's text is read once, for its letters. seed: a random one unless told. progress: called with the documents read.
    Raises OptionError where there is nothing to draw from, or no number.
    """
    if number < 1:
        raise OptionError(f"A sample holds one statement or more, not {number}.")
    seed = secrets.randbelow(_SEEDS) if seed is None else seed
    table = schema.statements
    shown = (table.c.standing == "current") & table.c.act.in_(list(acts))
    # Two streams, so that how many statements there are doesn't move which sentences are drawn.
    ids = list(connection.execute(select(table.c.id).where(shown).order_by(table.c.id)).scalars())
    chosen = _random(seed, "statements").sample(ids, min(number, len(ids)))
    weights = _letters(connection, progress)
    documents, cumulated = [key for key, _ in weights], list(accumulate(letters for _, letters in weights))
    letters = cumulated[-1] if cumulated else 0
    if not letters and not ids:
        raise OptionError("The archive holds no text to draw a sample from: onrecord add puts some in.")
    made = at or now()
    return Sample(
        id="m" + secrets.token_hex(6),
        seed=seed,
        drawn_at=made,
        frame=Frame(len(ids), len(documents), letters, tuple(sorted(acts))),
        statements=tuple(_drawn(connection, chosen)),
        passages=tuple(_passages(connection, documents, cumulated, number, seed)) if letters else (),
    )


def _random(seed: int, stream: str) -> random.Random:
    return random.Random(f"{seed} {stream}")  # noqa: S311 - a sample is to be repeatable, not secret


def _drawn(connection: Connection, ids: Sequence[str]) -> Iterable[Drawn]:
    table, actors = schema.statements, schema.actors
    wanted = select(table.c.id, table.c.content, actors.c.id.label("actor")).outerjoin(actors, actors.c.key == table.c.speaker)
    found = {row.id: row for part in chunks(ids) for row in connection.execute(wanted.where(table.c.id.in_(part)))}
    return (Drawn(id=one, content=rows.unpacked(found[one].content, Spans), speaker=found[one].actor) for one in ids)


def _letters(connection: Connection, progress: Callable[[int], None] | None) -> list[tuple[int, int]]:
    """Each current document's key and its letters outside statements, in the order of ids, those with any."""
    table = schema.documents
    keys = connection.execute(select(table.c.key).where(table.c.is_current).order_by(table.c.id)).scalars().all()
    made: list[tuple[int, int]] = []
    for part in chunks(keys, loading.BATCH):
        taken = _taken(connection, part)
        texts = {
            row.key: row
            for row in connection.execute(select(table.c.key, table.c.text, table.c.left_out).where(table.c.key.in_(part)))
        }
        for key in part:
            row = texts[key]
            free = _free(row.text, [*taken.get(key, []), *_left_out(row.left_out)])
            made.append((key, sum(end - start for start, end in free)))
        if progress is not None:
            progress(len(made))
    return [(key, letters) for key, letters in made if letters]


def _taken(connection: Connection, documents: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Where the contents of statements stand, by document."""
    table = schema.statements
    found: dict[int, list[tuple[int, int]]] = {}
    wanted: ColumnElement[bool] = table.c.document.in_(documents) & (table.c.standing == "current")
    for row in connection.execute(select(table.c.document, table.c.content).where(wanted)):
        found.setdefault(row.document, []).extend((span.start, span.end) for span in rows.unpacked(row.content, Spans))
    return found


def _left_out(stored: str) -> list[tuple[int, int]]:
    return [(one.start, one.end) for one in rows.unpacked(stored, tuple[LeftOut, ...])]


def _free(text: str, taken: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The runs of letters and digits that no stretch holds any of, in order."""
    stretches = sorted(taken)
    free, place, reach = [], 0, 0
    for match in _LETTERS.finditer(text):
        while place < len(stretches) and stretches[place][0] < match.end():
            reach = max(reach, stretches[place][1])
            place += 1
        if reach <= match.start():
            free.append(match.span())
    return free


def _passages(
    connection: Connection, documents: Sequence[int], cumulated: Sequence[int], number: int, seed: int
) -> Iterable[Passage]:
    chance = _random(seed, "passages")
    picks = [(documents[bisect_right(cumulated, int(chance.random() * cumulated[-1]))], chance.random()) for _ in range(number)]
    sentences = {key: _sentences(connection, key) for key in dict.fromkeys(key for key, _ in picks)}
    drawn = [sentences[key][int(share * len(sentences[key]))] for key, share in picks]
    times = Counter(drawn)
    return [msgspec.structs.replace(one, times=count) for one, count in times.items()]


def _sentences(connection: Connection, key: int) -> list[Passage]:
    """The sentences of a document that have letters outside all statements, by nupunkt."""
    table = schema.documents
    row = connection.execute(select(table.c.id, table.c.text, table.c.left_out).where(table.c.key == key)).one()
    free = _free(row.text, [*_taken(connection, [key]).get(key, []), *_left_out(row.left_out)])
    cut = Sentences(row.text, quotations(row.text))
    found = dict.fromkeys(cut.around(start) for start, _ in free)
    weight = len(found) / sum(end - start for start, end in free)
    return [
        Passage(document=row.id, start=start, end=start + len(row.text[start:end].rstrip()), weight=weight) for start, end in found
    ]


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
) -> Sample:
    """Judge a drawn statement: a decision of the log, and the sample's own note of it, in the open transaction.

    value: the right speaker (or, as `actor`, one whom it is never) or words, where these are wrong.
    Raises ReviewError where the statement is no longer what was drawn.
    """
    sample = load(connection, wanted)
    judge(sample, "statement", number, None)
    drawn = sample.statements[number]
    (present,) = _drawn(connection, [drawn.id])
    if (present.content, present.speaker) != (drawn.content, drawn.speaker) and drawn.judged is None:
        raise ReviewError(f"The statement {drawn.id} has changed since it was drawn: draw a new sample.")
    verdict = _VERDICTS[answer]
    if answer == "wrong speaker" and value is not None and value.actor is not None:
        verdict = "not speaker"
    one = decide(connection, verdict, drawn.id, value, who=who, why=why)
    told = Judgement(
        who=who,
        at=one.at,
        words=answer in {"right", "wrong speaker"},
        speaker=answer == "right",
        decisions=(one.id,),
    )
    return _keep(connection, judge(sample, "statement", number, told))


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
    gone = {made for made in decisions if not log.is_in_force(connection, made)}
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
