"""Traces to what every view of them says, and to JSON with offsets on both sides.

“Altered” is worded as a possible change of meaning, and what was not found as not found in what was searched, in every view.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

import msgspec

from onrecord.export import words
from onrecord.record import Document, Span, Spans, Speaker
from onrecord.trace.drift import About as Turns
from onrecord.trace.drift import Change, Piece
from onrecord.trace.fidelity import Fidelity
from onrecord.trace.library import About
from onrecord.trace.quotes import SHORTEST, places
from onrecord.trace.sources import Passage
from onrecord.trace.trace import FOUND, Trace, long_day
from onrecord.trace.tracing import Traced

# How each fidelity is shown.
_SHOWN: Final[dict[Fidelity, str]] = {
    "verbatim": "verbatim",
    "trimmed": "trimmed",
    "edited": "edited",
    "translated": "translated",
    "paraphrase": "paraphrase",
    "altered": "possible change of meaning",
    "not found": "not found in what was searched",
}
_ORDER: Final = tuple(_SHOWN)

STATUS: Final = "machine-made, not reviewed"
CAUTION: Final = (
    "Machine-made, not reviewed. “Not found” says that the texts that were searched do not hold the words, never that they were not "
    "said; whether a possible change of meaning is one, a person must decide."
)

# A wording's misses that a view lists, and the likelihood below which a miss is not worth a line.
MISSES: Final = 3
_UNLIKE: Final = 0.001


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One article's traces, or those of quotes that stand in none.

    document: the article. about: what is known of sources, by id. short: wordings that were too short to be sought. left_out: a sentence
    for each source that could not be searched. speaker: whose statements alone were sought, if a name was given.
    """

    document: Document | None
    traces: tuple[Traced, ...]
    about: Mapping[str, About]
    short: int = 0
    left_out: tuple[str, ...] = ()
    speaker: str | None = None


class Step(msgspec.Struct, frozen=True):
    """A stretch of the drift as it is read. kind: what a view does with it; article, source: the words of either, "" where it has none."""

    kind: Literal["same", "otherwise", "changed", "added", "dropped", "cut", "between"]
    article: str
    source: str
    is_moved: bool = False


class Drifted(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of the drift in JSON. quote: where it stands in the quote; article: in the article's text; source: in the source's text."""

    change: Change
    about: tuple[Turns, ...]
    is_moved: bool
    is_light: bool
    quote: Span | None
    article: Spans
    quote_words: str | None
    source: Span | None
    source_words: str | None


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a source has the words, in JSON. span: what of its text the quote gives; passage: the stretch that was looked at."""

    source: About
    span: Span
    words: str
    passage: Span
    passage_words: str


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """A miss in JSON: what came near and is not what was reported. likelihood: that it is, in [0, 1]."""

    source: About
    passage: Span
    words: str
    likelihood: float


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """What was searched, in JSON; days are ISO dates."""

    texts: int
    speaker: str | None
    within: tuple[str, str] | None
    first: str | None
    last: str | None
    undated: int
    unnamed: int
    gaps: tuple[tuple[str, str], ...]
    sentence: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of one search, in JSON. also: ids of other sources with the same text."""

    fidelity: Fidelity
    shown_as: str
    confidence: float
    reason: str
    change: Drifted | None
    found: Place | None
    drift: tuple[Drifted, ...]
    also: tuple[str, ...]
    misses: tuple[Near, ...]
    searched: Sought
    made_by: str


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One quote's trace in JSON. Offsets are code points, half-open: `pieces` and `article` into the article's text, `quote` into the quote.

    question: to be asked where the words were found in another speaker's text alone.
    """

    document: str | None
    statement: str | None
    speaker: Speaker | None
    quote: str
    pieces: Spans
    said: str | None
    until: str | None
    is_translated: bool
    trace: Answer
    elsewhere: Answer | None
    question: str | None
    note: str | None
    status: str = STATUS


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """An article's traces in JSON. too_short: how many wordings had too few words to be sought; not_searched: sources left out, and why."""

    document: Document | None
    traces: tuple[Result, ...]
    too_short: int
    fewest_words: int = SHORTEST
    not_searched: tuple[str, ...]
    summary: str


def shown_as(fidelity: Fidelity) -> str:
    """What a fidelity is called where people read it."""
    return _SHOWN[fidelity]


def to_json(pages: Sequence[Page], *, indent: int = 0) -> bytes:
    """One article's traces as a JSON object, those of several as an array."""
    made = [
        Article(
            document=page.document,
            traces=tuple(results(page)),
            too_short=page.short,
            not_searched=page.left_out,
            summary=summary(page),
        )
        for page in pages
    ]
    encoded = msgspec.json.encode(made[0] if len(made) == 1 else made)
    return msgspec.json.format(encoded, indent=indent) if indent else encoded


def to_lines(page: Page) -> bytes:
    """A JSON object on a line for each quote."""
    return b"".join(msgspec.json.encode(one) + b"\n" for one in results(page))


def results(page: Page) -> Iterable[Result]:
    """Each quote's trace as JSON has it."""
    for one in page.traces:
        asked = one.asked
        yield Result(
            document=page.document.id if page.document else None,
            statement=asked.statement or None,
            speaker=asked.speaker,
            quote=asked.text,
            pieces=asked.pieces if page.document else (),
            said=_iso(asked.day),
            until=_iso(asked.until),
            is_translated=asked.is_translated,
            trace=_answer(page, one, one.trace),
            elsewhere=_answer(page, one, one.elsewhere) if one.elsewhere else None,
            question=question(one) or None,
            note=one.note,
        )


def summary(page: Page) -> str:
    """How many wordings there are, how many of each fidelity, and how many were too short."""
    if page.document is not None and not page.traces:
        return nothing(page.speaker, page.short)
    counts = Counter(one.trace.fidelity for one in page.traces)
    elsewhere = sum(one.elsewhere is not None for one in page.traces)
    return told(counts, elsewhere, page.short, "quote" if page.document is None else "statement")


def told(counts: Mapping[Fidelity, int], elsewhere: int = 0, short: int = 0, noun: str = "quote") -> str:
    """Counts in a sentence. elsewhere: those found in another speaker's text; short: those with too few words to be sought."""
    by = ", ".join(f"{counts[name]:,} {_SHOWN[name]}" for name in _ORDER if counts.get(name))
    others = f"; the words of {elsewhere:,} stand in another speaker's text" if elsewhere else ""
    less = (
        f"; {short:,} more {'has' if short == 1 else 'have'} fewer than {SHORTEST} words and {_was(short)} not sought"
        if short
        else ""
    )
    return f"{words.count(sum(counts.values()), noun)}{f': {by}' if by else ''}{others}{less}."


def nothing(speaker: str | None, short: int = 0) -> str:
    """That an article has nothing to trace."""
    if short:
        return (
            f"Nothing was sought: what anybody is reported to have said has fewer than {SHORTEST} words, which any text may hold."
        )
    return f"There is nothing in it that {speaker or 'anybody'} is reported to have said."


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def not_searched(page: Page) -> str:
    """That some sources could not be searched, and the first's reason; nothing where all could."""
    count = len(page.left_out)
    if not count:
        return ""
    why = page.left_out[0] if count == 1 else f"The first: {page.left_out[0]}"
    return f"{words.count(count, 'source')} {_was(count)} left out and not searched. {why}"


def whose(one: Traced) -> str:
    """Whom the article gives a quote to."""
    return words.speaker(one.asked.speaker) if one.asked.speaker or one.asked.statement else "Speaker not given"


def heading(page: Page) -> str:
    """What a page is called."""
    return (page.document.title or "Untitled") if page.document else "Quotes"


def about(page: Page) -> str:
    """What is known of the article, on a line."""
    one = page.document
    return " · ".join(part for part in (one.byline, one.outlet, one.published or "no date known", one.url) if part) if one else ""


def notice(page: Page) -> str:
    """What to know of a translated article's quotes; nothing of others."""
    if page.document is None or page.document.translated_from is None:
        return ""
    return (
        f"Translated from {words.language(page.document.translated_from)}: what stands in quotation marks is a translation, "
        "and other words than the speaker's own are no change."
    )


def verdict(one: Trace) -> str:
    """The fidelity with how sure the source is."""
    if one.found is None:
        return shown_as(one.fidelity)
    return f"{shown_as(one.fidelity)} · source {words.share(one.confidence)}"


def searched(one: Trace) -> str:
    """What was searched; nothing where the reason says that nothing was."""
    return one.searched.sentence if one.searched.texts else ""


def nearest(one: Trace) -> str:
    """What stands over the misses of what was not found."""
    return "Nearest, and too little of it:" if one.misses and one.misses[0].likelihood >= FOUND else "Nearest, and not it:"


def reason(one: Trace) -> str:
    """Why, as a sentence that begins with a capital."""
    return one.reason[:1].upper() + one.reason[1:]


def where(page: Page, passage: Passage, span: Span | None = None) -> str:
    """A source in words: whose, of which kind, when, its title and address, its id, and where in it."""
    one = known(page, passage)
    place = span or passage.span
    parts = (
        one.speaker or passage.speaker or "speaker not given",
        one.kind if one.kind != "other" else "",
        one.published or _iso(passage.day) or "undated",
        one.title,
        one.outlet,
        one.url,
        f"source {passage.document}",
        f"characters {place.start}–{place.end}",
    )
    return " ".join(" · ".join(part for part in parts if part).split())


def question(one: Traced) -> str:
    """What is asked where the words were found in another speaker's text; nothing where they were not."""
    if one.elsewhere is None or one.elsewhere.found is None:
        return ""
    found = one.elsewhere.found
    when = f" of {long_day(found.day)}" if found.day else ""
    return f"The same words stand in a text by {found.speaker}{when}: are they the words of {whose(one)}?"


def has_drift(made: Trace | None) -> bool:
    """Whether there is a drift to show."""
    return made is not None and made.found is not None and made.fidelity != "verbatim"


def misses(one: Trace) -> list[tuple[Passage, str, str]]:
    """What came nearest and is not it: where, its words, and how likely in words."""
    return [
        (
            miss.passage,
            miss.words,
            _likely(miss.likelihood),
        )
        for miss in one.misses[:MISSES]
        if miss.likelihood >= _UNLIKE
    ] or [(miss.passage, miss.words, _likely(miss.likelihood)) for miss in one.misses[:1]]


def _likely(likelihood: float) -> str:
    return f"likelihood {100 * likelihood:.0f}%" if likelihood >= 0.01 else "likelihood under 1%"


def source_words(one: Trace) -> str:
    """What of the source the quote gives, as it stands there."""
    return _of_source(one, one.span) or ""


def steps(one: Trace) -> list[Step]:
    """The drift in the order of the quote, with what stands between its pieces: put together, the articles' sides are the quote."""
    found: list[Step] = []
    at = 0
    for piece in one.pieces:
        if piece.quote is not None and piece.quote.start >= at:
            if piece.quote.start > at:
                found.append(Step("between", one.quote[at : piece.quote.start], ""))
            at = piece.quote.end
        article = piece.quote.of(one.quote) if piece.quote else ""
        found.append(Step(_KINDS[piece.change], article, _of_source(one, piece.source) or "", piece.is_moved))
    if at < len(one.quote):
        found.append(Step("between", one.quote[at:], ""))
    return found


def known(page: Page, passage: Passage) -> About:
    """What is known of a passage's source."""
    return page.about.get(passage.document) or About(
        id=passage.document, document=passage.document, kind="other", speaker=passage.speaker, published=_iso(passage.day)
    )


_KINDS: Final[dict[Change, Literal["same", "otherwise", "changed", "added", "dropped", "cut"]]] = {
    "equal": "same",
    "inflected": "otherwise",
    "name": "otherwise",
    "synonym": "otherwise",
    "changed": "changed",
    "added": "added",
    "dropped": "dropped",
    "cut": "cut",
}


def _answer(page: Page, one: Traced, made: Trace) -> Answer:
    text = page.document.text if page.document else one.asked.text
    found = None
    if made.found is not None and made.span is not None:
        found = Place(
            source=known(page, made.found),
            span=made.span,
            words=source_words(made),
            passage=made.found.span,
            passage_words=made.words or "",
        )
    searched = made.searched
    return Answer(
        fidelity=made.fidelity,
        shown_as=shown_as(made.fidelity),
        confidence=made.confidence,
        reason=made.reason,
        change=_drifted(one, made, made.change, text) if made.change else None,
        found=found,
        drift=tuple(_drifted(one, made, piece, text) for piece in made.pieces),
        also=made.also,
        misses=tuple(
            Near(source=known(page, miss.passage), passage=miss.passage.span, words=miss.words, likelihood=miss.likelihood)
            for miss in made.misses
        ),
        searched=Sought(
            texts=searched.texts,
            speaker=searched.speaker,
            within=_days(searched.within),
            first=_iso(searched.first),
            last=_iso(searched.last),
            undated=searched.undated,
            unnamed=searched.unnamed,
            gaps=tuple(pair for gap in searched.gaps if (pair := _days(gap))),
            sentence=searched.sentence,
        ),
        made_by=made.made_by,
    )


def _drifted(one: Traced, made: Trace, piece: Piece, text: str) -> Drifted:
    return Drifted(
        change=piece.change,
        about=piece.about,
        is_moved=piece.is_moved,
        is_light=piece.is_light,
        quote=piece.quote,
        article=places(one.asked, piece.quote, text) if piece.quote else (),
        quote_words=piece.quote.of(made.quote) if piece.quote else None,
        source=piece.source,
        source_words=_of_source(made, piece.source),
    )


def _of_source(one: Trace, span: Span | None) -> str | None:
    """A stretch of a source's text, which is known where the passage has it."""
    if span is None or one.found is None or one.words is None:
        return None
    return one.words[max(0, span.start - one.found.start) : max(0, span.end - one.found.start)]


def _days(pair: tuple[int, int] | None) -> tuple[str, str] | None:
    return (_day(pair[0]), _day(pair[1])) if pair else None


def _iso(day: int | None) -> str | None:
    return _day(day) if day else None


def _day(day: int) -> str:
    return dt.date.fromordinal(day).isoformat()
