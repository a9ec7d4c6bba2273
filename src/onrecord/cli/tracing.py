"""The command that finds where reported words were said: trace.

Exit codes beside those of `saying`: 3 some were not found, 4 there is a possible change of meaning.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.checking import Sourced
from onrecord.cli.saying import ALL_DONE, SOME_LEFT_OUT, bar, check_out, done_bar, many, plainly
from onrecord.cli.tracing_out import written
from onrecord.errors import InputError, OnrecordError, OptionError

if TYPE_CHECKING:
    from onrecord.export.traced import Page
    from onrecord.record import DocumentKind, Record
    from onrecord.trace.index import Index
    from onrecord.trace.library import About
    from onrecord.trace.quotes import Asked
    from onrecord.trace.states import Reader
    from onrecord.trace.tracing import Traced

    Write = Callable[[Page], None]
    Known = Mapping[str, str | None]

NOT_FOUND: Final = 3
CHANGED: Final = 4

_FORMATS = ("terminal", "json", "jsonl", "html", "markdown")
_KINDS = ("post", "transcript", "release", "readout", "other")
_PATH = click.Path(path_type=Path)

# Sentences on sources that were left out which are printed; a file of 100,000 posts may have thousands.
_TOLD: Final = 20


@click.command(cls=Sourced)
@click.argument("articles", nargs=-1, metavar="[ARTICLE...]")
@click.option("--quote", metavar="WORDS", help="Trace these words instead of an article.")
@click.option(
    "--quotes", type=_PATH, metavar="FILE", help="Trace many: one a line, or JSON Lines with quote and, if known, speaker and date."
)
@click.option(
    "--sources",
    multiple=True,
    metavar="INPUT...",
    help="What may hold the words: files, folders, JSON Lines, CSV, feeds, addresses.",
)
@click.option(
    "--index", "folder", type=_PATH, metavar="FOLDER", help="Keep the index of the sources here; later it does without them."
)
@click.option("--kind", type=click.Choice(_KINDS), help="What the sources are, where they don't say.")
@click.option("--source-speaker", metavar="NAME", help="Whose words the sources hold, where they don't say.")
@click.option("--speaker", metavar="NAME", help="Only what this speaker is reported to have said; of --quote, who is.")
@click.option("--within-days", type=click.IntRange(0), metavar="N", help="Only sources so many days around the day that is told.")
@click.option("--date", "published", help="When the article was published, or the quote said or reported: 2019-01-08.")
@click.option("--title", help="The article's title, where the text has none.")
@click.option("--outlet", help="Who published it.")
@click.option("--url", help="Its address.")
@click.option("--translated-from", metavar="CODE", help="The language that the article was translated from, such as fr.")
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="terminal", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option("--out", type=_PATH, help="Write to this file instead of the screen.")
@plainly
def trace(
    articles: tuple[str, ...],
    quote: str | None,
    quotes: Path | None,
    sources: tuple[str, ...],
    folder: Path | None,
    kind: "DocumentKind | None",
    source_speaker: str | None,
    speaker: str | None,
    within_days: int | None,
    model: str,
    form: str,
    out: Path | None,
    *,
    as_json: bool,
    **known: str | None,
) -> None:
    """Find where what each ARTICLE says that somebody said was really said, and how the words changed on the way.

    ARTICLE is what onrecord read takes: a file, a folder, an address, or - for standard input. “Not found” says that the sources
    don't hold the words, never that they were not said; it tells what was searched. Exit codes: 0 everything was found and nothing
    may have changed its meaning, 1 the same but something was left out, 2 nothing could be done, 3 some words were not found, 4
    there is a possible change of meaning.
    """
    from onrecord.read.options import check_language, check_published
    from onrecord.trace.quotes import has_word
    from onrecord.trace.tracing import NO_WORD

    _refuse(articles, quote, quotes, sources, folder, out)
    if quote is not None and not has_word(quote):
        raise InputError(NO_WORD)
    check_published(known["published"])
    check_language(known["translated_from"])
    if within_days is not None and quote is not None and known["published"] is None:
        raise OptionError("--within-days needs the day around which to search: give --date.")
    outcome = _Outcome()
    library = _library(sources, folder, kind, source_speaker)
    outcome.left_out += len(library.left_out)
    with written("json" if as_json else form, out) as write:
        if quote is not None:
            _trace_one(_worded(quote, speaker, known), library, within_days, outcome, write)
        elif quotes is not None:
            _trace_quotes(quotes, speaker, library, within_days, known, outcome, write)
        else:
            _trace_articles(articles, speaker, library, within_days, model, known, outcome, write)
        if not outcome.pages:
            raise InputError("Nothing could be traced.")
    sys.exit(outcome.status)


@dataclass(frozen=True, slots=True)
class _Library:
    """The index of the sources, what is known of each, the encoder that made it, and a sentence for each source that was left out."""

    index: "Index"
    about: "Mapping[str, About]"
    reader: "Reader"
    left_out: tuple[str, ...] = ()


@dataclass(slots=True)
class _Outcome:
    """What became of everything."""

    pages: int = 0
    left_out: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def see(self, traces: "Sequence[Traced]") -> None:
        """Count a page's traces."""
        self.pages += 1
        self.counts.update(one.trace.fidelity for one in traces)

    def leave_out(self, why: str) -> None:
        """Count and tell what was not traced. why: a sentence that names it."""
        self.left_out += 1
        click.echo(f"onrecord: {why}", err=True)

    @property
    def status(self) -> int:
        """The exit code."""
        if self.counts["altered"]:
            return CHANGED
        if self.counts["not found"]:
            return NOT_FOUND
        return SOME_LEFT_OUT if self.left_out else ALL_DONE


def _refuse(
    articles: "Sequence[str]",
    quote: str | None,
    quotes: Path | None,
    sources: "Sequence[str]",
    folder: Path | None,
    out: Path | None,
) -> None:
    """Raise OptionError for what can't be done, before anything is read."""
    given = [bool(articles), quote is not None, quotes is not None]
    if sum(given) != 1:
        what = (
            "There is nothing to trace"
            if not any(given)
            else "An article, --quote and --quotes are three different things to trace"
        )
        raise OptionError(f"{what}: give the name of an article, or --quote with the words, or --quotes with a file of them.")
    if not sources and folder is None:
        raise OptionError(
            "There is nothing to search for the words: give --sources, such as a folder of transcripts or a file of posts."
        )
    read = [*articles, *sources, *([str(quotes)] if quotes is not None else [])]
    check_out(out, read, "one of the files that are read")


def _library(sources: "Sequence[str]", folder: Path | None, kind: "DocumentKind | None", speaker: str | None) -> _Library:
    """The index of the sources, or the one that was kept where none are named."""
    from onrecord.trace.library import gathered, indexed, kept
    from onrecord.trace.states import reader

    encoder = reader()
    if not sources and folder is not None:
        return _Library(*kept(folder, encoder), encoder)
    with bar("Reading sources", None) as step:
        found = gathered(sources, kind=kind, speaker=speaker, step=step)
    for sentence in found.left_out[:_TOLD]:
        click.echo(f"onrecord: {sentence}", err=True)
    if len(found.left_out) > _TOLD:
        click.echo(f"onrecord: {many(len(found.left_out) - _TOLD, 'more source')} left out.", err=True)
    if found.authored and speaker is None:
        click.echo(
            f"onrecord: {many(found.authored, 'source')} with an author and no speaker: with --kind post, or --source-speaker NAME, "
            "their words count as somebody's.",
            err=True,
        )
    with done_bar("Indexing") as told:
        index = indexed(found.sources, encoder, folder=folder, about=found.about, step=told)
    return _Library(index, found.about, encoder, found.left_out)


def _trace_articles(
    articles: "Sequence[str]",
    speaker: str | None,
    library: _Library,
    within_days: int | None,
    model: str,
    known: "Known",
    outcome: _Outcome,
    write: "Write",
) -> None:
    from onrecord.export.traced import Page
    from onrecord.read.inputs import inputs
    from onrecord.trace.quotes import too_short
    from onrecord.trace.tracing import traced, wanted

    found = inputs(articles)
    for passed in found.left_out:
        outcome.leave_out(passed.why)
    for record in _read(found.inputs, model, known, outcome):
        with bar("Tracing", len(wanted(record, speaker))) as step:
            traces = traced(record, library.index, within_days=within_days, speaker=speaker, reader=library.reader, step=step)
        outcome.see(traces)
        short = 0 if speaker else len(too_short(record))
        page = Page(
            document=record.document,
            traces=tuple(traces),
            about=library.about,
            short=short,
            left_out=library.left_out,
            speaker=speaker,
        )
        if speaker and not traces:
            outcome.left_out += 1
        write(page)


def _read(articles: "Sequence[str]", model: str, known: "Known", outcome: _Outcome) -> "Iterator[Record]":
    """A record for each article that can be read; of several, what can't be is left out."""
    from onrecord.extract.model import load
    from onrecord.pipeline import ALL_ACTS
    from onrecord.pipeline import read as read_one

    loaded = load(model)
    for one in articles:
        try:
            yield read_one(one if one == "-" or "://" in one else Path(one), acts=ALL_ACTS, model=loaded, **known)  # type: ignore[arg-type]
        except OptionError:
            raise
        except OnrecordError as error:
            if len(articles) == 1:
                raise
            outcome.leave_out(str(error))


def _worded(quote: str, speaker: str | None, known: "Known") -> "Asked":
    from onrecord.trace.quotes import of_words

    return of_words(quote.strip(), speaker, known["published"], is_translated=known["translated_from"] is not None)


def _trace_one(asked: "Asked", library: _Library, within_days: int | None, outcome: _Outcome, write: "Write") -> None:
    from onrecord.export.traced import Page
    from onrecord.trace.tracing import traced_quote

    made = traced_quote(asked, library.index, within_days=within_days, reader=library.reader)
    outcome.see([made])
    write(Page(document=None, traces=(made,), about=library.about, left_out=library.left_out))


def _trace_quotes(
    path: Path,
    speaker: str | None,
    library: _Library,
    within_days: int | None,
    known: "Known",
    outcome: _Outcome,
    write: "Write",
) -> None:
    """Every quote of a file, one at a time."""
    from onrecord.export.traced import Page
    from onrecord.read.inputs import PassedOver
    from onrecord.trace.listed import expected, listed
    from onrecord.trace.tracing import traced_quote

    is_translated = known["translated_from"] is not None
    with bar("Tracing", expected(path)) as step:
        for one in listed(path, speaker=speaker, published=known["published"], is_translated=is_translated):
            step()
            if isinstance(one, PassedOver):
                outcome.leave_out(one.why)
                continue
            made = traced_quote(one, library.index, within_days=within_days, reader=library.reader)
            outcome.see([made])
            write(Page(document=None, traces=(made,), about=library.about, left_out=library.left_out))
    if not outcome.pages and not outcome.left_out:
        raise InputError(f"{path} holds no quote: write one on each line.")
