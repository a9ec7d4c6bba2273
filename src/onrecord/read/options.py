"""Options: what a person says about a text, checked and in the record's form."""

import datetime as dt
import re

from onrecord.errors import OptionError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:[Zz]|[+-]\d{2}:?\d{2})?")
_CODE = re.compile(r"[a-z]{2,3}")
_EXAMPLE = "write it like 2019-01-08 or 2019-01-08T14:30:00+01:00"


def check_published(value: str | None) -> str | None:
    """The value, where it is a date or a time with its zone. Raises OptionError where it isn't."""
    if value is None:
        return None
    if not _DAY.fullmatch(value) and not _TIME.fullmatch(value):
        raise OptionError(f"“{value}” is not a date: {_EXAMPLE}.")
    try:
        moment = dt.datetime.fromisoformat(value.upper())
    except ValueError as error:
        raise OptionError(f"“{value}” is not a date that exists ({error}): {_EXAMPLE}.") from error
    if not _DAY.fullmatch(value) and moment.tzinfo is None:
        raise OptionError(f"“{value}” is a time without its zone: {_EXAMPLE}.")
    return value


def check_language(value: str | None) -> str | None:
    """The language code in small letters. Raises OptionError where it is none."""
    if value is None:
        return None
    code = value.strip().lower()
    if not _CODE.fullmatch(code):
        raise OptionError(f"“{value}” is not a language code: write two or three letters, like fr for French.")
    return code
