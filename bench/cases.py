"""The whole cases: how many required statements are found and rightly named.

    python -m bench.cases --shared ../shared

The Syria article, its six siblings with the same kinds of damage, twelve articles in other registers, and forty passages where
one statement stands in another. The last two are also scored as a corpus is, all their statements being gold, and on what is nested.
"""

import argparse
import sys
from pathlib import Path
from typing import Any

from bench.attribution import as_lists, load_scorer, scored
from onrecord.extract.model import SIZES, load
from tests.cases.judge import NESTED, REGISTERS, SIBLINGS, Verdict, judge, top_level
from tests.cases.nesting import Nesting, nesting


def counted(name: str, *verdicts: Verdict) -> str:
    """A line's first part: what was found of one case, or of several."""
    required, found, right = (sum(getattr(one, field) for one in verdicts) for field in ("required", "found", "right"))
    return f"{name}: of {required} required, {found} found, {right} with the right speaker"


def attribution_f1(verdicts: list[Verdict], scorer_folder: Path) -> float:
    """The scorer's figure to quote, over the statements that stand in no other, required or not."""
    rows: list[dict[str, Any]] = [
        {"id": one.case, "text": one.record.document.text, "annotations": [top_level(one.gold)]} for one in verdicts
    ]
    system = {one.case: [as_lists(found) for found in one.attributions if found.parent is None] for one in verdicts}
    f1: float = scored(rows, system, scorer_folder)["attribution"]["f"]
    return f1


def main() -> int:
    """Judge each and print a line, and one for each group together."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--model", choices=SIZES, default="best")
    parser.add_argument("--missed", action="store_true", help="also print what was missed or wrongly named")
    args = parser.parse_args()
    model, folder = load(args.model), args.shared / "score"
    speakers, attributions = load_scorer(folder, "score_speakers"), load_scorer(folder, "score_attributions")

    def inner(one: Verdict) -> Nesting:
        return nesting(one.record.document.text, one.gold["statements"], one.attributions, attributions)

    def show(line: str, one: Verdict) -> None:
        print("\n    ".join([line, *(one.notes if args.missed else ())]), flush=True)

    syria = judge(args.shared / "cases" / "syria", speakers, model)
    show(counted("syria", syria), syria)
    siblings = [judge(case, speakers, model) for case in sorted(SIBLINGS.iterdir())]
    for one in siblings:
        show(counted(one.case, one), one)
    print(counted("siblings together", *siblings))
    for group in (REGISTERS, NESTED):
        verdicts, together = [], Nesting()
        for case in sorted(group.iterdir()):
            one = judge(case, speakers, model)
            held = inner(one)
            nested = f"; nested: of {held.gold}, {held.matched} found, {held.given} given" if held.gold or held.given else ""
            show(f"{counted(one.case, one)}; attribution f {attribution_f1([one], folder):.1f}{nested}", one)
            verdicts.append(one)
            together += held
        print(f"{counted(group.name + ' together', *verdicts)}; attribution f {attribution_f1(verdicts, folder):.1f}")
        print(f"{group.name}, what is nested: of {together.gold}, {together.given} given: {together}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
