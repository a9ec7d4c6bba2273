"""PDF files give their text, paragraph by paragraph, and say where each page begins."""

import contextlib
import sys
import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.read.item import Item
from onrecord.read.pdf import is_pdf, read_pdf
from tests.read.print_shop import column, pdf

BRIDGE = [
    "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until an inspec-",
    "tion of its piers had been completed. “We will not gamble with lives,” she told reporters outside",
    "the town hall.",
    "",
    "The ferrymen’s union called the decision “a gift to nobody” and asked for talks before the end of",
    "the month.",
]


def item(raw: bytes) -> Item:
    return Item(raw=raw, name="report.pdf", suffix=".pdf")


def test_lines_become_paragraphs_and_broken_words_whole() -> None:
    read = read_pdf(item(pdf([column(BRIDGE)])))
    assert read.text == (
        "The mayor of Kerrin, Ilse Voss, said on Monday that the bridge would stay closed until an inspection of its piers "
        "had been completed. “We will not gamble with lives,” she told reporters outside the town hall.\n\n"
        "The ferrymen’s union called the decision “a gift to nobody” and asked for talks before the end of the month."
    )
    assert [(mark.start, mark.kind, mark.label) for mark in read.marks] == [(0, "page", "1")]


def test_the_bytes_and_what_the_carrier_says_stay() -> None:
    raw = pdf([column(BRIDGE)], info="/Title (Bridge report) /Author (desk3) /CreationDate (D:20190108100000Z)")
    read = read_pdf(Item(raw=raw, name="report.pdf", url="https://kerrin.example/report.pdf", published="2019-01-09"))
    assert (read.raw, read.url, read.published, read.title, read.byline) == (
        raw,
        "https://kerrin.example/report.pdf",
        "2019-01-09",
        "Bridge report",
        None,
    )
    assert read_pdf(Item(raw=raw, name="report.pdf", title="Mine")).title == "Mine"


@pytest.mark.parametrize("title", ["", "Microsoft Word - report_v3", "report.docx", "Untitled-1"])
def test_a_file_name_is_no_title(title: str) -> None:
    assert read_pdf(item(pdf([column(BRIDGE)], info=f"/Title ({title})"))).title is None


def test_a_paragraph_goes_on_over_the_page() -> None:
    first = column(["The council, which has met four times since the storm, will meet again on the ninth of this"])
    pages = [first, column(["month, said Ms Voss, who chairs it."])]
    read = read_pdf(item(pdf(pages)))
    assert read.text is not None
    assert "the ninth of this month, said Ms Voss" in read.text
    assert [read.text[mark.start :].split()[0] for mark in read.marks] == ["The", "month,"]


def test_page_labels_are_the_papers_own() -> None:
    pages = [column([f"This is the text of the sheet {word}."]) for word in ("one", "two", "three")]
    read = read_pdf(item(pdf(pages, catalog="/PageLabels << /Nums [0 << /S /r >> 1 << /S /D /St 7 >>] >>")))
    assert [mark.label for mark in read.marks] == ["i", "7", "8"]


def test_running_heads_and_page_numbers_are_dropped() -> None:
    pages = [
        [
            (72, 810, "Kerrin Harbour Authority"),
            *column([f"On day {word} the harbour stayed open."]),
            (290, 30, f"Page {number} of 4"),
        ]
        for number, word in enumerate(("one", "two", "three", "four"), 1)
    ]
    read = read_pdf(item(pdf(pages)))
    assert read.text == "\n\n".join(f"On day {word} the harbour stayed open." for word in ("one", "two", "three", "four"))
    assert len(read.marks) == 4


def test_heads_that_alternate_between_left_and_right_pages_are_dropped() -> None:
    heads = ("Harbour Authority", "Yearly Report")
    words = ("one", "two", "three", "four", "five", "six")
    pages = [[(72, 810, heads[n % 2]), *column([f"On day {word} the harbour stayed open."])] for n, word in enumerate(words)]
    text = read_pdf(item(pdf(pages))).text or ""
    assert not any(head in text for head in heads)


def test_what_stands_on_one_page_only_is_kept() -> None:
    pages = [column(["The Harbour Courier", "", "The first sheet has a heading."], top=815), column(["The second has none."])]
    text = read_pdf(item(pdf(pages))).text or ""
    assert text.startswith("The Harbour Courier\n\nThe first sheet has a heading.")


def test_two_columns_are_read_one_after_the_other_where_the_file_has_them_so() -> None:
    left = column(["The left column begins here and goes", "on for a second line without an"])
    right = column(["end, until the right column closes it.", "A last line stands below."], left=320)
    text = read_pdf(item(pdf([[*left, *right]]))).text or ""
    assert "without an end, until the right column closes it." in text


def test_a_hyphen_that_is_the_words_own_stays() -> None:
    lines = ["The long-term plan was drawn up by the harbour and by the town over many winters, and it is a long-"]
    lines += ["term plan that nobody wanted to read, said the well-read harbour master on the evening before the Anglo-"]
    lines += ["Kerrin talks."]
    text = read_pdf(item(pdf([column(lines)]))).text or ""
    assert "a long-term plan that" in text
    assert "the Anglo-Kerrin talks." in text


def test_pictures_of_pages_are_refused() -> None:
    with pytest.raises(InputError, match=r"^report.pdf holds pictures of pages and no text: .*\(OCR\) first\.$"):
        read_pdf(item(pdf([[], []])))


@pytest.mark.parametrize("raw", [b"%PDF-1.7\nnothing", pdf([column(BRIDGE)])[:300], b"%PDF-1.7\n%%EOF"])
def test_damaged_files_are_refused(raw: bytes) -> None:
    with pytest.raises(InputError, match=r"^report.pdf is a damaged PDF file"):
        read_pdf(item(raw))


def test_locked_files_are_refused() -> None:
    lock = "/Encrypt << /Filter /Standard /V 1 /R 2 /O <" + "00" * 32 + "> /U <" + "00" * 32 + "> /P -4 >> /ID [<00> <00>]"
    with pytest.raises(InputError, match=r"^report.pdf is locked with a password"):
        read_pdf(item(pdf([column(BRIDGE)], trailer=lock)))


def test_files_beyond_the_limits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    module = sys.modules[read_pdf.__module__]
    monkeypatch.setattr(module, "LIMIT_PAGES", 2)
    with pytest.raises(InputError, match="holds 3 pages, more than 2"):
        read_pdf(item(pdf([column(BRIDGE)] * 3)))
    monkeypatch.setattr(module, "LIMIT_CHARACTERS", 50)
    with pytest.raises(InputError, match="holds more than 50 characters"):
        read_pdf(item(pdf([column(BRIDGE)])))


def test_pdf_files_are_told_by_their_signature() -> None:
    assert is_pdf(pdf([[]]))
    assert is_pdf(b"\r\n" + pdf([[]]))
    assert not is_pdf(b"A text about %PD files.")


def test_threads_read_at_the_same_time() -> None:
    raw = pdf([column(BRIDGE)] * 5)
    texts: list[str | None] = []
    threads = [threading.Thread(target=lambda: texts.append(read_pdf(item(raw)).text)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(texts) == 8
    assert len(set(texts)) == 1


WORDS = st.lists(st.sampled_from(["harbour", "said", "the", "mayor.", "Voss", "“never”", "co-op", "2019"]), min_size=1, max_size=8)


@settings(max_examples=40)
@given(st.lists(st.lists(WORDS.map(" ".join), min_size=1, max_size=6), min_size=1, max_size=4))
def test_each_page_begins_at_its_mark(pages: list[list[str]]) -> None:
    pages = [[f"sheet{'abcd'[number]} {lines[0]}", *lines[1:]] for number, lines in enumerate(pages)]
    read = read_pdf(item(pdf([column(lines, top=600) for lines in pages])))
    assert read.text is not None
    starts = [mark.start for mark in read.marks]
    assert starts == sorted(starts)
    assert [read.text[start:].split()[0] for start in starts] == [lines[0].split()[0] for lines in pages]
    assert "".join(read.text.split()) == "".join("".join(lines) for lines in pages).replace(" ", "")


WHOLE = pdf([column(BRIDGE), column(BRIDGE)])


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=6))
def test_any_damage_gives_words_or_an_input_error(places: list[tuple[int, int]]) -> None:
    raw = bytearray(WHOLE)
    for place, byte in places:
        raw[place] = byte
    with contextlib.suppress(InputError):
        assert read_pdf(item(bytes(raw))).text
