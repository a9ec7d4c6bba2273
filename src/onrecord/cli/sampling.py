"""The command by which a study measures its own archive: sample."""

import click

from onrecord.cli.saying import archive_option, by_option, plainly, reviewer


@click.command()
@click.argument("number", type=click.IntRange(1, 100_000), required=False)
@archive_option
@by_option
@click.option("--seed", type=click.IntRange(0), help="Draw the same sample again on the same archive.")
@click.option("--judge", "wanted", metavar="SAMPLE", help="Go on judging a sample that was drawn before.")
@click.option("--later", is_flag=True, help="Only draw; judge with --judge.")
@plainly
def sample(number: int | None, place: str, who: str | None, seed: int | None, wanted: str | None, *, later: bool) -> None:
    """Draw NUMBER statements and as many sentences between them at random, to be judged; gives precision and recall with intervals.

    Without NUMBER the samples of the archive are listed, with what they say so far.
    """
    from onrecord.cli import judging
    from onrecord.store.archive import opened

    with opened(place) as archive:
        if number is None and wanted is None:
            judging.show_all(archive)
            return
        chosen = judging.drawn(archive, number, seed) if number is not None else judging.loaded(archive, wanted or "")
        if not later:
            judging.judge(archive, chosen.id, reviewer(who))
        judging.show(judging.loaded(archive, chosen.id))
