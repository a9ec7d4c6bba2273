"""Attributions to statements: what is one statement, its kind, act, channel and speaker, and what stands inside it."""

import pytest

from onrecord.extract.quotes import quotations
from onrecord.record import Act, Attribution, Document, Span, Statement, document_id
from onrecord.resolve.statements import statements
from onrecord.resolve.stranded import stranded


def attribution(
    text: str, source: str, cue: str, *content: str, link: float = 1.0, act: Act = "says", parent: int | None = None
) -> Attribution:
    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words))

    return Attribution(
        source=(span(source),) if source else (),
        cue=(span(cue),) if cue else (),
        content=tuple(span(piece) for piece in content),
        words=1.0,
        link=link,
        act=act,
        parent=parent,
    )


def resolve(text: str, *attributions: Attribution, published: str | None = "2026-05-14") -> tuple[Statement, ...]:
    document = Document(id=document_id(text.encode(), None), sha256="", published=published, text=text)
    return statements(document, attributions, {"extract": "1", "resolve": "1"}).statements


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
        attribution(text, "Ana Roth", "believes", "that it will rain", act="thinks"),
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


def test_an_act_is_the_attributions_whatever_its_verb() -> None:
    text = "Ana Roth said that she would leave."
    for act in ("says", "plans"):
        assert resolve(text, attribution(text, "Ana Roth", "said", "that she would leave", act=act))[0].act == act


TOLD = "“Ben Hale told me that the bridge is closed,” said Ana Roth."
TOLD_BY_ROTH = attribution(TOLD, "Ana Roth", "said", "“Ben Hale told me that the bridge is closed,”")


def test_what_stands_inside_a_statement_names_it_as_its_parent() -> None:
    parent, child = resolve(TOLD, TOLD_BY_ROTH, attribution(TOLD, "Ben Hale", "told", "that the bridge is closed", parent=0))
    assert (parent.parent, child.parent) == (None, parent.id)
    assert parent.speaker
    assert child.speaker
    assert (parent.speaker.name, child.speaker.name) == ("Ana Roth", "Ben Hale")
    assert [span.of(TOLD) for span in (*child.cue, *child.source)] == ["told", "Ben Hale"]


def test_the_same_words_inside_another_statement_are_another_statement() -> None:
    ids = {
        resolve(TOLD, TOLD_BY_ROTH, attribution(TOLD, "Ben Hale", "told", "that the bridge is closed", parent=parent))[1].id
        for parent in (None, 0)
    }
    text = TOLD.replace("Ana Roth", "Ana Rohn")
    longer = attribution(text, "Ana Rohn", "said", "Ben Hale told me that the bridge is closed")
    other = resolve(text, longer, attribution(text, "Ben Hale", "told", "that the bridge is closed", parent=0))[1].id
    assert len({*ids, other}) == 3


@pytest.mark.parametrize("words", ["“I think that the bridge will hold,”", "“I think that the bridge will hold” until May,"])
def test_inside_quoted_words_i_is_who_says_them(words: str) -> None:
    text = f"Ben Hale waited. {words} said Ana Roth."
    parent, child = resolve(
        text,
        attribution(text, "Ana Roth", "said", words),
        attribution(text, "I", "think", "that the bridge will hold", act="thinks", parent=0),
    )
    assert parent.kind != "indirect"
    assert child.speaker == parent.speaker is not None
    assert child.confidence.speaker <= parent.confidence.speaker
    assert child.why == "“I” is whoever speaks the words around it"


@pytest.mark.parametrize(
    ("source", "verb", "by"),
    [
        ("He", "says", "Ana Roth"),  # Ben Hale, or anybody else whom Ana Roth has in mind
        ("They", "say", "Ana Roth"),
        ("We", "say", "Ana Roth"),  # Ana Roth and others: no one speaker
        ("I", "say", ""),  # nobody is named who says it
    ],
)
def test_inside_quoted_words_another_pronoun_stays_unknown_and_says_why(source: str, verb: str, by: str) -> None:
    text = f"Ben Hale left early. “{source} {verb} that the bridge is closed,” heard or said {by or 'on the square'}."
    parent, child = resolve(
        text,
        attribution(text, by, "said", f"“{source} {verb} that the bridge is closed,”"),
        attribution(text, source, verb, "that the bridge is closed", parent=0),
    )
    assert bool(parent.speaker) == bool(by)
    assert child.speaker is None
    assert child.confidence.speaker == 0.0
    assert child.why
    assert child.why.startswith(f"“{source}” stands in ")


def test_inside_a_paraphrase_a_pronoun_is_read_as_anywhere() -> None:
    text = "Mr. Hale said that he thinks that the bridge will hold."
    parent, child = resolve(
        text,
        attribution(text, "Mr. Hale", "said", "that he thinks that the bridge will hold"),
        attribution(text, "he", "thinks", "that the bridge will hold", act="thinks", parent=0),
    )
    assert parent.kind == "indirect"
    assert child.speaker == parent.speaker is not None


def test_of_a_parent_that_is_two_statements_the_one_that_holds_a_child_is_its_parent() -> None:
    text = "“Cy Pell hopes that it holds,” Ana Roth said on Monday. “Ben Hale says that it is closed.”"
    around = attribution(text, "Ana Roth", "said", "“Cy Pell hopes that it holds,”", "“Ben Hale says that it is closed.”")
    found = resolve(
        text,
        around,
        attribution(text, "Cy Pell", "hopes", "that it holds", parent=0),
        attribution(text, "Ben Hale", "says", "that it is closed", parent=0),
    )
    first, hopes, second, says = found
    assert [one.parent for one in (first, second)] == [None, None]
    assert (hopes.parent, says.parent) == (first.id, second.id)


def test_each_breath_of_a_child_stands_in_the_statement_that_holds_it() -> None:
    text = "“Ben says that it holds,” Ana Roth said on Monday. “And that it is closed.”"
    found = resolve(
        text,
        attribution(text, "Ana Roth", "said", "“Ben says that it holds,”", "“And that it is closed.”"),
        attribution(text, "Ben", "says", "that it holds", "that it is closed", parent=0),
    )
    held = {one.content[0].of(text): one.parent for one in found}
    by_words = {one.content[0].of(text): one.id for one in found}
    assert held["that it holds"] == by_words["“Ben says that it holds,”"]
    assert held["that it is closed"] == by_words["“And that it is closed.”"]
