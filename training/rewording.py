"""A text to excerpts of it that editors make, which keep its sense, and to ones that don't: numbers, denials, names, certainty turned."""

import random
import re
from collections.abc import Callable, Sequence

SHORT = {
    "do not": "don't",
    "does not": "doesn't",
    "did not": "didn't",
    "is not": "isn't",
    "are not": "aren't",
    "will not": "won't",
    "cannot": "can't",
}
SURE = {"will": "may", "must": "may", "may": "will", "could": "will", "might": "will", "should": "must", "can": "must"}
MUCH = {
    "all": "some",
    "every": "some",
    "most": "few",
    "many": "few",
    "some": "all",
    "more": "less",
    "less": "more",
    "never": "often",
    "always": "sometimes",
    "nobody": "everybody",
    "none": "all",
    "only": "even",
}
TIMES = {
    "Monday": "Friday",
    "Tuesday": "Saturday",
    "Wednesday": "Sunday",
    "Thursday": "Monday",
    "Friday": "Tuesday",
    "before": "after",
    "after": "before",
    "tomorrow": "yesterday",
    "days": "weeks",
    "weeks": "months",
    "months": "years",
    "years": "months",
}
UNITS = (
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "fifteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
)
AFTER = r"\b(is|are|was|were|will|would|can|could|should|must|do|does|did|has|have)\b(?! not)"


def excerpt(text: str, rng: random.Random) -> str:
    """Some words in a row, 6 to 40."""
    words = text.split()
    length = min(len(words), rng.randint(6, 40))
    start = rng.randint(0, len(words) - length)
    return " ".join(words[start : start + length]).strip(",;:")


def edited(text: str, rng: random.Random) -> str:
    """The same with something that an editor may do."""
    for change in rng.sample(EDITS, 2):
        text = change(text, rng)
    return text


def turned(text: str, rng: random.Random, names: Sequence[str]) -> str | None:
    """The same with one change that turns its meaning; None where none fits. names: names and words of others."""
    for change in rng.sample(TURNS, len(TURNS)):
        found = change(text, rng, names)
        if found is not None and found != text:
            return found
    return None


def _ellipsis(text: str, rng: random.Random) -> str:
    ends = [match.end() for match in re.finditer(r"[.!?,;] ", text)]
    if len(ends) < 2:
        return text
    start, end = sorted(rng.sample(ends, 2))
    return f"{text[:start].rstrip()} {rng.choice(('...', '…', '[…]'))} {text[end:]}"


def _bracket(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r"\b(he|she|it|they|this|that|him|them)\b", text))
    if not found:
        return text
    match = rng.choice(found)
    return f"{text[: match.start()]}[{rng.choice(('the minister', 'the company', 'the council', 'the plan'))}]{text[match.end() :]}"


def _contraction(text: str, _rng: random.Random) -> str:
    for long, short in SHORT.items():
        if short in text:
            return text.replace(short, long)
        if long in text:
            return text.replace(long, short)
    return text


def _capital(text: str, _rng: random.Random) -> str:
    return text[:1].swapcase() + text[1:]


def _filler(text: str, rng: random.Random) -> str:
    if rng.random() < 0.5:
        return re.sub(r"\b(really|very|just|also|so|now|quite|frankly|well),? ", "", text, count=1)
    words = text.split()
    place = rng.randrange(len(words))
    return " ".join([*words[:place], rng.choice(("uh,", "well,", "really", "just")), *words[place:]])


def _quiet(text: str, _rng: random.Random) -> str:
    return re.sub(r"\b[A-Z]{3,}\b", lambda match: match.group().lower(), text).replace("!", ".")


def _spelling(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r"\b[a-z]{7,}\b", text))
    if not found:
        return text
    match = rng.choice(found)
    at = match.start() + rng.randint(2, len(match.group()) - 3)
    return text[:at] + text[at + 1 :]


EDITS: list[Callable[[str, random.Random], str]] = [_ellipsis, _bracket, _contraction, _capital, _filler, _quiet, _spelling]


def _number(text: str, rng: random.Random, _names: Sequence[str]) -> str | None:
    found = list(re.finditer(rf"\d+|\b(?:{'|'.join(UNITS)})\b", text))
    if not found:
        return None
    match = rng.choice(found)
    word = match.group()
    if word.isdecimal():
        other = (
            str(int(word) + rng.choice((1, 2, 5, 10, 20))) if rng.random() < 0.5 or len(word) < 2 else word[1] + word[0] + word[2:]
        )
    else:
        other = rng.choice([unit for unit in UNITS if unit != word])
    return text[: match.start()] + other + text[match.end() :]


def _denial(text: str, rng: random.Random, _names: Sequence[str]) -> str | None:
    if re.search(r"\bnot |n't\b", text) and rng.random() < 0.6:
        return re.sub(r"\bnot |n't\b", "", text, count=1)
    found = list(re.finditer(AFTER, text))
    if not found:
        return None
    match = rng.choice(found)
    return f"{text[: match.end()]} not{text[match.end() :]}"


def _name(text: str, rng: random.Random, names: Sequence[str]) -> str | None:
    found = list(re.finditer(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b", text))
    if not found:
        return None
    match = rng.choice(found)
    return text[: match.start()] + rng.choice([name for name in names if name[0].isupper()]) + text[match.end() :]


def _content(text: str, rng: random.Random, names: Sequence[str]) -> str | None:
    """One or two words for others of the language, as long ones as there are."""
    found = list(re.finditer(r"\b[a-z]{5,}\b", text))
    if not found:
        return None
    match = rng.choice(found)
    other = [name for name in names if name[0].islower()]
    return text[: match.start()] + " ".join(rng.sample(other, rng.randint(1, 2))) + text[match.end() :]


def _swapped(words: dict[str, str]) -> Callable[[str, random.Random, Sequence[str]], str | None]:
    def change(text: str, rng: random.Random, _names: Sequence[str]) -> str | None:
        found = list(re.finditer(rf"\b(?:{'|'.join(words)})\b", text))
        if not found:
            return None
        match = rng.choice(found)
        return text[: match.start()] + words[match.group()] + text[match.end() :]

    return change


TURNS: list[Callable[[str, random.Random, Sequence[str]], str | None]] = [
    _number, _denial, _name, _content, _content, _swapped(SURE), _swapped(MUCH), _swapped(TIMES),
]  # fmt: skip
