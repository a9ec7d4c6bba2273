"""Text to model input: exact offsets, windows that cover every word, and words that are left out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.extract.encode import batch, windows
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
    if cut:
        made = batch([(words, window) for window in cut], model.tokenizer)
        assert made.ids.shape == made.mask.shape
        assert made.ids.shape[1] <= size


def test_words_that_are_left_out_are_gone_and_the_rest_keeps_its_place() -> None:
    text = "One two three four"
    words = load().words(text).without([(4, 7)])
    assert [text[start:end] for start, end in zip(words.starts, words.ends, strict=True)] == ["One", "three", "four"]
    assert list(words.first) == [0, 1, 2]


def test_a_text_of_one_endless_word_is_read() -> None:
    model = load()
    words = model.words("a" * 5000)
    assert len(model.scores(words).tags) == len(words)
