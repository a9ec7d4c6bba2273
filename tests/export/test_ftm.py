import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from msgspec import to_builtins
from msgspec.structs import replace

from onrecord.errors import RecordError
from onrecord.export import ftm
from onrecord.record import Actor, Mention, Record, Speaker
from onrecord.resolve.kb.ftm import is_entity, read_entities
from tests.export.odd import records
from tests.export.reports import BROKEN, NAMELESS, REPORT, TEXT, span


def _entities(made: Record) -> list[dict[str, Any]]:
    return [to_builtins(one) for one in ftm.entities(made)]


def _known() -> Record:
    assert BROKEN.speaker
    ada = Actor(id=BROKEN.speaker.id, name="Ada Holm", type="person", names=("Ada Holm", "Holm"), wikidata="Q7747")
    named = replace(BROKEN, mentions=(Mention(span("Bo Tarn").start, span("Bo Tarn").end, ada.id),))
    return Record(document=REPORT.document, statements=(named,), actors=(ada,))


@given(made=records())
def test_every_entity_is_one_that_followthemoney_itself_takes(made: Record) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="followthemoney, which says what is valid, is not installed")
    found = _entities(made)
    ids = {one["id"] for one in found}
    for one in found:
        assert is_entity(one)
        schema = followthemoney.model.get(one["schema"])
        schema.validate(one)
        for name, values in one["properties"].items():
            prop = schema.get(name)
            assert prop is not None, name
            assert values
            for value in values:
                assert prop.validate([value]) is None, (name, value)
                if prop.type.name == "entity":
                    assert value in ids
                elif prop.type.name in ("date", "language", "identifier"):
                    assert prop.type.clean(value, format=prop.format) == value
        assert all(one["properties"].get(name) for name in schema.required), one
    assert len([one for one in found if one["schema"] == "Note"]) == len(made.statements)


def test_a_statement_is_a_note_on_its_speaker_proven_by_its_document() -> None:
    found = {one["id"]: one for one in _entities(REPORT)}
    note = found[BROKEN.id]
    assert note["schema"] == "Note"
    assert note["properties"]["description"] == ["“We wait,” [...] “and we count.”"]
    assert note["properties"]["proof"] == [REPORT.document.id]
    assert found[note["properties"]["entity"][0]]["properties"]["name"] == ["Ada Holm"]
    assert "machine-made, not reviewed" in note["properties"]["notes"][0]
    assert "entity" not in found[NAMELESS.id]["properties"]
    article = found[REPORT.document.id]
    assert article["schema"] == "Article"
    assert article["properties"]["bodyText"] == [TEXT]
    assert article["properties"]["language"] == ["eng"]


def test_who_is_known_is_known_by_the_wikidata_id_and_can_be_read_back() -> None:
    found = _entities(_known())
    person = next(one for one in found if one["schema"] == "Person")
    assert person["id"] == "Q7747"
    (known,), _ = read_entities(found)
    assert (known.id, known.name) == ("Q7747", "Ada Holm")
    mention = next(one for one in found if one["schema"] == "Mention")
    assert mention["properties"] == {
        "document": [REPORT.document.id],
        "name": ["Bo Tarn"],
        "resolved": ["Q7747"],
        "detectedSchema": ["Person"],
    }


def test_somebody_without_a_name_is_no_entity() -> None:
    assert BROKEN.speaker
    official = Speaker(BROKEN.speaker.id, "an official", "unnamed")
    found = _entities(Record(document=REPORT.document, statements=(replace(BROKEN, speaker=official),)))
    assert [one["schema"] for one in found] == ["Article", "Note"]
    assert "an official" in found[1]["properties"]["notes"][0]


def test_times_are_in_utc_and_what_is_no_date_is_left_out() -> None:
    made = replace(REPORT, document=replace(REPORT.document, published="2026-05-14T23:30:00-04:00", captured="May"))
    properties = _entities(made)[0]["properties"]
    assert properties["publishedAt"] == ["2026-05-15T03:30:00"]
    assert "retrievedAt" not in properties


def test_a_file_has_one_entity_a_line_and_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    assert ftm.write([REPORT], tmp_path / "a.ftm.json") == 4
    lines = (tmp_path / "a.ftm.json").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == _entities(REPORT)
    with pytest.raises(RecordError, match="comes twice"):
        ftm.write([REPORT, REPORT], tmp_path / "b.ftm.json")
    assert [one.name for one in tmp_path.iterdir()] == ["a.ftm.json"]


def test_a_name_with_nothing_to_be_seen_is_no_entity() -> None:
    assert BROKEN.speaker
    nobody = Speaker(BROKEN.speaker.id, "\ufeff \u202e", "person")
    found = _entities(Record(document=REPORT.document, statements=(replace(BROKEN, speaker=nobody),)))
    assert [one["schema"] for one in found] == ["Article", "Note"]


def test_what_is_longer_than_a_value_may_be_is_in_pieces_or_cut() -> None:
    text = TEXT + "Rain. " * 20_000
    made = replace(REPORT, document=replace(REPORT.document, text=text, title="t" * 3000, url="https://quay.example/" + "a" * 9000))
    article = _entities(made)[0]
    assert "".join(article["properties"]["bodyText"]) == text
    assert article["properties"]["title"] == ["t" * 1023 + "…"]
    assert "sourceUrl" not in article["properties"]
    followthemoney = pytest.importorskip("followthemoney", reason="followthemoney, which says what is valid, is not installed")
    followthemoney.model.get("Article").validate(article)
