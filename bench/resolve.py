"""Who, to whom, through what, when and at which event, on our own thirty cases: given the gold attributions, or end to end.

    python -m bench.resolve [--end-to-end] [--missed]

A speaker is right as ../shared/score/score_speakers.py compares names; an unnamed one, a group or nobody where no name is given. A channel is
right where it is gold's; a time where its first and last day are gold's, and stated only where gold says so. Of addressees, precision and
recall of names and descriptions. Events: found, by kind and at least one participant or the date.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.attribution import load_scorer
from onrecord.extract import extract
from onrecord.extract.model import SIZES, Model, load
from onrecord.record import Attribution, Document, Event, Span, Speaker, Statement, Time, document_id
from onrecord.resolve.statements import Resolved, statements
from onrecord.resolve.timex import interval
from tests.cases.judge import RESOLVE, closest, jaccard, words

Gold = dict[str, Any]
SAME = 0.5


def resolved(folder: Path, model: Model | None) -> tuple[str, Gold, Resolved, list[Statement | None]]:
    """A case's text, gold, what resolution makes of it, and for each gold statement ours."""
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    text = (folder / "article.txt").read_text(encoding="utf-8")
    document = Document(
        id=document_id(text.encode(), None),
        sha256="",
        published=gold["published"],
        translated_from=gold["translated_from"],
        text=text,
    )
    if model is None:
        order = sorted(range(len(gold["statements"])), key=lambda n: (_depth(gold, n), gold["statements"][n]["content"][0][0]))
        place = {number: position for position, number in enumerate(order)}
        given = [_attribution(gold["statements"][n], place) for n in order]
    else:
        given = list(extract(document, (), model))
    made = statements(document, given, {})
    ours = []
    for one in gold["statements"]:
        wanted = words(text, [Span(*pair) for pair in one["content"]])
        level = [s for s in made.statements if (s.parent is None) == (one["parent"] is None)]
        best = closest(wanted, text, level)
        ours.append(best if best and jaccard(wanted, words(text, best.content)) >= SAME else None)
    return text, gold, made, ours


def _depth(gold: Gold, number: int) -> int:
    parent = gold["statements"][number]["parent"]
    return 0 if parent is None else 1 + _depth(gold, parent)


def _attribution(one: Gold, place: dict[int, int]) -> Attribution:
    source, cue, content = (tuple(Span(*pair) for pair in sorted(one[role])) for role in ("source", "cue", "content"))
    parent = place[one["parent"]] if one["parent"] is not None else None
    return Attribution(source=source, cue=cue, content=content, words=1.0, link=1.0, act=one["act"], parent=parent)


def speaker_right(gold: Gold, speaker: Speaker | None, scorer: ModuleType) -> bool:
    """Whether a name is gold's, or none is given where gold has none."""
    kind = gold["speaker_type"]
    if kind in ("person", "org"):
        return speaker is not None and any(scorer.agrees(gold["speaker"], speaker.name, k) for k in ("person", "org"))
    named = speaker is not None and speaker.type in ("person", "org")
    return not named or bool(gold["speaker"] and speaker and scorer.agrees(gold["speaker"], speaker.name, "org"))


def time_right(gold: str, basis: str | None, time: Time | None) -> bool:
    """Whether a time's days are gold's, and its basis is not better than gold's."""
    if time is None:
        return False
    if len(gold) == len("2026-02-12") and time.granularity in ("minute", "hour", "part of day"):
        return time.start[:10] == gold and not (time.basis == "stated" and basis == "inferred")
    first, _, last = gold.partition("/")
    opens, closes = interval(first), interval(last or first)
    is_same = bool(opens and closes and (time.start[:10], time.end[:10]) == (opens[0][:10], closes[1][:10]))
    return is_same and not (time.basis == "stated" and basis == "inferred")


def told(gold: Gold, statement: Statement, scorer: ModuleType, counts: Counter[str]) -> None:
    """Count the addressees that are gold's, ours and both."""
    ours = [one.name for one in statement.addressees]
    counts["addressees given"] += len(ours)
    counts["addressees gold"] += len(gold["addressees"])
    counts["addressees right"] += sum(any(_alike(a, b, scorer) for b in ours) for a in gold["addressees"])


def _alike(a: str, b: str, scorer: ModuleType) -> bool:
    return bool(scorer.one_agrees(a, b, "person") or scorer.one_agrees(a, b, "org"))


def event_found(gold: Gold, events: tuple[Event, ...], scorer: ModuleType) -> bool:
    """Whether an event of gold's kind shares a participant or the date with it."""
    for one in events:
        people = any(_alike(a, b.name, scorer) for a in gold["participants"] for b in one.participants)
        day = bool(gold.get("date") and one.date and one.date.start[:10] == gold["date"][:10])
        if one.kind == gold["kind"] and (people or day):
            return True
    return False


def judge(folder: Path, model: Model | None, scorer: ModuleType, counts: Counter[str], *, missed: bool) -> None:
    """Count one case."""
    _, gold, made, ours = resolved(folder, model)
    for one, statement in zip(gold["statements"], ours, strict=True):
        if not one["required"]:
            continue
        counts["statements"] += 1
        if statement is None:
            continue
        counts["found"] += 1
        right = speaker_right(one, statement.speaker, scorer)
        counts["speaker right"] += right
        form = f"{one['form']} ({'named' if one['speaker_type'] in ('person', 'org') else 'not named'})"
        counts[f"{form} right"] += right
        counts[f"{form} of"] += 1
        channel = statement.channel.value if statement.channel else None
        counts["channel right"] += channel == one["channel"]
        wrong = (
            [] if right else [f"speaker {one['speaker']!r} not {statement.speaker and statement.speaker.name!r} ({statement.why})"]
        )
        if channel != one["channel"]:
            wrong.append(f"channel {one['channel']} not {channel}")
        if one["said_at"]:
            counts[f"said_at {one['said_at_basis']} unknown"] += statement.said_at is None
            good = time_right(one["said_at"], one["said_at_basis"], statement.said_at)
            basis = one["said_at_basis"]
            counts[f"said_at {basis} of"] += 1
            counts[f"said_at {basis} right"] += good
            if not good:
                at = statement.said_at
                wrong.append(f"said_at {one['said_at']} {basis} not {at and (at.start, at.end, at.basis)}")
        else:
            counts["said_at none of"] += 1
            counts["said_at none right"] += statement.said_at is None
            if statement.said_at:
                wrong.append(f"said_at none not {statement.said_at.start} {statement.said_at.basis}")
        told(one, statement, scorer, counts)
        if missed and wrong:
            source = " ".join(one["source_text"])
            print(f"  {folder.name}: [{source} | {' '.join(one['cue_text'])}] {one['content_text'][0][:50]!r}: {'; '.join(wrong)}")
    for event in gold["events"]:
        counts["events"] += 1
        counts["events found"] += event_found(event, made.events, scorer)
    counts["events given"] += len(made.events)


def share(counts: Counter[str], right: str, of: str) -> str:
    """A line: so many of so many."""
    return f"{right:36} {counts[right]:4} of {counts[of]:4}  {100 * counts[right] / max(1, counts[of]):5.1f}"


def main() -> int:
    """Judge every case and print the sums."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--end-to-end", action="store_true", help="with our own extraction")
    parser.add_argument("--model", choices=SIZES, default="best")
    parser.add_argument("--missed", action="store_true", help="print what is wrong")
    parser.add_argument("cases", nargs="*", help="these only")
    args = parser.parse_args()
    scorer = load_scorer(args.shared / "score", "score_speakers")
    model = load(args.model) if args.end_to_end else None
    counts: Counter[str] = Counter()
    for folder in sorted(path for path in RESOLVE.iterdir() if path.is_dir()):
        if not args.cases or folder.name in args.cases:
            judge(folder, model, scorer, counts, missed=args.missed)
    print(share(counts, "found", "statements"))
    print(share(counts, "speaker right", "found"))
    for form in sorted(name.removesuffix(" of") for name in counts if name.endswith(") of")):
        print("  " + share(counts, f"{form} right", f"{form} of"))
    print(share(counts, "channel right", "found"))
    for basis in ("stated", "inferred", "none"):
        print(
            share(counts, f"said_at {basis} right", f"said_at {basis} of"),
            f"({counts[f'said_at {basis} unknown']} unknown)" if basis != "none" else "",
        )
    print(share(counts, "addressees right", "addressees gold"), f"({counts['addressees given']} given)")
    print(share(counts, "events found", "events"), f"({counts['events given']} given)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
