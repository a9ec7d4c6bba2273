"""The judge of our own cases: what counts as the right name, time, addressee and event, and what does not."""

import json
from collections import Counter
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

from bench.attribution import load_scorer
from bench.resolve import event_found, judge, resolved, share, speaker_right, time_right, told
from onrecord.record import ActorType, Basis, Event, EventId, Granularity, Speaker, Time, actor_id, document_id
from tests.export.reports import NAMELESS, span, statement

DOCUMENT = document_id(b"the ferry", None)


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    return load_scorer(shared / "score", "score_speakers")


def named(name: str, kind: ActorType = "person") -> Speaker:
    return Speaker(actor_id(DOCUMENT, kind, name), name, kind)


@pytest.mark.parametrize(
    ("speaker", "kind", "given", "is_right"),
    [
        ("Ada Holm", "person", named("Ada Holm"), True),
        ("Ada Holm", "person", named("Ada M. Holm"), True),
        ("Ada Holm", "person", named("Bo Holm"), False),
        ("Ada Holm", "person", None, False),
        ("Merrow Lines", "org", named("Merrow Lines", "org"), True),
        ("a clerk", "unnamed", None, True),
        ("a clerk", "unnamed", named("the clerk", "unnamed"), True),
        ("a clerk", "unnamed", named("Ada Holm"), False),
        (None, "none", None, True),
        (None, "none", named("Ada Holm"), False),
    ],
)
def test_a_name_is_right_or_rightly_none(
    scorer: ModuleType,
    speaker: str | None,
    kind: str,
    given: Speaker | None,
    is_right: bool,
) -> None:
    assert speaker_right({"speaker": speaker, "speaker_type": kind}, given, scorer) is is_right


def time(start: str, end: str, granularity: Granularity = "day", basis: Basis = "stated") -> Time:
    return Time(start=start, end=end, granularity=granularity, text=None, basis=basis)


@pytest.mark.parametrize(
    ("gold", "ours", "is_right"),
    [
        ("2026-05-11", time("2026-05-11", "2026-05-11"), True),
        ("2026-05-11", time("2026-05-12", "2026-05-12"), False),
        ("2026-05-11", time("2026-05-11", "2026-05-17", "week"), False),
        ("2026-05-11", time("2026-05-11T09:30", "2026-05-11T09:30", "minute"), True),
        ("2026-05-11", time("2026-05-11T20:00", "2026-05-12T04:59", "part of day"), True),  # a night
        ("2026-05-02/2026-05-03", time("2026-05-02", "2026-05-03", "week"), True),
        ("2026-05-02/2026-05-03", time("2026-05-02", "2026-05-02"), False),
        ("2026-05", time("2026-05-01", "2026-05-31", "month"), True),
        ("2026-05", time("2026-05-11", "2026-05-17", "week"), False),  # within it is not it
        ("1987", time("1987-01-01", "1987-12-31", "year"), True),
        ("1987", time("1987-03-01", "1987-03-31", "month"), False),
        ("2026-05-11", None, False),
    ],
)
def test_a_time_is_right_by_its_first_and_last_day(gold: str, ours: Time | None, is_right: bool) -> None:
    assert time_right(gold, "stated", ours) is is_right


@pytest.mark.parametrize(
    ("gold", "ours", "is_right"),
    [("stated", "inferred", True), ("inferred", "inferred", True), ("inferred", "stated", False)],
)
def test_no_time_claims_a_better_ground_than_gold(gold: str, ours: Basis, is_right: bool) -> None:
    for one in (time("2026-05-11", "2026-05-11", basis=ours), time("2026-05-11T09", "2026-05-11T09", "hour", ours)):
        assert time_right("2026-05-11", gold, one) is is_right


def test_addressees_are_counted_each_as_gold_ours_and_both(scorer: ModuleType) -> None:
    counts: Counter[str] = Counter()
    heard = msgspec.structs.replace(NAMELESS, addressees=(named("Ada Holm"), named("Cy Pell"), named("the islanders", "group")))
    told({"addressees": ["Ada Holm", "Bo Tarn"]}, heard, scorer, counts)
    told({"addressees": []}, statement(span("It rained")), scorer, counts)
    assert counts == {"addressees given": 3, "addressees gold": 2, "addressees right": 1}


CALL = Event(
    id=EventId("e1"),
    kind="call",
    participants=(named("Ada Holm"), named("Bo Tarn")),
    date=time("2026-05-11T09:30", "2026-05-11T09:30"),
)


@pytest.mark.parametrize(
    ("kind", "participants", "day", "is_found"),
    [
        ("call", ["Bo Tarn"], None, True),
        ("call", ["Cy Pell"], "2026-05-11", True),
        ("call", ["Cy Pell"], "2026-05-12", False),
        ("call", ["Cy Pell"], None, False),
        ("meeting", ["Ada Holm", "Bo Tarn"], "2026-05-11", False),
    ],
)
def test_an_event_is_found_by_kind_and_somebody_or_the_day(
    scorer: ModuleType,
    kind: str,
    participants: list[str],
    day: str | None,
    is_found: bool,
) -> None:
    gold = {"kind": kind, "participants": participants, "date": day}
    assert event_found(gold, (CALL,), scorer) is is_found
    assert not event_found(gold, (), scorer)


TEXT = "“We sail,” said Ada Holm on Monday. She said that Bo Tarn had said it was late."


def case(folder: Path) -> Path:
    """A case of three statements, the last inside the second."""

    def gold(
        content: str, source: str, cue: str, speaker: str, parent: int | None, said_at: str | None, at: int = 0
    ) -> dict[str, object]:
        spans = {
            name: [[TEXT.index(words, at), TEXT.index(words, at) + len(words)]]
            for name, words in (("content", content), ("source", source), ("cue", cue))
        }
        return {
            **spans,
            **{f"{name}_text": [TEXT[start:end] for start, end in pairs] for name, pairs in spans.items()},
            "speaker": speaker,
            "speaker_type": "person",
            "act": "says",
            "required": True,
            "parent": parent,
            "addressees": [],
            "channel": None,
            "said_at": said_at,
            "said_at_basis": "stated" if said_at else None,
            "form": "name",
        }

    second = TEXT.index("She")
    statements = [
        gold("“We sail,”", "Ada Holm", "said", "Ada Holm", None, "2026-05-11"),
        gold("that Bo Tarn had said it was late", "She", "said", "Cy Pell", None, None, second),  # as nobody would read it
        gold("it was late", "Bo Tarn", "said", "Bo Tarn", 1, None, TEXT.index("Bo Tarn")),
    ]
    folder.joinpath("article.txt").write_text(TEXT, encoding="utf-8")
    about = {"published": "2026-05-14", "translated_from": None, "statements": statements, "events": []}
    folder.joinpath("gold.json").write_text(json.dumps(about), encoding="utf-8")
    return folder


def test_every_gold_statement_is_held_against_ours_on_its_own_level(tmp_path: Path) -> None:
    text, gold, made, ours = resolved(case(tmp_path), None)
    assert len(ours) == len(gold["statements"]) == len(made.statements) == 3
    assert [one and one.content[0].of(text) for one in ours] == [one["content_text"][0] for one in gold["statements"]]
    assert ours[2]
    assert ours[1]
    assert ours[2].parent == ours[1].id


def test_a_case_is_counted_and_its_misses_told(tmp_path: Path, scorer: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    counts: Counter[str] = Counter()
    judge(case(tmp_path), None, scorer, counts, missed=True)
    assert (counts["statements"], counts["found"], counts["speaker right"]) == (3, 3, 2)
    assert (counts["said_at stated right"], counts["said_at stated of"]) == (1, 1)
    told_of = capsys.readouterr().out.splitlines()
    assert any("speaker 'Cy Pell' not " in line for line in told_of)


def test_a_share_of_nothing_is_nothing() -> None:
    assert share(Counter({"right": 1, "all": 4}), "right", "all").split() == ["right", "1", "of", "4", "25.0"]
    assert share(Counter(), "right", "all").split()[-1] == "0.0"
