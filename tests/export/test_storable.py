import pytest
from msgspec.structs import replace

from onrecord.errors import RecordError
from onrecord.export.storable import storable
from tests.export.reports import BROKEN, NAMELESS, REPORT, record


def test_records_that_a_file_can_hold_are_given_as_they_are() -> None:
    assert list(storable([REPORT, record("Rain.")])) == [REPORT, record("Rain.")]


def test_what_would_run_into_each_other_is_refused() -> None:
    with pytest.raises(RecordError, match=f"Document {REPORT.document.id} comes twice"):
        list(storable([REPORT, record("Rain."), REPORT]))
    with pytest.raises(RecordError, match="two statements with one id"):
        list(storable([replace(REPORT, statements=(BROKEN, replace(NAMELESS, id=BROKEN.id)))]))


def test_half_a_surrogate_pair_is_refused_wherever_it_stands() -> None:
    for made in (record("half \ud83d"), replace(REPORT, document=replace(REPORT.document, title="\udc00"))):
        with pytest.raises(RecordError, match="half of a surrogate pair"):
            list(storable([made]))
