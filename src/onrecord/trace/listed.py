"""A file of quotes, one a line or JSON Lines, of any length, to wordings to be sought, one at a time."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from onrecord.errors import OptionError
from onrecord.read.fields import parsed, short
from onrecord.read.inputs import PassedOver
from onrecord.read.options import check_published
from onrecord.read.unpacked import Lines, LongLineError, opened
from onrecord.trace.quotes import Asked, has_word, of_words

# Bytes of a line, at most: no quote is as long.
_LIMIT: Final = 100_000


def listed(
    path: Path, *, speaker: str | None = None, published: str | None = None, is_translated: bool = False
) -> Iterator[Asked | PassedOver]:
    """The wordings of a file, in order, and what of it is passed over. Empty lines are no quotes.

    A line that is a JSON object has its words in `quote`, and may have `speaker` and `date`; any other line is the words themselves.
    speaker, published: of those that don't say. Raises InputError where the file can't be read.
    """
    with opened(path) as file:
        lines = Lines(file, _LIMIT)
        while True:
            try:
                line = next(lines)
            except StopIteration:
                return
            except LongLineError as error:
                yield _passed(path, lines.number, f"{error}: no quote is as long")
                continue
            try:
                words = line.removeprefix(codecs.BOM_UTF8).decode().strip()
            except UnicodeDecodeError as error:
                yield _passed(path, lines.number, f"byte {error.start} is not UTF-8: save the file again as UTF-8")
                continue
            if words:
                yield _asked(path, lines.number, words, speaker, published, is_translated=is_translated)


def expected(path: Path) -> int:
    """How many wordings there will be, at most. Raises InputError where the file can't be read."""
    with opened(path) as file:
        return sum(bool(line.strip()) for line in file)


def _asked(
    path: Path, number: int, words: str, speaker: str | None, published: str | None, *, is_translated: bool
) -> Asked | PassedOver:
    said: object = words
    if words.startswith("{"):
        try:
            fields = parsed(words)
        except ValueError as error:
            return _passed(path, number, f"it begins as JSON does, and is none: {error}")
        if not isinstance(fields, dict):
            return _passed(path, number, "it is not a JSON object")
        said = fields.get("quote")
        if not isinstance(said, str):
            return _passed(path, number, 'it has no words in “quote”: write {"quote": …, "speaker": …, "date": …}')
        speaker = short(fields.get("speaker")) or speaker
        try:
            published = check_published(short(fields.get("date"))) or published
        except OptionError as error:
            return _passed(path, number, str(error).rstrip("."))
    if not has_word(str(said)):
        return _passed(path, number, "there is no word in it")
    return of_words(" ".join(str(said).split()), speaker, published, is_translated=is_translated)


def _passed(path: Path, number: int, why: str) -> PassedOver:
    name = f"{path}, line {number}"
    return PassedOver(name, f"{name}: {why}.")
