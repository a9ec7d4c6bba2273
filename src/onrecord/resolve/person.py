"""A person as one document has them, and when two names can be one person's."""

from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.resolve.gender import Gender, given_names
from onrecord.resolve.kb import Known
from onrecord.resolve.names import Name
from onrecord.resolve.roles import Role
from onrecord.resolve.words import kinds


@dataclass(slots=True)
class Person:
    """Someone the document names. gender: "m", "f" or "" where nothing says; roles: what the text calls them.

    known: who the knowledge base says it is, or None; age: as the text gives it.
    """

    name: str
    names: set[str] = field(default_factory=set)
    mentions: list[Name] = field(default_factory=list)
    gender: Gender = ""
    roles: list[Role] = field(default_factory=list)
    known: Known | None = None
    age: int | None = None

    @property
    def is_sure(self) -> bool:
        """Whether anything but the look of the name says that this is a person."""
        titled = any(mention.title or (" " not in mention.text and " " in self.name) for mention in self.mentions)
        return (
            titled
            or " " not in self.name
            or self.known is not None
            or bool(self.roles)
            or self.name.split()[0] in given_names()
            or bool(self.gender)
        )

    @property
    def is_short(self) -> bool:
        """Whether the text never names them in full."""
        return not any(" " in mention.text for mention in self.mentions)

    @property
    def surname(self) -> str:
        """The last word of the name, suffixes aside."""
        return surname(self.name)


@lru_cache(maxsize=4096)
def surname(name: str) -> str:
    """The word of a name that it is shortened to: the last, suffixes aside."""
    words = [word.rstrip(",") for word in name.split()]
    return next((word for word in reversed(words) if word not in kinds("suffix")), name)


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name with straight apostrophes, by which names are compared."""
    return name.replace("’", "'")


def same_surname(person: Person, word: str) -> bool:
    """Whether a word is somebody's surname."""
    return plain(person.surname) == plain(word)


def given_agree(one: str, other: str) -> bool:
    """Whether two full names with one surname can be one person's: the shorter's given names all stand in the longer."""
    a, b = ({word.rstrip(".") for word in name.split()[:-1]} for name in (one, other))
    return a <= b or b <= a
