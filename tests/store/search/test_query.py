"""What is typed: words, phrases, beginnings, exclusions and alternatives, and nothing else."""

import pytest

from onrecord.errors import OptionError
from onrecord.store.search.marks import marks
from onrecord.store.search.names import choose, pieces
from onrecord.store.search.query import Term, Words, fts5, parse
from onrecord.store.search.stem import stem


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("ferry costs", Words(((Term("ferry"),), (Term("costs"),)))),
        ("“the ferry” harb*", Words(((Term("the ferry"),), (Term("harb", is_beginning=True),)))),
        ("ferry OR bridge -school", Words(((Term("ferry"), Term("bridge")),), (Term("school"),))),
        ("OR ferry", Words(((Term("OR"),), (Term("ferry"),)))),
        ('"unclosed phrase', Words(((Term("unclosed"),), (Term("phrase"),)))),
        ("a* cease-fire", Words(((Term("a*"),), (Term("cease-fire"),)))),
        ('-"lose a job"', Words((), (Term("lose a job"),))),
    ],
)
def test_what_is_typed_is_read_so(typed: str, wanted: Words) -> None:
    assert parse(typed) == wanted


def test_quotation_marks_can_t_end_a_word_of_the_engine() -> None:
    assert fts5(Words(((Term('a" OR "b'),),))) == '("a"" OR ""b")'


@pytest.mark.parametrize("typed", ["", " ", "?!", "“”", "- *", "x" * 2000, "x " * 65])
def test_no_word_and_too_many_are_said(typed: str) -> None:
    with pytest.raises(OptionError):
        parse(typed)


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("withdrawing", "withdraw"),
        ("ponies", "poni"),
        ("relational", "relat"),
        ("hopping", "hop"),
        ("adjustable", "adjust"),
        ("école", "école"),
    ],
)
def test_stems(word: str, wanted: str) -> None:
    assert stem(word) == wanted


def test_marks_are_code_points_and_never_overlap() -> None:
    text = "😀 Café prices; the cafés’ price"
    assert [span.of(text) for span in marks(text, parse("cafe price"))] == ["Café", "prices", "cafés", "price"]
    assert [span.of(text) for span in marks(text, parse('"cafe price" pric*'))] == ["Café prices", "cafés’ price"]


NAMES = ["oskar lind", "ada lind", "lind", "lindmark", "marta velde", "bank of lind"]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("oskar lind", ("oskar lind",)),
        ("lind", ("lind", "ada lind", "oskar lind")),
        ("velde marta", ("marta velde",)),
        ("vedle", ("marta velde",)),
        ("martha vedle", ("marta velde",)),
    ],
)
def test_names_are_taken_for(typed: str, wanted: tuple[str, ...]) -> None:
    found = choose(typed, NAMES, lambda some: {name for name in some if "bank" not in name})
    assert found is not None
    assert found.names == wanted


def test_names_that_are_too_far_are_nobody() -> None:
    assert choose("zebedee", NAMES, set) is None


@pytest.mark.parametrize("slip", ["mcron", "acron", "maccron", "amcron", "mcaron", "macorn", "macrno", "macro", "xacron"])
def test_one_slip_is_among_what_is_looked_at(slip: str) -> None:
    head, tail = pieces(slip)
    name = "emmanuel macron"
    if choose(slip, [name], set):
        assert f" {head}" in f" {name}" or (tail and tail in name)
