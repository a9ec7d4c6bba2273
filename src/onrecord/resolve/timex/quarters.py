"""Quarters and halves of years, as companies and statisticians report them."""

from onrecord.resolve.timex.context import Context
from onrecord.resolve.timex.dates import named_year, number
from onrecord.resolve.timex.grammar import Found, Rule, turn
from onrecord.resolve.timex.moment import Moment, years


def quarter(found: Found, context: Context) -> str | None:
    """A quarter by its number: "the third quarter", "Q3 2016", "the fourth quarter of last year"."""
    which = found.word("q").strip("q") if found.has("q") else str(number(found, "o") or found.value("o", "ordinal"))
    if which not in ("1", "2", "3", "4"):
        return None
    year = _year(found, context)
    return f"{years(year)}-Q{which}" if year is not None else context.quarter(int(which), found.first, found.last)


def this_quarter(found: Found, context: Context) -> str | None:
    """The quarter that is reported on: the one that was told, or else the last that ended."""
    if context.moment and context.moment.quarter:
        return context.moment.value()
    base = context.near()
    return context.shifted(base, "Q", -1 if found.has("l") else 0)


def half(found: Found, context: Context) -> str | None:
    """A half of a year: "the second half of 2008", "the latter half of this year", "first-half profit"."""
    word = found.word("o")
    which = {"first": 1, "second": 2, "latter": 2, "1st": 1, "2nd": 2, "h1": 1, "h2": 2}.get(word)
    if which is None:
        return None
    year = _year(found, context)
    if year is None and (found.has("dash") or found.has("the")):
        base = context.near() or context.told()
        year = base.year - (base.month is not None and which == 2 and base.month < 7 and not found.has("the")) if base else None
    return None if year is None else f"{years(year)}-H{which}"


def _year(found: Found, context: Context) -> int | None:
    year = named_year(found, context)
    if year is None and found.has("k"):
        base: Moment | None = context.near()
        year = base.year + turn(found, "k") if base else None
    return year


_OF = "(?:{=of}?{comma}?{=the}?{=fiscal}?{=year}?{y:year}|{y2:short-year}|{=of}?{k:last|next|this}{=fiscal}?{=year})"

RULES = (
    Rule("{=the}?{=fiscal}?(?:{o:ordinal|nth}{dash}?{=quarter}|{q:q})(?:" + _OF + "|{=of}{=the}{=fiscal}?{=year})?", quarter),
    Rule("{y:year}(?:{possessive}|{dash})?(?:{o:ordinal}{dash}?{=quarter}|{q:q})", quarter),
    Rule("{=the}{l:=latest}?{=quarter}(?!{=of|dash|=century})", this_quarter),
    Rule("{=the}?{o:ordinal|nth|=latter}{=half}(?:" + _OF + "|{=of}{the:=the}{=year})", half),
    Rule("{o:ordinal}{dash:dash}{=half}", half),
    Rule("{o:h}{y:year}", half),
)
