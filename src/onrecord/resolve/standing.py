"""Names to people who are known: whom the knowledge base has under a name on the document's date, and what they are called by it."""

from datetime import date

from onrecord.resolve.gender import of_title
from onrecord.resolve.kb import Base, Known
from onrecord.resolve.person import Person
from onrecord.resolve.phrases import Phrase, one_word
from onrecord.resolve.roles import Role

# Offices whose holders newspapers name by surname alone without ever naming them in full.
LEADING = ("president", "prime minister", "chancellor", "premier", "king", "queen", "pope", "supreme leader")
# They are known by surname so many years before, as candidates, and after.
_AHEAD = 2
_REMEMBERED = 12


def in_full(person: Person, base: Base) -> Known | None:
    """Who is known by a full name, where only one is."""
    found = [one for one in base.named(person.name) if one.type == "person"]
    return found[0] if len(found) == 1 else None


def leading(person: Person, base: Base, published: date | None) -> Known | None:
    """Who is known by a surname: they hold the office that the text gives them, or hold or lately held a leading one."""
    if published is None:
        return None
    gender = next((of_title(name.title) for name in person.mentions if of_title(name.title)), "")
    fitting = [one for one in base.surnamed(person.name) if not gender or one.gender in (gender, "")]
    heads = {role.phrase.head for role in person.roles}
    holders = [one for one in fitting if any(o.title in heads for o in base.offices_on(one, published))]
    if len(holders) == 1:
        return holders[0]
    leaders = [one for one in fitting if _is_leading(one, published)]
    if len(leaders) > 1:
        now = [one for one in leaders if any(office.title in LEADING for office in base.offices_on(one, published))]
        leaders = now if len(now) == 1 else leaders
    return leaders[0] if len(leaders) == 1 and not heads - {one_word(o.title) for o in leaders[0].offices} else None


def _is_leading(known: Known, story: date) -> bool:
    return any(
        office.title in LEADING
        and _year(office.start) <= story.year + _AHEAD
        and (not office.end or _year(office.end) >= story.year - _REMEMBERED)
        for office in known.offices
    )


def offices_of(known: Known, base: Base, published: date | None) -> list[Role]:
    """The offices of somebody known on the document's date, and those they had held before it."""
    if published is None:
        return []
    now = base.offices_on(known, published)
    found = []
    for office in known.offices:
        if office.start > published.isoformat():
            if office.title == "president" and _year(office.start) - published.year <= _AHEAD:
                # Whoever became president was a candidate before.
                found.append(Role(Phrase("nominee", "", frozenset({("party", known.party)} if known.party else ())), -1))
            continue
        qualities = {("state", office.state) if office.state else ("country", office.of)}
        if known.party:
            qualities.add(("party", known.party))
        if office not in now:
            qualities.add(("apart", "former"))
        words = office.title.split()
        if words[0] in ("vice", "deputy"):
            qualities.add(("apart", words[0]))
        found.append(Role(Phrase(one_word(office.title), "", frozenset(qualities)), -1))
    if not found and known.party:
        found.append(Role(Phrase("politician", "", frozenset({("party", known.party)})), -1))
    return found


def _year(day: str) -> int:
    """The year of a date; 0 where a user's entry gives none."""
    return int(day[:4]) if day[:4].isdigit() else 0
