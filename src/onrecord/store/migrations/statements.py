"""Files of SQL to single statements, which is how a database driver takes them."""

from collections.abc import Iterator
from importlib.resources import files
from typing import Final

# What ends a body that a line's last word opens: a trigger's in SQLite, a function's in PostgreSQL.
_CLOSING: Final = {"BEGIN": "END;", "$$": "$$;"}


def sql(name: str) -> Iterator[str]:
    """The statements of a file beside this one, in order: each ends where a line ends in ";" outside a trigger's or function's body."""
    text = files("onrecord.store.migrations").joinpath(name).read_text(encoding="utf-8")
    lines: list[str] = []
    closing = ""
    for line in text.splitlines():
        if line.startswith("--") or not (line.strip() or lines):
            continue
        lines.append(line)
        if not closing:
            closing = _CLOSING.get(line.rpartition(" ")[2], "")
        elif line == closing:
            closing = ""
        if line.endswith(";") and not closing:
            yield "\n".join(lines).removesuffix(";")
            lines = []
