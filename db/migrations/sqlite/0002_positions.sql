-- +goose Up

-- Who holds the positions that a version shows, and on what topic (0: on a plan or one of its provisions).
CREATE TABLE event_position (
    actor   INTEGER NOT NULL,
    skey    INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    topic   INTEGER NOT NULL,
    rec     INTEGER NOT NULL,
    sup     INTEGER NOT NULL,
    PRIMARY KEY (actor, skey, ordinal)
) WITHOUT ROWID;
CREATE INDEX event_position_topic ON event_position (topic, skey);
CREATE INDEX event_position_skey ON event_position (skey);

-- What is there already, from the stored documents, which end before their closing brace. A position that names nobody is
-- of those for whom the speakers stand, or for whom all who took part do where nobody spoke.
INSERT OR IGNORE INTO event_position (actor, skey, ordinal, topic, rec, sup)
WITH shown AS MATERIALIZED (
    SELECT v.skey, v.rec, v.sup, p.key AS ordinal, p.value AS position, d.doc
    FROM event_version v
    JOIN (SELECT skey, CAST(doc AS TEXT) || '}' AS doc FROM event_document) d ON d.skey = v.skey
    JOIN json_each(d.doc, '$.positions') p
), holder AS (
    SELECT s.skey, s.rec, s.sup, s.ordinal, s.position, a.value AS actor
    FROM shown s JOIN json_each(s.position, '$.actors') a
    UNION ALL
    SELECT s.skey, s.rec, s.sup, s.ordinal, s.position, coalesce(nullif(a.value ->> '$.representing', ''), a.value ->> '$.actor')
    FROM shown s JOIN json_each(s.doc, '$.participants') a
    WHERE coalesce(json_array_length(s.position, '$.actors'), 0) = 0
      AND (a.value ->> '$.role' = 'speaker'
           OR a.value ->> '$.role' NOT IN ('subject', 'addressee')
              AND NOT EXISTS (SELECT 1 FROM json_each(s.doc, '$.participants') b WHERE b.value ->> '$.role' = 'speaker'))
)
SELECT i.num, h.skey, h.ordinal, coalesce(t.num, 0), h.rec, h.sup
FROM holder h
JOIN ident i ON i.type = 'actor' AND i.id = h.actor
LEFT JOIN ident t ON t.type = 'topic' AND t.id = h.position ->> '$.on.topic';
