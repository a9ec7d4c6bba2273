"""Lengths of time and what comes round: "two years", "several months", "the past decade", "every Monday", "annually"."""

import re

from onrecord.resolve.timex.context import Context
from onrecord.resolve.timex.grammar import Found, Rule
from onrecord.resolve.timex.lexicon import lexicon

_FIGURES = re.compile(r"[\d,.]+")
_FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75}
_ARTICLES = ("a", "an")
_ONE = ("a", "an", "one", "half", "1")
_HALVES = {"Y": "P6M", "TH": "PT30M", "D": "PT12H", "CE": "P50Y", "DE": "P5Y", "TM": "PT30S", "M": "P2W"}


def count_of(words: list[str]) -> str:
    """How many, as TIMEX3 writes it: "3", "1.5", or "X" where the words do not say ("several")."""
    total = 0.0
    group = 0.0
    for index, word in enumerate(words):
        entry = lexicon().words.get(word, {})
        if "vague" in entry:
            return "X"
        if "cardinal" in entry:
            value = float(entry["cardinal"])
            group = (group or 1) * value if value >= 100 else group + value
        elif word in _FRACTIONS:
            group += _FRACTIONS[word]
        elif _FIGURES.fullmatch(word):
            if index >= 2 and words[index - 1] == "/":
                continue
            if index + 2 < len(words) and words[index + 1] == "/":
                group += _ratio(word, words[index + 2])
            else:
                group += _float(word)
        elif word == "half":
            group += 0.5
        elif word in _ARTICLES and index == 0:
            total += 1 if "half" not in words[:2] else 0
    if words[:1] == ["half"] or not total + group:
        return f"{total + group or 1:g}"
    if words[0] in _ARTICLES and group >= 1 and words[1:2] != ["and"]:
        total -= 1
    return f"{total + group:.10g}"


def _float(word: str) -> float:
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return 0.0


def _ratio(over: str, under: str) -> float:
    top, bottom = _float(over), _float(under)
    return top / bottom if bottom else 0.0


def length(count: str, unit: str) -> str:
    """So many units as a TIMEX3 duration."""
    if unit == "F":
        return length(count if count == "X" else f"{2 * float(count):g}", "W")
    return f"PT{count}{unit[1:]}" if unit.startswith("T") else f"P{count}{unit}"


def amount(found: Found, context: Context) -> str | None:
    """A counted length: "two years", "a 10-day trip", "an hour", "half a century", "52 years old"."""
    words = found.words("c")
    if words[0] == "many" and context.tokens.lower(found.first - 1) == "as":
        # "The third in as many weeks" counts the weeks elsewhere.
        return None
    unit = found.value("u", "unit-one") or found.value("u", "unit-many")
    is_many = bool(found.value("u", "unit-many"))
    if words[0] == "half" and not set(words[1:]) - {"a", "an", "-", "–"}:
        return _HALVES.get(unit, length("0.5", unit))
    count = count_of(words)
    if words[-1] in _ARTICLES and (
        is_many or unit in ("TS", "Q") or (unit == "TM" and context.tokens.lower(found.last) in ("", "."))
    ):
        return None
    if count == "X" and not is_many:
        return None
    has_dash = found.has("dash") or found.has("dash2")
    if not is_many and not has_dash and words[-1] not in _ONE and (unit in ("TS", "Q") or _is_year_figure(words[-1])):
        return None
    if unit == "TS" and not is_many and not words[0].isdigit():
        return None
    return length(count, unit)


def _is_year_figure(word: str) -> bool:
    """Whether a count is a year: there is no length in "the 2016 year"."""
    return len(word) == 4 and word.isdigit()


def two_amounts(found: Found, _: Context) -> str | None:
    """Lengths of two units: "two years and three months"."""
    first, second = (found.value(group, "unit-many") or found.value(group, "unit-one") for group in ("u", "v"))
    order = ["CE", "DE", "Y", "Q", "M", "W", "D", "TH", "TM", "TS"]
    counts = count_of(found.words("c")), count_of(found.words("d"))
    if first not in order or second not in order or order.index(first) >= order.index(second):
        return None
    left, right = length(counts[0], first), length(counts[1], second)
    if right.startswith("PT"):
        return left + (right[2:] if left.startswith("PT") else right[1:])
    return left + right[1:]


def and_a_half(found: Found, _: Context) -> str | None:
    """A unit and a half."""
    unit = found.value("u", "unit-one")
    return None if unit in ("TS", "Q") else length("1.5", unit)


def the_last(found: Found, _: Context) -> str | None:
    """Units on one side: "the past three years", "recent weeks", "the coming months", "the first nine months"."""
    unit = found.value("u", "calendar-many") or found.value("u", "unit-many")
    return length(count_of(found.words("c")) if found.has("c") else "X", unit)


def the_past(found: Found, context: Context) -> str | None:
    """One unit on one side as a length: "the past decade", "the last year"."""
    unit = found.value("u", "calendar")
    if unit == "Q":
        return context.shifted(context.near(), "Q", -1 if found.word("w") != "coming" else 1)
    return length("1", unit)


def many(found: Found, context: Context) -> str | None:
    """Units without a number: "for years", "months of talks"."""
    unit = found.value("u", "unit-many")
    tokens = context.tokens
    if tokens.words[found.at("u")][0].isupper() or (tokens.lower(found.first - 2), tokens.lower(found.first - 1)) == ("as", "many"):
        return None
    return None if unit in ("TS", "Q") else length("X", unit)


def all_of(found: Found, _: Context) -> str:
    """The whole of one unit: "all day", "the entire week"."""
    return length("1", found.value("u", "calendar"))


def nth(found: Found, _: Context) -> str:
    """One of a row of units: "another day", "the final month", "his first year"."""
    return length("1", found.value("u", "unit-one"))


def quarter_century(_: Found, __: Context) -> str:
    """A quarter of a century."""
    return "P25Y"


def each(found: Found, _: Context) -> str | None:
    """What comes round: "every Monday", "each year", "every two weeks", "every summer morning"."""
    if found.has("w"):
        return f"XXXX-WXX-{found.value('w', 'weekday')}" + (f"T{found.value('p', 'part')}" if found.has("p") else "")
    if found.has("part"):
        return f"XXXX-XX-XXT{found.value('part', 'part')}"
    if found.has("m"):
        return f"XXXX-{int(found.value('m', 'month')):02d}"
    if found.has("s"):
        return f"XXXX-{found.value('s', 'season')}"
    if found.has("we"):
        return "XXXX-WXX-WE"
    unit = found.value("u", "unit-one") or found.value("u", "unit-many")
    count = "2" if found.has("other") else count_of(found.words("c")) if found.has("c") else "1"
    return length(count, unit)


def rate(found: Found, context: Context) -> str | None:
    """Daily, weekly, annually. Newspapers' names are left alone."""
    tokens = context.tokens
    if tokens.words[found.first][0].isupper() and found.first:
        before, after = tokens.words[found.first - 1], tokens.words[found.last : found.last + 1]
        if before[:1].isupper() or before.lower() == "the" or (after and after[0][:1].isupper()):
            return None
    return found.value("r", "rate")


def weekdays(found: Found, _: Context) -> str:
    """Mondays, Friday nights."""
    number = found.value("w", "weekday-many") or found.value("w2", "weekday")
    return f"XXXX-WXX-{number}" + (f"T{found.value('p', 'part-many')}" if found.has("p") else "")


def at_night(_: Found, __: Context) -> str:
    """At night, whichever night."""
    return "XXXX-XX-XXTNI"


RULES = (
    Rule(
        "{c:count}(?:{dash}?{=plus})?{dash:dash}?{adjective}{0,2}{u:unit-one|unit-many}(?:{dash2:dash}?{=old|=long}|{=of}{=age})?",
        amount,
    ),
    Rule(
        "{c:count}{dash}?{u:unit-one|unit-many}(?:{=and}|{comma}|{comma}{=and})?{d:count}{dash}?{v:unit-one|unit-many}", two_amounts
    ),
    Rule("{=a|=an}?{u:unit-one}{dash}?{=and}{dash}?{=a}{dash}?{=half}(?:{dash}{=long|=old})?", and_a_half),
    Rule("{=the|=these|=those}?{the-last}{c:count}?{adjective}?{u:unit-many}", the_last),
    Rule("{=the|=this}{w:=last|=past|next}{u:calendar}", the_past),
    Rule("(?<={amount-lead}){u:unit-many}", many),
    Rule("{u:unit-many}(?={=of|dash|=before|=after|=since})(?:{dash}{=long})?", many),
    Rule("(?<={=over|=in|=during|=through|=for|=throughout}){=the}{u:calendar-many}", many),
    Rule("(?:{=another}|(?:{=the}?(?:{ordinal|=final}))){u:=year|=month|=week|=hour|=decade}", nth),
    Rule("{=another}{u:=day}", nth),
    Rule("{=a}?{=quarter}(?:{dash}|{=of}{=a})?{=century}", quarter_century),
    Rule("{every}{other:=other}?{c:count}?{adjective}?{u:unit-one|unit-many}", each, is_set=True),
    Rule("{every}(?:{w:weekday}{p:part}?|{part:part}|{m:month}|{s:season}|{we:weekend})", each, is_set=True),
    Rule("{=per}{u:unit-one}", each, is_set=True),
    Rule("(?:{=all}|{=the|=an|=a}{=whole|=entire}){u:calendar}", all_of),
    Rule("{r:rate}", rate, is_set=True),
    Rule("{w:weekday-many}|{w2:weekday}{p:part-many}", weekdays, is_set=True),
    Rule("{=at|=by}{=night}", at_night, is_set=True),
)
