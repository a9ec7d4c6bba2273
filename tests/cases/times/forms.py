"""Corpus texts to forms of time expressions, as `python -m tests.cases.times.forms` prints them.

Prints phrases in which a time word stands, as the corpora write them, drawn by a fixed hash: for the writers of gold, who put the same
form into a sentence of their own. Only the phrase is printed, never its sentence.
"""

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

_WEEKDAY = "(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Aug|Sept|Oct|Nov|Dec)"
_UNIT = "(?:second|minute|hour|day|night|week|weekend|month|quarter|year|decade|century|centurie|morning|afternoon|evening|summer|spring|winter)s?"
_WORD = rf"(?:{_WEEKDAY}s?|{_MONTH}\.?|{_UNIT}|\d{{4}}s?|yesterday|today|tonight|tomorrow|now|recently|currently|ago|earlier|later|daily|weekly|annually|noon|midnight|[ap]\.m\.|once|soon)"
_SIDE = r"[\w’'.:\-]+"
_PHRASE = re.compile(rf"(?:{_SIDE} ){{0,3}}\b{_WORD}(?![\w])(?:,? {_SIDE}){{0,2}}")
_WORD_ONLY = re.compile(_WORD)


def phrases(texts: Iterator[str]) -> Iterator[str]:
    """Every phrase of up to three words before and two after a time word."""
    for text in texts:
        for match in _PHRASE.finditer(text):
            if "\n" not in match.group():
                yield match.group()


def form(phrase: str) -> str:
    """What makes two phrases alike: the time words themselves with numbers, weekdays and months as one each."""
    found = " ".join(_WORD_ONLY.findall(phrase))
    found = re.sub(_WEEKDAY, "WEEKDAY", found)
    found = re.sub(rf"\b{_MONTH}\b", "MONTH", found)
    before = phrase[: phrase.find(_WORD_ONLY.findall(phrase)[0])].split()[-1:] or [""]
    return re.sub(r"\d", "0", f"{before[0].lower()} {found}")


def drawn(every: Iterator[str], count: int) -> list[str]:
    """So many phrases: half of the commonest forms, half of forms drawn evenly, one phrase a form, by a fixed hash."""
    groups: dict[str, list[str]] = {}
    for phrase in every:
        groups.setdefault(form(phrase), []).append(phrase)
    common = sorted(groups, key=lambda name: (-len(groups[name]), name))
    rest = sorted(common[count // 2 :], key=_hash)
    return [min(groups[name], key=_hash) for name in [*common[: count // 2], *rest[: count - count // 2]]]


def _hash(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def main() -> int:
    """Print the drawn phrases, one a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--count", type=int, default=240)
    args = parser.parse_args()
    data = args.shared / "data"
    files = [data / "polnear" / "train.jsonl", data / "readouts" / "whitehouse.jsonl", data / "readouts" / "state.jsonl"]
    texts = (json.loads(line).get("text", "") for path in files for line in path.read_text(encoding="utf-8").splitlines())
    print("\n".join(drawn(phrases(texts), args.count)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
