"""Dates of the calendar: days, months, seasons, quarters, years, decades and centuries that are named, with or without their year."""

import re
from collections.abc import Sequence
from functools import cache

from onrecord.resolve.timex.context import Context
from onrecord.resolve.timex.grammar import Found, Piece, Rule, pattern, turn
from onrecord.resolve.timex.moment import exists, years
from onrecord.resolve.timex.plausible import is_kind, is_month, is_year

_LEADING = re.compile(r"\d+")
_YEAR = "(?:{comma}?{y:year}|{comma}?{y2:short-year})"
_OF_YEAR = "(?:{=of}?{comma}?{t:last|=this|next|=that}{=year}|{=of}{=the}(?:{t2:after|before|=same}){=year})"
_BETWEEN = "(?:{dash}|{slash}|{=to}|{=and}|{=or}|{=through}|{=until})"
# How far a later date may lend its year to an earlier one: "from 3 May to early July 1916".
_LENDING = 7
# The last two figures that mean this century where the story has no date.
_LATEST = 29


def number(found: Found, group: str) -> int:
    """The number that a group's token begins with: 21 for 21st."""
    match = _LEADING.search(found.word(group))
    return int(match.group()) if match else 0


def named_year(found: Found, context: Context) -> int | None:
    """The year that a match names: 1943, ’43 (the nearest past one), "that year", "of last year"."""
    if found.has("y"):
        return number(found, "y")
    if found.has("y2"):
        return _century_of(number(found, "y2"), context)
    for group in ("t", "t2"):
        if found.has(group):
            is_told = group == "t2" or found.word(group) in ("that", "same")
            base = context.told() if is_told else context.near()
            return base.year + turn(found, group) if base else None
    return None


def _century_of(short: int, context: Context) -> int:
    """The year that two figures mean: the latest that is not after the story's."""
    return short + (2000 if short <= (context.published.year % 100 if context.published else _LATEST) else 1900)


def lent_year(found: Found, context: Context, month: int) -> int | None:
    """The year of the date that a range ends with, for the date that it begins with."""
    tokens = context.tokens
    match = _range().match(tokens.codes, found.last, min(len(tokens.codes), found.last + _LENDING))
    if not match:
        return None
    later = int(tokens.value(match.start("m"), "month") or 0)
    return int(tokens.words[match.start("y")]) - (later < month)


@cache
def _range() -> re.Pattern[str]:
    return re.compile(
        pattern(_BETWEEN + "(?:{edge}{dash}?)?{=the}?{day|nth-day}?{=of}?{m:month}{period}?{day|nth-day}?{comma}?{y:year}")
    )


def _month(found: Found, group: str = "m") -> int:
    return int(found.value(group, "month"))


def _day(found: Found, context: Context, group: str, month: int, year: int | None) -> str | None:
    day = number(found, group) or int(found.value(group, "ordinal") or 0)
    if year is None:
        year = lent_year(found, context, month) or context.year(month, day, found.first, found.last)
    if year is None or not exists(year, month, day):
        return None
    return f"{years(year)}-{month:02d}-{day:02d}"


def day(found: Found, context: Context) -> str | None:
    """A day of a month: "May 7", "7 May 1943", "the first of July"."""
    month = _month(found)
    if (
        month == 9
        and number(found, "d") == 11
        and is_kind(context.tokens, found.last, "eleven")
        and named_year(found, context) is None
    ):
        return "2001-09-11"
    return _day(found, context, "d", month, named_year(found, context))


def day_alone(found: Found, context: Context) -> str | None:
    """A day of the month that was told: "on the 20th"."""
    base = context.told()
    day = number(found, "d")
    if base is None or base.month is None or not exists(base.year, base.month, day):
        return None
    return f"{years(base.year)}-{base.month:02d}-{day:02d}"


def two_days(found: Found, context: Context) -> Sequence[Piece] | None:
    """Two days of one month: "6-8 May 1943", "May 6 and 8"."""
    month, year = _month(found), named_year(found, context)
    first, second = _day(found, context, "d", month, year), _day(found, context, "d2", month, year)
    if first is None or second is None or number(found, "d2") < number(found, "d"):
        return None
    cut = found.at("d2")
    return [
        Piece(found.first, max(found.at("d"), found.at("m") if found.at("m") < cut else 0) + 1, first),
        Piece(cut, found.last, second),
    ]


def month(found: Found, context: Context) -> str | None:
    """A month: "May 1943", "in March", "September last year"."""
    year, named = named_year(found, context), _month(found)
    if found.has("r"):
        return _turned(found, context, named)
    if year is None:
        if not is_month(context.tokens, found.first, found.last):
            return None
        year = lent_year(found, context, named) or context.year(named, None, found.first, found.last)
    return None if year is None else f"{years(year)}-{named:02d}"


def _turned(found: Found, context: Context, month: int) -> str | None:
    """A month on one side: "last December", "next May", "the previous April"."""
    base = context.told() if context.is_narrative else context.near()
    steps = turn(found, "r")
    if base is None:
        return None
    now = base.month or 1
    year = base.year + ((month <= now) if steps > 0 else -(month >= now) if steps < 0 else 0)
    return f"{years(year)}-{month:02d}" if year else None


def season(found: Found, context: Context) -> str | None:
    """A season: "the summer of 1943", "last spring", "in the winter"."""
    which = found.value("s", "season")
    year = named_year(found, context)
    if year is None:
        base = context.told() if context.is_narrative else context.near()
        year = base.year if base else None
        if base and found.value("r", "last") and base.month and not context.is_narrative:
            # "Last summer" in May is the year before's; in October it is this year's.
            year = base.year - (base.month < {"SP": 6, "SU": 9, "FA": 12, "WI": 13}[which])
        elif base and found.value("r", "next") and base.month:
            year = base.year + (base.month >= {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[which])
    return None if year is None else f"{years(year)}-{which}"


def slashed(found: Found, context: Context) -> str | None:
    """A date in figures: 10/24/89, month first unless that cannot be."""
    first, second, year = (int(part) for part in found.tokens.words[found.first].split("/"))
    if year < 100:
        year = _century_of(year, context)
    month, day = (second, first) if first > 12 else (first, second)
    return f"{year:04d}-{month:02d}-{day:02d}" if exists(year, month, day) else None


def iso(found: Found, _: Context) -> str | None:
    """A date as ISO 8601 writes it."""
    value = found.tokens.words[found.first]
    return value if exists(*(int(part) for part in value.split("-"))) else None


def nine_eleven(found: Found, _: Context) -> str | None:
    """9/11."""
    return "2001-09-11" if found.word("d") == "9" and found.word("d2") == "11" else None


def year(found: Found, context: Context) -> str | None:
    """A year alone, where its surroundings let it be one."""
    if not is_year(context.tokens, found.at("y"), found.last):
        return None
    return years(number(found, "y"))


def two_years(found: Found, context: Context) -> Sequence[Piece] | None:
    """Two years with a dash: "1914-18", "1985/86", "1914-1918"."""
    first, last = number(found, "y"), found.word("z")
    second = int(last) if len(last) == 4 else first // 100 * 100 + int(last) if len(last) == 2 else 0
    if not first < second < first + 200 or not is_year(context.tokens, found.at("y"), found.last):
        return None
    return [Piece(found.first, found.at("y") + 1, years(first)), Piece(found.at("z"), found.last, years(second))]


def decade(found: Found, context: Context) -> str | None:
    """A decade: "the 1990s", "the ’60s", "the sixties"."""
    if found.has("w"):
        return found.value("w", "tens")
    figures = found.word("d").lstrip("'’‘`").rstrip("s")
    if len(figures) == 4:
        return figures[:3]
    before = context.tokens.lower(found.first - 1)
    if (
        before != "the"
        and context.tokens.lower(found.first - 2) != "the"
        and found.word("the") != "the"
        and not found.word("d").startswith(("'", "’", "‘", "`"))
    ):
        return None
    return "19" + figures[0]


def century(found: Found, _: Context) -> str | None:
    """A century: "the 19th century" is 18."""
    count = number(found, "o") or int(found.value("o", "ordinal") or 0)
    if found.has("tens"):
        count += int(found.value("tens", "cardinal"))
    if not 0 < count < 31:
        return None
    return f"BC{count - 1:02d}" if found.has("era") else f"{count - 1:02d}"


def before_christ(found: Found, _: Context) -> Sequence[Piece] | None:
    """Years before Christ: "490 BC", "499-449 BC"."""
    if not 0 < number(found, "n") < 9999:
        return None
    pieces = [Piece(found.at("n"), found.last, years(-number(found, "n")))]
    if found.has("m"):
        pieces.insert(0, Piece(found.at("m"), found.at("m") + 1, years(-max(1, min(9999, number(found, "m"))))))
    return pieces


def part_before_christ(found: Found, _: Context) -> str | None:
    """A month or season of a year before Christ: "June 479 BC", "the autumn of 481 BC"."""
    year = number(found, "n")
    rest = found.value("s", "season") if found.has("s") else f"{_month(found):02d}"
    return f"{years(-year)}-{rest}" if 0 < year < 9999 else None


def anno_domini(found: Found, _: Context) -> str | None:
    """Years of our era: "AD 70", "410 CE"."""
    return years(number(found, "n")) if 0 < number(found, "n") < 2200 else None


def century_decade(found: Found, _: Context) -> str | None:
    """A decade before Christ: "the 470s BC"."""
    figures = found.word("n").rstrip("s")
    return f"BC{int(figures) // 10:03d}" if figures.isdigit() and figures.endswith("0") else None


def fiscal(found: Found, context: Context) -> str | None:
    """A fiscal year: "fiscal 1989", "FY2019"."""
    if found.has("fy"):
        figures = found.word("fy")[2:]
        return figures if len(figures) == 4 else "20" + figures if len(figures) == 2 else None
    named = named_year(found, context)
    return None if named is None else years(named)


RULES = (
    Rule("{iso}", iso),
    Rule("{slash-date}", slashed),
    Rule("{d:digits}{slash}{d2:digits}", nine_eleven),
    Rule(
        "(?:{weekday|weekday-short}{period}?{comma}?)?{m:month}{period}?{=the}?{d:day|nth-day}(?:"
        + _YEAR
        + "|{comma}?"
        + _OF_YEAR
        + ")?",
        day,
    ),
    Rule(
        "(?:{weekday|weekday-short}{period}?{comma}?)?{=the}?{d:day|nth-day|ordinal}{=of}?{m:month}{period}?(?:"
        + _YEAR
        + "|"
        + _OF_YEAR
        + ")?",
        day,
    ),
    Rule("(?<={=on|=by|=until|=and}){=the}{d:nth-day}(?!{word|capital|dash|=century|unit-one|number|ordinal|=of})", day_alone),
    Rule("{=the}?{d:day|nth-day}" + _BETWEEN + "{=the}?{d2:day|nth-day}{=of}?{m:month}{period}?" + _YEAR + "?", two_days),
    Rule("{m:month}{period}?{d:day|nth-day}" + _BETWEEN + "{d2:day|nth-day}(?!{word|dash|unit-many})" + _YEAR + "?", two_days),
    Rule("{m:month}{period}?(?:{=of}?{comma}?{=the}?{=year}?{y:year}|{y2:short-year}|" + _OF_YEAR + "|(?!{day|nth-day}))", month),
    Rule("{=the}?{r:last|next|=this|before|after}{m:month}(?!{day|nth-day|year})", month),
    Rule("{=the}?{s:season}(?:{=of}|{comma})?" + _YEAR + "(?:{dash}{day})?", season),
    Rule("{=the}?{s:season}" + _OF_YEAR, season),
    Rule("{y:year}{s:season}", season),
    Rule("(?:{=the}?{r:last|next|=this|before|after}|{=that}|{=the}{=same}){s:season}", season),
    Rule("(?<={=in|=by|=since|=during|=until|=through|edge|=of|=for|=over}){=the}?{s:season}(?!{=of})", season),
    Rule("(?:{=the}?{=year})?{y:year}", year),
    Rule("{y:year}(?:{dash}|{slash}){z:digits}", two_years),
    Rule("{the:=the}?{d:decade|short-decade}", decade),
    Rule("{=the}{w:tens}", decade),
    Rule("{=the}?(?:{tens:cardinal}{dash})?{o:ordinal|nth}{dash}?{=century}{era:era}?", century),
    Rule("(?:{m:number}(?:{dash}|{=to}|{=and}|{=or}))?{n:number}{era}", before_christ),
    Rule("{=the}?{n:digits|mark|decade}{era}", century_decade),
    Rule("(?:{m:month}|{=the}?{s:season}){=of}?{n:number}{era}", part_before_christ),
    Rule("{n:number}{ad}", anno_domini),
    Rule("{ad}{n:number}", anno_domini),
    Rule("{=fiscal}{=year}?(?:{y:year}|{y2:short-year})", fiscal),
    Rule("{fy:fiscal-year}", fiscal),
)
