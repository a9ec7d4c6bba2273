"""Organisations of a text: full names, acronyms that it defines, and what “the campaign” is short for."""

import pytest

from onrecord.resolve.names import names
from onrecord.resolve.organisations import Organisation, Organisations

GROWS = "Harbour Lines grew. Harbour Lines hired. Harbour Lines paid. "


def read(text: str) -> Organisations:
    found = names(text)
    return Organisations(text, found, frozenset(one.text for one in found if one.is_person))


def name(one: Organisation | None) -> str | None:
    return one.name if one else None


@pytest.mark.parametrize(
    "text",
    [
        "The Sandholm Port Authority (SPA) closed the quay. The SPA said so.",
        "The Sandholm Port Authority (“SPA”) closed the quay. The SPA said so.",
        "The Sandholm Port Authority closed the quay. The SPA said so.",
    ],
)
def test_an_acronym_is_the_name_that_it_abbreviates(text: str) -> None:
    organisations = read(text)
    assert organisations.full("SPA") == "Sandholm Port Authority"
    assert {one.name for one in organisations.mentions} == {"Sandholm Port Authority"}


def test_initials_that_two_bodies_share_are_neithers() -> None:
    text = "The Sandholm Port Authority met the Sandholm Pilots Association. The SPA said so."
    assert read(text).full("SPA") == "SPA"


def test_letters_in_brackets_that_abbreviate_something_else_are_no_acronym() -> None:
    assert read("The Sandholm Port Authority (WXY) closed the quay.").full("WXY") == "WXY"


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("The Bergmouth Times wrote. The Times said.", "Bergmouth Times"),
        ("The Bergmouth Times and the Sandholm Times wrote. The Times said.", "Times"),
    ],
)
def test_a_short_name_is_the_one_longer_name_that_ends_with_it(text: str, full: str) -> None:
    assert read(text).longest("Times") == full


def test_the_campaign_is_the_last_one_named_before_it() -> None:
    text = "The Calder campaign met. Reed’s campaign did not. The campaign was tired."
    organisations = read(text)
    assert name(organisations.short("campaign", text.index("The campaign"))) == "Reed campaign"
    assert name(organisations.short("campaign", text.index("Reed"))) == "Calder campaign"
    assert organisations.short("campaign", 0) is None
    assert organisations.short("committee", len(text)) is None


def test_a_campaign_named_far_above_is_forgotten() -> None:
    text = "The Calder campaign met. " + "It rained all day long. " * 200 + "The campaign was tired."
    assert read(text).short("campaign", text.index("The campaign")) is None


@pytest.mark.parametrize(
    ("text", "head", "about"),
    [
        (GROWS + "Coast Ferries shrank.", "company", "Harbour Lines"),
        (GROWS + "Coast Ferries shrank. Coast Ferries sank.", "company", None),
        (GROWS, "senate", None),
        ("Harbour Lines grew. The company said so.", "company", None),
    ],
)
def test_the_company_is_the_one_that_the_text_is_about(text: str, head: str, about: str | None) -> None:
    assert name(read(text).principal(head, len(text))) == about


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("Harbour Lines hired.", "Harbour Lines"),
        ("Harbour Lines hired, and Harbour Lines paid.", "Harbour Lines"),
        ("Harbour Lines bought Coast Ferries.", None),
        ("In Bergmouth, Harbour Lines hired.", "Harbour Lines"),
        ("It rained.", None),
    ],
)
def test_the_only_body_of_a_stretch(text: str, only: str | None) -> None:
    assert name(read(text).only(0, len(text))) == only
