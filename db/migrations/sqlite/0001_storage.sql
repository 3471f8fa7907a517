-- +goose Up

-- The random id of this line of history, and other single facts about the database.
CREATE TABLE store_state (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- One row: the last number given out. Every record change takes the next one.
CREATE TABLE counter (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL
);
INSERT INTO counter (id, seq) VALUES (1, 0);

-- One row a commit: the numbers at which a snapshot may stand. Times are UTC microseconds.
CREATE TABLE commit_head (
    seq          INTEGER PRIMARY KEY,
    committed_at INTEGER NOT NULL
);
CREATE INDEX commit_head_at ON commit_head (committed_at, seq);

-- The change log: one row a record change, with the record as its editors entered it.
CREATE TABLE change (
    seq         INTEGER PRIMARY KEY,
    type        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    revision    INTEGER NOT NULL,
    operation   TEXT    NOT NULL,
    recorded_at INTEGER NOT NULL,
    recorded_by TEXT    NOT NULL,
    reason      TEXT    NOT NULL,
    corrected   INTEGER NOT NULL,
    cause       INTEGER NOT NULL,
    body        BLOB
);
CREATE INDEX change_record ON change (type, id, seq);

-- Versions of every record that is not an event. Its body is that of the change numbered rec.
CREATE TABLE record_version (
    type              TEXT    NOT NULL,
    id                TEXT    NOT NULL,
    rec               INTEGER NOT NULL,
    sup               INTEGER NOT NULL,
    revision          INTEGER NOT NULL,
    first_recorded_at INTEGER NOT NULL,
    recorded_at       INTEGER NOT NULL,
    PRIMARY KEY (type, id, rec)
) WITHOUT ROWID;

-- What records other than events refer to, so that what is in use is not retracted.
CREATE TABLE record_reference (
    target_type TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    rec         INTEGER NOT NULL,
    sup         INTEGER NOT NULL,
    PRIMARY KEY (target_type, target, type, id, rec)
) WITHOUT ROWID;
CREATE INDEX record_reference_from ON record_reference (type, id);

-- Keys that let people write. The secret itself is never stored, only its SHA-256.
CREATE TABLE api_key (
    id         TEXT    PRIMARY KEY,
    name       TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    hash       BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER NOT NULL
);

-- Columns by which documents are found and listed, one row a version.
CREATE TABLE document_index (
    id       TEXT    NOT NULL,
    rec      INTEGER NOT NULL,
    sup      INTEGER NOT NULL,
    source   TEXT    NOT NULL,
    address  TEXT    NOT NULL,
    words    TEXT    NOT NULL,
    known_at INTEGER NOT NULL,
    PRIMARY KEY (id, rec)
) WITHOUT ROWID;
CREATE INDEX document_index_address ON document_index (address, sup);
CREATE INDEX document_index_source ON document_index (source, id);

-- Small numbers for the ids that stand in link rows.
CREATE TABLE ident (
    num  INTEGER PRIMARY KEY,
    type TEXT NOT NULL,
    id   TEXT NOT NULL
);
CREATE UNIQUE INDEX ident_id ON ident (type, id);

-- Places as spelled, once each; words is their folded tokens between spaces.
CREATE TABLE place (
    num   INTEGER PRIMARY KEY,
    words TEXT NOT NULL
);
CREATE UNIQUE INDEX place_words ON place (words);

-- One row a version of an event, slim enough to probe. skey orders by occurrence, then seq.
CREATE TABLE event_version (
    skey       INTEGER PRIMARY KEY,
    event      TEXT    NOT NULL,
    rec        INTEGER NOT NULL,
    sup        INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    kind       INTEGER NOT NULL,
    status     INTEGER NOT NULL,
    day_lo     INTEGER NOT NULL,
    day_hi     INTEGER NOT NULL,
    sure_lo    INTEGER NOT NULL,
    sure_hi    INTEGER NOT NULL,
    at_lo      INTEGER NOT NULL,
    at_hi      INTEGER NOT NULL,
    certain    INTEGER NOT NULL,
    shape      INTEGER NOT NULL,
    known_at   INTEGER NOT NULL,
    settled_at INTEGER NOT NULL,
    starts_at  INTEGER NOT NULL,
    country    TEXT    NOT NULL,
    place      INTEGER NOT NULL,
    lat        REAL,
    lon        REAL
);
CREATE INDEX event_version_event ON event_version (event, rec);
CREATE INDEX event_version_rec ON event_version (rec);
CREATE INDEX event_version_kind ON event_version (kind, skey, sup, rec);
CREATE INDEX event_version_known ON event_version (known_at, skey);
CREATE INDEX event_version_country ON event_version (country, skey) WHERE country <> '';
CREATE INDEX event_version_place ON event_version (place, skey) WHERE place <> 0;

-- The finished JSON of each version, what it names, and its digest.
CREATE TABLE event_document (
    skey   INTEGER PRIMARY KEY,
    doc    BLOB NOT NULL,
    refs   BLOB NOT NULL,
    digest BLOB NOT NULL
);

-- Links by which events are found, each carrying its version's interval.
CREATE TABLE event_actor (
    actor        INTEGER NOT NULL,
    skey         INTEGER NOT NULL,
    role         INTEGER NOT NULL,
    representing INTEGER NOT NULL,
    rec          INTEGER NOT NULL,
    sup          INTEGER NOT NULL,
    PRIMARY KEY (actor, skey, role)
) WITHOUT ROWID;
CREATE INDEX event_actor_skey ON event_actor (skey, role, representing);

CREATE TABLE event_topic (
    topic INTEGER NOT NULL,
    skey  INTEGER NOT NULL,
    rec   INTEGER NOT NULL,
    sup   INTEGER NOT NULL,
    PRIMARY KEY (topic, skey)
) WITHOUT ROWID;

CREATE TABLE event_citation (
    source   INTEGER NOT NULL,
    skey     INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    document INTEGER NOT NULL,
    letter   INTEGER NOT NULL,
    digit    INTEGER NOT NULL,
    known_at INTEGER NOT NULL,
    rec      INTEGER NOT NULL,
    sup      INTEGER NOT NULL,
    PRIMARY KEY (source, skey, ordinal)
) WITHOUT ROWID;
CREATE INDEX event_citation_document ON event_citation (document, skey);
CREATE INDEX event_citation_skey ON event_citation (skey);

-- The letter of each source's reliability, in versions: grades inherit it as of the snapshot.
CREATE TABLE source_letter (
    source INTEGER NOT NULL,
    rec    INTEGER NOT NULL,
    sup    INTEGER NOT NULL,
    letter INTEGER NOT NULL,
    PRIMARY KEY (source, rec)
) WITHOUT ROWID;

-- What a version refers to beyond the tables above: tellers, holders of positions, particulars told.
CREATE TABLE event_mention (
    num  INTEGER NOT NULL,
    skey INTEGER NOT NULL,
    rec  INTEGER NOT NULL,
    sup  INTEGER NOT NULL,
    PRIMARY KEY (num, skey)
) WITHOUT ROWID;
CREATE INDEX event_mention_skey ON event_mention (skey);

-- Where each version of a leak stood, from when to when as far as was known.
CREATE TABLE event_standing (
    skey       INTEGER NOT NULL,
    ordinal    INTEGER NOT NULL,
    status     TEXT    NOT NULL,
    known_from INTEGER NOT NULL,
    known_to   INTEGER NOT NULL,
    final      INTEGER NOT NULL,
    PRIMARY KEY (skey, ordinal)
) WITHOUT ROWID;

-- From when on the accounts of a particular are known to differ.
CREATE TABLE event_contested (
    skey       INTEGER NOT NULL,
    particular TEXT    NOT NULL,
    known_from INTEGER NOT NULL,
    PRIMARY KEY (skey, particular)
) WITHOUT ROWID;

CREATE TABLE event_link (
    skey     INTEGER NOT NULL,
    ordinal  INTEGER NOT NULL,
    event    TEXT    NOT NULL,
    target   TEXT    NOT NULL,
    relation TEXT    NOT NULL,
    scope    TEXT    NOT NULL,
    note     TEXT    NOT NULL,
    title    TEXT    NOT NULL,
    rec      INTEGER NOT NULL,
    sup      INTEGER NOT NULL,
    PRIMARY KEY (skey, ordinal)
) WITHOUT ROWID;
CREATE INDEX event_link_target ON event_link (target, sup);

-- Events longer than 31 days or open: merged into every range.
CREATE TABLE event_long (
    skey INTEGER PRIMARY KEY
);

-- The members of a date that is one of a set.
CREATE TABLE event_member (
    skey    INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    day_lo  INTEGER NOT NULL,
    day_hi  INTEGER NOT NULL,
    at_lo   INTEGER NOT NULL,
    at_hi   INTEGER NOT NULL,
    PRIMARY KEY (skey, ordinal)
) WITHOUT ROWID;

-- Per civil day of occurrence: the smallest known_at and rec among its versions.
CREATE TABLE event_zone (
    day       INTEGER PRIMARY KEY,
    min_known INTEGER NOT NULL,
    min_rec   INTEGER NOT NULL
);

-- How many rows each link value has, to choose what drives a query.
CREATE TABLE posting (
    field TEXT    NOT NULL,
    num   INTEGER NOT NULL,
    rows  INTEGER NOT NULL,
    PRIMARY KEY (field, num)
) WITHOUT ROWID;

-- Our own tokens, one row a version, rowid = skey.
CREATE VIRTUAL TABLE event_text USING fts5 (words, content = '', tokenize = 'ascii');
