"""Which report rests on which: what makes an edge, what makes none, and that nothing ever rests on itself."""

import time

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Span
from onrecord.trace.chains import chain
from tests.trace.papers import SAID, SOURCE, WRONG, clues, node, post, report, rests, spot


def test_a_link_beside_the_statement_to_what_is_earlier_says_it_itself() -> None:
    two = report("Gazette", after=" Lind told a paper.", on="2026-05-13", links=(("told a paper", "Courier"),))
    made = chain([report("Courier"), two])
    assert rests(made, "Gazette") == [("Courier", "stated", "link")]
    (evidence,) = node(made, "Gazette").rests[0].evidence
    assert (evidence.words, evidence.here[0].of(two.text), evidence.of) == ("told a paper", "told a paper", "Gazette")
    assert rests(made, "Courier") == []
    assert made.first == ("Courier",)


def test_a_link_elsewhere_in_the_text_is_only_likely() -> None:
    two = report("Gazette", after=" Lind said.\n\nRead more on ferries.", on="2026-05-13", links=(("more on ferries", "Courier"),))
    assert rests(chain([report("Courier"), two]), "Gazette") == [("Courier", "likely", "link")]


def test_a_link_to_what_is_later_is_no_edge() -> None:
    one = report("Courier", links=(("Lind said", "Gazette"),))
    made = chain([one, report("Gazette", on="2026-05-13")])
    assert rests(made, "Courier") == []
    assert clues(made, "Courier") == [("Gazette", "link", "later")]


def test_what_is_linked_on_the_same_day_may_be_rested_on_but_not_in_a_circle() -> None:
    one, two = report("Courier"), report("Gazette", links=(("Lind said", "Courier"),))
    made = chain([one, two])
    assert rests(made, "Gazette") == [("Courier", "possible", "link")]
    assert made.first == ("Courier", "Gazette")
    three = report("Herald", links=(("Lind said", "Gazette"),), on=None)
    back = report("Courier", links=(("Lind said", "Herald"),))
    made = chain([back, two, three])
    assert [rests(made, name) for name in ("Courier", "Gazette", "Herald")] == [[], [], []]
    assert clues(made, "Gazette") == [("Courier", "link", "circle")]
    assert clues(made, "Courier") == [("Herald", "link", "circle")]


def test_only_what_goes_round_is_dropped_of_what_hangs_on_a_circle() -> None:
    one, two = report("Courier", links=(("Lind said", "Gazette"),)), report("Gazette", links=(("Lind said", "Courier"),))
    later = report("Herald", on="2026-05-13", links=(("Lind said", "Gazette"),))
    into = report("Mirror", links=(("Lind said", "Courier"),))
    made = chain([one, two, later, into])
    assert rests(made, "Herald") == [("Gazette", "stated", "link")]
    assert rests(made, "Mirror") == [("Courier", "possible", "link")]
    assert rests(made, "Courier") == rests(made, "Gazette") == []
    assert clues(made, "Courier") == [("Gazette", "link", "circle")]


def test_who_is_named_as_having_it_is_rested_on() -> None:
    for after in (" Lind told the Courier.", " Lind said, according to the Courier.", " Lind said, the Courier reported."):
        made = chain([report("Courier"), report("Gazette", after=after, on="2026-05-13")])
        assert rests(made, "Gazette") == [("Courier", "stated", "named")], after
    after = " Lind said. The remark was first reported by the Courier."
    # What only stands for the statement, though the machine takes it for one of its own, is no other statement.
    near = report("Gazette", after=after, on="2026-05-13", others=(spot(after, "The remark"),))
    assert rests(chain([report("Courier"), near]), "Gazette") == [("Courier", "likely", "named")]


def test_a_name_that_is_longer_or_stands_by_another_statement_counts_for_nothing() -> None:
    longer = report("Gazette", after=" Lind told the Courier Service Union.", on="2026-05-13")
    assert rests(chain([report("Courier"), longer]), "Gazette") == []
    for after, said in (
        (" Lind said. “Proud of every nurse,” Velde told the Courier.", "“Proud of every nurse,”"),
        (" Lind said. Velde told the Courier that every nurse was worth more.", "that every nurse was worth more"),
        (" Lind said, while Velde told the Courier that he was “a fool”.", "that he was “a fool”"),
    ):
        taken = report("Gazette", after=after, on="2026-05-13", others=(spot(after, said),))
        assert rests(chain([report("Courier"), taken]), "Gazette") == [], after


def test_an_outlet_without_a_report_here_is_a_clue() -> None:
    made = chain(
        [report("Courier"), report("Gazette", after=" Lind told the Sund Radio.", on="2026-05-13")], outlets=["Sund Radio"]
    )
    assert rests(made, "Gazette") == []
    (clue,) = node(made, "Gazette").clues
    assert (clue.on, clue.evidence.says, clue.why_not) == (None, "Sund Radio", "not here")


def test_what_it_was_told_itself_is_at_first_hand() -> None:
    made = chain([report("Courier"), report("Gazette", after=" Lind told this newspaper.", on="2026-05-13")])
    assert rests(made, "Gazette") == [(None, "stated", "first hand")]


def test_the_platform_of_the_source_that_is_named_may_be_where_it_is_from() -> None:
    after = " Lind wrote on Chirp."
    two = report("Courier", after=after, channel=("post", Span(len(SAID) + len(" Lind wrote "), len(SAID) + len(after) - 1)))
    (said,) = list(node(chain([post(), two], SOURCE), "Courier").rests)
    assert (said.on, said.sure, said.evidence[0].words) == ("post", "possible", "on Chirp")
    early = report("Courier", after=after, channel=two.channel, on="2026-05-10")
    assert clues(chain([post(), early], SOURCE), "Courier") == [("post", "channel", "later")]


def test_the_same_mistakes_are_had_from_who_made_them_first() -> None:
    right = report("Herald", on="2026-05-12")
    first, second = report("Courier", words=WRONG, on="2026-05-12"), report("Gazette", words=WRONG, on="2026-05-14")
    made = chain([second, right, post(), first], SOURCE)
    (rest,) = node(made, "Gazette").rests
    assert (rest.on, rest.others) == ("Courier", ())
    (evidence,) = rest.evidence
    told = {(one.has, one.instead_of) for one in evidence.departs}
    assert {("forty million", "eleven million"), ("contract", "tender")} == told
    for one in evidence.departs:
        assert one.source is not None
        assert [one.source.of(SAID), *(span.of(first.text) for span in one.there)] == [one.instead_of, one.has]
    # What equals the source tells nothing of who had it from whom.
    assert rests(made, "Herald") == rests(made, "Courier") == []
    assert [one.at.document for one in made.nodes] == ["post", "Courier", "Herald", "Gazette"]


def test_two_who_made_the_same_mistakes_earlier_are_both_told() -> None:
    every = [report(name, words=WRONG, on=f"2026-05-{12 + place}") for place, name in enumerate(("Courier", "Gazette", "Herald"))]
    (rest,) = node(chain([post(), *every], SOURCE), "Herald").rests
    assert (rest.on, rest.others) == ("Courier", ("Gazette",))


def test_of_two_with_the_same_mistakes_the_one_that_is_pointed_at_is_taken() -> None:
    every = [report(name, words=WRONG, on=f"2026-05-{12 + place}") for place, name in enumerate(("Courier", "Gazette"))]
    last = report("Herald", words=WRONG, on="2026-05-15", links=(("Lind said", "Gazette"),))
    made = chain([post(), *every, last], SOURCE)
    assert rests(made, "Herald") == [("Gazette", "stated", "link+wording")]
    # More speaks for it than for the other.
    assert node(made, "Herald").rests[0].others == ()


def test_what_a_report_has_of_the_source_and_the_one_before_it_has_not_speaks_against_the_edge() -> None:
    shifted = msgspec.structs.replace(SOURCE, at=7)
    two = report("Gazette", after=" Lind said, according to the Courier.", on="2026-05-13")
    made = chain([post(), report("Courier", words=WRONG), two], shifted)
    (rest,) = node(made, "Gazette").rests
    assert (rest.on, rest.sure) == ("Courier", "stated")
    assert [span.of("x" * 7 + SAID) for span in rest.beyond] == ["eleven million", "tender"]
    same = report("Gazette", words=WRONG, after=" Lind said, according to the Courier.", on="2026-05-13")
    assert node(chain([post(), report("Courier", words=WRONG), same], shifted), "Gazette").rests[0].beyond == ()
    onto_source = report("Gazette", on="2026-05-13", links=(("Lind said", "post"),))
    assert node(chain([post(), onto_source], shifted), "Gazette").rests[0].beyond == ()


def test_who_has_more_of_the_source_had_it_from_elsewhere() -> None:
    short = report("Courier", words="The ferry will cost forty million crowns, says the contract")
    made = chain([post(), short, report("Gazette", words=WRONG, on="2026-05-14")], SOURCE)
    assert rests(made, "Gazette") == []
    assert clues(made, "Gazette") == [("Courier", "wording", "apart")]


def test_without_a_date_nothing_is_earlier() -> None:
    made = chain([post(None), report("Courier", words=WRONG, on=None), report("Gazette", words=WRONG, on=None)], SOURCE)
    assert made.first == ()
    assert all(not one.rests for one in made.nodes)


AROUND = (
    "Fishermen in Kalmora counted the coins in their pockets this morning while gulls screamed over empty crates. "
    "Nobody on the quay had seen any paper at all, and the harbour office stayed closed for repairs until noon. "
)


def test_the_same_words_around_a_statement_are_had_from_the_earlier_one() -> None:
    one, two = report("Courier", before=AROUND), report("Gazette", before=AROUND, on="2026-05-14", after=" Lind claimed on Monday.")
    made = chain([one, two])
    assert [rest[::2] for rest in rests(made, "Gazette")] == [("Courier", "words around")]
    (evidence,) = node(made, "Gazette").rests[0].evidence
    assert [span.of(two.text) for span in evidence.here] == [span.of(one.text) for span in evidence.there]
    own = report("Gazette", before=AROUND, on="2026-05-14")
    of_the_house = msgspec.structs.replace(own, at=msgspec.structs.replace(own.at, outlet="The Courier"))
    assert rests(chain([one, of_the_house]), "Gazette") == []
    plain = report("Gazette", before="An evening in the town hall. ", on="2026-05-14")
    assert rests(chain([one, plain]), "Gazette") == []


def test_copies_are_one_report_as_old_as_the_first() -> None:
    one, two = report("Courier", family="wire"), report("Gazette", on="2026-05-13", family="wire")
    same_day = report("Herald", family="wire")
    made = chain([two, one, same_day])
    (only,) = made.nodes
    assert only.at.document == "Courier"
    # The copy of the same day may as well have been the first.
    assert made.first == ("Courier", "Herald")
    assert {copy.at.document: copy.rests.on if copy.rests else None for copy in only.copies} == {
        "Herald": None,
        "Gazette": "Courier",
    }


def test_evidence_from_a_copy_says_in_which_text_it_stands() -> None:
    wire = report("Gazette", on="2026-05-13", family="wire")
    copy = report("Herald", on="2026-05-14", family="wire", links=(("Lind said", "Courier"),))
    made = chain([report("Courier"), wire, copy])
    (evidence,) = node(made, "Gazette").rests[0].evidence
    assert (evidence.of, evidence.here[0].of(copy.text)) == ("Herald", "Lind said")


NAMES = ("Courier", "Gazette", "Herald", "Mirror", "Tribune")
DATES = (None, "2026-05-12", "2026-05-12T08:00:00Z", "2026-05-12T20:00:00+02:00", "2026-05-13", "2026-05-14T00:00:00Z")
ENDS = (" Lind said.", " Lind told the Courier.", " Lind said, the Mirror reported.", " Lind told us.")


@given(st.data())
def test_an_edge_has_evidence_and_nothing_ever_rests_on_itself(data: st.DataObject) -> None:
    every = [
        report(
            name,
            before=data.draw(st.sampled_from(("", AROUND))),
            words=data.draw(st.sampled_from((SAID, WRONG, "The ferry will cost forty million crowns"))),
            after=data.draw(st.sampled_from(ENDS)),
            on=data.draw(st.sampled_from(DATES)),
            family=data.draw(st.sampled_from((None, "wire"))),
            links=tuple(("Lind", other) for other in data.draw(st.sets(st.sampled_from(NAMES)))),
        )
        for name in NAMES[: data.draw(st.integers(1, len(NAMES)))]
    ]
    made = chain([post(), *every], data.draw(st.sampled_from((None, SOURCE))))
    documents = [one.at.document for one in made.nodes]
    shown = [*documents, *(copy.at.document for one in made.nodes for copy in one.copies)]
    assert sorted(shown) == sorted(one.at.document for one in (post(), *every))
    on = {one.at.document: [rest.on for rest in one.rests] for one in made.nodes}
    assert all(rest.evidence for one in made.nodes for rest in one.rests)
    assert all(other is None or other in documents for found in on.values() for other in found)
    left = dict(on)
    while left:
        free = [one for one, found in left.items() if not any(other in left for other in found)]
        assert free, f"a circle among {left}"
        for one in free:
            del left[one]


def test_hundreds_of_reports_take_no_time() -> None:
    words = (SAID, WRONG, f"{WRONG} and in May")
    every = [
        report(f"Paper {place}", before=f"Note {place}. ", words=words[place % 3], on=f"2026-05-{place % 28 + 1:02}")
        for place in range(300)
    ]
    began = time.process_time()
    assert len(chain([post("2026-04-30"), *every], SOURCE).nodes) == 301
    assert time.process_time() - began < 5
