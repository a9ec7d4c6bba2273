"""The archive's tables, as SQLAlchemy Core knows them. The DDL that makes them is in migrations/.

The invariant: what the columns of `statements` say is a pure function of what the machine found (kept in `machine` where
somebody changed it) and of the `reviews`. Keys are whole numbers of this archive alone; ids are the record's, the same everywhere.
Lists and spans are JSON texts, so that any tool can read them.
"""

from typing import Final, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

METADATA: Final = MetaData(naming_convention={"ix": "%(table_name)s_%(column_0_name)s"})

# SQLite numbers rows by itself only where the column is called INTEGER.
Key = BigInteger().with_variant(Integer, "sqlite")

Standing = Literal["current", "old version", "rejected", "gone"]


def _key() -> Column[int]:
    return Column("key", Key, primary_key=True, autoincrement=True)


def _to(name: str, target: str, *, empty: bool = False, delete: str = "CASCADE") -> Column[int]:
    return Column(name, Key, ForeignKey(target, ondelete=delete), nullable=empty)


# The bytes that documents came from. packing: how they are compressed.
blobs = Table(
    "blobs",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("packing", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
)

# day: of publication. origin: the input that it came from. version: from 1, of the documents at one address; is_current: the last.
# notices: corrections and retractions that the text announces, [[start, end, kind], ...]. family: key of the first copy.
# speaker: whose words a source holds, where a person or a recipe said so.
documents = Table(
    "documents",
    METADATA,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("sha256", Text, ForeignKey("blobs.sha256"), nullable=False, index=True),
    Column("title", Text),
    Column("byline", Text),
    Column("outlet", Text, index=True),
    Column("url", Text, index=True),
    Column("published", Text),
    Column("captured", Text),
    Column("language", Text),
    Column("translated_from", Text),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("marks", Text, nullable=False, server_default=text("'[]'")),
    Column("left_out", Text, nullable=False, server_default=text("'[]'")),
    Column("findings", Text, nullable=False, server_default=text("'[]'")),
    Column("day", Text, index=True),
    Column("origin", Text),
    Column("added_at", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default=text("1")),
    Column("is_current", Boolean, nullable=False),
    Column("notices", Text, nullable=False, server_default=text("'[]'")),
    Column("family", Key, index=True),
    Column("speaker", Text),
    # What a search counts by, which lies behind the text in a row.
    Index("documents_copies", "key", "family", "outlet"),
    sqlite_autoincrement=True,
)

# name, type: as first met under this id. folded: the name in small letters without accents, for searching.
# merged: key of the actor that a person joined this one with; its own key where nobody did.
actors = Table(
    "actors",
    METADATA,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("wikidata", Text),
    Column("folded", Text, nullable=False, index=True),
    Column("merged", Key, index=True),
)

# Who a document speaks of, in its order, under which names.
document_actors = Table(
    "document_actors",
    METADATA,
    _to("document", "documents.key"),
    Column("position", Integer, nullable=False),
    _to("actor", "actors.key", delete="RESTRICT"),
    Column("names", Text, nullable=False),
    PrimaryKeyConstraint("document", "position"),
    Index("document_actors_actor", "actor"),
    sqlite_with_rowid=False,
)

# Which versions of which stages made a statement: a JSON object.
makers = Table(
    "makers",
    METADATA,
    _key(),
    Column("made_by", Text, nullable=False, unique=True),
)

# participants: JSON as the record has it; date: the record's Time or null; accounts: statement ids.
events = Table(
    "events",
    METADATA,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("document", "documents.key"),
    Column("position", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("participants", Text, nullable=False),
    Column("date", Text),
    Column("place", Text),
    Column("accounts", Text, nullable=False),
    Index("events_document", "document"),
)

# words: the content's characters, pieces joined by " … ". starts, ends: code points of the first and past the last.
# dated: the day to search by: when it was said, or else when the document was published. confidence: the product of the two.
# quotation: key of the first statement of the same utterance; its own where it is alone; why_joined: why it is in.
# machine: what the machine found, the record's statement as JSON, where a person decided otherwise; "" where a person marked it.
statements = Table(
    "statements",
    METADATA,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("document", "documents.key"),
    Column("position", Integer, nullable=False),
    Column("standing", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("content", Text, nullable=False),
    Column("cue", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("quoted", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("act", Text, nullable=False),
    _to("speaker", "actors.key", empty=True, delete="RESTRICT"),
    Column("channel", Text),
    Column("platform", Text),
    Column("channel_span", Text),
    Column("said_from", Text),
    Column("said_to", Text),
    Column("granularity", Text),
    Column("said_words", Text),
    Column("basis", Text),
    Column("dated", Text),
    Column("place", Text),
    Column("confidence", Float, nullable=False),
    Column("confidence_words", Float, nullable=False),
    Column("confidence_speaker", Float, nullable=False),
    Column("parent", Text),
    _to("event", "events.key", empty=True, delete="SET NULL"),
    Column("why", Text),
    Column("ground", Text),
    Column("alternatives", Text, nullable=False),
    _to("maker", "makers.key", delete="RESTRICT"),
    Column("is_reviewed", Boolean, nullable=False, server_default=text("false")),
    Column("reviewed", Text),
    Column("machine", Text),
    Column("quotation", Key, nullable=False),
    Column("why_joined", Text),
    CheckConstraint("standing IN ('current', 'old version', 'rejected', 'gone')", name="statements_standing"),
    Index("statements_document", "document"),
    Index("statements_speaker", "speaker", "dated"),
    Index("statements_quotation", "quotation"),
    Index("statements_event", "event"),
    # Everything that a search filters and groups by, so that it need not open the wide rows.
    Index(
        "statements_facets",
        *(
            "key",
            "standing",
            "act",
            "kind",
            "speaker",
            "channel",
            "dated",
            "confidence",
            "is_reviewed",
            "quotation",
            "document",
            "event",
        ),
    ),
    sqlite_autoincrement=True,
)

addressees = Table(
    "addressees",
    METADATA,
    _to("statement", "statements.key"),
    Column("position", SmallInteger, nullable=False),
    _to("actor", "actors.key", delete="RESTRICT"),
    PrimaryKeyConstraint("statement", "position"),
    Index("addressees_actor", "actor"),
    sqlite_with_rowid=False,
)

mentions = Table(
    "mentions",
    METADATA,
    _to("statement", "statements.key"),
    Column("position", SmallInteger, nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    _to("actor", "actors.key", delete="RESTRICT"),
    PrimaryKeyConstraint("statement", "position"),
    Index("mentions_actor", "actor"),
    sqlite_with_rowid=False,
)

# Hashes of word sequences by which statements of one utterance find each other.
quotation_keys = Table(
    "quotation_keys",
    METADATA,
    Column("hash", Key, nullable=False, autoincrement=False),
    _to("statement", "statements.key"),
    PrimaryKeyConstraint("hash", "statement"),
    Index("quotation_keys_statement", "statement"),
    sqlite_with_rowid=False,
)

# Where a statement's words lie in the encoder's space: 384 signed bytes. version: of the encoder.
vectors = Table(
    "vectors",
    METADATA,
    _to("statement", "statements.key"),
    Column("version", Text, nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("statement"),
)

# Where wordings of reported statements were said. pieces: where the wording stands in the article; words: it itself, as it was sought.
# source: the document that it was said in, starts and ends in its text, said_by who speaks there; none of these where it was not found.
# change: what it may be accused of; drift: all that differs, offsets into words and into the source's text; misses, searched, also,
# elsewhere: as the tracer gave them, JSON; searched_says: what was searched, in words. sources: hash of all sources that there were.
# is_shown: false where people decided about a wording that overlaps it. confirmed_by: who stands behind “altered”.
# machine: what the machine found, JSON, where a person decided otherwise; "" where the machine has no such wording.
traces = Table(
    "traces",
    METADATA,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _to("statement", "statements.key"),
    Column("position", Integer, nullable=False),
    Column("pieces", Text, nullable=False),
    Column("words", Text, nullable=False),
    _to("source", "documents.key", empty=True),
    Column("starts", Integer),
    Column("ends", Integer),
    Column("said_by", Text),
    Column("fidelity", Text, nullable=False),
    Column("confidence", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("change", Text),
    Column("drift", Text, nullable=False),
    Column("misses", Text, nullable=False),
    Column("searched", Text),
    Column("searched_says", Text),
    Column("also", Text, nullable=False),
    Column("elsewhere", Text),
    Column("note", Text),
    Column("made_by", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("is_shown", Boolean, nullable=False),
    Column("confirmed_by", Text),
    Column("is_reviewed", Boolean, nullable=False),
    Column("reviewed", Text),
    Column("machine", Text),
    Index("traces_statement", "statement"),
    Index("traces_source", "source"),
    Index("traces_fidelity", "fidelity"),
    sqlite_autoincrement=True,
)

# Documents whose statements were traced. through: the highest key of a source that there was; sources: hash of all of them.
traced = Table(
    "traced",
    METADATA,
    _to("document", "documents.key"),
    Column("through", Key, nullable=False, autoincrement=False),
    Column("sources", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    PrimaryKeyConstraint("document"),
)

# Bands of the MinHash signatures of documents, by which copies find each other, and the signatures themselves.
copy_bands = Table(
    "copy_bands",
    METADATA,
    Column("hash", Key, nullable=False, autoincrement=False),
    _to("document", "documents.key"),
    PrimaryKeyConstraint("hash", "document"),
    Index("copy_bands_document", "document"),
    sqlite_with_rowid=False,
)
signatures = Table(
    "signatures",
    METADATA,
    _to("document", "documents.key"),
    Column("bytes", LargeBinary, nullable=False),
    PrimaryKeyConstraint("document"),
)

# Decisions, append-only. verdict: what kind; subject: the id of the statement, document, actor or quotation that it is about;
# value: what was decided, JSON; undoes: the id of the decision that this one takes back; carried: of that which it is a copy of, as in
# the value.
reviews = Table(
    "reviews",
    METADATA,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    Column("verdict", Text, nullable=False, index=True),
    Column("subject", Text, nullable=False, index=True),
    Column("value", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("why", Text),
    Column("undoes", Text, ForeignKey("reviews.id"), index=True),
    Column("carried", Text, index=True),
    sqlite_autoincrement=True,
)

# Random samples that people judge. frame: what was drawn from, JSON; statements, passages: what was drawn and how it was judged, JSON.
samples = Table(
    "samples",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("seed", Key, nullable=False, autoincrement=False),
    Column("drawn_at", Text, nullable=False),
    Column("frame", Text, nullable=False),
    Column("statements", Text, nullable=False),
    Column("passages", Text, nullable=False),
)

# What was removed on demand, and why; nothing of what it held.
tombstones = Table(
    "tombstones",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("url", Text),
    Column("why", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Text, nullable=False),
)

# Feeds that are watched, with what their servers said last.
feeds = Table(
    "feeds",
    METADATA,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("modified", Text),
    Column("checked_at", Text),
    Column("next_at", Text),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("last_error", Text),
)
seen = Table(
    "seen",
    METADATA,
    Column("feed", Text, ForeignKey("feeds.url", ondelete="CASCADE"), nullable=False),
    Column("entry", Text, nullable=False),
    Column("seen_at", Text, nullable=False),
    PrimaryKeyConstraint("feed", "entry"),
)

# The archive itself: its id, and settings that belong to it.
about = Table(
    "about",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
