"""Whether a word or number that can be a month or a year is one where it stands: "May" and "may", "in 1943" and "1943 soldiers"."""

from functools import cache

from onrecord.resolve.timex.lexicon import lexicon
from onrecord.resolve.timex.tokens import Tokens

# Numbers in this range are years where nothing speaks against it; older ones only where something speaks for it.
_MODERN = range(1900, 2051)
_THOUSANDS = 3


@cache
def _kind(name: str) -> str:
    return lexicon().kind(name)


def is_kind(tokens: Tokens, index: int, kind: str) -> bool:
    """Whether a token is of a kind; no token outside the text is."""
    return 0 <= index < len(tokens.codes) and tokens.codes[index] in _kind(kind)


def is_month(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a month's name that stands alone means the month: it is no verb ("May I"), no person ("April Hale")."""
    leads = any(is_kind(tokens, first - 1, kind) for kind in ("preposition", "edge", "dash"))
    if tokens.words[first].isupper() and len(tokens.words[first]) == 3 and not leads:
        return False
    is_name = is_kind(tokens, last, "capital") and is_kind(tokens, first - 1, "not-person-lead")
    if is_kind(tokens, first, "month-unsure"):
        return leads and not is_name
    if is_kind(tokens, first, "month-name"):
        return (leads and not is_name) or not (is_kind(tokens, last, "capital") or is_kind(tokens, first - 1, "capital"))
    return True


def is_year(tokens: Tokens, index: int, last: int) -> bool:
    """Whether a number of four figures is a year. last: the token after the expression."""
    before = index - 1
    if tokens.lower(before) == "year":
        return True
    return not _is_counted(tokens, index, last) and not _is_glued(tokens, index, last) and _is_dated(tokens, index, last)


def _is_counted(tokens: Tokens, index: int, last: int) -> bool:
    """Whether money, a measure or another number beside it makes it a count: "$2000", "2000 people", "about 2000"."""
    before = index - 1
    if any(is_kind(tokens, before, kind) for kind in ("money", "not-year-last", "number")):
        return True
    if any(is_kind(tokens, last, kind) for kind in ("not-year-next", "unit-many", "unit-one")) or tokens.lower(last) == "%":
        return True
    return tokens.lower(last) == "," and is_kind(tokens, last + 1, "digits") and len(tokens.lower(last + 1)) == _THOUSANDS


def _is_glued(tokens: Tokens, index: int, last: int) -> bool:
    """Whether it is part of a longer string: "v1.2000", "a_1999", "1999@example"."""
    left = is_kind(tokens, index - 1, "year-mark") and tokens.ends[index - 1] == tokens.starts[index]
    right = (
        is_kind(tokens, last, "year-mark")
        and tokens.lower(last) not in (".", ":", "/")
        and tokens.ends[last - 1] == tokens.starts[last]
    )
    return left or right


def _is_dated(tokens: Tokens, index: int, last: int) -> bool:
    """Whether what stands around it lets it be a year: "1943 tanks" are counted, "the 2012 elections" are dated."""
    before = index - 1
    after = tokens.lower(last) if is_kind(tokens, last, "word") else ""
    is_many = after.endswith("s") and not is_kind(tokens, last, "follows-year")
    if int(tokens.words[index]) not in _MODERN:
        leads = any(is_kind(tokens, before, kind) for kind in ("preposition", "year-lead", "paragraph"))
        return (leads or before < 0) and not is_many
    if is_many and not after.endswith(("ss", "us", "is", "as")):
        return is_kind(tokens, before, "counted-lead") or is_kind(tokens, last, "sport-year")
    return True
