"""The program to its pages: docs/cli.md and docs/schema.json from the commands and types, and in the others what commands print.

python -m docs.generate
"""

import datetime as dt
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from onrecord.cli import main
from onrecord.record import schema

EXPLAINED = 'onrecord explain examples/harbour.txt "A storm does not wait" --date 2026-05-14'
FOLDER = Path(__file__).parent

# Pages whose commands are run, one page after another, each in an empty folder beside the examples.
CONSOLE_PAGES = ("archive.md", "trace.md", "check.md", "chain.md")
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)

# What differs from run to run: ids of decisions and samples, and the day.
_UNSTEADY = ((re.compile(r"\bv[0-9a-f]{20}\b"), "v4ac74273cc735d4e52e9"), (re.compile(r"\bm[0-9a-f]{12}\b"), "m498dd7e37249"))
_A_DAY = "2026-06-01"


def cli_page() -> str:
    """Every command with its help, as Markdown."""
    parts = ["# Command line\n\nThis page is made by `python -m docs.generate`.\n"]
    with click.Context(main, info_name="onrecord", max_content_width=100, **main.context_settings) as context:
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


def dictionary_page() -> str:
    """What the columns of tables mean."""
    from onrecord.export.dictionary import markdown

    return markdown()


def console_page(name: str) -> str:
    """A page with what each of its commands prints now, in an empty folder beside the examples."""
    page = (FOLDER / name).read_text(encoding="utf-8")
    with TemporaryDirectory() as folder:
        shutil.copytree(FOLDER.parent / "examples", Path(folder, "examples"))
        return _BLOCK.sub(lambda block: f"```console\n{_session(block.group(1), folder)}```", page)


def _session(block: str, folder: str) -> str:
    """A block's commands, each with what it prints."""
    commands = [line for line in block.splitlines() if line.startswith("$ ")]
    return "".join(f"{command}\n{_printed(shlex.split(command[2:]), folder)}" for command in commands)


def _printed(command: list[str], folder: str) -> str:
    program = str(Path(sys.executable).with_name("onrecord"))
    environment = {**os.environ, "COLUMNS": "100", "ONRECORD_REVIEWER": "Ines Calder", "LC_ALL": "C.UTF-8"}
    environment.pop("ONRECORD_ARCHIVE", None)
    done = subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if command[0] != "onrecord" or done.returncode == 2:
        raise RuntimeError(f"{' '.join(command)}: {done.stdout}")
    printed = done.stdout.replace(dt.datetime.now(dt.UTC).date().isoformat(), _A_DAY)
    for pattern, steady in _UNSTEADY:
        printed = pattern.sub(steady, printed)
    return "\n".join(line.rstrip() for line in printed.strip("\n").splitlines()) + "\n"


def generate() -> None:
    """Write them."""
    for name in CONSOLE_PAGES:
        (FOLDER / name).write_text(console_page(name), encoding="utf-8")
    (FOLDER / "resolution.md").write_text(resolution_page(), encoding="utf-8")
    (FOLDER / "dictionary.md").write_text(dictionary_page(), encoding="utf-8")
    (FOLDER / "cli.md").write_text(cli_page(), encoding="utf-8")
    (FOLDER / "schema.json").write_text(schema_page(), encoding="utf-8")


if __name__ == "__main__":
    generate()
