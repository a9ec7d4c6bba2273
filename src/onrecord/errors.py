"""Every error that onrecord raises.

OnrecordError
├── InputError        an input can't be read: the message names it and says what to do
│   ├── FetchError    an address can't be had, or may not be
│   └── LanguageError a text is in a language that the model was not made for
├── OptionError       an option's value isn't one
├── RecordError       a record that contradicts itself: offsets outside the text, a parent that isn't there
├── ModelError        the model's files are missing or damaged
└── ArchiveError      an archive can't be opened, read or written
    ├── ReviewError   a decision that contradicts another, or is about what isn't there
    └── ForgottenError a document that was removed on demand
"""


class OnrecordError(Exception):
    """Base of all: its message is one sentence for the person who gave the input."""


class InputError(OnrecordError):
    """An input that can't be read."""


class FetchError(InputError):
    """An address that can't be had, or that may not be fetched.

    status: what its server answered, where it did. retry_after: when to ask again, as the server wrote it.
    """

    def __init__(self, message: str, status: int | None = None, retry_after: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after = retry_after


class LanguageError(InputError):
    """A text in a language that the model was not made for."""


class OptionError(OnrecordError):
    """An option with a value that isn't one."""


class RecordError(OnrecordError):
    """A record that contradicts itself or can't be read back."""


class ModelError(OnrecordError):
    """Model files that are missing or damaged."""


class ArchiveError(OnrecordError):
    """An archive that can't be opened, read or written."""


class ReviewError(ArchiveError):
    """A decision that contradicts an earlier one, or that is about what the archive doesn't hold."""


class ForgottenError(ArchiveError):
    """A document that was removed on demand, and is not added again."""
