"""Other names of bodies and countries to the usual one."""

import pytest

from onrecord.resolve.aliases import aliases, known_as
from onrecord.resolve.words import countries


@pytest.mark.parametrize(
    ("name", "usual"),
    [
        ("OTAN", "NATO"),
        ("U.N.", "United Nations"),
        ("Daesh", "Islamic State"),
        ("NATO", "NATO"),
        ("Britain", "United Kingdom"),
        ("French", "France"),
        ("Merrow Lines", "Merrow Lines"),  # nobody's other name
        ("otan", "otan"),  # names are written as names are
    ],
)
def test_the_usual_name(name: str, usual: str) -> None:
    assert known_as(name) == usual


def test_a_usual_name_is_its_own_and_no_name_has_two() -> None:
    assert all(known_as(usual) == usual for usual in aliases().values())
    assert all(countries().get(name, usual) == usual for name, usual in aliases().items())
