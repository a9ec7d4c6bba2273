"""A time expression: where it stands in a text and what it denotes, as TIMEX3 writes it."""

from dataclasses import dataclass
from typing import Literal

Type = Literal["DATE", "TIME", "DURATION", "SET"]


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that name a time. start, end: code points, half-open.

    value: TIMEX3, such as 2019-01-07, 2019-W02, 2016-Q3, 199, P2D, XXXX-WXX-1 or PAST_REF.
    mod: TIMEX3's modifier (START, MID, END, APPROX, MORE_THAN, LESS_THAN), or empty.
    """

    start: int
    end: int
    type: Type
    value: str
    mod: str = ""


def type_of(value: str) -> Type:
    """The type that a value has by its form. What comes round has a length's or a date's form; its rule knows better."""
    if value.endswith("_REF"):
        return "DATE"
    if value.startswith("P"):
        return "DURATION"
    return "TIME" if "T" in value else "DATE"
