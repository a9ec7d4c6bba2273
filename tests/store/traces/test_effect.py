"""What decisions make of traces: whatever is decided, in whatever order, nothing that the machine found is lost."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import DocumentId, Span
from onrecord.store.reviews.decision import OF_TRACES, Decision, Value, decision
from onrecord.store.traces.effect import effect
from onrecord.store.traces.kept import NOTHING, Found, Kept, Near, Place, documents_of, machine_of
from onrecord.trace import Piece

TEXT = "“The ferry will cost eleven million crowns,” he said, “and nobody will lose a job in this town.”"
WORDINGS = ((Span(0, 43),), (Span(53, 95),), (Span(0, 43), Span(53, 95)))
SOURCES = tuple(DocumentId(f"d{number}") for number in range(3))
SPAN = Span(0, 10)


def kept(wording: int, source: int | None, miss: int | None) -> Kept:
    return Kept(
        pieces=WORDINGS[wording],
        words="words",
        source=Place(SOURCES[source], SPAN) if source is not None else None,
        fidelity="verbatim" if source is not None else "not found",
        confidence=0.9,
        reason="It is so.",
        misses=(Near(Place(SOURCES[miss], SPAN), 0.1),) if miss is not None else (),
        made_by="a test",
        sources="none",
    )


numbers = st.integers(0, 2)
machines = st.lists(
    st.builds(kept, numbers, st.none() | numbers, st.none() | numbers), max_size=3, unique_by=lambda one: one.pieces
)
verdicts = st.sampled_from(sorted(OF_TRACES))


@st.composite
def decisions(draw: st.DrawFn) -> list[Decision]:
    made = []
    for place in range(draw(st.integers(0, 5))):
        found = Found(draw(st.sampled_from(SOURCES)), SPAN, draw(st.sampled_from(["verbatim", "paraphrase"])))
        value = Value(pieces=WORDINGS[draw(numbers)], found=found)
        at = f"2026-05-20T08:00:0{place}Z"
        made.append(decision(draw(verdicts), "s1", value, who=draw(st.sampled_from(["Ines", "Jo"])), at=at))
    return made


@given(machines, decisions(), st.sets(st.sampled_from(SOURCES)))
def test_nothing_that_the_machine_found_is_lost(machine: list[Kept], decided: list[Decision], there: set[str]) -> None:
    after = effect(machine, decided, TEXT, there, lambda _: None)
    known = [one for one in machine if documents_of(one) <= there]
    back = [one for one in map(machine_of, after) if one is not None]
    assert sorted(back, key=lambda one: one.pieces) == sorted(known, key=lambda one: one.pieces)
    # Taking all back gives what there was.
    assert [one.kept for one in effect(back, [], TEXT, there, lambda _: None)] == [
        one.kept for one in effect(machine, [], TEXT, there, lambda _: None)
    ]
    assert effect(back, decided, TEXT, there, lambda _: None) == after


@given(machines, decisions())
def test_what_stands_says_who_decided(machine: list[Kept], decided: list[Decision]) -> None:
    for one in effect(machine, decided, TEXT, SOURCES, lambda _: None):
        about = [other for other in decided if other.value.pieces == one.kept.pieces]
        assert (one.reviewed is not None) == bool(about)
        assert (one.kept.source is None) == (one.kept.fidelity == "not found")
        if one.confirmed_by is not None:
            assert one.kept.fidelity == "altered"
            assert one.confirmed_by in {other.who for other in about if other.verdict == "altered"}
        if one.machine == NOTHING:
            assert about
        if about and about[-1].verdict == "wrong source" and about[-1].value.found and one.kept.source:
            assert one.kept.source.document != about[-1].value.found.document
        if about and about[-1].verdict != "wrong source" and about[-1].value.found:
            assert one.kept.source is not None
            assert one.kept.source.document == about[-1].value.found.document


def test_whoever_confirmed_a_change_does_not_stand_behind_another_that_is_found_later() -> None:
    forty, town = (Piece("changed", Span(start, start + 5), Span(start, start + 5), ("number",)) for start in (4, 9))
    value = Value(pieces=WORDINGS[0], found=Found(SOURCES[0], SPAN, "altered", forty, (forty,)))
    confirmed = decision("altered", "s1", value, who="Ines", at="2026-05-20T08:00:00Z")
    for change in (forty, town):
        machine = msgspec.structs.replace(kept(0, 0, None), fidelity="altered", change=change, drift=(change,))
        (after,) = effect([machine], [confirmed], TEXT, SOURCES, lambda _: None)
        assert (after.kept.fidelity, after.confirmed_by) == ("altered", "Ines")
        assert (after.kept.change, after.kept.drift) == (forty, (forty,))
        assert machine_of(after) == machine


@given(machines, decisions())
def test_no_two_wordings_are_shown_of_which_people_decided_about_one_and_not_the_other(
    machine: list[Kept], decided: list[Decision]
) -> None:
    shown = [one for one in effect(machine, decided, TEXT, SOURCES, lambda _: None) if one.is_shown]
    by_machine = [one for one in shown if one.reviewed is None]
    for one in by_machine:
        for other in shown:
            if other.reviewed is not None:
                assert not any(
                    left.start < right.end and right.start < left.end for left in one.kept.pieces for right in other.kept.pieces
                )
