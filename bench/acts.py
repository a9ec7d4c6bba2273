"""What a source does with the content: the model's act against the readers', given the gold cue and content.

    python -m bench.acts --shared ../shared

Of dev only the 300 attributions that were read (training/acts/dev.tsv). Below, how far two readers agree on those that both read.
"""

import argparse
import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from onrecord.extract.decode import ACTS
from onrecord.extract.link import act_of
from onrecord.extract.model import SIZES, Model, load
from training.corpus import ACT_LABELS, articles, ranges

Pairs = Sequence[tuple[str, str]]


def given(row: dict, model: Model) -> Iterator[tuple[str, str]]:
    """The reader's act and the model's, for each attribution of an article that was read."""
    read = [one for one in row["annotations"][0] if "act" in one]
    if read:
        words = model.words(row["text"])
        evidence = model.scores(words).acts
        for one in read:
            yield one["act"], act_of(evidence, ranges(words, one["cue"]), ranges(words, one["content"]))


def twice_read(path: Path) -> list[tuple[str, str]]:
    """Both readers' acts, where there are two."""
    with path.open(encoding="utf-8", newline="") as lines:
        return [(line["act"], line["second"]) for line in csv.DictReader(lines, delimiter="\t") if line["second"]]


def agreement(pairs: Pairs) -> float:
    """The share of pairs that are equal, in [0, 1]."""
    return sum(a == b for a, b in pairs) / len(pairs) if pairs else 0.0


def kappa(pairs: Pairs) -> float:
    """Cohen's kappa: agreement beyond what each side's shares of the acts would give by chance; 1 is perfect, 0 is chance."""
    firsts, seconds = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(count * seconds[act] for act, count in firsts.items()) / len(pairs) ** 2
    return (agreement(pairs) - chance) / (1 - chance) if chance < 1 else 1.0


def prf(pairs: Pairs, act: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of one act, in [0, 1]. pairs: the reader's act, the model's."""
    right = sum(a == b == act for a, b in pairs)
    gold, said = (sum(side == act for side in sides) for sides in zip(*pairs, strict=True))
    return right / said if said else 0.0, right / gold if gold else 0.0, 2 * right / (gold + said) if gold + said else 0.0


def table(pairs: Pairs) -> str:
    """Reader's acts in rows, the model's in columns."""
    counts = Counter(pairs)
    head = f"{'reader / model':16}" + "".join(f"{act:>8}" for act in ACTS)
    return "\n".join([head, *(f"{act:16}" + "".join(f"{counts[act, other]:>8}" for other in ACTS) for act in ACTS)])


def main() -> int:
    """Print accuracy, the figures for says, the table, and the readers' agreement."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", choices=SIZES, default="best")
    args = parser.parse_args()
    model = load(args.model)
    rows = articles(args.shared / "data" / "polnear" / "dev.jsonl")
    pairs = [pair for row in rows for pair in given(row, model)]
    precision, recall, f1 = (100 * value for value in prf(pairs, "says"))
    print(f"{args.model}, {len(pairs)} attributions: accuracy {100 * agreement(pairs):.1f}  kappa {kappa(pairs):.2f}")
    print(f"says: precision {precision:.1f}  recall {recall:.1f}  f {f1:.1f}")
    print(table(pairs))
    both = {name: twice_read(ACT_LABELS / f"{name}.tsv") for name in ("train", "dev")}
    for name, twice in {**both, "together": both["train"] + both["dev"]}.items():
        print(f"two readers, {name}: {len(twice)} attributions, agreement {100 * agreement(twice):.1f}  kappa {kappa(twice):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
