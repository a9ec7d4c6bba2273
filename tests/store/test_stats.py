"""Figures of an archive."""

import io
import json

from rich.console import Console

from onrecord.export.stats import show, to_json
from onrecord.store import schema
from onrecord.store.archive import Archive
from onrecord.store.reviews import decide
from onrecord.store.stats import Stats, stats
from tests.store.articles import article
from tests.store.kept import fill, statement_ids


def of(archive: Archive) -> Stats:
    with archive.read() as connection:
        return stats(connection)


def shown(found: Stats, encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    show(found, Console(file=stream, width=100))
    stream.flush()
    return stream.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined,no-any-return]


def test_an_empty_archive_has_figures(archive: Archive) -> None:
    found = of(archive)
    assert (found.documents, found.statements, found.by_kind, found.top_speakers) == (0, 0, (), ())
    assert "Documents" in shown(found)


def test_figures_add_up(archive: Archive) -> None:
    fill(archive)
    archive.write(lambda connection: decide(connection, "right", statement_ids(archive, article(3))[0], who="Jo"))
    found = of(archive)
    assert (found.documents, found.versions, found.families, found.copies) == (6, 1, 2, 4)
    assert sum(one.count for one in found.by_kind) == sum(one.count for one in found.by_act) == found.statements
    assert {one.name: one.count for one in found.by_standing}["current"] == found.statements
    assert sum(one.count for one in found.by_year) + found.undated == found.statements
    assert sum(one.count for one in found.models) == found.statements
    assert found.reviewed == 1
    assert found.decisions >= 4
    assert found.size > 10_000
    assert [one.name for one in found.by_month] == sorted(one.name for one in found.by_month)
    assert json.loads(to_json(found))["documents"] == 6


def test_bars_are_drawn_on_every_terminal_and_names_can_t_rewrite_it(archive: Archive) -> None:
    fill(archive)
    archive.write(lambda connection: connection.execute(schema.actors.update().values(name="[red]Évil\x1b[2J")))
    found = of(archive)
    assert "█" in shown(found)
    plain = shown(found, "ascii")
    assert "#" in plain
    assert "\x1b" not in plain
    assert "[red]" in plain
