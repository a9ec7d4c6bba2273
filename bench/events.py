"""Which official texts and posts are accounts of one encounter: every pair by different parties that is found, and precision and what was missed.

    python -m bench.events [--gold FILE] [--out OUT]

Texts: all of ../shared/data/readouts, and of ../shared/data/trace/posts.jsonl those that could tell of an encounter. Nothing is extracted from
them: titles and first sentences are what is read. Gold: {"event", "date", "kind", "participants", "accounts": [{"source", "id"}]} a line, written
by a reader who had not seen this. A pair is right where one event of the gold has both; events of the gold are all that there are for the people
and days that they cover. Takes about 20 seconds on one core; nothing is kept.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

from onrecord.compare.encountered import Encountered, told_of
from onrecord.compare.meeting import Met, met
from onrecord.record import Document, DocumentId, DocumentKind, Record
from tests.cases.accounts import READOUTS, official

# Whose texts they are. Two files of the Kremlin's are one party's.
PARTIES = {
    "whitehouse": "White House",
    "state": "State Department",
    "kremlin_calls": "Kremlin",
    "putin": "Kremlin",
    "zelenskyy": "President of Ukraine",
    "posts": "Donald Trump",
}
# What a post must hold to be read.
_MAY_TELL = re.compile(
    r"\b(?:call|calls|conversations?|spoke|talk|talks|talked|met|called|phoned|meetings?|summit|lunch|dinner|visit)\b",
    re.IGNORECASE,
)

Pair = tuple[str, str]


def documents(source: str) -> Iterator[Record]:
    """The texts of a source, each a record of its own words only."""
    for one, held in official(source).items():
        if source == "posts" and not _MAY_TELL.search(held["text"]):
            continue
        kind: DocumentKind = "post" if source == "posts" else "readout"
        yield Record(
            document=Document(
                id=DocumentId(f"{source} {one}"),
                sha256="",
                title=held["title"] or None,
                byline="Donald Trump" if source == "posts" else None,
                published=held["date"],
                kind=kind,
                text=held["text"],
            ),
            statements=(),
        )


def found() -> tuple[list[tuple[str, Encountered]], dict[str, Record]]:
    """Every encounter that a text tells of, with its party, and the texts."""
    told: list[tuple[str, Encountered]] = []
    records: dict[str, Record] = {}
    for source, party in PARTIES.items():
        start, count, some = time.perf_counter(), 0, 0
        for record in documents(source):
            several = told_of(record, party)
            told += [(party, one) for one in several]
            records[record.document.id] = record
            count, some = count + 1, some + bool(several)
        print(f"{source}: {count} texts read, {some} tell of an encounter, {time.perf_counter() - start:.0f} s")
    return told, records


def pairs(events: list[Met] | tuple[Met, ...]) -> dict[Pair, Met]:
    """Each two documents by different parties, and the encounter that both are of."""
    return {
        (min(a, b), max(a, b)): event
        for event in events
        for one, other in combinations(event.accounts, 2)
        if one.party != other.party
        for a, b in [(one.encountered.document, other.encountered.document)]
    }


def wanted(path: Path) -> dict[Pair, dict[str, Any]]:
    """The gold's pairs by different parties."""
    made: dict[Pair, dict[str, Any]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip():
            continue
        event = json.loads(line)
        ids = sorted({f"{one['source']} {one['id']}" for one in event["accounts"]})
        made |= {(a, b): event for a, b in combinations(ids, 2) if _party(a) != _party(b)}
    return made


def _party(document: str) -> str:
    """Whose text it is, by its source, with which its id begins."""
    return PARTIES[document.split(" ", 1)[0]]


def _shown(document: str, records: dict[str, Record]) -> str:
    held = records.get(document)
    if held is None:
        return document
    title = held.document.title or " ".join(held.document.text.split())[:100]
    return f"{(held.document.published or '')[:16]} {document.split(' ', 1)[0]}: {title}"


def main() -> int:
    """Print every pair, and how good they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=None)
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args()
    if not READOUTS.is_dir():
        print(f"There are no texts in {READOUTS}: this bench reads them from there.", file=sys.stderr)
        return 1
    told, records = found()
    start = time.perf_counter()
    events = met(told)
    made = pairs(events)
    print(f"{len(told)} accounts, {len(events)} encounters told of by several, {time.perf_counter() - start:.1f} s\n")
    for (a, b), event in sorted(made.items(), key=lambda one: (one[1].date, one[0])):
        print(f"{event.date} {event.likelihood:.2f} {event.kind}{' unsure' if event.is_unsure else ''}")
        print(f"    {_shown(a, records)}\n    {_shown(b, records)}")
    by = Counter(tuple(sorted(_party(one) for one in pair)) for pair in made)
    print("\n" + "\n".join(f"{' and '.join(parties)}: {count} pairs" for parties, count in sorted(by.items())))
    if args.out:
        rows = [
            {"pair": list(pair), "date": one.date, "kind": one.kind, "likelihood": one.likelihood, "reason": one.reason}
            for pair, one in made.items()
        ]
        args.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    if args.gold:
        _judged(made, wanted(args.gold), records)
    return 0


def _judged(made: dict[Pair, Met], gold: dict[Pair, dict[str, Any]], records: dict[str, Record]) -> None:
    """Print precision, recall, what is wrong and what was missed."""
    right = set(made) & set(gold)
    for title, several in (("missed", sorted(set(gold) - right)), ("not in the gold", sorted(set(made) - right))):
        print(f"\n{title}:" + "".join(f"\n    {_shown(a, records)}\n        {_shown(b, records)}" for a, b in several))
    print(f"\n{len(made)} pairs found, {len(gold)} in the gold, {len(right)} in both")
    print(f"precision {100 * len(right) / max(1, len(made)):.1f}, recall {100 * len(right) / max(1, len(gold)):.1f}")
    whole = {pair for pair, event in gold.items() if _is_whole(pair, event)}
    print(f"of the {len(whole)} that the reader is sure of, between texts that are about the encounter: {len(whole & right)}")


def _is_whole(pair: Pair, event: dict[str, Any]) -> bool:
    """Whether a reader is sure of a pair, and neither text tells of the encounter in a passage only."""
    both = [one for one in event["accounts"] if f"{one['source']} {one['id']}" in pair]
    return event.get("sure", True) and all(one.get("sure", True) and not one.get("part") for one in both)


if __name__ == "__main__":
    sys.exit(main())
