"""Both engines hold the same statements for what is asked."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.store.archive import Archive, opened
from onrecord.store.search import Query, search
from tests.store.postgres import Server
from tests.store.search.filled import fill

# Words that stand apart from quotation marks, which PostgreSQL's parser takes for letters in a database of the C locale.
WORDS = [
    "million",
    "crowns",
    "one",
    "will",
    "cost",
    "costs",
    "was",
    "years",
    "late",
    "begin",
    "months",
    "work",
    "lose",
    "submarine",
]


@pytest.fixture(scope="module")
def both(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Archive, Archive]]:
    path: Path = tmp_path_factory.mktemp("both") / "archive.db"
    with opened(str(path), create=True) as one, opened(server.database("both"), create=True) as other:
        fill(one)
        fill(other)
        yield one, other


def statements(archive: Archive, query: Query) -> set[str]:
    return {one.statement for hit in search(archive, query).hits for one in hit.members if one.is_match}


TERMS = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(WORDS).map("-{}".format),
    st.sampled_from(WORDS).map(lambda word: word[:3] + "*"),
    st.lists(st.sampled_from(WORDS), min_size=2, max_size=3).map(lambda words: f"“{' '.join(words)}”"),
    st.just("OR"),
    st.sampled_from(["(", "'", "a:b", "&", "million!"]),
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(TERMS, min_size=1, max_size=4).map(" ".join),
    st.sampled_from([None, "velde", "lnid"]),
    st.sampled_from([None, "direct"]),
)
def test_the_same_is_found(both: tuple[Archive, Archive], words: str, speaker: str | None, kind: str | None) -> None:
    query = Query(words=words + " will*", speaker=speaker, kind=kind, limit=100)  # type: ignore[arg-type]
    one, other = (statements(archive, query) for archive in both)
    assert one == other
