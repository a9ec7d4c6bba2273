"""Who a source is, by the shared speaker scorer: resolution alone on gold attributions, or end to end on our own.

    python -m bench.speakers ../shared/data/polnear/dev.jsonl ../shared/data/speakers/dev.jsonl

End to end, our attributions are matched to gold's one to one by content, as the attribution scorer matches them; a gold attribution that none of
ours matches counts as not answered. GOLD may also be a table of readers' labels (training/speakers/tuning.tsv).
"""

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from bench.attribution import as_lists, load_scorer
from onrecord.extract import extract
from onrecord.extract.model import SIZES, Model, load
from onrecord.record import Attribution, Document, Span, Statement, document_id
from onrecord.resolve.statements import statements

Row = dict[str, Any]


def answers(row: Row, model: Model | None = None, scorer: ModuleType | None = None) -> list[Row]:
    """For each gold attribution of an article, the speaker that resolution gives its source; model, scorer: end to end with these."""
    document = Document(
        id=document_id(row["text"].encode(), None),
        sha256="",
        published=row["published"],
        outlet=row.get("outlet"),
        title=row.get("title"),
        text=row["text"],
    )
    gold = row["annotations"][0]
    if model is None or scorer is None:
        ours = [_attribution(one) for one in gold if one["content"]]
        matched = {number: position for position, number in enumerate(n for n, one in enumerate(gold) if one["content"])}
    else:
        ours = list(extract(document, (), model))
        matched = _matched(row, ours, scorer)
    found = statements(document, ours, {}).statements
    return [
        _answer(row["id"], number, _of(found, ours[matched[number]]) if number in matched else None) for number in range(len(gold))
    ]


def _matched(row: Row, ours: Sequence[Attribution], scorer: ModuleType) -> dict[int, int]:
    """Gold's number to ours, one to one by content."""
    starts = scorer.words(row["text"])
    top = [position for position, one in enumerate(ours) if one.parent is None]
    kept = [number for number, one in enumerate(row["annotations"][0]) if one["content"]]
    gold = [scorer.covered(row["annotations"][0][number]["content"], starts) for number in kept]
    given = [scorer.covered(as_lists(ours[position])["content"], starts) for position in top]
    return {kept[number]: top[position] for number, position in scorer.align(gold, given)}


def _of(found: Sequence[Statement], one: Attribution) -> Statement | None:
    return next((statement for statement in found if one.content[0] in statement.content and statement.parent is None), None)


def _answer(doc: str, number: int, statement: Statement | None) -> Row:
    speaker = statement.speaker if statement else None
    sure = statement.confidence.speaker if statement else 0.0
    return {
        "doc": doc,
        "i": number,
        "speaker": speaker.name if speaker else None,
        "kind": speaker.type if speaker else "none",
        "confidence": sure,
    }


def _attribution(one: Row) -> Attribution:
    return Attribution(source=spans(one["source"]), cue=spans(one["cue"]), content=spans(one["content"]), words=1.0, link=1.0)


def spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    """Corpus offsets as spans."""
    return tuple(Span(start, end) for start, end in sorted(pairs))


def labels(path: Path) -> list[Row]:
    """Gold rows of a JSON Lines file or of a table of labels."""
    with path.open(encoding="utf-8") as lines:
        if path.suffix == ".tsv":
            return [{**row, "i": int(row["i"]), "speaker": row["speaker"] or None} for row in csv.DictReader(lines, delimiter="\t")]
        return [json.loads(line) for line in lines if line.strip()]


def corpus_rows(corpus: Path, wanted: set[str]) -> list[Row]:
    """The articles of a corpus that have labels."""
    with corpus.open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if row["id"] in wanted]


def main() -> int:
    """Read the command line, resolve and print the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="articles in the form of ../shared/data/polnear")
    parser.add_argument("gold", type=Path, help="who each attribution is attributed to")
    parser.add_argument("--out", type=Path, default=None, help="keep the answers here")
    parser.add_argument("--end-to-end", action="store_true", help="with our own extraction")
    parser.add_argument("--model", choices=SIZES, default="best")
    parser.add_argument("--score", type=Path, default=Path("../shared/score"))
    args = parser.parse_args()
    gold = labels(args.gold)
    model = load(args.model) if args.end_to_end else None
    scorer = load_scorer(args.score, "score_attributions") if args.end_to_end else None
    found = [one for row in corpus_rows(args.corpus, {one["doc"] for one in gold}) for one in answers(row, model, scorer)]
    with tempfile.TemporaryDirectory() as folder:
        out, plain = args.out or Path(folder) / "answers.jsonl", Path(folder) / "gold.jsonl"
        for path, rows in ((out, found), (plain, gold)):
            path.write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
        command = [sys.executable, str(args.score / "score_speakers.py"), str(plain), str(out)]
        return subprocess.run(command, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
