package store

import (
	"context"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// table says how the rows of one type are inserted. Statements are written out and their values listed without reflection:
// an event adds some thirty rows, and what filling GORM's structs costs is more than what the engine does with them.
type table[T any] struct {
	name    string
	columns string // with commas between
	clash   string // what is done where the row is there; "": that is an error
	virtual bool
	values  func(into []any, row *T) []any
}

// mostRows is how many rows stand in one statement at most.
const mostRows = 128

// insertInto inserts in groups whose sizes are powers of two, so that few statements are ever prepared.
func insertInto[T any](tx *gorm.DB, into *table[T], rows []T) error {
	var args []any
	for size := mostRows; size > 0; size /= 2 {
		for len(rows) >= size {
			args = args[:0]
			for i := range rows[:size] {
				args = into.values(args, &rows[i])
			}
			if _, err := tx.Statement.ConnPool.ExecContext(context.Background(), into.statement(size), args...); err != nil {
				return fmt.Errorf("insert into %s: %w", into.name, err)
			}
			rows = rows[size:]
			yield()
		}
	}
	return nil
}

// statement inserts so many rows. OR FAIL leaves the rows before one that clashes, where SQLite would otherwise keep a copy of each
// page to take them back: whatever fails here ends the whole transaction, or what stands behind its savepoint.
func (t *table[T]) statement(size int) string {
	insert := "INSERT OR FAIL INTO "
	if t.virtual || t.clash != "" {
		insert = "INSERT INTO "
	}
	row := "(?" + strings.Repeat(",?", strings.Count(t.columns, ",")) + ")"
	return insert + t.name + " (" + t.columns + ") VALUES " + row + strings.Repeat(","+row, size-1) + t.clash
}

var changeTable = table[changeRow]{name: "change",
	columns: "seq, type, id, revision, operation, recorded_at, recorded_by, reason, corrected, cause, body",
	values: func(into []any, r *changeRow) []any {
		return append(into, r.Seq, r.Type, r.ID, r.Revision, r.Operation, r.RecordedAt, r.RecordedBy, r.Reason, r.Corrected, r.Cause, r.Body)
	}}

var headTable = table[commitHead]{name: "commit_head", columns: "seq, committed_at",
	values: func(into []any, r *commitHead) []any { return append(into, r.Seq, r.CommittedAt) }}

var identTable = table[identRow]{name: "ident", columns: "num, type, id",
	values: func(into []any, r *identRow) []any { return append(into, r.Num, r.Type, r.ID) }}

var placeTable = table[placeRow]{name: "place", columns: "num, words",
	values: func(into []any, r *placeRow) []any { return append(into, r.Num, r.Words) }}

var versionTable = table[eventVersion]{name: "event_version",
	columns: "skey, event, rec, sup, revision, kind, status, day_lo, day_hi, sure_lo, sure_hi, at_lo, at_hi, certain, shape, " +
		"known_at, settled_at, starts_at, country, place, lat, lon",
	values: func(into []any, r *eventVersion) []any {
		return append(into, r.Skey, r.Event, r.Rec, r.Sup, r.Revision, r.Kind, r.Status, r.DayLo, r.DayHi, r.SureLo, r.SureHi, r.AtLo, r.AtHi,
			r.Certain, r.Shape, r.KnownAt, r.SettledAt, r.StartsAt, r.Country, r.Place, number(r.Lat), number(r.Lon))
	}}

// number is what a column that may be NULL takes.
func number(f *float64) any {
	if f == nil {
		return nil
	}
	return *f
}

var documentTable = table[eventDocument]{name: "event_document", columns: "skey, doc, refs, digest",
	values: func(into []any, r *eventDocument) []any { return append(into, r.Skey, r.Doc, r.Refs, r.Digest) }}

var actorTable = table[eventActor]{name: "event_actor", columns: "actor, skey, role, representing, rec, sup",
	values: func(into []any, r *eventActor) []any {
		return append(into, r.Actor, r.Skey, r.Role, r.Representing, r.Rec, r.Sup)
	}}

var topicTable = table[eventTopic]{name: "event_topic", columns: "topic, skey, rec, sup",
	values: func(into []any, r *eventTopic) []any { return append(into, r.Topic, r.Skey, r.Rec, r.Sup) }}

var citationTable = table[eventCitation]{name: "event_citation",
	columns: "source, skey, ordinal, document, letter, digit, known_at, rec, sup",
	values: func(into []any, r *eventCitation) []any {
		return append(into, r.Source, r.Skey, r.Ordinal, r.Document, r.Letter, r.Digit, r.KnownAt, r.Rec, r.Sup)
	}}

var longTable = table[eventLong]{name: "event_long", columns: "skey",
	values: func(into []any, r *eventLong) []any { return append(into, r.Skey) }}

var memberTable = table[eventMember]{name: "event_member", columns: "skey, ordinal, day_lo, day_hi, at_lo, at_hi",
	values: func(into []any, r *eventMember) []any {
		return append(into, r.Skey, r.Ordinal, r.DayLo, r.DayHi, r.AtLo, r.AtHi)
	}}

var standingTable = table[eventStanding]{name: "event_standing", columns: "skey, ordinal, status, known_from, known_to, final",
	values: func(into []any, r *eventStanding) []any {
		return append(into, r.Skey, r.Ordinal, r.Status, r.KnownFrom, r.KnownTo, r.Final)
	}}

var contestedTable = table[eventContested]{name: "event_contested", columns: "skey, particular, known_from",
	values: func(into []any, r *eventContested) []any { return append(into, r.Skey, r.Particular, r.KnownFrom) }}

var mentionTable = table[eventMention]{name: "event_mention", columns: "num, skey, rec, sup",
	values: func(into []any, r *eventMention) []any { return append(into, r.Num, r.Skey, r.Rec, r.Sup) }}

var positionTable = table[eventPosition]{name: "event_position", columns: "actor, skey, ordinal, topic, rec, sup",
	values: func(into []any, r *eventPosition) []any {
		return append(into, r.Actor, r.Skey, r.Ordinal, r.Topic, r.Rec, r.Sup)
	}}

var linkTable = table[eventLink]{name: "event_link", columns: "skey, ordinal, event, target, relation, scope, note, title, rec, sup",
	values: func(into []any, r *eventLink) []any {
		return append(into, r.Skey, r.Ordinal, r.Event, r.Target, r.Relation, r.Scope, r.Note, r.Title, r.Rec, r.Sup)
	}}

var zoneTable = table[eventZone]{name: "event_zone", columns: "day, min_known, min_rec",
	clash: " ON CONFLICT (day) DO UPDATE SET" +
		" min_known = CASE WHEN excluded.min_known < event_zone.min_known THEN excluded.min_known ELSE event_zone.min_known END," +
		" min_rec = CASE WHEN excluded.min_rec < event_zone.min_rec THEN excluded.min_rec ELSE event_zone.min_rec END",
	values: func(into []any, r *eventZone) []any { return append(into, r.Day, r.MinKnown, r.MinRec) }}

var postingTable = table[posting]{name: "posting", columns: "field, num, rows",
	clash:  " ON CONFLICT (field, num) DO UPDATE SET rows = posting.rows + excluded.rows",
	values: func(into []any, r *posting) []any { return append(into, r.Field, r.Num, r.Rows) }}

var textTable = table[textRow]{name: "event_text", columns: "rowid, words", virtual: true,
	values: func(into []any, r *textRow) []any { return append(into, r.skey, r.words) }}
