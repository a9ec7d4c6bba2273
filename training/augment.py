"""An epoch's articles: each as it is, or under other names, damaged, or with attributions planted inside others."""

import json
import random
from argparse import Namespace
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from safetensors.numpy import load_file
from tokenizers import Tokenizer

from training.corpus import Example, example
from training.damage import damaged
from training.names import renamed
from training.nested import donors, planted


def taught(rows: list[dict], folder: Path | None) -> list[dict]:
    """The rows with the attributions inside contents that training.teach found; the same rows where there are none."""
    if folder is None:
        return rows
    with (folder / "inner.jsonl").open(encoding="utf-8") as lines:
        found = {one["id"]: one for one in map(json.loads, lines)}
    return [
        {**row, "annotations": [row["annotations"][0] + found[row["id"]]["annotations"]], "unsure": found[row["id"]]["unsure"]}
        for row in rows
    ]


def clean(rows: list[dict], tokenizer: Tokenizer, folder: Path | None) -> dict[str, Example]:
    """Each article as it is, by id, with the soft labels that training.teach found for it."""
    soft = load_file(folder / "soft.safetensors") if folder else {}
    return {row["id"]: replace(example(row, tokenizer), soft=soft.get(row["id"])) for row in rows}


def views(
    rows: list[dict], unchanged: Mapping[str, Example], tokenizer: Tokenizer, rng: random.Random, args: Namespace
) -> Iterator[Example]:
    """One example an article, drawn anew in each epoch."""
    pool = donors(rows) if args.planted else []
    for row in rows:
        draw = rng.random()
        if draw < args.renamed:
            yield example(renamed(row, rng), tokenizer)
        elif draw < args.renamed + args.damaged:
            yield example(damaged(row, rng), tokenizer)
        elif draw < args.renamed + args.damaged + args.planted:
            yield example(planted(row, pool, rng), tokenizer)
        else:
            yield unchanged[row["id"]]
