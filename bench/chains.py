"""How often reports look alike by chance, and how often one that was copied would be known: what the thresholds of chains rest on.

    python -m bench.chains [--shared ../shared]

Wordings: every two of one passage, from training/wordings and drift.jsonl, neither of which rests on the other. One hand wrote all wordings
of a passage, so those alike by chance are rather too many than too few. A copy of a wording shares all of its departures from the passage.

Words around: every two articles of PolNeAR dev, at any of their statements. Which of them are kin nobody has annotated: those that reach the
threshold are named, to be looked at.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from onrecord.record import Span
from onrecord.trace import framing
from onrecord.trace.departures import LIKELY, POSSIBLE, SHARE, departed, shared

VARIANTS = ("translated", "indirect", "altered")
WORDINGS = Path(__file__).parents[1] / "training" / "wordings"

# Two articles, by their places.
Pair = tuple[int, int]


def passages(posts: Path, drift: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each passage with its wordings by variant."""
    for path in sorted(WORDINGS.glob("*.jsonl")):
        for one in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            yield one["original"], {name: one[name] for name in VARIANTS if one.get(name)}
    texts = {str(one["id"]): one["text"] for one in map(json.loads, posts.read_text(encoding="utf-8").splitlines())}
    found: dict[str, dict[str, str]] = {}
    for one in map(json.loads, drift.read_text(encoding="utf-8").splitlines()):
        if one["variant"] in VARIANTS:
            found.setdefault(one["post"], {})[one["variant"]] = one["text"]
    yield from ((texts[post], wordings) for post, wordings in found.items() if post in texts)


def wordings(shared_folder: Path) -> None:
    """Print how many pairs are alike by chance, and how many copies would be known."""
    both: list[tuple[float, float]] = []
    whole: dict[str, list[float]] = defaultdict(list)
    trace = shared_folder / "data" / "trace"
    for passage, given in passages(trace / "posts.jsonl", trace / "drift.jsonl"):
        made = {name: departed(words, passage) for name, words in given.items()}
        for name, one in made.items():
            whole[name].append(sum(departure.bits for departure in one.departures))
        for one, other in combinations(made.values(), 2):
            bits = sum(min(left.bits, right.bits) for left, right in shared(one, other))
            least = min(sum(departure.bits for departure in each.departures) for each in (one, other))
            both.append((bits, bits / least if least else 0.0))
    for least, name in ((0.0, "of any share"), (SHARE, f"of a share of {SHARE:.0%}")):
        possible, likely = (sum(bits >= bound and part >= least for bits, part in both) for bound in (POSSIBLE, LIKELY))
        print(f"{len(both):,} pairs, departures in common {name}: {possible} of {POSSIBLE:.0f} bits, {likely} of {LIKELY:.0f} bits")
    for name, every in whole.items():
        possible, likely = (sum(bits >= bound for bits in every) / len(every) for bound in (POSSIBLE, LIKELY))
        print(
            f"{len(every):,} {name} wordings, if copied: {possible:.0%} depart by {POSSIBLE:.0f} bits, {likely:.0%} by {LIKELY:.0f} bits"
        )


def around(corpus: Path) -> None:
    """Print how much articles have in common around their statements."""
    articles = [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]
    common: dict[Pair, tuple[float, int]] = {}
    seen: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for place, article in enumerate(articles):
        contents = [tuple(Span(*one) for one in each["content"]) for reader in article["annotations"] for each in reader]
        every = tuple(span for content in contents for span in content)
        for number, content in enumerate(contents):
            one = framing.frame(article["text"], content, every)
            found: dict[tuple[int, int], set[int]] = defaultdict(set)
            for at, row in framing.rows(one):
                for other in seen[row]:
                    if other[0] != place:
                        found[other].update(range(at, at + len(row)))
                seen[row].add((place, number))
            for (other_place, _), words in found.items():
                pair = (other_place, place)
                common[pair] = max(common.get(pair, (0.0, 0)), (sum(one.bits[at] for at in words), len(words)))
    reached = {pair: held for pair, held in common.items() if held[1] >= framing.WORDS and held[0] >= framing.POSSIBLE}
    below = [held for pair, held in common.items() if pair not in reached]
    likely = sum(bits >= framing.LIKELY for bits, _ in reached.values())
    print(
        f"{len(articles) * (len(articles) - 1) // 2:,} pairs of articles, words in common around statements: {len(reached)} of {framing.WORDS} "
        f"words and {framing.POSSIBLE:.0f} bits, {likely} of {framing.LIKELY:.0f} bits; in the others at most "
        f"{max((words for _, words in below), default=0)} words, {max((bits for bits, _ in below), default=0.0):.0f} bits"
    )
    for (one, other), (bits, words) in sorted(reached.items(), key=lambda item: -item[1][0]):
        print(f"  {words} words, {bits:.0f} bits: {articles[one]['id']} and {articles[other]['id']}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    args = parser.parse_args()
    wordings(args.shared)
    around(args.shared / "data" / "polnear" / "dev.jsonl")


if __name__ == "__main__":
    main()
