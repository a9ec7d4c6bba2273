"""The shipped files, actors.tsv and actor_offices.tsv, to entries."""

from collections import defaultdict

from onrecord.resolve.kb.known import Entry, Kind, Known, Office
from onrecord.resolve.words import table

_KINDS: dict[str, Kind] = {"person": "person", "org": "org"}


def shipped() -> list[Entry]:
    """Every shipped actor, in the file's order. Files are read anew: keep what this gives (it takes about 15 ms)."""
    terms: dict[str, list[tuple[Office, str]]] = defaultdict(list)
    for actor, title, of, state, start, end, seen in table("actor_offices.tsv"):
        terms[actor].append((Office(title, of, state, start, end), seen))
    return [
        Entry(
            Known(
                actor,
                name,
                tuple(names.split("|")) if names else (),
                _KINDS[kind],
                gender,
                tuple(office for office, _ in terms.get(actor, ())),
                party,
                "shipped",
            ),
            surname,
            {office: seen for office, seen in terms.get(actor, ()) if seen},
        )
        for actor, name, names, surname, kind, gender, party in table("actors.tsv")
    ]
