"""Versions: which there are, and what differs between two."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import ArchiveError
from onrecord.store import loading, saving
from onrecord.store.archive import Archive
from onrecord.store.versions import Piece, compare, difference, versions
from tests.store.articles import article, reading_of

URL = "https://courier.example/harbour"
TEXTS = st.lists(st.sampled_from(["the ", "harbour ", "is ", "late", ".\n", "“", " ", "ü", "\r\n"]), max_size=40).map("".join)


def read(pieces: list[Piece], old: str, new: str) -> list[tuple[str, str]]:
    return [
        (one.kind, old[one.old_start : one.old_end] if one.kind == "removed" else new[one.new_start : one.new_end])
        for one in pieces
    ]


@given(TEXTS, TEXTS)
def test_pieces_cover_both_texts(old: str, new: str) -> None:
    pieces = difference(old, new)
    at_old = at_new = 0
    for one in pieces:
        assert (one.old_start, one.new_start) == (at_old, at_new)
        at_old, at_new = one.old_end, one.new_end
        if one.kind == "equal":
            assert old[one.old_start : one.old_end] == new[one.new_start : one.new_end] != ""
        elif one.kind == "removed":
            assert one.old_end > one.old_start
            assert one.new_end == one.new_start
        else:
            assert one.new_end > one.new_start
            assert one.old_end == one.old_start
    assert (at_old, at_new) == (len(old), len(new))


def test_one_word_changed_is_one_word_out_and_one_in() -> None:
    old, new = "The ferry costs 3 million crowns.\nIt is late.\n", "The ferry costs 4 million crowns.\nIt is late.\n"
    assert read(difference(old, new), old, new) == [
        ("equal", "The ferry costs "),
        ("removed", "3"),
        ("added", "4"),
        ("equal", " million crowns.\nIt is late.\n"),
    ]


def test_a_sentence_written_anew_is_not_shredded() -> None:
    old = "The mayor praised the work of the harbour guild.\n"
    new = "Nobody at city hall answered the questions of reporters.\n"
    assert len(difference(old, new)) <= 5


def test_ten_thousand_words_take_no_time() -> None:
    old = " ".join(f"word{number % 700}" for number in range(10_000))
    new = " ".join(f"word{number % 700}" if number % 40 else "other" for number in range(10_000))
    began = time.perf_counter()
    assert len(difference(old, new)) > 400
    assert time.perf_counter() - began < 5


def test_the_versions_at_an_address_with_their_notices(archive: Archive) -> None:
    texts = (article(0), article(0) + "\nCorrection: An earlier version of this article misspelled the mayor’s name.\n")
    for text in texts:
        record, raw = reading_of(text, url=URL)
        archive.write(lambda connection, record=record, raw=raw: saving.save(connection, record, raw))  # type: ignore[misc]
    with archive.read() as connection:
        first, second = versions(connection, URL)
        assert (first.number, first.is_current, first.notices) == (1, False, ())
        assert (second.number, second.is_current) == (2, True)
        assert [notice.kind for notice, _ in second.notices] == ["correction"]
        assert second.notices[0][1].startswith("Correction: An earlier")
        assert first.statements == len(loading.record(connection, first.key).statements)
        with pytest.raises(ArchiveError, match="holds nothing from"):
            versions(connection, "https://nowhere.example/")


def test_statements_that_only_one_version_has() -> None:
    old, _ = reading_of(article(0), url=URL)
    changed = "An earlier headline\n\n" + article(0).replace("Nobody will lose a job", "Few will lose a job")
    new, _ = reading_of(changed, url=URL)
    compared = compare(old, new)
    assert [old.document.text[one.content[0].start : one.content[0].end] for one in compared.only_old] == [
        "“Nobody will lose a job,”"
    ]
    assert [new.document.text[one.content[0].start : one.content[0].end] for one in compared.only_new] == ["“Few will lose a job,”"]
    assert len(compared.both) == len(old.statements) - 1
    for one, other in compared.both:
        assert other.content[0].start - one.content[0].start == len("An earlier headline\n\n")
