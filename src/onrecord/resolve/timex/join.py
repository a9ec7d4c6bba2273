"""Neighbouring pieces to one expression: "9 p.m." + "on Monday", "the morning of" + "19 April", and the edges before them ("early", "the end of")."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from onrecord.resolve.timex.grammar import Piece
from onrecord.resolve.timex.lexicon import lexicon
from onrecord.resolve.timex.tokens import Tokens

_DAY = 10
_BESIDE = {"before": -1, "after": 1}


def joined(pieces: list[Piece], tokens: Tokens) -> list[Piece]:
    """Pieces in the order of the text, joined with what stands beside them."""
    found: list[Piece] = []
    edge = 0
    for piece in pieces:
        grown = _edge(piece, tokens, edge)
        if found and _is_one(found[-1], grown, tokens):
            found[-1] = _one(found[-1], grown)
        else:
            found.append(grown)
        edge = found[-1].last
    return found


def _is_day(value: str) -> bool:
    return len(value) == _DAY and value.count("-") == 2 and value[-1].isdigit() and value[5] != "W"


def _is_time(value: str) -> bool:
    return "T" in value and value.count("-") == 2 and not value.startswith("P") and "_" not in value


def _is_one(before: Piece, after: Piece, tokens: Tokens) -> bool:
    """Whether a time of day and a day stand together, with at most two little words between them."""
    between = tokens.words[before.last : after.first]
    if len(between) > 2 or any(code not in _codes("link") for code in tokens.codes[before.last : after.first]):
        return False
    return (_is_time(before.value) and _is_day(after.value)) or (
        _is_day(before.value) and _is_time(after.value) and "," not in between
    )


def _one(before: Piece, after: Piece) -> Piece:
    day, time = (before, after) if _is_day(before.value) else (after, before)
    value = f"{day.value}T{time.value.partition('T')[2]}"
    return Piece(before.first, after.last, value, before.mod or after.mod)


def _beside(value: str, days: int) -> str:
    try:
        return (date.fromisoformat(value) + timedelta(days=days)).isoformat()
    except (ValueError, OverflowError):
        return value


@cache
def _codes(kind: str) -> str:
    return lexicon().kind(kind)


def _edge(piece: Piece, tokens: Tokens, floor: int) -> Piece:
    """A piece with the words before it that say which edge or how much: "early", "the end of", "more than"."""
    at, mod = piece.first, piece.mod
    codes = tokens.codes
    if at - 1 >= floor and tokens.words[at - 1] in "-–" and at - 2 >= floor and codes[at - 2] in _codes("edge"):
        at -= 1
    if at - 1 >= floor and codes[at - 1] in _codes("edge"):
        mod, at = tokens.value(at - 1, "edge") or mod, at - 1
    elif at - 2 >= floor and tokens.lower(at - 1) == "of" and codes[at - 2] in _codes("edge-noun"):
        if tokens.lower(at - 2) == "eve":
            if not _is_day(piece.value):
                return piece
            piece = replace(piece, value=_beside(piece.value, -1))
        mod, at = tokens.value(at - 2, "edge-noun") or mod, at - 2
        at -= at - 1 >= floor and tokens.lower(at - 1) == "the"
    elif at - 2 >= floor and tokens.lower(at - 1) == "of" and codes[at - 2] in _codes("part-plain") and _is_day(piece.value):
        part = tokens.value(at - 2, "part")
        at -= 2
        while at - 1 >= floor and tokens.lower(at - 1) in ("the", "early", "late"):
            at -= 1
        return replace(piece, first=at, value=f"{piece.value}T{part}")
    elif at - 3 >= floor and [tokens.lower(one) for one in (at - 3, at - 2)] == ["the", "day"] and tokens.lower(at - 1) in _BESIDE:
        if not _is_day(piece.value):
            return piece
        return replace(piece, first=at - 3, value=_beside(piece.value, _BESIDE[tokens.lower(at - 1)]))
    elif piece.value.startswith("P") and at - 1 >= floor:
        if tokens.lower(at - 1) == "than" and at - 2 >= floor and tokens.lower(at - 2) in ("more", "less", "fewer"):
            mod, at = "MORE_THAN" if tokens.lower(at - 2) == "more" else "LESS_THAN", at - 2
        elif tokens.lower(at - 1) == "least" and at - 2 >= floor and tokens.lower(at - 2) == "at":
            mod, at = "EQUAL_OR_MORE", at - 2
        elif codes[at - 1] in _codes("size") and codes[at] not in _codes("determiner"):
            mod, at = tokens.value(at - 1, "size"), at - 1
    return piece if at == piece.first else replace(piece, first=at, mod=mod)
