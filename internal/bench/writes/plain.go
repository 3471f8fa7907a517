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
	moveCount  = "UPDATE counter SET seq = ? WHERE id = 1"
	markCommit = "INSERT INTO commit_head (seq, committed_at) VALUES (?, ?)"
)

// prepare makes the events as bodies of requests, and the rows that they become: the store writes them into a copy of the
// database, from which they are read.
func prepare(ctx context.Context, s settings, world *generate.World, database, work string) (bodies [][]byte, plain [][]statement, err error) {
	path := filepath.Join(work, "rows.db")
	if err := copyFile(database, path); err != nil {
		return nil, nil, err
	}
	opened, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return nil, nil, err
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
			return nil, nil, errors.Join(err, opened.Close())
		}
		bodies = append(bodies, body)
		words[before+int64(i)+1] = strings.Join(append(filter.Tokens(e.Title), filter.Tokens(e.Summary)...), " ")
		batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: e})
		if len(batch.Changes) == 1000 || i == s.events-1 {
			if _, err := opened.Write(ctx, batch); err != nil {
				return nil, nil, errors.Join(err, opened.Close())
			}
			batch.Changes = batch.Changes[:0]
		}
	}
	if err := opened.Close(); err != nil {
		return nil, nil, err
	}
	plain, err = readRows(ctx, path, before, words)
	return bodies, plain, err
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

// writePlain writes the rows through database/sql with the store's own settings: one connection, one transaction a change,
// synced at its commit, every statement prepared. Nothing is looked up or checked.
func (t *trial) writePlain(ctx context.Context, changes [][]statement) error {
	db, err := sql.Open("sqlite", "file:"+t.path+"?_txlock=immediate&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)"+
		"&_pragma=wal_autocheckpoint(20000)&_pragma=secure_delete(ON)&_pragma=cache_size(-65536)")
	if err != nil {
		return fmt.Errorf("open %s: %w", t.path, err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	prepared := map[string]*sql.Stmt{}
	for _, change := range changes {
		for _, s := range change {
			if prepared[s.sql] == nil {
				if prepared[s.sql], err = db.Prepare(s.sql); err != nil {
					return fmt.Errorf("prepare %s: %w", s.sql, err)
				}
			}
		}
	}
	for _, change := range changes {
		if ctx.Err() != nil {
			break
		}
		started := time.Now()
		if err := writeOne(db, prepared, change); err != nil {
			return err
		}
		t.waits = append(t.waits, time.Since(started))
	}
	t.writes = len(t.waits)
	return nil
}

func writeOne(db *sql.DB, prepared map[string]*sql.Stmt, change []statement) error {
	tx, err := db.Begin()
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for _, s := range change {
		if _, err := tx.Stmt(prepared[s.sql]).Exec(s.args...); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", s.sql, err), tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
