"""Attributions mended where the model missed the plainest of patterns: a verb and a name right after a closing mark.

“…,” had reacted Ana Roth. It takes verb and name for one cue at times, or sees neither.
"""

import re

import msgspec

from onrecord.record import Attribution, Span

_NAME = (
    r"(?P<name>(?:[Tt]he\s+)?[A-ZÀ-ÖØ-Þ][\w’'\-]*"
    r"(?:[ \u00a0]+(?:(?:of|de|du|del|della|di|von|van|al|bin)[ \u00a0]+)?[A-ZÀ-ÖØ-Þ][\w’'\-]*)*?)"
)
_CUE = r"(?P<cue>(?:(?:had|has|have|also|then|later)[ \u00a0]+){0,2}[a-z][a-z’'\-]+)"
_CUE_AND_NAME = re.compile(rf"(?P<cue>(?:[a-z’'\-]+\s+)*[a-z’'\-]+)\s+{_NAME}")
_FOLLOWING = re.compile(rf"[,\s\u00a0]*[”»\"“«]?[,\s\u00a0]*{_CUE}[ \u00a0]+{_NAME}(?=[.,;:\n]|$)")
# What may stand between a quotation and a name without attributing the one to the other.
_NO_VERB = frozenset(
    [
        "and",
        "or",
        "but",
        "nor",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "by",
        "from",
        "with",
        "as",
        "than",
        "like",
        "about",
        "into",
        "over",
        "under",
        "after",
        "before",
        "is",
        "was",
        "were",
        "are",
    ]
)
_CLOSERS = '”»"“«’'


def mend(text: str, attribution: Attribution) -> Attribution:
    """The attribution with cue and source as the text has them beside it, where it lacks a source; otherwise as it is."""
    if attribution.source:
        return attribution
    if attribution.cue:
        match = _CUE_AND_NAME.fullmatch(text, attribution.cue[0].start, attribution.cue[-1].end)
    else:
        end = attribution.content[-1].end
        closes = text[end - 1] in _CLOSERS or text[end : end + 1] in tuple(_CLOSERS)
        match = _FOLLOWING.match(text, end) if closes else None
        if match and match.group("cue").split()[-1] in _NO_VERB:
            match = None
    if not match:
        return attribution
    return msgspec.structs.replace(attribution, cue=(Span(*match.span("cue")),), source=(Span(*match.span("name")),))
