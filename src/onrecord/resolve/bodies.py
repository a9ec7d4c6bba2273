"""Organisations by their description to speakers: “the French presidency”, “the Trump campaign”, “the committee”."""

import re

from onrecord.record import Span
from onrecord.resolve.found import Found
from onrecord.resolve.named import ARTICLE, OF_STATE, is_plain_word
from onrecord.resolve.names import names_in
from onrecord.resolve.pronouns import by_pronoun
from onrecord.resolve.scene import Scene
from onrecord.resolve.words import kinds


def by_body(scene: Scene, core: str, np: str, head: str, source: Span) -> Found:
    """An organisation by its description. core: the source to its first cut; np: that to its first preposition; head: its last word."""
    of_country = re.search(r"\bof (?:the )?([A-Z]\w+(?: [A-Z]\w+)?)", core)
    words = np.split()
    country = next(
        (
            found
            for size in (2, 1)
            for index in range(len(words))
            if (found := scene.people.country(" ".join(words[index : index + size])))
        ),
        "",
    )
    if not country and of_country:
        country = scene.people.country(of_country.group(1)) or (of_country.group(1) if head in OF_STATE else "")
    name = re.sub(r"[’']s? ", " ", ARTICLE.sub("", np))
    owners = (scene.people.find(one.text, source.start) for one in names_in(name, 0, len(name)))
    owner = next((one for one in owners if one and one.surname in name.split()), None)
    if owner is not None and " and " not in name and head in kinds("compound"):
        return Found(f"{owner.surname} {name.split()[-1]}", "org", "organisation", 0.8, f"the {head} of {owner.name}")
    mine = re.match(r"(?i)^(his|her) (\w+)$", core)
    if mine and head in ("campaign", "administration", "team", "foundation", "company"):
        whose = by_pronoun(scene, source, mine.group(1), "m" if mine.group(1).lower() == "his" else "f", ())
        if whose.name:
            return Found(
                f"{whose.name.split()[-1]} {head}",
                "org",
                "short name",
                whose.share,
                f"“{core}” is {whose.name}’s",
                whose.others,
            )
    if head in OF_STATE and country:
        return Found(f"{head.capitalize()} of {country}", "org", "organisation", 0.75, f"the {head} of {country}")
    whole = ARTICLE.sub("", core)
    if " " not in name and all(word[0].isupper() or word in ("of", "and", "the", "for") for word in whole.split()):
        name = whole
    if (
        re.search(r"[A-Z]", name)
        and name.lower() not in kinds("principal")
        and head in kinds("organisation")
        and not is_plain_word(scene, name, source)
    ):
        return Found(name, "org", "organisation", 0.75, "named by its description")
    if head in kinds("organisation") and re.match(r"(?i)^the \w+$", core):
        low, _ = scene.sentences.around(source.start)
        before = scene.sentences.around(max(0, low - 2))[0]
        short = (
            scene.organisations.principal(head, source.start)
            or scene.organisations.short(head, source.start)
            or scene.organisations.only(before, low)
        )
        if short is not None:
            return Found(short.name, "org", "short name", 0.7, f"“{core}” is {short.name}, named before it")
    return Found(ARTICLE.sub("", core), "unnamed", "description", 0.6, "described, not named")
