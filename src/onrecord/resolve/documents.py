"""A document as a source to whose it is: “Trump's tweet”, “FEC filings”, “a poll by Quinnipiac University”, “her plan”."""

import re
from functools import cache

from onrecord.resolve.words import kinds

_NAME = r"[A-Z][\w.&’'\-/]*"
_NAMES = rf"{_NAME}(?: (?:(?:of|for|and|&) (?:the )?)?{_NAME})*"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    noun = "(?:" + "|".join(sorted(kinds("behind"), key=len, reverse=True)) + ")"
    lead = r"(?:(?:an?|the|this|that|one|another|last \w+[’']s)\s)?(?-i:(?:new|recent|latest|earlier|joint|national|separate|second|first|official|[a-z-]+ed)\s)*"
    return (
        re.compile(rf"(?i:^(?P<name>his|her)\s(?:(?!\w+[’']s?\s)[\w“”\"'-]+\s){{0,3}}{noun})\b"),
        re.compile(rf"^(?i:{lead})(?P<name>{_NAMES}?)[’']s?\s(?:[\w$,“”\"'-]+\s){{0,5}}(?i:{noun})\b"),
        re.compile(rf"^(?i:{lead})(?P<name>{_NAMES})\s(?:[a-z-]+\s){{0,3}}(?i:{noun})\b"),
        re.compile(
            rf"^(?i:{lead})(?:[\w-]+\s){{0,4}}(?i:{noun})\s(?:[\w-]+\s){{0,3}}?(?:by|from|of)\s(?:the\s)?(?P<name>{_NAMES})(?=$|[\s,])"
        ),
        re.compile(rf",\sby\s(?P<name>{_NAMES})(?=$|,)"),
    )


def document_of(words: str) -> str | None:
    """The name, or “his” or “her”, of whoever stands behind a document; None where the words name no document or nobody behind it."""
    for pattern in _patterns():
        match = pattern.search(words)
        name = re.sub(r"[’']s?$", "", match["name"]).strip() if match else ""
        if name and (name.lower() in ("his", "her") or name not in kinds("not-name")):
            return name
    return None
