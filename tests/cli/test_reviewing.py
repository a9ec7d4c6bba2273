"""Reviewing and judging in the terminal, keys from a pipe."""

import io

import pytest

from onrecord.cli import judging, reviewing
from onrecord.errors import ReviewError
from onrecord.record import Record
from onrecord.store.archive import Archive
from onrecord.store.forget import forget
from onrecord.store.reviews import decide
from onrecord.store.reviews.decision import Value
from tests.export.archives import add, decisions, every
from tests.store.articles import article
from tests.store.conftest import archive, place, server  # noqa: F401 - fixtures


@pytest.fixture
def record(archive: Archive) -> Record:  # noqa: F811
    return add(archive, article(0))


def typed(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(keys))


def test_a_speaker_whom_nobody_knows_is_an_error(archive: Archive, record: Record, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    typed(monkeypatch, "q")
    with pytest.raises(ReviewError, match="no actor Nobody Atall"):
        reviewing.run(archive, "Jo", "Nobody Atall", 1.0)


class Meddling(io.StringIO):
    """Keys during whose typing another person decides."""

    def __init__(self, keys: str, archive: Archive, subject: str) -> None:  # noqa: F811
        super().__init__(keys)
        self.archive, self.subject = archive, subject

    def read(self, size: int | None = -1, /) -> str:
        if self.tell() == 0:
            value = Value(speaker=None)
            self.archive.write(lambda connection: decide(connection, "speaker", self.subject, value, who="Ines"))
        return super().read(size)


@pytest.mark.parametrize("key", ["y", "x"])
def test_nobody_signs_what_they_were_not_shown(
    archive: Archive,  # noqa: F811
    record: Record,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    key: str,
) -> None:
    first = min((one for one in record.statements), key=lambda one: one.confidence.words * one.confidence.speaker)
    assert first.speaker is not None
    monkeypatch.setattr("sys.stdin", Meddling(f"{key}q", archive, first.id))
    reviewing.run(archive, "Jo", None, 1.1)
    assert [one.who for one in decisions(archive)] == ["Ines"]
    assert "was changed since it was shown" in " ".join(capsys.readouterr().out.split())


def test_what_was_removed_since_it_was_drawn_is_passed_over(
    archive: Archive,  # noqa: F811
    record: Record,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sample = judging.drawn(archive, 2, 1)
    forget(archive, record.document.id, why="a court order", who="Ines")
    typed(monkeypatch, "q")
    judging.judge(archive, sample.id, "Jo")
    assert "is not shown in the archive any more" in capsys.readouterr().out
    assert every(archive) == []
