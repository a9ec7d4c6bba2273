"""The stages strung together: an input in, its record out. The only place that knows their order."""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.record import Record

if TYPE_CHECKING:
    from onrecord.extract.model import Model
    from onrecord.read.reading import Reading


def read(
    source: str | Path | bytes,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    translated_from: str | None = None,
    model: "Model | None" = None,
) -> Record:
    """The record of one document.

    source: a path, an http(s) address, or the text itself. The rest says what the text doesn't: published is ISO 8601,
    translated_from a language code. model: the shipped one unless told.
    Raises InputError or OptionError, in one sentence, where nothing can be read.
    """
    from onrecord.read.source import read_source

    reading = read_source(source, title=title, published=published, outlet=outlet, url=url, translated_from=translated_from)
    return record(reading, model)


def record(reading: "Reading", model: "Model | None" = None) -> Record:
    """Everything after reading: attributions, then statements."""
    from onrecord.extract import STAGE as EXTRACT
    from onrecord.extract import extract
    from onrecord.extract.model import load
    from onrecord.resolve import STAGE as RESOLVE
    from onrecord.resolve import VERSION
    from onrecord.resolve.statements import statements

    model = model or load()
    attributions = extract(reading.document, reading.left_out, model)
    found, actors = statements(reading.document, attributions, {EXTRACT: model.version, RESOLVE: VERSION})
    return Record(document=reading.document, statements=found, actors=actors, left_out=reading.left_out)
