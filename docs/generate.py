"""The program to its reference pages: docs/cli.md and docs/schema.json from the commands and types, and what docs/resolution.md explains.

python -m docs.generate
"""

import json
from pathlib import Path

import click

from onrecord.cli import main
from onrecord.record import schema

EXPLAINED = 'onrecord explain examples/harbour.txt "A storm does not wait" --date 2026-05-14'
FOLDER = Path(__file__).parent


def cli_page() -> str:
    """Every command with its help, as Markdown."""
    parts = ["# Command line\n\nThis page is made by `python -m docs.generate`.\n"]
    with click.Context(main, info_name="onrecord", max_content_width=100) as context:
        parts.append(f"```text\n{main.get_help(context)}\n```\n")
        parts += _commands(main, context)
    return "\n".join(parts)


def _commands(group: click.Group, context: click.Context) -> list[str]:
    """A section for each command of a group, and for those of the groups in it."""
    parts: list[str] = []
    for name, command in sorted(group.commands.items()):
        with click.Context(command, info_name=name, parent=context, max_content_width=100) as inner:
            parts.append(f"## {inner.command_path}\n\n```text\n{command.get_help(inner)}\n```\n")
            parts += _commands(command, inner) if isinstance(command, click.Group) else []
    return parts


def schema_page() -> str:
    """The JSON Schema."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def resolution_page() -> str:
    """The page on resolution with what the program says of one statement of the example article, between its marks."""
    import onrecord
    from onrecord.export.explain import chosen, explain

    record = onrecord.read(FOLDER.parent / "examples" / "harbour.txt", published="2026-05-14")
    page = (FOLDER / "resolution.md").read_text(encoding="utf-8")
    before, _, rest = page.partition(f"```console\n$ {EXPLAINED}\n")
    return f"{before}```console\n$ {EXPLAINED}\n{explain(record, chosen(record, 'A storm does not wait'))}\n```{rest.partition('```')[2]}"


def generate() -> None:
    """Write them."""
    (FOLDER / "resolution.md").write_text(resolution_page(), encoding="utf-8")
    (FOLDER / "cli.md").write_text(cli_page(), encoding="utf-8")
    (FOLDER / "schema.json").write_text(schema_page(), encoding="utf-8")


if __name__ == "__main__":
    generate()
