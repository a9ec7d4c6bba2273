"""English sentences without labels, for teaching an encoder what another one makes of them; and sentences with what somebody says in them."""

import csv
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import nupunkt

from onrecord.read.paragraphs import paragraphs
from training.corpus import articles, is_tuning
from training.gum import documents

SHORTEST, LONGEST = 3, 120  # words
READOUTS = ("whitehouse.jsonl", "state.jsonl", "kremlin_calls.jsonl")
RELEASES = ("putin.csv", "zelenskyy.csv")
FRAME_WORDS = 5  # that a content needs to say anything on its own


def sentences(text: str) -> Iterator[str]:
    """A text's sentences of a usable length, each on one line."""
    for start, end in _spans(text):
        one = " ".join(text[start:end].split())
        if SHORTEST <= one.count(" ") + 1 <= LONGEST:
            yield one


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for start, end in paragraphs(text):
        for low, high in nupunkt.sent_spans(text[start:end]):
            yield start + low, start + high


def unlabelled(data: Path, most: int, seed: int = 1) -> list[str]:
    """Different sentences from the training corpora under a folder, in a drawn order: at most so many of each corpus."""
    rng = random.Random(seed)
    found: set[str] = set()
    for texts in (_news(data), _conversations(data), _readouts(data), _releases(data)):
        every = sorted({one for text in texts for one in sentences(text)})
        found.update(rng.sample(every, min(most, len(every))))
    drawn = sorted(found)
    rng.shuffle(drawn)
    return drawn


def _news(data: Path) -> Iterator[str]:
    for row in articles(data / "polnear" / "train.jsonl"):
        if not is_tuning(row["id"]):
            yield row["text"]


def _conversations(data: Path) -> Iterator[str]:
    for one in documents(data / "gum" / "train.jsonl"):
        yield one.text


def _readouts(data: Path) -> Iterator[str]:
    measured = _measured(data)
    for name in READOUTS:
        with (data / "readouts" / name).open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                if not measured & {row["url"], row["text"]}:
                    yield row["text"]


def _releases(data: Path) -> Iterator[str]:
    measured = _measured(data)
    csv.field_size_limit(sys.maxsize)
    for name in RELEASES:
        with (data / "readouts" / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if not measured & {row["link"], row["body"]}:
                    yield row["body"] or ""


def _measured(data: Path) -> set[str]:
    """Addresses and texts of the readouts that accounts are compared on: no sentence of theirs is taught."""
    with (data / "readouts" / "pairs.dev.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines if line.strip()]
    return {row[side][key] for row in rows for side in ("a", "b") for key in ("url", "text")}


def framed(data: Path) -> list[tuple[str, str]]:
    """From annotated news: what is said, and the sentence in which a source is said to say it."""
    found = []
    for row in articles(data / "polnear" / "train.jsonl"):
        if is_tuning(row["id"]):
            continue
        text = row["text"]
        spans = list(_spans(text))
        for one in row["annotations"][0]:
            if len(one["content"]) != 1 or not one["source"] or not one["cue"]:
                continue
            start, end = one["content"][0]
            said = " ".join(text[start:end].split())
            around = [span for span in spans if span[0] <= start and end <= span[1]]
            if not around or len(said.split()) < FRAME_WORDS:
                continue
            whole = " ".join(text[around[0][0] : around[0][1]].split())
            if whole.count(" ") <= LONGEST and len(whole) > len(said) + 4:
                found.append((said.strip("“”\"', "), whole))
    return found
