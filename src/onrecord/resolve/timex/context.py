"""What a document's expressions are counted from: the story's date in news, the dates told so far in a narrative.

A document is read as a narrative where its publication date is unknown, or where most of the years that it names are
far from it. In a narrative a date without a year takes the year of the last date before it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from onrecord.resolve.timex.lexicon import lexicon
from onrecord.resolve.timex.moment import Moment, shift, years
from onrecord.resolve.timex.tense import Tense, tense
from onrecord.resolve.timex.tokens import Tokens

# A narrative names at least so many years before the story's last, they are this share of all that it names, and so many
# for each of its weekdays and words like "yesterday". Of 84 news articles
# (PolNeAR dev) none is one, of 22 histories (WikiWars) all are.
_YEARS_FAR = 6
_SHARE_FAR = 0.6
_YEARS_PER_NEWS = 4
# An explicit year holds for later dates of the same sentence, so many tokens on at most.
_SENTENCE = 30
# In a narrative the months turn to the next year where they fall by so many: "in December ... in January".
_TURN = 10
# A year that is named alone and lies so many after the telling is an aside ("papers opened in 2005"): 0.3 points of value F1
# on WikiWars (python -m bench.times ../shared/data/timex/wikiwars). The turn of the months wins and costs nothing there.
_ASIDE = 5
# A date without a verb, or a day that the clause would put almost a year back, is the coming one if that is so many months off.
_SOON = 2
_MONTHS, _DAYS = 12, 31
_YEAR_ALONE = 4


@dataclass(slots=True)
class Context:
    """Tokens, the story's date, and the memory of what was told: filled as expressions are read in the order of the text."""

    tokens: Tokens
    published: date | None
    is_narrative: bool
    moment: Moment | None = None
    moment_at: int = -10_000
    line: Moment | None = None
    day: Moment | None = None
    day_at: int = -10_000
    explicit: int | None = None
    explicit_at: int = -10_000

    @classmethod
    def of(cls, tokens: Tokens, published: date | None) -> "Context":
        """The context at the beginning of a document."""
        return cls(tokens, published, published is None or _is_narrative(tokens, published))

    def tell(self, value: str, first: int, last: int) -> None:
        """Remember an expression that was read, and where it stands."""
        moment = Moment.of(value)
        is_named = any(code in _year_codes() for code in self.tokens.codes[first:last])
        if moment is None:
            return
        if self.is_narrative and self.moment and not is_named and len(value) == _YEAR_ALONE and moment.year < self.moment.year:
            # "A year earlier" looks aside; the telling goes on where it was.
            return
        self.moment, self.moment_at = moment, first
        if moment.month:
            self.line = moment
        if moment.day:
            self.day, self.day_at = moment, first
        if is_named:
            self.explicit, self.explicit_at = moment.year, first

    def near(self) -> Moment | None:
        """What "last", "this" and "next" are counted from: the story's day, or the last date of a narrative; None if nothing is known."""
        if self.is_narrative:
            return self.moment if self.published else None
        return Moment.on(self.published) if self.published else None

    def told(self) -> Moment | None:
        """What "the next day" and "two years later" are counted from: the last date, or else the story's."""
        if self.moment:
            return self.moment
        return Moment.on(self.published) if self.published and not self.is_narrative else None

    def told_day(self, first: int) -> Moment | None:
        """What "that night" and "the previous day" are counted from: the last day in this sentence's neighbourhood, or else as `told`."""
        if self.moment and self.moment.day is None and self.day and first - self.day_at <= 2 * _SENTENCE:
            return self.day
        return self.told()

    def tense(self, first: int, last: int) -> Tense | None:
        """The tense of the clause around tokens."""
        return tense(self.tokens, first, last)

    def year(self, month: int, day: int | None, first: int, last: int) -> int | None:
        """The year of a month or day that is named without one, or None."""
        if self.is_narrative:
            return self._told_year(month, first)
        if self.published is None:
            return None
        story = self.published
        before = self.tokens.lower(first - 1)
        looks = self.tense(first, last)
        if (
            self.explicit is not None
            and self.same_sentence(self.explicit_at, first)
            and (looks != "ahead" or self.explicit >= story.year)
        ):
            return self.explicit
        if before in ("since", "last"):
            looks = "back"
        elif before in ("until", "till", "next"):
            looks = "ahead"
        this = (month, day or story.day) if day else (month, 0)
        now = (story.month, story.day) if day else (story.month, 0)
        ahead = (month - story.month + ((day or story.day) - story.day) / _DAYS) % _MONTHS
        if looks is None:
            # Without a verb the past counts, unless the coming one is near.
            looks = "ahead" if ahead <= _SOON else "back"
        elif day and looks == "back" and ahead <= _SOON and before != "since":
            # A day almost a year ago would have been given its year: "he said the Nov. 8 election", in September.
            looks = "ahead"
        elif looks == "perhaps ahead":
            looks = "ahead" if ahead <= _MONTHS / 2 else "back"
        return story.year - (this > now) if looks == "back" else story.year + (this < now)

    def _told_year(self, month: int, first: int) -> int | None:
        """The year of the last date, or the next one where the months have turned from winter to spring."""
        told = self.moment
        if told is None:
            return None
        if told.month is None:
            is_aside = (
                self.line is not None and told.year - self.line.year >= _ASIDE and self._same_paragraph(self.moment_at, first)
            )
            return self.line.year if self.line and is_aside else told.year
        return told.year + (told.month - month >= _TURN)

    def weekday(self, number: int, first: int, last: int, turn: int | None = None) -> date | None:
        """The day that a weekday (Monday is 1) means. turn: -1 for "last", 1 for "next", None for the tense to tell."""
        story = self.published
        if story is None or self.is_narrative:
            day = self.moment.known_day() if self.moment and self.published else None
            return day + timedelta(days=(number - day.isoweekday()) % 7) if day else None
        back = (story.isoweekday() - number) % 7
        ahead = (number - story.isoweekday()) % 7
        if turn == -1:
            return story - timedelta(days=back + 7 * (back < 1))
        if turn == 1:
            # Nobody calls tomorrow "next Friday": that is a week later.
            return story + timedelta(days=ahead + 7 * (ahead < 2))
        looks = self.tense(first, last)
        before = self.tokens.lower(first - 1)
        if turn == 0:
            looks = "back" if looks == "back" and back < ahead else "ahead"
        elif before in ("until", "till"):
            looks = "ahead"
        elif before == "since":
            looks = "back"
        return story + timedelta(days=ahead) if looks in ("ahead", "perhaps ahead") else story - timedelta(days=back)

    def quarter(self, number: int, first: int, last: int) -> str | None:
        """A quarter that is named without its year: the latest that has begun, the coming one in a clause that looks ahead."""
        near = self.near() or (self.moment if self.is_narrative else None)
        if near is None:
            return None
        if near.month is None or self.is_narrative:
            return f"{years(near.year)}-Q{number}"
        now = (near.month - 1) // 3 + 1
        looks = self.tense(first, last)
        year = near.year + (looks == "ahead" and number < now) - (looks != "ahead" and number > now)
        return f"{years(year)}-Q{number}"

    def shifted(self, base: Moment | None, unit: str, count: int) -> str | None:
        """What lies so many units from a base, or None where there is none."""
        return shift(base, unit, count) if base else None

    def _same_paragraph(self, earlier: int, later: int) -> bool:
        return not any(word[0] == "\n" for word in self.tokens.words[earlier:later])

    def same_sentence(self, earlier: int, later: int) -> bool:
        """Whether two tokens stand in one sentence and not far apart."""
        if not 0 <= later - earlier <= _SENTENCE:
            return False
        words = self.tokens.words
        return not any(
            words[index][0] == "\n" or (words[index] in "!?." and words[index + 1][:1].isupper())
            for index in range(earlier, later - 1)
        )


@cache
def _year_codes() -> str:
    return lexicon().kind("year")


def _is_narrative(tokens: Tokens, published: date) -> bool:
    """Whether a document tells of other times than its own: it names many years and few of the days around its story's."""
    figures = _year_codes()
    named = [int(tokens.words[index]) for index, code in enumerate(tokens.codes) if code in figures]
    named = [year for year in named if year <= published.year]
    era = lexicon().kind("era")
    eras = sum(code in era for code in tokens.codes)
    far = sum(published.year - year > 1 for year in named) + eras
    if far < _YEARS_FAR or far < _SHARE_FAR * (len(named) + eras):
        return False
    return far >= _YEARS_PER_NEWS * sum(1 for _ in _news().finditer(tokens.codes))


@cache
def _news() -> re.Pattern[str]:
    """What is counted from the story's date: weekdays, "yesterday", "ago", "last week"."""
    kinds = {
        name: "[" + lexicon().kind(name) + "]"
        for name in ("weekday", "near", "tonight", "ago", "last", "this", "next", "calendar", "=the")
    }
    single = "|".join(kinds[name] for name in ("weekday", "near", "tonight", "ago"))
    return re.compile(f"{single}|(?<!{kinds['=the']})(?:{kinds['last']}|{kinds['this']}|{kinds['next']}){kinds['calendar']}")
