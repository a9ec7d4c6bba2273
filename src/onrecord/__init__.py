"""onrecord keeps the public record of who said what.

`onrecord.read(path_or_text)` gives the record of one document; the command line does the same.
"""

from typing import TYPE_CHECKING

# The folder is bound first, so that importing one of its modules later cannot put it in the function's place.
from onrecord import read as _folder  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from onrecord.record import Act, Record

__version__ = "0.1.0"
__all__ = ["__version__", "read"]


def read(
    source: "str | Path | bytes",
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    translated_from: str | None = None,
    acts: "Collection[Act]" = ("says", "thinks"),
    min_confidence: float = 0.0,
    model: str = "best",
) -> "Record":
    """Every statement in one document, with its speaker, anchored to its characters.

    source: a path, an http(s) address, or the text itself (a string that has a line break or a space and is no file's
    name; or bytes). title to translated_from say what the text itself doesn't: published is ISO 8601, translated_from a
    language code. acts: which statements are wanted; a statement that holds one of them in its content is kept too.
    min_confidence: the least product of a statement's two confidences, in [0, 1]. model: `best`, or the `fast` one.
    Raises onrecord.errors.InputError or OptionError, in one sentence, where nothing can be read.
    """
    from onrecord.extract.model import load
    from onrecord.pipeline import check
    from onrecord.pipeline import read as run

    check(acts, min_confidence)
    return run(
        source,
        title=title,
        published=published,
        outlet=outlet,
        url=url,
        translated_from=translated_from,
        acts=acts,
        min_confidence=min_confidence,
        model=load(model),
    )
