"""A statement to its reasons: which one is meant, and what is said of it, a line each."""

from typing import get_args

import msgspec
import pytest

from onrecord.errors import OptionError
from onrecord.export.explain import chosen, explain
from onrecord.record import Alternative, Channel, Event, EventId, Record, Speaker, Statement, actor_id
from onrecord.resolve.found import Ground
from tests.export.reports import BROKEN, INNER, MONDAY, NAMELESS, OUTER, REPORT, TEXT, record, span, statement


def lines(report: Record, one: Statement) -> dict[str, str]:
    """The explanation by what stands at the head of each line."""
    return {line.split("  ")[0]: line.split("  ", 1)[1].strip() for line in explain(report, one).splitlines()}


@pytest.mark.parametrize(
    ("which", "one"),
    [
        ("1", INNER),
        ("4", OUTER),
        (NAMELESS.id, NAMELESS),
        ("it RAINED", NAMELESS),
        ("and we count", BROKEN),
        ("had promised", OUTER),
    ],
)
def test_a_number_an_id_or_words_mean_a_statement(which: str, one: Statement) -> None:
    assert chosen(REPORT, which) == one


@pytest.mark.parametrize(
    ("which", "many"),
    [("0", "none"), ("5", "none"), ("²", "none"), ("-1", "none"), ("snow", "none"), ("new ropes", "2"), ("", "4")],
)
def test_what_means_none_or_several_is_refused(which: str, many: str) -> None:
    with pytest.raises(OptionError) as refused:
        chosen(REPORT, which)
    assert str(refused.value) == (
        f"{which!r} means {many} of 4 statements: give a number from 1 to 4, an id, or words that only one of them holds."
    )


def test_of_no_statements_none_can_be_chosen() -> None:
    with pytest.raises(OptionError, match=r"^'1' means no statement: the text holds none\.$"):
        chosen(record(TEXT), "1")


def test_a_number_that_is_also_said_is_the_number() -> None:
    text = "Four and 2. One and 1."
    first, second = statement(span("Four and 2", text)), statement(span("One and 1", text))
    report = record(text, first, second)
    assert chosen(report, "2") == second
    assert chosen(report, "Four and 2") == first


def test_every_reason_has_its_line() -> None:
    heard = msgspec.structs.replace(
        BROKEN,
        channel=Channel("call", None, span("on Monday")),
        ground="surname",
        why="named before",
        alternatives=(Alternative("Bo Tarn", 0.25), Alternative("The guild", 0)),
        addressees=(Speaker(actor_id(REPORT.document.id, "person", "Bo Tarn"), "Bo Tarn", "person"),),
    )
    said = lines(record(TEXT, NAMELESS, heard), heard)
    start = TEXT.index("Ada Holm")
    assert said["Statement"] == "2 of 2: “We wait,” [...] “and we count.”"
    assert said["Words of the source"] == f"“Ada Holm” [{start}, {start + 8}]"
    assert said["Speaker"] == "Ada Holm"
    assert said["On the ground of"] == "the surname of somebody whom the text names in full"
    assert said["That is"] == "named before"
    assert said["How sure"] == "70% (medium) of the name, 90% (high) of the words"
    assert said["Who else"] == "Bo Tarn (0.25), The guild"
    assert said["To whom"] == "Bo Tarn"
    assert said["Through"].startswith("call, by “on Monday” [")
    assert said["When"] == f"{MONDAY.start} (day, inferred from “on Monday”)"
    assert said["Made by"] == "extract 1"
    assert "Event" not in said


def test_what_is_not_known_is_said_to_be_so() -> None:
    said = lines(REPORT, NAMELESS)
    assert said["Speaker"] == "Speaker not established"
    assert (said["Words of the source"], said["Words of the saying"]) == ("none stand beside it", "none")
    assert said["Who else"] == "nobody came into question"
    assert {said[name] for name in ("To whom", "Through", "When")} == {"the text does not say"}


@pytest.mark.parametrize(
    ("is_account", "said"), [(True, "an account of a call of Ada Holm"), (False, "said at a call of Ada Holm")]
)
def test_an_account_of_an_event_is_not_said_at_it(is_account: bool, said: str) -> None:
    placed = msgspec.structs.replace(OUTER, event=EventId("e1"))
    speaker = Speaker(actor_id(REPORT.document.id, "person", "Ada Holm"), "Ada Holm", "person")
    event = Event(id=EventId("e1"), kind="call", participants=(speaker,), accounts=(placed.id,) if is_account else ())
    report = msgspec.structs.replace(record(TEXT, placed), events=(event,))
    assert lines(report, placed)["Event"] == said


def test_a_line_stays_a_line_whatever_the_text_holds() -> None:
    text = "We wait,\n\n  \u202eand\x1b[2J we\r\ncount."
    said = statement(span(text, text))
    shown = explain(record(text, said), said)
    assert len(shown.splitlines()) == len(explain(record(TEXT, NAMELESS), NAMELESS).splitlines()) - 1  # it has no “That is”
    assert not {"\x1b", "\u202e"} & set(shown)


@pytest.mark.parametrize("ground", get_args(Ground))
def test_every_ground_is_told_in_words(ground: str) -> None:
    told = lines(record(TEXT, OUTER), OUTER)["On the ground of"]
    said = lines(record(TEXT, grounded := msgspec.structs.replace(OUTER, ground=ground)), grounded)["On the ground of"]
    assert told == "nothing"
    assert len(said.split()) > 1
    assert said != ground
