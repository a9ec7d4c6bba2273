"""Text to model input: exact offsets, windows that cover every word, and words that are left out."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.encode import batch, stretches, windows
from onrecord.extract.model import load

TEXTS = st.text(alphabet=st.sampled_from("abcdéÜ “”.,'\n5漢🙂 "), max_size=200)


@settings(deadline=None)
@given(TEXTS)
def test_words_are_in_order_inside_the_text_and_hold_no_space(text: str) -> None:
    words = load().words(text)
    assert all(0 <= start < end <= len(text) for start, end in zip(words.starts, words.ends, strict=True))
    assert all(before <= after for before, after in zip(words.ends, words.starts[1:], strict=False))
    assert not any(text[start:end].isspace() for start, end in zip(words.starts, words.ends, strict=True))


@settings(deadline=None)
@given(TEXTS, st.integers(6, 20))
def test_windows_cover_every_word_and_keep_to_their_size(text: str, size: int) -> None:
    model = load()
    words = model.words(text)
    cut = windows(words, size, size // 2)
    assert {index for window in cut for index in range(window.low, window.high)} == set(range(len(words)))
    assert all(window.piece_high - window.piece_low <= size - 2 for window in cut)


@settings(deadline=None)
@given(TEXTS.filter(str.strip), st.integers(6, 20))
def test_windows_of_several_texts_stand_in_one_batch_each_in_its_row(text: str, size: int) -> None:
    model = load()
    parts = [(words, one) for words in (model.words(text), model.words("We go")) for one in windows(words, size, size // 2)]
    made = batch(parts, model.tokenizer)
    begin, end = model.tokenizer.token_to_id("[CLS]"), model.tokenizer.token_to_id("[SEP]")
    for row, (words, one) in enumerate(parts):
        pieces = words.ids[one.piece_low : one.piece_high].tolist()
        assert made.ids[row].tolist()[: len(pieces) + 2] == [begin, *pieces, end]
        assert made.mask[row].tolist() == [1] * (len(pieces) + 2) + [0] * (made.ids.shape[1] - len(pieces) - 2)
    assert made.ids.shape[1] == max(int(row.sum()) for row in made.mask) <= size
    assert not np.any((made.ids + made.features)[made.mask == 0])


@settings(deadline=None)
@given(TEXTS)
def test_every_character_but_space_is_in_a_word(text: str) -> None:
    words = load().words(text)
    held = {at for start, end in zip(words.starts, words.ends, strict=True) for at in range(start, end)}
    assert {at for at, character in enumerate(text) if not character.isspace()} <= held


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We’re off,” said É. Çelik.", ["“", "We", "’", "re", "off", ",", "”", "said", "É", ".", "Çelik", "."]),
        ("It rose 3.5%\u00a0on Monday", ["It", "rose", "3", ".", "5", "%", "on", "Monday"]),
        ("e\u0301t\u00e9 in İstanbul", ["e\u0301té", "in", "İstanbul"]),
        ("🙂 漢字 ok", ["🙂", "漢", "字", "ok"]),
        ("", []),
    ],
)
def test_words_stand_where_the_text_has_them(text: str, expected: list[str]) -> None:
    words = load().words(text)
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == expected


def test_what_the_encoder_cannot_see_goes_beside_it() -> None:
    text = "NATO said:\n“We go.”"
    words = load().words(text)
    seen = {text[words.starts[index] : words.ends[index]]: index for index in range(len(words))}
    case, quote, paragraph = (
        {word: int(field[words.first[index]]) for word, index in seen.items()}
        for field in (words.case, words.quote, words.paragraph)
    )
    assert [case[word] for word in ("NATO", "said", ":", "We")] == [3, 1, 0, 2]
    assert [quote[word] for word in ("NATO", "said", "“", "We", "”")] == [0, 0, 1, 1, 1]
    assert [word for word, flag in paragraph.items() if flag] == ["NATO", "“"]


def test_words_that_are_left_out_are_gone_and_the_rest_keeps_its_place() -> None:
    text = "One two three four"
    words = load().words(text).without([(4, 7)])
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == ["One", "three", "four"]
    assert list(words.first) == [0, 1, 2]


def test_a_text_of_one_endless_word_is_read() -> None:
    model = load()
    words = model.words("a" * 5000)
    assert len(model.scores(words).tags) == len(words)


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab .", min_size=1, max_size=60), min_size=1, max_size=12), st.integers(1, 30))
def test_stretches_hold_every_word_once_and_begin_with_paragraphs(lines: list[str], size: int) -> None:
    words = load().words("\n\n".join(lines))
    parts = stretches(words, size)
    assert [start for part in parts for start in part.starts.tolist()] == words.starts.tolist()
    assert all(part.paragraph[part.first[0]] == 1 for part in parts[1:] if len(part))
    begins = words.paragraph[words.first].tolist()
    longest = max((len(run) for run in "".join(str(flag) for flag in begins).split("1")), default=0) + 1
    assert all(len(part) <= max(size, longest) for part in parts)


def test_a_short_document_is_one_stretch() -> None:
    words = load().words("One paragraph.\n\nAnother one.")
    assert stretches(words) == [words]
