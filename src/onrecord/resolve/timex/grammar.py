"""Rules to matches: a rule is a pattern of kinds of words, written as a template and searched in the tokens' codes.

A template is a regular expression in which {kind} stands for one token of a kind, {=word} for one word, {a|b} for one of
either kind, {name:kind} for the same as a named group, and spaces count for nothing. The longest of the matches that begin first wins; of two alike, the earlier rule's.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.resolve.timex.lexicon import lexicon
from onrecord.resolve.timex.tokens import Tokens

if TYPE_CHECKING:
    from onrecord.resolve.timex.context import Context

_SLOT = re.compile(r"\{(?:(\w+):)?([a-z0-9'|=\-]+)\}")

# How many of something: "three", "twenty-four", "3.5", "two and a half", "several", "a few", "a couple of", "half a".
_COUNT = (
    "(?:{number}(?:{fraction}|{number}{slash}{number})?|{cardinal}(?:{dash}?(?:{=and})?{cardinal})*|"
    "{=a}?(?:{vague})(?:{=of})?|{=half}(?:{dash}|{=a}|{=an})?|{=a}|{=an})(?:{=and}{=a}?{=half})?"
)
MACROS = {"count": _COUNT}


@dataclass(frozen=True, slots=True)
class Piece:
    """What a rule makes of a match: tokens from first up to last (not included), and their value."""

    first: int
    last: int
    value: str
    mod: str = ""
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A rule's match in the codes of a text."""

    tokens: Tokens
    match: re.Match[str]

    @property
    def first(self) -> int:
        """The first token."""
        return self.match.start()

    @property
    def last(self) -> int:
        """The token after the last."""
        return self.match.end()

    def has(self, group: str) -> bool:
        """Whether a named group took part."""
        return group in self.match.re.groupindex and self.match.group(group) is not None

    def at(self, group: str) -> int:
        """The first token of a group."""
        return self.match.start(group)

    def word(self, group: str) -> str:
        """The first token of a group in small letters; empty if the group took no part."""
        return self.tokens.lower(self.match.start(group)) if self.has(group) else ""

    def value(self, group: str, kind: str) -> str:
        """What the first token of a group stands for under a kind; empty if the group took no part."""
        return self.tokens.value(self.match.start(group), kind) if self.has(group) else ""

    def words(self, group: str) -> list[str]:
        """All tokens of a group in small letters."""
        return [self.tokens.lower(index) for index in range(*self.match.span(group))] if self.has(group) else []


Resolver = Callable[[Found, "Context"], str | Sequence[Piece] | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A template and what turns its matches into a value, into several pieces, or into nothing.

    is_set: its matches come round ("every day") rather than last.
    """

    template: str
    resolve: Resolver
    is_set: bool = False


@dataclass(frozen=True, slots=True)
class Grammar:
    """Rules, compiled."""

    rules: tuple[tuple[re.Pattern[str], Rule], ...]

    def find(self, tokens: Tokens) -> list[tuple[Found, Rule]]:
        """All matches of all rules: in the order of the text, longer before shorter. They overlap; the caller takes the first it can use."""
        every = [
            (match.start(), -match.end(), index, match)
            for index, (pattern, _) in enumerate(self.rules)
            for match in pattern.finditer(tokens.codes)
        ]
        every.sort(key=lambda one: one[:3])
        return [(Found(tokens, match), self.rules[index][1]) for _, _, index, match in every]


def turn(found: Found, group: str = "t") -> int:
    """-1 for "last" and "previous", 1 for "next" and "following", 0 for "this", "that" and "same"."""
    for kind in ("last", "next", "before", "after"):
        value = found.value(group, kind)
        if value:
            return int(value)
    return 0


def grammar(rules: Iterable[Rule]) -> Grammar:
    """Rules compiled (about 20 ms for all of them)."""
    return Grammar(tuple((re.compile(pattern(rule.template)), rule) for rule in rules))


def pattern(template: str) -> str:
    """The regular expression over codes that a template stands for."""
    known = lexicon()

    def slot(match: re.Match[str]) -> str:
        name, kinds = match.group(1), match.group(2)
        if kinds in MACROS:
            inner = pattern(MACROS[kinds])
        else:
            inner = "[" + "".join(dict.fromkeys("".join(known.kind(kind) for kind in kinds.split("|")))) + "]"
        return f"(?P<{name}>{inner})" if name else inner

    return _SLOT.sub(slot, template.replace(" ", ""))
