"""Quotations against gold: of one post's wordings, spread over generated articles among 5,000 other posts', which are put together.

    python -m bench.quotations --shared ../shared [--without-meaning] [--without-originals] [--unmarked] [--rebuild]

A post's own words, a piece of them, their translation and an indirect report are one quotation; the altered and the unsaid wording
are none of it. Of every other post a sentence or some words in a row are quoted, of every second one also the whole. Posts with the
same words are one. Articles hold eight statements each and come in any order, up to two days after the last post in them.

Precision and recall are of pairs: `words` between verbatim and partial ones, `reworded` where one of the two is translated or
indirect. `drift only` leaves out the pairs of the 5,000 other posts among themselves.
"""

import argparse
import datetime as dt
import hashlib
import json
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import msgspec
import numpy as np
from sqlalchemy import select

from onrecord.extract.meaning import load
from onrecord.record import ActorId, Confidence, Document, Record, Span, Speaker, Statement, document_id, statement_id
from onrecord.store import quotations, schema
from onrecord.store.adding import Meaning, archive_record
from onrecord.store.archive import Archive, opened

OTHERS, AN_ARTICLE, LATER = 5000, 8, 2
SHORTEST, LONGEST = 6, 14  # words of a partial quote
SPEAKER = Speaker(ActorId("Q22686"), "Donald Trump", "person")
REWORDED, WRONG = {"translated", "indirect"}, {"altered", "unsaid"}
_WORD = re.compile(r"\w+")


class Wording(msgspec.Struct, frozen=True):
    """What is reported: of which utterance, in which way, in which words, of which day."""

    gold: str
    variant: str
    text: str
    day: int


def lines(path: Path) -> list[dict[str, str]]:
    """A JSON Lines file."""
    with path.open(encoding="utf-8") as rows:
        return [json.loads(row) for row in rows if row.strip()]


def wordings(shared: Path, rng: random.Random, *, originals: bool) -> list[Wording]:
    """All that the articles report."""
    folder = shared / "data" / "trace"
    posts = {row["id"]: row for row in lines(folder / "posts.jsonl")}
    drift = lines(folder / "drift.jsonl")
    wanted = {row["post"] for row in drift}
    made = [Wording(row["post"], row["variant"], row["text"], day(posts[row["post"]])) for row in drift]
    if originals:
        made += [Wording(one, "whole", posts[one]["text"], day(posts[one])) for one in sorted(wanted)]
    others = [row for row in posts.values() if row["id"] not in wanted and len(row["text"].split()) >= SHORTEST]
    for number, row in enumerate(rng.sample(others, OTHERS)):
        gold = " ".join(_WORD.findall(row["text"].casefold()))
        made.append(Wording(gold, "verbatim", piece(row["text"], rng), day(row)))
        if number % 2:
            made.append(Wording(gold, "whole", row["text"], day(row)))
    return made


def piece(text: str, rng: random.Random) -> str:
    """A sentence of a text, or some words in a row."""
    sentences = [one for one in re.split(r"(?<=[.!?])\s+", text) if len(one.split()) >= SHORTEST]
    if sentences and rng.random() < 0.5:
        return rng.choice(sentences)
    words = text.split()
    length = min(len(words), rng.randint(SHORTEST, LONGEST))
    start = rng.randint(0, len(words) - length)
    return " ".join(words[start : start + length])


def day(post: dict[str, str]) -> int:
    """The day of a post, as a number."""
    return dt.date.fromisoformat(post["published"][:10]).toordinal()


def articles(given: list[Wording], rng: random.Random, *, marked: bool) -> list[tuple[Record, bytes, list[Wording]]]:
    """Articles that report them, each of what was said within some days, none with two wordings of one post."""
    waiting: list[list[Wording]] = []
    done = []
    for one in sorted(given, key=lambda one: (one.day + rng.uniform(0, 3), one.gold, one.variant)):
        is_foreign = one.variant == "translated"
        here = next(
            (
                held
                for held in waiting
                if all(other.gold != one.gold for other in held)
                and (held[0].variant == "translated") == is_foreign
                and one.day - held[0].day < 4
            ),
            None,
        )
        if here is None:
            here = []
            waiting.append(here)
        here.append(one)
        full = [held for held in waiting if len(held) == AN_ARTICLE or one.day - held[0].day > 6]
        done += full
        waiting = [held for held in waiting if held not in full]
    made = [article(held, number, rng, marked=marked) for number, held in enumerate([*done, *waiting])]
    return rng.sample(made, len(made))


def article(held: list[Wording], number: int, rng: random.Random, *, marked: bool) -> tuple[Record, bytes, list[Wording]]:
    """One article with its record."""
    text, places = f"The Harbour Courier, story {number}\n", []
    for one in held:
        before, after = ("Trump said ", ".\n") if one.variant == "indirect" else ("“", "” Trump said.\n")
        places.append((len(text) + len(before), len(text) + len(before) + len(one.text)))
        text += before + one.text + after
    raw = text.encode()
    identity = document_id(raw, None)
    statements = [
        Statement(
            id=statement_id(identity, (Span(start, end),), None),
            content=(Span(start, end),),
            cue=(),
            source=(),
            kind="indirect" if one.variant == "indirect" else "direct",
            act="says",
            quoted=() if one.variant == "indirect" else (Span(start, end),),
            speaker=SPEAKER,
            confidence=Confidence(1.0, 1.0),
            made_by={"bench": "1"},
        )
        for one, (start, end) in zip(held, places, strict=True)
    ]
    published = dt.date.fromordinal(max(one.day for one in held) + rng.randint(0, LATER)).isoformat()
    foreign = "es" if marked and held[0].variant == "translated" else None
    sha256 = hashlib.sha256(raw).hexdigest()
    document = Document(id=identity, sha256=sha256, published=published, translated_from=foreign, text=text)
    return Record(document=document, statements=tuple(statements)), raw, held


def fill(
    archive: Archive, given: list[tuple[Record, bytes, list[Wording]]], meaning: Meaning | None
) -> tuple[dict[str, Wording], list[float]]:
    """Add all articles; gives what each statement's id stands for, and the seconds that each article's quotations took."""
    took: list[float] = []
    place = quotations.place

    def timed(*arguments: object) -> None:
        began = time.perf_counter()
        place(*arguments)  # type: ignore[arg-type]
        took.append(time.perf_counter() - began)

    quotations.place = timed
    try:
        for record, raw, _ in given:
            archive_record(archive, record, raw, origin="bench", meaning=meaning)
    finally:
        quotations.place = place
    return {one.id: held for record, _, many in given for one, held in zip(record.statements, many, strict=True)}, took


def groups(archive: Archive) -> dict[str, int]:
    """The quotation of each statement's id."""
    table = schema.statements
    with archive.read() as connection:
        return dict(connection.execute(select(table.c.id, table.c.quotation)).all())


def count(found: dict[str, int], gold: dict[str, Wording]) -> Counter[tuple[str, str, bool]]:
    """Pairs: drift or other, their kind (words, reworded, or why they aren't one), and whether they were joined."""
    counted: Counter[tuple[str, str, bool]] = Counter()
    drifting = {one.gold for one in gold.values() if one.variant in REWORDED}
    pairs = set()
    for held in (found, {one: wording.gold for one, wording in gold.items()}):
        by: dict[object, list[str]] = defaultdict(list)
        for one, group in held.items():
            by[group].append(one)
        pairs |= {two for many in by.values() for two in combinations(sorted(many), 2)}
    for one, other in pairs:
        left, right = gold[one], gold[other]
        variants = {left.variant, right.variant}
        wrong = sorted(variants & WRONG)
        if left.gold != right.gold:
            kind = "other utterances"
        elif wrong:
            kind = wrong[0]
        else:
            kind = "reworded" if variants & REWORDED else "words"
        side = "drift" if {left.gold, right.gold} & drifting else "others"
        counted[side, kind, found[one] == found[other]] += 1
    return counted


def show(counted: Counter[tuple[str, str, bool]]) -> None:
    """Print precision and recall, of all pairs and of drift's."""
    for name, sides in (("all", ("drift", "others")), ("drift only", ("drift",))):
        joined = {kind: sum(counted[side, kind, True] for side in sides) for _, kind, _ in counted}
        missed = {kind: sum(counted[side, kind, False] for side in sides) for _, kind, _ in counted}
        right = joined.get("words", 0) + joined.get("reworded", 0)
        wrong = {kind: joined.get(kind, 0) for kind in ("altered", "unsaid", "other utterances")}
        recall = {
            kind: f"{100 * joined.get(kind, 0) / max(1, joined.get(kind, 0) + missed.get(kind, 0)):.1f}"
            for kind in ("words", "reworded")
        }
        print(
            f"{name:11} precision {100 * right / max(1, right + sum(wrong.values())):5.1f}  recall {recall}  joined rightly {right}, wrongly {wrong}"
        )


def main() -> int:
    """Make the articles, archive them and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--without-meaning", action="store_true")
    parser.add_argument("--without-originals", action="store_true", help="no article gives the whole of what was said")
    parser.add_argument("--unmarked", action="store_true", help="translations are not known to be such")
    parser.add_argument("--rebuild", action="store_true", help="find all quotations anew, too, and compare")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    given = articles(wordings(args.shared, rng, originals=not args.without_originals), rng, marked=not args.unmarked)
    meaning = None
    if not args.without_meaning:
        model = load()
        meaning = Meaning(model.version, model.embed)
    with (
        tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder,
        opened(str(Path(folder) / "archive.db"), create=True) as archive,
    ):
        gold, took = fill(archive, given, meaning)
        found = groups(archive)
        show(count(found, gold))
        last = np.sort(took[-200:]) * 1000
        print(
            f"{len(given)} articles, {len(gold)} statements; an article of {AN_ARTICLE}: {np.median(last):.1f} ms, 95 of 100 within {last[190]:.1f} ms"
        )
        if args.rebuild:
            began = time.perf_counter()
            archive.write(quotations.rebuild)
            print(f"found anew in {time.perf_counter() - began:.0f} s, the same: {groups(archive) == found}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
