"""A server that goes away: adding waits for it and goes on, or says in one sentence that it is gone; what was there stays."""

from tests.faults.outages import away_and_back, away_for_good
from tests.store.postgres import Server


def test_a_server_that_comes_back_is_waited_for(server: Server) -> None:
    assert away_and_back(server, "comes_back", documents=8, seed=1) == []


def test_a_server_that_stays_away_is_told(server: Server) -> None:
    sentence, found = away_for_good(server, "stays_away", documents=8, seed=1)
    assert found == []
    assert "127.0.0.1" in sentence
    assert "does not answer" in sentence or "went away" in sentence
