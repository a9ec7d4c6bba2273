"""The reference pages are what the program says of itself."""

from pathlib import Path

from docs.generate import cli_page, resolution_page, schema_page

DOCS = Path(__file__).parent.parent / "docs"


def test_the_command_line_page_is_the_programs_own_help() -> None:
    assert (DOCS / "cli.md").read_text(encoding="utf-8") == cli_page(), "run `make docs`"


def test_the_schema_page_is_made_from_the_types() -> None:
    assert (DOCS / "schema.json").read_text(encoding="utf-8") == schema_page(), "run `make docs`"


def test_what_the_page_on_resolution_explains_is_what_the_program_says() -> None:
    assert (DOCS / "resolution.md").read_text(encoding="utf-8") == resolution_page(), "run `make docs`"


def test_every_field_of_a_statement_is_documented() -> None:
    from onrecord.record import Statement

    page = (DOCS / "record.md").read_text(encoding="utf-8")
    assert [field for field in Statement.__struct_fields__ if f"`{field}`" not in page] == []
