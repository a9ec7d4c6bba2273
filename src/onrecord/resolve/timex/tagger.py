"""Text to time expressions: tokens, the rules' first usable matches, each told to the context, then neighbours joined."""

from datetime import date
from functools import cache

from onrecord.resolve.timex import amounts, clock, dates, quarters, references, relative
from onrecord.resolve.timex.context import Context
from onrecord.resolve.timex.expression import Expression, type_of
from onrecord.resolve.timex.grammar import Grammar, Piece, grammar
from onrecord.resolve.timex.join import joined
from onrecord.resolve.timex.plausible import is_kind
from onrecord.resolve.timex.tokens import Tokens, tokens

_SHORT = 4


@cache
def _grammar() -> Grammar:
    return grammar((*dates.RULES, *quarters.RULES, *relative.RULES, *clock.RULES, *amounts.RULES, *references.RULES))


def expressions(text: str, published: str | None) -> tuple[Expression, ...]:
    """The time expressions of a text, in order and free of overlaps.

    published: the story's date, ISO 8601, or None; what it is not known to be is left out, so "on Monday" then gives nothing.
    """
    cut = tokens(text)
    context = Context.of(cut, _day(published))
    pieces: list[Piece] = []
    edge = 0
    for found, rule in _grammar().find(cut):
        if found.first < edge:
            continue
        made = rule.resolve(found, context)
        if not made:
            continue
        some = [Piece(found.first, found.last, made, is_set=rule.is_set)] if isinstance(made, str) else made
        for piece in some:
            context.tell(piece.value, piece.first, piece.last)
        pieces.extend(some)
        edge = found.last
    return tuple(
        Expression(
            cut.starts[piece.first],
            cut.ends[_last(piece, cut) - 1],
            "SET" if piece.is_set else type_of(piece.value),
            piece.value,
            piece.mod,
        )
        for piece in joined(pieces, cut)
    )


def _last(piece: Piece, cut: Tokens) -> int:
    """The token after a piece, without a full stop that ends the sentence rather than a short month ("Jan.")."""
    before = cut.words[piece.last - 2] if piece.last - piece.first > 1 else ""
    is_short = not before or (len(before) <= _SHORT and not is_kind(cut, piece.last - 2, "full-month"))
    return piece.last - (cut.words[piece.last - 1] == "." and not is_short)


def _day(published: str | None) -> date | None:
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None
