"""Tables: the word lists under data/, read as rows of fields."""

from importlib.resources import files


def rows(name: str) -> list[tuple[str, ...]]:
    """The rows of data/NAME, each split at its tabs. Lines that begin with # say source and licence and are skipped."""
    text = files("onrecord.read").joinpath("data", name).read_text(encoding="utf-8")
    return [tuple(line.split("\t")) for line in text.splitlines() if line and not line.startswith("#")]
