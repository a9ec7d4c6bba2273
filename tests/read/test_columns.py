"""The usual names of columns are known; others are named by hand."""

import pytest

from onrecord.errors import OptionError
from onrecord.read.columns import Columns, look_up, parse_columns


def test_the_usual_names_are_found_whatever_their_case_and_marks() -> None:
    fields = {
        "Publish Date": "2019-01-08",
        "HEADLINE": "No",
        "article_text": "She said no.",
        "media_name": "The Harbour Courier",
        "id": 7,
    }
    assert Columns().values(fields) == {
        "published": "2019-01-08",
        "title": "No",
        "text": "She said no.",
        "outlet": "The Harbour Courier",
    }


def test_the_most_telling_name_with_a_value_wins() -> None:
    fields = {"content": "Short …", "full_text": "All of it.", "date": "2019-01-09", "published_at": "", "created": None}
    assert Columns().values(fields) == {"text": "All of it.", "published": "2019-01-09"}


def test_a_map_wins_over_the_usual_names_and_may_unset_one() -> None:
    columns = parse_columns("text=words, published=when,language=")
    fields = {"text": "A teaser.", "words": "All.", "when": "2019-01-08", "date": "2020-01-01", "language": "fr"}
    assert columns.values(fields) == {"text": "All.", "published": "2019-01-08"}


def test_a_name_may_lead_into_an_object() -> None:
    fields = {"meta": {"by": {"name": "Jane Doe"}}, "a.b": "dotted"}
    assert look_up(fields, "meta.by.name") == "Jane Doe"
    assert look_up(fields, "a.b") == "dotted"
    assert look_up(fields, "meta.none.name") is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("text", "does not name a column"),
        ("date=published", "“date” is not one of the names"),
        ("text=a,text=b", "Two columns are named for text"),
    ],
)
def test_what_is_no_map_is_refused(words: str, said: str) -> None:
    with pytest.raises(OptionError, match=said):
        parse_columns(words)


def test_a_column_that_is_not_there_is_said_with_those_that_are() -> None:
    with pytest.raises(OptionError, match=r"a\.csv has no column “body” for text: its columns are “id”, “words”\."):
        parse_columns("text=body").check([{"id": 1, "words": 2}], "a.csv")
    with pytest.raises(
        OptionError, match=r"a\.csv has no column that is known to hold a text: say which does, as in text=body; its"
    ):
        Columns().check([{"id": 1, "words": 2}], "a.csv")
    parse_columns("text=words").check([{"id": 1}, {"words": 2}], "a.csv")
    with pytest.raises(OptionError, match="known to hold a text"):
        parse_columns("text=").check([{"text": 1}], "a.csv")
