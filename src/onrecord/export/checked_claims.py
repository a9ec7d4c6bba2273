"""A checked draft's quotes that were found, and that a named person answers for, to ClaimReview as schema.org has it.

What is reviewed is whether somebody said these words, never whether what they say is true: so no number rates it. What was not found is
never in it, and nothing that needs attention is unless the person confirmed what was found of it.
"""

from collections.abc import Iterator, Mapping
from typing import Final, get_args

import msgspec

from onrecord.errors import OptionError
from onrecord.export import words
from onrecord.export.checked import differences, source_words
from onrecord.record import ActorType
from onrecord.trace.draft import Checked, Row
from onrecord.trace.fidelity import Fidelity
from onrecord.trace.sources import Passage
from onrecord.trace.tracing import Traced

_CONTEXT: Final = "https://schema.org"
_RATINGS: Final[dict[Fidelity, str]] = {
    "verbatim": "Quoted word for word",
    "trimmed": "Quoted word for word, with something left out",
    "edited": "Quoted with small changes of wording",
    "translated": "Given as a translation of what was said",
    "paraphrase": "Given in other words than were said",
    "altered": "Quoted with a change of meaning",
}
_OWN: Final = frozenset({"verbatim", "trimmed", "edited"})
_LIMITS: Final = "This is about whether these words were said, not about whether what they say is true."


class Person(msgspec.Struct, frozen=True, tag_field="@type", tag="Person"):
    """A person by name."""

    name: str


class Organization(msgspec.Struct, frozen=True, tag_field="@type", tag="Organization"):
    """An organisation by name."""

    name: str


class Work(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="@type", tag="CreativeWork", rename="camel"):
    """The source in which the words stand."""

    name: str | None = None
    url: str | None = None
    author: Person | Organization | None = None
    date_published: str | None = None
    text: str | None = None


class Claim(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="@type", tag="Claim", rename="camel"):
    """That somebody said it, and where it stands."""

    author: Person | Organization
    appearance: Work


class Rating(msgspec.Struct, frozen=True, kw_only=True, tag_field="@type", tag="Rating", rename="camel"):
    """How the wording stands to the source, in words."""

    alternate_name: str
    rating_explanation: str


class ClaimReview(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="@type", tag="ClaimReview"):
    """One quote with what a named person answers for."""

    context: str = msgspec.field(name="@context")
    claim_reviewed: str = msgspec.field(name="claimReviewed")
    item_reviewed: Claim = msgspec.field(name="itemReviewed")
    review_rating: Rating = msgspec.field(name="reviewRating")
    author: Person
    publisher: Organization | None = None
    url: str | None = None


class Exported(msgspec.Struct, frozen=True):
    """The reviews, and a sentence for each row that is not among them."""

    reviews: tuple[ClaimReview, ...]
    left_out: tuple[str, ...]


def reviews(
    page: Checked,
    by: str,
    *,
    publisher: str | None = None,
    url: str | None = None,
    confirmed: Mapping[int, Fidelity] | None = None,
) -> Exported:
    """Reviews of what was found. by: who answers for each. confirmed: by the row's number, what that person says of it.

    A quote is exported without more where its words are the source's own, the source is its speaker's and nothing in its row needs
    attention. Raises OptionError where nobody is named, or something is confirmed that was not found so.
    """
    if not by.strip():
        raise OptionError("A ClaimReview needs a person who answers for it: give a name with --by.")
    said = confirmed or {}
    for number, fidelity in said.items():
        _check(page, number, fidelity)
    made: list[ClaimReview] = []
    left_out = []
    for row in page.rows:
        some = [_review(page, row, one, by.strip(), publisher, url) for one in _chosen(row, said.get(row.number))]
        made += some
        if not some:
            left_out.append(f"Row {row.number} is not exported: {_reason(row)}.")
    return Exported(tuple(made), tuple(left_out))


def confirmation(page: Checked, written: str) -> tuple[int, Fidelity]:
    """What STATEMENT=FIDELITY says: the number of a row, and how it was found. Raises OptionError where it says nothing of the kind."""
    which, sign, fidelity = written.partition("=")
    known: dict[str, Fidelity] = {one: one for one in get_args(Fidelity) if one != "not found"}
    if not sign or fidelity.strip() not in known:
        raise OptionError(
            f"“{written}” confirms nothing: write a row and how it was found, such as 12=altered ({', '.join(known)})."
        )
    wanted = which.strip()
    found = [row for row in page.rows if wanted in {str(row.number), row.statement.id if row.statement else ""}]
    if not wanted or not found:
        raise OptionError(f"The draft has no row “{wanted}”: give its number on the page, or the id of its statement.")
    return found[0].number, known[fidelity.strip()]


def to_json(exported: Exported) -> bytes:
    """The reviews as an array of JSON-LD, UTF-8."""
    return msgspec.json.format(msgspec.json.encode(exported.reviews), indent=2)


def _check(page: Checked, number: int, fidelity: Fidelity) -> None:
    row = page.rows[number - 1]
    found = list(dict.fromkeys(one.trace.fidelity for one in row.traces if one.trace.found is not None))
    if not found:
        raise OptionError(f"Row {number} can't be confirmed: it was not found, and what was not found is never exported.")
    if fidelity not in found:
        raise OptionError(f"Row {number} can't be confirmed as {fidelity}: it was found as {', '.join(found)}.")
    if row.statement is None or row.statement.speaker is None:
        raise OptionError(f"Row {number} can't be exported: whose words they are is left open.")


def _chosen(row: Row, confirmed: Fidelity | None) -> Iterator[Traced]:
    """What of a row is exported."""
    if row.statement is None or row.statement.speaker is None or row.statement.act != "says":
        return
    for one in row.traces:
        if one.trace.found is None:
            continue
        is_plain = not row.needs and one.trace.fidelity in _OWN and one.trace.found.speaker is not None
        if one.trace.fidelity == confirmed or (confirmed is None and is_plain):
            yield one


def _reason(row: Row) -> str:
    found = [one for one in row.traces if one.trace.found is not None]
    if row.statement is None or row.statement.speaker is None:
        return "whose words they are is left open"
    if row.statement.act != "says":
        return "it is what somebody thinks, not what they said"
    if not found:
        return "no source was found, which says nothing of whether it was said"
    fidelity = found[0].trace.fidelity
    if fidelity == "altered":
        return f"a possible change of meaning is exported only where a person confirms it, with --confirm {row.number}=altered"
    if row.needs:
        return f"it needs attention; --confirm {row.number}={fidelity} says that you looked"
    return f"it was not found as the speaker's own words; --confirm {row.number}={fidelity} says that you looked"


def _review(page: Checked, row: Row, one: Traced, by: str, publisher: str | None, url: str | None) -> ClaimReview:
    assert row.statement is not None  # noqa: S101 - as _chosen has it
    assert row.statement.speaker is not None  # noqa: S101
    assert one.trace.found is not None  # noqa: S101
    speaker = row.statement.speaker
    is_quoted = set(one.asked.pieces) <= set(row.statement.quoted)
    said = " ".join(words.plain(one.asked.text).split()).rstrip(",")
    claim = f"{speaker.name} said: {said}" if is_quoted else f"{speaker.name} said, in the reporter's words: {said}"
    changed = f" {'; '.join(differences(one.trace))}." if one.trace.fidelity == "altered" else ""
    return ClaimReview(
        context=_CONTEXT,
        claim_reviewed=words.plain(claim),
        item_reviewed=Claim(
            author=_party(speaker.name, speaker.type),
            appearance=_work(page, one.trace.found, source_words(one.trace), speaker.type),
        ),
        review_rating=Rating(
            alternate_name=_RATINGS[one.trace.fidelity],
            rating_explanation=words.plain(f"{_sentence(one.trace.reason)}{changed} {_LIMITS}"),
        ),
        author=Person(by),
        publisher=Organization(publisher) if publisher else None,
        url=url,
    )


def _work(page: Checked, passage: Passage, text: str, kind: ActorType) -> Work:
    about = page.sources.get(passage.document)
    return Work(
        name=about.title if about else None,
        url=about.url if about else None,
        author=_party(passage.speaker, kind) if passage.speaker else None,
        date_published=about.published if about else None,
        text=words.plain(text),
    )


def _party(name: str, kind: ActorType) -> Person | Organization:
    return Person(name) if kind == "person" else Organization(name)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
