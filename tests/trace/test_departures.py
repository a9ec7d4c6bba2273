"""Where wordings depart from their source, and when two do so too much alike for chance."""

import pytest

from onrecord.trace.departures import MISTAKE, OMISSION, Departed, departed, kin, shared

SAID = "The ferry to Kalmora will cost eleven million crowns, and everybody can read that in the tender"
WRONG = "The ferry to Kalmora will cost forty million crowns, and everybody can read that in the contract"


def has(found: Departed, words: str) -> dict[str, float]:
    return {one.here.of(words): one.bits for one in found.departures if one.here is not None}


def test_a_verbatim_wording_and_a_part_of_it_depart_in_nothing() -> None:
    assert departed(SAID, SAID).departures == ()
    assert departed("everybody can read that", SAID).departures == ()


def test_numbers_denials_and_names_are_mistakes_and_other_words_count_for_less() -> None:
    wrong = has(departed(WRONG, SAID), WRONG)
    assert set(wrong) == {"forty million", "contract"}
    assert wrong["forty million"] > 2 * wrong["contract"] > 0
    denied = "The ferry to Kalmora will not cost eleven million crowns"
    assert has(departed(denied, SAID), denied) == {"not": MISTAKE}
    renamed = "The ferry to Tarrow will cost eleven million crowns"
    assert has(departed(renamed, SAID), renamed)["Tarrow"] > MISTAKE


def test_what_is_left_out_in_silence_counts_the_same_however_long() -> None:
    (gone,) = departed("The ferry will cost eleven million crowns, and everybody can read that in the tender", SAID).departures
    assert gone.here is None
    assert gone.there is not None
    assert (gone.there.of(SAID), gone.bits) == ("to Kalmora", OMISSION)


def test_translators_may_have_made_the_same_choices_on_their_own() -> None:
    both = [departed(WRONG, SAID)] * 2
    assert len(shared(*both)) == 2
    (_, found) = kin(both, SAID, [[], [0]])
    assert found is not None
    assert found.on == 0
    assert kin(both, SAID, [[], [0]], translated=(0, 1)) == [None, None]
    assert kin(both, SAID, [[], [0]], translated=(1,)) == [None, found]


def test_free_retellings_that_meet_in_one_word_are_not_kin() -> None:
    one = "Seventy thousand sailors in Mirefield were promised forty million crowns by their government last summer"
    other = "For that boat the budget shows forty million crowns, and bishops, bankers and farmers may look it up in secret ledgers"
    assert shared(departed(one, SAID), departed(other, SAID))
    assert kin([departed(one, SAID), departed(other, SAID)], SAID, [[], [0]]) == [None, None]


@pytest.mark.parametrize("words", ["", "…", "!!!", "the"])
def test_a_wording_without_a_word_of_its_own_is_nobodys_kin(words: str) -> None:
    assert kin([departed(words, SAID), departed(words, SAID)], SAID, [[], [0]]) == [None, None]
