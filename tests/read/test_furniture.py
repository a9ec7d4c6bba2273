"""The page's lines are left out with their reasons, the article's never."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.furniture import furniture, furniture_reason

BODY = (
    "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until spring.\n\n"
    "“We will not gamble with lives,” she told reporters outside the town hall."
)

MORE = (
    "The ferrymen's union called the decision a gift to nobody and asked for talks before the end of the month.\n\n"
    "“Nobody asked us,” said its chairman."
)


def found(text: str) -> dict[str, str]:
    return {text[left.start : left.end]: left.why for left in furniture(text)}


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Leave a Reply", "comment form"),
        ("Leave a Reply Cancel reply", "comment form"),
        ("Your email address will not be published. Required fields are marked *", "comment form"),
        ("Your e-mail address will not be published.", "comment form"),
        ("Name *", "comment form"),
        ("Email *", "comment form"),
        ("Website", "comment form"),
        ("Save my name, email, and website in this browser for the next time I comment.", "comment form"),
        ("Notify me of new posts by email.", "comment form"),
        ("Post Comment", "comment form"),
        ("3 Comments", "comment form"),
        ("You must be logged in to post a comment.", "comment form"),
        ("Share this article", "share buttons"),
        ("Share on Facebook", "share buttons"),
        ("Share on Facebook   Share on WhatsApp", "share buttons"),
        ("Facebook Twitter WhatsApp Print", "share buttons"),
        ("Facebook | X | LinkedIn", "share buttons"),
        ("Click to share on Twitter (Opens in new window)", "share buttons"),
        ("Copy link", "share buttons"),
        ("Subscribe to our newsletter", "newsletter sign-up"),
        ("Sign up for our daily newsletter", "newsletter sign-up"),
        ("SUBSCRIBE NOW", "subscription notice"),
        ("Already a subscriber? Log in", "subscription notice"),
        ("We use cookies to improve your experience. By continuing, you agree with our privacy policy.", "cookie notice"),
        ("This website uses cookies.", "cookie notice"),
        ("Accept all cookies", "cookie notice"),
        ("Read more: The long winter of the ferrymen", "related links"),
        ("READ ALSO: The long winter of the ferrymen", "related links"),
        ("Related articles", "related links"),
        ("You may also like", "related links"),
        ("Advertisement", "advertisement"),
        ("ADVERTISEMENT", "advertisement"),
        ("Story continues below advertisement", "advertisement"),
        ("Posted by admin", "posting line"),
        ("Filed under: Politics, Kerrin", "posting line"),
        ("Tags: bridge, Voss, spring", "posting line"),
        ("4 min read", "posting line"),
        ("© 2019 The Kerrin Courier. All rights reserved.", "copyright line"),
        ("Copyright 2019 The Kerrin Courier", "copyright line"),
        ("Thanks for signing up!", "newsletter sign-up"),
        ("Subscribe to our newsletter and miss nothing more!", "newsletter sign-up"),
        ("You may also like...", "related links"),
        ("Written by Jane Doe", "posting line"),
        ("Skip to main content", "site navigation"),
    ],
)
def test_a_line_of_the_page_is_left_out_with_its_reason(line: str, why: str) -> None:
    assert furniture_reason(line) == why
    assert found(f"{BODY}\n\n{line}\n\n{MORE}") == {line: why}


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies, said the company's lawyer, and we have never denied it to the court.",
        "“This site uses cookies,” the regulator read aloud.",
        "Your email address will not be published, the minister assured the whistleblower.",
        "Share prices fell by a third after the statement.",
        "Share this burden, she said, and it becomes light.",
        "Leave a reply on his desk, the premier told his aide.",
        "Related articles of the treaty were struck out on Friday, the envoy said.",
        "Read more books, the minister told the pupils.",
        "Subscribe to our view or leave, the chairman said.",
        "Advertisement revenue rose, said the publisher.",
        "Comments by the president angered the unions.",
        "Name one promise that he has kept, she said.",
        "Posted to Brussels in May, the envoy said he would stay.",
        "Twitter said that it had removed the account.",
        "Facebook and Twitter were asked to explain themselves.",
        "The most read treaty in history, he called it.",
        "Search teams found the boat.",
        "Home Secretary Ann Wray said no.",
        "Copyright law must change, the minister said on Tuesday.",
        "Get our boys home, he told the crowd.",
        "Published by the ministry, the figures show a fall.",
        "Print and radio were silent.",
        "More on this later, she promised the reporters.",
        "Published in London in 1994, the book made her famous.",
        "Written by hand, the letter demanded his resignation.",
    ],
)
def test_a_sentence_that_only_mentions_such_things_stays(line: str) -> None:
    assert found(f"{BODY}\n\n{line}\n\n{MORE}") == {}


def test_everything_after_the_head_of_a_comment_form_is_the_form() -> None:
    text = (
        f"{BODY}\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *\nComment *\nYour town\n"
    )
    assert found(text) == dict.fromkeys(filter(None, text[text.index("Leave a Reply") :].split("\n")), "comment form")


def test_an_article_that_goes_on_after_a_comment_form_is_kept() -> None:
    text = f"{BODY}\n\nLeave a Reply\n\nName *\n\n{MORE}"
    assert found(text) == {"Leave a Reply": "comment form", "Name *": "comment form"}


@pytest.mark.parametrize(
    "copy",
    [
        "Voss and Ilmar talk on the telephone about the closed bridge of Kerrin",
        "Voss and Ilmar talk on the telephone about the closed bridge of Kerrin.",
        "VOSS AND ILMAR TALK ON THE TELEPHONE ABOUT THE CLOSED BRIDGE OF KERRIN",
        "Voss and Ilmar about the closed bridge of Kerrin.",
        "Voss and Ilmar talk on the telephone about the closed bridge of Kerrin - Politics",
    ],
)
def test_a_headline_that_stands_twice_is_kept_once(copy: str) -> None:
    headline = "Voss and Ilmar talk on the telephone about the closed bridge of Kerrin"
    text = f"{headline}\n\n{copy}\n\n\n{BODY}"
    left = furniture(text)
    assert [(text[one.start : one.end], one.why) for one in left] == [(copy, "doubled headline")]
    assert left[0].start > len(headline)


def test_a_headline_that_stands_twice_in_one_line_is_kept_once() -> None:
    headline = "Voss and Ilmar meet at the closed bridge."
    text = f"{headline}{headline}\n\n{BODY}"
    assert [(left.start, left.end) for left in furniture(text)] == [(len(headline), 2 * len(headline))]


def test_a_lead_that_tells_the_headline_again_is_kept() -> None:
    text = (
        "Voss and Ilmar talk about the closed bridge of Kerrin\n\n"
        "Voss and Ilmar talked by telephone on Monday about the closed bridge of Kerrin.\n\n" + BODY
    )
    assert found(text) == {}


def test_a_piece_of_a_wrapped_sentence_is_no_button() -> None:
    text = "The envoy had first shown the letter to her own followers on\nFacebook\nand then to the court, her lawyer said.\n"
    assert found(text) == {}


LINES = st.sampled_from(
    [
        *BODY.split("\n"),
        "Leave a Reply",
        "Name *",
        "Share",
        "Facebook Twitter",
        "Read more: x",
        "A B C D",
        "A B C D E",
        "“",
        "\u2028",
        " ",
    ]
)


@given(st.lists(LINES | st.text(max_size=30), max_size=12), st.sampled_from(["\n", "\r\n", "\n\n", "\v"]))
def test_spans_are_sorted_free_of_overlaps_and_inside_the_text(parts: list[str], line_break: str) -> None:
    text = line_break.join(parts)
    left = furniture(text)
    assert all(0 <= one.start < one.end <= len(text) for one in left)
    assert all(before.end <= after.start for before, after in pairwise(left))
    assert all(one.why and "!" not in one.why for one in left)


@given(st.text(max_size=400))
def test_any_text_can_be_judged(text: str) -> None:
    furniture(text)
