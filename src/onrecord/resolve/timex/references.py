"""References without a calendar value ("now", "recently", "in the future") and days that have names ("Christmas Eve")."""

from datetime import date, timedelta

from onrecord.resolve.timex.context import Context
from onrecord.resolve.timex.dates import named_year
from onrecord.resolve.timex.grammar import Found, Rule, turn


def now(found: Found, context: Context) -> str | None:
    """Now, currently. Not the "now" that only starts a sentence's thought: "Now, ..." stays, "now that" goes."""
    return None if context.tokens.lower(found.last) == "that" else "PRESENT_REF"


def reference(found: Found, context: Context) -> str | None:
    """Words and phrases for the past, present and future."""
    word, before = found.word("r"), context.tokens.lower(found.first - 1)
    if word in ("current", "future", "recent") and context.tokens.words[found.first][0].isupper() and before not in ("", "."):
        return None
    return found.value("r", "reference") or found.value("r", "recently")


def the_past(found: Found, _: Context) -> str:
    """The past and the present as nouns."""
    return "PAST_REF" if found.word("w") == "past" else "PRESENT_REF"


def former(found: Found, context: Context) -> str | None:
    """Former: marked in narratives only. News writes it before every second title."""
    if not context.is_narrative or context.tokens.words[found.first].isupper():
        return None
    return found.value("r", "former")


def once(_: Found, __: Context) -> str:
    """Once, behind the verb that it belongs to."""
    return "PAST_REF"


def named(found: Found, context: Context) -> str | None:
    """A day with a name, in the year that is named or the nearest by tense."""
    rule = found.value("n", "named")
    year = named_year(found, context)
    if year is None:
        if context.published is None and context.moment is None:
            return None
        year = _nearest(rule, found, context)
    if year is None or not 1 <= year <= 9999:
        return None
    day = named_day(rule, year)
    return day.isoformat() + ("T" + found.value("p", "part") if found.has("p") else "")


def _nearest(rule: str, found: Found, context: Context) -> int | None:
    near = context.near() or context.told()
    if near is None or not 1 < near.year < 9999:
        return None
    day = named_day(rule, near.year)
    side = turn(found) if found.has("t") else None
    now = near.known_day()
    if now is None or context.is_narrative:
        return near.year + (side or 0)
    if side == -1:
        return near.year - (day >= now)
    if side == 1:
        return near.year + (day <= now)
    return context.year(day.month, day.day, found.first, found.last)


def named_day(rule: str, year: int) -> date:
    """The day that a rule of timex_phrases.tsv gives in a year."""
    if rule.startswith("E"):
        return _easter(year) + timedelta(days=int(rule[1:]))
    month, weekday, *nth = rule.split("-")
    if not nth:
        return date(year, int(month), int(weekday))
    first = date(year, int(month), 1)
    first += timedelta(days=(int(weekday) - first.isoweekday()) % 7)
    if nth[0] != "last":
        return first + timedelta(days=7 * (int(nth[0]) - 1))
    last = first + timedelta(days=28)
    return last if last.month == first.month else last - timedelta(days=7)


def _easter(year: int) -> date:
    """Western Easter by the anonymous Gregorian algorithm (Nature, 20 April 1876)."""
    golden, (cent, rest) = year % 19, divmod(year, 100)
    leap, over = divmod(cent, 4)
    shift = (19 * golden + cent - leap - (cent - (cent + 8) // 25 + 1) // 3 + 15) % 30
    sunday = (32 + 2 * over + 2 * (rest // 4) - shift - rest % 4) % 7
    correction = (golden + 11 * shift + 22 * sunday) // 451
    month, day = divmod(shift + sunday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


RULES = (
    Rule("{now}", now),
    Rule("{r:reference|recently}", reference),
    Rule(
        "{=in}?{=the}{w:=past|=present}(?!{unit-one|unit-many|number|cardinal|vague|adjective|weekend|season|dash|word|capital|month})",
        the_past,
    ),
    Rule("{r:former}", former),
    Rule("(?<={=was|=were|=had|=been}){=once}(?!{=a|=an}{unit-one}|{=the|=again|=more|=per|every})", once),
    Rule("(?:{=the}?{t:last|next|this})?{n:named}(?:{=of}?{comma}?{y:year}|{=of}?{q:last|=this}{=year})?{p:part-plain}?", named),
)
