"""A statement to the reasons for everything that is said of it, in plain words: which words, which ground, who else."""

import re
from collections.abc import Sequence

from onrecord.errors import OptionError
from onrecord.export.words import channel, count, plain, said_at, share, speaker, words
from onrecord.record import Record, Spans, Statement

_BREAK = re.compile(r"\s*\n\s*")
_GROUNDS = {
    "full name": "the name stands in the source in full",
    "surname": "the surname of somebody whom the text names in full",
    "known surname": "a surname, and who is known to have held the office or to have led a country then",
    "one of several": "a surname that several bear, and whom the text speaks of there",
    "given name": "a given name that only one person in the text bears",
    "joint": "several names joined",
    "organisation": "the name of an organisation",
    "one word": "one capitalised word, as it stands",
    "short name": "a short name for a body that the text names before",
    "metonym": "a building or seat that speaks for an office",
    "country": "a country",
    "capital": "a capital that speaks for its government",
    "role": "a description that the text gives to one person",
    "office holder": "an office, and who is known to have held it on the day",
    "epithet": "a description of whomever the text is speaking of",
    "pronoun": "a pronoun, by where and how the text last spoke of everyone before it",
    "relative": "a relative pronoun behind a name",
    "group pronoun": "a pronoun for a group that spoke before",
    "organisation pronoun": "a pronoun for a body named before",
    "writer": "the writer of the text",
    "speaker": "whoever speaks the words around it",
    "continuation": "quoted words that go on from those before them",
    "description": "a description of somebody whom the text does not name",
    "nothing": "nothing that would carry a name",
}


def chosen(record: Record, which: str) -> Statement:
    """The statement that a number in text order (from 1), an id or some of its words means.

    Raises OptionError where none or several are meant.
    """
    statements = record.statements
    if not statements:
        raise OptionError(f"{which!r} means no statement: the text holds none.")
    if which.isdecimal() and 1 <= int(which) <= len(statements):
        return statements[int(which) - 1]
    by_words = [] if which.isdecimal() else [one for one in statements if which.lower() in words(record, one).lower()]
    found = [one for one in statements if one.id == which] or by_words
    if len(found) != 1:
        raise OptionError(
            f"{which!r} means {len(found) or 'none'} of {count(len(statements), 'statement')}: give a number from 1 to {len(statements)}, an id, "
            "or words that only one of them holds."
        )
    return found[0]


def explain(record: Record, statement: Statement) -> str:
    """Everything that is said of a statement, a line each, with its ground."""
    text = record.document.text
    number = record.statements.index(statement) + 1
    rows = [
        ("Statement", f"{number} of {len(record.statements)}: {words(record, statement)}"),
        ("Words of the source", _where(text, statement.source) or "none stand beside it"),
        ("Words of the saying", _where(text, statement.cue) or "none"),
        ("Speaker", speaker(statement.speaker)),
        ("On the ground of", _GROUNDS.get(statement.ground or "", statement.ground or "nothing")),
        ("That is", statement.why or ""),
        ("How sure", f"{share(statement.confidence.speaker)} of the name, {share(statement.confidence.words)} of the words"),
        ("Who else", _others(statement)),
        ("To whom", "; ".join(one.name for one in statement.addressees) or "the text does not say"),
        ("Through", _channel(text, statement)),
        ("When", said_at(statement.said_at) or "the text does not say"),
        ("Event", _event(record, statement)),
        ("Made by", ", ".join(f"{stage} {version}" for stage, version in statement.made_by.items())),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(_BREAK.sub(" ", plain(f"{name:{width}}  {value}")) for name, value in rows if value)


def _where(text: str, spans: Spans) -> str:
    return ", ".join(f"“{span.of(text)}” [{span.start}, {span.end}]" for span in spans)


def _others(statement: Statement) -> str:
    named: Sequence[str] = [f"{one.name} ({one.share:.2f})" if one.share else one.name for one in statement.alternatives]
    return ", ".join(named) or "nobody came into question"


def _channel(text: str, statement: Statement) -> str:
    if statement.channel is None:
        return "the text does not say"
    span = statement.channel.span
    return f"{channel(statement)}, by {_where(text, (span,))}" if span else f"{channel(statement)}, carried on from words before"


def _event(record: Record, statement: Statement) -> str:
    event = next((one for one in record.events if one.id == statement.event), None)
    if event is None:
        return ""
    who = " and ".join(one.name for one in event.participants)
    is_account = statement.id in event.accounts
    article = "an" if event.kind[0] in "aeiou" else "a"
    return f"{'an account of' if is_account else 'said at'} {article} {event.kind}{f' of {who}' if who else ''}"
