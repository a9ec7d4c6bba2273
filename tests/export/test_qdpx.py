"""Projects are checked by the schema beside these tests, which is ours, written after the standard's own Project.xsd, and not that itself."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from onrecord.errors import RecordError
from onrecord.export import qdpx
from onrecord.record import Actor, Record, Span, Speaker, actor_id, statement_id
from tests.export.odd import records
from tests.export.reports import BROKEN, INNER, OUTER, REPORT, record, statement

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "refi_qda.xsd"))
NAMES = {"q": "urn:QDA-XML:project:1.0"}


def _opened(made: list[Record], file: Path) -> tuple[etree._Element, dict[str, str]]:
    """The project, valid, and the texts by the GUID of their source."""
    qdpx.write(made, file)
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        project = etree.fromstring(archive.read("project.qde"))
        texts = {Path(name).stem: archive.read(name).decode() for name in archive.namelist() if name.startswith("sources/")}
        assert len(archive.namelist()) == 1 + len(made)
    SCHEMA.assertValid(project)
    return project, texts


@given(made=st.lists(records(), max_size=2, unique_by=lambda one: one.document.id))
def test_every_selection_is_the_words_of_a_span_and_nothing_points_nowhere(
    made: list[Record], tmp_path_factory: pytest.TempPathFactory
) -> None:
    project, texts = _opened(made, tmp_path_factory.mktemp("qda") / "a.qdpx")
    guids = [one for one in project.xpath("//@guid") if one]
    assert len(set(guids)) == len(guids)
    assert set(project.xpath("//@targetGUID | //@originGUID | //@creatingUser | //@creatingUserGUID")) <= set(guids)
    found = []
    for source in project.iterfind(".//q:TextSource", NAMES):
        assert source.get("plainTextPath") == f"internal://{source.get('guid')}.txt"
        for one in source.iterfind("q:PlainTextSelection", NAMES):
            start, end = int(one.get("startPosition")), int(one.get("endPosition"))
            found.append((one.get("name"), texts[source.get("guid")][start:end]))
    assert found == [
        (f"{part} of {statement.id}", span.of(one.document.text))
        for one in made
        for statement in one.statements
        for part in ("content", "cue", "source")
        for span in getattr(statement, part)
    ]
    names = project.xpath("//q:Code[@name='Speakers']/q:Code/@name", namespaces=NAMES)
    assert len(set(names)) == len(names)


def test_the_same_records_give_the_same_file(tmp_path: Path) -> None:
    qdpx.write([REPORT], tmp_path / "a.qdpx")
    qdpx.write([REPORT], tmp_path / "b.qdpx")
    assert (tmp_path / "a.qdpx").read_bytes() == (tmp_path / "b.qdpx").read_bytes()


def test_a_content_has_the_codes_of_its_part_act_kind_and_speaker(tmp_path: Path) -> None:
    project, _ = _opened([REPORT], tmp_path / "a.qdpx")
    codes = {one.get("guid"): f"{one.getparent().get('name')}/{one.get('name')}" for one in project.iterfind(".//q:Code", NAMES)}
    content, cue = (project.find(f".//q:PlainTextSelection[@name='{part} of {BROKEN.id}']", NAMES) for part in ("content", "cue"))
    assert [codes[one] for one in content.xpath(".//@targetGUID") if one in codes] == [
        "Parts/content", "Acts/says", "Kinds/direct", "Speakers/Ada Holm",
    ]  # fmt: skip
    assert [codes[one] for one in cue.xpath(".//@targetGUID")] == ["Parts/cue"]


def test_links_lead_from_a_content_to_what_belongs_to_it(tmp_path: Path) -> None:
    project, _ = _opened([REPORT], tmp_path / "a.qdpx")
    names = {one.get("guid"): one.get("name") for one in project.iterfind(".//q:PlainTextSelection", NAMES)}
    links = {
        (names[one.get("originGUID")], one.get("name"), names[one.get("targetGUID")])
        for one in project.iterfind(".//q:Link", NAMES)
    }
    assert (f"content of {INNER.id}", "inside", f"content of {OUTER.id}") in links
    assert (f"content of {BROKEN.id}", "goes on", f"content of {BROKEN.id}") in links
    assert (f"content of {BROKEN.id}", "source", f"source of {BROKEN.id}") in links


def test_notes_say_why_and_that_nobody_has_looked_yet(tmp_path: Path) -> None:
    project, _ = _opened([REPORT], tmp_path / "a.qdpx")
    notes = [one.text for one in project.iterfind(".//q:Note/q:PlainTextContent", NAMES)]
    assert any("Speaker not established: the text names no source for these words" in note for note in notes)
    assert all("Status: machine-made, not reviewed" in note for note in notes)


def test_a_control_character_is_kept_in_the_text_and_replaced_in_a_name(tmp_path: Path) -> None:
    made = record("a\x00b\r\n😀c", statement(Span(5, 6), speaker="Ada\x07 Holm"))
    project, texts = _opened([made], tmp_path / "a.qdpx")
    assert list(texts.values()) == ["a\x00b\r\n😀c"]
    assert "Ada\ufffd Holm" in project.xpath("//@name")
    assert project.find(".//q:PlainTextSelection", NAMES).get("startPosition") == "5"


def test_two_people_of_one_name_are_two_codes_and_one_person_of_two_documents_is_one(tmp_path: Path) -> None:
    made = [record(text, statement(Span(0, 2))) for text in ("Yes, said Ada Holm.", "No, said Ada Holm.")]
    project, _ = _opened([_named(one, None) for one in made], tmp_path / "a.qdpx")
    assert project.xpath("//q:Code[@name='Speakers']/q:Code/@name", namespaces=NAMES) == ["Ada Holm", "Ada Holm (2)"]
    project, _ = _opened([_named(one, "Q7747") for one in made], tmp_path / "b.qdpx")
    assert project.xpath("//q:Code[@name='Speakers']/q:Code/@name", namespaces=NAMES) == ["Ada Holm"]


def _named(made: Record, qid: str | None) -> Record:
    """The record with its speaker as an actor of its own, known from it only or by a Wikidata id."""
    (one,) = made.statements
    ada = Speaker(actor_id(made.document.id, "person", "Ada Holm"), "Ada Holm", "person")
    one = replace(one, id=statement_id(made.document.id, one.content, None), speaker=ada)
    actor = Actor(id=ada.id, name=ada.name, type="person", names=(ada.name,), wikidata=qid)
    return replace(made, statements=(one,), actors=(actor,))


def test_a_document_that_comes_twice_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="comes twice"):
        qdpx.write([REPORT, REPORT], tmp_path / "a.qdpx")
    assert not list(tmp_path.iterdir())


def test_no_records_are_a_project_without_sources(tmp_path: Path) -> None:
    project, texts = _opened([], tmp_path / "a.qdpx")
    assert project.find("q:Sources", NAMES) is None
    assert not texts
