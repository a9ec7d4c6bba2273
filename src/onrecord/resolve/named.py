"""Sources that are names to speakers: a person or an organisation as the document knows them, or whatever a seat or capital stands for.

A surname that two share is nobody’s unless the text is speaking of one of them.
"""

import re

from onrecord.record import Span
from onrecord.resolve.found import Found, Ground, nobody
from onrecord.resolve.gender import of_title
from onrecord.resolve.names import is_headline, names_in
from onrecord.resolve.person import Person
from onrecord.resolve.phrases import person_words
from onrecord.resolve.scene import Scene
from onrecord.resolve.words import capitals, countries, is_country, kinds, offices

ARTICLE = re.compile(r"^(?:the|a|an|this|that)\s+", re.IGNORECASE)
CUT = re.compile(r",| who | which | whose | – | — | \(")
OF_STATE = ("presidency", "government")
_MANY_OF = re.compile(r"(?:s|ese|ish|ch|Swiss|Czech)$")
_WITHIN = re.compile(
    r"\s(?:for|at|from|in|on|to|by|with|behind|near|inside|under|like|including|than|against|about|over|as|that|is|was|and|or"
    r"|(?<!secretary )(?<!minister )(?<!head )(?<!chief )(?<!director )(?<!speaker )(?<!chancellor )(?<!president )(?<!governor )(?<!mayor )(?<!ambassador )(?<!king )(?<!queen )of)\s"
)
_OF_NEXT = re.compile(r"\s+(?:of|for|at|from|in|on|with|when|while|during|after)\s")
_NOT_HEAD = re.compile(r"^(?:the fact|the charge|the idea|none|nobody|neither)\b", re.IGNORECASE)

# Of people who share a surname one is meant who has this share of what the text is speaking of, if they have so much of it together.
_SHARED = 0.8
_PRESENT = 0.4
_SENTENCE_HEAD = 4  # characters of “The ” that may stand before a word at a sentence's head


def by_office(scene: Scene, words: str, source: Span) -> Found | None:
    """A metonym, a country or a capital that speaks for its government."""
    bare = ARTICLE.sub("", words).strip()
    if bare in offices():
        return Found(offices()[bare].name, "org", "metonym", 0.9, f"“{bare}” stands for the {offices()[bare].name}")
    if bare not in countries() and bare not in capitals():
        return None
    if bare == words and scene.people.find(bare, source.start):
        return None  # “Israel said”, of Steve Israel
    if bare in countries() and is_country(bare):
        return Found(countries()[bare], "org", "country", 0.85, "the country is named")
    if bare in countries() and bare != words and not _MANY_OF.search(bare):
        return None  # “the Norwegian”: somebody
    if bare in countries() and (bare != words or bare.endswith("s")):
        return Found(words, "group", "description", 0.7, "a people, not its government")
    if bare in capitals() and words == bare:
        return Found(capitals()[bare], "org", "capital", 0.7, f"{bare} stands for the government of {capitals()[bare]}")
    return None


def by_name(scene: Scene, words: str, source: Span) -> Found | None:
    """A source whose head is a name: a person of the document, or an organisation."""
    core = CUT.split(words, maxsplit=1)[0].strip()
    if core == "" or _NOT_HEAD.match(core):
        return None
    inner = names_in(core, 0, len(core))
    last = inner[-1] if inner else None
    if last and last.is_person and last.end == len(core):
        lead = core[: max(0, last.start - len(last.title) - bool(last.title))].split()
        if lead and lead[-1].lower() in person_words():
            return whose_name(scene, last.text, True, words, source, title=last.title)
    for name in inner:
        before = core[: max(0, name.start - len(name.title) - bool(name.title))].strip()
        if _WITHIN.search(f" {before.lower()} ") or re.search(r"\bof(?: the)?\s$", core[: name.start]):
            return None  # the head stands before the preposition: “aides to Mr. Sanders”
        after = core[name.end :]
        if not after.strip(" .") or _OF_NEXT.match(after):
            return whose_name(scene, name.text, name.is_person, words, source, title=name.title)
    return None


def whose_name(scene: Scene, name: str, is_person: bool, words: str, source: Span, title: str = "") -> Found | None:
    """Whom a name stands for. words: the source that holds it; title: what stands before it."""
    person = scene.people.find(name, source.start, of_title(title))
    if person is not None and (is_person or name in person.names or " " not in name):
        return _of_document(scene, name, person)
    sharing = scene.people.sharing(name)
    if " " not in name and sharing:
        near = _of_sharing(scene, name, source)
        return near or nobody(
            f"“{name}” may be {' or '.join(sharing)}, or somebody else of that name", tuple((one, 0.0) for one in sharing)
        )
    if is_person and not is_headline(scene.text, source.start, scene.blocks):
        return Found(name, "person", "full name" if " " in name else "surname", 0.85, "named")
    if name in offices():
        return Found(offices()[name].name, "org", "metonym", 0.85, f"“{name}” stands for the {offices()[name].name}")
    if name in countries():
        if is_country(name):
            return Found(countries()[name], "org", "country", 0.7, "the country or its people are named")
        return None
    if " " not in name and title:
        return Found(name, "person", "surname", 0.7, "named by surname only")
    full = scene.organisations.full(name)
    if full != name:
        return Found(full, "org", "organisation", 0.9, f"“{name}” is {full} in this document")
    if (
        is_plain_word(scene, name, source)
        or name.rsplit(maxsplit=1)[-1] in kinds("title")
        or name.rsplit(maxsplit=1)[-1].lower() in OF_STATE
    ):
        return None
    if " " not in name and name not in (words, re.sub(r"^[Tt]he ", "", words)) and not name.isupper():
        return None
    if " " not in name and ARTICLE.match(words) is None and not name.isupper() and name not in kinds("not-person"):
        # A single capitalised word may be anybody or anything: given as it stands.
        return Found(name, "org", "one word", 0.55, "named by one word only")
    return Found(scene.organisations.longest(name), "org", "organisation", 0.75, "named")


def is_plain_word(scene: Scene, name: str, source: Span) -> bool:
    """Whether a capital only says that a sentence or a headline begins: the word stands nowhere else with one."""
    if not scene.sentences.begins(source.start, _SENTENCE_HEAD) and not is_headline(scene.text, source.start, scene.blocks):
        return False
    again = re.compile(rf"(?<=[a-z,;] )(?:the )?{re.escape(name)}\b")
    return not again.search(scene.text) and not name.isupper()


def _of_sharing(scene: Scene, name: str, source: Span) -> Found | None:
    """Of several who share a surname, the one whom the text is speaking of there."""
    place = scene.discourse.place(source.start)
    ranked = [
        one for one in scene.discourse.near(place, "") if scene.people.everyone[one.person].name in scene.people.sharing(name)
    ]
    total = sum(one.share for one in ranked)
    if not ranked or ranked[0].share < _SHARED * total or total < _PRESENT:
        return None
    person = scene.people.everyone[ranked[0].person]
    others = tuple((scene.people.everyone[one.person].name, round(one.share / total, 2)) for one in ranked[1:])
    why = f"several bear the name; the text is speaking of {person.name}"
    return Found(person.name, "person", "one of several", round(ranked[0].share / total, 3), why, others)


def _of_document(scene: Scene, name: str, person: Person) -> Found:
    """A person of the document, on the ground of how the name gives them."""
    if " " not in person.name:
        return Found(person.name, "person", "surname", 0.8, "named by surname only")
    if name == person.name:
        return Found(person.name, "person", "full name", 0.95, "named")
    if person.known is not None and person.name not in {mention.text for mention in person.mentions} and " " not in name:
        story = f" on {scene.people.published.isoformat()}" if scene.people.published else ""
        return Found(
            person.name,
            "person",
            "known surname",
            0.9,
            f"“{name}” is {person.name}, by what the text calls them and who held it{story}",
        )
    ground: Ground = "one of several" if len(scene.people.sharing(name)) > 1 else "surname"
    others = tuple((one, 0.0) for one in scene.people.sharing(name) if one != person.name)
    if name == person.name.split()[0]:
        ground = "given name"
    return Found(person.name, "person", ground, 0.9, f"“{name}” is {person.name} in this document", others)
