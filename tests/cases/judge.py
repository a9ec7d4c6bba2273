"""A case's gold against what is read in it: which required statements were found, and which bear the right name."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

from onrecord.extract import extract
from onrecord.extract.model import Model
from onrecord.pipeline import record
from onrecord.read.source import read_source
from onrecord.record import Attribution, Record, Span, Statement

SIBLINGS, REGISTERS, NESTED, RESOLVE = (Path(__file__).parent / name for name in ("siblings", "registers", "nested", "resolve"))
SAME = 0.5  # the least Jaccard index of two contents that count as one


@dataclass(frozen=True)
class Verdict:
    """How a record stands to its case's gold: required statements, found and rightly named."""

    case: str
    required: int
    found: int
    right: int
    notes: tuple[str, ...]
    record: Record
    attributions: tuple[Attribution, ...]
    gold: dict[str, Any]


def judge(folder: Path, scorer: ModuleType, model: Model | None = None) -> Verdict:
    """Read a case and compare: content words overlap with a Jaccard index of 0.5, names as the shared scorer compares them.

    Statements of every act count. Gold that says of each statement in which other it stands (registers, nested) joins what one
    cue governs, as attributions do, so these are what is looked for there, and nested ones are for tests.cases.nesting; the name is
    that of the best statement for its first piece. Elsewhere each breath is a statement, nested or not.
    """
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    reading = read_source(folder / "article.txt", published=gold["published"], translated_from=gold["translated_from"])
    read, attributions = record(reading, model), tuple(extract(reading.document, reading.left_out, model))
    text, notes = read.document.text, []
    is_joined = "parent" in gold["statements"][0]
    required = [one for one in (top_level(gold) if is_joined else gold["statements"]) if one["required"]]
    found = right = 0
    for one in required:
        wanted = words(text, spans(one["content"]))
        if is_joined:
            best = closest(words(text, spans(one["content"][:1])), text, [s for s in read.statements if s.parent is None])
            is_found = any(jaccard(wanted, words(text, a.content)) >= SAME for a in attributions if a.parent is None)
        else:
            best = closest(wanted, text, read.statements)
            is_found = best is not None and jaccard(wanted, words(text, best.content)) >= SAME
        if best is None or not is_found:
            notes.append(f"missed: {one['content_text'][0][:60]}")
            continue
        found += 1
        name = best.speaker.name if best.speaker else None
        if name and any(scorer.one_agrees(one["speaker"], name, kind) for kind in ("person", "org")):
            right += 1
        else:
            notes.append(f"{one['speaker']} expected, {name} given ({best.why}): {one['content_text'][0][:60]}")
    return Verdict(folder.name, len(required), found, right, tuple(notes), read, attributions, gold)


def top_level(gold: dict[str, Any]) -> list[dict[str, Any]]:
    """The gold statements that stand in no other's content."""
    return [one for one in gold["statements"] if not any(inside(one, other) for other in gold["statements"])]


def inside(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether one gold statement stands in another's content."""
    return one is not other and all(any(a <= start and end <= b for a, b in other["content"]) for start, end in one["content"])


def closest(wanted: frozenset[int], text: str, statements: Iterable[Statement]) -> Statement | None:
    """The statement whose content has most of these words and least else."""
    return max(statements, key=lambda one: jaccard(wanted, words(text, one.content)), default=None)


def spans(pairs: Iterable[Sequence[int]]) -> list[Span]:
    """Gold offsets as spans."""
    return [Span(*pair) for pair in pairs]


def words(text: str, spans: Iterable[Span]) -> frozenset[int]:
    """Where the words in spans begin."""
    return frozenset(span.start + match.start() for span in spans for match in re.finditer(r"\w+", span.of(text)))


def jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    """Shared words over all words."""
    return len(a & b) / len(a | b) if a | b else 0.0
