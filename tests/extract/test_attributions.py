"""Word ranges to attributions: at their characters, each followed by those inside it."""

from onrecord.extract.attributions import attributions, likely
from onrecord.extract.confidence import FEATURES, Confidence
from onrecord.extract.decode import Range
from onrecord.extract.link import Linked
from onrecord.extract.model import load
from onrecord.record import Act

TEXT = "“Ben thinks it ends,” said Ana. “We go,” said Cy."
WORDS = ["“", "Ben", "thinks", "it", "ends", ",", "”", "said", "Ana", ".", "“", "We", "go", ",", "”", "said", "Cy", "."]
# The content's mean certainty alone counts: no sign at all is a chance of one half.
EVEN = Confidence((1.0, *(0.0 for _ in FEATURES[1:])), 0.0)


def linked(
    source: Range, cue: Range, content: Range, link: float, act: Act = "says", inner: tuple[Linked, ...] = (), sign: float = 0.0
) -> Linked:
    return Linked((source,), (cue,), (content,), (sign, *(0.0 for _ in FEATURES[1:])), link, act, inner)


NESTED = Linked(((1, 2),), ((2, 3),), ((3, 5),), (), 0.8, "thinks")
ALSO_NESTED = Linked(((11, 12),), (), ((12, 13),), (), 0.7, "plans")
FOUND = attributions(
    load().words(TEXT),
    [
        linked((8, 9), (7, 8), (0, 7), 0.9, inner=(NESTED,)),
        linked((16, 17), (15, 16), (10, 15), 1.0000001, inner=(ALSO_NESTED,), sign=30.0),
    ],
    EVEN,
)


def test_each_stands_at_its_characters() -> None:
    assert [TEXT[start:end] for start, end in zip(load().words(TEXT).starts, load().words(TEXT).ends, strict=True)] == WORDS
    shown = [[span.of(TEXT) for span in (*one.source, *one.cue, *one.content)] for one in FOUND]
    assert shown == [
        ["Ana", "said", "“Ben thinks it ends,”"],
        ["Ben", "thinks", "it ends"],
        ["Cy", "said", "“We go,”"],
        ["We", "go"],
    ]


def test_what_stands_inside_another_follows_it_and_says_which_it_is() -> None:
    assert [(one.parent, one.act) for one in FOUND] == [(None, "says"), (0, "thinks"), (None, "says"), (2, "plans")]


def test_what_stands_inside_another_is_no_likelier_than_it() -> None:
    assert [round(one.words, 3) for one in FOUND] == [0.5, 0.4, 1.0, 0.7]
    assert [one.link for one in FOUND] == [0.9, 0.8, 1.0, 0.7]


def test_what_is_hardly_likely_is_left_out_with_what_stands_inside_it() -> None:
    kept = likely(FOUND, least=0.6)
    assert [span.of(TEXT) for one in kept for span in one.source] == ["Cy", "We"]
    assert [one.parent for one in kept] == [None, 0]


def test_what_stands_inside_is_left_out_alone_where_only_it_is_hardly_likely() -> None:
    assert [one.parent for one in likely(FOUND, least=0.45)] == [None, None, 1]


def test_what_was_mended_stays() -> None:
    assert likely(FOUND, stay={0}, least=0.6)[0].words == 0.5
