"""Pronouns to speakers: “he” and “she” to the person whom the text is speaking of, “it” and “they” to who spoke, “who” to the name before it.

A pronoun that two people fit stays without a speaker, and says who they are.
"""

import re
from collections.abc import Sequence

from onrecord.record import Span
from onrecord.resolve.aliases import known_as
from onrecord.resolve.coreference import Ranked
from onrecord.resolve.found import Found, Ground, nobody
from onrecord.resolve.named import whose_name
from onrecord.resolve.phrases import phrase
from onrecord.resolve.scene import Scene
from onrecord.resolve.words import capitals, kinds

# A pronoun that stands for a source means its best candidate only from this share on: `python -m training.coreference` prints how many are
# right and wrong from 0.5, 0.6 and 0.7 on.
LEAST_SHARE = 0.5
# And only where it has so many times the share of the next.
MARGIN = 1.4

_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "hers", "herself"}
_ASKS = re.compile(r"\b(?:reporter|journalist|interviewer)\b", re.IGNORECASE)
_FOLLOWS = 1  # sentences after somebody described in which a pronoun may mean them


def gender_of(word: str) -> str:
    """The gender that a pronoun of one person says, “m” or “f”; nothing for any other word. word: in small letters."""
    return "m" if word in _HE else "f" if word in _SHE else ""


def by_pronoun(scene: Scene, source: Span, words: str, gender: str, content: Sequence[Span]) -> Found:
    """Whom “he” or “she” stands for. gender: “m” or “f”; content: what it is the source of."""
    described = _described_last(scene, source)
    if described is not None:
        return Found(described.name, described.type, "description", 0.6, f"“{words}” follows “{described.name}”, who is not named")
    place = scene.discourse.place(source.start, content)
    ranked = scene.discourse.ranked.get(source.start) or scene.discourse.near(place, gender)
    named = [(scene.people.everyone[one.person].name, round(one.share, 2)) for one in ranked[:4]]
    if not ranked:
        return nobody(f"nobody that the text names before it fits “{words}”")
    return _best(words, ranked, named)


def _described_last(scene: Scene, source: Span) -> Found | None:
    """Somebody described but not named who spoke in the sentences just before, where nobody named spoke or was spoken of since."""
    if not scene.described or scene.sentences.between(scene.described[-1][0], source.start) > _FOLLOWS:
        return None
    position, found = scene.described[-1]
    if _ASKS.search(str(found.name)):
        return None  # whoever asks is not who answers
    since = [
        one for one in scene.discourse.seen if position < one.start < source.start and not one.quoted and (one.heads or one.speaks)
    ]
    return None if since or position >= source.start or phrase(str(found.name)) is None else found


def _best(words: str, ranked: Sequence[Ranked], named: Sequence[tuple[str, float]]) -> Found:
    """The best candidate where it stands out, else nobody. named: the first of them by name."""
    if ranked[0].share < LEAST_SHARE or (len(ranked) > 1 and ranked[0].share < MARGIN * ranked[1].share):
        second = f" or {named[1][0]}" if len(named) > 1 else ", or somebody not named before it"
        return nobody(f"“{words}” may be {named[0][0]}{second}", tuple(named))
    return Found(named[0][0], "person", "pronoun", ranked[0].share, f"“{words}” follows {named[0][0]}", tuple(named[1:]))


def by_relative(scene: Scene, source: Span, words: str) -> Found:
    """Whom “who” stands behind: the name just before it, or the one before a place or a description between commas."""
    for name in reversed([name for name in scene.people.names if name.end <= source.start][-3:]):
        between = scene.text[name.end : source.start]
        if not re.fullmatch(
            r",?\s|,[^,.;:“”\"\n]{1,60},\s|,\s(?:an?|the)\s[^,.;:“”\"\n]{1,50}\s|\s(?:of|from|in|for|at)\s[^,.;:“”\"\n]{1,40},\s",
            between,
        ):
            continue
        if re.search(r"\b(?:of|from|in|for|at|and)\s$", scene.text[max(0, name.start - 6) : name.start]) and not (
            name.is_person or scene.people.find(name.text)
        ):
            continue
        named = whose_name(scene, name.text, name.is_person, name.text, source, name.title)
        if named and named.name and (named.type == "person" or (words.lower() == "which" and named.ground != "one word")):
            return Found(named.name, named.type, "relative", 0.85, f"“{words}” stands behind {named.name}")
    return nobody(f"it is not clear whom “{words}” stands for")


def by_other(scene: Scene, source: Span, types: tuple[str, ...], words: str) -> Found:
    """The body or group of one of the types that spoke last in the paragraph; of bodies, else the only one named just before."""
    block = next(((low, high) for low, high in scene.blocks if low <= source.start < high), (0, 0))
    near = [found for position, found in scene.others if block[0] <= position < source.start and found.type in types]
    if near and near[-1].name:
        ground: Ground = "group pronoun" if near[-1].type == "group" else "organisation pronoun"
        return Found(near[-1].name, near[-1].type, ground, 0.55, f"“{words}” follows {near[-1].name}")
    if "group" not in types:
        low, _ = scene.sentences.around(source.start)
        before = scene.sentences.around(max(0, low - 3))[0]
        only = scene.organisations.only(low, source.start) or scene.organisations.only(before, low)
        if only is not None and only.name not in kinds("not-name"):
            name = capitals().get(only.name) or known_as(only.name)
            return Found(name, "org", "organisation pronoun", 0.5, f"“{words}” follows {name}, the only body named just before")
    return nobody(f"it is not clear whom “{words}” stands for")
