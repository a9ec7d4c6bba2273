"""Attributions to statements: what is one statement, its kind, act, channel and speaker."""

from onrecord.extract.quotes import quotations
from onrecord.record import Attribution, Document, Span, Statement, document_id
from onrecord.resolve.statements import statements
from onrecord.resolve.stranded import stranded


def attribution(text: str, source: str, cue: str, *content: str, link: float = 1.0) -> Attribution:
    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    return Attribution(
        source=(span(source),) if source else (),
        cue=(span(cue),) if cue else (),
        content=tuple(span(piece) for piece in content),
        words=1.0,
        link=link,
    )


def resolve(text: str, *attributions: Attribution, published: str | None = "2026-05-14") -> tuple[Statement, ...]:
    document = Document(id=document_id(text.encode(), None), sha256="", published=published, text=text)
    return statements(document, attributions, {"extract": "1", "resolve": "1"})[0]


def test_a_quote_interrupted_by_its_cue_is_one_statement() -> None:
    text = "“We will,” said Ana Roth, “leave at once.”"
    found = resolve(text, attribution(text, "Ana Roth", "said", "“We will,”", "“leave at once.”"))
    assert len(found) == 1
    assert found[0].kind == "direct"
    assert [span.of(text) for span in found[0].quoted] == ["We will,", "leave at once."]


def test_a_sentence_quoted_after_the_cue_is_a_statement_that_continues() -> None:
    text = "“We will,” Ana Roth said on Monday. “We leave at once.”"
    first, second = resolve(text, attribution(text, "Ana Roth", "said", "“We will,”", "“We leave at once.”"))
    assert first.cue
    assert not second.cue
    assert not second.source
    assert second.speaker == first.speaker
    assert first.said_at
    assert first.said_at.basis == "stated"
    assert second.said_at
    assert (second.said_at.start, second.said_at.basis) == ("2026-05-11", "inferred")
    assert second.why
    assert second.why.startswith("continues")


def test_kinds_and_acts() -> None:
    text = "Ana Roth believes that it will rain. Ben Hale said the plan was “a mess” from the start."
    thinks, says = resolve(
        text,
        attribution(text, "Ana Roth", "believes", "that it will rain"),
        attribution(text, "Ben Hale", "said", "the plan was “a mess” from the start"),
    )
    assert (thinks.kind, thinks.act) == ("indirect", "thinks")
    assert (says.kind, says.act) == ("mixed", "says")


def test_the_channel_stands_in_the_cues_sentence() -> None:
    text = "“We go,” said Ana Roth in a short video posted on Twitter. Ben Hale tweeted: “Fine.”"
    video, post = resolve(
        text, attribution(text, "Ana Roth", "said", "“We go,”"), attribution(text, "Ben Hale", "tweeted", "“Fine.”")
    )
    assert video.channel
    assert video.channel.value == "video"
    assert post.channel
    assert (post.channel.value, post.channel.platform) == ("post", "Twitter")
    assert post.channel.span
    assert post.channel.span.of(text) == "tweeted"


def test_words_whose_source_is_doubtful_get_no_name() -> None:
    text = "“We go,” said Ana Roth."
    found = resolve(text, attribution(text, "Ana Roth", "said", "“We go,”", link=0.3))[0]
    assert found.speaker is None
    assert found.confidence.speaker == 0.0


def test_a_speaker_stranded_after_a_full_stop_is_found() -> None:
    text = "“The talks went well,” he said. on his side the White House.\nMore."
    cue = Span(text.index("said"), text.index("said") + 4)
    found = stranded(text, cue)
    assert found is not None
    assert found.of(text) == "the White House"
    statement = resolve(text, attribution(text, "he", "said", "“The talks went well,”"))[0]
    assert statement.speaker
    assert statement.speaker.name == "White House"
    assert statement.source == (found,)


def test_an_ordinary_next_sentence_is_no_stranded_speaker() -> None:
    for text in ("“Yes,” he said. The White House was silent.", "“Yes,” he said. On his side of town it rained."):
        cue = Span(text.index("said"), text.index("said") + 4)
        assert stranded(text, cue) is None
        assert quotations(text)


def test_the_same_text_gives_the_same_ids() -> None:
    text = "“We go,” said Ana Roth."
    one = attribution(text, "Ana Roth", "said", "“We go,”")
    assert resolve(text, one) == resolve(text, one)
