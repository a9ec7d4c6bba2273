"""Lines of print become running text in which nothing is lost but running heads and the hyphens of broken words."""

from hypothesis import given
from hypothesis import strategies as st

from onrecord.read.printed import Sheet, printed_line, running_text

SIZES = st.sampled_from([9.0, 11.0, 16.0])
WORDS = st.lists(st.sampled_from(["Voss", "said", "the", "pier.", "re-", "“No”", "7", "long-term"]), min_size=1, max_size=6)
LINES = st.builds(
    lambda words, left, bottom, size: printed_line(" ".join(words), left, left + 5.0 * len(" ".join(words)), bottom, size),
    WORDS,
    st.floats(0, 500),
    st.floats(150, 700),
    SIZES,
)
SHEETS = st.lists(st.lists(LINES, max_size=6), max_size=4).map(
    lambda sheets: [Sheet(str(number), 842.0, 595.0, tuple(lines)) for number, lines in enumerate(sheets, 1)]
)


@given(SHEETS)
def test_marks_stand_at_each_pages_first_words_and_no_word_is_lost(sheets: list[Sheet]) -> None:
    text, marks = running_text(sheets)
    printed = [sheet for sheet in sheets if sheet.lines]
    assert [mark.label for mark in marks] == [sheet.label for sheet in printed]
    assert [mark.start for mark in marks] == sorted(mark.start for mark in marks)
    for mark, sheet in zip(marks, printed, strict=True):
        assert text[mark.start :].startswith(sheet.lines[0].words)
    bare = "".join(line.words for sheet in sheets for line in sheet.lines)
    assert "".join(text.split()).replace("-", "") == "".join(bare.split()).replace("-", "")


def lines(*words: str, left: float = 70.0) -> tuple[Sheet, ...]:
    made = (printed_line(line, left, left + 5.0 * len(line), 700.0 - 14 * place, 11.0) for place, line in enumerate(words))
    return (Sheet("1", 842.0, 595.0, tuple(made)),)


def test_a_short_line_with_a_full_stop_ends_its_paragraph() -> None:
    text, _ = running_text(
        lines("The harbour was closed on Tuesday, said", "the mayor.", "A storm had come up in the night and had")
    )
    assert text == "The harbour was closed on Tuesday, said the mayor.\n\nA storm had come up in the night and had"


def test_a_heading_in_larger_letters_stands_alone() -> None:
    heading = printed_line("Harbour closed", 70.0, 200.0, 720.0, 18.0)
    (sheet,) = lines("The mayor said so.")
    assert running_text([Sheet("1", 842.0, 595.0, (heading, *sheet.lines))])[0] == "Harbour closed\n\nThe mayor said so."


def test_numbers_on_two_pages_are_page_numbers_and_words_are_not() -> None:
    sheets = [
        Sheet(
            str(n),
            842.0,
            595.0,
            (printed_line("Kerrin", 70, 100, 800, 11), *lines(f"Words {n}.")[0].lines, printed_line(f"- {n} -", 290, 300, 30, 11)),
        )
        for n in (1, 2)
    ]
    text, _ = running_text(sheets)
    assert text.count("Kerrin") == 2
    assert "- 1 -" not in text
