"""Attributions inside others' contents, which the corpus does not annotate: found by a model, or planted.

Silver: a model that never saw an article reads each content as a text of its own. Planted: a whole attributing sentence of
another article takes the place of a clause in a content, or joins its quotation.
"""

import random
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from onrecord.extract.decode import ROLES
from onrecord.record import Attribution
from training.edits import Edit, rewrite

MARKS = "\"“”„«»‘’'` \u00a0\n"

# A silver attribution counts from these shares on; what a model finds below them is trained neither for nor against.
SURE_WORDS = 0.7
SURE_LINK = 0.6

PLANTS = 3  # in an article, at most
_LONGEST = 32  # words of a sentence that is planted
_SHORTEST = 5  # words of a content that is read by itself
_THAT = re.compile(r"that\s+", re.IGNORECASE)
_SMALL = re.compile(r"(?:The|A|An|He|She|It|They|Some|Many|Several|Most|His|Her|Their|In|According|Two|Three|One)\b")
_BOUNDARY = re.compile(r"(?<=[a-z]{3}[.?!]) (?=[A-Z“\"])")
_MARK = re.compile(r"[\"“”‘]|''|``")

Reader = Callable[[str], Sequence[Attribution]]


def silver(row: dict, read: Reader) -> tuple[list[dict], list[list[int]]]:
    """What stands inside an article's contents: attributions with the key `inside`, and spans of which nobody is sure."""
    found, unsure = [], []
    for one in row["annotations"][0]:
        for start, end in one["content"]:
            low, high = _bare(row["text"], start, end)
            if len(row["text"][low:high].split()) < _SHORTEST:
                continue
            for inner in read(row["text"][low:high]):
                moved = {role: [[low + span.start, low + span.end] for span in getattr(inner, role)] for role in ROLES}
                if moved["source"] and moved["cue"] and inner.words >= SURE_WORDS and inner.link >= SURE_LINK:
                    found.append({**moved, "inside": True})
                else:
                    unsure += [span for role in ROLES for span in moved[role]]
    return found, unsure


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A content without the marks around it and the word that joins it to its cue."""
    while start < end and text[start] in MARKS:
        start += 1
    while start < end and text[end - 1] in MARKS:
        end -= 1
    that = _THAT.match(text, start, end)
    return (that.end() if that else start), end


class Donor(NamedTuple):
    """A sentence that attributes: its words without the full stop, and where its parts stand in them."""

    text: str
    parts: dict[str, list[list[int]]]


def donors(rows: list[dict]) -> list[Donor]:
    """The sentences of a corpus that are one attribution from beginning to end, without quotation marks."""
    found = []
    for row in rows:
        text = row["text"]
        for one in row["annotations"][0]:
            if "inside" in one or any(len(one[role]) != 1 for role in ROLES):
                continue
            start, end = min(one[role][0][0] for role in ROLES), max(one[role][0][1] for role in ROLES)
            sentence = text[start:end]
            gaps = len(sentence) - sum(one[role][0][1] - one[role][0][0] for role in ROLES)
            begins = start == 0 or re.search(r"(?:[.?!][”\"]? |\n)$", text[max(0, start - 3) : start])
            ends = text[end : end + 1] == "." or sentence.endswith(".")
            if not begins or not ends or gaps > 4 or _MARK.search(sentence) or "\n" in sentence:
                continue
            sentence = sentence.rstrip(". ")
            if len(sentence.split()) > _LONGEST:
                continue
            parts = {role: [[one[role][0][0] - start, min(one[role][0][1] - start, len(sentence))]] for role in ROLES}
            found.append(Donor(sentence, parts))
    return found


def planted(row: dict, pool: Sequence[Donor], rng: random.Random) -> dict:
    """The article with up to PLANTS attributions planted in its contents."""
    text = row["text"]
    holders = [span for one in row["annotations"][0] if "inside" in one for span in one["content"]]
    places = []
    for one in row["annotations"][0]:
        for start, end in one["content"] if "inside" not in one else ():
            if any(start <= low < end for low, _ in holders):
                continue
            kind = _kind(text, start, end)
            if kind:
                places.append((start, end, kind))
    if not places or not pool:
        return row
    edits, insertions = [], []
    free = 0  # two attributions may share a content
    for start, end, kind in sorted(rng.sample(places, min(PLANTS, len(places)))):
        if start < free:
            continue
        free = end
        donor = rng.choice(pool)
        edit, at = _edit(text, start, end, kind, donor, rng)
        shift = sum(len(before.text) - (before.end - before.start) for before in edits)
        edits.append(edit)
        insertions.append((edit.start + shift + at, donor))
    grown = rewrite(row, edits)
    extra = [
        {role: [[at + start, at + end] for start, end in donor.parts[role]] for role in ROLES} | {"inside": True}
        for at, donor in insertions
    ]
    return {**grown, "annotations": [grown["annotations"][0] + extra, *grown["annotations"][1:]]}


def _kind(text: str, start: int, end: int) -> str | None:
    """How an attribution can be planted in a content: as its clause, as a sentence of its quotation, or not."""
    content = text[start:end]
    if _THAT.match(content) and not _MARK.search(content):
        return "clause"
    if len(content) > 60 and content[0] in '"“' and content[-1] in '"”' and "\n" not in content:
        return "quotation"
    return None


def _edit(text: str, start: int, end: int, kind: str, donor: Donor, rng: random.Random) -> tuple[Edit, int]:
    """The replacement, and where the planted sentence begins in its text."""
    if kind == "clause":
        sentence = donor.text[0].lower() + donor.text[1:] if _SMALL.match(donor.text) else donor.text
        return Edit(start, end, f"that {sentence}"), len("that ")
    content = text[start:end]
    boundaries = [match.start() for match in _BOUNDARY.finditer(content, 2, len(content) - 2)]
    if boundaries and rng.random() < 0.7:
        at = start + rng.choice(boundaries)
        return Edit(at, at, f" {donor.text}."), 1
    # At the head of the quotation, after its opening mark.
    return Edit(start + 1, start + 1, f"{donor.text}. "), 0
