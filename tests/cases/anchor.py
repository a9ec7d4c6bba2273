"""Gold written as words to gold with offsets: python -m tests.cases.anchor FOLDER...

A case is written as draft.json: as gold.json, but without the offsets. Each of a statement's content pieces must stand once in
the article, or be given with its number ("2:he said" is the second); sources and cues are the occurrence nearest to the content.
"""

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

_NUMBERED = re.compile(r"(\d+):")


def anchored(text: str, draft: dict[str, Any]) -> dict[str, Any]:
    """The draft with content, source and cue as [start, end], code points, half-open. Raises ValueError where words don't stand."""
    return {**draft, "statements": [_statement(text, one) for one in draft["statements"]]}


def _statement(text: str, one: dict[str, Any]) -> dict[str, Any]:
    content = [unique(text, words) for words in one["content_text"]]
    near = {name: [_nearest(text, words, content) for words in one[f"{name}_text"]] for name in ("source", "cue")}
    plain = [_NUMBERED.sub("", words, count=1) for words in one["content_text"]]
    return {"content": content, **near, **one, "content_text": plain}


def unique(text: str, words: str, *, any_blank: bool = False) -> list[int]:
    """Where words stand as [start, end], code points: once, or the one that the number before them says.

    any_blank: a blank stands for any run of blanks and line breaks. Raises ValueError where that can't be told.
    """
    number = _NUMBERED.match(words)
    wanted = words[number.end() :] if number else words
    pattern = r"\s+".join(map(re.escape, wanted.split())) if any_blank else re.escape(wanted)
    found = list(re.finditer(pattern, text)) if wanted.strip() else []
    place = int(number.group(1)) - 1 if number else 0
    if not 0 <= place < len(found) or (len(found) > 1 and not number):
        raise ValueError(f"these words stand {len(found)} times in the article: {words!r}")
    return [*found[place].span()]


def _nearest(text: str, words: str, content: list[list[int]]) -> list[int]:
    def distance(start: int) -> int:
        return min(min(abs(start - high), abs(start + len(words) - low)) for low, high in content)

    pattern = rf"(?<!\w){re.escape(words)}(?!\w)"
    starts = [match.start() for match in re.finditer(pattern, text)]
    outside = [at for at in starts if not any(low <= at < high for low, high in content)]
    if not outside:
        raise ValueError(f"these words stand nowhere outside the content: {words!r}")
    start = min(outside, key=distance)
    return [start, start + len(words)]


def main() -> int:
    """Write gold.json beside each draft.json, and say what could not be placed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    failed = 0
    for folder in parser.parse_args().folders:
        text = (folder / "article.txt").read_text(encoding="utf-8")
        try:
            gold = anchored(text, json.loads((folder / "draft.json").read_text(encoding="utf-8")))
        except ValueError as error:
            print(f"{folder}: {error}", file=sys.stderr)
            failed += 1
            continue
        (folder / "gold.json").write_text(json.dumps(gold, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
