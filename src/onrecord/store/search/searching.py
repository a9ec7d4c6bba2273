"""A query to what an archive holds of it: quotations, the best first, each with its reports."""

from sqlalchemy import Connection

from onrecord.errors import OptionError
from onrecord.store.archive import Archive
from onrecord.store.search.filters import conditions
from onrecord.store.search.found import Found, Query
from onrecord.store.search.hits import hits
from onrecord.store.search.meaning import nearest
from onrecord.store.search.query import parse
from onrecord.store.search.ranking import rank
from onrecord.store.vectors import Embed


def search(source: Archive | Connection, query: Query, embed: Embed | None = None) -> Found:
    """Search an archive. Without words or a wording, the newest that the options leave come first.

    embed: words to unit vectors, by the encoder that made the archive's; needed for `like` only.
    Raises OptionError where something in the query can't be searched for.
    """
    if isinstance(source, Archive):
        with source.read() as connection:
            return search(connection, query, embed)
    words = parse(query.words) if query.words is not None else None
    asked, names = conditions(source, query)
    if query.like is None:
        found = rank(source, words, asked, query.limit, query.skip)
        similar: dict[int, float] = {}
    elif not query.like.strip():
        raise OptionError("--like needs words whose meaning to look for: give some, or leave it out.")
    elif embed is None:
        raise OptionError("--like needs the encoder, which is not at hand here.")
    else:
        is_narrowed = words is not None or len(asked) > (0 if query.all_versions else 1)
        found, similar = nearest(
            source, query.like, embed, words, asked, limit=query.limit, skip=query.skip, is_narrowed=is_narrowed
        )
    made = hits(source, found.best, words, asked, all_versions=query.all_versions, similar=similar) if found.best else ()
    return Found(
        query=query, matches=found.matches, ranked=found.ranked, quotations=found.quotations, hits=made, names=tuple(names)
    )
