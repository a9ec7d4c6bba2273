-- The first schema of the archive, for sqlite. Frozen: later changes are migrations of their own.

CREATE TABLE about (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE actors (
    "key" INTEGER NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    wikidata TEXT,
    folded TEXT NOT NULL,
    merged INTEGER,
    PRIMARY KEY ("key"),
    UNIQUE (id)
);

CREATE INDEX actors_folded ON actors (folded);

CREATE INDEX actors_merged ON actors (merged);

CREATE TABLE blobs (
    sha256 TEXT NOT NULL,
    packing TEXT NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (sha256)
);

CREATE TABLE feeds (
    url TEXT NOT NULL,
    etag TEXT,
    modified TEXT,
    checked_at TEXT,
    next_at TEXT,
    failures INTEGER DEFAULT 0 NOT NULL,
    last_error TEXT,
    PRIMARY KEY (url)
);

CREATE TABLE makers (
    "key" INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY ("key"),
    UNIQUE (made_by)
);

CREATE TABLE reviews (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    subject TEXT NOT NULL,
    value TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT,
    undoes TEXT,
    carried TEXT,
    UNIQUE (id),
    FOREIGN KEY(undoes) REFERENCES reviews (id)
);

CREATE INDEX reviews_carried ON reviews (carried);

CREATE INDEX reviews_subject ON reviews (subject);

CREATE INDEX reviews_undoes ON reviews (undoes);

CREATE INDEX reviews_verdict ON reviews (verdict);

CREATE TABLE samples (
    id TEXT NOT NULL,
    seed INTEGER NOT NULL,
    drawn_at TEXT NOT NULL,
    frame TEXT NOT NULL,
    statements TEXT NOT NULL,
    passages TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE tombstones (
    id TEXT NOT NULL,
    url TEXT,
    why TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE documents (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    title TEXT,
    byline TEXT,
    outlet TEXT,
    url TEXT,
    published TEXT,
    captured TEXT,
    language TEXT,
    translated_from TEXT,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    marks TEXT DEFAULT '[]' NOT NULL,
    left_out TEXT DEFAULT '[]' NOT NULL,
    findings TEXT DEFAULT '[]' NOT NULL,
    day TEXT,
    origin TEXT,
    added_at TEXT NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    is_current BOOLEAN NOT NULL,
    notices TEXT DEFAULT '[]' NOT NULL,
    family INTEGER,
    speaker TEXT,
    UNIQUE (id),
    FOREIGN KEY(sha256) REFERENCES blobs (sha256)
);

CREATE INDEX documents_day ON documents (day);

CREATE INDEX documents_family ON documents (family);

CREATE INDEX documents_copies ON documents ("key", family, outlet);

CREATE INDEX documents_outlet ON documents (outlet);

CREATE INDEX documents_sha256 ON documents (sha256);

CREATE INDEX documents_url ON documents (url);

CREATE TABLE seen (
    feed TEXT NOT NULL,
    entry TEXT NOT NULL,
    seen_at TEXT NOT NULL,
    PRIMARY KEY (feed, entry),
    FOREIGN KEY(feed) REFERENCES feeds (url) ON DELETE CASCADE
);

CREATE TABLE copy_bands (
    hash INTEGER NOT NULL,
    document INTEGER NOT NULL,
    PRIMARY KEY (hash, document),
    FOREIGN KEY(document) REFERENCES documents ("key") ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX copy_bands_document ON copy_bands (document);

CREATE TABLE document_actors (
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    names TEXT NOT NULL,
    PRIMARY KEY (document, position),
    FOREIGN KEY(document) REFERENCES documents ("key") ON DELETE CASCADE,
    FOREIGN KEY(actor) REFERENCES actors ("key") ON DELETE RESTRICT
)
 WITHOUT ROWID;

CREATE INDEX document_actors_actor ON document_actors (actor);

CREATE TABLE events (
    "key" INTEGER NOT NULL,
    id TEXT NOT NULL,
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    participants TEXT NOT NULL,
    date TEXT,
    place TEXT,
    accounts TEXT NOT NULL,
    PRIMARY KEY ("key"),
    UNIQUE (id),
    FOREIGN KEY(document) REFERENCES documents ("key") ON DELETE CASCADE
);

CREATE INDEX events_document ON events (document);

CREATE TABLE signatures (
    document INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (document),
    FOREIGN KEY(document) REFERENCES documents ("key") ON DELETE CASCADE
);

CREATE TABLE statements (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    document INTEGER NOT NULL,
    position INTEGER NOT NULL,
    standing TEXT NOT NULL,
    words TEXT NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    content TEXT NOT NULL,
    cue TEXT NOT NULL,
    source TEXT NOT NULL,
    quoted TEXT NOT NULL,
    kind TEXT NOT NULL,
    act TEXT NOT NULL,
    speaker INTEGER,
    channel TEXT,
    platform TEXT,
    channel_span TEXT,
    said_from TEXT,
    said_to TEXT,
    granularity TEXT,
    said_words TEXT,
    basis TEXT,
    dated TEXT,
    place TEXT,
    confidence FLOAT NOT NULL,
    confidence_words FLOAT NOT NULL,
    confidence_speaker FLOAT NOT NULL,
    parent TEXT,
    event INTEGER,
    why TEXT,
    ground TEXT,
    alternatives TEXT NOT NULL,
    maker INTEGER NOT NULL,
    is_reviewed BOOLEAN DEFAULT false NOT NULL,
    reviewed TEXT,
    machine TEXT,
    quotation INTEGER NOT NULL,
    why_joined TEXT,
    CONSTRAINT statements_standing CHECK (standing IN ('current', 'old version', 'rejected', 'gone')),
    UNIQUE (id),
    FOREIGN KEY(document) REFERENCES documents ("key") ON DELETE CASCADE,
    FOREIGN KEY(speaker) REFERENCES actors ("key") ON DELETE RESTRICT,
    FOREIGN KEY(event) REFERENCES events ("key") ON DELETE SET NULL,
    FOREIGN KEY(maker) REFERENCES makers ("key") ON DELETE RESTRICT
);

CREATE INDEX statements_document ON statements (document);

CREATE INDEX statements_event ON statements (event);

CREATE INDEX statements_facets ON statements ("key", standing, act, kind, speaker, channel, dated, confidence, is_reviewed, quotation, document, event);

CREATE INDEX statements_quotation ON statements (quotation);

CREATE INDEX statements_speaker ON statements (speaker, dated);

CREATE TABLE addressees (
    statement INTEGER NOT NULL,
    position SMALLINT NOT NULL,
    actor INTEGER NOT NULL,
    PRIMARY KEY (statement, position),
    FOREIGN KEY(statement) REFERENCES statements ("key") ON DELETE CASCADE,
    FOREIGN KEY(actor) REFERENCES actors ("key") ON DELETE RESTRICT
)
 WITHOUT ROWID;

CREATE INDEX addressees_actor ON addressees (actor);

CREATE TABLE mentions (
    statement INTEGER NOT NULL,
    position SMALLINT NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    actor INTEGER NOT NULL,
    PRIMARY KEY (statement, position),
    FOREIGN KEY(statement) REFERENCES statements ("key") ON DELETE CASCADE,
    FOREIGN KEY(actor) REFERENCES actors ("key") ON DELETE RESTRICT
)
 WITHOUT ROWID;

CREATE INDEX mentions_actor ON mentions (actor);

CREATE TABLE quotation_keys (
    hash INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    PRIMARY KEY (hash, statement),
    FOREIGN KEY(statement) REFERENCES statements ("key") ON DELETE CASCADE
)
 WITHOUT ROWID;

CREATE INDEX quotation_keys_statement ON quotation_keys (statement);

CREATE TABLE vectors (
    statement INTEGER NOT NULL,
    version TEXT NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (statement),
    FOREIGN KEY(statement) REFERENCES statements ("key") ON DELETE CASCADE
);

CREATE TABLE traces (
    "key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL,
    statement INTEGER NOT NULL,
    position INTEGER NOT NULL,
    pieces TEXT NOT NULL,
    words TEXT NOT NULL,
    source INTEGER,
    starts INTEGER,
    ends INTEGER,
    said_by TEXT,
    fidelity TEXT NOT NULL,
    confidence FLOAT NOT NULL,
    reason TEXT NOT NULL,
    change TEXT,
    drift TEXT NOT NULL,
    misses TEXT NOT NULL,
    searched TEXT,
    searched_says TEXT,
    also TEXT NOT NULL,
    elsewhere TEXT,
    note TEXT,
    made_by TEXT NOT NULL,
    sources TEXT NOT NULL,
    is_shown BOOLEAN NOT NULL,
    confirmed_by TEXT,
    is_reviewed BOOLEAN NOT NULL,
    reviewed TEXT,
    machine TEXT,
    UNIQUE (id),
    FOREIGN KEY(statement) REFERENCES statements ("key") ON DELETE CASCADE,
    FOREIGN KEY(source) REFERENCES documents ("key") ON DELETE CASCADE
);

CREATE INDEX traces_fidelity ON traces (fidelity);

CREATE INDEX traces_source ON traces (source);

CREATE INDEX traces_statement ON traces (statement);

CREATE TABLE traced (
    document INTEGER NOT NULL,
    through INTEGER NOT NULL,
    sources TEXT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (document),
    FOREIGN KEY(document) REFERENCES documents ("key") ON DELETE CASCADE
);

CREATE VIRTUAL TABLE statements_words USING fts5 (
    words, content = 'statements', content_rowid = 'key', tokenize = 'porter unicode61 remove_diacritics 2'
);

CREATE TRIGGER statements_words_insert AFTER INSERT ON statements BEGIN
    INSERT INTO statements_words (rowid, words) VALUES (new.key, new.words);
END;

CREATE TRIGGER statements_words_delete AFTER DELETE ON statements BEGIN
    INSERT INTO statements_words (statements_words, rowid, words) VALUES ('delete', old.key, old.words);
END;

CREATE TRIGGER statements_words_update AFTER UPDATE OF words ON statements WHEN old.words <> new.words BEGIN
    INSERT INTO statements_words (statements_words, rowid, words) VALUES ('delete', old.key, old.words);
    INSERT INTO statements_words (rowid, words) VALUES (new.key, new.words);
END;

CREATE TRIGGER reviews_stay BEFORE DELETE ON reviews BEGIN
    SELECT raise(ABORT, 'decisions are never deleted');
END;

CREATE TRIGGER reviews_stand BEFORE UPDATE ON reviews WHEN NOT (
    -- Words of what was removed on demand may be blanked, and nothing else: not who decided what kind of thing, when, about what.
    new.key = old.key AND new.id = old.id AND new.verdict = old.verdict AND new.subject = old.subject AND new.who = old.who
    AND new.at = old.at AND new.undoes IS old.undoes AND new.carried IS old.carried AND EXISTS (SELECT 1 FROM tombstones)
    AND (new.value = old.value OR (
        new.value = '{}' AND old.verdict NOT IN ('same actor', 'other actor', 'same quotation', 'other quotation')
        AND NOT EXISTS (SELECT 1 FROM statements WHERE id = old.subject)
    ))
    AND (new.why IS old.why OR new.why IS NULL)
) BEGIN
    SELECT raise(ABORT, 'decisions are never changed');
END;

CREATE VIEW statements_view AS
SELECT
    s.id AS statement,
    s.words,
    coalesce(m.name, a.name) AS speaker,
    coalesce(m.wikidata, a.wikidata) AS speaker_wikidata,
    s.kind,
    s.act,
    s.channel,
    s.platform,
    s.said_from,
    s.said_to,
    s.granularity AS said_precision,
    s.basis AS said_basis,
    s.said_words,
    s.dated,
    s.confidence_words,
    s.confidence_speaker,
    CASE WHEN s.is_reviewed THEN 'reviewed' ELSE 'machine' END AS status,
    s.standing,
    s.parent,
    e.id AS event,
    e.kind AS event_kind,
    q.id AS quotation,
    s.starts,
    s.ends,
    d.id AS document,
    d.title,
    d.outlet,
    d.url,
    d.published,
    d.version,
    d.notices
FROM statements AS s
JOIN documents AS d ON d.key = s.document
JOIN statements AS q ON q.key = s.quotation
LEFT JOIN actors AS a ON a.key = s.speaker
LEFT JOIN actors AS m ON m.key = a.merged
LEFT JOIN events AS e ON e.key = s.event;

CREATE VIEW quotations_view AS
SELECT
    q.id AS quotation,
    max(coalesce(m.name, a.name)) AS speaker,
    count(*) AS statements,
    count(DISTINCT coalesce(d.family, d.key)) AS reports,
    count(DISTINCT d.outlet) AS outlets,
    min(s.dated) AS first_dated,
    max(s.dated) AS last_dated,
    max(length(s.words)) AS longest
FROM statements AS s
JOIN documents AS d ON d.key = s.document
JOIN statements AS q ON q.key = s.quotation
LEFT JOIN actors AS a ON a.key = s.speaker
LEFT JOIN actors AS m ON m.key = a.merged
WHERE s.standing = 'current'
GROUP BY q.id;

CREATE VIEW traces_view AS
SELECT
    t.id AS trace,
    s.id AS statement,
    t.words,
    coalesce(m.name, a.name) AS speaker,
    CASE WHEN t.fidelity = 'altered' AND t.confirmed_by IS NULL THEN 'possible change of meaning' ELSE t.fidelity END AS fidelity,
    t.confidence,
    t.reason,
    o.id AS source,
    o.kind AS source_kind,
    t.said_by AS source_speaker,
    o.title AS source_title,
    o.outlet AS source_outlet,
    o.url AS source_url,
    o.published AS source_published,
    t.starts AS source_starts,
    t.ends AS source_ends,
    substr(o.text, t.starts + 1, t.ends - t.starts) AS source_words,
    json_extract(t.elsewhere, '$.place.document') AS elsewhere,
    t.searched_says AS searched,
    t.confirmed_by,
    CASE WHEN t.is_reviewed THEN 'reviewed' ELSE 'machine' END AS status,
    json_extract(t.reviewed, '$.by') AS reviewed_by,
    json_extract(t.reviewed, '$.at') AS reviewed_at,
    d.id AS document,
    d.title,
    d.outlet,
    d.url,
    d.published
FROM traces AS t
JOIN statements AS s ON s.key = t.statement
JOIN documents AS d ON d.key = s.document
LEFT JOIN documents AS o ON o.key = t.source
LEFT JOIN actors AS a ON a.key = s.speaker
LEFT JOIN actors AS m ON m.key = a.merged
WHERE t.is_shown AND s.standing = 'current' AND d.kind = 'news';
