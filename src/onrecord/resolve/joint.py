"""Sources of several at once to speakers: by their names where each is named, else as a group in the text's own words."""

import re

from onrecord.record import Span
from onrecord.resolve.bodies import by_body
from onrecord.resolve.found import Found
from onrecord.resolve.named import by_name
from onrecord.resolve.phrases import phrase
from onrecord.resolve.scene import Scene
from onrecord.resolve.words import kinds

_AND = re.compile(r"\s(?:and|&)\s")
_PARTS = re.compile(r",?\s(?:and|&)\s|,\s|:\s|(?<=[a-z])/(?=[A-Z])")


def jointly(scene: Scene, words: str, source: Span) -> Found | None:
    """Several speakers at once: by their names where each is named, else as a group in the text's own words."""
    parts = [part for part in _PARTS.split(words) if part.strip()]
    if len(parts) < 2 or not (_AND.search(words) or "/" in words):
        return None
    named = [by_name(scene, part, source) or _body_among(scene, part, source) for part in parts]
    people = [one for one in named if one and one.name and one.type == "person"]
    bodies = [one for one in named if one and one.name and one.type == "org"]
    last = named[-1]
    if last is None or not last.name:
        plural = phrase(parts[-1])
        lead = named[0] is not None and named[0].name
        many = (plural and plural.is_plural) or parts[-1].split()[-1].lower() in kinds("group")
        is_list = lead or (len(parts) > 2 and _AND.search(words))
        return Found(words, "group", "description", 0.7, "several, not all of them named") if is_list and many else None
    if len(people) > 1 and last in people and all(one in people or one is None for one in named):
        return Found(" & ".join(dict.fromkeys(str(one.name) for one in people)), "group", "joint", 0.8, "all are named")
    if len(bodies) == len(parts) and " and " in words and re.search(r"\bthe\b.* and .*\bthe\b|/", words):
        return Found(" & ".join(str(one.name) for one in bodies), "org", "joint", 0.7, "all are named")
    return None


def _body_among(scene: Scene, words: str, source: Span) -> Found | None:
    """“the Trump campaign” as one of several."""
    head = words.rsplit(maxsplit=1)[-1].lower() if words.split() else ""
    found = by_body(scene, words, words, head, source) if head in kinds("compound") else None
    return found if found and found.type == "org" else None
