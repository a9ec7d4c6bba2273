"""Names to usual names: bodies and countries that go by several, transliterations and translated acronyms included."""

from functools import cache

from onrecord.resolve.words import countries, table


def known_as(name: str) -> str:
    """The usual name of a body or country that goes by several."""
    return aliases().get(name) or countries().get(name) or name


@cache
def aliases() -> dict[str, str]:
    """Other names of bodies in aliases.tsv, to the usual one."""
    return {name: usual for usual, names in table("aliases.tsv") for name in (usual, *names.split("|"))}
