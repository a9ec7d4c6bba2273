"""Stranded speakers: a source that damage left alone in the sentence after its cue ("he said. on his side the White House.")."""

import re

from onrecord.record import Span

_NAME = r"(?:the |The )?[A-ZÀ-ÖØ-Þ][\w’'\-]*(?: (?:of |de |du |della |do )?[A-ZÀ-ÖØ-Þ][\w’'\-]*){0,4}"
_STRANDED = re.compile(
    rf"\s*[.,;:]?\s*(?:(?:on|for|from) (?:his|her|its|their|the other) (?:own )?(?:side|part)[,:]?\s+)({_NAME})\s*(?=[.,;:\n]|$)"
    rf"|\s*\.\s+(the {_NAME.removeprefix('(?:the |The )?')})\s*(?=\.(?:\s|$)|\n|$)"
)


def stranded(text: str, cue: Span) -> Span | None:
    """The name that stands alone after a cue and a stray full stop, or None."""
    match = _STRANDED.match(text, cue.end)
    if not match:
        return None
    group = 1 if match.group(1) else 2
    return Span(match.start(group), match.end(group))
