package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/bench/generate"
	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// table is one whose rows belong to a version; by is the column that says to which.
type table struct{ name, by string }

// tables are those that entering an event adds rows to. To these come the words, the counters and the zone of its day.
var tables = []table{
	{"change", "seq"}, {"event_version", "rec"}, {"event_actor", "rec"}, {"event_topic", "rec"}, {"event_citation", "rec"},
	{"event_mention", "rec"}, {"event_position", "rec"}, {"event_link", "rec"}, {"event_document", ""}, {"event_standing", ""}, {"event_contested", ""}, {"event_member", ""}, {"event_long", ""},
}

// yearZero is the civil day with which sort keys begin, in days since 1970.
const yearZero = -719528

// statement is one insert of a plain transaction.
type statement struct {
	sql  string
	args []any
}

const (
	addWords   = "INSERT INTO event_text (rowid, words) VALUES (?, ?)"
	addZone    = "INSERT INTO event_zone (day, min_known, min_rec) VALUES (?, ?, ?) ON CONFLICT (day) DO UPDATE SET min_known = min(min_known, excluded.min_known), min_rec = min(min_rec, excluded.min_rec)"
	addPosting = "INSERT INTO posting (field, num, rows) VALUES (?, ?, 1) ON CONFLICT (field, num) DO UPDATE SET rows = rows + 1"
	moveCount  = "UPDATE counter SET seq = max(seq, ?) WHERE id = 1"
	markCommit = "INSERT INTO commit_head (seq, committed_at) VALUES (?, ?)"
)

// work is what there is to write, in each of the forms in which it is handed over.
type work struct {
	events []*record.Event
	bodies [][]byte      // of requests
	rows   [][]statement // that an event becomes
}

// prepare makes the events, and the rows that they become: the store writes them into a copy of the database, from which
// they are read.
func prepare(ctx context.Context, s settings, world *generate.World, database, folder string) (todo work, err error) {
	path := filepath.Join(folder, "rows.db")
	if err := copyFile(database, path); err != nil {
		return work{}, err
	}
	opened, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return work{}, err
	}
	before := opened.Seq()
	var batch store.Batch
	words := map[int64]string{} // by change
	for i := range s.events {
		e := world.Event(i % s.size)
		e.ID += "-" + strconv.Itoa(i)
		e.Links = nil // a link may change what stands of a leak, and then one write is two changes
		body, err := record.Own(e)
		if err != nil {
			return work{}, errors.Join(err, opened.Close())
		}
		todo.events, todo.bodies = append(todo.events, e), append(todo.bodies, body)
		words[before+int64(i)+1] = strings.Join(append(filter.Tokens(e.Title), filter.Tokens(e.Summary)...), " ")
		batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: e})
		if len(batch.Changes) == 1000 || i == s.events-1 {
			if _, err := opened.Write(ctx, batch); err != nil {
				return work{}, errors.Join(err, opened.Close())
			}
			batch.Changes = batch.Changes[:0]
		}
	}
	if err := opened.Close(); err != nil {
		return work{}, err
	}
	todo.rows, err = readRows(ctx, path, before, words)
	return todo, err
}

// readRows reads what every change after one has added, as one list of statements a change.
func readRows(ctx context.Context, path string, before int64, words map[int64]string) ([][]statement, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	defer db.Close()
	changes := make([][]statement, len(words))
	for _, one := range tables {
		query := "SELECT t." + one.by + ", t.* FROM " + one.name + " t WHERE t." + one.by + " > ?"
		if one.by == "" {
			query = "SELECT v.rec, t.* FROM " + one.name + " t JOIN event_version v ON v.skey = t.skey WHERE v.rec > ?"
		}
		if err := addRows(ctx, db, one.name, query, before, changes); err != nil {
			return nil, err
		}
	}
	if err := addCounts(ctx, db, before, words, changes); err != nil {
		return nil, err
	}
	return changes, nil
}

func addRows(ctx context.Context, db *sql.DB, name, query string, before int64, changes [][]statement) error {
	rows, err := db.QueryContext(ctx, query, before)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	insert := "INSERT INTO " + name + " VALUES (?" + strings.Repeat(",?", len(columns)-2) + ")"
	for rows.Next() {
		var rec int64
		args := make([]any, len(columns)-1)
		into := []any{&rec}
		for i := range args {
			into = append(into, &args[i])
		}
		if err := rows.Scan(into...); err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
		changes[rec-before-1] = append(changes[rec-before-1], statement{insert, args})
	}
	return rows.Err()
}

// addCounts adds to each change the words, its counters, and the zone of its day.
func addCounts(ctx context.Context, db *sql.DB, before int64, words map[int64]string, changes [][]statement) error {
	rows, err := db.QueryContext(ctx, `SELECT v.rec, v.skey, v.known_at, v.kind, v.place,
		(SELECT group_concat('actor ' || actor, '|') FROM event_actor WHERE skey = v.skey),
		(SELECT group_concat('topic ' || topic, '|') FROM event_topic t WHERE t.topic IN (SELECT num FROM ident WHERE type = 'topic') AND t.skey = v.skey),
		(SELECT group_concat('source ' || source, '|') FROM event_citation WHERE skey = v.skey)
		FROM event_version v WHERE v.rec > ?`, before)
	if err != nil {
		return fmt.Errorf("read the counters: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var rec, skey, known, kind, place int64
		var actors, topics, sources sql.NullString
		if err := rows.Scan(&rec, &skey, &known, &kind, &place, &actors, &topics, &sources); err != nil {
			return fmt.Errorf("read the counters: %w", err)
		}
		list := changes[rec-before-1]
		counted := []string{"event 0", "kind " + strconv.FormatInt(kind, 10)}
		if place != 0 {
			counted = append(counted, "place "+strconv.FormatInt(place, 10))
		}
		for _, more := range []sql.NullString{actors, topics, sources} {
			if more.String != "" {
				counted = append(counted, strings.Split(more.String, "|")...)
			}
		}
		for _, count := range counted {
			field, num, _ := strings.Cut(count, " ")
			list = append(list, statement{addPosting, []any{field, num}})
		}
		changes[rec-before-1] = append(list, statement{addZone, []any{(skey>>30)/1440 + yearZero, known, rec}},
			statement{addWords, []any{skey, words[rec] + " " + strings.ReplaceAll(actors.String, " ", "")}},
			statement{moveCount, []any{rec}}, statement{markCommit, []any{rec, time.Now().UnixMicro()}})
	}
	return rows.Err()
}
