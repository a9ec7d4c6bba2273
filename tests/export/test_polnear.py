import json
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import InputError
from onrecord.export import jsonlines, polnear
from onrecord.record import Span, document_id, statement_id

TEXT = "Boats stay in, said Ada Holm. “We wait,” she said, “and we count.” Rain 😀 fell."
GOLD = {
    "source": [[20, 28]],
    "cue": [[15, 19]],
    "content": [[0, 13]],
}


def _at(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


BROKEN = {
    "source": [_at("she")],
    "cue": [[45, 49]],
    "content": [_at("“We wait,”"), _at("“and we count.”")],
}


def _file(folder: Path, *annotations: list[dict[str, Any]], **fields: Any) -> Path:
    article = {"id": "courier_1", "published": "2016-05-14", "outlet": "courier", "title": "Boats", "text": TEXT}
    (folder / "gold.jsonl").write_text(json.dumps(article | {"annotations": annotations} | fields) + "\n", encoding="utf-8")
    return folder / "gold.jsonl"


def test_an_article_becomes_a_record_with_what_people_marked(tmp_path: Path) -> None:
    (made,) = polnear.read(_file(tmp_path, [BROKEN, GOLD]))
    assert made.document.id == document_id(TEXT.encode(), None)
    assert (made.document.outlet, made.document.published, made.document.language) == ("courier", "2016-05-14", "en")
    first, second = made.statements
    assert first.id == statement_id(made.document.id, (Span(0, 13),), None)
    assert (first.kind, second.kind) == ("indirect", "direct")
    assert [one.of(TEXT) for one in second.quoted] == ["We wait,", "and we count."]
    assert all(one.made_by == {"extract": "PolNeAR annotators"} and one.speaker is None for one in made.statements)
    assert all(one.why == "the corpus marks the words of the source and does not say whom they name" for one in made.statements)


def test_one_annotator_is_read_at_a_time_and_can_be_named(tmp_path: Path) -> None:
    file = _file(tmp_path, [GOLD], [BROKEN, GOLD])
    (made,) = polnear.read(file, annotator=1, made_by="Cy Dunn")
    assert len(made.statements) == 2
    assert made.statements[0].made_by == {"extract": "Cy Dunn"}
    assert list(polnear.read(file, annotator=2)) == []


def test_what_is_no_statement_is_left_out_and_says_why(tmp_path: Path) -> None:
    bare = GOLD | {"content": []}
    again = GOLD | {"source": [], "cue": [_at("fell")]}
    (made,) = polnear.read(_file(tmp_path, [bare, BROKEN]))
    assert [(one.start, one.end) for one in made.left_out] == [(15, 19), (20, 28)]
    assert "without content" in made.left_out[0].why
    (made,) = polnear.read(_file(tmp_path, [GOLD, again]))
    assert len(made.statements) == 1
    assert [one.why for one in made.left_out] == ["a second attribution of the corpus for words that one attributes already"]


@pytest.mark.parametrize(
    "fields",
    [
        {"annotations": [[GOLD | {"content": [[0, 9999]]}]]},
        {"annotations": [[GOLD | {"content": [[5, 5]]}]]},
        {"annotations": [[GOLD | {"content": [[-3, 5]]}]]},
        {"annotations": [[GOLD | {"content": [[0, 5], [3, 8]]}]]},
        {"annotations": [[{"content": [[0, 5]]}]]},
        {"annotations": []},
        {"annotations": [[GOLD | {"speaker": "Ada"}]]},
        {"text": None},
        {"text": "half \ud800"},
    ],
)
def test_a_line_of_another_form_is_an_error_that_names_it(fields: dict[str, Any], tmp_path: Path) -> None:
    file = _file(tmp_path, **({"annotations": [[GOLD]]} | fields))
    file.write_text("\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InputError, match=r"gold\.jsonl, line 2: this is not an article"):
        list(polnear.read(file))


def test_the_corpus_itself_is_read_and_comes_back_the_same(shared: Path, tmp_path: Path) -> None:
    made = list(polnear.read(shared / "data" / "polnear" / "dev.jsonl"))
    assert len(made) == 84
    jsonlines.write(made, tmp_path / "dev.jsonl")
    assert list(jsonlines.read(tmp_path / "dev.jsonl")) == made
