"""Post: what one platform's export says of one post, before it becomes a document."""

import msgspec


class Post(msgspec.Struct, frozen=True, kw_only=True):
    """A post's own words, as text or HTML, and what its export says of it. published: ISO 8601. language: a code, where declared."""

    text: str | None = None
    html: str | None = None
    url: str | None = None
    byline: str | None = None
    outlet: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None


class NotOwn(msgspec.Struct, frozen=True):
    """An entry that is no public words of the account's own. why: what it is, as the end of a sentence: “repeats somebody else's post”."""

    why: str


REPEATED = NotOwn("repeats somebody else's post")
NOT_PUBLIC = NotOwn("was not public")
NO_POST = NotOwn("is not a post")


class Owner(msgspec.Struct, frozen=True):
    """Whose export it is: the name that is shown, and the one in addresses."""

    name: str | None = None
    handle: str | None = None

    @property
    def shown(self) -> str | None:
        """The name, or else the handle with its sign."""
        return self.name or (f"@{self.handle}" if self.handle else None)
