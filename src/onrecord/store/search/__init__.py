"""Searching an archive: words, options and meaning to quotations, on either engine."""

from onrecord.store.search.found import Found, Hit, Member, Named, Query, Taken
from onrecord.store.search.searching import search

__all__ = ["Found", "Hit", "Member", "Named", "Query", "Taken", "search"]
