"""Subtitles become running text: who speaks, in which paragraph, and when each cue's words were said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.read.item import Item
from onrecord.read.subtitles import is_subtitles, read_subtitles


def clock(milliseconds: int, point: str = ".") -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}{point}{thousandths:03d}"


def vtt(*cues: tuple[float, float, str], head: str = "WEBVTT") -> str:
    return head + "\n\n" + "".join(f"{clock(round(a * 1000))} --> {clock(round(b * 1000))}\n{words}\n\n" for a, b, words in cues)


def srt(*cues: tuple[float, float, str]) -> str:
    return "".join(
        f"{n}\n{clock(round(a * 1000), ',')} --> {clock(round(b * 1000), ',')}\n{words}\n\n"
        for n, (a, b, words) in enumerate(cues, 1)
    )


def read(text: str, suffix: str = "") -> Item:
    return read_subtitles(Item(raw=text.encode(), name="talk.vtt", suffix=suffix))


def marked(item: Item) -> list[tuple[str, str]]:
    return [(mark.label, (item.text or "")[mark.start :].split("\n")[0]) for mark in item.marks]


def test_cues_are_joined_and_each_has_its_time() -> None:
    item = read(srt((1, 3, "We will not gamble\nwith lives,"), (3, 5.5, "said the mayor."), (12.123, 14, "A new day.")))
    assert item.text == "We will not gamble with lives, said the mayor.\n\nA new day."
    assert marked(item) == [
        ("00:00:01.000", "We will not gamble with lives, said the mayor."),
        ("00:00:03.000", "said the mayor."),
        ("00:00:12.123", "A new day."),
    ]
    assert item.kind == "transcript"


def test_srt_and_vtt_say_the_same() -> None:
    cues = ((1.0, 3.0, "VOSS: No."), (3.0, 5.0, "DOE: Why?"))
    one, other = read(srt(*cues)), read(vtt(*cues))
    assert (one.text, one.marks) == (other.text, other.marks) == ("VOSS: No.\n\nDOE: Why?", one.marks)


def test_voice_tags_name_the_speaker_at_each_paragraph() -> None:
    item = read(
        vtt(
            (1, 3, "<v Ilse Voss>We stay <i>closed</i>.</v>"),
            (3, 5, "<v.loud Ilse Voss>Until spring.</v>"),
            (5, 7, "<v Jan Doe>Why?\n<v Ilse Voss>You know."),
            (20, 21, "<v Ilse Voss>Good night."),
        )
    )
    assert item.text == (
        "Ilse Voss: We stay closed. Until spring.\n\nJan Doe: Why?\n\nIlse Voss: You know.\n\nIlse Voss: Good night."
    )
    assert marked(item)[2] == ("00:00:05.000", "Jan Doe: Why?")


def test_prefixes_and_arrows_begin_a_paragraph() -> None:
    item = read(
        srt((1, 2, "MS. VOSS (on phone): We stay closed"), (2, 3, "until spring."), (3, 4, ">> Doe: Why?"), (4, 5, ">> Because."))
    )
    assert item.text == "MS. VOSS (on phone): We stay closed until spring.\n\nDoe: Why?\n\nBecause."
    assert read(srt((1, 2, ">> VOSS: No."), (2, 3, ">>> DOE: Yes."))).text == "VOSS: No.\n\nDOE: Yes."
    assert (
        read(srt((1, 2, "He gave one reason: money."), (2, 3, "At 10:30 it ended."))).text
        == "He gave one reason: money. At 10:30 it ended."
    )


def test_dashes_tell_two_speakers_apart() -> None:
    assert read(srt((1, 2, "- Will it open?\n- Not soon."))).text == "Will it open?\n\nNot soon."


def test_formatting_and_sounds_are_left_out_and_what_was_not_heard_is_kept() -> None:
    item = read(
        srt(
            (1, 2, "[Music]"),
            (2, 3, '<font color="#fff">{\\an8}Tom &amp; <b>Ann</b></font> came'),
            (3, 4, "[APPLAUSE] and (laughter) left"),
            (4, 5, "♪ la la ♪"),
            (5, 6, "[inaudible]"),
            (6, 7, "for (all) good."),
        )
    )
    assert item.text == "Tom & Ann came and left [inaudible] for (all) good."
    assert [mark.label[6:8] for mark in item.marks] == ["02", "03", "05", "06"]


def test_rolling_captions_are_merged() -> None:
    item = read(
        vtt(
            (0, 2, " \nthe bridge<00:00:00.500><c> stays</c>"),
            (2, 2.01, "the bridge stays\n "),
            (2.01, 4, "the bridge stays\nclosed<00:00:03.000><c> until</c>"),
            (4, 4.01, "closed until\n "),
            (4.01, 6, "closed until\nspring she said"),
            (6, 6.01, "spring she said\n "),
        )
    )
    assert item.text == "the bridge stays closed until spring she said"
    assert [mark.label for mark in item.marks] == ["00:00:00.000", "00:00:02.010", "00:00:04.010"]


def test_captions_that_grow_word_by_word_are_merged() -> None:
    words = ["the", "bridge", "stays", "closed", "until", "spring"]
    cues = [(float(n), n + 1.0, " ".join(words[: n + 1])) for n in range(len(words))]
    assert read(vtt(*cues)).text == " ".join(words)


def test_what_is_said_twice_stands_twice() -> None:
    cues = ((1, 2, "No."), (2, 3, "No."), (3, 4, "I said no."), (4, 5, "Then it is no."), (5, 6, "It is."))
    assert read(srt(*cues)).text == "No. No. I said no. Then it is no. It is."


def test_the_title_is_the_headers() -> None:
    assert read(vtt((1, 2, "Words."), head="WEBVTT - Kerrin council, 8 January")).title == "Kerrin council, 8 January"
    assert read(vtt((1, 2, "Words."), head="WEBVTT\nKind: captions\nLanguage: en")).title is None


def test_notes_and_styles_are_no_speech() -> None:
    text = "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nNOTE nobody says this\n\nintro\n00:01.000 --> 00:02.000 align:start\nWords.\n"
    assert read(text).text == "Words."


@pytest.mark.parametrize("text", ["WEBVTT\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n[Music]\n"])
def test_files_without_speech_are_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^talk.vtt holds no words that are spoken"):
        read(text)


@pytest.mark.parametrize("text", ["", "Just words.", "1\nnot a time\nwords\n"])
def test_what_is_no_subtitle_file_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^talk.vtt is not a subtitle file"):
        read(text)


def test_subtitles_are_told_by_suffix_or_first_bytes() -> None:
    assert is_subtitles(b"anything", ".srt")
    assert is_subtitles(srt((1, 2, "Words.")).encode())
    assert is_subtitles(b"\xef\xbb\xbf" + vtt((1, 2, "Words.")).encode())
    assert not is_subtitles(b"WEBVTTS are a format.")
    assert not is_subtitles(b"1\n2019-01-08 --> later")


WORDS = st.lists(
    st.sampled_from(["Voss", "said", "no.", "the", "10:30", "VOSS:", ">>", "- ", "&lt;", "[music]", "é"]), min_size=1, max_size=5
)
CUES = st.lists(st.tuples(st.integers(0, 9_000), st.lists(WORDS.map(" ".join), min_size=1, max_size=2)), min_size=1, max_size=8)


@given(CUES)
def test_marks_are_sorted_and_inside_the_text(cues: list[tuple[int, list[str]]]) -> None:
    made, now = [], 0
    for gap, lines in cues:
        now += gap
        made.append((now / 1000, (now + 1_000) / 1000, "\n".join(lines)))
    try:
        item = read(vtt(*made))
    except InputError:
        return
    text = item.text or ""
    starts = [mark.start for mark in item.marks]
    assert starts == sorted(set(starts))
    assert all(not text[start].isspace() and (start == 0 or text[start - 1].isspace()) for start in starts)
    assert starts[0] == 0
    assert text == text.strip()


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9_000), st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=1, max_size=5, unique=True)
        ),
        min_size=1,
        max_size=8,
    )
)
def test_each_mark_stands_at_its_cues_first_words(cues: list[tuple[int, list[str]]]) -> None:
    made, now = [], 0
    for number, (gap, words) in enumerate(cues):
        now += gap + 1
        made.append((now, f"{'abcdefgh'[number]}x {' '.join(words)}"))
    item = read(vtt(*((start / 1000, start / 1000 + 1, words) for start, words in made)))
    text = item.text or ""
    assert [text[mark.start :][: len(words)] for mark, (_, words) in zip(item.marks, made, strict=True)] == [
        words for _, words in made
    ]
    assert " ".join(text.split()) == " ".join(words for _, words in made)


@given(st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    for made in ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + text, "1\n00:00:01,000 --> 00:00:02,000\n" + text):
        try:
            item = read_subtitles(Item(raw=made.encode("utf-8", "replace"), name="talk.srt"))
        except InputError:
            continue
        assert item.text
