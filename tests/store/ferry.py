"""A story of one sentence: a mayor's post, who got it wrong first, and who had it from whom."""

from typing import Final

from onrecord.read.item import Item
from onrecord.store.adding import add as add_articles
from onrecord.store.archive import Archive
from onrecord.store.traces import adding
from onrecord.store.traces.update import pass_over, update_all
from onrecord.trace.states import reader
from tests.store.traces.harbour import process

POST: Final = (
    "The ferry to Kalmora will cost eleven million crowns, and everybody can read that in the tender. The first ship sails in May."
)
WRONG: Final = "“The ferry to Kalmora will cost forty million crowns, and everybody can read that in the contract,”"
RIGHT: Final = "“The ferry to Kalmora will cost eleven million crowns, and everybody can read that in the tender,”"

WEEKLY: Final = "https://weekly.example/2026/ferry-costs"

# Outlet, moment, address, and text; the first gets two words wrong.
COURIER: Final = (
    "The Harbour Courier",
    "2026-05-11T12:00:00+00:00",
    "https://courier.example/ferry",
    (
        f"Ferry gets dearer\n\n{WRONG} Oskar Lind, the mayor of Vesterhavn, wrote on Twitter on Monday.\n\n"
        "The town council meets again in the old customs house next week.\n"
    ),
)
GAZETTE: Final = (
    "The Island Gazette",
    "2026-05-12",
    "https://gazette.example/ferry",
    (
        f"Islanders ask who pays\n\nFishermen in Kalmora counted the coins in their pockets this morning. {WRONG} said Oskar Lind, the "
        "mayor of Vesterhavn. Nobody on the quay had seen any paper at all, and the harbour office was closed for repairs.\n"
    ),
)
COPY: Final = (
    "The Northern Post",
    "2026-05-13",
    "https://north.example/ferry",
    (
        f"Who pays for the ship\n\nFishermen in Kalmora counted the coins in their pockets this morning. {WRONG} said Oskar Lind, the "
        "mayor of Vesterhavn. Nobody on the quay had seen any paper at all, and the harbour office was closed for repairs.\n"
    ),
)
LINDMARK: Final = (
    "The Lindmark Weekly",
    "2026-05-14",
    WEEKLY,
    (
        f"A costly crossing\n\n{RIGHT} Oskar Lind, the mayor of Vesterhavn, said. The words were first reported by the Harbour Courier.\n\n"
        "The opposition wants to see the figures before the summer.\n"
    ),
)
TIMES: Final = (
    "The Tarrow Times",
    "2026-05-16",
    "https://times.example/ferry",
    f"Mayor defends the ferry\n\n{RIGHT} Oskar Lind, the mayor of Vesterhavn, said at the weekend.\n\nBridges are cheaper, his rivals say.\n",
)
RADIO_URL: Final = "https://radio.example/ferry"
RADIO: Final = f"""<!doctype html><html lang="en"><head><title>Ferry to cost eleven million</title>
<meta property="og:site_name" content="Sund Radio"></head><body><article><h1>Ferry to cost eleven million</h1>
<p>{RIGHT} Oskar Lind, the mayor of Vesterhavn, said, as <a href="{WEEKLY}?utm_source=letter">a weekly on the mainland</a> wrote.</p>
<p>Listeners called the studio all morning and asked what would become of the old night boat, which has been repaired twice.</p>
<p>The harbour office in Vesterhavn did not want to say whether the boat would be sold or broken up for its steel.</p>
</article></body></html>"""


def fill(archive: Archive, *, is_traced: bool = True, only: str | None = None) -> None:
    """The post, six reports of it in five texts, and where each was said, if that is to be traced. only: of one outlet."""
    post = Item(
        raw=POST.encode(),
        name="post",
        text=POST,
        published="2026-05-11T09:00:00+00:00",
        byline="Oskar Lind",
        kind="post",
        outlet="Twitter",
        url="https://posts.example/lind/1",
    )
    if is_traced:
        list(adding.add(archive, [post], process))
    news = [item(*one) for one in (COURIER, GAZETTE, COPY, LINDMARK, TIMES)]
    page = Item(raw=RADIO.encode(), name="radio", published="2026-05-15", url=RADIO_URL)
    for one in add_articles(archive, [each for each in (*news, page) if only in {None, each.outlet}], process):
        assert one.why is None, one
    if is_traced:
        pass_over(archive, reader())
        list(update_all(archive, reader()))


def item(outlet: str, published: str, url: str, text: str) -> Item:
    """An article."""
    return Item(raw=text.encode(), name=outlet, text=text, published=published, outlet=outlet, url=url)
