"""A story of a harbour town: posts, a readout, and the articles that report them, right and wrong."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
from sqlalchemy import select

from onrecord.extract.model import load
from onrecord.pipeline import record
from onrecord.read.item import Item
from onrecord.read.reading import Reading
from onrecord.record import DocumentKind, Record
from onrecord.store import schema
from onrecord.store.adding import Outcome
from onrecord.store.adding import add as add_articles
from onrecord.store.archive import Archive
from onrecord.store.traces import adding, beside
from onrecord.store.traces.adding import Added
from onrecord.store.traces.shown import Query, Shown, listing, show
from onrecord.store.traces.update import Updated, pass_over, update_all
from onrecord.trace.states import reader

FERRY = "The ferry to Kalmora will cost eleven million crowns, and everybody can read that in the tender. We pay in May."
JOBS = "Nobody at the shipyard will lose a job in this town, you have my word on that."
NURSES = "I am proud of our nurses. They worked through three nights without a break and asked for nothing."
READOUT = (
    "The mayor spoke today with the harbour master about the winter timetable. Both agreed that the ferry to Kalmora must not stop "
    "before the bridge is open, and that the harbour will be dredged in September."
)
TOWN = "https://town.example/readouts/harbour"
COURIER = "https://courier.example/ferry"

ARTICLE = (
    "Ferry dispute goes on\n\n"
    "VESTERHAVN, May 13, 2026. “The ferry to Kalmora will cost forty million crowns, and everybody can read that in the tender,” "
    "Oskar Lind, the mayor of Vesterhavn, wrote on Monday.\n\n"
    "“Nobody at the shipyard will lose a job in this town,” Lind said on Tuesday.\n\n"
    "Lind said that all fishermen in the region were thieves and should be locked up at once.\n\n"
    "“I am proud of our nurses. They worked through three nights without a break,” Lind added.\n"
)
# The wordings of the article, as far as they tell them apart.
ALTERED, VERBATIM, UNSAID, MISATTRIBUTED = "forty million", "shipyard", "fishermen", "nurses"

OLDER = (
    "Council meets\n\nVESTERHAVN, March 3, 2026. “We will count every crown that the council spends on the library,” "
    "Oskar Lind, the mayor of Vesterhavn, told the council on Tuesday.\n"
)


def process(reading: Reading) -> Record:
    return _process(msgspec.json.encode(reading.document), reading)


_kept: dict[bytes, Record] = {}


def _process(key: bytes, reading: Reading) -> Record:
    if key not in _kept:
        _kept[key] = record(reading, load("fast"))
    return _kept[key]


def item(
    text: str,
    published: str | None,
    *,
    byline: str | None = None,
    kind: DocumentKind | None = None,
    url: str | None = None,
    outlet: str | None = None,
    raw: str | None = None,
) -> Item:
    name = url or text[:20]
    return Item(
        raw=(raw or text).encode(),
        name=name,
        text=text,
        published=published,
        byline=byline,
        kind=kind,
        url=url,
        outlet=outlet,
        captured=None,
    )


def post(text: str, published: str | None, byline: str | None = "Oskar Lind") -> Item:
    return item(text, published, byline=byline, kind="post")


def add_sources(archive: Archive, *items: Item, kind: DocumentKind | None = None, speaker: str | None = None) -> list[Added]:
    return list(adding.add(archive, items, process, kind=kind, speaker=speaker))


def add_news(archive: Archive, text: str = ARTICLE, published: str | None = "2026-05-13", url: str | None = COURIER) -> Outcome:
    (made,) = add_articles(archive, [item(text, published, url=url, outlet="The Harbour Courier")], process)
    return made


def fill(archive: Archive) -> None:
    """Three posts, a readout, and an article."""
    add_sources(archive, post(FERRY, "2026-05-11"), post(JOBS, "2026-05-12"), post(NURSES, "2026-05-12", "Marta Velde"))
    add_sources(archive, item(READOUT, "2026-05-12", kind="readout", url=TOWN, outlet="Town hall"))
    add_news(archive)


def update(archive: Archive) -> list[Updated]:
    pass_over(archive, reader())
    return list(update_all(archive, reader()))


def traces(archive: Archive, query: Query | None = None) -> Sequence[Shown]:
    return archive.look(lambda connection: listing(connection, query or Query())).traces


def trace(archive: Archive, words: str) -> Shown:
    """The one trace whose wording holds some words."""
    (found,) = [one for one in traces(archive) if words in one.words]
    return found


def of(archive: Archive, wanted: str) -> list[Shown]:
    return archive.look(lambda connection: show(connection, wanted))


def document(archive: Archive, text: str) -> str:
    """The id of the document of a text."""
    table = schema.documents
    return archive.look(lambda connection: connection.execute(select(table.c.id).where(table.c.text == text)).scalar_one())


def place_of(archive: Archive) -> Path:
    """Where the index of an archive's sources is kept."""
    with archive.read() as connection:
        known = connection.execute(select(schema.about.c.value).where(schema.about.c.name == "id")).scalar_one()
        found = beside.place(connection, known)
    assert found is not None
    return found
