"""Generated articles: the same for everyone, records by the record's own checks, and as unequal as real ones."""

from bench import generated
from onrecord.read.language import check_english
from onrecord.record import document_id, from_json, statement_id, to_json

RECORDS = [generated.record(number) for number in range(300)]


def test_a_number_is_always_the_same_article() -> None:
    generated._said.cache_clear()
    assert [generated.record(number) for number in (299, 3, 0)] == [RECORDS[number] for number in (299, 3, 0)]
    assert generated.record(0, seed=1) != RECORDS[0]


def test_ids_are_the_record_s_own_and_all_different() -> None:
    for record, raw in RECORDS:
        one = record.document
        assert one.id == document_id(raw, one.url)
        assert all(said.id == statement_id(one.id, said.content, said.parent) for said in record.statements)
        assert from_json(to_json(record)) == record
        check_english(one.text, "it")
    ids = [said.id for record, _ in RECORDS for said in record.statements]
    assert len(set(ids)) == len(ids)


def test_there_is_something_of_everything() -> None:
    said = [one for record, _ in RECORDS for one in record.statements]
    assert 18 < len(said) / len(RECORDS) <= generated.STATEMENTS
    assert {one.kind for one in said} == {"direct", "indirect", "mixed"}
    assert {one.act for one in said} == {"says", "thinks", "plans", "shows"}
    for has in ("addressees", "channel", "said_at", "mentions", "parent", "event"):
        assert any(getattr(one, has) for one in said), has
    assert 0.05 < sum(one.speaker is None for one in said) / len(said) < 0.25
    urls = [record.document.url for record, _ in RECORDS]
    assert len(set(urls)) < len(urls)


def test_copies_share_what_is_said_with_an_earlier_article() -> None:
    roles = [generated._role(number, generated.SEED) for number in range(300)]
    for number, role in enumerate(roles):
        base = generated._base(number, generated.SEED)
        assert (base is None) == (role == "original" or number == 0)
        if base is not None:
            paragraphs = [set(RECORDS[one][0].document.text.split("\n\n")[1:]) for one in (number, base)]
            assert len(paragraphs[0] & paragraphs[1]) >= len(paragraphs[0]) - 1
