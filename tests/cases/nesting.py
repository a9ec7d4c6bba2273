"""What stands inside another's words: the gold's nested statements against the attributions that were found inside others."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from types import ModuleType
from typing import Any

from onrecord.record import Attribution
from tests.cases.judge import SAME, spans, words


@dataclass(frozen=True)
class Nesting:
    """Counts, which add up over cases: the gold's, those found, and the pairs of one content.

    in_right, from_right: of the pairs, how many have the right statement around them, and the right source.
    """

    gold: int = 0
    given: int = 0
    matched: int = 0
    in_right: int = 0
    from_right: int = 0

    def __add__(self, other: "Nesting") -> "Nesting":
        return Nesting(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    @property
    def precision(self) -> float:
        """In percent, as the rest."""
        return _percent(self.matched, self.given)

    @property
    def recall(self) -> float:
        return _percent(self.matched, self.gold)

    @property
    def f1(self) -> float:
        return _percent(2 * self.matched, self.given + self.gold)

    def __str__(self) -> str:
        return (
            f"precision {self.precision:.1f}  recall {self.recall:.1f}  f {self.f1:.1f}; of {self.matched} matched "
            f"{_percent(self.in_right, self.matched):.1f}% in the right statement, "
            f"{_percent(self.from_right, self.matched):.1f}% with the right source"
        )


def nesting(text: str, gold: Sequence[dict[str, Any]], found: Sequence[Attribution], scorer: ModuleType) -> Nesting:
    """Contents are matched one to one, best first, as the attribution scorer does; all else by a Jaccard index of 0.5 too.

    gold, found: every statement, nested or not; `parent` is an index into them.
    """
    wanted, given = [one for one in gold if one["parent"] is not None], [one for one in found if one.parent is not None]

    def of_gold(one: dict[str, Any], role: str) -> frozenset[int]:
        return words(text, spans(one[role]))

    pairs = scorer.align([of_gold(one, "content") for one in wanted], [words(text, one.content) for one in given])
    in_right = from_right = 0
    for i, j in pairs:
        around = of_gold(gold[wanted[i]["parent"]], "content"), words(text, found[given[j].parent or 0].content)
        in_right += scorer.jaccard(*around) >= SAME
        from_right += scorer.jaccard(of_gold(wanted[i], "source"), words(text, given[j].source)) >= SAME
    return Nesting(len(wanted), len(given), len(pairs), in_right, from_right)


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0
