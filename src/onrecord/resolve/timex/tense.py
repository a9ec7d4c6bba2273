"""The tense around an expression: whether its clause looks back or ahead, by the verbs nearest to it."""

from functools import cache
from typing import Literal

from onrecord.resolve.timex.lexicon import rows
from onrecord.resolve.timex.tokens import Tokens

# "perhaps ahead" is an infinitive: "to meet on Friday" looks ahead more often than "came to see it on Friday" looks back.
Tense = Literal["back", "ahead", "perhaps ahead"]

_REACH = 18
_STOPS = frozenset(".!?;:")
# Quotation marks end a clause on the left: what is quoted has a tense of its own.
_QUOTES = frozenset('"“”„«»')
_CLOSING = frozenset("”»")
_ED = 4
_ON = frozenset({"on", "for", "at"})


@cache
def _words(kind: str) -> frozenset[str]:
    return next(frozenset(row.split("|")) for name, row in rows("tense_words.tsv") if name == kind)


def tense(tokens: Tokens, first: int, last: int) -> Tense | None:
    """The tense of the clause that holds tokens first up to last, or None where no verb tells.

    The nearest verb before the expression decides; where there is none in the sentence, the nearest after it.
    """
    if _is_possessive(tokens, last) and tokens.lower(first - 1) in _words("possessive-back"):
        # "From Monday's debate", "at Friday's meeting": an event that was, unless a verb says that it will be.
        return "ahead" if tokens.lower(first - 2) == "ahead" else "back"
    before = tokens.lower(first - 1)
    if before in ("is", "are") or (before in _ON and tokens.lower(first - 2) in ("is", "are")):
        return "ahead"
    index = first
    while index > max(0, first - _REACH):
        index -= 1
        word = tokens.words[index]
        if word[0] == "\n" or (word in _STOPS and not _is_abbreviation(tokens, index)):
            break
        if word in _QUOTES:
            if not _closes(tokens, index):
                break
            index = next((one for one in range(index - 1, max(-1, index - _REACH), -1) if tokens.words[one] in _QUOTES), index)
            continue
        told = _told(tokens, index)
        if told:
            return told
    for index in range(last, min(len(tokens.words), last + _REACH)):
        word = tokens.words[index]
        if word[0] == "\n" or (word in _STOPS and index > last):
            break
        told = _told(tokens, index)
        if told:
            return told
    return None


def _told(tokens: Tokens, index: int) -> Tense | None:
    word = tokens.words[index]
    if not word[0].isalpha() and word[0] not in "'’":
        return None
    lower = word.lower()
    if lower in _words("ahead"):
        return "ahead"
    if lower in _words("back"):
        return "back"
    if lower == "to":
        after = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
        # "to meet on Friday", but not "to the town on Friday" or "to Rome on Friday".
        return "perhaps ahead" if after.islower() and after.isalpha() and after not in _words("not-verb") else None
    if lower.endswith("ed") and len(lower) > _ED and word.islower() and lower not in _words("no-verb-ed"):
        return "back"
    return None


def _is_possessive(tokens: Tokens, last: int) -> bool:
    return tokens.lower(last) in ("'s", "’s")


def _closes(tokens: Tokens, index: int) -> bool:
    """Whether a quotation mark closes: by its shape, or because nothing stands between it and the word before."""
    word = tokens.words[index]
    return word in _CLOSING or (word == '"' and index > 0 and tokens.ends[index - 1] == tokens.starts[index])


def _is_abbreviation(tokens: Tokens, index: int) -> bool:
    """Whether a full stop belongs to an abbreviated word: no space before it, and what follows is no new sentence."""
    if tokens.words[index] != "." or index == 0:
        return False
    before = tokens.words[index - 1]
    after = tokens.words[index + 1] if index + 1 < len(tokens.words) else ""
    return len(before) == 1 or bool(tokens.value(index - 1, "month")) or after[:1].islower()
