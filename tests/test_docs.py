"""The reference pages are what the program says of itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from docs.generate import CONSOLE_PAGES, console_page, dictionary_page, resolution_page, schema_page

DOCS = Path(__file__).parent.parent / "docs"


def test_the_command_line_page_is_the_programs_own_help() -> None:
    # In a process of its own: a command keeps the help option that it was first called with, here perhaps by another test.
    printed = subprocess.run(
        [sys.executable, "-c", "import sys; from docs.generate import cli_page; sys.stdout.buffer.write(cli_page().encode())"],
        cwd=DOCS.parent,
        stdout=subprocess.PIPE,
        check=True,
    ).stdout
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == printed.decode(), "run `make docs`"


def test_the_schema_page_is_made_from_the_types() -> None:
    assert (DOCS / "schema.json").read_text(encoding="utf-8") == schema_page(), "run `make docs`"


def test_what_the_page_on_resolution_explains_is_what_the_program_says() -> None:
    assert (DOCS / "resolution.md").read_text(encoding="utf-8") == resolution_page(), "run `make docs`"


def test_every_field_of_a_statement_is_documented() -> None:
    from onrecord.record import Statement

    page = (DOCS / "record.md").read_text(encoding="utf-8")
    assert [field for field in Statement.__struct_fields__ if f"`{field}`" not in page] == []


def test_the_data_dictionary_is_the_programs_own() -> None:
    assert (DOCS / "dictionary.md").read_text(encoding="utf-8") == dictionary_page(), "run `make docs`"


@pytest.mark.parametrize("name", CONSOLE_PAGES)
def test_what_a_page_shows_is_what_its_commands_print(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == console_page(name), "run `make docs`"


def test_every_column_of_the_views_is_documented(tmp_path: Path) -> None:
    from sqlalchemy import text

    from onrecord.store.archive import opened

    page = (DOCS / "archive.md").read_text(encoding="utf-8")
    with opened(str(tmp_path / "a.db"), create=True) as archive, archive.read() as connection:
        wanted = ("SELECT * FROM statements_view", "SELECT * FROM quotations_view", "SELECT * FROM traces_view")
        found = [connection.execute(text(one)).keys() for one in wanted]
    assert [name for keys in found for name in keys if f"`{name}`" not in page] == []
