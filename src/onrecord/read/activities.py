"""Activities: the entries of an ActivityPub outbox, as Mastodon exports it, to posts."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from onrecord.read.fields import address, language_code, short, words
from onrecord.read.moments import moment
from onrecord.read.post import NO_POST, NOT_PUBLIC, REPEATED, NotOwn, Owner, Post

OUTLET = "Mastodon"

# The ways to write the collection of everybody: https://www.w3.org/TR/activitypub/#public-addressing.
_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
_POSTS = frozenset({"Note", "Article", "Question", "Page"})


def is_activity(fields: Mapping[str, object]) -> bool:
    """Whether an object is an activity of ActivityPub."""
    return fields.get("type") in {"Create", "Announce"} and "object" in fields


def activity(fields: Mapping[str, object], owner: Owner) -> Post | NotOwn:
    """The post of an activity that created one for everybody to read."""
    if fields.get("type") == "Announce":
        return REPEATED
    said = fields.get("object")
    if fields.get("type") != "Create" or not isinstance(said, dict) or said.get("type") not in _POSTS:
        return NO_POST
    if not _is_public(said if "to" in said or "cc" in said else fields):
        return NOT_PUBLIC
    by_language = said.get("contentMap")
    languages = [language_code(code) for code in by_language] if isinstance(by_language, dict) else []
    content = by_language.get("en") if isinstance(by_language, dict) and "en" in by_language else said.get("content")
    return Post(
        html=words(content) or "",
        url=address(said.get("url")) or address(said.get("id")),
        byline=owner.shown or _handle(said.get("attributedTo") or fields.get("actor")),
        outlet=OUTLET,
        title=short(said.get("name")) or short(said.get("summary")),
        published=moment(said.get("published")) or moment(fields.get("published")),
        language=languages[0] if len(languages) == 1 else None,
    )


def actor(fields: object) -> Owner:
    """Whose outbox it is, from actor.json."""
    if not isinstance(fields, dict):
        return Owner()
    handle, host = short(fields.get("preferredUsername")), urlsplit(address(fields.get("id")) or "").hostname
    return Owner(short(fields.get("name")), f"{handle}@{host}" if handle and host else handle)


def _is_public(said: Mapping[str, object]) -> bool:
    """Whether everybody is among those whom it is addressed to; an object that addresses nobody has lost its list."""
    lists = [said[key] for key in ("to", "cc") if key in said]
    named = [one for entry in lists for one in (entry if isinstance(entry, list) else [entry])]
    return not lists or any(isinstance(one, str) and one in _PUBLIC for one in named)


def _handle(value: object) -> str | None:
    """@jane@social.example, from https://social.example/users/jane or https://social.example/@jane."""
    found = address(value)
    if found is None:
        return None
    parts = urlsplit(found)
    name = parts.path.rstrip("/").rpartition("/")[2].removeprefix("@")
    return f"@{name}@{parts.hostname}" if name and parts.hostname else None
