"""A verb and a name right after a closing mark are cue and source, whatever the model made of them."""

import pytest

from onrecord.extract.mend import mend
from onrecord.record import Attribution, Span


def attribution(text: str, content: str, cue: str = "") -> Attribution:
    def spans(words: str) -> tuple[Span, ...]:
        return (Span(text.index(words), text.index(words) + len(words)),) if words else ()

    return Attribution(source=(), cue=spans(cue), content=spans(content), words=0.9, link=0.9)


@pytest.mark.parametrize(
    ("text", "content", "cue", "verb", "name"),
    [
        ("“It is a blow,” had reacted Ana Roth.", "“It is a blow,”", "", "had reacted", "Ana Roth"),
        ("“It is a blow,” said Ana Roth, its head.", "“It is a blow,”", "said Ana Roth", "said", "Ana Roth"),
        ("«It is a blow», declared the Kremlin.", "«It is a blow»", "", "declared", "the Kremlin"),
    ],
)
def test_verb_and_name_are_found(text: str, content: str, cue: str, verb: str, name: str) -> None:
    mended = mend(text, attribution(text, content, cue))
    assert [span.of(text) for span in mended.cue] == [verb]
    assert [span.of(text) for span in mended.source] == [name]


@pytest.mark.parametrize(
    "text", ["“The Blow” and Ana Roth.", "“The Blow” is Ana Roth’s.", "It rained said Ana Roth.", "“The Blow” opened in Paris."]
)
def test_nothing_is_made_up(text: str) -> None:
    one = attribution(text, "“The Blow”" if "“" in text else "It rained")
    assert mend(text, one) == one
