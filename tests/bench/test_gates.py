"""What resolution and times must keep on dev: a change that loses any of it must say so."""

from pathlib import Path

from bench.attribution import load_scorer
from bench.speakers import answers, corpus_rows, labels

NAMED, WRONG = 0.92, 0.015  # of named persons and organisations, named right; of all attributions, given a wrong name


def test_speakers_of_dev_are_named_as_well_as_before_and_no_more_of_them_wrongly(shared: Path) -> None:
    gold = {(one["doc"], one["i"]): one for one in labels(shared / "data" / "speakers" / "dev.jsonl")}
    scorer = load_scorer(shared / "score", "score_speakers")
    right = wrong = named = 0
    for row in corpus_rows(shared / "data" / "polnear" / "dev.jsonl", {doc for doc, _ in gold}):
        for given in answers(row):
            one = gold[given["doc"], given["i"]]
            agrees = bool(one["speaker"] and given["speaker"] and scorer.agrees(one["speaker"], given["speaker"], one["kind"]))
            named += one["kind"] in ("person", "org")
            right += agrees and one["kind"] in ("person", "org")
            wrong += bool(given["speaker"]) and given["kind"] in ("person", "org") and not agrees
    assert right / named >= NAMED
    assert wrong / len(gold) <= WRONG
