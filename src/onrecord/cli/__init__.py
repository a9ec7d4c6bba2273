"""The command line: thin, one function a command, one module a kind of work."""

import sys

import click

from onrecord import __version__
from onrecord.cli import (
    adding,
    care,
    chaining,
    checking,
    deciding,
    exchanging,
    finding,
    known,
    meeting,
    reading,
    renewing,
    sampling,
    sourcing,
    tracing,
    tracing_archive,
    watching,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="onrecord")
def main() -> None:
    """The public record of who said what: every statement in a text, with its speaker, at its exact characters."""
    # A terminal or a pipe set to another encoding must not turn a curly quotation mark into a crash.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


for command in (
    *(reading.read, reading.explain, reading.schema),
    *(adding.init, adding.add, watching.watch),
    finding.search,
    *(sourcing.sources, tracing_archive.traces),
    *(tracing.trace, checking.check, chaining.chain),
    meeting.events,
    *(deciding.review, deciding.decide, deciding.reviews),
    *(renewing.versions, renewing.reprocess, sampling.sample),
    *(care.backup, care.restore, care.verify, care.stats, care.forget),
    *(exchanging.export, exchanging.import_, exchanging.release),
    known.kb,
):
    main.add_command(command)
