"""Times counted from another: "last week", "two years ago", "the next day", "that month", "this morning", "on Friday"."""

from collections.abc import Sequence
from datetime import timedelta

from onrecord.resolve.timex.amounts import count_of
from onrecord.resolve.timex.context import Context
from onrecord.resolve.timex.grammar import Found, Piece, Rule, turn
from onrecord.resolve.timex.moment import Moment, years
from onrecord.resolve.timex.plausible import is_kind

_MONTHS = 12
_FRIDAY = 5


def unit(found: Found, context: Context) -> str | None:
    """A unit beside the story's own: "last week", "this year", "next month"."""
    which = found.value("u", "calendar")
    if which == "D":
        return context.shifted(context.told(), "D", 1) if found.word("t") == "next" else None
    base = context.near()
    if found.word("t") == "next" and context.is_narrative:
        base = context.told()
    return context.shifted(base, which, turn(found))


def told_unit(found: Found, context: Context) -> str | None:
    """A unit beside the one that was told: "the next day", "that year", "the same month"."""
    base = context.told_day(found.first) if found.value("u", "calendar") == "D" else context.told()
    is_across = is_kind(context.tokens, found.first - 1, "across")
    if not context.is_narrative and found.word("t") == "next" and found.value("u", "calendar") != "D" and is_across:
        # "Over the next year" is how long it takes, not when.
        return None
    which, steps = found.value("u", "calendar"), turn(found) or turn(found, "t2")
    if which == "D" and steps == 0 and base and base.day is None:
        return f"{base.value()}-XX" if base.month else f"{years(base.year)}-XX-XX"
    return context.shifted(base, which, steps)


def the_unit(found: Found, context: Context) -> str | None:
    """The unit that the story or the telling is in: "the end of the year", "later in the day"."""
    if context.tokens.words[found.at("u")][0].isupper() or context.tokens.lower(found.last) in ("ended", "ending"):
        return None
    base = context.told() if context.is_narrative else context.near()
    return context.shifted(base, found.value("u", "calendar"), 0)


def year_end(found: Found, context: Context) -> Sequence[Piece] | None:
    """The end of the year or month: "by year-end", "at month's end"."""
    base = context.told() if context.is_narrative else context.near()
    value = found.word("y") or context.shifted(base, found.value("u", "calendar"), 0)
    return [Piece(found.first, found.last, value, "END")] if value else None


def day_beside(found: Found, context: Context) -> str | None:
    """What lies beside the told: "the day before", "the night after", "the year before"."""
    steps = -1 if found.word("w") in ("before", "earlier") else 1
    if found.has("p"):
        return _part(context.shifted(context.told_day(found.first), "D", steps), found.value("p", "part"))
    if found.value("u", "calendar") == "D":
        return context.shifted(context.told_day(found.first), "D", steps)
    return context.shifted(context.told(), found.value("u", "calendar"), steps)


def beside_today(found: Found, context: Context) -> str | None:
    """The day before yesterday, the day after tomorrow."""
    return context.shifted(context.near(), "D", -2 if found.value("n", "near") == "-1" else 2)


def apart(found: Found, context: Context) -> str | None:
    """So many units ago, from now, earlier or later."""
    which = found.value("u", "unit-one") or found.value("u", "unit-many")
    word = found.word("w")
    steps = -1 if word in ("ago", "earlier", "before", "previously", "beforehand") else 1
    base = _counted_from(found, context, which)
    count = count_of(found.words("c")) if found.has("c") else "X"
    is_clock = which.startswith("T")
    if is_clock and base and base.day:
        return f"{base.value()}TXX"
    if count == "X":
        return "PAST_REF" if steps < 0 else "FUTURE_REF"
    if base is None or is_clock:
        return None
    amount = float(count)
    if which == "Y" and base.quarter and word != "from" and amount.is_integer():
        return context.shifted(base, "Q", steps * 4 * int(amount))
    if not amount.is_integer():
        if which != "Y" or base.month is None:
            return None
        value = context.shifted(base, "M", steps * int(amount * _MONTHS))
        return value and value.rpartition("-")[0]
    return context.shifted(base, which, steps * int(amount)) if int(amount) < 10_000 else None


def _counted_from(found: Found, context: Context, unit: str) -> Moment | None:
    """What "ago" and "later" are counted from. A year ago is a quarter's counterpart where the sentence reports a quarter."""
    if found.word("w") not in ("ago", "from"):
        return context.told_day(found.first) if unit == "D" else context.told()
    told = context.moment
    if unit == "Y" and told and told.quarter and context.same_sentence(context.moment_at, found.first):
        return told
    return context.near()


def before_last(found: Found, context: Context) -> str | None:
    """The week before last, the year before last."""
    return context.shifted(context.near(), found.value("u", "calendar"), -2)


def year_earlier(_: Found, context: Context) -> str | None:
    """The same stretch a year before: "the year-earlier quarter", "the year-ago period"."""
    base = context.told()
    if base is None:
        return None
    return context.shifted(base, "Q", -4) if base.quarter else context.shifted(base, "Y", -1)


def near(found: Found, context: Context) -> str | None:
    """Yesterday, today, tomorrow. In a narrative today is the reader's own."""
    steps = int(found.value("n", "near"))
    if context.is_narrative or context.published is None:
        return "PRESENT_REF" if steps == 0 else None
    value = context.shifted(context.near(), "D", steps)
    return _part(value, found.value("p", "part")) if found.has("p") else value


def tonight(_: Found, context: Context) -> str | None:
    """Tonight, overnight."""
    return None if context.is_narrative else _part(context.shifted(context.near(), "D", 0), "NI")


def part(found: Found, context: Context) -> str | None:
    """A part of a day beside the story's or the told one: "this morning", "last night", "that evening", "the next morning"."""
    which = found.value("p", "part")
    if found.has("t"):
        return _part(context.shifted(context.told() if context.is_narrative else context.near(), "D", turn(found)), which)
    which = which or found.value("q", "part")
    return _part(context.shifted(context.told_day(found.first), "D", turn(found, "o")), which)


def the_part(found: Found, context: Context) -> str | None:
    """A part of the day that the sentence tells of, or else of the story's: "in the morning"."""
    told = context.moment
    if told and told.day and (context.is_narrative or context.same_sentence(context.moment_at, found.first)):
        return _part(context.shifted(told, "D", 0), found.value("p", "part"))
    return None if context.is_narrative else _part(context.shifted(context.near(), "D", 0), found.value("p", "part"))


def weekday(found: Found, context: Context) -> str | None:
    """A weekday, with "last", "next" or "this", with its part of the day, or in "this week" and its neighbours."""
    number = int(found.value("w", "weekday") or found.value("w", "weekday-short"))
    if found.word("w") == "sun":
        # A newspaper or a star more often than a Sunday.
        return None
    if found.has("k") or found.has("k2"):
        base = context.near()
        day = base.known_day() if base else None
        if day is None:
            return None
        value = context.shifted(Moment.on(day), "D", number - day.isoweekday() + 7 * (turn(found, "k") or turn(found, "k2")))
    else:
        side = turn(found) if found.has("t") else None
        if found.has("t2"):
            side = turn(found, "t2")
        if found.has("past"):
            side = -1
        day = context.weekday(number, found.first, found.last, side)
        value = day.isoformat() if day else None
    return _part(value, found.value("p", "part")) if found.has("p") else value


def two_weekdays(found: Found, context: Context) -> Sequence[Piece] | None:
    """A range of weekdays, first and last of one run: "from Monday to Wednesday"."""
    first, last = int(found.value("w", "weekday")), int(found.value("v", "weekday"))
    looks_back = context.tense(found.first, found.last) != "ahead"
    edge = context.weekday(last if looks_back else first, found.first, found.last)
    if edge is None:
        return None
    span = timedelta(days=(last - first) % 7)
    begin, end = (edge - span, edge) if looks_back else (edge, edge + span)
    cut = found.at("v")
    return [Piece(found.first, found.first + 1, begin.isoformat()), Piece(cut, cut + 1, end.isoformat())]


def week_from(found: Found, context: Context) -> str | None:
    """A week from a weekday: "a week from Tuesday", "two weeks from Friday"."""
    count = count_of(found.words("c"))
    number = int(found.value("w", "weekday"))
    day = context.weekday(number, found.first, found.last, 0)
    if day is None or not count.isdigit() or int(count) > 52:
        return None
    return context.shifted(Moment.on(day), "D", 7 * int(count))


def weekend(found: Found, context: Context) -> str | None:
    """A weekend: the last one in a clause that looks back, the coming one in a clause that looks ahead."""
    base = context.told() if context.is_narrative or (found.has("o")) else context.near()
    day = base.known_day() if base else None
    if base is None or day is None:
        return None
    steps = turn(found) if found.has("t") else turn(found, "o") if found.has("o") else 0
    looks_back = context.tense(found.first, found.last) != "ahead"
    if not found.has("t") and not found.has("o") and not context.is_narrative and looks_back and day.isoweekday() < _FRIDAY:
        steps = -1
    return context.shifted(Moment.on(day), "WE", steps)


def _part(value: str | None, which: str) -> str | None:
    return f"{value}T{which}" if value else None


_NOT_NOUN = "(?!{=the|=a|=an|=that|=those|=these|word|capital|digits|this|month|weekday|near|named|now|cardinal|=last})"

RULES = (
    Rule("(?<!{=the}){t:last|next|this}{=fiscal}?{u:calendar}", unit),
    Rule("{=the}{t:this}{=fiscal}?{u:calendar}", unit),
    Rule("(?:{=that}{=same}?|{=the}{t:=same|before|after|=next}|{t2:before|after}){u:calendar}", told_unit),
    Rule("(?<={=of|=in|=during|=for|=throughout|=into|=through|apart}){=the}{u:calendar}(?!{=of|unit-many|dash})", the_unit),
    Rule("{apart}(?:{=in|=on})?{=the|=that|=this}{u:calendar}(?!{=of|unit-many|dash})", the_unit),
    Rule("{=the}(?:{u:calendar}|{p:part-plain}){w:=before|=after|apart}" + _NOT_NOUN, day_beside),
    Rule("{u:=year|=month|=week}(?:{dash}|{possessive}){=end}{y:year}?", year_end),
    Rule("{=the}{u:calendar}{=before}{=last}", before_last),
    Rule("{=the}{=day}{=before|=after}{n:near}", beside_today),
    Rule("{c:count}{dash}?{adjective}?{u:unit-one|unit-many}{w:ago|apart|=previously}", apart),
    Rule("{u:unit-many}{w:ago|apart|=previously}", apart),
    Rule("{c:count}{dash}?{u:unit-one|unit-many}{w:=before|=after}" + _NOT_NOUN, apart),
    Rule("{c:count}{dash}?{u:unit-one|unit-many}{w:=from}{=now}", apart),
    Rule("{=the}?{=year}{dash}?{apart|ago}{dash}?(?:{=quarter|=month|=period})?", year_earlier),
    Rule("{n:near}(?:{=at}?{p:part-plain})?", near),
    Rule("{tonight|overnight}", tonight),
    Rule("(?<={=in|=during|=by}){=the}{edge}?{p:part-plain}(?!{=of})", the_part),
    Rule("{t:=last|=this}{p:part-plain}", part),
    Rule("{=that}{=same}?{p:part-plain}|{=the}?{o:=same|before|after|=next}{q:part-plain}", part),
    Rule(
        "(?:(?:{=the}?{t:last|next|this}|{=the}{t2:before|after}){past:=past|=last}?)?{w:weekday}(?:{=at}?{p:part-plain})?", weekday
    ),
    Rule("{w:weekday}(?:{dash}|{=to}|{=through}|{=until}){v:weekday}(?!{part})", two_weekdays),
    Rule("(?<!{=the}){w:weekday-short}(?={period|comma})", weekday),
    Rule("{w:weekday}{p:part}?{=of}?(?:{k:last|next|this}|{=the}{k2:before|after}){=week}", weekday),
    Rule("{c:count}{unit-one|unit-many}{=from}{w:weekday}", week_from),
    Rule("(?:{=the}|{t:last|next|this}|{=that}|{=the}?{o:before|after|=same}){=past}?{weekend}", weekend),
)
