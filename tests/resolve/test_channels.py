"""Sentences to channels: what something was said through, on which platform, and the words that say so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.record import Channel, Span
from onrecord.resolve.channels import carried, channel, settled
from onrecord.resolve.parts import Parts
from tests.resolve.marked import marked

NAMED = [
    # statements and other official texts
    ("{“The bridge stays shut,”} <Mayor Ines Calder> [said] in a statement.", "statement", None, "in a statement"),
    ("{“The bridge stays shut,”} [said] <the Elysee> in a statement.", "statement", None, "in a statement"),
    ("In a joint statement, <the two ministers> [said] {the canal would open}.", "statement", None, "In a joint statement"),
    ("{“We regret it,”} <the company> [said] in an emailed statement on Monday.", "statement", None, "in an emailed statement"),
    ("<Roth> issued a statement [saying] {the vote was fair}.", "statement", None, "issued a statement"),
    ("{“It is over,”} [indicated] <La Moneda> in a communiqué.", "statement", None, "in a communiqué"),
    ("<The statement> [said] {both sides would meet}.", "statement", None, "The statement"),
    ("<A readout from the palace> [said] {the kings spoke}.", "statement", None, "A readout"),
    ("{“The grain will sail,”} <the ministry> [said] in a press release.", "statement", None, "in a press release"),
    ("<The mill> [said] on its website {that nobody was hurt}.", "statement", None, "on its website"),
    ("{“Nobody asked us,”} <Calder> [wrote].", "statement", None, "wrote"),
    # posts
    ("{“Sad!”} <the senator> [tweeted] on Friday.", "post", "Twitter", "tweeted"),
    ("{“We sail,”} <Roth> [wrote] on X.", "post", "X", "on X"),
    ("{“We sail,”} <Roth> [wrote] in a post on Truth Social.", "post", "Truth Social", "in a post"),
    ("{“We sail,”} <Roth> [said] in a Facebook post.", "post", "Facebook", "in a Facebook post"),
    ("On Twitter, <Calder> [called] {the plan a joke}.", "post", "Twitter", "On Twitter"),
    ("<Calder> took to Instagram [to say] {the race was on}.", "post", "Instagram", "took to Instagram"),
    ("{“We sail,”} <Roth> [posted] on Telegram.", "post", "Telegram", "on Telegram"),
    ("{“We sail,”} <the president> [published] on his social network.", "post", None, "on his social network"),
    ("<Roth’s tweet> [said] {the port was closed}.", "post", "Twitter", "Roth’s tweet"),
    # videos and recordings
    ("{“Come home,”} <she> [said] in a video posted on Twitter.", "video", "Twitter", "in a video"),
    ("{“Come home,”} <she> [said] on March 2, in a short video message.", "video", None, "in a short video message"),
    ("{“Pay him,”} <a man> [says] in an audio recording obtained by the court.", "audio", None, "in an audio recording"),
    # interviews
    ("<Roth> [told] CNN {that the port was closed}.", "interview", "CNN", "told CNN"),
    ("<Roth> [told] The New York Times in an interview {that she would stay}.", "interview", "The New York Times", "in an interview"),
    ("In an interview with CBS on Sunday, <Roth> [said] {she would stay}.", "interview", "CBS", "In an interview with CBS"),
    ("{“I will stay,”} <she> [said] in a telephone interview.", "interview", None, "in a telephone interview"),
    ("<Roth> [told] the Selna Herald {that she would stay}.", "interview", "Selna Herald", "told the Selna Herald"),
    ("<Roth> [told] Radio Anselm {that she would stay}.", "interview", "Radio Anselm", "told Radio Anselm"),
    ("{“I will stay,”} <she> [confirmed] to Reuters.", "interview", "Reuters", "confirmed to Reuters"),
    ("Speaking to the BBC, <Calder> [denied] {any part in it}.", "interview", "BBC", "Speaking to the BBC"),
    ("<He> [told] state television {that the army was ready}.", "interview", None, "told state television"),
    ("<He> [told] Fox News’ Ada Brandt {that it was late}.", "interview", "Fox News", "told Fox News"),
    ("<He> [told] the show {that it was late}.", "interview", None, "told the show"),
    ("In an excerpt of the interview, <Roth> [says] {she is well}.", "interview", None, "In an excerpt of the interview"),
    ("{“No,”} <Roth> [said] in an interview with “Fox News Sunday.”", "interview", "Fox News Sunday", "in an interview"),
    # programmes
    ("{“It was cold,”} <Roth> [said] on NBC’s “Meet the Press.”", "broadcast", "Meet the Press", "on NBC’s “Meet the Press.”"),
    ("On Fox News Sunday, <Roth> [said] {it was cold}.", "broadcast", "Fox News Sunday", None),
    ("Appearing on CNN, <Roth> [said] {it was cold}.", "broadcast", "CNN", None),
    ("{“It was cold,”} <he> [said] on his podcast.", "broadcast", None, "on his podcast"),
    ("{“It was cold,”} <he> [said] on state television.", "broadcast", None, "on state television"),
    # to the press
    ("{“We go,”} <Roth> [told] reporters aboard Air Force One.", "remarks", None, "told reporters"),
    ("{“We go,”} [declared] <the envoy Bruno Echa> to the journalists.", "remarks", None, "to the journalists"),
    ("The second, in front of the cameras, [promised] {an answer}.", "remarks", None, "in front of the cameras"),
    ("{“We go,”} <he> [said] when asked by reporters about the talks.", "remarks", None, "asked by reporters"),
    ("{“We go,”} <Roth> [said] at a news conference.", "press conference", None, "at a news conference"),
    ("{“We go,”} <Roth> [told] reporters at a press conference in Selna.", "press conference", None, "at a press conference"),
    ("<Roth> [told] a news conference {that they would go}.", "press conference", None, "told a news conference"),
    ("{“We go,”} <the spokesman> [said] at a press briefing.", "briefing", None, "at a press briefing"),
    ("{The raid failed}, [said] <an official, speaking on condition of anonymity>.", "anonymous briefing", None, "on condition of anonymity"),
    ("{The raid failed}, [said] <an official>, who asked not to be named.", "anonymous briefing", None, "asked not to be named"),
    ("<An aide>, who was not authorized to speak publicly, [said] {it failed}.", "anonymous briefing", None, None),
    # speeches, parliaments, courts, debates
    ("<Roth> [told] a rally in Ohio {that she would win}.", "speech", None, "told a rally"),
    ("In her New Year speech, <the chancellor> [warned] {of hatred}.", "speech", None, "In her New Year speech"),
    ("<She> [explained] in a speech before the parliament {that it would take weeks}.", "speech", None, "in a speech"),
    ("<The premier> [told] parliament {that the law would pass}.", "speech", None, "told parliament"),
    ("<The general> [told] lawmakers {that the front held}.", "speech", None, "told lawmakers"),
    ("Speaking to supporters in Selna, <Calder> [said] {it was time}.", "speech", None, "Speaking to supporters"),
    ("<The general> [told] the Senate committee {that the front held}.", "testimony", None, "told the Senate committee"),
    ("<The clerk> [testified] {that the file was gone}.", "testimony", None, "testified"),
    ("{The file was gone}, <the clerk> [said] in court.", "testimony", None, "in court"),
    ("According to court documents, <the clerk> [said] {the file was gone}.", "court filing", None, "According to court documents"),
    ("{“It was lost,”} <the firm> [said] in a filing with the regulator.", "court filing", None, "in a filing"),
    ("<The indictment> [alleges] {that he took the money}.", "court filing", None, "The indictment"),
    ("[According to] <court documents>, {he took the money}.", "court filing", None, "court documents"),
    ("In the debate, <Calder> [called] {the plan a fraud}.", "debate", None, "In the debate"),
    # letters, mail, calls, meetings
    ("<Roth> [wrote] in a letter to the board {that she would go}.", "letter", None, "in a letter"),
    ("<The letter> [warned] {of a strike}.", "letter", None, "The letter"),
    ("{“Be calm,”} <he> [said] in an email to staff.", "email", None, "in an email"),
    ("<Calder> [emailed] supporters {to ask for help}.", "email", None, "emailed"),
    ("In a phone call with the king, <the president> [promised] {ships}.", "call", None, "In a phone call"),
    ("<She> [told] investors on an earnings call {that sales fell}.", "call", None, "on an earnings call"),
    ("During their meeting, <the president> [recalled] {the treaty}.", "meeting", None, "During their meeting"),
    # print
    ("{“I never slept,”} <she> [wrote] in her memoir.", "book", None, "in her memoir"),
    ("<The auditors> [said] in a report published on Monday {that funds were missing}.", "report", None, "in a report"),
    ("<A report by the auditors> [said] {funds were missing}.", "report", None, "A report"),
    ("<Brandt> [argued] in an op-ed in The Guardian {that it was late}.", "other", "The Guardian", "in an op-ed"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "value", "platform", "words"), NAMED)
def test_a_channel_is_found_with_its_platform_and_its_words(
    written: str, value: str, platform: str | None, words: str | None
) -> None:
    text, parts = marked(written)
    found = channel(text, parts)
    assert found is not None
    assert (found.value, found.platform) == (value, platform)
    assert found.span is not None
    if words:
        assert found.span.of(text) == words


UNNAMED = [
    # nothing says it
    "<Roth> [said] {the port was closed}.",
    "<Roth> [told] friends {that she would go}.",
    "<Roth> [believes] {the port is closed}.",
    # it stands in the content
    "<Roth> [said] {she had told CNN everything in an interview}.",
    "<Calder> [asked] {whether he had said so in a statement}.",
    "{“I tweeted it at the debate,”} <Roth> [said].",
    # another speaker's clause
    "Calder told CNN the port was closed, while <Roth> [said] {it was open}.",
    "<Roth> [said] {it was open}, while Calder told CNN it was closed.",
    "After Calder said in a statement that the port was closed, <Roth> [denied] {it}.",
    "<Roth> [denied] {it} after Calder said in a statement that the port was closed.",
    "Calder wrote in a letter that it was closed, and <Roth> [said] {it was open}.",
    "<Roth> [said] {it was open}, but Calder said in an interview that it was not.",
    "After Calder criticised her during a debate, <Roth> [laughed off] {the attack}.",
    "<Roth>, who told Reuters last year that she was ill, [said] {she was well}.",
    "In what <Roth> [called] {a mistake}, the ministry issued a statement.",
    "On the day that a man was seen at a rally, <Roth> [said] {it was open}.",
    # a word that looks like one
    "<Roth> [declared] in the debate spin room {that it was over}.",
    "<The letter writer’s son> [said] {it was over}.",
    "<A court spokesman> [said] {it was over}.",
    "In the debate over fishing, <Roth> [said] {nothing new}.",
    "In the roll call, <the delegates> [backed] {Calder}.",
    "Trailing in polls, <Calder> [said] {he would fight}.",
    "Asked for a statement of fact, <Calder> [said] {no}.",
    "<Roth> [found] {ways} to press his agenda.",
    "<Roth> hid her email server and [did not say] {why}.",
    "In his opinion, <Roth> [said], {it was over}.",
    "Calder, in a suit and tie, met <Roth>, who [said] {it was over}.",
]


@pytest.mark.parametrize("written", UNNAMED)
def test_no_channel_is_found_where_the_saying_names_none(written: str) -> None:
    text, parts = marked(written)
    assert channel(text, parts) is None


def test_what_goes_on_from_a_saying_has_its_channel() -> None:
    text, parts = marked("<He> told CNN the port was closed, [adding] {that it would stay so}.")
    assert channel(text, parts) == Channel("interview", "CNN", Span(3, 11))


def test_without_a_cue_there_is_no_channel() -> None:
    text, parts = marked("In a statement on Monday: {“The bridge stays shut.”}")
    assert channel(text, parts) is None


def test_a_nested_saying_has_only_what_the_others_content_has_of_the_sentence() -> None:
    written = "In an interview with CNN, Roth said <the envoy> [promised] {ships}."
    text, parts = marked(written)
    within = (Span(text.index("the envoy"), len(text) - 1),)
    text, parts = marked(written, within)
    assert channel(text, parts) is None


CNN = Channel("interview", "CNN", Span(0, 5))
ON_CNN = Channel("interview", "CNN", None)


def test_a_channel_carries_on_with_the_same_speaker_in_the_paragraph_and_the_next_two() -> None:
    assert carried([("roth", 3, CNN)], "roth", 3) == ON_CNN
    assert carried([("roth", 3, CNN)], "roth", 4) == ON_CNN
    assert carried([("roth", 3, CNN), ("roth", 4, ON_CNN)], "roth", 5) == ON_CNN
    assert carried([("roth", 3, CNN), ("calder", 3, None)], "roth", 4) == ON_CNN


@pytest.mark.parametrize(
    ("previous", "speaker", "paragraph"),
    [
        ([], "roth", 0),
        ([("roth", 3, CNN)], "calder", 3),
        ([("roth", 3, CNN)], None, 3),
        ([("roth", 3, CNN), ("roth", 3, None)], "roth", 3),
        ([("roth", 3, CNN)], "roth", 6),
        ([("roth", 3, CNN), ("roth", 4, ON_CNN), ("roth", 5, ON_CNN)], "roth", 6),
        ([("roth", 3, ON_CNN)], "roth", 3),
        ([("roth", 3, CNN)], "roth", 2),
    ],
)
def test_a_channel_is_its_speakers_alone_and_ends_too_far_away(
    previous: list[tuple[str | None, int, Channel | None]], speaker: str | None, paragraph: int
) -> None:
    assert carried(previous, speaker, paragraph) is None


def test_a_new_channel_is_what_carries_on_from_there() -> None:
    post = Channel("post", "X", Span(9, 12))
    assert carried([("roth", 3, CNN), ("roth", 3, post)], "roth", 3) == Channel("post", "X", None)


def test_wrote_alone_gives_way_to_what_was_written_before_it() -> None:
    text, parts = marked("{“Be calm,”} <he> [wrote].")
    own, email, call = channel(text, parts), Channel("email", None, None), Channel("call", None, None)
    assert settled(text, own, email) == email
    assert settled(text, own, call) == own
    assert settled(text, own, None) == own
    assert settled(text, None, email) == email


@given(st.data())
def test_the_words_always_stand_in_the_sentence_outside_the_content(data: st.DataObject) -> None:
    pieces = st.sampled_from(
        ["in an interview with CNN", " told reporters", " said", ", while ", "“Meet the Press”", " on X", ". ", ", ", "’s", " a letter to",
         "After ", " wrote", " Roth", "\n\n", " who ", "the report", " and ", ";", " at a rally", " tweeted", "é", "😀"]
    )  # fmt: skip
    text = "".join(data.draw(st.lists(pieces, min_size=1, max_size=14)))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6, unique=False)))
    spans = [Span(low, high) for low, high in zip(cuts[::2], cuts[1::2], strict=True) if low < high]
    if len(spans) < 3:
        return
    source, cue, content = data.draw(st.permutations(spans))
    around = tuple(Span(low, high) for low, high in ((0, content.start), (content.end, len(text))) if low < high)
    found = channel(text, Parts((source,), (cue,), (content,), (0, len(text)), around))
    if found is not None:
        assert found.span is not None
        assert 0 <= found.span.start < found.span.end <= len(text)
        assert found.span.end <= content.start or content.end <= found.span.start
