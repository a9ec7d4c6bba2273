"""What a plain text says about itself, and silence where it doesn't."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.metadata import metadata

BODY = "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until spring.\n\nShe gave no reason."


@pytest.mark.parametrize(
    "first",
    [
        "Bridge of Kerrin stays closed until spring",
        "Will the bridge of Kerrin ever open?",
        "“We will not gamble with lives” – the mayor of Kerrin",
        "Kerrin Bridge Stays Closed Until Spring, Mayor Voss Says.",
    ],
)
def test_a_first_line_that_is_set_as_a_headline_is_the_title(first: str) -> None:
    assert metadata(f"{first}\n\n{BODY}").title == first


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "KERRIN, Monday — The bridge stays closed.\n\n" + BODY,
        "“It stays closed,” she said.\n\n" + BODY,
        "By Jane Doe\n\n" + BODY,
        "Leave a Reply",
        "Bridge of Kerrin stays closed until spring",
        "Dear readers,\n" + BODY,
        "",
    ],
)
def test_where_the_first_line_may_be_the_article_there_is_no_title(text: str) -> None:
    assert metadata(text).title is None


def test_a_doubled_first_line_is_the_title_even_with_a_full_stop() -> None:
    headline = "Voss and Ilmar talk about the closed bridge of Kerrin."
    assert metadata(f"{headline}\n\n{headline}\n\n{BODY}").title == headline
    assert metadata(f"{headline}{headline}\n\n{BODY}").title == headline


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("By Jane Doe", "Jane Doe"),
        ("BY JANE DOE", "JANE DOE"),
        ("By Jane Doe and Tomás O’Hara", "Jane Doe and Tomás O’Hara"),
        ("By Ludwig van der Meer | 8 January 2019", "Ludwig van der Meer"),
        ("By Jane Doe, Kerrin correspondent", "Jane Doe, Kerrin correspondent"),
        ("Jane Doe, Reuters", "Jane Doe, Reuters"),
        ("Jane Doe (AFP)", "Jane Doe (AFP)"),
        ("By Monday the bridge was closed.", None),
        ("By the time Jane Doe arrived, it was over.", None),
        ("Jane Doe, Mayor", None),
        ("By Design", None),
    ],
)
def test_bylines(line: str, byline: str | None) -> None:
    assert metadata(f"Bridge of Kerrin stays closed\n\n{line}\n\n{BODY}").byline == byline


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("Published: 8 January 2019", "2019-01-08"),
        ("8 January 2019", "2019-01-08"),
        ("January 8, 2019", "2019-01-08"),
        ("Jan. 8, 2019", "2019-01-08"),
        ("Tuesday, 8th of January 2019", "2019-01-08"),
        ("Posted on January 8, 2019 at 3:45 pm", "2019-01-08"),
        ("2019-01-08", "2019-01-08"),
        ("2019-01-08T14:30:00+01:00", "2019-01-08T14:30:00+01:00"),
        ("2019-01-08 14:30 GMT", "2019-01-08"),
        ("13/01/2019", "2019-01-13"),
        ("01/13/2019", "2019-01-13"),
        ("04/04/2019", "2019-04-04"),
        ("By Jane Doe | January 8, 2019", "2019-01-08"),
        ("Published 8 January 2019, updated 9 January 2019", "2019-01-08"),
        ("Updated: 9 January 2019", None),
        ("03/04/2019", None),
        ("31 February 2019", None),
        ("8 January", None),
        ("2019", None),
        ("The law of 8 January 2019 is void", None),
        ("On January 8, 2019, she left.", None),
    ],
)
def test_dates_of_publication(line: str, published: str | None) -> None:
    assert metadata(f"Bridge of Kerrin stays closed\n\n{line}\n\n{BODY}").published == published


def test_a_dateline_with_a_year_dates_the_text() -> None:
    assert metadata("KERRIN, January 8, 2019 (KNA) — The bridge stays closed.\n" + BODY).published == "2019-01-08"
    assert metadata("KERRIN, January 8 (KNA) — The bridge stays closed.\n" + BODY).published is None


def test_two_dates_that_contradict_each_other_are_none() -> None:
    assert metadata(f"Title of the story\n\n8 January 2019\n9 January 2019\n\n{BODY}").published is None
    assert metadata(f"Title of the story\n\nPublished: 8 January 2019\n9 January 2019\n\n{BODY}").published == "2019-01-08"


@pytest.mark.parametrize(
    ("note", "code"),
    [
        ("Translated from French", "fr"),
        ("(machine translation from German)", "de"),
        ("Translated from the Portuguese by Ana Reis", "pt"),
        ("This article was originally published in Spanish.", "es"),
        ("Traduit de l'anglais", "en"),
        ("Traduit de l’allemand", "de"),
        ("Original language: Russian", "ru"),
        ("Traduction : voir ci-dessous", None),
        ("She translated from French the letters that he wrote.", None),
        (
            "Translated from French, the novel had sold a million copies before the minister ever said a word about it in public.",
            None,
        ),
    ],
)
def test_notes_of_translation(note: str, code: str | None) -> None:
    assert metadata(f"{BODY}\n\n{note}").translated_from == code
    assert metadata(f"{note}\n\n{BODY}").translated_from == code


@given(st.text(max_size=300))
def test_any_text_can_be_asked(text: str) -> None:
    metadata(text)
