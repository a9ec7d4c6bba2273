"""Recipes: whole and honest as shipped, and read as they say, politely, from a server on loopback."""

import re

import pytest

from onrecord.errors import FetchError, OptionError
from onrecord.read.carriers import Fetcher
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.store.quotations.said import PRIMARY
from onrecord.store.traces.official import items
from onrecord.store.traces.recipes import Place, Recipe, Rule, kind_of, recipe, recipes
from tests.read.desk import desk, says

WANTED = {"whitehouse", "state", "elysee", "kremlin", "kyiv", "un", "eu", "downingstreet"}
LOOPBACK = ("127.0.0.1",)


def page(title: str, text: str = "The council of the harbour town met today and spoke of the ferry.") -> bytes:
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{text}</p></article></body></html>".encode()


def a_recipe(*places: Place) -> Recipe:
    return Recipe(name="town", title="The town", outlet="Town hall", language="en", translated_from="sv", places=places)


def test_the_shipped_recipes_are_whole() -> None:
    assert set(recipes()) == WANTED
    for name, one in recipes().items():
        assert one.name == name
        assert one.language == "en"
        assert one.places
        for place in one.places:
            assert place.address.startswith(("https://", "http://"))
            assert {place.kind, *(rule.kind for rule in place.rules)} <= PRIMARY
            for pattern in (*(rule.holds for rule in place.rules), place.counts or ""):
                re.compile(pattern)
            # Nobody has tried them from here, and they say so.
            assert place.checked is None
            assert place.known_from


@pytest.mark.parametrize(
    ("name", "address", "title", "kind"),
    [
        ("whitehouse", "https://www.whitehouse.gov/briefings-statements/x/", "Readout of a Call", "readout"),
        ("whitehouse", "https://www.whitehouse.gov/remarks/x/", None, "transcript"),
        ("whitehouse", "https://www.whitehouse.gov/fact-sheets/x/", "Fact Sheet", "release"),
        ("state", "https://www.state.gov/x/", "The Secretary’s Call with the Foreign Minister", "readout"),
        ("kremlin", "http://en.kremlin.ru/events/president/transcripts/1", "Opening remarks", "transcript"),
        ("downingstreet", "https://www.gov.uk/government/news/pm-call-with-x", "PM call with X", "readout"),
        ("downingstreet", "https://www.gov.uk/government/speeches/x", "PM speech", "transcript"),
    ],
)
def test_kinds_are_told_by_address_and_title(name: str, address: str, title: str | None, kind: str) -> None:
    assert kind_of(recipe(name).places[0], address, title) == kind


def test_a_recipe_that_is_not_there() -> None:
    with pytest.raises(OptionError, match="no recipe atlantis: choose one of"):
        recipe("atlantis")


def test_the_pages_of_a_feed_and_of_a_sitemap_each_once() -> None:
    pages: dict = {}
    with desk(pages) as server:
        feed = f"<rss version='2.0'><channel><title>Town</title><item><title>Readout of a call</title><link>{server.url}/news/1</link><pubDate>Mon, 11 May 2026 10:00:00 GMT</pubDate></item></channel></rss>"
        listed = "".join(f"<url><loc>{server.url}/{path}</loc></url>" for path in ("news/1", "news/2", "shop/3", "news/4"))
        sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{listed}</urlset>'
        pages |= {
            "/feed": says(feed.encode(), content_type="application/rss+xml"),
            "/sitemap.xml": says(sitemap.encode(), content_type="application/xml"),
            "/news/1": says(page("Readout of a call"), content_type="text/html"),
            "/news/2": says(page("Remarks by the mayor"), content_type="text/html"),
            "/news/4": says(page("Known"), content_type="text/html"),
        }
        rules = (Rule("readout", "readout"), Rule("remarks", "transcript"))
        made = a_recipe(
            Place(address=f"{server.url}/feed", kind="release", rules=rules, known_from="a test", checked=None),
            Place(
                address=f"{server.url}/sitemap.xml",
                is_sitemap=True,
                kind="release",
                counts="/news/",
                known_from="a test",
                checked=None,
            ),
            Place(address=f"{server.url}/gone", kind="release", known_from="a test", checked=None),
        )
        fetcher = Fetcher(LOOPBACK, polite=0.0)
        found = list(items(made, fetcher, lambda address: address.endswith("/4"), 10))
        assert [(one.url, one.kind, one.outlet, one.translated_from) for one in found if isinstance(one, Item)] == [
            (f"{server.url}/news/1", "readout", "Town hall", "sv"),
            (f"{server.url}/news/2", "release", "Town hall", "sv"),
        ]
        assert "/shop/3" not in server.asked
        assert "/news/4" not in server.asked
        (passed,) = [one for one in found if isinstance(one, PassedOver)]
        assert "answers 404" in passed.why
        few = list(items(made, fetcher, lambda _: False, 1))
        assert "the rest is left out" in few[-1].why if isinstance(few[-1], PassedOver) else False


def test_without_a_network_there_is_one_clear_sentence() -> None:
    nowhere = [
        Place(address=f"http://127.0.0.1:9/{name}", kind="release", known_from="a test", checked=None)
        for name in ("feed", "sitemap")
    ]
    with pytest.raises(
        FetchError, match=r"^None of the 2 addresses of the recipe town can be had; the first: http://127.0.0.1:9/feed can't"
    ):
        list(items(a_recipe(*nowhere), Fetcher(LOOPBACK, polite=0.0), lambda _: False, 10))
