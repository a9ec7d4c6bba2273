"""Agreement between two readers, or a reader and the model: small tables worked out by hand."""

from bench.acts import agreement, kappa, prf, table, twice_read
from training.corpus import ACT_LABELS

# Four attributions: one "plans" read as "says".
PAIRS = [("says", "says"), ("says", "says"), ("plans", "says"), ("plans", "plans")]


def test_kappa_takes_off_what_chance_would_give() -> None:
    assert agreement(PAIRS) == 0.75
    # By chance: says 2/4 * 3/4, plans 2/4 * 1/4, together 1/2.
    assert kappa(PAIRS) == 0.5


def test_kappa_of_perfect_and_of_chance() -> None:
    assert kappa([("says", "says"), ("thinks", "thinks")]) == 1.0
    assert kappa([("says", "says")]) == 1.0
    assert kappa([("says", "says"), ("says", "thinks"), ("thinks", "says"), ("thinks", "thinks")]) == 0.0


def test_precision_and_recall_of_one_act() -> None:
    assert prf(PAIRS, "says") == (2 / 3, 1.0, 0.8)
    assert prf(PAIRS, "shows") == (0.0, 0.0, 0.0)


def test_the_table_has_the_reader_in_rows() -> None:
    rows = [line.split() for line in table(PAIRS).splitlines()]
    assert rows[1:] == [
        ["says", "2", "0", "0", "0"],
        ["thinks", "0", "0", "0", "0"],
        ["plans", "1", "0", "1", "0"],
        ["shows", *"0000"],
    ]


def test_a_hundred_of_each_file_were_read_twice() -> None:
    assert [len(twice_read(ACT_LABELS / f"{name}.tsv")) for name in ("train", "dev")] == [100, 100]
