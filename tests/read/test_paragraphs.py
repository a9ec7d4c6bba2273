"""Where paragraphs begin, in texts of one line a paragraph and in texts that are hard-wrapped."""

from onrecord.read.paragraphs import paragraphs

WRAPPED = """President Marit Osk spoke today with Prime Minister Davin Rell. She
thanked Tessaly for the return of the sailors, and he said that
Orlena would always find an open door. The line between Saltmere
and Port Anwick will open again in May.

The two leaders also discussed the price of gas. They agreed to
remain in contact.
"""


def told(text: str) -> list[str]:
    return [" ".join(text[start:end].split()) for start, end in paragraphs(text)]


def test_a_wrapped_line_goes_on_with_a_name() -> None:
    found = told(WRAPPED)
    assert len(found) == 2
    assert "he said that Orlena would always" in found[0]


def test_a_wrapped_paragraph_ends_where_its_last_line_has_room_left() -> None:
    assert told(WRAPPED.replace("\n\n", "\n")) == told(WRAPPED)


def test_a_headline_of_one_line_is_no_part_of_the_paragraph_after_it() -> None:
    article = (
        "Ferries to return to the strait as Osk and Rell talk by telephone\n"
        "The leaders of Orlena and Tessaly agreed on Tuesday to bring back the ferries between Saltmere and Port Anwick in early May.\n"
        "Both governments said so after the call.\nNobody gave a date.\n"
    )
    assert len(told(article)) == 4


def test_entries_of_a_list_stay_apart() -> None:
    entries = "Order of the day of the council of Saltmere\n- The ferry, the lighthouse and the price of gas\n- The harbour\n- The school\n"
    assert len(told(entries)) == 4
