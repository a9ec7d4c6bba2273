"""Trees that put a wording's candidates in order, and say whether the first is what it reports, from lists as an index gives them.

    python -m training.standing [--write] [--lists build/lists.jsonl] [--index FOLDER]

The lists are of wordings that are set aside (training.posted, training.wording), which the model that reads a wording and a passage
together was not taught: of posts among all posts, with no time given and within days of it; of passages of official texts; of invented
ones. Each list is taken as it is, without what is sought, and thinned to a few, as a small library gives it. So what is likelier than
not is so where the source is as often missing as not. Figures are by trees that were fitted without the wording, in five parts.
"""

import argparse
import random
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import numpy as np
from numpy.typing import NDArray

from onrecord.record import Span
from onrecord.trace import closer, standing
from onrecord.trace.candidates import allowed, candidates
from onrecord.trace.closer import Side
from onrecord.trace.index import Index, build, load
from onrecord.trace.sources import Source
from onrecord.trace.states import Reader, reader
from onrecord.trace.together import Together, together
from onrecord.trace.trees import parsed_trees, trees
from onrecord.trace.words import parsed, stem
from training.boosting import Plan, boost, table
from training.pairs import post_index, readout_index
from training.posted import Posted, posted
from training.rewording import excerpt
from training.wording import wordings

OUT = Path("src/onrecord/trace/data")
POST_DAYS, OFFICIAL_DAYS = (0, 7, 30), (0, 30)  # around the source's day; 0: no time given
SAME = 0.85  # cosine from which on a passage may say the same: it is no mistake, and where the source is kept away, so is it
FEW = 6  # of other passages in a small library, at most
PARTS = 5
KEPT = ("partial", "translated", "indirect", "altered")
WEIGHT = {"unsaid": 2.0, "partial": 0.7}
FALLING = ("other words", "names missing", "numbers missing")
FREE = ("searched", "candidates")
RISING = {name: -1 if name in FALLING else 1 for name in standing.FEATURES if name not in FREE}
SIGNS = {
    "cosine": 1, "same words": 1, "same words, bits": 1, "longest run": 1, "longest run, bits": 1, "names met": 1, "numbers met": 1,
    "worst third": 1, "worst clause": 1, "names missing": -1, "numbers missing": -1, "trees": 1, "together": 1,
}  # fmt: skip
ORDER = Plan(count=200, leaves=8, rate=0.08, held=2.0, least=30, rising=SIGNS)
STANDING = Plan(count=150, leaves=6, rate=0.07, held=2.0, least=40, rising=RISING)


class Listed(msgspec.Struct, frozen=True):
    """A wording's candidates. of: posts, official texts or invented ones; days: around its source's day, 0: no time given.

    own: which are its source; near: cosines with it.

    table, odds, together: as onrecord.trace.standing has them.
    """

    of: str
    group: str
    kind: str
    days: int
    searched: int
    own: list[bool]
    near: list[float]
    table: list[list[float]]
    odds: list[float]
    together: list[float]


class Case(msgspec.Struct, frozen=True):
    """The first of a list: where it is from, and whether it is right."""

    group: str
    kind: str
    where: str
    is_right: bool
    row: list[float]


def looked(
    index: Index, wording: str, speaker: str, rows: NDArray[np.int64] | None, model: Reader, pairs: Together
) -> tuple[list[int], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """A wording's candidates, their features, and what the trees and the model say of them."""
    one = Side(parsed(wording), model.inside([wording])[0])
    found = candidates(index, one.words, one.inside.point, rows)
    texts = [index.words(row) for row in found]
    aside = frozenset(stem(word) for word in speaker.casefold().split())
    every = [
        closer.features(one, Side(parsed(text), inside), aside) for text, inside in zip(texts, model.inside(texts), strict=True)
    ]
    likely = trees("link.tsv", closer.FEATURES).likelihoods(np.array(every))
    return found, np.array(every), np.log(likely / (1 - likely)), pairs.odds(wording, texts)


def of_public(
    of: str, index: Index, given: Sequence[Posted], speaker: str, around: Sequence[int], model: Reader
) -> Iterator[Listed]:
    """Lists of posts' or official texts' wordings."""
    pairs = together(threads=2)
    day = {index.ids[index.document[row]]: int(index.day[row]) for row in range(len(index))}
    for one in given:
        own_words = _plain(one.original)
        there = model.points([one.original])[0]
        texts = (excerpt(one.original, random.Random(one.id)), one.translated, one.indirect, one.unsaid)
        for kind, text in zip(("partial", "translated", "indirect", "unsaid"), texts, strict=True):
            for days in around:
                rows = allowed(index, None, (day[one.id] - days, day[one.id] + days)) if days else None
                found, *looks = looked(index, text, speaker, rows, model, pairs)
                own = [
                    _is_of(index, row, one.id, Span(one.start, one.end)) or _plain(index.words(row)) == own_words for row in found
                ]
                near = index.cosines(there, np.array(found)).tolist()
                yield _listed((of, one.id, kind, days, len(index) if rows is None else len(rows)), own, near, looks)


def of_invented(model: Reader) -> Iterator[Listed]:
    """Lists of invented wordings, among all originals and all that their speakers never said."""
    pairs, given = together(threads=2), wordings()
    index = build([Source(f"{one.id}:{name}", getattr(one, name)) for one in given for name in ("original", "unsaid")], model)
    for one in given:
        if not one.is_tuning:
            continue
        there = model.points([one.original])[0]
        for kind in ("partial", "translated", "indirect", "altered", "unsaid"):
            # What was never said is not in the record where it is asked for.
            kept = [row for row in range(len(index)) if kind != "unsaid" or index.ids[index.document[row]] != f"{one.id}:unsaid"]
            rows = np.array(kept)
            found, *looks = looked(index, getattr(one, kind), one.speaker.split(",")[0], rows, model, pairs)
            own = [index.ids[index.document[row]] == f"{one.id}:original" for row in found]
            near = index.cosines(there, np.array(found)).tolist()
            yield _listed(("invented", one.id, kind, 0, len(rows)), own, near, looks)


def _listed(
    head: tuple[str, str, str, int, int], own: list[bool], near: list[float], looks: Sequence[NDArray[np.float64]]
) -> Listed:
    rows, odds, pairs = (np.round(one, 4).tolist() for one in looks)
    return Listed(*head, own, near, rows, odds, pairs)


def _is_of(index: Index, row: int, identity: str, span: Span) -> bool:
    passage = index.passage(row)
    return passage.document == identity and passage.start < span.end and span.start < passage.end


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def kept_lists(path: Path, data: Path, posts: Path | None) -> list[Listed]:
    """All lists, from where they were kept, or made and kept there."""
    if not path.exists():
        model = reader(threads=2)
        index = load(posts) if posts else post_index(data, model)
        official = posted(data, "readouts")
        with path.open("wb") as out:
            for part in (
                of_public(
                    "posts", index, [one for one in posted(data, "posts") if one.is_tuning], "Donald Trump", POST_DAYS, model
                ),
                of_public(
                    "official",
                    readout_index(data, model, official),
                    [one for one in official if one.is_tuning],
                    "",
                    OFFICIAL_DAYS,
                    model,
                ),
                of_invented(model),
            ):
                out.writelines(msgspec.json.encode(one) + b"\n" for one in part)
    return [msgspec.json.decode(line, type=Listed) for line in path.read_bytes().splitlines()]


def part_of(group: str) -> int:
    """In which of the parts a wording is."""
    return zlib.crc32(group.encode()) % PARTS


def taught_order(given: Sequence[Listed]) -> list[str]:
    """The table of trees that tell what is sought from what else a list has."""
    rows, answers = [], []
    for one in given:
        own = np.array(one.own, dtype=bool) & (one.kind in KEPT)
        is_told = own | (np.array(one.near) < SAME) | (one.kind not in KEPT)
        rows.append(standing.looks(np.array(one.table), np.array(one.odds), np.array(one.together))[is_told])
        answers.append(own[is_told].astype(float))
    table_of, wanted = np.concatenate(rows), np.concatenate(answers)
    return table(boost(table_of, wanted, np.ones(len(wanted)), standing.LOOKS, ORDER), standing.LOOKS)


def cases(given: Sequence[Listed], orders: Sequence[NDArray[np.float64]]) -> Iterator[Case]:
    """Each list as it is, without what is sought, and both thinned. orders: of each list's candidates."""
    rng = np.random.default_rng(1)
    for one, order in zip(given, orders, strict=True):
        own, near = np.array(one.own, dtype=bool), np.array(one.near)
        where = f"{one.of}, {one.days} days" if one.days else one.of
        for is_absent in (False, True):
            kept = np.flatnonzero(~own & (near < SAME)) if is_absent else np.arange(len(own))
            if not len(kept) or (is_absent and one.kind == "unsaid"):
                continue
            kind = f"absent {one.kind}" if is_absent else one.kind
            yield _case(one, order, kind, where, kept, one.searched)
            few = rng.permutation(kept[~own[kept]])[: int(rng.integers(0, FEW + 1))]
            few = np.sort(few if is_absent or one.kind == "unsaid" else np.concatenate([few, kept[own[kept]]]))
            if len(few):
                yield _case(one, order, kind, "few", few, len(few))


def _case(one: Listed, order: NDArray[np.float64], kind: str, where: str, kept: NDArray[np.int64], searched: int) -> Case:
    rows, odds, pairs = (np.array(part)[kept] for part in (one.table, one.odds, one.together))
    first = kept[int(np.argsort(-order[kept], kind="stable")[0])]
    is_right = kind in KEPT and one.own[first]
    return Case(one.group, kind, where, is_right, standing.features(order[kept], rows, odds, pairs, searched).tolist())


def judge(given: Sequence[Case], likely: NDArray[np.float64]) -> None:
    """Print what is found, and what is wrongly linked, by where it is from."""
    right, wheres = np.array([one.is_right for one in given]), [one.where for one in given]
    for bound in (0.35, 0.4, 0.5, 0.6, 0.7):
        for where in sorted(set(wheres)):
            found = {}
            for kind in sorted({one.kind for one in given}):
                is_one = np.array([one.kind == kind and one.where == where for one in given])
                is_counted = right | (kind not in KEPT)
                if is_one.any():
                    found[kind] = round(100 * float(np.mean((is_counted & (likely > bound))[is_one])), 1)
            print(f"from {bound} on, {where}: {found}")


def main() -> None:
    """Fit, print, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"to {OUT}")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--lists", type=Path, default=Path("build/lists.jsonl"))
    parser.add_argument("--index", type=Path, help="a folder with the index of all posts, if it is there")
    args = parser.parse_args()
    lists = kept_lists(args.lists, args.data, args.index)
    orders: list[NDArray[np.float64]] = [np.zeros(0)] * len(lists)
    for number in range(PARTS):
        lines = taught_order([one for one in lists if part_of(one.group) != number])
        ranking = parsed_trees(lines, standing.LOOKS)
        for place, one in enumerate(lists):
            if part_of(one.group) == number:
                orders[place] = standing.ordered(ranking, np.array(one.table), np.array(one.odds), np.array(one.together))
    given = list(cases(lists, orders))
    rows, answers = np.array([one.row for one in given]), np.array([float(one.is_right) for one in given])
    weight = np.array([WEIGHT.get(one.kind.removeprefix("absent "), 1.0) for one in given])
    part = np.array([part_of(one.group) for one in given])
    likely = np.zeros(len(given))
    for number in range(PARTS):
        is_in = part != number
        lines = table(boost(rows[is_in], answers[is_in], weight[is_in], standing.FEATURES, STANDING), standing.FEATURES)
        likely[~is_in] = parsed_trees(lines, standing.FEATURES).likelihoods(rows[~is_in])
    judge(given, likely)
    if args.write:
        head = (
            f"# Trees of standing.py, for the model “{together().version}”. Made by `python -m training.standing --write`. "
            "Licence: as the project."
        )
        lines = table(boost(rows, answers, weight, standing.FEATURES, STANDING), standing.FEATURES)
        for name, made in (("order.tsv", taught_order(lists)), ("standing.tsv", lines)):
            (OUT / name).write_text("\n".join([head, *made]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
