"""Where a record's wordings were said: in their speakers' texts, or else asked about, and never more than the words allow."""

import datetime as dt

import msgspec
import pytest

from onrecord.errors import InputError
from onrecord.record import (
    Actor,
    Confidence,
    Document,
    Record,
    Span,
    Speaker,
    Statement,
    actor_id,
    document_id,
    statement_id,
)
from onrecord.trace import Index, Source, build
from onrecord.trace.quotes import Asked, of_words
from onrecord.trace.states import reader
from onrecord.trace.tracing import Traced, traced, traced_quote, wanted

DAY = dt.date(2026, 6, 1).toordinal()
CROWN = "Every crown that goes into an empty ship is a crown that does not go into a classroom. I said so in March."
WINTER = "We have kept the night ferry for two winters, and we may keep it for one more. No decision before the autumn."
SWIM = "Has anybody counted the children who cross to go to school? There are forty-one of them, and not one of them can swim that far."
NOBODYS = "The accounts of the company are with the auditors and will be public in September, as they are every year."
SOURCES = [
    Source("lind-1", CROWN, "Oskar Lind", DAY, True),
    Source("lind-2", WINTER, "Oskar Lind", DAY + 1, True),
    Source("velde-1", SWIM, "Marta Velde", DAY + 1, True),
    Source("paper-1", NOBODYS, None, DAY, True),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return build(SOURCES, reader())


def article(*told: tuple[str, str | None, bool], published: str | None = "2026-06-03", actors: tuple[Actor, ...] = ()) -> Record:
    """An article in which each of some words is given to somebody; whether in quotation marks."""
    text, statements = "", []
    ids = {}
    for words, name, is_quoted in told:
        said = f"“{words}”" if is_quoted else words
        start = len(text)
        text += f"{said} so {name or 'one'} said.\n"
        ids[start] = (Span(start, start + len(said)), name, is_quoted)
    document = document_id(text.encode(), None)
    for content, name, is_quoted in ids.values():
        known = next((one for one in actors if name in one.names), None)
        speaker = (
            Speaker(known.id, known.name, "person")
            if known
            else Speaker(actor_id(document, "person", name or ""), name or "", "person")
        )
        statements.append(
            Statement(
                id=statement_id(document, (content,), None),
                content=(content,),
                cue=(),
                source=(),
                kind="direct" if is_quoted else "indirect",
                act="says",
                quoted=(content,) if is_quoted else (),
                speaker=speaker if name else None,
                confidence=Confidence(0.9, 0.9),
                why=None,
                made_by={},
            )
        )
    return Record(
        document=Document(id=document, sha256="0", text=text, published=published), statements=tuple(statements), actors=actors
    )


def one(
    index: Index, words: str, name: str | None = "Oskar Lind", *, is_quoted: bool = True, published: str | None = "2026-06-03"
) -> Traced:
    (made,) = traced(article((words, name, is_quoted), published=published), index)
    return made


def source(made: Traced) -> str | None:
    return made.trace.found.document if made.trace.found else None


def test_words_are_found_in_their_speakers_text(index: Index) -> None:
    made = one(index, "Every crown that goes into an empty ship is a crown that does not go into a classroom")
    assert (source(made), made.trace.fidelity, made.elsewhere, made.note) == ("lind-1", "verbatim", None, None)


def test_a_change_that_turns_the_meaning_is_named(index: Index) -> None:
    made = one(index, "We have kept the night ferry for two winters, and we will keep it for one more")
    assert (source(made), made.trace.fidelity) == ("lind-2", "altered")
    assert made.trace.reason == "the article has “will” where the source has “may”."


def test_the_same_words_of_another_are_asked_about_and_never_linked(index: Index) -> None:
    made = one(index, "There are forty-one of them, and not one of them can swim that far", "Piet Varga")
    assert made.trace.found is None
    assert made.elsewhere is not None
    assert made.elsewhere.found is not None
    assert made.elsewhere.found.document == "velde-1"


def test_other_words_of_another_are_not_even_asked_about(index: Index) -> None:
    made = one(index, "forty-one children cross the water to get to their school every single day", "Piet Varga", is_quoted=False)
    assert (made.trace.found, made.elsewhere) == (None, None)


def test_few_or_usual_words_of_another_are_not_asked_about(index: Index) -> None:
    assert one(index, "not one of them can", "Piet Varga").elsewhere is None


def test_a_text_of_nobody_named_may_be_anybodys(index: Index) -> None:
    made = one(index, "The accounts of the company are with the auditors and will be public in September", "Tobias Wren")
    assert source(made) == "paper-1"


def test_where_nobody_is_named_only_enough_of_the_very_words_are_believed(index: Index) -> None:
    made = one(index, "There are forty-one of them, and not one of them can swim that far", None)
    assert source(made) == "velde-1"
    made = one(index, "they are with the auditors", None)
    assert made.trace.found is None
    assert made.trace.misses


def test_what_is_reported_in_the_articles_words_is_accused_only_of_what_turns_its_meaning(index: Index) -> None:
    train = "we have kept the night train for two winters, and we may keep it for one more"
    assert one(index, train).trace.fidelity == "altered"
    made = one(index, train, is_quoted=False)
    assert (made.trace.fidelity, made.trace.change) == ("paraphrase", None)
    assert made.trace.reason == "It gives in the article's own words what the source says."
    made = one(index, "we have kept the night ferry for two winters, and we will keep it for one more", is_quoted=False)
    assert made.trace.fidelity == "altered"


def test_not_found_says_what_was_searched_and_what_came_nearest(index: Index) -> None:
    made = one(index, "I have asked the company for a second ship with a heated deck")
    assert made.trace.found is None
    assert made.trace.reason == "Neither its words nor the same in other words were found in what was searched."
    assert (
        made.trace.searched.sentence == "Searched 2 texts by Oskar Lind, and 1 that names nobody, from 1 June 2026 to 2 June 2026."
    )
    assert made.trace.misses[0].passage.document.startswith("lind")


def test_where_nothing_could_be_searched_nothing_is_claimed() -> None:
    named = build(SOURCES[:3], reader())
    made = one(named, "we have asked for the accounts three times", "Jonas Brekke", published=None)
    assert made.trace.reason == "Nothing was searched: all sources name other speakers than Jonas Brekke."
    made = one(named, "we have asked for the accounts three times", "Jonas Brekke")
    assert made.trace.reason == "Nothing was searched: all sources up to 4 June 2026 name other speakers than Jonas Brekke."
    made = one(named, "we have asked for the accounts three times", None, published="2020-01-01")
    assert made.trace.reason == "Nothing was searched: there is no source up to 2 January 2020."


def test_what_was_said_later_is_not_searched(index: Index) -> None:
    words = "We have kept the night ferry for two winters, and we may keep it for one more"
    assert source(one(index, words, published="2026-05-30")) is None
    # The day after the article's is: it may still be the same day elsewhere.
    assert source(one(index, words, published="2026-06-01")) == "lind-2"


def test_days_around_are_searched_alone_and_what_has_no_day_says_so(index: Index) -> None:
    words = "Every crown that goes into an empty ship is a crown that does not go into a classroom"
    (made,) = traced(article((words, "Oskar Lind", True)), index, within_days=1)
    assert source(made) is None
    (made,) = traced(article((words, "Oskar Lind", True)), index, within_days=2)
    assert source(made) == "lind-1"
    (made,) = traced(article((words, "Oskar Lind", True), published=None), index, within_days=1)
    assert source(made) == "lind-1"
    assert made.note == "No day is known for it, so that texts of all days were searched."


def test_pieces_of_one_quote_that_come_from_two_texts_are_traced_apart(index: Index) -> None:
    first = "Every crown that goes into an empty ship is a crown that does not go into a classroom"
    second = "We have kept the night ferry for two winters, and we may keep it for one more"
    text = f"“{first},” Lind said. “{second}.”"
    document = document_id(text.encode(), None)
    pieces = tuple(Span(text.index(words), text.index(words) + len(words)) for words in (f"“{first},”", f"“{second}.”"))
    statement = Statement(
        id=statement_id(document, pieces, None),
        content=pieces,
        cue=(),
        source=(),
        kind="direct",
        act="says",
        quoted=pieces,
        speaker=Speaker(actor_id(document, "person", "Oskar Lind"), "Oskar Lind", "person"),
        confidence=Confidence(0.9, 0.9),
        why=None,
        made_by={},
    )
    made = traced(Record(document=Document(id=document, sha256="0", text=text), statements=(statement,)), index)
    assert [source(each) for each in made] == ["lind-1", "lind-2"]
    assert [each.trace.fidelity for each in made] == ["verbatim", "verbatim"]


def test_a_speaker_is_known_by_all_names(index: Index) -> None:
    mine = actor_id(document_id(b"", None), "person", "The minister")
    lind = Actor(id=mine, name="The minister", type="person", names=("The minister", "Oskar Lind"))
    record = article(
        ("Every crown that goes into an empty ship is a crown that does not go into a classroom", "Oskar Lind", True),
        actors=(lind,),
    )
    (made,) = traced(record, index)
    assert source(made) == "lind-1"


def test_one_speakers_alone_are_traced_where_a_name_is_given(index: Index) -> None:
    record = article(("We pay for the ship in May", "Oskar Lind", True), ("We sail when the ice is gone", "Marta Velde", True))
    assert [each.speaker.name for each in wanted(record, "Velde") if each.speaker] == ["Marta Velde"]
    steps: list[None] = []
    assert len(traced(record, index, speaker="Velde", step=lambda: steps.append(None))) == len(steps) == 1
    assert traced(record, index, speaker="Piet Varga") == []


def test_another_language_is_told_and_only_its_very_words_are_sought(index: Index) -> None:
    made = traced_quote(of_words("Wir haben die Nachtfähre zwei Winter lang behalten, und wir behalten sie noch einen"), index)
    assert made.trace.found is None
    assert made.note == "The quote is in German, and the encoder knows English only: only its very words were sought."


def test_few_words_are_noted(index: Index) -> None:
    assert traced_quote(of_words("two winters"), index).note == "So few words may stand in any text by chance."


def test_no_word_is_refused(index: Index) -> None:
    with pytest.raises(InputError, match="There is no word in the quote"):
        traced_quote(of_words("… 2026!"), index)


def test_offsets_lead_to_the_words_on_both_sides(index: Index) -> None:
    texts = {each.id: each.text for each in SOURCES}
    for words in (
        "We have kept the night ferry for two winters, and we will keep it for one more",
        "There are forty-one children, and not one of them is able to swim that far",
    ):
        made = traced_quote(of_words(words, "Oskar Lind" if "ferry" in words else "Marta Velde"), index)
        assert made.trace.found is not None
        text = texts[made.trace.found.document]
        assert made.trace.words == made.trace.found.span.of(text)
        for piece in made.trace.pieces:
            if piece.change == "equal":
                assert piece.quote is not None
                assert piece.source is not None
                assert piece.quote.of(words).casefold() == piece.source.of(text).casefold()


def test_the_same_is_found_twice(index: Index) -> None:
    first, second = (one(index, "We have kept the night ferry for two winters") for _ in range(2))
    assert msgspec.json.encode(first) == msgspec.json.encode(second)
    assert isinstance(first.asked, Asked)
