"""Cues and what stands beside them to addressees: the spans of whom the words are told to.

Whom a span stands for is found elsewhere; here it is only where the phrase begins and ends, in the cue's own clause.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from onrecord.record import Span
from onrecord.resolve.clause import Clause, clause
from onrecord.resolve.parts import Parts
from onrecord.resolve.words import kinds

_TOKEN = re.compile(r"[\w$@][\w’'.&/@-]*(?:,\d{3})*|[^\w\s]")
_DETERMINER = re.compile(
    r"(?:an?|the|his|her|its|their|our|my|your|this|these|those|some|several|many|all|both|every|each|no)", re.IGNORECASE
)
_ADVERBS = r"(?:\s+\w+ly)?\s+"
_PASSIVE = re.compile(r"\b(?:am|is|are|was|were|be|been|being|gets?|got|getting)(?:n['’]t| not)?(?: \w+){0,1}\s+\Z", re.IGNORECASE)
_PASSIVE_REACH = 24
_LONGEST = 12  # words that one phrase may have: an appositive without a comma is not run through to its end


def addressees(text: str, parts: Parts) -> tuple[Span, ...]:
    """Whom the words are told to, sorted; each span begins without a preposition and ends where the noun phrase does.

    What the cue's own verb is said to comes first ("told the panel"), then what its clause names ("in a letter to the
    board", "speaking to reporters"). Passives ("was told by") and the source itself are left out.
    """
    if not parts.cue:
        return ()
    found = clause(text, parts)
    spans = tuple(_objects(text, parts, found)) or tuple(_told_to(text, parts, found)) or tuple(_beside(text, found))
    return tuple(sorted(set(spans)))


def _objects(text: str, parts: Parts, found: Clause) -> Iterator[Span]:
    """The object of the cue's verb, or of the verb before it that it only goes on from ("told CNN ..., adding")."""
    places = [(piece, True) for piece in found.own]
    if text[parts.cue[0].start : parts.cue[-1].end].split(" ", maxsplit=1)[0].endswith("ing"):
        places += [(piece, False) for piece in reversed(found.shared)]
    for piece, is_own in places:
        for match in _verbs().finditer(text, piece.start, piece.end):
            if is_own and not any(match.start() < cue.end and cue.start < match.end() for cue in parts.cue):
                continue
            if not match.group().rstrip().endswith("ing") and _PASSIVE.search(
                text, max(0, match.start() - _PASSIVE_REACH), match.start()
            ):
                continue
            spans = _phrases(text, match.end(), piece.end, goes_on=_of().match(text, match.start()) is not None)
            if any(_may_be_told(text, span, is_sure=bool(match["tells"])) for span in spans):
                yield from spans
                return


def _told_to(text: str, parts: Parts, found: Clause) -> Iterator[Span]:
    """Somebody whom "to" leads to after the cue, or after the source or content that stands between: "said Roth to the crowd"."""
    cue = parts.cue[-1]
    if not _takes_to().search(text, parts.cue[0].start, cue.end):
        return
    ends = [cue.end, *(span.end for span in (*parts.source, *parts.content) if span.start >= cue.end)]
    for piece in found.own:
        for end in ends:
            if piece.start <= end + 1 and end < piece.end:
                match = _to().match(text, end, piece.end)
                spans = _phrases(text, match.end(), piece.end) if match else ()
                if any(_may_be_told(text, span, is_sure=False) for span in spans):
                    yield from spans
                    return


def _beside(text: str, found: Clause) -> Iterator[Span]:
    """Whom the rest of the clause names: "in a letter to", "in an interview with", "speaking to", "addressing"."""
    for piece in (*found.own, *reversed(found.shared), *found.front):
        for match in _leads().finditer(text, piece.start, piece.end):
            spans = _phrases(text, match.end(), piece.end)
            if any(_may_be_told(text, span, is_sure=False) for span in spans):
                yield from spans
                return


def _phrases(text: str, start: int, end: int, *, goes_on: bool = False) -> tuple[Span, ...]:
    """The noun phrase at an offset, cut in two where "and" joins two of them; () where there is none.

    goes_on: its verb may go on with "of" ("reminded voters of the war"), which is part of the phrase only after a group.
    """
    tokens = list(_phrase(text, start, end, goes_on=goes_on))
    spans: list[Span] = []
    first = 0
    for number, token in enumerate(tokens):
        if token.group() in ("and", "&") and 0 < number < len(tokens) - 1:
            before, after = tokens[number - 1].group(), tokens[number + 1].group()
            if _DETERMINER.fullmatch(after) or (_is_plural(before) and number == first + 1) or _is_title(after):
                spans.append(_span(text, tokens[first:number]))
                first = number + 1
    if tokens[first:]:
        spans.append(_span(text, tokens[first:]))
    return tuple(spans)


def _phrase(text: str, start: int, end: int, *, goes_on: bool) -> Iterator[re.Match[str]]:
    """The words of the noun phrase at an offset."""
    words: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text, start, end):
        word, before = _bare(token.group()), words[-1].group() if words else ""
        if len(words) == _LONGEST or (token.start() > start and "\n" in text[start : token.start()]):
            break
        if not word or (not word[0].isalnum() and word[0] not in "$@"):
            break
        if not words and _persons().fullmatch(word):
            words.append(token)
            if word.lower() not in ("her", "all", "others"):
                break
            continue
        if _ends().fullmatch(word) and not (word[:1].isupper() and before and not _is_day(word)):
            break
        if word == "of" and (not before or (goes_on and not _groups().fullmatch(before))):
            break
        if before and (_is_verbal(word, before) or _begins_another(word, before)):
            break
        words.append(token)
        if word != token.group():
            break
        start = token.end()
    while words and words[-1].group() in ("and", "of", "&"):
        words.pop()
    if words and not (len(words) == 1 and _DETERMINER.fullmatch(words[0].group()) and not _persons().fullmatch(words[0].group())):
        yield from words


def _is_verbal(word: str, before: str) -> bool:
    """Whether a word after a noun says what that does: "reporters travelling", "reporters privately", "a crowd gathered"."""
    if not word.islower() or _DETERMINER.fullmatch(before) or before.endswith("ly"):
        return False
    return word.endswith(("ing", "ly")) or (word.endswith("ed") and before.islower())


def _begins_another(word: str, before: str) -> bool:
    """Whether an article or the like begins a phrase of its own: "told CNN the port was closed"."""
    return bool(_DETERMINER.fullmatch(word)) and before not in ("of", "and", "&") and not _DETERMINER.fullmatch(before)


def _span(text: str, tokens: Sequence[re.Match[str]]) -> Span:
    start, end = tokens[0].start(), tokens[-1].end()
    end -= len(tokens[-1].group()) - len(_bare(tokens[-1].group()))
    return Span(start, end - len(_owner(text[start:end])))


def _bare(word: str) -> str:
    """A word without the full stop that ends its sentence; that of a title or an initial is its own."""
    return word if not word.endswith(".") or word in kinds("title") or _short().fullmatch(word) else word.rstrip(".")


def _owner(words: str) -> str:
    """The ending of a possessive whose possession is no part of the phrase: a programme in quotation marks."""
    return next((ending for ending in ("’s", "'s") if words.endswith(ending)), "")


def _may_be_told(text: str, span: Span, *, is_sure: bool) -> bool:
    """Whether a phrase may mean somebody. is_sure: its verb takes nobody else, so that only things are left out."""
    words = span.of(text).split()
    head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
    head = head.strip("’'.,")
    if _things().fullmatch(head):
        return False
    if is_sure or _persons().fullmatch(words[0]):
        return True
    if any(word[0].isupper() or word[0] == "@" for word in words):
        return True
    return head in kinds("person") | kinds("group") | kinds("organisation") or _people().fullmatch(head) is not None


def _is_plural(word: str) -> bool:
    return word.islower() and word.endswith("s") and not word.endswith("ss")


def _is_title(word: str) -> bool:
    return word in kinds("title")


def _is_day(word: str) -> bool:
    return word.lower().rstrip("s.") in _days()


@cache
def _words(kind: str) -> str:
    """The alternatives of one kind in addressee_words.tsv."""
    text = (files("onrecord.resolve") / "data" / "addressee_words.tsv").read_text(encoding="utf-8")
    rows = dict(line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return "|".join(word.replace("_", " ") for word in rows[kind].split(" "))


@cache
def _days() -> frozenset[str]:
    return frozenset(word for word in _words("ends").split("|") if word.endswith("day"))


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(rf"\b(?:(?P<tells>{_words('tells')})|{_words('asks')}){_ADVERBS}", re.IGNORECASE)


@cache
def _takes_to() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{_words('to')})\b", re.IGNORECASE)


@cache
def _to() -> re.Pattern[str]:
    return re.compile(r"[\s,”\"’']*(?:\w+ly |later |also |back )?(?:to|before|in front of)\s+", re.IGNORECASE)


@cache
def _leads() -> re.Pattern[str]:
    word = rf"(?:(?!(?:{_words('ends')}|of|and|or)\b)[\w.’'-]+ ){{0,5}}?"
    between = r"(?:(?: (?!to\b)[\w.-]+){0,3}? to| before)"
    made = rf"(?:[Ii]n|[Dd]uring|[Ww]ith|[Ii]n response|{_words('issues')}) {word}(?:{_words('texts')}){between}"
    held = rf"(?:[Ii]n|[Dd]uring|[Oo]n|[Aa]t) {word}(?:{_words('talks')})(?: (?:on|last|this) \w+)? (?:with|to)"
    return re.compile(rf"\b(?:{made}|{held}|{_words('voices')})\s+")


@cache
def _short() -> re.Pattern[str]:
    return re.compile(_words("short"))


@cache
def _of() -> re.Pattern[str]:
    return re.compile(rf"(?:{_words('of')})\b", re.IGNORECASE)


@cache
def _groups() -> re.Pattern[str]:
    return re.compile(_words("groups"), re.IGNORECASE)


@cache
def _ends() -> re.Pattern[str]:
    return re.compile(_words("ends"), re.IGNORECASE)


@cache
def _persons() -> re.Pattern[str]:
    return re.compile(_words("persons"), re.IGNORECASE)


@cache
def _people() -> re.Pattern[str]:
    return re.compile(_words("people"))


@cache
def _things() -> re.Pattern[str]:
    return re.compile(_words("things"))
