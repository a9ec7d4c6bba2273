"""A noun phrase to its parts: determiner, head noun, what qualifies it, so that two descriptions of one person can be compared."""

import re
from dataclasses import dataclass
from functools import cache

from onrecord.resolve.aliases import aliases
from onrecord.resolve.gender import Gender, given_names, of_noun, roles
from onrecord.resolve.words import countries, kinds, states, table

_DETERMINER = re.compile(
    r"^(the|a|an|this|that|his|her|its|their|my|our|your|another|one|some|many|several|[A-Z][\w.’'\- ]*?[’']s?)\s+", re.IGNORECASE
)
_POSSESSIVE = re.compile(r"^([A-Z][\w.\-]*(?:\s[A-Z][\w.\-]*){0,3}\s?|the \w+)[’']s?\s+")
_END = re.compile(
    r",|;|:|\(|—|–| - |\s(?:who|which|that|whose|whom|where|when|in|on|at|to|with|by|against|about|after|before|during|under|over|"
    r"since|until|behind|near|among|between|speaking|running|seeking|charged|tasked|based|known|and|but|said|is|was|has|had)\s"
)
_OF = re.compile(r"\s(?:of|for|from)\s(?:the\s)?")
_WORD = re.compile(r"[A-Za-zÀ-ÿ][\wÀ-ÿ.’'\-]*|\d+-year-old")
_INVENTED = re.compile(r"[A-Z]\w{2,}(?:ian|ean|ese|nan)$")  # an adjective of a country that no list holds
# What the head of an office is by its noun: no word for a leader, as “head” alone is.
STAFF = "head of staff"
_AGED = re.compile(r"\d+-year-old|-year-old")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A description of somebody. head: its noun in small letters, as `one_word` gives it; determiner: in small letters.

    gender: what the noun says as it stands in the text (“spokeswoman”). qualities: what qualifies it: (kind, value) pairs, kind one of
    country, state, body, party, apart (“former”), owner, word, and name for what such a person is of (“Sandholm”, “defense”).
    """

    head: str
    determiner: str
    qualities: frozenset[tuple[str, str]]
    is_plural: bool = False
    gender: Gender = ""

    def of(self, kind: str) -> frozenset[str]:
        """The qualities of one kind."""
        return frozenset(value for name, value in self.qualities if name == kind)


def phrase(words: str) -> Phrase | None:
    """The parts of a noun phrase; None where its head is no word for a person."""
    words = re.sub(r"\b(then|now|ex)-(?=[a-z])", r"\1 ", " ".join(words.split()))
    determiner = ""
    qualities: set[tuple[str, str]] = set()
    owner = _POSSESSIVE.match(words)
    if owner:
        determiner, words = "’s", words[owner.end() :]
        qualities |= {("owner", owner.group(1).strip())} | _named(owner.group(1).strip())
    else:
        match = _DETERMINER.match(words)
        if match:
            determiner, words = match.group(1).lower(), words[match.end() :]
            if determiner in ("his", "her", "my", "their", "our", "its"):
                qualities.add(("owner", determiner))
    end = _END.search(words)
    core = words[: end.start()] if end else words
    pieces = _OF.split(core, maxsplit=1)
    head, before = _head(pieces[0])
    if not head:
        return None
    is_plural = head.endswith("s") and one_word(head[:-1]) in person_words() and head not in person_words()
    if head.title() in _parties():
        qualities, head = qualities | {("party", _parties()[head.title()])}, "politician"
    if len(pieces) > 1:
        of = _WORD.findall(pieces[1])
        qualities |= _named(pieces[1]) or {("word", word.lower()) for word in of if word[0].isupper()} | _names(of)
    qualities |= _qualities(before) | {pair for pair in _names(before) if ("word", pair[1]) in _qualities(before)}
    return Phrase(
        STAFF if head == "head" and _is_staff(core) else one_word(head),
        determiner,
        frozenset(qualities),
        is_plural or bool(kinds("number") & set(words.lower().split())),
        of_noun(head),
    )


def _is_staff(core: str) -> bool:
    """Whether a head is one of somebody's staff: of an office or administration, and not of the state or government itself."""
    return bool(roles("staff") & {word.lower() for word in _WORD.findall(core)})


def one_word(noun: str) -> str:
    """Of words that may stand for one another, the one that is kept: “congresswoman” is a representative."""
    return _alike().get(noun, noun)


def may_be_called(role: str, noun: str) -> bool:
    """Whether somebody with a role may be called by another noun: a senator is a lawmaker."""
    return role == noun or noun in _also().get(role, ())


@cache
def person_words() -> frozenset[str]:
    """Every noun for a person, in small letters."""
    known = kinds("person") | roles("kin") | roles("male") | roles("female") | roles("relational")
    known |= set(_alike()) | set(_also()) | {noun for nouns in _also().values() for noun in nouns}
    return frozenset(known)


@cache
def _alike() -> dict[str, str]:
    rows = [words.split("|") for kind, words in table("roles.tsv") if kind == "alike"]
    return {word: row[0] for row in rows for word in row}


@cache
def _also() -> dict[str, frozenset[str]]:
    rows = [words.split("|") for kind, words in table("roles.tsv") if kind == "also"]
    return {row[0]: frozenset(one_word(word) for word in row[1:]) for row in rows}


@cache
def _parties() -> dict[str, str]:
    return dict(pair.split("=") for kind, words in table("roles.tsv") if kind == "party" for pair in words.split("|"))


def _head(core: str) -> tuple[str, list[str]]:
    """The head noun, in small letters, and the words before it; two words where they are one office (“prime minister”)."""
    words = _WORD.findall(core)
    for size in (3, 2, 1):
        head = " ".join(words[-size:]).lower() if len(words) >= size else ""
        head = re.sub(r"[’']s?$", "", head)
        if head in person_words() or (head.endswith("s") and head[:-1] in person_words()):
            return head, words[: len(words) - size]
    return "", words


def _qualities(words: list[str]) -> set[tuple[str, str]]:
    """What the words before a head say: countries, states, parties, “former”, and other words with their own weight."""
    found: set[tuple[str, str]] = set()
    joined = " ".join(words)
    for number, word in enumerate(words):
        two = " ".join(words[number : number + 2])
        small = word.lower()
        if number and (before := " ".join(words[number - 1 : number + 1])) and (before in states() or before in countries()):
            continue
        if two in states() or two in countries():
            found |= _named(two)
        elif word in _parties():
            found.add(("party", _parties()[word]))
        elif word in aliases() or word in states() or word in countries():
            found |= _named(word)
        elif small in roles("apart") or small.split("-")[0] in ("ex", "former"):
            found.add(("apart", "former" if small.startswith(("ex", "former")) else small))
        elif _INVENTED.match(word):
            found.add(("country", _stem(word)))
        elif small not in roles("empty") and small not in kinds("stop") and not _AGED.search(small) and joined:
            found.add(("word", small))
    return found


def _names(words: list[str]) -> set[tuple[str, str]]:
    """What a person of that kind is of: names, and what a minister is in charge of."""
    return {("name", word.lower()) for word in words if word[0].isupper() or word.title() in kinds("portfolio")}


def _named(words: str) -> set[tuple[str, str]]:
    """A country or state that words name."""
    words = words.strip(" ,")
    if words in states() and words not in ("Georgia",):
        return {("state", states()[words])}
    if words in countries():
        return {("country", countries()[words])}
    if words in aliases():
        return {("body", aliases()[words])}
    if words in _parties():
        return {("party", _parties()[words])}
    return (
        {("country", _stem(words))}
        if re.fullmatch(r"[A-Z]\w{3,}(?:ia|ya|a|y)", words) and words[:-1] not in given_names()
        else set()
    )


def _stem(word: str) -> str:
    """What an unknown country's name and its adjective share: “Karvania”, “Karvanian”."""
    return re.sub(r"(?:ian|ean|ese|an|ia|ya|a|y)$", "", word)
