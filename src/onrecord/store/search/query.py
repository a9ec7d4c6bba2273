"""What a person types, as words to find, and those as each engine's own query: no string is a syntax error in either.

Words must all be there; a phrase stands in quotation marks, a beginning ends in *, - excludes, and OR joins alternatives.
All else, operators of the engines among it, is words.
"""

import re
import unicodedata
from typing import Final, Protocol

import msgspec
from sqlalchemy import ColumnElement, func
from sqlalchemy.dialects.postgresql import TSQUERY

from onrecord.errors import OptionError

# What either engine answers quickly; longer questions are better put by meaning.
LONGEST: Final = 1_000
MOST: Final = 64

# One letter begins a tenth of all words.
SHORTEST_BEGINNING: Final = 2

# PostgreSQL's configuration of stems, as the migrations make it.
CONFIGURATION: Final = "onrecord"

# A word as both engines cut it: letters and digits, with accents that stand apart.
WORD: Final = re.compile("[^\\W_](?:[^\\W_]|[\u0300-\u036f])*")

_MARKS = '"“”„‟«»'
_PART = re.compile(rf"(?P<not>(?<!\S)[-−–])?(?:[{_MARKS}](?P<phrase>[^{_MARKS}]*)[{_MARKS}]|(?P<plain>[^\s{_MARKS}]+)|[{_MARKS}])")
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


class Term(msgspec.Struct, frozen=True):
    """A word, or several that follow each other. is_beginning: whether the last may go on."""

    text: str
    is_beginning: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """Its words in small letters without accents."""
        return tuple(plain(found.group()) for found in WORD.finditer(self.text))


class Words(msgspec.Struct, frozen=True):
    """Of each of `all_of` one must be there, and none of `none_of`. There may be none to find."""

    all_of: tuple[tuple[Term, ...], ...] = ()
    none_of: tuple[Term, ...] = ()


class _Part(Protocol):
    def group(self, name: str, /) -> str | None: ...


def parse(typed: str) -> Words:
    """The words that somebody typed. Raises OptionError where there are none, or too many."""
    if len(typed) > LONGEST:
        raise OptionError(f"The words to search for are longer than {LONGEST:,} characters: use fewer, or --like.")
    all_of: list[tuple[Term, ...]] = []
    none_of: list[Term] = []
    is_or = False
    for part in _PART.finditer(_printable(typed)):
        if part.group() == "OR" and all_of:
            is_or = True
            continue
        if part.group() == "AND":
            continue  # what is meant where nothing stands
        term = _term(part)
        if term is None:
            continue
        if part.group("not"):
            none_of.append(term)
        elif is_or:
            all_of[-1] = (*all_of[-1], term)
        else:
            all_of.append((term,))
        is_or = False
    if not all_of and not none_of:
        raise OptionError(f"There is no word to search for in {typed[:60]!r}: give one of letters or digits, or leave it out.")
    if sum(map(len, all_of)) + len(none_of) > MOST:
        raise OptionError(f"There are more than {MOST} words to search for: use fewer, or --like.")
    return Words(tuple(all_of), tuple(none_of))


def plain(word: str) -> str:
    """A word in small letters without accents."""
    lowered = word.casefold()
    if lowered.isascii():
        return lowered
    apart = unicodedata.normalize("NFKD", lowered)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).translate(_LETTERS)


def fts5(words: Words) -> str:
    """The query for SQLite's FTS5. `words.all_of` must hold something."""
    wanted = " AND ".join("(" + " OR ".join(_quoted(term) for term in group) + ")" for group in words.all_of)
    if not words.none_of:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(_quoted(term) for term in words.none_of)})"


def tsquery(words: Words) -> ColumnElement[str]:
    """The query for PostgreSQL. `words.all_of` must hold something."""
    found: ColumnElement[str] | None = None
    for group in words.all_of:
        either = _either([_lexemes(term) for term in group])
        found = either if found is None else found.op("&&", return_type=TSQUERY())(either)
    if found is None:
        raise OptionError("There is no word to search for.")
    if words.none_of:
        found = found.op("&&", return_type=TSQUERY())(func.tsquery_not(_either([_lexemes(term) for term in words.none_of])))
    return found


def _term(part: _Part) -> Term | None:
    phrase, typed = part.group("phrase"), part.group("plain")
    text = phrase if phrase is not None else typed or ""
    found = [match.group() for match in WORD.finditer(text)]
    if not found:
        return None
    is_beginning = phrase is None and text.endswith(found[-1] + "*") and len(found[-1]) >= SHORTEST_BEGINNING
    return Term(text.rstrip("*") if is_beginning else text, is_beginning)


def _printable(typed: str) -> str:
    """Text without what no engine stores: control characters and halves of surrogate pairs become spaces."""
    return "".join(" " if unicodedata.category(letter) in {"Cc", "Cs"} else letter for letter in typed)


def _quoted(term: Term) -> str:
    return '"' + term.text.replace('"', '""') + '"' + ("*" if term.is_beginning else "")


def _either(queries: list[ColumnElement[str]]) -> ColumnElement[str]:
    first, *rest = queries
    for one in rest:
        first = first.op("||", return_type=TSQUERY())(one)
    return first


def _lexemes(term: Term) -> ColumnElement[str]:
    """A term as PostgreSQL's parser cuts it, or as FTS5 does: it takes “U.S.” for one word and “a/b” for a file's name."""
    if term.is_beginning:
        # Words hold letters and digits only, so nothing in them is read as an operator.
        return func.to_tsquery(CONFIGURATION, " <-> ".join(f"'{word}'" for word in term.words) + ":*", type_=TSQUERY())
    whole = func.phraseto_tsquery(CONFIGURATION, term.text, type_=TSQUERY())
    apart = " ".join(term.words)
    if apart == term.text.casefold():
        return whole
    return _either([whole, func.phraseto_tsquery(CONFIGURATION, apart, type_=TSQUERY())])
