"""A report's text to the outlets that it names as where it has a statement from: “told the Harbour Post”, “the Harbour Post reported”.

Only what stands in a sentence of the statement, or in the next one where no other statement is meant, counts.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final, Literal

import msgspec

from onrecord.record import Span, Spans
from onrecord.resolve.sentences import Sentences
from onrecord.trace.words import table

How = Literal["told", "reported", "own"]
Near = Literal["beside", "near"]

# Shorter names are anybody's; words between a phrase and a name, at most.
_SHORTEST: Final = 3
_BETWEEN: Final = 4

# Words without quotation marks from which on a content may be another statement, and not only stand for the one before.
_TELLS: Final = 4

_ARTICLE = re.compile(r"^(?:the|The|THE)\s+")
_WORD_BEFORE = re.compile(r"([\w.&’'-]+)\s$")
_NAME_GOES_ON = re.compile(r"\s[^\W\d_a-z][\w&’'-]*")
_NO_PART: Final = frozenset({"the", "a", "an"})


class Named(msgspec.Struct, frozen=True):
    """An outlet that a report names. outlet: as the archive has it, None where the report means its own. span: the words that say so.

    how: whether the speaker told it, or it reported; own: the report says that it was told. near: in the statement's own sentence, or in
    the next.
    """

    outlet: str | None
    span: Span
    how: How
    near: Near


def named(text: str, content: Spans, others: Spans, outlets: frozenset[str]) -> tuple[Named, ...]:
    """What a report names as where it has a statement from, in text order.

    content: the statement's; others: contents of the text's other statements; outlets: the names that are known.
    """
    found = [*_matches(text, outlets)]
    if not found:
        return ()
    sentences = Sentences(text)
    made = [
        Named(outlet, span, how, near)
        for outlet, span, how in sorted(found, key=lambda one: (one[1], one[0] or ""))
        if (near := _near(text, span, content, others, sentences)) is not None
    ]
    return tuple(one for place, one in enumerate(made) if not any(_holds(other, one) for other in made[:place] + made[place + 1 :]))


def plain_outlet(name: str | None) -> str | None:
    """An outlet's name as it is compared: in small letters, without an article."""
    plain = _ARTICLE.sub("", " ".join((name or "").split())).casefold()
    return plain or None


def _holds(other: Named, one: Named) -> bool:
    """Whether the same outlet is named by more words at the same place."""
    inside = other.span.start <= one.span.start and one.span.end <= other.span.end
    return inside and other.span != one.span and other.outlet == one.outlet


def _matches(text: str, outlets: frozenset[str]) -> list[tuple[str | None, Span, How]]:
    found: list[tuple[str | None, Span, How]] = [(None, Span(*one.span()), "own") for one in _own().finditer(text)]
    by_name = _by_name(outlets)
    present = frozenset(name for name in by_name if name in text)
    for pattern, how in _patterns(present) if present else ():
        found += [
            (by_name[one["name"]], Span(*one.span()), "told" if how == "told" else "reported")
            for one in pattern.finditer(text)
            if _is_whole(text, one.start("name"), one.end("name"), is_after=how == "after")
        ]
    return found


def _is_whole(text: str, start: int, end: int, *, is_after: bool) -> bool:
    """Whether a name is not a part of a longer one: “Post” of the Harbour Post, or of a Post Office."""
    if is_after:
        before = _WORD_BEFORE.search(text, max(0, start - 60), start)
        return before is None or not before.group(1)[0].isupper() or before.group(1).casefold() in _NO_PART
    return _NAME_GOES_ON.match(text, end) is None


def _near(text: str, span: Span, content: Spans, others: Spans, sentences: Sentences) -> Near | None:
    """How near the words stand to a statement; None where they don't, or where they are of another one, or are what was said."""
    if any(_overlap(span, one) for one in content):
        return None
    apart = [one for one in others if not any(_overlap(one, ours) for ours in content)]
    low, high = sentences.around(span.start)[0], sentences.around(span.end - 1)[1]
    ours = min((_gap(span, one) for one in content), default=0)
    in_sentence = [one for one in apart if one.start < high and low < one.end]
    if any(one.start < high and low < one.end for one in content):
        return "beside" if all(_gap(span, one) >= ours for one in in_sentence) else None
    numbers = {sentences.number(at) for one in content for at in (one.start, one.end - 1)}
    here = {sentences.number(span.start), sentences.number(span.end - 1)}
    is_next = any(abs(one - other) == 1 for one in numbers for other in here)
    return "near" if is_next and not any(_is_told(one.of(text)) for one in in_sentence) else None


def _is_told(said: str) -> bool:
    """Whether words tell something, and don't only stand for the statement: “the remark” was reported by somebody."""
    return len(said.split()) >= _TELLS or any(mark in said for mark in '“”"„«»')


def _gap(span: Span, other: Span) -> int:
    return max(0, other.start - span.end, span.start - other.end)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@lru_cache(maxsize=8)
def _by_name(outlets: frozenset[str]) -> dict[str, str]:
    """Names as texts write them, to the archive's."""
    found: dict[str, str] = {}
    for outlet in sorted(outlets):
        name = _ARTICLE.sub("", " ".join(outlet.split()))
        if len(name) >= _SHORTEST and not name.isdigit():
            found.setdefault(name, outlet)
    return found


@lru_cache(maxsize=512)
def _patterns(names: frozenset[str]) -> Sequence[tuple[re.Pattern[str], str]]:
    """A pattern for each way to say that something is from one of these."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    name = "(?P<name>" + "|".join(re.escape(one) for one in longest_first) + ")"
    between = rf"(?:(?i:{_either('between')}),?\s+){{0,{_BETWEEN}}}[“\"‘']?"
    adverbs = rf"(?:[,”\"’']?\s+(?i:{_either('adverb')})){{0,3}}"
    made = [(re.compile(rf"(?<!\w)(?i:{_either(how)})\s+{between}{name}(?!\w)"), how) for how in ("told", "before")]
    return (*made, (re.compile(rf"(?<!\w){name}(?!\w){adverbs}\s+(?i:{_either('after')})(?!\w)"), "after"))


@cache
def _own() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?i:{_either('own')})(?!\w)")


@cache
def _either(kind: str) -> str:
    """A pattern for the words of a kind, from data/resting.tsv, the longest first."""
    words = [word for of, words in table("resting.tsv") if of == kind for word in words.split("|")]
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in sorted(words, key=lambda one: (-len(one), one)))
