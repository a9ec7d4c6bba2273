"""Bluesky: posts as its public interface and its collections of records give them, to posts."""

import re
from collections.abc import Mapping

from onrecord.read.fields import language_code, short, words
from onrecord.read.moments import moment
from onrecord.read.post import NO_POST, REPEATED, NotOwn, Owner, Post

OUTLET = "Bluesky"

_POST = "app.bsky.feed.post"
_URI = re.compile(rf"at://(?P<account>[A-Za-z0-9.:_%-]{{3,255}})/{re.escape(_POST)}/(?P<key>[A-Za-z0-9.:_~-]{{1,512}})")


def is_bluesky(fields: Mapping[str, object]) -> bool:
    """Whether an object is a post of Bluesky, alone or in a feed, or a record of one."""
    view = _view(fields)
    return _URI.match(words(view.get("uri")) or "") is not None or _record(view).get("$type") == _POST


def bluesky(fields: Mapping[str, object]) -> Post | NotOwn:
    """The post of an entry of a feed, of a list of posts or of a list of records."""
    reason = fields.get("reason")
    if isinstance(reason, dict) and "repost" in str(reason.get("$type")).lower():
        return REPEATED
    view = _view(fields)
    record, author = _record(view), view.get("author")
    if not isinstance(record.get("text"), str):
        return NO_POST
    owner = Owner(short(author.get("displayName")), short(author.get("handle"))) if isinstance(author, dict) else Owner()
    uri = _URI.fullmatch(words(view.get("uri")) or "")
    languages = record.get("langs")
    codes = [language_code(code) for code in languages] if isinstance(languages, list) else []
    return Post(
        text=words(record["text"]) or "",
        url=f"https://bsky.app/profile/{owner.handle or uri['account']}/post/{uri['key']}" if uri else None,
        byline=owner.shown,
        outlet=OUTLET,
        published=moment(record.get("createdAt")),
        language=codes[0] if codes and "en" not in codes else None,
    )


def _view(fields: Mapping[str, object]) -> Mapping[str, object]:
    post = fields.get("post")
    return post if isinstance(post, dict) else fields


def _record(view: Mapping[str, object]) -> Mapping[str, object]:
    for key in ("record", "value"):
        inner = view.get(key)
        if isinstance(inner, dict):
            return inner
    return view
