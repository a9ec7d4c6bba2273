"""The language of a wording: told where it is surely not English, and never guessed."""

import pytest

from onrecord.trace.language import foreign


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Wir haben die Nachtfähre zwei Winter lang behalten, und wir behalten sie noch einen", "German"),
        ("Nous avons gardé le ferry de nuit pendant deux hivers, et nous le garderons encore un", "French"),
        ("Мы сохранили ночной паром на две зимы", "Russian"),
        ("حافظنا على العبارة الليلية لمدة شتاءين", "Arabic"),
    ],
)
def test_another_language_is_named(words: str, language: str) -> None:
    assert foreign(words) == language


@pytest.mark.parametrize(
    "words",
    [
        "We have kept the night ferry for two winters, and we may keep it for one more",
        "“We won against the EI group, it’s time to go back”",
        "MAKE AMERICA GREAT AGAIN",
        "Crooked Hillary Clinton is spending a fortune on ads against me",
        "Nordstjerna, Kalmora, Vesterhavn, Sund",
        "Bon voyage",
        "",
        "…",
        "2026",
    ],
)
def test_english_and_what_cannot_be_told_is_not(words: str) -> None:
    assert foreign(words) is None
