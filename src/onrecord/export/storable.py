"""Records to the same records, each one checked to be fit for a file: UTF-8 throughout, no document and no statement twice.

Formats of other programs tie what belongs together by id, so that two of one id would run into each other unseen.
"""

from collections.abc import Iterable, Iterator

from onrecord.errors import RecordError
from onrecord.record import DocumentId, Record, to_json


def storable(records: Iterable[Record]) -> Iterator[Record]:
    """The records one by one. Raises RecordError at the first that no file of another format can hold."""
    seen: set[DocumentId] = set()
    for record in records:
        document = record.document.id
        encoded(record)
        if document in seen:
            raise RecordError(f"Document {document} comes twice: give each document once.")
        seen.add(document)
        if len({statement.id for statement in record.statements}) < len(record.statements):
            raise RecordError(f"Document {document} holds two statements with one id: read it anew.")
        yield record


def encoded(record: Record) -> bytes:
    """The record's JSON as UTF-8. Raises RecordError where a text holds half of a surrogate pair, which UTF-8 has no bytes for."""
    try:
        return to_json(record)
    except UnicodeEncodeError as error:
        raise RecordError(
            f"Document {record.document.id} holds half of a surrogate pair, which no UTF-8 file can hold: read it from its bytes anew."
        ) from error
