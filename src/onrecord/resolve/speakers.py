"""Sources to speakers: whom the words of a source stand for in this document, with the ground for it, or nobody.

A name that the text does not support is never given: a pronoun that two people fit, a role that the text gives to
nobody and a surname that two share stay without a speaker, and say why.
"""

import re
from collections.abc import Sequence
from datetime import date

from onrecord.extract.quotes import Quoted, inside
from onrecord.read.paragraphs import paragraphs
from onrecord.record import Span
from onrecord.resolve.aliases import known_as
from onrecord.resolve.coreference import Place, Ranked
from onrecord.resolve.discourse import Discourse
from onrecord.resolve.documents import document_of
from onrecord.resolve.found import Found, Ground, nobody
from onrecord.resolve.gender import of_title
from onrecord.resolve.kb import Base
from onrecord.resolve.names import is_headline, names_in
from onrecord.resolve.nominals import by_description
from onrecord.resolve.organisations import Organisations
from onrecord.resolve.people import People
from onrecord.resolve.person import Person
from onrecord.resolve.phrases import person_words, phrase
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.turns import guest, turn_at, turns
from onrecord.resolve.words import capitals, countries, is_country, kinds, offices
from onrecord.resolve.writer import writer

# A pronoun that stands for a source means its best candidate only above this share: of 0.5, 0.6, 0.7 and 0.8 the least with which at
# most one name in fifty is wrong on the set-aside articles (python -m training.speakers).
LEAST_SHARE = 0.5
# And only where it has so many times the share of the next.
MARGIN = 1.4

_HE = {"he", "him", "his", "himself"}
_SHE = {"she", "her", "hers", "herself"}
_ACRONYM = re.compile(r"\b(?:[A-Z]\.){2,}$")
_ARTICLE = re.compile(r"^(?:the|a|an|this|that)\s+", re.IGNORECASE)
_RELATIVE = {"who", "which", "that", "whom", "whose"}
_WRITER = {"i", "me", "my", "myself"}
_MANY_OF = re.compile(r"(?:s|ese|ish|ch|Swiss|Czech)$")
_ORDINALS = {"the former": 0, "the first": 0, "the latter": 1, "the second": 1}
_ASKS = re.compile(r"\b(?:reporter|journalist|interviewer)\b", re.IGNORECASE)
_LABELS = {"Q": "asks", "A": "answers"}
_MANY = {"we", "us", "our", "you", "one", "your"}
_CUT = re.compile(r",| who | which | whose | – | — | \(")
_OF_STATE = ("presidency", "government")
_WITHIN = re.compile(
    r"\s(?:for|at|from|in|on|to|by|with|behind|near|inside|under|like|including|than|against|about|over|as|that|is|was|and|or"
    r"|(?<!secretary )(?<!minister )(?<!head )(?<!chief )(?<!director )(?<!speaker )(?<!chancellor )(?<!president )(?<!governor )(?<!mayor )(?<!ambassador )(?<!king )(?<!queen )of)\s"
)
_OF_NEXT = re.compile(r"\s+(?:of|for|at|from|in|on|with|when|while|during|after)\s")
_NOT_HEAD = re.compile(r"^(?:the fact|the charge|the idea|none|nobody|neither)\b", re.IGNORECASE)
_AND = re.compile(r"\s(?:and|&)\s")
_PARTS = re.compile(r",?\s(?:and|&)\s|,\s|:\s|(?<=[a-z])/(?=[A-Z])")


# Of people who share a surname one is meant who has this share of what the text is speaking of, if they have so much of it together.
_SHARED = 0.8
_PRESENT = 0.4
_PAIR_BACK = 2  # sentences back in which the two of “the latter” are named
_FOLLOWS = 1  # sentences after somebody described in which a pronoun may mean them
_SENTENCE_HEAD = 4  # characters of “The ” that may stand before a word at a sentence's head


class Speakers:
    """Finds the speakers of one document, in text order; each finding can rest on those before it."""

    def __init__(
        self,
        text: str,
        quotes: Sequence[Quoted],
        sentences: Sentences,
        sources: Sequence[tuple[Span, Sequence[Span]]] = (),
        published: date | None = None,
        byline: str | None = None,
        known: Base | None = None,
    ) -> None:
        """Read the text once for its people. quotes: as onrecord.extract.quotes gives them.

        sources: every source with its content; published: the document's date; byline: its writer.
        """
        self.text = text
        self.quotes = quotes
        self.people = People(text, quotes, published, known)
        self._sentences = sentences
        self._blocks = paragraphs(text)
        self._writer = writer(text, byline, self._blocks)
        persons = frozenset(name.text for name, person in self.people.mentions() if person.is_sure)
        self.organisations = Organisations(text, self.people.names, persons)
        self.discourse = Discourse(text, self.people, quotes, sentences, self._blocks, sources, describe=self._describe)
        self._country = ""
        self.turns = turns(text, self._blocks, self.people)
        self._others: list[tuple[int, Found]] = []  # where an organisation or group was found to speak
        self._described_at: list[tuple[int, Found]] = []  # and somebody who is described, not named

    def _describe(self, source: Span, at: Place, near: list[Ranked]) -> int | None:
        """Which person a source means that is a description, by index, or None."""
        words = _CUT.split(" ".join(source.of(self.text).split()), maxsplit=1)[0].strip(" .")
        found = by_description(words, at, near, self.people) if words and words[0] not in '“"' else None
        if found is None or found.name is None:
            return None
        if found.ground == "office holder":
            known = self.people.base.named(found.name)
            return self.people.with_holder(known[0]) if known else None
        return next((n for n, one in enumerate(self.people.everyone) if one.name == found.name), None)

    def find(self, source: Span, content: Sequence[Span] = (), country: str = "") -> Found:
        """Whom the words of a source stand for. content: what it is the source of; country: whose office's words hold it, if one's do."""
        self._country = country
        words = " ".join(re.sub(r"[’']s?$", "", self._whole(source).of(self.text).strip(' ,;:\u00a0\n“”"')).split())
        words = re.sub(r"(?<=\w)\s(?:an?|the|of|in)$", "", words)
        words = words if _ACRONYM.search(words) else words.rstrip(".")
        words = re.sub(r"\s(?:himself|herself|itself|themselves)$", "", words)
        words = re.sub(r"^(?:[Bb]oth|[Ee]ither|[Ee]ven)\s(?=the\s|[A-Z])", "", words)
        found = self._find(words, source, content)
        if found.ground == "description" and found.type == "unnamed" and found.name:
            self._described_at.append((source.end, found))
        if not inside(self.quotes, source.start) and found.name and found.type != "person":
            self._others.append((source.start, found))
        return found

    def _whole(self, source: Span) -> Span:
        """A source with the rest of a seat's name that its end cuts (“Downing”: “Downing Street”)."""
        cut = next(
            (one for one in self.people.names if source.start <= one.start < source.end < one.end and one.text in offices()), None
        )
        return Span(source.start, cut.end) if cut else source

    def whom(self, span: Span) -> Found:
        """Whom the words of an addressee stand for."""
        words = " ".join(re.sub(r"[’']s?$", "", span.of(self.text).strip(' ,;:“”"')).split())
        found = self._find(words, span, ())
        return found if found.name else Found(words, "unnamed", "description", 0.5, "as the text has it")

    def block(self, offset: int) -> tuple[int, int]:
        """The paragraph that holds an offset."""
        return next(((low, high) for low, high in self._blocks if low <= offset < high), (offset, offset))

    def is_quoted(self, offset: int) -> bool:
        """Whether an offset lies inside quotation marks."""
        return inside(self.quotes, offset) is not None

    def _find(self, words: str, source: Span, content: Sequence[Span]) -> Found:
        if words.lower() in kinds("nobody") or not re.search(r"[^\W\d_]", words):
            return nobody(f"“{words}” names nobody")
        if words in _LABELS:
            return self._label(_LABELS[words])
        small = words if words.isupper() and len(words) > 1 else words.lower()  # US and IT are no pronouns
        if small in _HE or small in _SHE:
            return self._pronoun(source, words, "m" if small in _HE else "f", content)
        if small in ("they", "them", "their"):
            return self._other(source, ("group", "org"), words)
        if small in ("it", "its"):
            return self._other(source, ("org",), words)
        if small in _RELATIVE:
            return self._relative(source, words)
        if small in _WRITER:
            turn = turn_at(self.turns, source.start)
            if turn is not None and turn.person is not None:
                return Found(turn.person.name, "person", "speaker", 0.9, f"“{words}” stands where {turn.person.name} speaks")
            if self._writer:
                return Found(self._writer, "person", "writer", 0.9, f"“{words}” is the writer, {self._writer}")
            return nobody(f"“{words}” is the writer or somebody quoted; the text around it does not say who")
        asked = turn_at(self.turns, source.start)
        interviewee = guest(self.turns)
        if small in ("you", "your") and asked is not None and asked.asks and interviewee is not None:
            return Found(interviewee.name, "person", "speaker", 0.8, f"“{words}” is asked of {interviewee.name}")
        if small in _MANY:
            return nobody(f"“{words}” is the writer or somebody quoted; the text around it does not say who")
        if small in _ORDINALS:
            return self._ordinal(source, words, _ORDINALS[small])
        return (
            self._office(words, source)
            or self._joint(words, source)
            or self._named(words, source)
            or self._described(words, source, content)
        )

    def _office(self, words: str, source: Span) -> Found | None:
        """A metonym, a country or a capital that speaks for its government."""
        bare = _ARTICLE.sub("", words).strip()
        if bare in offices():
            return Found(offices()[bare].name, "org", "metonym", 0.9, f"“{bare}” stands for the {offices()[bare].name}")
        if bare not in countries() and bare not in capitals():
            return None
        if bare == words and self.people.find(bare, source.start):
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

    def _joint(self, words: str, source: Span) -> Found | None:
        """Several speakers at once: by their names where each is named, else as a group in the text's own words."""
        parts = [part for part in _PARTS.split(words) if part.strip()]
        if len(parts) < 2 or not (_AND.search(words) or "/" in words):
            return None
        named = [self._named(part, source) or self._named_body(part, source) for part in parts]
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

    def _named_body(self, words: str, source: Span) -> Found | None:
        """“the Trump campaign” as one of several."""
        head = words.rsplit(maxsplit=1)[-1].lower() if words.split() else ""
        found = self._body(words, words, head, source) if head in kinds("compound") else None
        return found if found and found.type == "org" else None

    def _named(self, words: str, source: Span) -> Found | None:
        """A source whose head is a name: a person of the document, or an organisation."""
        core = _CUT.split(words, maxsplit=1)[0].strip()
        if core == "" or _NOT_HEAD.match(core):
            return None
        inner = names_in(core, 0, len(core))
        last = inner[-1] if inner else None
        if last and last.is_person and last.end == len(core):
            lead = core[: max(0, last.start - len(last.title) - bool(last.title))].split()
            if lead and lead[-1].lower() in person_words():
                return self._person(last.text, True, words, source, title=last.title)
        for name in inner:
            before = core[: max(0, name.start - len(name.title) - bool(name.title))].strip()
            if _WITHIN.search(f" {before.lower()} ") or re.search(r"\bof(?: the)?\s$", core[: name.start]):
                return None  # the head stands before the preposition: “aides to Mr. Sanders”
            after = core[name.end :]
            if not after.strip(" .") or _OF_NEXT.match(after):
                return self._person(name.text, name.is_person, words, source, title=name.title)
        return None

    def _person(self, name: str, is_person: bool, words: str, source: Span, title: str = "") -> Found | None:
        person = self.people.find(name, source.start, of_title(title))
        if person is not None and (is_person or name in person.names or " " not in name):
            return self._by_name(name, person)
        sharing = self.people.sharing(name)
        if " " not in name and sharing:
            near = self._of_sharing(name, source)
            return near or nobody(
                f"“{name}” may be {' or '.join(sharing)}, or somebody else of that name", tuple((one, 0.0) for one in sharing)
            )
        if is_person and not is_headline(self.text, source.start, self._blocks):
            return Found(name, "person", "full name" if " " in name else "surname", 0.85, "named")
        if name in offices():
            return Found(offices()[name].name, "org", "metonym", 0.85, f"“{name}” stands for the {offices()[name].name}")
        if name in countries():
            if is_country(name):
                return Found(countries()[name], "org", "country", 0.7, "the country or its people are named")
            return None
        if " " not in name and title:
            return Found(name, "person", "surname", 0.7, "named by surname only")
        full = self.organisations.full(name)
        if full != name:
            return Found(full, "org", "organisation", 0.9, f"“{name}” is {full} in this document")
        if (
            self._is_plain_word(name, source)
            or name.rsplit(maxsplit=1)[-1] in kinds("title")
            or name.rsplit(maxsplit=1)[-1].lower() in _OF_STATE
        ):
            return None
        if " " not in name and name not in (words, re.sub(r"^[Tt]he ", "", words)) and not name.isupper():
            return None
        if " " not in name and _ARTICLE.match(words) is None and not name.isupper() and name not in kinds("not-person"):
            # A single capitalised word may be anybody or anything: given as it stands.
            return Found(name, "org", "one word", 0.55, "named by one word only")
        return Found(self.organisations.longest(name), "org", "organisation", 0.75, "named")

    def _is_plain_word(self, name: str, source: Span) -> bool:
        """Whether a capital only says that a sentence or a headline begins: the word stands nowhere else with one."""
        if not self._sentences.begins(source.start, _SENTENCE_HEAD) and not is_headline(self.text, source.start, self._blocks):
            return False
        again = re.compile(rf"(?<=[a-z,;] )(?:the )?{re.escape(name)}\b")
        return not again.search(self.text) and not name.isupper()

    def _of_sharing(self, name: str, source: Span) -> Found | None:
        """Of several who share a surname, the one whom the text is speaking of there."""
        place = self.discourse.place(source.start)
        ranked = [
            one for one in self.discourse.near(place, "") if self.people.everyone[one.person].name in self.people.sharing(name)
        ]
        total = sum(one.share for one in ranked)
        if not ranked or ranked[0].share < _SHARED * total or total < _PRESENT:
            return None
        person = self.people.everyone[ranked[0].person]
        others = tuple((self.people.everyone[one.person].name, round(one.share / total, 2)) for one in ranked[1:])
        why = f"several bear the name; the text is speaking of {person.name}"
        return Found(person.name, "person", "one of several", round(ranked[0].share / total, 3), why, others)

    def _by_name(self, name: str, person: Person) -> Found:
        if " " not in person.name:
            return Found(person.name, "person", "surname", 0.8, "named by surname only")
        if name == person.name:
            return Found(person.name, "person", "full name", 0.95, "named")
        if person.known is not None and person.name not in {mention.text for mention in person.mentions} and " " not in name:
            story = f" on {self.people.published.isoformat()}" if self.people.published else ""
            return Found(
                person.name,
                "person",
                "known surname",
                0.9,
                f"“{name}” is {person.name}, by what the text calls them and who held it{story}",
            )
        ground: Ground = "one of several" if len(self.people.sharing(name)) > 1 else "surname"
        others = tuple((one, 0.0) for one in self.people.sharing(name) if one != person.name)
        if name == person.name.split()[0]:
            ground = "given name"
        return Found(person.name, "person", ground, 0.9, f"“{name}” is {person.name} in this document", others)

    def _described(self, words: str, source: Span, content: Sequence[Span]) -> Found:
        """A source without a name of its own at its head: a role, an organisation, a group, somebody unnamed."""
        core = _CUT.split(words, maxsplit=1)[0].strip()
        np = re.split(r"\s(?:of|for|at|from|in|on|to|with|close to|familiar with|behind|near)\s", core, maxsplit=1)[0]
        head = re.sub(r"\W+$", "", np).split()[-1].lower() if re.search(r"\w", np) else ""
        appositive = re.match(r"^[^,]+,\s+(.+?)(?:,|$)", words)
        if appositive and not re.match(r"^(?:who|which|speaking|citing|including|like|such|a|an|the)\b", appositive.group(1)):
            named = self._named(appositive.group(1), source)
            if named and named.type == "person":
                return named
        behind = document_of(words)
        if behind is not None:
            owner = self._behind(behind, source, content)
            if owner is not None:
                return owner
        if re.match(r"(?i)^the (?:statement|release|communiqu\w|letter|post|message)$", core) and self._others:
            position, last = self._others[-1]
            if last.type == "org" and self._sentences.between(position, source.start) <= _PAIR_BACK:
                return Found(last.name, "org", "short name", 0.6, f"“{core}” is {last.name}’s, who spoke just before", last.others)
        if head in kinds("organisation") or head in kinds("document"):
            return self._body(core, np, head, source)
        place = self.discourse.place(source.start, content)
        person = by_description(core, place, self.discourse.near(place, ""), self.people, self._country)
        if person is not None:
            return person
        if head in kinds("group") or (head.endswith("s") and head[:-1] in kinds("person")):
            return Found(core, "group", "description", 0.7, "a group, not named one by one")
        if phrase(core) is not None:
            return Found(core, "unnamed", "description", 0.6, "described, not named in the text")
        return Found(core, "unnamed", "description", 0.5, "described, not named") if core else nobody("nothing names the source")

    def _ordinal(self, source: Span, words: str, which: int) -> Found:
        """“The latter”: of the two people whom the last sentence with just two names."""
        number = self._sentences.number(source.start)
        for back in range(_PAIR_BACK + 1):
            here = [
                one for one in self.discourse.seen if one.sentence == number - back and one.start < source.start and not one.quoted
            ]
            pair = list(dict.fromkeys(one.person for one in here))
            if len(pair) == 2:
                person = self.people.everyone[pair[which]]
                other = self.people.everyone[pair[1 - which]].name
                return Found(person.name, "person", "role", 0.8, f"“{words}” of {person.name} and {other}", ((other, 0.2),))
            if pair:
                break
        return nobody(f"it is not clear which of two “{words}” is")

    def _label(self, label: str) -> Found:
        """Q and A: whoever asks is not named; whoever answers is whom the text names most."""
        one = guest(self.turns)
        if label == "asks" or one is None:
            name = "interviewer" if label == "asks" else "interviewee"
            return Found(name, "unnamed", "description", 0.7, "a printed interview names nobody here")
        return Found(one.name, "person", "speaker", 0.8, f"the printed interview is with {one.name}")

    def unsourced(self, content: Sequence[Span]) -> Found | None:
        """Who says words without a source: whoever's turn it is."""
        turn = turn_at(self.turns, content[0].start)
        if turn is None or (turn.person is None and not turn.asks):
            return None
        if turn.person is None:
            return Found("interviewer", "unnamed", "description", 0.7, "a question of a printed interview")
        return Found(turn.person.name, "person", "speaker", 0.85, f"it is {turn.person.name}’s turn to speak")

    def _behind(self, behind: str, source: Span, content: Sequence[Span]) -> Found | None:
        """Whoever stands behind a document: “Trump's tweet”, “her plan”, “FEC filings”, “a New York Times/CBS News poll”."""
        small = behind.lower()
        if small in _HE | _SHE:
            found = self._pronoun(source, behind, "m" if small in _HE else "f", content)
        else:
            parts = [self._named(part, source) or self._office(part, source) for part in re.split(r"/|-(?=[A-Z])", behind)]
            kept = [one for one in parts if one and one.name and one.type in ("person", "org") and one.ground != "one word"]
            if not kept or len(kept) != len(parts):
                return None
            name = " & ".join(str(one.name) for one in kept)
            found = Found(name, kept[0].type, kept[0].ground, kept[0].share * 0.9, f"{name} stands behind it", kept[0].others)
        return found if found.name else None

    def _body(self, core: str, np: str, head: str, source: Span) -> Found:
        """An organisation by its description: “the French presidency”, “the Trump campaign”, “the committee”."""
        of_country = re.search(r"\bof (?:the )?([A-Z]\w+(?: [A-Z]\w+)?)", core)
        words = np.split()
        country = next(
            (
                found
                for size in (2, 1)
                for index in range(len(words))
                if (found := self.people.country(" ".join(words[index : index + size])))
            ),
            "",
        )
        if not country and of_country:
            country = self.people.country(of_country.group(1)) or (of_country.group(1) if head in _OF_STATE else "")
        name = re.sub(r"[’']s? ", " ", _ARTICLE.sub("", np))
        owners = (self.people.find(one.text, source.start) for one in names_in(name, 0, len(name)))
        owner = next((one for one in owners if one and one.surname in name.split()), None)
        if owner is not None and " and " not in name and head in kinds("compound"):
            return Found(f"{owner.surname} {name.split()[-1]}", "org", "organisation", 0.8, f"the {head} of {owner.name}")
        mine = re.match(r"(?i)^(his|her) (\w+)$", core)
        if mine and head in ("campaign", "administration", "team", "foundation", "company"):
            whose = self._pronoun(source, mine.group(1), "m" if mine.group(1).lower() == "his" else "f", ())
            if whose.name:
                return Found(
                    f"{whose.name.split()[-1]} {head}",
                    "org",
                    "short name",
                    whose.share,
                    f"“{core}” is {whose.name}’s",
                    whose.others,
                )
        if head in _OF_STATE and country:
            return Found(f"{head.capitalize()} of {country}", "org", "organisation", 0.75, f"the {head} of {country}")
        whole = _ARTICLE.sub("", core)
        if " " not in name and all(word[0].isupper() or word in ("of", "and", "the", "for") for word in whole.split()):
            name = whole
        if (
            re.search(r"[A-Z]", name)
            and name.lower() not in kinds("principal")
            and head in kinds("organisation")
            and not self._is_plain_word(name, source)
        ):
            return Found(name, "org", "organisation", 0.75, "named by its description")
        if head in kinds("organisation") and re.match(r"(?i)^the \w+$", core):
            low, _ = self._sentences.around(source.start)
            before = self._sentences.around(max(0, low - 2))[0]
            short = (
                self.organisations.principal(head, source.start)
                or self.organisations.short(head, source.start)
                or self.organisations.only(before, low)
            )
            if short is not None:
                return Found(short.name, "org", "short name", 0.7, f"“{core}” is {short.name}, named before it")
        return Found(_ARTICLE.sub("", core), "unnamed", "description", 0.6, "described, not named")

    def _relative(self, source: Span, words: str) -> Found:
        """Whom “who” stands behind: the name just before it, or the one before a place or a description between commas."""
        for name in reversed([name for name in self.people.names if name.end <= source.start][-3:]):
            between = self.text[name.end : source.start]
            if not re.fullmatch(
                r",?\s|,[^,.;:“”\"\n]{1,60},\s|,\s(?:an?|the)\s[^,.;:“”\"\n]{1,50}\s|\s(?:of|from|in|for|at)\s[^,.;:“”\"\n]{1,40},\s",
                between,
            ):
                continue
            if re.search(r"\b(?:of|from|in|for|at|and)\s$", self.text[max(0, name.start - 6) : name.start]) and not (
                name.is_person or self.people.find(name.text)
            ):
                continue
            named = self._person(name.text, name.is_person, name.text, source, name.title)
            if named and named.name and (named.type == "person" or (words.lower() == "which" and named.ground != "one word")):
                return Found(named.name, named.type, "relative", 0.85, f"“{words}” stands behind {named.name}")
        return nobody(f"it is not clear whom “{words}” stands for")

    def _pronoun(self, source: Span, words: str, gender: str, content: Sequence[Span]) -> Found:
        described = self._described_last(source)
        if described is not None:
            return Found(
                described.name, described.type, "description", 0.6, f"“{words}” follows “{described.name}”, who is not named"
            )
        place = self.discourse.place(source.start, content)
        ranked = self.discourse.ranked.get(source.start) or self.discourse.near(place, gender)
        named = [(self.people.everyone[one.person].name, round(one.share, 2)) for one in ranked[:4]]
        if not ranked:
            return nobody(f"nobody that the text names before it fits “{words}”")
        return self._best(words, ranked, named)

    def _described_last(self, source: Span) -> Found | None:
        """Somebody described but not named who spoke in the sentences just before, where nobody named spoke or was spoken of since."""
        if not self._described_at or self._sentences.between(self._described_at[-1][0], source.start) > _FOLLOWS:
            return None
        position, found = self._described_at[-1]
        if _ASKS.search(str(found.name)):
            return None  # whoever asks is not who answers
        since = [
            one
            for one in self.discourse.seen
            if position < one.start < source.start and not one.quoted and (one.heads or one.speaks)
        ]
        return None if since or position >= source.start or phrase(str(found.name)) is None else found

    def _best(self, words: str, ranked: Sequence[Ranked], named: Sequence[tuple[str, float]]) -> Found:
        if ranked[0].share < LEAST_SHARE or (len(ranked) > 1 and ranked[0].share < MARGIN * ranked[1].share):
            second = f" or {named[1][0]}" if len(named) > 1 else ", or somebody not named before it"
            return nobody(f"“{words}” may be {named[0][0]}{second}", tuple(named))
        return Found(named[0][0], "person", "pronoun", ranked[0].share, f"“{words}” follows {named[0][0]}", tuple(named[1:]))

    def _other(self, source: Span, types: tuple[str, ...], words: str) -> Found:
        block = next(((low, high) for low, high in self._blocks if low <= source.start < high), (0, 0))
        near = [found for position, found in self._others if block[0] <= position < source.start and found.type in types]
        if near and near[-1].name:
            ground: Ground = "group pronoun" if near[-1].type == "group" else "organisation pronoun"
            return Found(near[-1].name, near[-1].type, ground, 0.55, f"“{words}” follows {near[-1].name}")
        if "group" not in types:
            low, _ = self._sentences.around(source.start)
            before = self._sentences.around(max(0, low - 3))[0]
            only = self.organisations.only(low, source.start) or self.organisations.only(before, low)
            if only is not None and only.name not in kinds("not-name"):
                name = capitals().get(only.name) or known_as(only.name)
                return Found(name, "org", "organisation pronoun", 0.5, f"“{words}” follows {name}, the only body named just before")
        return nobody(f"it is not clear whom “{words}” stands for")
