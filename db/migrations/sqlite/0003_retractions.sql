-- +goose Up

-- Retractions alone, newest first: calendars and feeds tell of them.
CREATE INDEX change_retracted ON change (seq) WHERE operation = 'retract';
