"""How well time expressions are found and read: precision, recall and F1 of spans that overlap, and of those whose value is right, too.

    python -m bench.times ../shared/data/timex/wikiwars ../shared/data/timex/recognizers_text/English/DateTimeModel.json

Give it folders or files: TimeML (.tml: the text without its tags, the story's date from <DCT>, whose own expression is not
counted), our own sentences (.jsonl: id, published, text, expressions), or the Microsoft recognizers' cases (.json). These follow
other conventions: they take in "from" and "on", join a range to one expression, end a range with the day after it, and give a
day without a year two readings. There a value is right if the days or minutes that it covers, the length or the timex are one
of theirs. The value's F1 is the figure.
"""

import argparse
import html
import json
import re
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from onrecord.resolve.timex import Expression, expressions, interval

OURS = Path("tests/cases/times/gold.jsonl")

_DCT = re.compile(r"<DCT>.*?</DCT>", re.DOTALL)
_TEXT = re.compile(r"<TEXT>(.*)</TEXT>", re.DOTALL)
_TAG = re.compile(r"<(/?)(\w+)([^<>]*)>")
_VALUE = re.compile(r'\bvalue="([^"]*)"', re.IGNORECASE)
_SECONDS = {"Y": 31_536_000, "M": 2_592_000, "W": 604_800, "D": 86_400}
_CLOCK_SECONDS = {"H": 3600, "M": 60, "S": 1}


@dataclass(frozen=True, slots=True)
class Gold:
    """A marked expression. values: what counts as right, its TIMEX3 value or whatever a reader of another format makes of it."""

    start: int
    end: int
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Case:
    """A text with its date and its marked expressions."""

    id: str
    text: str
    published: str | None
    gold: tuple[Gold, ...]


@dataclass(slots=True)
class Counts:
    """What was found, what was there, and how much of it agrees."""

    system: int = 0
    gold: int = 0
    spans: int = 0
    values: int = 0


def timeml(path: Path) -> Case:
    """A TimeML document: its text with tags taken off and entities read, and where each TIMEX3 stood."""
    raw = path.read_text(encoding="utf-8", errors="replace")
    told = _DCT.search(raw)
    value = _VALUE.search(told.group()) if told else None
    body = _TEXT.search(raw)
    inner = body.group(1) if body else raw
    parts: list[str] = []
    length, last = 0, 0
    open_tags: list[tuple[int, str]] = []
    gold: list[Gold] = []
    for tag in _TAG.finditer(inner):
        piece = html.unescape(inner[last : tag.start()])
        parts.append(piece)
        length += len(piece)
        last = tag.end()
        if tag.group(2).upper() != "TIMEX3":
            continue
        if not tag.group(1):
            found = _VALUE.search(tag.group(3))
            open_tags.append((length, found.group(1) if found else ""))
        elif open_tags:
            start, marked = open_tags.pop()
            if start < length:
                gold.append(Gold(start, length, frozenset({marked})))
    parts.append(html.unescape(inner[last:]))
    return Case(path.stem, "".join(parts), value.group(1) if value else None, tuple(sorted(gold, key=lambda one: one.start)))


def sentences(path: Path) -> Iterator[Case]:
    """Our own sentences, a JSON object a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            gold = tuple(Gold(one["start"], one["end"], frozenset({one["value"]})) for one in row["expressions"])
            yield Case(str(row["id"]), row["text"], row["published"], gold)


def recognizers(path: Path) -> Iterator[Case]:
    """The Microsoft recognizers' cases, their readings as the strings that `readings` makes of ours."""
    for number, row in enumerate(json.loads(path.read_text(encoding="utf-8-sig"))):
        gold = tuple(
            Gold(one["Start"], one["End"] + 1, frozenset(_theirs(one["Resolution"]["values"])))
            for one in row["Results"]
            if one.get("Resolution") and one["Resolution"].get("values")
        )
        if "Context" in row:
            yield Case(f"{path.stem}:{number}", row["Input"], row["Context"]["ReferenceDateTime"][:10], gold)


def _theirs(values: Sequence[dict[str, Any]]) -> Iterator[str]:
    for value in values:
        yield value.get("timex", "")
        kind = value["type"]
        if value.get("value") == "not resolved":
            continue
        if kind in ("date", "datetime"):
            yield f"{_stamp(value['value'])}/{_stamp(value['value'])}"
        elif kind in ("daterange", "datetimerange") and "start" in value and "end" in value:
            last = _moment(value["end"]) - (timedelta(days=1) if kind == "daterange" else timedelta(minutes=1))
            end = last.date().isoformat() if kind == "daterange" else last.isoformat(timespec="minutes")
            yield f"{_stamp(value['start'])}/{end}"
        elif kind == "duration":
            yield f"{float(value['value']):g} s"
        elif kind == "time":
            yield f"T{value['value'][:5]}"


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _stamp(text: str) -> str:
    return text if len(text) == len("2019-01-07") else _moment(text).isoformat(timespec="minutes")


def readings(value: str) -> set[str]:
    """A TIMEX3 value, the stretch that it covers, its length in seconds and its time of day, as far as it has them."""
    found = {value}
    covered = interval(value)
    if covered:
        found.add(f"{covered[0]}/{covered[1]}")
        if "T" in covered[0]:
            found.add(covered[0][10:])
    length = re.fullmatch(r"P(?:([\d.]+)([YMWD]))?(?:T(?:([\d.]+)([HMS]))?)?", value)
    if length:
        days = float(length.group(1)) * _SECONDS[length.group(2)] if length.group(1) else 0.0
        hours = float(length.group(3)) * _CLOCK_SECONDS[length.group(4)] if length.group(3) else 0.0
        found.add(f"{days + hours:g} s")
    return found


def score(case: Case, system: Sequence[Expression], counts: Counts, *, show: bool = False, loose: bool = False) -> None:
    """Add a case to the counts. Every expression pairs with one that it overlaps at most, first with those of its value.

    loose: values are right where any reading agrees. show: print what differs.
    """
    own = [readings(one.value) if loose else {one.value} for one in system]
    pairs = [(s, g) for s, a in enumerate(system) for g, b in enumerate(case.gold) if a.start < b.end and b.start < a.end]
    pairs.sort(key=lambda pair: not own[pair[0]] & case.gold[pair[1]].values)
    used: dict[int, int] = {}
    taken: dict[int, int] = {}
    for s, g in pairs:
        if s not in used and g not in taken:
            used[s], taken[g] = g, s
    right = {s for s, g in used.items() if own[s] & case.gold[g].values}
    counts.system += len(system)
    counts.gold += len(case.gold)
    counts.spans += len(used)
    counts.values += len(right)
    if show:
        _differences(case, system, used, taken, right)


def _differences(case: Case, system: Sequence[Expression], used: dict[int, int], taken: dict[int, int], right: set[int]) -> None:
    lines = []
    for s, one in enumerate(system):
        words = case.text[one.start : one.end]
        if s not in used:
            lines.append((one.start, one.end, f"extra   {words!r} {one.value}"))
        elif s not in right:
            lines.append((one.start, one.end, f"value   {words!r} {one.value} for {'|'.join(sorted(case.gold[used[s]].values))}"))
    lines += [
        (one.start, one.end, f"missing {case.text[one.start : one.end]!r} {'|'.join(sorted(one.values))}")
        for g, one in enumerate(case.gold)
        if g not in taken
    ]
    for start, end, line in sorted(lines):
        around = " ".join(f"{case.text[max(0, start - 60) : start]}<<{case.text[start:end]}>>{case.text[end : end + 40]}".split())
        print(f"{case.id}\t{' '.join(line.split())}\t{around}")


def table(name: str, counts: Counts, seconds: float, words: int) -> None:
    """Print a corpus' figures."""
    for label, hits in (("span", counts.spans), ("value", counts.values)):
        precision = 100 * hits / counts.system if counts.system else 0.0
        recall = 100 * hits / counts.gold if counts.gold else 0.0
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        print(f"{name:34}{label:7}precision {precision:5.1f}  recall {recall:5.1f}  F1 {f1:5.1f}")
    print(f"{name:34}{counts.gold} expressions, {counts.system} found, {1000 * seconds * 700 / max(1, words):.1f} ms for 700 words")


def cases(path: Path) -> Iterator[tuple[str, bool, Iterable[Case]]]:
    """The corpora under a path: a name, whether readings are compared loosely, and the cases."""
    if path.is_dir():
        yield path.name, False, (timeml(one) for one in sorted(path.rglob("*.tml")))
    elif path.suffix == ".tml":
        yield path.name, False, [timeml(path)]
    elif path.suffix == ".jsonl":
        yield path.name, False, sentences(path)
    elif path.suffix == ".json":
        yield f"recognizers {path.stem}", True, recognizers(path)


def main() -> int:
    """Read the command line and print three lines a corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", type=Path, nargs="*")
    parser.add_argument("--show", action="store_true", help="print every expression that differs")
    args = parser.parse_args()
    paths = args.paths or ([OURS] if OURS.exists() else [])
    if not paths:
        parser.error("name a folder of .tml files, a .jsonl or a .json file")
    expressions("warm", date(2019, 1, 8).isoformat())
    for path in paths:
        for name, loose, corpus in cases(path):
            counts, seconds, words = Counts(), 0.0, 0
            for case in corpus:
                begin = time.process_time()
                found = expressions(case.text, case.published)
                seconds += time.process_time() - begin
                words += len(case.text.split())
                score(case, found, counts, show=args.show, loose=loose)
            table(name, counts, seconds, words)
    return 0


if __name__ == "__main__":
    sys.exit(main())
