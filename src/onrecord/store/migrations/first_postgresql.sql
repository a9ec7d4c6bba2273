-- The first schema of the archive, for postgresql. Frozen: later changes are migrations of their own.

CREATE TABLE about (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
);

CREATE TABLE actors (
    key BIGSERIAL NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    wikidata TEXT,
    folded TEXT NOT NULL,
    merged BIGINT,
    PRIMARY KEY (key),
    UNIQUE (id)
);

CREATE INDEX actors_folded ON actors (folded);

CREATE INDEX actors_merged ON actors (merged);

CREATE TABLE blobs (
    sha256 TEXT NOT NULL,
    packing TEXT NOT NULL,
    size INTEGER NOT NULL,
    bytes BYTEA NOT NULL,
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
    key BIGSERIAL NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (key),
    UNIQUE (made_by)
);

CREATE TABLE reviews (
    key BIGSERIAL NOT NULL,
    id TEXT NOT NULL,
    verdict TEXT NOT NULL,
    subject TEXT NOT NULL,
    value TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT,
    undoes TEXT,
    carried TEXT,
    PRIMARY KEY (key),
    UNIQUE (id),
    FOREIGN KEY(undoes) REFERENCES reviews (id)
);

CREATE INDEX reviews_carried ON reviews (carried);

CREATE INDEX reviews_subject ON reviews (subject);

CREATE INDEX reviews_undoes ON reviews (undoes);

CREATE INDEX reviews_verdict ON reviews (verdict);

CREATE TABLE samples (
    id TEXT NOT NULL,
    seed BIGINT NOT NULL,
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
    key BIGSERIAL NOT NULL,
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
    family BIGINT,
    speaker TEXT,
    PRIMARY KEY (key),
    UNIQUE (id),
    FOREIGN KEY(sha256) REFERENCES blobs (sha256)
);

CREATE INDEX documents_day ON documents (day);

CREATE INDEX documents_family ON documents (family);

CREATE INDEX documents_copies ON documents (key, family, outlet);

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
    hash BIGINT NOT NULL,
    document BIGINT NOT NULL,
    PRIMARY KEY (hash, document),
    FOREIGN KEY(document) REFERENCES documents (key) ON DELETE CASCADE
);

CREATE INDEX copy_bands_document ON copy_bands (document);

CREATE TABLE document_actors (
    document BIGINT NOT NULL,
    position INTEGER NOT NULL,
    actor BIGINT NOT NULL,
    names TEXT NOT NULL,
    PRIMARY KEY (document, position),
    FOREIGN KEY(document) REFERENCES documents (key) ON DELETE CASCADE,
    FOREIGN KEY(actor) REFERENCES actors (key) ON DELETE RESTRICT
);

CREATE INDEX document_actors_actor ON document_actors (actor);

CREATE TABLE events (
    key BIGSERIAL NOT NULL,
    id TEXT NOT NULL,
    document BIGINT NOT NULL,
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    participants TEXT NOT NULL,
    date TEXT,
    place TEXT,
    accounts TEXT NOT NULL,
    PRIMARY KEY (key),
    UNIQUE (id),
    FOREIGN KEY(document) REFERENCES documents (key) ON DELETE CASCADE
);

CREATE INDEX events_document ON events (document);

CREATE TABLE signatures (
    document BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (document),
    FOREIGN KEY(document) REFERENCES documents (key) ON DELETE CASCADE
);

CREATE TABLE statements (
    key BIGSERIAL NOT NULL,
    id TEXT NOT NULL,
    document BIGINT NOT NULL,
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
    speaker BIGINT,
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
    event BIGINT,
    why TEXT,
    ground TEXT,
    alternatives TEXT NOT NULL,
    maker BIGINT NOT NULL,
    is_reviewed BOOLEAN DEFAULT false NOT NULL,
    reviewed TEXT,
    machine TEXT,
    quotation BIGINT NOT NULL,
    why_joined TEXT,
    PRIMARY KEY (key),
    CONSTRAINT statements_standing CHECK (standing IN ('current', 'old version', 'rejected', 'gone')),
    UNIQUE (id),
    FOREIGN KEY(document) REFERENCES documents (key) ON DELETE CASCADE,
    FOREIGN KEY(speaker) REFERENCES actors (key) ON DELETE RESTRICT,
    FOREIGN KEY(event) REFERENCES events (key) ON DELETE SET NULL,
    FOREIGN KEY(maker) REFERENCES makers (key) ON DELETE RESTRICT
);

CREATE INDEX statements_document ON statements (document);

CREATE INDEX statements_event ON statements (event);

CREATE INDEX statements_facets ON statements (key, standing, act, kind, speaker, channel, dated, confidence, is_reviewed, quotation, document, event);

CREATE INDEX statements_quotation ON statements (quotation);

CREATE INDEX statements_speaker ON statements (speaker, dated);

CREATE TABLE addressees (
    statement BIGINT NOT NULL,
    position SMALLINT NOT NULL,
    actor BIGINT NOT NULL,
    PRIMARY KEY (statement, position),
    FOREIGN KEY(statement) REFERENCES statements (key) ON DELETE CASCADE,
    FOREIGN KEY(actor) REFERENCES actors (key) ON DELETE RESTRICT
);

CREATE INDEX addressees_actor ON addressees (actor);

CREATE TABLE mentions (
    statement BIGINT NOT NULL,
    position SMALLINT NOT NULL,
    starts INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    actor BIGINT NOT NULL,
    PRIMARY KEY (statement, position),
    FOREIGN KEY(statement) REFERENCES statements (key) ON DELETE CASCADE,
    FOREIGN KEY(actor) REFERENCES actors (key) ON DELETE RESTRICT
);

CREATE INDEX mentions_actor ON mentions (actor);

CREATE TABLE quotation_keys (
    hash BIGINT NOT NULL,
    statement BIGINT NOT NULL,
    PRIMARY KEY (hash, statement),
    FOREIGN KEY(statement) REFERENCES statements (key) ON DELETE CASCADE
);

CREATE INDEX quotation_keys_statement ON quotation_keys (statement);

CREATE TABLE vectors (
    statement BIGINT NOT NULL,
    version TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    PRIMARY KEY (statement),
    FOREIGN KEY(statement) REFERENCES statements (key) ON DELETE CASCADE
);

CREATE TABLE traces (
    key BIGSERIAL NOT NULL,
    id TEXT NOT NULL,
    statement BIGINT NOT NULL,
    position INTEGER NOT NULL,
    pieces TEXT NOT NULL,
    words TEXT NOT NULL,
    source BIGINT,
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
    PRIMARY KEY (key),
    UNIQUE (id),
    FOREIGN KEY(statement) REFERENCES statements (key) ON DELETE CASCADE,
    FOREIGN KEY(source) REFERENCES documents (key) ON DELETE CASCADE
);

CREATE INDEX traces_fidelity ON traces (fidelity);

CREATE INDEX traces_source ON traces (source);

CREATE INDEX traces_statement ON traces (statement);

CREATE TABLE traced (
    document BIGINT NOT NULL,
    through BIGINT NOT NULL,
    sources TEXT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (document),
    FOREIGN KEY(document) REFERENCES documents (key) ON DELETE CASCADE
);

CREATE TEXT SEARCH DICTIONARY onrecord_stem (TEMPLATE = snowball, Language = english);

CREATE TEXT SEARCH CONFIGURATION onrecord (COPY = simple);

ALTER TEXT SEARCH CONFIGURATION onrecord ALTER MAPPING FOR asciiword, word, hword, hword_part, asciihword, hword_asciipart WITH onrecord_stem;

CREATE FUNCTION onrecord_plain(words text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT lower(
    regexp_replace(
        regexp_replace(normalize(words, NFKD), '[\u0300-\u036F]', '', 'g'),
        '[!-/:-@\[-`{-~\u00A0-\u00BF\u2000-\u2BFF\u3000-\u303F]+', ' ', 'g'
    ) COLLATE "und-x-icu"
)
$$;

ALTER TABLE statements ADD COLUMN found_by tsvector GENERATED ALWAYS AS (to_tsvector('onrecord', onrecord_plain(words))) STORED;

CREATE INDEX statements_words ON statements USING gin (found_by);

CREATE FUNCTION reviews_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND EXISTS (SELECT 1 FROM tombstones) THEN
        -- Words of what was removed on demand may be blanked, and nothing else: not who decided what kind of thing, when, about what.
        IF NEW.key = OLD.key AND NEW.id = OLD.id AND NEW.verdict = OLD.verdict AND NEW.subject = OLD.subject AND NEW.who = OLD.who
            AND NEW.at = OLD.at AND NEW.undoes IS NOT DISTINCT FROM OLD.undoes
            AND NEW.carried IS NOT DISTINCT FROM OLD.carried
            AND (NEW.value = OLD.value OR (
                NEW.value = '{}' AND OLD.verdict NOT IN ('same actor', 'other actor', 'same quotation', 'other quotation')
                AND NOT EXISTS (SELECT 1 FROM statements WHERE id = OLD.subject)
            ))
            AND (NEW.why IS NOT DISTINCT FROM OLD.why OR NEW.why IS NULL)
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'decisions are never changed or deleted';
END;
$$;

CREATE TRIGGER reviews_stay BEFORE DELETE OR UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION reviews_are_kept();

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
    (CAST(t.elsewhere AS json) -> 'place' ->> 'document') AS elsewhere,
    t.searched_says AS searched,
    t.confirmed_by,
    CASE WHEN t.is_reviewed THEN 'reviewed' ELSE 'machine' END AS status,
    (CAST(t.reviewed AS json) ->> 'by') AS reviewed_by,
    (CAST(t.reviewed AS json) ->> 'at') AS reviewed_at,
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
