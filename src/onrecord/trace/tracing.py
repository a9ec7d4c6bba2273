"""A record to the traces of what it reports: each wording among its speaker's texts, and else the same words in another's.

That the same words stand in another speaker's text is a question for a person, never a finding: it is asked only of the very words.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Final

import msgspec
import numpy as np

from onrecord.errors import InputError
from onrecord.record import Record, Span, Spans, Speaker
from onrecord.trace.candidates import By, may_be
from onrecord.trace.index import Index
from onrecord.trace.language import foreign
from onrecord.trace.quotes import SHORTEST, Asked, asked, count, has_word, own_quotes, part, places
from onrecord.trace.states import Reader
from onrecord.trace.states import reader as shipped
from onrecord.trace.trace import Miss, Trace, long_day, trace
from onrecord.trace.words import parsed

# What counts as the very words of a source.
_OWN: Final = frozenset({"verbatim", "trimmed", "edited"})

# Words of a source that a wording must have, and the share of its own words that they must be, before a text of nobody in particular
# counts as where it comes from, before a change of it is named, and before it is asked whether they are another's: fewer may be
# anybody's. Of 1,100 wordings of 23 articles, 40 that have fewer were linked to a text about something else; printed by
# `python -m bench.trace_articles … --all`.
_SAME_WORDS: Final = 6
_SAME_SHARE: Final = 0.5

# How rare they must be together before they are asked about, in bits of `words.bits`: “he must be doing something right” are six
# words that anybody says.
_SAME_BITS: Final = 30.0

# Share of a wording's runs that a text must hold before it is looked at for the very words.
_RUNS: Final = 0.5

# Share of a piece's words that a source must give for the piece to be found in it.
_GIVEN: Final = 0.5

NO_WORD: Final = "There is no word in the quote that is to be traced: give what somebody is reported to have said."
_FOREIGN: Final = "The quote is in {language}, and the encoder knows English only: only its very words were sought."
_FEW: Final = "So few words may stand in any text by chance."
_REPORTED: Final = "It gives in the article's own words what the source says."
_UNDATED: Final = "No day is known for it, so that texts of all days were searched."
_NO_SUCH_WORDS: Final = "Its words were not found in what was searched."
_NOT_FOUND: Final = "Neither its words nor the same in other words were found in what was searched."
_TOO_LITTLE: Final = "What comes nearest has too few of its words to be taken for where they come from."
_NOT_SEARCHED: Final = "Nothing was searched: all sources{when} name other speakers than {speaker}."
_NO_SOURCE: Final = "Nothing was searched: there is no source{when}."


class Traced(msgspec.Struct, frozen=True):
    """A wording and where it was said.

    trace: sought among the named speaker's texts and those of nobody named; among all texts where nobody is named. elsewhere: where it
    is not found there, the same words in another speaker's text: a possible misattribution, to be worded as a question. note: what
    to know of how it was sought.
    """

    asked: Asked
    trace: Trace
    elsewhere: Trace | None = None
    note: str | None = None


def traced(
    record: Record,
    index: Index,
    *,
    within_days: int | None = None,
    speaker: str | None = None,
    reader: Reader | None = None,
    step: Callable[[], None] | None = None,
) -> list[Traced]:
    """Where each wording of a record was said, in text order. within_days: around the day on which it was said, where that is told.

    speaker: whose statements alone are traced, if given. step: called after each wording. Raises InputError where the index was made
    with another encoder.
    """
    found: list[Traced] = []
    with_encoder = reader or shipped()
    for one in wanted(record, speaker):
        found += _statement(record, one, index, within_days, with_encoder)
        if step is not None:
            step()
    return found


def wanted(record: Record, speaker: str | None = None) -> list[Asked]:
    """What `traced` seeks: the wordings that a record asks, of one speaker alone if a name is given."""
    return [one for one in asked(record) if speaker is None or _is(speaker, _names(one.speaker, record))]


def traced_quote(one: Asked, index: Index, *, within_days: int | None = None, reader: Reader | None = None) -> Traced:
    """Where one wording was said. Raises InputError where it holds no word, or the index was made with another encoder."""
    if not has_word(one.text):
        raise InputError(NO_WORD)
    made = _sought(one, _names(one.speaker, None), (), index, within_days, reader or shipped(), is_anybodys=False, is_quoted=True)
    return made if count(one.text) >= SHORTEST else msgspec.structs.replace(made, note=_noted(made.note, _FEW))


def _statement(record: Record, one: Asked, index: Index, within_days: int | None, reader: Reader) -> Iterator[Traced]:
    """A statement's wording as a whole; or its pieces each on their own, where they do not come from one text."""
    text = record.document.text
    names, others, quoted = _names(one.speaker, record), _related(record, one), _quoted(record, one)

    def sought(asked_for: Asked) -> Traced:
        is_quoted = set(asked_for.pieces) <= set(quoted)
        return _sought(asked_for, names, others, index, within_days, reader, is_anybodys=not names, is_quoted=is_quoted)

    whole, pieces = sought(one), _worth(text, quoted)
    if whole.trace.found is not None:
        missing = tuple(piece for piece in one.pieces if not _is_given(whole, piece, text))
        given = tuple(piece for piece in one.pieces if piece not in missing)
        if not given or not _worth(text, missing) or not _worth(text, given):
            yield whole
            return
        yield sought(part(one, given, text))
        for piece in _worth(text, missing):
            yield sought(part(one, (piece,), text))
        return
    is_the_whole = len(pieces) == 1 and pieces == one.pieces
    alone = [] if is_the_whole else [sought(part(one, (piece,), text)) for piece in pieces]
    yield from alone if any(each.trace.found is not None for each in alone) else [whole]


def _quoted(record: Record, one: Asked) -> Spans:
    statement = next(each for each in record.statements if each.id == one.statement)
    return own_quotes(record, statement)


def _worth(text: str, pieces: Sequence[Span]) -> Spans:
    """Pieces with enough words to be found by."""
    return tuple(piece for piece in pieces if count(piece.of(text)) >= SHORTEST)


def _is_given(made: Traced, piece: Span, text: str) -> bool:
    """Whether what was found gives a piece of the wording, in whatever words."""
    same = {"equal", "inflected", "name", "synonym"}
    met = [
        place for each in made.trace.pieces if each.quote and each.change in same for place in places(made.asked, each.quote, text)
    ]
    words = sum(count(text[max(one.start, piece.start) : min(one.end, piece.end)]) for one in met)
    return words >= _GIVEN * count(piece.of(text))


def _sought(
    one: Asked,
    names: Sequence[str],
    others: Sequence[str],
    index: Index,
    within_days: int | None,
    reader: Reader,
    *,
    is_anybodys: bool,
    is_quoted: bool,
) -> Traced:
    language = foreign(one.text)
    by: By = "both" if language is None else "words"
    known = _called(index, names)

    def search(speaker: str | None) -> Trace:
        return trace(
            one.text,
            known,
            speaker=speaker,
            day=one.day,
            within_days=within_days,
            until=one.until,
            is_translated=one.is_translated,
            reader=reader,
            by=by,
        )

    made = _told(search(names[0] if names else None), is_foreign=language is not None)
    if not _is_believed(made, is_anybodys=is_anybodys, is_foreign=language is not None):
        made = _as_miss(made)
    elif made.fidelity == "altered" and not is_quoted and made.change is not None and not made.change.about:
        # An indirect report is in the article's words: only what turns the meaning may be held against it.
        made = msgspec.structs.replace(made, fidelity="paraphrase", reason=_REPORTED, change=None)
    elsewhere = None
    if made.found is None and names and _may_stand_elsewhere(one, known, names[0]):
        there = search(None)
        if _accuses(there, names, others):
            elsewhere = there
    notes = (
        _FOREIGN.format(language=language) if language else None,
        _UNDATED if within_days is not None and one.day is None else None,
    )
    return Traced(one, made, elsewhere, _noted(*notes))


def _noted(*notes: str | None) -> str | None:
    return " ".join(note for note in notes if note) or None


def _told(made: Trace, *, is_foreign: bool) -> Trace:
    """A trace whose reason says, where nothing was found, whether anything was searched. is_foreign: only the very words were sought."""
    if made.found is not None:
        return made
    searched = made.searched
    if searched.texts:
        told = _NO_SUCH_WORDS if is_foreign else _NOT_FOUND
    else:
        told = _NO_SOURCE if searched.speaker is None else _NOT_SEARCHED
    return msgspec.structs.replace(made, reason=told.format(speaker=searched.speaker, when=_when(searched.within)))


def _when(within: tuple[int, int] | None) -> str:
    """Days that were searched, in words: “ up to 3 June 2026”."""
    if within is None:
        return ""
    first, last = within
    return f" up to {long_day(last)}" if first == 1 else f" from {long_day(first)} to {long_day(last)}"


def _names(speaker: Speaker | None, record: Record | None) -> list[str]:
    """What a speaker is called, the usual name first; nothing for who is only described."""
    if speaker is None or speaker.type not in {"person", "org"}:
        return []
    actors = record.actors if record is not None else ()
    return list(dict.fromkeys([speaker.name, *(name for one in actors if one.id == speaker.id for name in one.names)]))


def _related(record: Record, one: Asked) -> list[str]:
    """Names of whoever else the article gives some of a wording's words to: whose words hold it, or are held in it."""
    inside = [
        each
        for each in record.statements
        if each.id != one.statement
        and each.speaker
        and any(span.start < piece.end and piece.start < span.end for span in each.content for piece in one.pieces)
    ]
    return [name for each in inside for name in _names(each.speaker, record)]


def _called(index: Index, names: Sequence[str]) -> Index:
    """The index with a speaker under the first of several names, whichever of them sources have."""
    if not names:
        return index
    speakers = tuple(names[0] if _is(name, names) else name for name in index.speakers)
    return index if speakers == index.speakers else replace(index, speakers=speakers)


def _is(name: str, names: Sequence[str]) -> bool:
    """Whether a source's speaker may be the one of these names. A second name of one word, as “Lind” may be a brother's, must be all."""
    if not names:
        return False
    return may_be(name, names[0]) or any(
        may_be(name, other) if len(other.split()) > 1 else name.casefold() == other.casefold() for other in names[1:]
    )


def _may_stand_elsewhere(one: Asked, index: Index, speaker: str) -> bool:
    """Whether some text of others holds enough of the words in a row to look closer."""
    words = parsed(one.text)
    whose = np.array([not may_be(name, speaker) for name in index.speakers] + [False])
    rows = whose[index.speaker]
    runs = max(1, len(words.stems) - 2)
    return len(words.stems) >= _SAME_WORDS and bool(rows.any()) and float(index.by_runs(words)[rows].max()) >= _RUNS * runs


def _accuses(there: Trace, names: Sequence[str], others: Sequence[str]) -> bool:
    """Whether a text is another speaker's, and holds the very words, enough of them and rare enough not to be anybody's."""
    if there.found is None or there.found.speaker is None or there.fidelity not in _OWN:
        return False
    if _is(there.found.speaker, names) or any(may_be(there.found.speaker, other) for other in others):
        return False
    return _is_own_text(there) and sum(_same_bits(there)) >= _SAME_BITS


def _is_believed(made: Trace, *, is_anybodys: bool, is_foreign: bool) -> bool:
    """Whether what was found may be shown as where the words come from.

    is_anybodys: the article names nobody whose text it would have to be. is_foreign: only the very words can be told.
    """
    if made.found is None:
        return True
    if made.fidelity in _OWN:
        return not is_anybodys or _is_own_text(made)
    if made.fidelity == "altered":
        return not is_foreign and _is_own_text(made)
    return not is_foreign and not is_anybodys and len(parsed(made.quote).forms) >= _SAME_WORDS


def _is_own_text(made: Trace) -> bool:
    """Whether a wording has enough words of what was found for that to be no chance."""
    same = len(_same_bits(made))
    return same >= _SAME_WORDS and same >= _SAME_SHARE * len(parsed(made.quote).forms)


def _same_bits(made: Trace) -> list[float]:
    """How rare each word is that a wording has of what was found."""
    words = parsed(made.quote)
    same = [piece.quote for piece in made.pieces if piece.quote and piece.change in {"equal", "inflected", "name"}]
    return [
        rarity
        for (start, end), rarity in zip(words.spans, words.bits, strict=True)
        if any(span.start <= start and end <= span.end for span in same)
    ]


def _as_miss(made: Trace) -> Trace:
    """A find that is not believed, as the nearest miss."""
    if made.found is None or made.words is None:
        return made
    return msgspec.structs.replace(
        made,
        found=None,
        span=None,
        words=None,
        fidelity="not found",
        reason=_TOO_LITTLE,
        change=None,
        pieces=(),
        misses=(Miss(made.found, made.words, made.confidence), *made.misses),
        also=(),
    )
