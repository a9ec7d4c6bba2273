"""The stages strung together: an input in, its record out. The only place that knows their order."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from onrecord.errors import OptionError
from onrecord.record import Act, Record, Statement, StatementId

if TYPE_CHECKING:
    from onrecord.extract.model import Model
    from onrecord.read.reading import Reading

# What a reader who asks who said what means; the corpora that the model learns from also call plans and findings attributions.
SHOWN_ACTS: Final[tuple[Act, ...]] = ("says", "thinks")
ALL_ACTS: Final[tuple[Act, ...]] = ("says", "thinks", "plans", "shows")


def read(
    source: str | Path | bytes,
    *,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    translated_from: str | None = None,
    acts: Collection[Act] = SHOWN_ACTS,
    min_confidence: float = 0.0,
    model: "Model | None" = None,
) -> Record:
    """The record of one document.

    source: a path, an http(s) address, or the text itself. The rest says what the text doesn't: published is ISO 8601,
    translated_from a language code. acts, min_confidence: which statements are wanted, as `choose` takes them.
    model: the shipped `best` one unless told.
    Raises InputError or OptionError, in one sentence, where nothing can be read.
    """
    from onrecord.read.source import read_source

    check(acts, min_confidence)
    reading = read_source(source, title=title, published=published, outlet=outlet, url=url, translated_from=translated_from)
    return choose(record(reading, model), acts, min_confidence)


def record(reading: "Reading", model: "Model | None" = None) -> Record:
    """Everything after reading: attributions, then statements."""
    from onrecord.extract import extract
    from onrecord.extract.model import load
    from onrecord.resolve.own import with_own_words
    from onrecord.resolve.statements import statements

    model = model or load()
    attributions = extract(reading.document, reading.left_out, model)
    made = made_by(model)
    resolved = statements(reading.document, attributions, made)
    resolved = with_own_words(reading.document, reading.left_out, resolved, made)
    return Record(
        document=reading.document,
        statements=resolved.statements,
        events=resolved.events,
        actors=resolved.actors,
        findings=resolved.findings,
        left_out=reading.left_out,
    )


def made_by(model: "Model") -> dict[str, str]:
    """What statements say that made them: version by stage."""
    from onrecord.extract import STAGE as EXTRACT
    from onrecord.resolve import STAGE as RESOLVE
    from onrecord.resolve import VERSION

    return {EXTRACT: model.version, RESOLVE: VERSION}


def check(acts: Collection[str], min_confidence: float) -> None:
    """Raise OptionError where these are no acts, or no share."""
    unknown = sorted(set(acts) - set(ALL_ACTS))
    if unknown or not acts:
        raise OptionError(f"acts takes some of {', '.join(ALL_ACTS)}, not {', '.join(unknown) or 'none of them'}.")
    if not 0 <= min_confidence <= 1:
        raise OptionError(f"min_confidence is a share from 0 to 1, not {min_confidence}.")


def choose(record: Record, acts: Collection[Act] = ALL_ACTS, min_confidence: float = 0.0) -> Record:
    """The record with the statements of these acts, and those that hold one of them in their content.

    min_confidence: the least product of a statement's two confidences, in [0, 1]; what stands inside a statement that falls
    short goes with it.
    """
    by_id = {one.id: one for one in record.statements}
    sure = [
        one
        for one in record.statements
        if all(holder.confidence.words * holder.confidence.speaker >= min_confidence for holder in _chain(one, by_id))
    ]
    kept = {holder.id for one in sure if one.act in acts for holder in _chain(one, by_id)}
    chosen = tuple(one for one in record.statements if one.id in kept)
    ids = {one.id for one in chosen}
    events = tuple(
        msgspec.structs.replace(event, accounts=tuple(one for one in event.accounts if one in ids)) for event in record.events
    )
    named = {speaker.id for one in chosen for speaker in (one.speaker, *one.addressees) if speaker}
    named |= {mention.actor for one in chosen for mention in one.mentions}
    named |= {one.id for event in events for one in event.participants}
    actors = tuple(one for one in record.actors if one.id in named)
    return msgspec.structs.replace(record, statements=chosen, events=events, actors=actors)


def _chain(one: Statement, by_id: dict[StatementId, Statement]) -> list[Statement]:
    """A statement and all that it stands inside, outermost last."""
    found = [one]
    while found[-1].parent is not None and by_id[found[-1].parent] not in found:
        found.append(by_id[found[-1].parent])
    return found
