"""Time expressions of English news, with the values that TIMEX3 gives them, read as a newsroom writes them."""

from onrecord.resolve.timex.expression import Expression
from onrecord.resolve.timex.intervals import interval
from onrecord.resolve.timex.tagger import expressions

__all__ = ["Expression", "expressions", "interval"]
