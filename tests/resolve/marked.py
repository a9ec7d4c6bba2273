"""Sentences with marks to parts: <source>, [cue] and {content} show what an attribution holds."""

from onrecord.extract.quotes import quotations
from onrecord.record import Attribution, Span, Spans
from onrecord.resolve.parts import Parts, parts
from onrecord.resolve.sentences import Sentences

_OPENS = {"<": ">", "[": "]", "{": "}"}


def marked(written: str, within: Spans = ()) -> tuple[str, Parts]:
    """The text without the marks, and the parts that they show."""
    text, spans, starts = "", {">": [], "]": [], "}": []}, {}
    for character in written:
        if character in _OPENS:
            starts[_OPENS[character]] = len(text)
        elif character in starts:
            spans[character].append(Span(starts.pop(character), len(text)))
        else:
            text += character
    source, cue, content = (tuple(spans[mark]) for mark in ">]}")
    attribution = Attribution(source=source, cue=cue, content=content, words=1.0, link=1.0)
    return text, parts(attribution, Sentences(text, quotations(text)), within)
