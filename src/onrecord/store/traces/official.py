"""A recipe to the pages that it stands for, as items: newest first, those that the archive has passed over without asking for them."""

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from onrecord.errors import FetchError, InputError
from onrecord.read import sitemaps
from onrecord.read.carriers import Fetcher
from onrecord.read.feeds import Entry
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.sitemaps import LIMIT_SITEMAP
from onrecord.store import listed
from onrecord.store.traces.recipes import Place, Recipe, counts, kind_of

# What a recipe's sitemap leaves out is said so often.
_SAID: Final = 5


def items(recipe: Recipe, fetcher: Fetcher, is_known: Callable[[str], bool], limit: int) -> Iterator[Item | PassedOver]:
    """The pages of a recipe's feeds and sitemaps, and a sentence for each thing that can't be had.

    is_known: whether the archive has a page of an address. limit: how many pages are asked for at most. Raises FetchError, in one
    sentence, where none of its addresses can be had.
    """
    failed: list[InputError] = []
    given: set[str] = set()
    for place in recipe.places:
        try:
            fetched = fetcher.page(place.address, limit_bytes=LIMIT_SITEMAP)
            found = listed.listing(fetched, place.address, fetcher)
        except InputError as error:
            failed.append(error)
            continue
        for why in found.left_out[:_SAID]:
            yield PassedOver(place.address, why)
        for page in found.pages:
            address = _address(page.entry)
            if address is None or address in given or not counts(place, address) or is_known(address):
                continue
            if len(given) >= limit:
                yield PassedOver(
                    place.address, f"{recipe.name} lists more than the {limit:,} pages that were asked for: the rest is left out."
                )
                return
            given.add(address)
            yield _item(recipe, place, page, address, fetcher)
    if len(failed) == len(recipe.places):
        if len(failed) == 1:
            raise failed[0]
        raise FetchError(f"None of the {len(failed)} addresses of the recipe {recipe.name} can be had; the first: {failed[0]}")
    for one in failed:
        yield PassedOver(recipe.name, str(one))


def _address(entry: Entry | sitemaps.Link) -> str | None:
    return entry.url if isinstance(entry, sitemaps.Link) else entry.link


def _item(recipe: Recipe, place: Place, page: listed.Listed, address: str, fetcher: Fetcher) -> Item | PassedOver:
    try:
        found = listed.item(page, fetcher)
    except InputError as error:
        return PassedOver(address, str(error))
    if isinstance(found, PassedOver):
        return found
    title = page.entry.title or found.title
    return msgspec.structs.replace(
        found,
        kind=kind_of(place, address, title),
        outlet=recipe.outlet,
        translated_from=found.translated_from or recipe.translated_from,
        # Who wrote the page is not who speaks in it.
        byline=None,
    )
