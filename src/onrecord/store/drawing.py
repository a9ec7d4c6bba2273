"""Drawing: an archive to a random sample of its statements, and of its sentences with text outside all statements.

Statements are drawn evenly, without any twice. Sentences are drawn in two steps: documents in proportion to their letters
outside statements, then a sentence of each evenly; so no more documents are cut into sentences than are drawn. The same seed
on the same archive draws the same.
"""

import random
import re
import secrets
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from itertools import accumulate
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, select

from onrecord.errors import OptionError
from onrecord.extract.quotes import quotations
from onrecord.read.moments import now
from onrecord.record import LeftOut, Spans
from onrecord.resolve.sentences import Sentences
from onrecord.store import loading, rows, schema
from onrecord.store.chunks import chunks
from onrecord.store.sample import Drawn, Frame, Passage, Sample

# What a reader who asks who said what means.
ACTS: Final = ("says", "thinks")

# Seeds are below this.
_SEEDS: Final = 2**32

_LETTERS = re.compile(r"\w+")


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
