"""The command that watches feeds: what came in, a line a document, as it comes."""

import sys
import textwrap
from typing import TYPE_CHECKING, Final

import click

from onrecord.cli.saying import ALL_DONE, NOTHING, SOME_LEFT_OUT, archive_option, many, plainly

if TYPE_CHECKING:
    from onrecord.store.archive import Archive
    from onrecord.store.watch import News

# As much of a statement's words as is shown.
_SHOWN: Final = 120


@click.command()
@click.argument("feeds", nargs=-1, metavar="[FEED]...")
@archive_option
@click.option(
    "--every", type=click.FloatRange(min=1), default=15, show_default=True, metavar="MINUTES", help="How often each is asked."
)
@click.option("--once", is_flag=True, help="Ask each once, and end.")
@click.option("--list", "is_list", is_flag=True, help="Say which feeds the archive watches, and how they stand.")
@click.option("--forget", metavar="FEED", help="Watch this feed no longer; its documents stay.")
@click.option("--model", type=click.Choice(("best", "fast")), default="best", show_default=True, help="fast is less accurate.")
@plainly
def watch(feeds: tuple[str, ...], place: str, every: float, once: bool, is_list: bool, forget: str | None, model: str) -> None:
    """Ask each FEED (RSS, Atom, JSON feed or sitemap) again and again, and add what is new; without FEED all that were given before.

    Ctrl-C ends it. What was seen is known the next time. A feed that fails is asked less and less often.
    """
    from onrecord.store.archive import opened

    with opened(place, create=bool(feeds) and not is_list) as archive:
        if forget is not None:
            _forget(archive, forget)
        elif is_list:
            _list(archive)
        else:
            _watch(archive, feeds, every=60 * every, once=once, model=model)


def _watch(archive: "Archive", feeds: tuple[str, ...], *, every: float, once: bool, model: str) -> None:
    from onrecord.cli.adding import stages
    from onrecord.store.watch import watch as ask

    process, meaning = stages(model)
    documents = statements = left_out = 0
    failed, asked = set[str](), set[str]()
    try:
        for news in ask(archive, feeds, process, meaning, every=every, once=once):
            asked.add(news.feed)
            _say(archive, news)
            if news.outcome is None:
                (failed.add if news.why else failed.discard)(news.feed)
            elif news.outcome.status == "left out":
                left_out += 1
            elif news.outcome.status != "already there":
                documents, statements = documents + 1, statements + news.outcome.statements
    except KeyboardInterrupt:
        click.echo("", err=True)
    came = f"{many(documents, 'new document')} with {many(statements, 'statement')}, {left_out:,} left out"
    click.echo(f"{came}; {many(len(asked), 'feed')} asked, {len(failed):,} failing.")
    sys.exit(NOTHING if asked and failed == asked else SOME_LEFT_OUT if failed or left_out else ALL_DONE)


def _say(archive: "Archive", news: "News") -> None:
    """One piece of news: a document on standard output, what went wrong on standard error; nothing of what was there already."""
    if news.outcome is None:
        if news.why is not None:
            click.echo(f"onrecord: {_plain(news.why)} Asked again at {news.next_at}.", err=True)
    elif news.outcome.status == "left out":
        click.echo(f"onrecord: {_plain(news.outcome.why or '')}", err=True)
    elif news.outcome.document is not None and news.outcome.status != "already there":
        click.echo(_line(archive, news.outcome.document, news.outcome.version))


def _line(archive: "Archive", document: str, version: int) -> str:
    """A document as a reporter wants to meet it: outlet, title, how many statements, and who says what in the first."""
    from onrecord.pipeline import SHOWN_ACTS
    from onrecord.store import loading, rows, saving

    with archive.read() as connection:
        there = saving.find(connection, document)
        if there is None:
            return f"{document} was removed meanwhile."
        record = loading.record(connection, there.key)
    about, found = record.document, record.statements
    head = f"{_plain(about.outlet or 'unknown outlet')}: {_plain(about.title or about.url or about.id)}"
    head += f" (version {version})" if version > 1 else ""
    parts = [head, many(len(found), "statement")]
    first = next((one for one in found if one.act in SHOWN_ACTS), found[0] if found else None)
    if first is not None:
        who = _plain(first.speaker.name) if first.speaker else "unknown speaker"
        said = textwrap.shorten(_plain(rows.words(about.text, first.content)), _SHOWN, placeholder=" …")
        parts.append(f"{who}: {said}")
    return " | ".join(parts)


def _list(archive: "Archive") -> None:
    from onrecord.store.watched import iso, missing, watched

    feeds = watched(archive)
    if not feeds:
        click.echo(f"{archive.place} watches no feeds.")
    for one in feeds:
        when = "not asked yet" if one.checked_at is None else f"asked {iso(one.checked_at)}, next {iso(one.next_at)}"
        click.echo(f"{one.url}  {when}")
        if one.last_error:
            click.echo(f"  failed {many(one.failures, 'time')}: {_plain(one.last_error)}")
        for lack in missing(archive, one.url).values():
            click.echo(f"  {'given up' if lack.is_given_up else 'still missing'}: {_plain(lack.why)}")


def _forget(archive: "Archive", feed: str) -> None:
    from onrecord.errors import OptionError
    from onrecord.store.watched import forget

    if not forget(archive, feed):
        raise OptionError(f"{archive.place} does not watch {feed}: onrecord watch --list says what it watches.")
    click.echo(f"{feed} is watched no longer; its documents stay.")


def _plain(text: str) -> str:
    """Text on one line, without what a terminal would obey."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
