"""The program to its reference pages: docs/cli.md and docs/schema.json, from the commands and types themselves.

python -m docs.generate
"""

import json
from pathlib import Path

import click

from onrecord.cli import main
from onrecord.record import schema

FOLDER = Path(__file__).parent


def cli_page() -> str:
    """Every command with its help, as Markdown."""
    parts = ["# Command line\n\nThis page is made by `python -m docs.generate`.\n"]
    with click.Context(main, info_name="onrecord", max_content_width=100) as context:
        parts.append(f"```text\n{main.get_help(context)}\n```\n")
        for name, command in sorted(main.commands.items()):
            with click.Context(command, info_name=name, parent=context, max_content_width=100) as inner:
                parts.append(f"## onrecord {name}\n\n```text\n{command.get_help(inner)}\n```\n")
    return "\n".join(parts)


def schema_page() -> str:
    """The JSON Schema."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def generate() -> None:
    """Write both."""
    (FOLDER / "cli.md").write_text(cli_page(), encoding="utf-8")
    (FOLDER / "schema.json").write_text(schema_page(), encoding="utf-8")


if __name__ == "__main__":
    generate()
