"""PolNeAR's annotated articles, as JSON Lines, to records: its attributions become statements that people made.

One article a line: `id`, `published`, `outlet`, `title`, `text`, and `annotations`, a list of attributions for each annotator,
each with `source`, `cue` and `content` as lists of [start, end]. The corpus marks the words of a source and does not say whom
they name, so no statement has a speaker; nor does it mark the act, which is `says` throughout.
"""

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from onrecord.errors import InputError, RecordError
from onrecord.export.jsonlines import lines
from onrecord.extract.quotes import Quoted, quotations
from onrecord.record import (
    Confidence,
    Document,
    LeftOut,
    Record,
    Span,
    Spans,
    Statement,
    StatementId,
    check_inside,
    document_id,
    statement_id,
)
from onrecord.resolve.stretches import kind, quoted

ANNOTATORS = "PolNeAR annotators"
# The longest line that is read; the longest of the published corpus has 66,000 characters.
LIMIT_LINE_BYTES = 20_000_000
_WHY = "the corpus marks the words of the source and does not say whom they name"
_NO_CONTENT = "an attribution of the corpus without content"
_TWICE = "a second attribution of the corpus for words that one attributes already"


class Gold(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An attribution as the corpus holds it."""

    source: Spans
    cue: Spans
    content: Spans


class Article(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the corpus; annotations: a list of attributions for each annotator."""

    id: Annotated[str, msgspec.Meta(min_length=1)]
    text: str
    annotations: Annotated[tuple[tuple[Gold, ...], ...], msgspec.Meta(min_length=1)]
    published: str | None = None
    outlet: str | None = None
    title: str | None = None


def read(path: Path, *, annotator: int = 0, made_by: str = ANNOTATORS) -> Iterator[Record]:
    """The articles of a file as records, with what one annotator marked (the first is the one that the corpus's scorer takes).

    made_by: who annotated, as every statement will say. An article that this annotator did not work on is left out.
    Attributions without content are no statements, and a record holds no second one for the same words (4 of 22,061 are):
    their sources and cues are in `left_out`, with the reason.
    Raises InputError, with the line's number, at the first line that is not an article of this form.
    """
    for number, line in lines(path, limit=LIMIT_LINE_BYTES):
        try:
            article = msgspec.json.decode(line, type=Article)
            if annotator < len(article.annotations):
                yield record(article, article.annotations[annotator], made_by)
        except (msgspec.DecodeError, UnicodeError, RecordError) as error:
            raise InputError(f"{path}, line {number}: this is not an article of PolNeAR's form: {error}") from error


def record(article: Article, attributions: Sequence[Gold], made_by: str) -> Record:
    """An article with its attributions as a record. Raises RecordError where a span lies outside the text."""
    raw = article.text.encode()
    document = Document(
        id=document_id(raw, None),
        sha256=hashlib.sha256(raw).hexdigest(),
        title=article.title,
        outlet=article.outlet,
        published=article.published,
        language="en",
        text=article.text,
    )
    for gold in attributions:
        check_inside((*gold.content, *gold.cue, *gold.source), len(article.text), "an attribution")
    quotes = quotations(article.text)
    made: dict[StatementId, Statement] = {}
    left_out: set[tuple[Span, str]] = set()
    for gold in attributions:
        if not gold.content:
            left_out |= {(span, _NO_CONTENT) for span in (*gold.source, *gold.cue)}
        elif (one := _statement(document, gold, quotes, made_by)).id not in made:
            made[one.id] = one
        else:
            left_out |= {(span, _TWICE) for span in (*gold.source, *gold.cue)}
    return Record(
        document=document,
        statements=tuple(sorted(made.values(), key=lambda one: (one.content[0].start, -one.content[-1].end))),
        left_out=tuple(LeftOut(span.start, span.end, why) for span, why in sorted(left_out)),
    )


def _statement(document: Document, gold: Gold, quotes: Sequence[Quoted], made_by: str) -> Statement:
    content = _sorted(gold.content)
    return Statement(
        id=statement_id(document.id, content, None),
        content=content,
        cue=_sorted(gold.cue),
        source=_sorted(gold.source),
        kind=kind(document.text, content, quotes),
        act="says",
        quoted=quoted(document.text, content, quotes),
        speaker=None,
        confidence=Confidence(1.0, 0.0),
        why=_WHY,
        ground="nothing",
        made_by={"extract": made_by},
    )


def _sorted(spans: Spans) -> Spans:
    return tuple(sorted(spans))
