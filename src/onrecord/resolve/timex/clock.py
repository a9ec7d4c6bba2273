"""Times of the clock: "10:42 a.m.", "noon", "at 9 p.m. on Monday", "the morning of 19 April", with the day that they belong to."""

import re

from onrecord.resolve.timex.context import Context
from onrecord.resolve.timex.grammar import Found, Rule
from onrecord.resolve.timex.plausible import is_kind

_TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?(?::\d{2})?\s?([AaPp])?")
_NOON = 12


def clock(found: Found, context: Context) -> str | None:
    """A time in figures with its day: the told day of the same sentence, or else the story's."""
    match = _TIME.match(found.tokens.words[found.at("c")])
    if not match:
        return None
    return _at(found, context, int(match.group(1)), int(match.group(2) or 0), (match.group(3) or "").lower())


def oclock(found: Found, context: Context) -> str | None:
    """A time in words: "nine o'clock", "6 in the morning"."""
    hour = int(found.word("h")) if found.word("h").isdigit() else int(found.value("h", "cardinal") or 99)
    return _at(found, context, hour, 0, "")


def moment(found: Found, context: Context) -> str | None:
    """Noon and midnight."""
    value = found.value("m", "moment")
    return _on_day(found, context, value) if value else None


def military(found: Found, context: Context) -> str | None:
    """Four figures with a zone: "0930 GMT", "at 1400 hours"; "1400 hours" alone are a length."""
    figures = found.word("d")
    if is_kind(context.tokens, found.at("z"), "count-zone") and not is_kind(context.tokens, found.first - 1, "clock-lead"):
        return None
    if len(figures) != 4 or int(figures[:2]) > 24 or int(figures[2:]) > 59:
        return None
    return _on_day(found, context, f"{figures[:2]}:{figures[2:]}")


def _at(found: Found, context: Context, hour: int, minute: int, half: str) -> str | None:
    part = found.value("p", "part")
    if half and hour > _NOON and hour < 24:
        half = ""
    if half == "p" or (not half and part in ("AF", "EV", "NI") and hour < _NOON and not (part == "NI" and hour < 5)):
        hour += 12 if hour < _NOON else 0
    elif half == "a" and hour == _NOON:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    return _on_day(found, context, f"{hour:02d}:{minute:02d}")


def _on_day(found: Found, context: Context, time: str) -> str:
    """The time with its day, or with XXXX-XX-XX where none is known."""
    told = context.moment
    if told and told.day and (context.is_narrative or context.same_sentence(context.moment_at, found.first)):
        return f"{told.value()}T{time}"
    if context.published and not context.is_narrative:
        return f"{context.published.isoformat()}T{time}"
    return f"XXXX-XX-XXT{time}"


_IN = "(?:{=in}{=the}{p:part-plain}|{=at}{p2:=night})?"

RULES = (
    Rule("{c:clock-full|clock-hour}(?:{zone}?{=time}|{zone}|{capital}{=time})?", clock),
    Rule("{c:clock}{=hours}?(?:{zone}{=time}?|{=in}{=the}{p:part-plain})?", clock),
    Rule("{c:decimal}{=in}{=the}{p:part-plain}", clock),
    Rule("{h:hour|cardinal}{=o'clock}(?:{=in}{=the}{p:part-plain})?", oclock),
    Rule("(?<={clock-lead}){h:hour|cardinal}{=in}{=the}{p:part-plain}", oclock),
    Rule("{m:moment}", moment),
    Rule("{d:digits}{z:zone}", military),
)
