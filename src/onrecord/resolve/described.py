"""Sources without a name at their head to speakers: a role, a document, a group, “the latter”, a printed interview's Q and A."""

import re
from collections.abc import Sequence

from onrecord.record import Span
from onrecord.resolve.bodies import by_body
from onrecord.resolve.coreference import Place, Ranked
from onrecord.resolve.documents import document_of
from onrecord.resolve.found import Found, nobody
from onrecord.resolve.named import CUT, by_name, by_office
from onrecord.resolve.nominals import by_description
from onrecord.resolve.people import People
from onrecord.resolve.phrases import phrase
from onrecord.resolve.pronouns import by_pronoun, gender_of
from onrecord.resolve.scene import Scene
from onrecord.resolve.turns import guest
from onrecord.resolve.words import kinds

_PAIR_BACK = 2  # sentences back in which the two of “the latter” are named


def person_described(text: str, people: People, source: Span, at: Place, near: list[Ranked]) -> int | None:
    """Which person a source means that is a description, by index, or None."""
    words = CUT.split(" ".join(source.of(text).split()), maxsplit=1)[0].strip(" .")
    found = by_description(words, at, near, people) if words and words[0] not in '“"' else None
    if found is None or found.name is None:
        return None
    if found.ground == "office holder":
        known = people.base.named(found.name)
        return people.with_holder(known[0]) if known else None
    return next((n for n, one in enumerate(people.everyone) if one.name == found.name), None)


def described(scene: Scene, words: str, source: Span, content: Sequence[Span], country: str) -> Found:
    """A source without a name of its own at its head: a role, an organisation, a group, somebody unnamed.

    country: whose office's words hold it, if one's do.
    """
    core = CUT.split(words, maxsplit=1)[0].strip()
    np = re.split(r"\s(?:of|for|at|from|in|on|to|with|close to|familiar with|behind|near)\s", core, maxsplit=1)[0]
    head = re.sub(r"\W+$", "", np).split()[-1].lower() if re.search(r"\w", np) else ""
    appositive = re.match(r"^[^,]+,\s+(.+?)(?:,|$)", words)
    if appositive and not re.match(r"^(?:who|which|speaking|citing|including|like|such|a|an|the)\b", appositive.group(1)):
        named = by_name(scene, appositive.group(1), source)
        if named and named.type == "person":
            return named
    behind = document_of(words)
    if behind is not None:
        owner = _owner_of(scene, behind, source, content)
        if owner is not None:
            return owner
    if re.match(r"(?i)^the (?:statement|release|communiqu\w|letter|post|message)$", core) and scene.others:
        position, last = scene.others[-1]
        if last.type == "org" and scene.sentences.between(position, source.start) <= _PAIR_BACK:
            return Found(last.name, "org", "short name", 0.6, f"“{core}” is {last.name}’s, who spoke just before", last.others)
    if head in kinds("organisation") or head in kinds("document"):
        return by_body(scene, core, np, head, source)
    place = scene.discourse.place(source.start, content)
    person = by_description(core, place, scene.discourse.near(place, ""), scene.people, country)
    if person is not None:
        return person
    if head in kinds("group") or (head.endswith("s") and head[:-1] in kinds("person")):
        return Found(core, "group", "description", 0.7, "a group, not named one by one")
    if phrase(core) is not None:
        return Found(core, "unnamed", "description", 0.6, "described, not named in the text")
    return Found(core, "unnamed", "description", 0.5, "described, not named") if core else nobody("nothing names the source")


def _owner_of(scene: Scene, behind: str, source: Span, content: Sequence[Span]) -> Found | None:
    """Whoever stands behind a document: “Trump's tweet”, “her plan”, “FEC filings”, “a New York Times/CBS News poll”."""
    small = behind.lower()
    gender = gender_of(small)
    if gender:
        found = by_pronoun(scene, source, behind, gender, content)
    else:
        parts = [by_name(scene, part, source) or by_office(scene, part, source) for part in re.split(r"/|-(?=[A-Z])", behind)]
        kept = [one for one in parts if one and one.name and one.type in ("person", "org") and one.ground != "one word"]
        if not kept or len(kept) != len(parts):
            return None
        name = " & ".join(str(one.name) for one in kept)
        found = Found(name, kept[0].type, kept[0].ground, kept[0].share * 0.9, f"{name} stands behind it", kept[0].others)
    return found if found.name else None


def by_order(scene: Scene, source: Span, words: str, which: int) -> Found:
    """“The latter”: of the two people whom the last sentence that names anybody names; nobody where it names more or fewer."""
    number = scene.sentences.number(source.start)
    for back in range(_PAIR_BACK + 1):
        here = [
            one for one in scene.discourse.seen if one.sentence == number - back and one.start < source.start and not one.quoted
        ]
        pair = list(dict.fromkeys(one.person for one in here))
        if len(pair) == 2:
            person = scene.people.everyone[pair[which]]
            other = scene.people.everyone[pair[1 - which]].name
            return Found(person.name, "person", "role", 0.8, f"“{words}” of {person.name} and {other}", ((other, 0.2),))
        if pair:
            break
    return nobody(f"it is not clear which of two “{words}” is")


def by_label(scene: Scene, label: str) -> Found:
    """Q and A: whoever asks is not named; whoever answers is whom the text names most."""
    one = guest(scene.turns)
    if label == "asks" or one is None:
        name = "interviewer" if label == "asks" else "interviewee"
        return Found(name, "unnamed", "description", 0.7, "a printed interview names nobody here")
    return Found(one.name, "person", "speaker", 0.8, f"the printed interview is with {one.name}")
