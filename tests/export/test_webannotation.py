import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from onrecord.errors import RecordError
from onrecord.export import webannotation
from onrecord.record import Actor, Record, Span
from tests.export.odd import records
from tests.export.reports import BROKEN, INNER, NAMELESS, OUTER, REPORT, record, span, statement

SCHEMA = json.loads((Path(__file__).parent / "webannotation.schema.json").read_text(encoding="utf-8"))


def _written(made: list[Record], folder: Path) -> dict[str, Any]:
    total = webannotation.write(made, folder / "a.jsonld")
    written = json.loads((folder / "a.jsonld").read_bytes())
    Draft202012Validator(SCHEMA).validate(written)
    assert written["total"] == total == len(_items(written))
    return written


def _items(written: dict[str, Any]) -> list[dict[str, Any]]:
    return written["first"]["items"] if written["total"] else []


def _targets(item: dict[str, Any]) -> list[dict[str, Any]]:
    return item["target"] if isinstance(item["target"], list) else [item["target"]]


def _bodies(item: dict[str, Any], role: str) -> list[dict[str, Any]]:
    return [one for one in item["body"] if one["onrecord:role"] == role]


def test_the_schema_of_these_tests_is_a_schema_and_refuses_what_the_model_does() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    bad = {
        "@context": ["http://www.w3.org/ns/anno.jsonld"],
        "id": "urn:a:b",
        "type": "AnnotationCollection",
        "label": "x",
        "total": 1,
    }
    assert not Draft202012Validator(SCHEMA).is_valid(bad)


@given(made=st.lists(records(), max_size=2, unique_by=lambda one: one.document.id))
def test_every_statement_is_an_annotation_whose_selectors_find_its_words(
    made: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    written = _written(made, tmp_path_factory.mktemp("anno"))
    statements = [(one.document.text, said) for one in made for said in one.statements]
    for (text, said), item in zip(statements, _items(written), strict=True):
        assert item["id"] == f"urn:onrecord:statement:{said.id}"
        for part, found in (("content", _targets(item)), ("cue", _bodies(item, "cue")), ("source", _bodies(item, "source"))):
            spans = getattr(said, part)
            assert len(spans) == len(found)
            for one, target in zip(spans, found, strict=True):
                position, quote = target["selector"]
                assert (position["start"], position["end"]) == (one.start, one.end)
                assert quote["exact"] == text[position["start"] : position["end"]]
                around = quote["prefix"] + quote["exact"] + quote["suffix"]
                # Found once only, and there.
                assert text.find(around) == one.start - len(quote["prefix"])
                assert text.find(around, text.find(around) + 1) == -1


def test_the_same_records_give_the_same_file_and_other_records_another_id(tmp_path: Path) -> None:
    webannotation.write([REPORT], tmp_path / "a")
    webannotation.write([REPORT], tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    other = _written([record("“We wait,” said Ada Holm.", statement(span("“We wait,”", "“We wait,” said")))], tmp_path)
    assert other["id"] != json.loads((tmp_path / "a").read_bytes())["id"]


def test_a_collection_of_nothing_has_no_page(tmp_path: Path) -> None:
    assert "first" not in _written([record()], tmp_path)


def test_bodies_say_who_how_when_and_inside_what(tmp_path: Path) -> None:
    items = {one["id"].rpartition(":")[2]: one for one in _items(_written([REPORT], tmp_path))}
    broken = items[BROKEN.id]
    assert len(_targets(broken)) == 2
    assert _bodies(broken, "speaker")[0]["source"]["name"] == "Ada Holm"
    assert _bodies(broken, "speaker")[0]["purpose"] == "identifying"
    assert [_bodies(broken, role)[0]["value"] for role in ("kind", "act")] == ["direct", "says"]
    assert _bodies(broken, "said-at")[0]["onrecord:granularity"] == "day"
    assert _bodies(items[INNER.id], "inside")[0]["source"] == f"urn:onrecord:statement:{OUTER.id}"
    assert _bodies(items[NAMELESS.id], "speaker")[0]["value"] == "Speaker not established"
    assert all(one["onrecord:status"] == "machine-made, not reviewed" for one in items.values())
    assert _targets(broken)[0]["source"]["id"] == "https://quay.example/boats"


def test_a_speaker_with_a_wikidata_id_is_identified_by_it(tmp_path: Path) -> None:
    assert BROKEN.speaker
    ada = Actor(id=BROKEN.speaker.id, name="Ada Holm", type="person", names=("Ada Holm",), wikidata="Q7747")
    made = Record(document=REPORT.document, statements=(BROKEN,), actors=(ada,))
    (item,) = _items(_written([made], tmp_path))
    assert _bodies(item, "speaker")[0]["source"]["id"] == "http://www.wikidata.org/entity/Q7747"


def test_a_document_that_comes_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="comes twice"):
        webannotation.write([REPORT, REPORT], tmp_path / "a.jsonld")
    assert not list(tmp_path.iterdir())


def test_words_that_stand_often_are_quoted_with_as_much_around_them_as_tells_them_apart(tmp_path: Path) -> None:
    text = "Yes, he said. " * 30
    (item,) = _items(_written([record(text, statement(Span(140, 143)))], tmp_path))
    _, quote = item["target"]["selector"]
    assert quote["exact"] == "Yes"
    assert text.find(quote["prefix"] + "Yes" + quote["suffix"]) + len(quote["prefix"]) == 140
