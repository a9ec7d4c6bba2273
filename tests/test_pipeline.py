"""What is kept of a record: the acts and the certainty that are asked for, and nothing that hangs in the air."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.pipeline import ALL_ACTS, SHOWN_ACTS, choose
from onrecord.record import (
    Act,
    Actor,
    Confidence,
    Document,
    Mention,
    Record,
    Span,
    Speaker,
    Statement,
    StatementId,
    actor_id,
    document_id,
    statement_id,
)

TEXT = "“Ana will go, Ben thinks, and the survey shows it,” said Cy. Dora waits."
ID = document_id(TEXT.encode(), None)
PEOPLE = ("Ana", "Ben", "Cy", "Dora")


def statement(
    words: str,
    who: str | None,
    act: Act = "says",
    sure: float = 1.0,
    named: float = 1.0,
    parent: StatementId | None = None,
    mentions: str | None = None,
) -> Statement:
    content = (Span(TEXT.index(words), TEXT.index(words) + len(words)),)
    return Statement(
        id=statement_id(ID, content, parent),
        content=content,
        cue=(),
        source=(),
        kind="direct",
        act=act,
        quoted=(),
        speaker=Speaker(actor_id(ID, "person", who), who, "person") if who else None,
        confidence=Confidence(sure, named),
        mentions=(Mention(content[0].start, content[0].end, actor_id(ID, "person", mentions)),) if mentions else (),
        parent=parent,
        made_by={"extract": "1"},
    )


def record(*statements: Statement) -> Record:
    named = {one.speaker.id for one in statements if one.speaker} | {it.actor for one in statements for it in one.mentions}
    actors = [Actor(id=actor_id(ID, "person", name), name=name, type="person", names=(name,)) for name in PEOPLE]
    return Record(
        document=Document(id=ID, sha256="0", text=TEXT),
        statements=statements,
        actors=tuple(one for one in actors if one.id in named),
    )


def names(chosen: Record) -> list[str]:
    return [actor.name for actor in chosen.actors]


SAYS = statement("Ana will go, Ben thinks, and the survey shows it", "Cy", sure=0.8, mentions="Ana")
THINKS = statement("Ana will go", "Ben", "thinks", sure=0.9, parent=SAYS.id)
SHOWS = statement("Dora waits", "Dora", "shows", sure=0.6)


def test_what_is_said_and_thought_is_shown_and_the_rest_for_the_asking() -> None:
    every = record(SAYS, THINKS, SHOWS)
    assert choose(every) == choose(every, ALL_ACTS) == every
    assert choose(every, SHOWN_ACTS).statements == (SAYS, THINKS)
    assert choose(every, ["shows"]).statements == (SHOWS,)
    assert choose(every, []).statements == ()


def test_whoever_holds_a_kept_statement_is_kept_too() -> None:
    finding = msgspec.structs.replace(SAYS, act="shows")
    every = record(finding, THINKS, SHOWS)
    assert choose(every, ["thinks"]).statements == (finding, THINKS)
    assert choose(every, ["says"]).statements == ()


def test_a_doubtful_statement_takes_with_it_what_stands_inside_it() -> None:
    every = record(SAYS, THINKS, SHOWS)
    assert choose(every, min_confidence=0.8).statements == (SAYS, THINKS)
    assert choose(every, min_confidence=0.85).statements == ()
    doubtful = record(SAYS, msgspec.structs.replace(THINKS, confidence=Confidence(0.5, 0.5)))
    assert choose(doubtful, min_confidence=0.5).statements == (SAYS,)


def test_certainty_is_the_product_of_words_and_name() -> None:
    one = record(statement("Dora waits", "Dora", sure=0.5, named=0.5))
    assert choose(one, min_confidence=0.25) == one
    assert not choose(one, min_confidence=0.26).statements


def test_who_no_longer_speaks_nor_is_named_is_no_actor() -> None:
    every = record(SAYS, THINKS, SHOWS)
    assert names(every) == list(PEOPLE)
    assert names(choose(every, SHOWN_ACTS)) == ["Ana", "Ben", "Cy"]
    assert names(choose(every, ["says"])) == ["Ana", "Cy"]
    assert names(choose(every, ["shows"])) == ["Dora"]


@st.composite
def records(draw: st.DrawFn) -> Record:
    """Statements of any act and certainty, some inside others, children before or after their parents."""
    made: list[Statement] = []
    for start in range(draw(st.integers(0, 7))):
        who, mentioned = (draw(st.sampled_from([None, *PEOPLE])) for _ in range(2))
        sure, named = (draw(st.sampled_from([0.0, 0.3, 0.5, 0.9, 1.0])) for _ in range(2))
        parent = draw(st.sampled_from([None, *(one.id for one in made)]))
        made.append(statement(TEXT[start : start + 9], who, draw(st.sampled_from(ALL_ACTS)), sure, named, parent, mentioned))
    return record(*draw(st.permutations(made)))


def above(one: Statement, every: Sequence[Statement]) -> list[Statement]:
    """All that a statement stands inside."""
    holders = [holder for holder in every if holder.id == one.parent]
    return holders + [further for holder in holders for further in above(holder, every)]


@settings(deadline=None)
@given(records(), st.sets(st.sampled_from(ALL_ACTS)), st.sampled_from([0.0, 0.2, 0.25, 0.5, 0.9, 1.0]))
def test_every_kept_parent_is_there_and_nothing_else_is_lost(every: Record, acts: set[Act], least: float) -> None:
    chosen = choose(every, acts, least)
    kept = {one.id for one in chosen.statements}
    assert all(one.parent is None or one.parent in kept for one in chosen.statements)
    assert list(chosen.statements) == [one for one in every.statements if one.id in kept]

    def is_sure(one: Statement) -> bool:
        return all(it.confidence.words * it.confidence.speaker >= least for it in (one, *above(one, every.statements)))

    wanted = [one for one in every.statements if one.act in acts and is_sure(one)]
    assert kept == {it.id for one in wanted for it in (one, *above(one, every.statements))}
    named = {one.speaker.id for one in chosen.statements if one.speaker}
    named |= {it.actor for one in chosen.statements for it in one.mentions}
    assert {one.id for one in chosen.actors} == named
    assert choose(chosen, acts, least) == chosen


@given(records())
def test_asking_for_everything_changes_nothing(every: Record) -> None:
    assert choose(every) == every


@pytest.mark.parametrize("act", ALL_ACTS)
def test_no_statement_no_trouble(act: Act) -> None:
    assert choose(record(), [act], 1.0) == record()
