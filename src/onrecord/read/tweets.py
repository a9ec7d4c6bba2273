"""Tweets: the entries of an X (Twitter) archive to posts, long ones with all their words."""

import re
from collections.abc import Iterable, Mapping

from onrecord.read.fields import short, words
from onrecord.read.moments import moment
from onrecord.read.post import NO_POST, REPEATED, NotOwn, Owner, Post

OUTLET = "X"

# A long post stands in tweets.js cut after some 275 characters, and in note-tweet.js whole, under another number. The two
# begin alike: no two long posts of an account share so many characters and a day.
_ALIKE = 120
_LOOKED_AT = 400

_HANDLE = re.compile(r"[A-Za-z0-9_]{1,20}")
_NUMBER = re.compile(r"\d{1,25}")
_RETWEET = re.compile(r"RT @[A-Za-z0-9_]{1,20}:?\s")
_CUT = re.compile(r"\s*…?\s*(?:https://t\.co/\w+\s*)*$")


def is_tweet(fields: Mapping[str, object]) -> bool:
    """Whether an object is a tweet as X itself writes it."""
    return isinstance(fields.get("tweet"), dict) or isinstance(fields.get("full_text"), str)


def tweet(fields: Mapping[str, object], owner: Owner, notes: Mapping[str, str]) -> Post | NotOwn:
    """The post of an entry of tweets.js. notes: the archive's long texts, as `long_texts` gives them."""
    inner = fields.get("tweet")
    said: Mapping[str, object] = inner if isinstance(inner, dict) else fields
    text = said.get("full_text") or said.get("text")
    if not isinstance(text, str):
        return NO_POST
    text = _unescaped(text)
    if _RETWEET.match(text) or isinstance(said.get("retweeted_status"), dict):
        return REPEATED
    published = moment(said.get("created_at"))
    user = said.get("user")
    if isinstance(user, dict):
        owner = Owner(short(user.get("name")), short(user.get("screen_name")))
    number = words(said.get("id_str") or said.get("id")) or ""
    address = f"https://x.com/{owner.handle}/status/{number}" if owner.handle and _NUMBER.fullmatch(number) else None
    return Post(
        text=_own_long_text(said) or notes.get(_key(text, published)) or text,
        url=address,
        byline=owner.shown,
        outlet=OUTLET,
        published=published,
    )


def account(entries: Iterable[object]) -> Owner:
    """Whose archive it is, from the entries of account.js."""
    for entry in entries:
        said = entry.get("account") if isinstance(entry, dict) else None
        if isinstance(said, dict):
            handle = short(said.get("username")) or ""
            return Owner(short(said.get("accountDisplayName")), handle if _HANDLE.fullmatch(handle) else None)
    return Owner()


def long_texts(entries: Iterable[object]) -> dict[str, str]:
    """The texts of note-tweet.js by their day and beginning."""
    found: dict[str, str] = {}
    for entry in entries:
        said = entry.get("noteTweet") if isinstance(entry, dict) else None
        core = said.get("core") if isinstance(said, dict) else None
        text = core.get("text") if isinstance(core, dict) else None
        if isinstance(said, dict) and isinstance(text, str):
            text = _unescaped(text)
            found[_key(text, moment(said.get("createdAt")))] = text
    return found


def _key(text: str, published: str | None) -> str:
    """What a long post and its short form share; nothing where it is too short to have one."""
    beginning = _CUT.sub("", text[:_LOOKED_AT])[:_ALIKE]
    return f"{(published or '')[:10]} {beginning}" if len(beginning) == _ALIKE else ""


def _own_long_text(said: Mapping[str, object]) -> str | None:
    """The whole text where the object carries it itself, in either of the two ways of X's interfaces."""
    inside: object = said.get("note_tweet")
    for key in ("note_tweet_results", "result"):
        inside = inside.get(key, inside) if isinstance(inside, dict) else None
    text = inside.get("text") if isinstance(inside, dict) else None
    return _unescaped(text) if isinstance(text, str) and text.strip() else None


def _unescaped(text: str) -> str:
    """X escapes these three characters, and no others."""
    return (words(text) or "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
