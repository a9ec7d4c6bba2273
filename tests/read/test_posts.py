"""Exports of posts give the account's own public words, and say what they leave out."""

import json
from pathlib import Path

import pytest

from onrecord.errors import InputError, OptionError
from onrecord.read.columns import parse_columns
from onrecord.read.inputs import PassedOver
from onrecord.read.item import Item
from onrecord.read.posts import is_posts, items
from onrecord.read.source import read_item

SAID = "The bridge stays closed until spring, and I will not gamble with lives."


def put(path: Path, value: object, *, behind: str = "") -> Path:
    path.write_text(behind + json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path


def posts(path: Path, words: str | None = None) -> list[Item]:
    return [one for one in items(path, parse_columns(words)) if isinstance(one, Item)]


def whys(path: Path) -> list[str]:
    return [one.why.removeprefix(f"{path}, ") for one in items(path) if isinstance(one, PassedOver)]


def archive(folder: Path, *tweets: dict[str, object], wrapped: bool = True) -> Path:
    account = [{"account": {"username": "voss_kerrin", "accountDisplayName": "Ilse Voss", "accountId": "7"}}]
    put(folder / "account.js", account, behind="window.YTD.account.part0 = ")
    entries = [{"tweet": tweet} for tweet in tweets] if wrapped else list(tweets)
    return put(folder / "tweets.js", entries, behind="window.YTD.tweets.part0 = ")


def tweet(text: str, number: int = 1, **more: object) -> dict[str, object]:
    return {"id_str": str(number), "full_text": text, "created_at": "Tue Jan 08 14:30:00 +0000 2019", **more}


@pytest.mark.parametrize("wrapped", [True, False])
def test_an_x_archive_gives_the_accounts_posts(tmp_path: Path, wrapped: bool) -> None:
    path = archive(tmp_path, tweet(f"{SAID} Q&amp;A at 5 &lt; 6 &amp;lt;"), tweet(SAID, 2), wrapped=wrapped)
    assert is_posts(path)
    one, two = posts(path)
    assert one.text == f"{SAID} Q&A at 5 < 6 &lt;"
    assert (one.byline, one.kind, one.outlet) == ("Ilse Voss", "post", "X")
    assert (one.url, one.published) == ("https://x.com/voss_kerrin/status/1", "2019-01-08T14:30:00Z")
    assert one.name == f"{path}, entry 1"
    assert one.raw != two.raw
    document = read_item(one).document
    assert (document.text, document.kind, document.byline) == (one.text, "post", "Ilse Voss")
    assert posts(path) == [one, two]


def test_retweets_are_passed_over_and_replies_kept(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        tweet(f"RT @somebody: {SAID}"),
        tweet(f"@somebody {SAID}", in_reply_to_screen_name="somebody"),
        tweet(SAID, retweeted_status={"full_text": SAID}),
        tweet("https://t.co/abc"),
        tweet("@somebody https://t.co/abc #kerrin"),
        {"id_str": "9"},
    )
    assert [item.text for item in posts(path)] == [f"@somebody {SAID}"]
    assert whys(path) == [
        "entry 1, repeats somebody else's post.",
        "entry 3, repeats somebody else's post.",
        "entry 4, holds no words, only links or pictures.",
        "entry 5, holds no words, only links or pictures.",
        "entry 6, is not a post.",
    ]


def test_a_long_post_is_given_whole(tmp_path: Path) -> None:
    whole = " ".join(f"{SAID} And {number} &amp; more." for number in range(20))
    short = f"{whole[:270]}… https://t.co/abc"
    inside = {"note_tweet": {"note_tweet_results": {"result": {"text": whole}}}}
    path = archive(tmp_path, tweet(short), tweet(short, 2, **inside), tweet(short, 3, created_at="Wed Jan 09 14:30:00 +0000 2019"))
    note = {"noteTweet": {"noteTweetId": "99", "createdAt": "2019-01-08T14:30:02.000Z", "core": {"text": whole}}}
    put(tmp_path / "note-tweet.js", [note], behind="window.YTD.note_tweet.part0 = ")
    assert [len(item.text or "") for item in posts(path)] == [len(whole.replace("&amp;", "&"))] * 2 + [
        len(short.replace("&amp;", "&"))
    ]
    assert not is_posts(tmp_path / "note-tweet.js")
    with pytest.raises(InputError, match=r"give its tweets\.js"):
        posts(tmp_path / "note-tweet.js")


def test_without_its_account_an_archive_has_no_name_and_no_addresses(tmp_path: Path) -> None:
    path = archive(tmp_path, tweet(SAID))
    (tmp_path / "account.js").write_text("window.YTD.account.part0 = [broken", encoding="utf-8")
    (item,) = posts(path)
    assert (item.byline, item.url) == (None, None)


def test_a_name_in_an_archive_cannot_lead_elsewhere(tmp_path: Path) -> None:
    path = archive(tmp_path, tweet(SAID, id_str="1/../../evil"))
    put(tmp_path / "account.js", [{"account": {"username": "../evil"}}], behind="window.YTD.account.part0 = ")
    assert [item.url for item in posts(path)] == [None]


PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def created(content: str, *, to: list[str] | None = None, **more: object) -> dict[str, object]:
    note = {
        "type": "Note",
        "id": "https://social.example/users/voss/statuses/1",
        "url": "https://social.example/@voss/1",
        "attributedTo": "https://social.example/users/voss",
        "published": "2019-01-08T14:30:00Z",
        "content": content,
        "to": [PUBLIC] if to is None else to,
        **more,
    }
    return {"type": "Create", "actor": "https://social.example/users/voss", "object": note}


def outbox(folder: Path, *entries: object) -> Path:
    return put(folder / "outbox.json", {"@context": "x", "type": "OrderedCollection", "orderedItems": list(entries)})


def test_a_mastodon_outbox_gives_its_public_posts(tmp_path: Path) -> None:
    path = outbox(
        tmp_path,
        created(f"<p>{SAID}<br>Now &amp; then.</p><p>Yes.</p>", summary="On the bridge"),
        {"type": "Announce", "object": "https://social.example/users/b/statuses/2"},
        created(f"<p>{SAID}</p>", to=["https://social.example/users/b"], cc=[]),
        created(
            f"<p>{SAID}</p>",
            to=["https://social.example/users/voss/followers"],
            cc=["as:Public"],
            contentMap={"en": f"<p>{SAID}</p>"},
        ),
        created("<p>Non, jamais.</p>", contentMap={"fr": "<p>Non, jamais.</p>"}),
        created(""),
        7,
    )
    assert is_posts(path)
    one, two = posts(path)
    assert one.text == f"{SAID}\nNow & then.\n\nYes."
    assert (one.byline, one.title, one.kind) == ("@voss@social.example", "On the bridge", "post")
    assert (one.url, one.published) == ("https://social.example/@voss/1", "2019-01-08T14:30:00Z")
    assert two.text == SAID
    assert read_item(one).document.text == one.text
    assert whys(path) == [
        "entry 2, repeats somebody else's post.",
        "entry 3, was not public.",
        "entry 5, says that it is in French, and onrecord reads English only.",
        "entry 6, holds no words, only links or pictures.",
        "entry 7, is not a post.",
    ]
    put(tmp_path / "actor.json", {"id": "https://social.example/users/voss", "preferredUsername": "voss", "name": "Ilse Voss"})
    assert {item.byline for item in posts(path)} == {"Ilse Voss"}


def test_bluesky_feeds_and_records_are_read(tmp_path: Path) -> None:
    record = {"$type": "app.bsky.feed.post", "text": SAID, "createdAt": "2019-01-08T14:30:00.123Z", "langs": ["en"]}
    post = {"uri": "at://did:plc:abc/app.bsky.feed.post/3k", "author": {"handle": "voss.example", "displayName": "Ilse Voss"}}
    feed = [
        {"post": {**post, "record": record}, "reply": {}},
        {"post": {**post, "record": record}, "reason": {"$type": "app.bsky.feed.defs#reasonRepost"}},
        {"post": {**post, "record": {**record, "langs": ["fr"]}}},
    ]
    path = put(tmp_path / "feed.json", {"feed": feed, "cursor": "x"})
    assert is_posts(path)
    (item,) = posts(path)
    assert (item.text, item.byline, item.published) == (SAID, "Ilse Voss", "2019-01-08T14:30:00Z")
    assert item.url == "https://bsky.app/profile/voss.example/post/3k"
    assert len(whys(path)) == 2
    (item,) = posts(put(tmp_path / "records.json", {"records": [{"uri": post["uri"], "value": record}]}))
    assert (item.url, item.byline) == ("https://bsky.app/profile/did:plc:abc/post/3k", None)


def test_any_array_of_posts_is_read_by_its_columns(tmp_path: Path) -> None:
    entries = [
        {"id": 1, "text": SAID, "date": "2019-01-08 14:30:00", "isRetweet": "f"},
        {"id": 2, "text": SAID, "isRetweet": "t"},
        {"id": 3, "text": f"RT @b: {SAID}", "isRetweet": "f"},
        {"id": 4, "content": f"<p>{SAID}</p>", "account": {"display_name": "Ilse Voss", "acct": "voss"}, "reblog": None, "url": "https://s.example/4", "created_at": "2019-01-08T14:30:00Z"},
        {"id": 5, "content": "", "reblog": {"content": SAID}},
        {"id": 6, "text": SAID, "title": "An article"},
    ]  # fmt: skip
    path = put(tmp_path / "posts.json", entries)
    assert is_posts(path)
    one, two, three = posts(path)
    assert (one.text, one.published, one.kind) == (SAID, "2019-01-08", "post")
    assert (two.text, two.byline, two.url, two.published) == (SAID, "Ilse Voss", "https://s.example/4", "2019-01-08T14:30:00Z")
    assert (three.title, three.kind) == ("An article", None)
    assert whys(path) == [f"entry {number}, repeats somebody else's post." for number in (2, 3, 5)]


def test_a_map_serves_an_array(tmp_path: Path) -> None:
    path = put(tmp_path / "posts.json", [{"words": SAID, "who": "Ilse Voss"}])
    assert [(item.text, item.byline) for item in posts(path, "text=words,byline=who")] == [(SAID, "Ilse Voss")]
    with pytest.raises(OptionError, match="no column “body” for text"):
        posts(path, "text=body")
    with pytest.raises(OptionError, match="known to hold a text"):
        posts(path)


def test_half_a_character_spoils_nothing(tmp_path: Path) -> None:
    path = tmp_path / "posts.json"
    path.write_text('[{"text": "Half \\ud83d of it."}, {"text": "Whole."}]', encoding="utf-8")
    assert [item.text for item in posts(path)] == ["Half \ufffd of it.", "Whole."]


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    for text, said in [
        ("[{]", "is not JSON"),
        ("", "is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": 1}', "holds no list of posts"),
        ('"text"', "holds no list of posts"),
        ("window.YTD.ad_engagements.part0 = []", "holds no posts"),
    ]:
        path = tmp_path / "posts.json"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match=said) as caught:
            posts(path)
        assert str(caught.value).startswith(str(path))


def test_posts_are_known_by_their_beginning(tmp_path: Path) -> None:
    assert not is_posts(put(tmp_path / "feed.json", {"version": "https://jsonfeed.org/version/1.1", "items": []}))
    assert not is_posts(put(tmp_path / "a.json", {"document": {}, "statements": []}))
    assert not is_posts(put(tmp_path / "b.json", [1, 2]))
    assert not is_posts(tmp_path / "none.json")
