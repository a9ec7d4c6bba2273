"""Pronouns and descriptions of people in GUM dev: is the name that we link right, and how often do we give none.

    python -m bench.coreference --shared ../shared

Of every cluster that holds a name of a person whom we find: each he or she (him, his, her, hers too), and each description of up to six words with a word
for a person at its head. Nothing is known of the documents but their text; decisions are made from its start on.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path

from onrecord.extract.quotes import quotations
from onrecord.record import Span
from onrecord.resolve.phrases import phrase
from onrecord.resolve.sentences import Sentences
from onrecord.resolve.speakers import Speakers
from training.gum import Annotated, documents

PRONOUNS = frozenset(("he", "him", "his", "she", "her", "hers"))
LONGEST = 6  # words of a description


def judge(document: Annotated, counts: Counter[str]) -> None:
    """Count what is linked in one document, by kind of mention."""
    text, quotes = document.text, quotations(document.text)
    speakers = Speakers(text, quotes, Sentences(text, quotes))
    everyone = speakers.people.everyone
    names = {name.start: person.name for person in everyone for name in person.mentions}
    for cluster in document.clusters:
        spans = document.spans(cluster)
        called = {name for start, end in spans for at, name in names.items() if start <= at < end and end - start < 60}
        if len(called) != 1:
            continue
        for start, end in spans:
            words = text[start:end]
            kind = _kind(words)
            if kind and not any(start <= at < end for at in names):
                found = speakers.find(Span(start, end))
                given = found.name if found.type == "person" else None
                counts[f"{kind} of"] += 1
                counts[f"{kind} {'open' if given is None else 'right' if given in called else 'wrong'}"] += 1


def _kind(words: str) -> str:
    """Which of the two a mention is, or neither."""
    if words.lower() in PRONOUNS:
        return "pronouns"
    is_short = 1 < len(words.split()) <= LONGEST
    found = phrase(words) if is_short else None
    return "descriptions" if found is not None and not found.is_plural else ""


def main() -> int:
    """Print a line for each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    counts: Counter[str] = Counter()
    for document in documents(args.shared / "data" / "gum" / "dev.jsonl"):
        judge(document, counts)
    for kind in ("pronouns", "descriptions"):
        given = counts[f"{kind} right"] + counts[f"{kind} wrong"]
        right = 100 * counts[f"{kind} right"] / max(1, given)
        print(
            f"{kind}: {counts[f'{kind} of']}, of which {given} linked, {right:.1f} % of these right, {counts[f'{kind} open']} left open"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
