"""Words to genders: what the text says of a person first, what is known of them second, their given name last and weakly.

Nothing here looks at who usually holds an office.
"""

import unicodedata
from functools import cache

from onrecord.resolve.words import kinds, table

Gender = str
"""“m”, “f”, or “” where nothing says."""


def of_title(title: str) -> Gender:
    """What a title says (“Mrs.”)."""
    words = title.split()
    if any(word in kinds("masculine") for word in words):
        return "m"
    return "f" if any(word in kinds("feminine") for word in words) else ""


def of_noun(noun: str) -> Gender:
    """What a noun says (“actress”), in small letters."""
    if noun in roles("male"):
        return "m"
    return "f" if noun in roles("female") else ""


def of_given_name(name: str) -> Gender:
    """What a full name's first word says by itself; nothing where both women and men bear it."""
    first, _, rest = name.strip().partition(" ")
    given = first.partition("-")[0]
    return given_names().get(given) or given_names().get(_unaccented(given), "") if rest else ""


def _unaccented(word: str) -> str:
    return unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()


@cache
def roles(kind: str) -> frozenset[str]:
    """The words of one kind in roles.tsv."""
    return frozenset(word for name, words in table("roles.tsv") if name == kind for word in words.split("|"))


@cache
def given_names() -> dict[str, Gender]:
    """Given names that mostly men or mostly women bear."""
    return {name: gender for gender, names in table("given.tsv") for name in names.split("|")}
