"""Input that no newsroom writes must still be read: in time, and without an error."""

import time

import pytest

from onrecord.record import Attribution, Document, Span, document_id
from onrecord.resolve.statements import statements

SECONDS = 20  # far more than any of these takes; before they were mended one took minutes


@pytest.mark.parametrize(
    "text",
    [
        "A" * 5_000,
        "Ab’s " * 2_000,
        "Ana Roth " * 1_000,
        "He spoke to .",
        "“",
        "\n",
        "²",
        "Q: A:",
    ],
)
@pytest.mark.parametrize("published", [None, "2016-09-01"])
def test_any_text_is_resolved(text: str, published: str | None) -> None:
    whole = (Span(0, len(text)),)
    given = [Attribution(source=whole, cue=(), content=whole, words=1.0, link=1.0)]
    if len(text) > 10:
        given.append(Attribution(source=(Span(0, 2),), cue=(Span(3, 8),), content=(Span(9, 12),), words=1.0, link=1.0))
    document = Document(id=document_id(text.encode(), None), sha256="", published=published, text=text)
    began = time.monotonic()
    made = statements(document, given, {})
    assert time.monotonic() - began < SECONDS
    assert all(0 <= span.start < span.end <= len(text) for one in made.statements for span in (*one.content, *one.source))
