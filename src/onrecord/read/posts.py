"""Posts: a platform's export (X, Mastodon, Bluesky) or any JSON array of posts to its posts, each in its author's own words.

What only repeats somebody else's post is passed over, with the reason; replies are kept.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec

from onrecord.errors import InputError
from onrecord.read.activities import activity, actor, is_activity
from onrecord.read.bluesky import bluesky, is_bluesky
from onrecord.read.columns import Columns
from onrecord.read.fields import Rows, canonical, document, language_name, parsed, words
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.post import NO_POST, REPEATED, NotOwn, Owner, Post
from onrecord.read.tweets import account, is_tweet, long_texts, tweet
from onrecord.read.unpacked import first_bytes, whole

# X splits what is larger; an outbox of 100,000 posts holds less. Held in memory once, as bytes.
LIMIT_POSTS = 500_000_000

# Files beside an export that say whose it is or hold its long posts.
_LIMIT_BESIDE = 100_000_000

_HEAD = 65_536
_FIRST = 100

_ARCHIVE = re.compile(rb"^(?:\xef\xbb\xbf)?\s*window\.YTD\.(?P<what>\w{1,40})\.part\d{1,6}\s*=\s*")
_TWEETS = frozenset({b"tweet", b"tweets", b"community_tweet", b"community_tweets"})
_MARK = b"\xef\xbb\xbf"

# Where an object holds a list of posts, the surest name first.
_LISTS = ("orderedItems", "feed", "posts", "records", "statuses", "tweets", "toots", "data", "items")
_KNOWN_OBJECT = re.compile(rb'"(?:orderedItems|feed|posts|records|statuses|tweets|toots|data)"\s*:\s*\[')
_OBJECT = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\{")
_ARRAY = re.compile(rb"^(?:\xef\xbb\xbf)?\s*\[\s*\{")
_JSON_FEED = re.compile(rb"jsonfeed\.org\\?/version")

# How the makers of collections mark what is repeated, and how they write yes.
_REPEATS = frozenset({"isretweet", "retweet", "isreblog", "isrepost", "isboost"})
_YES = frozenset({"t", "true", "yes", "y", "1"})
_REPEATED = ("retweeted_status", "reblog", "repost_of")
_WORDS_OF_REPEAT = re.compile(r"\s*RT @\w+")

# Links and handles alone are no words.
_NO_WORDS = re.compile(r"https?://\S+|(?<!\w)[@#]\S+")
_LETTER = re.compile(r"[^\W\d_]")

Form = Literal["tweets", "activities", "any"]


def is_posts(path: Path) -> bool:
    """Whether a file begins as an export of posts, or a JSON array, does."""
    head = first_bytes(path, _HEAD)
    archive = _ARCHIVE.match(head)
    if archive:
        return archive["what"] in _TWEETS
    if _ARRAY.match(head):
        return True
    return _OBJECT.match(head) is not None and _KNOWN_OBJECT.search(head) is not None and not _JSON_FEED.search(head)


def items(path: Path, columns: Columns | None = None) -> Iterator[Item | PassedOver]:
    """The posts of an export, in order, and what of it is passed over. columns: for arrays that are no platform's own.

    Raises InputError where the file holds no list of posts, OptionError where the columns don't fit it.
    """
    form, entries = _entries(whole(path, LIMIT_POSTS), str(path))
    columns = columns or Columns()
    rows = Rows(columns, kind="post")
    _check(columns, form, entries, path)
    owner, notes = _owner(path, form), _notes(path) if form == "tweets" else {}
    for number, raw in enumerate(entries, start=1):
        name = f"{path}, entry {number}"
        try:
            fields = parsed(bytes(raw))
        except ValueError as error:
            yield PassedOver(name, f"{name}, is not JSON: {error}.")
            continue
        if not isinstance(fields, dict):
            yield PassedOver(name, f"{name}, {NO_POST.why}.")
            continue
        found = _post(fields, form, owner, notes)
        if found is None:
            yield from rows.read(fields, canonical(fields), name)
        else:
            yield _item(found, canonical(fields), name)


def _post(fields: dict[str, object], form: Form, owner: Owner, notes: Mapping[str, str]) -> Post | NotOwn | None:
    """The post, where it is of a known form."""
    if form == "tweets" or is_tweet(fields):
        return tweet(fields, owner, notes)
    if form == "activities" or is_activity(fields):
        return activity(fields, owner)
    if is_bluesky(fields):
        return bluesky(fields)
    return REPEATED if _repeats(fields) else None


def _item(found: Post | NotOwn, raw: bytes, name: str) -> Item | PassedOver:
    if isinstance(found, NotOwn):
        return PassedOver(name, f"{name}, {found.why}.")
    if found.language not in {None, "en"}:
        return PassedOver(name, f"{name}, says that it is in {language_name(found.language)}, and onrecord reads English only.")
    html = document(
        raw=raw,
        name=name,
        text=found.text,
        html=found.html,
        url=found.url,
        title=found.title,
        byline=found.byline,
        outlet=found.outlet,
        published=found.published,
        kind="post",
    )
    # The entry itself is what is kept: two posts of the same words are two.
    item = msgspec.structs.replace(html, raw=raw, content_type=None, text=html.text or "")
    if not _LETTER.search(_NO_WORDS.sub("", item.text or "")):
        return PassedOver(name, f"{name}, holds no words, only links or pictures.")
    return item


def _entries(raw: bytes, name: str) -> tuple[Form, list[msgspec.Raw]]:
    """The list of posts in a file, each entry as its bytes."""
    archive = _ARCHIVE.match(raw)
    if archive:
        if archive["what"] not in _TWEETS:
            raise InputError(f"{name} is a part of an X archive that holds no posts: give its tweets.js.")
        return "tweets", _array(raw[archive.end() :].rstrip().removesuffix(b";"), name)
    raw = raw.removeprefix(_MARK)
    if raw.lstrip()[:1] != b"{":
        return "any", _array(raw, name)
    try:
        held = msgspec.json.decode(raw, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        held = _plainly_decoded(raw, name, dict)
    for key in _LISTS:
        if bytes(held.get(key, b"")).lstrip()[:1] == b"[":
            return "activities" if key == "orderedItems" else "any", _array(bytes(held[key]), name)
    raise InputError(f"{name} holds no list of posts: give an export's tweets.js or outbox.json, or a JSON array of posts.")


def _array(raw: bytes, name: str) -> list[msgspec.Raw]:
    try:
        return msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return list(_plainly_decoded(raw, name, list).values())


def _plainly_decoded(raw: bytes, name: str, wanted: type[dict[str, object]] | type[list[object]]) -> dict[str, msgspec.Raw]:
    """The same by Python's own reader, which takes more memory and allows half characters and NaN."""
    try:
        found = parsed(raw)
    except ValueError as error:
        raise InputError(f"{name} is not JSON: {error}.") from error
    if not isinstance(found, wanted):
        raise InputError(f"{name} holds no list of posts: give an export's tweets.js or outbox.json, or a JSON array of posts.")
    pairs = found.items() if isinstance(found, dict) else ((str(at), value) for at, value in enumerate(found))
    return {key: msgspec.Raw(canonical(value)) for key, value in pairs}


def _check(columns: Columns, form: Form, entries: list[msgspec.Raw], path: Path) -> None:
    """Raise OptionError where the columns don't fit a file that is no platform's own."""
    if form != "any":
        return
    known = []
    for raw in entries[:_FIRST]:
        try:
            fields = parsed(bytes(raw))
        except ValueError:
            continue
        if isinstance(fields, dict) and _post(fields, form, Owner(), {}) in {None, REPEATED}:
            known.append(fields)
    if known:
        columns.check(known, str(path))


def _owner(path: Path, form: Form) -> Owner:
    if form == "tweets":
        return account(_beside(path, "account.js"))
    if form == "activities":
        beside = path.with_name("actor.json")
        try:
            return actor(parsed(whole(beside, _LIMIT_BESIDE))) if beside.is_file() else Owner()
        except (InputError, ValueError):
            return Owner()
    return Owner()


def _notes(path: Path) -> dict[str, str]:
    return long_texts(_beside(path, "note-tweet.js"))


def _beside(path: Path, name: str) -> Iterator[object]:
    """The entries of another file of the same X archive; none where it is not there or can't be read."""
    beside = path.with_name(name)
    try:
        raw = whole(beside, _LIMIT_BESIDE) if beside.is_file() else b""
        archive = _ARCHIVE.match(raw)
        found = parsed(raw[archive.end() :].rstrip().removesuffix(b";")) if archive else []
    except (InputError, ValueError):
        return
    yield from found if isinstance(found, list) else []


def _repeats(fields: Mapping[str, object]) -> bool:
    """Whether an entry of a collection only repeats somebody else's post."""
    if any(isinstance(fields.get(key), dict) for key in _REPEATED):
        return True
    marked = any((words(fields[key]) or str(fields[key])).lower() in _YES for key in fields if _plain(key) in _REPEATS)
    text = fields.get("text") or fields.get("content")
    return marked or (isinstance(text, str) and _WORDS_OF_REPEAT.match(text) is not None)


def _plain(key: str) -> str:
    return key[:40].casefold().replace("_", "")
