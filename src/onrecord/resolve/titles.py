"""Titles that the text gives somebody, against the offices that they held on the document's day."""

from datetime import date

from onrecord.record import Finding
from onrecord.resolve.kb import title as kb_title
from onrecord.resolve.kb.titles import is_shared
from onrecord.resolve.people import People
from onrecord.resolve.person import Person
from onrecord.resolve.phrases import Phrase


def misdescribed(people: People) -> tuple[Finding, ...]:
    """Where somebody who is known stands under a national office that they did not hold that day, in text order.

    Only titles that say their country and nothing else are judged (no former ministers, no presidents of a country's assembly), and only of
    people who held some office of that country that day.
    """
    story = people.published
    if story is None:
        return ()
    found = []
    for person in people.everyone:
        for role in person.roles:
            if role.at < 0:
                continue
            said = _said(role.phrase, person, people, story)
            name = next((one for one in person.mentions if one.start == role.at), None)
            if said and name is not None:
                start = name.start - len(name.title) - 1 if name.title else name.start
                found.append(Finding(max(0, start), name.end, said))
    unique = {(one.start, one.end): one for one in found}
    return tuple(sorted(unique.values(), key=lambda one: one.start))


def _said(phrase: Phrase, person: Person, people: People, story: date) -> str | None:
    """What is known against a description, or None. “Leader” and what several are at once, such as minister, go with other offices."""
    country, title = next(iter(phrase.of("country")), ""), kb_title(phrase.head)
    if person.known is None or phrase.qualities != {("country", country)} or not title or title == "head" or is_shared(title):
        return None
    held = [office for office in people.base.offices_on(person.known, story) if office.of == country]
    if not held or any(office.title == title for office in held):
        return None
    offices = " and ".join(sorted({office.title for office in held}))
    return f"{person.name} was {offices} of {country} on {story.isoformat()}, not {title}"
