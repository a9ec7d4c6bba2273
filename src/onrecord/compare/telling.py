"""A sentence to the encounter that it tells of: the words for it, and who stands before and after them.

What is still to come is marked so; what is only looked back on is not told of.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal, get_args

from onrecord.compare.participants import Home, Participant, once
from onrecord.compare.persons import Found, people
from onrecord.trace.words import table

How = Literal["video", "call", "summit", "meeting", "talk"]

_BY: Final = re.compile(r"^.*?\b(?:Statement|Readout|Remarks|Background Press Call|Briefing)\b.*?\b(?:by|from|of)\b.*?\bon (?=\S)")
_BETWEEN: Final = re.compile(r"\s*(?:(?:today|yesterday)\s+)?(?:between|among|of)\b")
_PLURAL: Final = re.compile(r"(?:calls|conversations|meetings|talks by)\b", re.IGNORECASE)
_NOUN: Final = re.compile(
    r"(?:.* )?(?:calls?|conversations?|talks?|discussions?|contacts?|meetings?|summit|negotiations|visit|conferences?|links?|consultations?)$",
    re.IGNORECASE,
)
_FIRST: Final = re.compile(r"\b(?:I|my|me|we|our|us|myself)\b", re.IGNORECASE)
_OTHERS: Final = re.compile(r"\b(?:the|this|that|these|those|he|she|they|his|her|their|who|you|your|story|secret)\b", re.IGNORECASE)
# A sentence with fewer words before those for the encounter leaves out who is meant: “Just had a long and very good call”.
_LEADING: Final = 9


@dataclass(frozen=True, slots=True)
class Told:
    """What one sentence, or the title, tells: the kind, who took part, where the words that say who end (code points), and what else it says."""

    how: How
    people: tuple[Participant, ...]
    start: int
    end: int
    text: str
    is_ahead: bool
    is_apart: bool
    in_title: bool = False


def said(text: str, low: int, high: int, at: Home, own: Participant | None, *, in_title: bool) -> list[Told]:
    """What a stretch tells of: the first encounter in it that is not only looked back on, or nothing.

    at, own: from where the text is read, and who took part where it doesn't name its own side. A title may name one person only, and look back:
    it is what the text is about.
    """
    by = _BY.match(text[low:high]) if in_title else None
    low += by.end() if by else 0
    for how, start, end in _kinds(text, low, high):
        if start < low:
            continue
        before = text[low:start]
        if not in_title and matches("back", before):
            low = max(low, text.find(",", end, high))  # who is named there takes part in what is looked back on
            continue
        bound = _bound(text, end, high)
        left, right = people(text, low, start, at), people(text, end, bound, at)
        is_noun = _NOUN.match(text[start:end]) is not None
        has_both = bool(right) or (len(left) > 1 and (not is_noun or matches("began", before)))
        if not (has_both or (in_title and (is_noun or not left))):
            continue
        is_among = _BETWEEN.match(text, end) is not None and len(right) > 1
        found = [*(() if is_among else (one.who for one in left)), *(one.who for one in right)]
        if (
            own is not None
            and not left
            and not is_among
            and not _has_side(right, at)
            and _is_own(before, own, is_post=not at.office)
        ):
            found.insert(0, own)
        is_apart = len(right) > 1 and (_PLURAL.search(text[start:end]) is not None or matches("apart", text[low:bound]))
        is_ahead = matches("ahead", text[low:high] if in_title else text[low:end])
        return [Told(how, once(found), start, bound, text, is_ahead, is_apart, in_title)]
    return []


def _has_side(right: Sequence[Found], at: Home) -> bool:
    """Whether somebody of the publisher's own side is named."""
    return bool(at.country) and any(one.who.country == at.country for one in right)


def _is_own(before: str, own: Participant, *, is_post: bool) -> bool:
    """Whether words without anybody before them are of whoever publishes them: “I spoke”, “Had a call”, but not “The first meeting that”."""
    if not is_post or not own.is_assumed:
        return True
    return _FIRST.search(before) is not None or (len(before.split()) < _LEADING and not _OTHERS.search(before))


def _bound(text: str, start: int, high: int) -> int:
    """Where the words about who took part end."""
    found = _pattern("topic").search(text, start, high)
    return found.start() if found else high


def _kinds(text: str, low: int, high: int) -> list[tuple[How, int, int]]:
    """The words for encounters in a stretch, in its order; of those at one place the first kind."""
    found: list[tuple[How, int, int]] = []
    for how, pattern in _patterns():
        for match in pattern.finditer(text, low, high):
            if not any(start < match.end() and match.start() < end for _, start, end in found):
                found.append((how, *match.span()))
    return sorted(found, key=lambda one: one[1])


def matches(kind: str, words: str) -> bool:
    """Whether words of a kind in data/telling.tsv stand there."""
    return _pattern(kind).search(words) is not None


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """The patterns of a kind in data/telling.tsv as one."""
    return re.compile(
        "|".join(f"(?:{pattern})" for name, pattern in table("telling.tsv", "onrecord.compare") if name == kind), re.IGNORECASE
    )


@cache
def _patterns() -> tuple[tuple[How, re.Pattern[str]], ...]:
    rows = table("encounters.tsv", "onrecord.compare")
    return tuple((how, re.compile(pattern, re.IGNORECASE)) for name, pattern in rows for how in get_args(How) if how == name)
