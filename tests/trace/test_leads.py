"""What points from one report to another: whose links and names count, for what, and where it stands."""

import msgspec
import pytest

from onrecord.record import Span
from onrecord.trace.chains import chain
from onrecord.trace.resting import Original
from tests.trace.papers import SAID, SOURCE, WRONG, clues, node, post, report, rests


def test_a_link_to_a_copy_leads_to_the_report() -> None:
    wire, copy = report("Courier", family="wire"), report("Herald", on="2026-05-13", family="wire")
    made = chain([wire, copy, report("Gazette", on="2026-05-14", links=(("Lind said", "Herald"),))])
    assert rests(made, "Gazette") == [("Courier", "stated", "link")]


def test_links_to_itself_to_a_copy_and_to_elsewhere_lead_nowhere() -> None:
    links = (("Lind", "Courier"), ("said", "Herald"), ("Lind said", "nowhere"))
    made = chain([report("Courier", family="wire", links=links), report("Herald", family="wire", on="2026-05-13")])
    assert rests(made, "Courier") == clues(made, "Courier") == []


def test_a_link_in_another_sentence_is_likely_whatever_its_paragraph() -> None:
    two = report("Gazette", after=" Lind said. He had talked to a paper.", on="2026-05-13", links=(("a paper", "Courier"),))
    assert rests(chain([report("Courier"), two]), "Gazette") == [("Courier", "likely", "link")]


def test_a_link_beside_one_piece_of_a_statement_is_beside_it() -> None:
    headline = "Ferry gets dearer\n\n"
    two = report("Gazette", headline, after=" Lind said.", on="2026-05-13", links=(("Lind said", "Courier"),))
    pieces = (Span(0, 17), *two.at.content)
    both = msgspec.structs.replace(two, at=msgspec.structs.replace(two.at, content=pieces, words=f"Ferry gets dearer … {SAID}"))
    assert rests(chain([report("Courier"), both]), "Gazette") == [("Courier", "stated", "link")]


@pytest.mark.parametrize(
    ("on", "why_not"),
    [("2026-05-13", "later"), ("2026-05-12", "same day"), (None, "undated"), ("2026-05-12T08:00:00Z", "same day")],
)
def test_an_outlet_that_is_named_but_not_surely_earlier_is_a_clue(on: str | None, why_not: str) -> None:
    made = chain([report("Courier", on=on), report("Gazette", after=" Lind told the Courier.")])
    assert rests(made, "Gazette") == []
    assert clues(made, "Gazette") == [("Courier", "named", why_not)]


def test_what_stands_in_the_statements_own_sentence_goes_before_what_stands_earlier_in_the_text() -> None:
    before = "The Courier reported it. "
    two = report("Gazette", before, after=" Lind told the Courier.", on="2026-05-13")
    (rest,) = node(chain([report("Courier"), two]), "Gazette").rests
    assert (rest.sure, [one.words for one in rest.evidence]) == ("stated", ["told the Courier"])


def test_of_several_earlier_reports_of_one_outlet_any_may_be_meant() -> None:
    first, second = report("Courier"), report("Herald", on="2026-05-13")
    second = msgspec.structs.replace(second, at=msgspec.structs.replace(second.at, outlet="The Courier"))
    made = chain([first, second, report("Gazette", after=" Lind told the Courier.", on="2026-05-14")])
    (rest,) = node(made, "Gazette").rests
    assert (rest.on, rest.others, rest.sure) == ("Courier", ("Herald",), "likely")


def test_its_own_outlet_is_first_hand_unless_it_had_reported_that_before() -> None:
    told = report("Courier", after=" Lind told the Courier.")
    assert rests(chain([told, report("Gazette", on="2026-05-13")]), "Courier") == [(None, "stated", "first hand")]
    reported = report("Courier", after=" Lind said, the Courier reported.")
    assert rests(chain([reported, report("Gazette", on="2026-05-13")]), "Courier") == []
    again = report("Herald", after=" Lind told the Courier.", on="2026-05-14")
    again = msgspec.structs.replace(again, at=msgspec.structs.replace(again.at, outlet="Courier"))
    assert rests(chain([told, again]), "Herald") == [("Courier", "likely", "named")]


def test_a_text_of_the_speakers_own_is_never_first_hand_from_the_speaker() -> None:
    own = report("post", after=" Lind told us.", is_primary=True)
    assert rests(chain([own, report("Gazette", on="2026-05-13")]), "post") == []


def test_departures_stand_at_their_places_where_words_are_in_pieces() -> None:
    left, right = "The ferry to Kalmora will cost forty million crowns", "and everybody can read that in the contract"

    def parted(name: str, on: str) -> object:
        made = report(name, words=f"{left},” Lind said, “{right}", after=".", on=on)
        start = made.text.index(right)
        content = (Span(0, len(left)), Span(start, start + len(right)))
        return msgspec.structs.replace(made, at=msgspec.structs.replace(made.at, content=content, words=f"{left} … {right}"))

    one, two = parted("Courier", "2026-05-12"), parted("Gazette", "2026-05-13")
    (rest,) = node(chain([post(), one, two], SOURCE), "Gazette").rests  # type: ignore[list-item]
    (evidence,) = rest.evidence
    for each in evidence.departs:
        assert [span.of(two.text) for span in each.here] == [span.of(one.text) for span in each.there] == [each.has]  # type: ignore[attr-defined]
    assert {each.has for each in evidence.departs} == {"forty million", "contract"}


def test_where_only_the_words_of_the_source_are_known_departures_count_as_well() -> None:
    every = [report(name, words=WRONG, on=on) for name, on in (("Courier", "2026-05-12"), ("Gazette", "2026-05-13"))]
    made = chain(every, Original(words=SAID))
    assert [kinds for _, _, kinds in rests(made, "Gazette")] == ["wording"]
    # Without a source nothing departs from it.
    assert rests(chain(every), "Gazette") == []


def test_translators_who_chose_the_same_words_are_not_taken_for_kin() -> None:
    every = [
        report(name, words=WRONG, on=on, translated_from="sv")
        for name, on in (("Courier", "2026-05-12"), ("Gazette", "2026-05-13"))
    ]
    assert rests(chain([post(), *every], SOURCE), "Gazette") == []
