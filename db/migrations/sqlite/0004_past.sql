-- +goose Up

-- Versions that another took the place of, or that were retracted. They are few, and are held in memory: a walk along the
-- documents or the words leaves them out without looking at event_version.
CREATE INDEX event_version_past ON event_version (rec, sup) WHERE sup < 9223372036854775807;
