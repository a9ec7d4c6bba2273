"""What a text calls its people: each description beside a name, and the offices that the knowledge base gives them.

“New Jersey Gov. Chris Christie”, “Ivanka Trump, the nominee's eldest daughter”, “Adam Schiff (D-Calif.)”.
"""

import re
from dataclasses import dataclass, replace
from functools import cache

from onrecord.resolve.gender import Gender, of_noun
from onrecord.resolve.names import Name
from onrecord.resolve.phrases import Phrase, phrase
from onrecord.resolve.words import countries, kinds, states

_BEFORE = 90  # characters before a name in which its description begins
_LOWER_NP = re.compile(
    r"(?:(?P<det>[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Mm]y|[Ii]ts|[Tt]heir|[Oo]ur|[Oo]ne-time|[A-Z][\w.]*(?: [A-Z][\w.]*)?[’']s)\s)?"
    r"(?P<np>(?:[\wÀ-ÿ.’'\-/]+\s){0,7}[a-zà-ÿ][\wÀ-ÿ\-]+),?\s$"
)
_APPOSITIVE = re.compile(
    r",\s(?:\d{1,3},\s)?((?:the|an?|his|her|my|their|our|its|[A-Z][\w.\- ]*?[’']s?)\s[^,;:.“”\"()\n]{3,90}|[a-z][^,;:.“”\"()\n]{3,80})(?=[,;.“”\"()\n]|$)"
)
_COPULA = re.compile(
    r"(?:,\s\d{1,3},)?,?\s(?:who\s)?(?:is|was|became|has been|remains|had been)\s((?:the|an?|now the|now an?)\s[^,;:.“”\"()\n]{3,90})"
)
_ORIGIN = re.compile(r"\s(?:of|from)\s(?:the\s)?([A-Z]\w+(?: [A-Z]\w+)?)")
_OWNER = re.compile(r"\b([A-Z]\w+(?: [A-Z]\w+)?)[’']s\s(?:[a-z]+\s)*$")
_PARTY_STATE = re.compile(r",?\s\(?(?P<party>[DRI])-(?P<state>[A-Z][A-Za-z. ]{0,14}?)[.,)]")
_PARTY = {"D": "Democrat", "R": "Republican", "I": "Independent"}
_CLOSED = re.compile(r"\s*(?:[,.;:!?)—–”\"\n]|$)")  # “the mayor, Tom Reed, left”, and not “Unlike the mayor, Tom Reed left”
_SAYING = re.compile(r"\b(?:said|says|told|asked|added|who|which)\b")


NATIVE = "native"
"""The head of a role that only says where somebody is from (“Edwin Kargbo of Sierra Leone”)."""


@dataclass(frozen=True, slots=True)
class Role:
    """One description of a person and where it stands (code points); at: -1 where the knowledge base gives it."""

    phrase: Phrase
    at: int


def described(text: str, name: Name) -> list[Role]:
    """How the words around one mention of a person describe them."""
    found = [Role(one, name.start) for one in (_title(name), _prenominal(text, name)) if one]
    after = text[name.end : name.end + 160]
    appositive = _APPOSITIVE.match(after)
    if appositive and not _SAYING.search(appositive.group(1)):
        one = phrase(appositive.group(1))
        if one and not one.is_plural:
            found.append(Role(one, name.start))
    copula = _COPULA.match(after)
    if copula:
        one = phrase(copula.group(1).removeprefix("now "))
        if one and not one.is_plural and one.determiner in ("the", "a", "an"):
            found.append(Role(one, name.start))
    owner = _OWNER.search(text, max(0, name.start - 40), name.start - len(name.title))
    if owner and owner.group(1) in countries():
        found.append(Role(Phrase(NATIVE, "", frozenset({("country", countries()[owner.group(1)])})), name.start))
    origin = _ORIGIN.match(after)
    if origin and origin.group(1) in countries():
        found.append(Role(Phrase(NATIVE, "", frozenset({("country", countries()[origin.group(1)])})), name.start))
    legislator = _PARTY_STATE.match(after)
    if legislator:
        state = legislator.group("state").strip()
        state = states().get(state) or states().get(f"{state}.") or ""
        qualities = {("party", _PARTY[legislator.group("party")])} | ({("state", state)} if state else set())
        found.append(Role(Phrase("politician", "", frozenset(qualities)), name.start))
        found = [Role(_with(one.phrase, qualities), one.at) for one in found]
    return found


def gender_of_phrase(one: Phrase, words: str = "") -> Gender:
    """What a description says of gender."""
    return one.gender or next((of_noun(word) for word in words.lower().split() if of_noun(word)), "")


def _with(one: Phrase, qualities: set[tuple[str, str]]) -> Phrase:
    return replace(one, qualities=one.qualities | qualities)


def _title(name: Name) -> Phrase | None:
    """“Sen.”, “New Jersey Gov.”, “Former President”."""
    if not name.title:
        return None
    words = [_abbreviated().get(word, word) for word in name.title.split()]
    return phrase(" ".join([*words[:-1], words[-1].lower()]))


def _prenominal(text: str, name: Name) -> Phrase | None:
    """“conservative talk radio host”, “his wife”, “Trump campaign spokesman” just before a name and its title."""
    low = name.start - len(name.title) - (1 if name.title else 0)
    before = text[max(0, low - _BEFORE) : low]
    before = re.split(r"[.;:!?\n“”\"()—]\s?(?=[A-Z“\"]|$)|\n", before)[-1]
    is_apposed = before.endswith(", ")
    before = (
        before.rpartition(", ")[2]
        if before.count(", ") and not before.endswith(", ")
        else before.removesuffix(", ").rpartition(", ")[2] + (" " if before.endswith(", ") else "")
    )
    match = _LOWER_NP.search(before)
    if not match or (is_apposed and not _CLOSED.match(text, name.end)):
        return None
    words = match.group("np").split()
    # The phrase begins after the last word that can't stand inside one.
    stops = [number for number, word in enumerate(words) if word.lower() in kinds("stop")]
    words = words[stops[-1] + 1 :] if stops else words
    determiner = match.group("det") or ""
    if stops or not words:
        determiner = ""
    if stops and match.group("np").split()[stops[-1]].lower() in ("the", "a", "an", "his", "her", "my", "their", "its", "our"):
        determiner = match.group("np").split()[stops[-1]]
    one = phrase(f"{determiner} {' '.join(words)}".strip()) if words else None
    return one if one and not one.is_plural else None


@cache
def _abbreviated() -> dict[str, str]:
    return dict(pair.split("=") for pair in kinds("abbreviated"))
