"""Notices: what a newsroom writes about its own article, and what only looks like it. All of it is invented."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store.notices import Notice, notices

BODY = "The council of Vesterhavn votes on the ferry on Monday.\n\n“It will cost three million crowns,” Oskar Lind said.\n"

NOTICES = [
    ("correction", "Correction: An earlier version of this article misspelled the mayor’s name."),
    ("correction", "CORRECTION: THE FERRY SAILS ON TUESDAYS, NOT MONDAYS."),
    ("correction", "Correction (May 14): The bridge is in Tarrow."),
    ("correction", "Correction, May 14, 2026: The bridge is in Tarrow."),
    ("correction", "Correction May 14: The bridge is in Tarrow."),
    ("correction", "Correction – the bridge is in Tarrow, not Sund."),
    ("correction", "*Correction appended: the vote was on Monday."),
    ("correction", "Clarification: Ms. Velde spoke for herself, not for her party."),
    ("correction", "Corrections and clarifications: the library opened in 1962."),
    ("correction", "[Correction: The tramway has nine stops.]"),
    ("correction", "(Corrects spelling of minister's name in paragraph 4)"),
    ("correction", "(Refiles to fix typo in headline)"),
    ("correction", "(This May 14 story has been corrected to fix the number of ferries in paragraph 3)"),
    ("correction", "CORRECTED-Mayor of Tarrow says bridge will open in June"),
    ("correction", "Editor's note: This story has been updated to correct the spelling of Elin Storm's name."),
    ("correction", "EDITOR’S NOTE: AN EARLIER VERSION OF THIS STORY GAVE THE WRONG DATE."),
    ("correction", "Editors’ note: A previous version of this article said that Mr. Reyes had resigned. He has not."),
    ("correction", "An earlier version of this article incorrectly stated the price of a ticket."),
    ("correction", "An earlier version of this story omitted the name of the photographer."),
    ("correction", "A headline on an article about the harbour misstated who owns it."),
    ("correction", "An article on Tuesday about the market misidentified the man at the left of the picture."),
    ("correction", "A picture caption on Page 3 last Friday misspelled the given name of Priya Nandan."),
    ("correction", "Because of an editing error, a figure for the cost of the stadium was left out."),
    ("correction", "This article was amended on 14 May 2026 to remove a line about the school."),
    ("correction", "This article was corrected on May 14."),
    ("correction", "We wrongly reported that the hospital had closed. It is open."),
    ("correction", "We regret the error."),
    ("correction", "In an earlier version of this story, the school's name was left out."),
    ("retraction", "Retraction: The Harbour Courier withdraws its report of May 3."),
    ("retraction", "RETRACTED: Study finds that gulls can read"),
    ("retraction", "This article has been retracted by its author."),
    ("retraction", "Editor’s Note: The Harbour Courier has removed this story because its sources can't be verified."),
    ("retraction", "We are retracting this article, which did not meet our standards."),
    ("retraction", "The article previously published here has been removed."),
    ("update", "This story has been updated to include comment from the harbour office."),
    ("update", "Editor’s note: This article has been updated with new figures."),
    ("update", "UPDATE: The council has postponed the vote."),
    ("update", "Update, May 14: A spokesman for the mayor replied after publication."),
    ("update", "Updated on May 14 to include a reply from the guild."),
    ("update", "(Updates with comment from the harbour office)"),
    ("update", "The article has been updated to include a reply from the guild."),
]

OTHERS = [
    "Correction officers said that the prison was quiet.",
    "Corrections Department staff will strike on Monday, Ada Brandt said.",
    "Corrected figures show that fewer people took the ferry.",
    "Correctional officers were told to stay at home.",
    "A market correction is near, said Jonas Arkwright, who sells bonds.",
    "Clarification was needed, the minister said.",
    "“Correction: we lost,” she said with a laugh.",
    "“This story has been retracted,” Lind told reporters.",
    "The report was revised after the auditors complained.",
    "The report wrongly said that the bridge was safe, Velde told the council.",
    "The video was removed by the platform within an hour.",
    "The post has been taken down, but thousands had read it.",
    "This report comes a week after the vote.",
    "The journal has retracted the article, which claimed that gulls can read.",
    "An earlier version of the bill wrongly named the harbour.",
    "An earlier version of this article appeared in The Quay.",
    "An earlier version of this story was first published in The Quay.",
    "Editor's note: This story describes violence.",
    "Editor’s note: Marta Velde is a member of our board.",
    "Updated May 14, 2026 10:32 a.m.",
    "Updated: May 14, 2026",
    "Update your settings to go on reading.",
    "Updating the tramway will cost nine million crowns.",
    "The story was removed from the reading list, the school said.",
    "We corrected our course, the captain said.",
    "Retracting the claim would take courage, Storm said.",
    "Because of an error at the bank, nobody was paid.",
    "The article of faith in Tarrow is that boats come first.",
    "An article by Priya Nandan says that the mayor misled the council.",
    "Correction or crash? Bond sellers are divided.",
    "The minister withdrew the article of the law that named the harbour.",
]


@pytest.mark.parametrize(("kind", "words"), NOTICES)
@pytest.mark.parametrize("where", ["top", "end", "bracketed"])
def test_a_notice_is_known_wherever_it_stands(kind: str, words: str, where: str) -> None:
    said = f"[{words.strip('[]()')}]" if where == "bracketed" else words
    text = f"Ferry vote\n\n{said}\n\n{BODY}" if where == "top" else f"Ferry vote\n\n{BODY}\n{said}\n"
    assert [(one.kind, text[one.start : one.end]) for one in notices(text)] == [(kind, said)]


@pytest.mark.parametrize("words", OTHERS)
def test_what_only_looks_like_one_is_none(words: str) -> None:
    assert notices(f"{words}\n\n{BODY}") == ()
    assert notices(f"{BODY}\n{words}\n") == ()


def test_a_heading_announces_the_paragraph_below_it() -> None:
    text = f"{BODY}\nCORRECTION\n\nThe bridge is in Tarrow, not in Sund.\n\nMore news\n"
    (one,) = notices(text)
    assert text[one.start : one.end] == "CORRECTION\n\nThe bridge is in Tarrow, not in Sund."
    assert one.kind == "correction"


def test_a_page_s_links_announce_nothing() -> None:
    assert notices(f"{BODY}\nAbout us\nCorrections\nContact\nPrivacy policy\n") == ()


def test_a_bracket_at_a_paragraph_s_end_is_one() -> None:
    text = "“It will cost three million crowns,” Lind said. [This article has been corrected.]\n"
    (one,) = notices(text)
    assert text[one.start : one.end] == "[This article has been corrected.]"


@given(st.text(alphabet="Correction: -–(May 14)[]“\nThis story has been updated", max_size=200))
def test_a_notice_lies_in_the_text_and_none_overlap(text: str) -> None:
    reach = 0
    for one in notices(text):
        assert isinstance(one, Notice)
        assert reach <= one.start < one.end <= len(text)
        assert text[one.start : one.end].strip() == text[one.start : one.end]
        reach = one.end


def test_a_hostile_paragraph_takes_no_time() -> None:
    began = time.perf_counter()
    for words in ("an article " * 30_000, "the " * 50_000, "(" * 100_000, "this story " * 30_000, "- " * 100_000, "[a" * 100_000):
        notices(words)
    assert time.perf_counter() - began < 5
