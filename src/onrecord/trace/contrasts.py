"""Words that say the opposite of each other."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from onrecord.trace.words import stem, table


def are_opposed(one: str, other: str) -> bool:
    """Whether two stems say the opposite of each other, by data/contrasts.tsv or by a prefix that denies."""
    return other in opposites().get(one, frozenset()) or _is_denied(one, other) or _is_denied(other, one)


def _is_denied(one: str, other: str) -> bool:
    """Whether the other is the one with a prefix: fair, unfair."""
    return len(one) > 3 and any(other == prefix + one for prefix in ("un", "in", "im", "il", "ir", "dis", "non"))


@cache
def opposites() -> Mapping[str, frozenset[str]]:
    """By stem, the stems that say the opposite."""
    found: dict[str, set[str]] = defaultdict(set)
    for left, right in table("contrasts.tsv"):
        for one in left.split("|"):
            for other in right.split("|"):
                found[stem(one)].add(stem(other))
                found[stem(other)].add(stem(one))
    return {one: frozenset(others) for one, others in found.items()}
