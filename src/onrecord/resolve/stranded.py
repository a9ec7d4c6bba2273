"""Stranded speakers: a source that stands where the model seldom sees one.

Damage leaves it alone in the sentence after its cue ("he said. on his side the White House."), or the verb stands before it.
"""

import re

from onrecord.record import Attribution, Span

_NAME = r"(?:the |The )?[A-ZÀ-ÖØ-Þ][\w’'\-]*(?: (?:of |de |du |della |do )?[A-ZÀ-ÖØ-Þ][\w’'\-]*){0,4}"
_STRANDED = re.compile(
    rf"\s*[.,;:]?\s*(?:(?:on|for|from) (?:his|her|its|their|the other) (?:own )?(?:side|part)[,:]?\s+)({_NAME}|the [^.,;:!?\n]{{3,60}})\s*(?=[.,;:\n]|$)"
    rf"|\s*\.\s+(the {_NAME.removeprefix('(?:the |The )?')})\s*(?=\.(?:\s|$)|\n|$)"
)


_INVERTED = re.compile(rf"\s+(?:[a-z]+\s+)?({_NAME})(?=\s*[.,;:\n]|\s+(?:in|on|at|from|after|during|by|as|to)\b|$)")


def inverted_source(text: str, attribution: Attribution) -> Span | None:
    """The name that follows a cue at once where the words stand before it (“…,” had reacted Ana Roth.), or None."""
    cue = attribution.cue[-1]
    if attribution.content[-1].end > attribution.cue[0].start:
        return None
    match = _INVERTED.match(text, cue.end)
    return Span(match.start(1), match.end(1)) if match else None


def stranded(text: str, cue: Span) -> Span | None:
    """The name that stands alone after a cue and a stray full stop, or None."""
    match = _STRANDED.match(text, cue.end)
    if not match:
        return None
    group = 1 if match.group(1) else 2
    return Span(match.start(group), match.end(group))
