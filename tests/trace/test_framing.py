"""The words around a statement: what counts as an article's own, and how many two must have in common."""

from onrecord.record import Span
from onrecord.trace.framing import LIKELY, POSSIBLE, WORDS, Frame, alike, frame, rows

SAID = "“We pay in May,”"
LONG = (
    "Fishermen counted the coins in their pockets this morning while gulls screamed over empty crates. "
    "Nobody on the quay had seen any paper, and the harbour office stayed closed for repairs until noon. "
)
STOCK = "The ministry did not respond to a request for comment. "


def around(before: str, after: str = " Lind said.", source: str = "") -> tuple[str, Frame]:
    text = f"{before}{SAID}{after}"
    content = Span(len(before), len(before) + len(SAID))
    return text, frame(text, (content,), (content,), source)


def test_what_is_said_and_names_and_what_the_source_says_tell_nothing() -> None:
    text, made = around("Gulls over Kalmora saw the tender. ", source="everybody can read that in the tender")
    words = {span.of(text): bits for span, bits in zip(made.spans, made.bits, strict=True)}
    assert "May" not in words
    assert words["Kalmora"] == words["tender"] == words["the"] == 0
    assert words["Gulls"] > 0
    assert {len(made.stems), len(made.spans)} == {len(made.bits)}


def test_no_row_of_words_goes_across_a_statement_or_a_paragraph() -> None:
    _, made = around("one two three four five ", " six seven eight nine ten")
    assert (5 in made.breaks, rows(made)) == (True, [])
    _, parted = around("gulls over crates\n\nempty pockets ")
    assert 3 in parted.breaks


def test_the_same_words_are_found_at_their_places_in_both() -> None:
    (one, first), (other, second) = around(LONG), around("All is quiet. " + LONG, " the mayor claimed.")
    missing, found = alike([first, second], [[], [0]])
    assert missing is None
    assert found is not None
    assert (found.on, found.others) == (0, ())
    assert found.bits >= LIKELY
    assert [span.of(other) for span in found.here] == [span.of(one) for span in found.there] != []
    assert LONG.strip(" .") in {span.of(one) for span in found.there}


def test_stock_phrases_and_single_words_are_too_little() -> None:
    assert alike([around(STOCK)[1], around("Rain fell. " + STOCK)[1]], [[], [0]]) == [None, None]
    assert alike([around(LONG)[1], around(" ".join(reversed(LONG.split())) + " ")[1]], [[], [0]]) == [None, None]


def test_a_few_words_are_too_little_however_rare() -> None:
    rare = "zorbling quaffers wimple gherkinly marzipane flotsamic burblings snarkish "
    one = around("Here, " + rare)[1]
    assert len(rare.split()) < WORDS
    assert sum(one.bits) > POSSIBLE + 1
    assert alike([one, around("There stood " + rare)[1]], [[], [0]]) == [None, None]
    twice = rare + "and wobblesome gimbling brillig toves outgrabe."
    assert alike([around(twice)[1], around(twice)[1]], [[], [0]])[1] is not None


def test_only_what_is_allowed_is_looked_at_and_equals_are_all_told() -> None:
    frames = [around(LONG)[1]] * 3
    assert alike(frames, [[], [], []]) == [None] * 3
    found = alike(frames, [[], [], [0, 1]])[2]
    assert found is not None
    assert (found.on, found.others) == (0, (1,))


def test_a_choice_among_many_costs_bits() -> None:
    frames = [around(LONG)[1], *[around(f"Paper {place} is other. ")[1] for place in range(7)], around(LONG)[1]]
    (few,) = [one for one in alike([frames[0], frames[-1]], [[], [0]]) if one]
    (many,) = [one for one in alike(frames, [[] for _ in range(8)] + [list(range(8))]) if one]
    assert many.bits == round(few.bits - 3, 1) >= POSSIBLE
