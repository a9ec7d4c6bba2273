"""The user's own actors: what a file may hold, one sentence for each mistake, and nothing half-written."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from onrecord.errors import InputError
from onrecord.resolve.kb import base, entries, store
from onrecord.resolve.kb.known import Known, Office

YAML = """
- name: Ines Calder
  names: [Inés M. Calder]
  gender: f
  party: Island List
  wikidata: Q4242424
  offices:
    - {title: Mayor, of: Sandholm, start: 2019-05-01, end: 2024}
    - {title: US Senator, of: US, state: Vt., start: 2025-01}
- name: Merrow Lines
  type: org
"""
FTM = [
    {
        "id": "p1",
        "schema": "Person",
        "properties": {"name": ["Ada Quill"], "alias": ["A. Quill"], "gender": ["female"], "wikidataId": ["Q77"]},
    },
    {"id": "c1", "schema": "Company", "properties": {"name": ["Merrow Lines"]}},
    {"id": "pos1", "schema": "Position", "properties": {"name": ["Mayor of Sandholm"]}},
    {"id": "pos2", "schema": "Position", "properties": {"name": ["Keeper of the Seal"]}},
    {
        "id": "o1",
        "schema": "Occupancy",
        "properties": {"holder": ["p1"], "post": ["pos1"], "startDate": ["2019-05-01"], "endDate": ["2024"]},
    },
    {"id": "o2", "schema": "Occupancy", "properties": {"holder": ["p1"], "post": ["pos2"]}},
    {"id": "a1", "schema": "Address", "properties": {"full": ["1 Quay"]}},
]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("ONRECORD_HOME", str(folder))
    return folder


def written(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def run(*arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "onrecord", "kb", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, env={**os.environ, "COLUMNS": "120"})


def test_a_yaml_list(tmp_path: Path) -> None:
    calder, lines = entries.read(written(tmp_path, YAML)).actors
    assert calder == Known(
        "Q4242424",
        "Ines Calder",
        ("Inés M. Calder",),
        "person",
        "f",
        (Office("mayor", "Sandholm", "", "2019-05-01", "2024"), Office("senator", "United States", "Vermont", "2025-01", "")),
        "Island List",
        "own",
    )
    assert (lines.id, lines.type, lines.offices) == ("merrow-lines", "org", ())


def test_the_same_in_json(tmp_path: Path) -> None:
    rows = [{"name": "Ines Calder", "offices": [{"title": "mayor", "of": "Sandholm", "start": "2019"}]}]
    found = entries.read(written(tmp_path, json.dumps(rows), "mine.json")).actors
    assert found == entries.read(written(tmp_path, "\n".join(json.dumps(row) for row in rows), "mine.jsonl")).actors
    assert found[0].offices == (Office("mayor", "Sandholm", "", "2019", ""),)


@pytest.mark.parametrize("as_lines", [True, False])
def test_follow_the_money(tmp_path: Path, as_lines: bool) -> None:
    text = "\n".join(map(json.dumps, FTM)) if as_lines else json.dumps(FTM)
    found = entries.read(written(tmp_path, text, "mine.json"))
    quill, lines = found.actors
    assert (quill.id, quill.name, quill.names, quill.gender) == ("Q77", "Ada Quill", ("A. Quill",), "f")
    assert quill.offices == (Office("mayor", "Sandholm", "", "2019-05-01", "2024"),)
    assert (lines.name, lines.type) == ("Merrow Lines", "org")
    assert [sentence.split(" was ")[0] for sentence in found.left_out] == ["Occupancy o2", "Address a1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "no actors"),
        ("- names: [x]", "entry 1 has no name"),
        ("- just words", "entry 1 is not a set of fields"),
        ("- name: A B\n  colour: red", "the field “colour”"),
        ("- name: A B\n- name: C D\n  gender: x", "entry 2 (C D) has the gender “x”"),
        ("- name: A B\n  type: ship", "the type “ship”"),
        ("- name: A B\n  wikidata: 42", "wikidata that is not text"),
        ("- name: A B\n  wikidata: P42", "like Q42"),
        ("- name: A B\n  names: C", "not a list"),
        ("- name: A B\n  names: [3]", "its names"),
        ("- name: A B\n  offices: [{title: presidnt, of: France}]", "did you mean president"),
        ("- name: A B\n  offices: [{title: zzz, of: France}]", "docs/actors.md"),
        ("- name: A B\n  offices: [{title: president}]", "does not say of what"),
        ("- name: A B\n  offices: [president]", "office 1 is not a set of fields"),
        ("- name: A B\n  offices: [{title: mayor, of: X, start: May 2019}]", "write it as 2019-01-08"),
        ("- name: A B\n  offices: [{title: mayor, of: X, start: 2019-02-30}]", "date"),
        ("- name: A B\n  offices: [{title: mayor, of: X, start: 2019, end: 2018}]", "before it starts"),
        ("- name: [A\n", "line"),
    ],
)
def test_a_mistake_gives_one_sentence_and_nothing_is_added(tmp_path: Path, home: Path, text: str, says: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        entries.read(file)
    assert says in str(caught.value)
    assert str(file) in str(caught.value)
    assert not home.exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"name": "A B"}\n{oops', "line 2 is not JSON"),
        (json.dumps([FTM[0], {"name": "A B"}]), "mixes"),
        (json.dumps([FTM[2]]), "no Person"),
    ],
)
def test_a_mistake_in_json(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        entries.read(written(tmp_path, text, "mine.json"))


def test_what_is_no_text_and_what_is_not_there(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    with pytest.raises(InputError, match="can't be read"):
        entries.read(file)
    file.write_bytes(b"- name: Ren\xe9e")
    with pytest.raises(InputError, match="save it as UTF-8"):
        entries.read(file)


def test_added_actors_win_at_once(tmp_path: Path) -> None:
    before = base().holders("president", "France", date(2018, 6, 1))
    assert before[0].origin == "shipped"
    text = "- name: Ines Calder\n  offices: [{title: president, of: French, start: 2018-01-01, end: 2018-12-31}]"
    store.add(entries.read(written(tmp_path, text)).actors, store.path())
    assert [known.name for known in base().holders("president", "France", date(2018, 6, 1))] == ["Ines Calder"]
    assert base().holders("president", "France", date(2019, 6, 1)) == before
    store.remove("ines calder", store.path())
    assert base().holders("president", "France", date(2018, 6, 1)) == before


def test_adding_twice_replaces_and_says_so(tmp_path: Path) -> None:
    found = entries.read(written(tmp_path, YAML)).actors
    assert store.add(found, store.path()) == (2, 0)
    assert store.add(found, store.path()) == (0, 2)
    assert len(store.load(store.path())) == 2


def test_what_is_stored_comes_back(tmp_path: Path) -> None:
    found = entries.read(written(tmp_path, YAML)).actors
    store.save(found, store.path())
    assert store.load(store.path()) == found
    assert [file.name for file in store.path().parent.iterdir()] == ["actors.json"]


@pytest.mark.parametrize("text", ["[{", '[{"name": 3}]', "DATE"])
def test_a_damaged_store_is_named_and_left_alone(home: Path, tmp_path: Path, text: str) -> None:
    home.mkdir()
    if text == "DATE":
        store.save(entries.read(written(tmp_path, YAML)).actors, store.path())
        text = store.path().read_text(encoding="utf-8").replace("2019-05-01", "2019-05-41")
    store.path().write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match="damaged"):
        base()
    assert store.path().read_text(encoding="utf-8") == text


def test_where_actors_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert store.path() == tmp_path / "home" / "actors.json"
    monkeypatch.delenv("ONRECORD_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert store.path() == tmp_path / "onrecord" / "actors.json"
    monkeypatch.delenv("XDG_DATA_HOME")
    assert store.path() == Path.home() / ".local" / "share" / "onrecord" / "actors.json"


def test_the_commands(tmp_path: Path, home: Path) -> None:
    file = written(tmp_path, YAML)
    done = run("add", file)
    assert (done.returncode, done.stdout.decode()) == (0, f"2 added, 0 replaced: {home / 'actors.json'}\n")
    done = run("list")
    assert "Ines Calder (Q4242424, yours, Island List): mayor, Sandholm 2019-05-01–2024; senator" in done.stdout.decode()
    assert "Merrow Lines" in done.stdout.decode()
    assert "2 of your own" in done.stderr.decode()
    assert run("list", "inés", "calder").stdout.decode().startswith("Ines Calder (Q4242424, yours")
    assert "shipped, Independent): representative, United States, Vermont 1991" in run("list", "sanders", "bern").stdout.decode()
    assert run("list", "nobody", "such").returncode == 2
    assert run("remove", "Merrow Lines").stdout.decode() == "Removed: Merrow Lines\n"
    done = run("remove", "Merrow Lines")
    assert (done.returncode, "is not one of your own" in done.stderr.decode()) == (2, True)
    done = run("remove", "Bernie Sanders")
    assert (done.returncode, "is shipped" in done.stderr.decode()) == (2, True)


def test_a_refused_file_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    run("add", written(tmp_path, YAML))
    before = store.path().read_bytes()
    done = run("add", written(tmp_path, "- name: A B\n- name: C D\n  gender: x", "bad.yaml"))
    said = done.stderr.decode()
    assert done.returncode == 2
    assert said.startswith("onrecord: ")
    assert len(said.strip().splitlines()) == 1
    assert store.path().read_bytes() == before


def test_left_out_entities_are_told(tmp_path: Path) -> None:
    done = run("add", written(tmp_path, json.dumps(FTM), "mine.json"))
    assert done.returncode == 1
    assert done.stderr.decode().count("was left out") == 2
