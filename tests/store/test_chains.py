"""The chain of a quotation in an archive: its reports, its source, and who had it from whom, on either engine."""

from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from sqlalchemy import Connection, select

from onrecord.errors import ArchiveError
from onrecord.export.chained import to_json
from onrecord.store import schema
from onrecord.store.adding import add
from onrecord.store.archive import Archive
from onrecord.store.chains import Chained, _traced, chained
from onrecord.store.reviews import decide
from onrecord.trace.resting import Node
from tests.store.ferry import COURIER, POST, RIGHT, WEEKLY, WRONG, fill, item
from tests.store.traces.harbour import process


def statement_of(archive: Archive, outlet: str, words: str) -> str:
    """The statement of an outlet's report that has the words."""
    table, documents = schema.statements, schema.documents
    wanted = select(table.c.id, table.c.words).join(documents, documents.c.key == table.c.document)

    def find(connection: Connection) -> str:
        found = connection.execute(wanted.where(documents.c.outlet == outlet, table.c.standing == "current").order_by(table.c.key))
        return next(str(row.id) for row in found if words in row.words)

    return archive.look(find)


def texts(archive: Archive) -> dict[str, str]:
    table = schema.documents
    return archive.look(lambda connection: {row.id: row.text for row in connection.execute(select(table.c.id, table.c.text))})


def of(one: Chained, outlet: str) -> Node:
    (found,) = [node for node in one.chain.nodes if node.at.outlet == outlet]
    return found


def edges(one: Chained) -> dict[str, list[tuple[str, str, str]]]:
    """On whom each rests, by outlet: how sure, on what evidence."""
    names = {node.at.document: node.at.outlet or "" for node in one.chain.nodes}
    return {
        node.at.outlet or "": [
            (names[rest.on] if rest.on else "the speaker", rest.sure, "+".join(each.kind for each in rest.evidence))
            for rest in node.rests
        ]
        for node in one.chain.nodes
    }


def test_a_story_is_told_from_the_post_to_the_last_report(archive: Archive) -> None:
    fill(archive)
    asked = statement_of(archive, "The Tarrow Times", "eleven")
    one = archive.look(lambda connection: chained(connection, asked))
    assert edges(one) == {
        "Twitter": [],
        "The Harbour Courier": [("Twitter", "possible", "channel")],
        "The Island Gazette": [("The Harbour Courier", "possible", "wording")],
        "The Lindmark Weekly": [("The Harbour Courier", "likely", "named")],
        "Sund Radio": [("The Lindmark Weekly", "stated", "link")],
        "The Tarrow Times": [],
    }
    assert one.is_traced
    assert one.speaker is not None
    assert one.speaker.name == "Oskar Lind"
    assert one.chain.original is not None
    post = of(one, "Twitter")
    assert (one.chain.original.document, one.chain.first) == (post.at.document, (post.at.document,))
    assert [copy.at.outlet for copy in of(one, "The Island Gazette").copies] == ["The Northern Post"]
    # The one that is right cannot have the right words from the one that is wrong.
    (rest,) = of(one, "The Lindmark Weekly").rests
    assert [span.of(POST) for span in rest.beyond] == ["eleven million", "tender"]
    told = {one_of.document: one_of.fidelity for one_of in one.against}
    assert told[of(one, "The Harbour Courier").at.document] == "possible change of meaning"
    assert told[of(one, "The Tarrow Times").at.document] == "verbatim"
    # Every place is one of a stored text, in which the words stand that are shown.
    stored = texts(archive)
    assert one.words == one.chain.original.words == stored[post.at.document][one.chain.original.at :][: len(one.words)]
    for node in one.chain.nodes:
        assert " … ".join(span.of(stored[node.at.document]) for span in node.at.content) == node.at.words
        for rest in node.rests:
            for each in rest.evidence:
                assert all(span.of(stored[each.of]) in each.words for span in each.here if each.kind != "wording")
                for each_place in each.departs:
                    assert [span.of(stored[rest.on or ""]) for span in each_place.there] == [each_place.has]
    # Whichever of its statements is asked for, the same is told, and twice the same.
    other = archive.look(lambda connection: chained(connection, statement_of(archive, "The Island Gazette", "forty")))
    assert msgspec.structs.replace(one, asked="", quotation="") == msgspec.structs.replace(other, asked="", quotation="")
    assert to_json(one) == to_json(archive.look(lambda connection: chained(connection, asked)))


def test_who_is_named_around_a_statement_inside_another_is_named_for_it(archive: Archive) -> None:
    weekly = f"A costly crossing\n\n{WRONG} Oskar Lind said, according to the Harbour Courier.\n"
    for one in add(archive, [item(*COURIER), item("The Lindmark Weekly", "2026-05-14", WEEKLY, weekly)], process):
        assert one.why is None
    table = schema.statements
    parents = archive.look(lambda connection: connection.execute(select(table.c.parent).where(table.c.parent.is_not(None))).all())
    assert parents, "the statement is not read as one inside another"
    one = archive.look(lambda connection: chained(connection, statement_of(archive, "The Harbour Courier", "forty")))
    assert edges(one)["The Lindmark Weekly"] == [("The Harbour Courier", "stated", "named")]


def test_without_a_source_nothing_is_said_to_be_one(archive: Archive) -> None:
    fill(archive, is_traced=False)
    one = archive.look(lambda connection: chained(connection, statement_of(archive, "The Tarrow Times", "eleven")))
    assert (one.chain.original, one.is_traced, one.against) == (None, False, ())
    assert one.words == max((node.at.words for node in one.chain.nodes), key=len)
    assert {rest.on for rest in of(one, "Sund Radio").rests} == {of(one, "The Lindmark Weekly").at.document}
    assert not any(node.is_primary for node in one.chain.nodes)


def test_the_source_is_where_a_person_says_or_most_traces_or_the_surest() -> None:
    def row(source: int, confidence: float, *, is_reviewed: bool = False) -> Any:
        return SimpleNamespace(source=source, confidence=confidence, is_reviewed=is_reviewed, starts=source, ends=source + 5)

    def found(*given: Any) -> int | None:
        (one, other) = (_traced(order) for order in (given, given[::-1]))
        assert one == other
        return one.document if one else None

    assert found() is None
    assert found(row(1, 0.6), row(2, 0.9)) == 2
    assert found(row(1, 0.6), row(1, 0.6), row(2, 0.9)) == 1
    assert found(row(1, 0.6), row(1, 0.6), row(2, 0.5, is_reviewed=True)) == 2


def test_what_no_chain_can_be_told_of_says_why(archive: Archive) -> None:
    outlet, published, url, text = COURIER
    alone = text.replace(WRONG, RIGHT)
    for one in add(archive, [item(outlet, published, url, alone)], process):
        assert one.why is None
    with pytest.raises(ArchiveError, match="There is no statement or quotation snone in the archive"):
        archive.look(lambda connection: chained(connection, "snone"))
    asked = statement_of(archive, outlet, "eleven")
    with pytest.raises(ArchiveError, match=f"Only one document of the archive has {asked}, Ferry gets dearer, so nothing"):
        archive.look(lambda connection: chained(connection, asked))
    archive.write(lambda connection: decide(connection, "not a statement", asked, who="Ines Calder"))
    with pytest.raises(ArchiveError, match=f"{asked} is no statement, as a person decided"):
        archive.look(lambda connection: chained(connection, asked))
