"""Who a source is, given the right source: resolution alone, on gold attributions, by the shared speaker scorer.

python -m bench.speakers --shared ../shared
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from onrecord.record import Attribution, Document, Span, document_id
from onrecord.resolve.statements import statements


def answers(row: dict, published: str) -> list[dict]:
    """For each gold attribution of an article, the speaker that resolution gives its source."""
    document = Document(id=document_id(row["text"].encode(), None), sha256="", published=published, text=row["text"])
    gold = [
        Attribution(source=spans(one["source"]), cue=spans(one["cue"]), content=spans(one["content"]), words=1.0, link=1.0)
        if one["content"]
        else None
        for one in row["annotations"][0]
    ]
    found, _ = statements(document, [one for one in gold if one], {})
    by_content = {span: statement for statement in found for span in statement.content}
    rows = []
    for number, one in enumerate(gold):
        statement = by_content.get(one.content[0]) if one else None
        speaker = statement.speaker if statement else None
        rows.append(
            {
                "doc": row["id"],
                "i": number,
                "speaker": speaker.name if speaker else None,
                "kind": speaker.type if speaker else "none",
            }
        )
    return rows


def spans(pairs: list[list[int]]) -> tuple[Span, ...]:
    """Corpus offsets as spans."""
    return tuple(Span(start, end) for start, end in sorted(pairs))


def main() -> int:
    """Read the command line, resolve and print the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--out", type=Path, default=None, help="keep the answers here")
    args = parser.parse_args()
    gold = args.shared / "data" / "speakers" / "dev.jsonl"
    wanted = {json.loads(line)["doc"] for line in gold.read_text(encoding="utf-8").splitlines() if line.strip()}
    corpus = (args.shared / "data" / "polnear" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, corpus) if row["id"] in wanted]
    with tempfile.TemporaryDirectory() as folder:
        out = args.out or Path(folder) / "speakers.jsonl"
        lines = [json.dumps(answer) for row in rows for answer in answers(row, row["published"])]
        out.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return subprocess.run(
            [sys.executable, str(args.shared / "score" / "score_speakers.py"), str(gold), str(out)], check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
