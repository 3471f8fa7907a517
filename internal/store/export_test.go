package store

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"slices"
	"testing"

	"backchannel/internal/filter"
)

// Vacuum writes a copy of the database, for tests of what a restart reads.
func (s *Store) Vacuum(ctx context.Context, path string) error {
	return s.write.WithContext(ctx).Exec("VACUUM INTO ?", path).Error
}

// Exec runs SQL behind the store's back.
func (s *Store) Exec(ctx context.Context, sql string, args ...any) error {
	return s.write.WithContext(ctx).Exec(sql, args...).Error
}

// Explain gives SQLite's plan for the first part of a page of a query, a line a step.
func (v *View) Explain(ctx context.Context, q EventQuery) ([]string, error) {
	l := &EventList{ctx: ctx, view: v, query: q, plan: v.plan(q.Filter), order: orderOf(q.Sort)}
	var s statement
	if l.order.column == "" {
		l.plan.hits(&s, l.plan.parts(l.order.sql(false), -1, l.plan.hi)[0], l.order.sql(false), 51)
	} else {
		l.plan.ranked(&s, l.order.column, l.order.sql(false), condition{}, 51)
	}
	rows, err := v.store.read.WithContext(ctx).Raw("EXPLAIN QUERY PLAN "+s.sql.String(), s.args...).Rows()
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var steps []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, rows.Err()
}

// Path is the database's file.
func (s *Store) Path() string { return s.path }

// CountBytes says how often a text stands in the database's files.
func (s *Store) CountBytes(t testing.TB, text string) int {
	t.Helper()
	n := 0
	for _, suffix := range []string{"", "-wal"} {
		raw, err := os.ReadFile(s.path + suffix)
		if err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
		n += bytes.Count(raw, []byte(text))
	}
	return n
}

// Crowd leaves the database room for a number of pages beyond what it has; 0 gives all room back.
func (s *Store) Crowd(t testing.TB, pages int) {
	t.Helper()
	limit := 1 << 30
	if pages > 0 {
		var now int
		if err := s.write.Raw("PRAGMA page_count").Scan(&now).Error; err != nil {
			t.Fatal(err)
		}
		limit = now + pages
	}
	var got int
	if err := s.write.Raw(fmt.Sprintf("PRAGMA max_page_count = %d", limit)).Scan(&got).Error; err != nil {
		t.Fatal(err)
	}
}

// Synchronous reads back how the writer's own connection syncs: 2 is FULL.
func (s *Store) Synchronous(t testing.TB) (mode int) {
	t.Helper()
	if err := s.write.Raw("PRAGMA synchronous").Scan(&mode).Error; err != nil {
		t.Fatal(err)
	}
	return mode
}

// Segments says in how many segments the text index is.
func (s *Store) Segments(t testing.TB) (n int) {
	t.Helper()
	if err := s.read.Raw("SELECT count(DISTINCT segid) FROM event_text_idx").Scan(&n).Error; err != nil {
		t.Fatal(err)
	}
	return n
}

// ExplainPositions tells how the positions of a filter are found.
func (v *View) ExplainPositions(ctx context.Context, q PositionQuery) (steps []string, err error) {
	s := v.positionStatement(q)
	err = v.store.query(ctx, "EXPLAIN QUERY PLAN "+s.sql.String(), s.args, func(row tuple) error {
		steps = append(steps, row.text(3))
		return nil
	})
	return steps, err
}

// Column reads one column of text.
func (s *Store) Column(t testing.TB, query string) (list []string) {
	t.Helper()
	if err := s.read.Raw(query).Scan(&list).Error; err != nil {
		t.Fatal(err)
	}
	return list
}

// FacetByTables counts as Facet does, walking tables of links however few events match.
func (v *View) FacetByTables(ctx context.Context, field string, f *filter.Filter) ([]FacetCount, error) {
	return v.facet(ctx, field, 0, f, nil)
}

// WriteTogether puts batches into one commit, in this order.
func (s *Store) WriteTogether(ctx context.Context, batches []Batch) (receipts []Receipt, errs []error) {
	var group []*request
	for _, b := range batches {
		group = append(group, &request{ctx: ctx, batch: b, done: make(chan outcome, 1)})
	}
	s.requests <- group
	for _, r := range group {
		o := <-r.done
		receipts, errs = append(receipts, o.receipt), append(errs, o.err)
	}
	return receipts, errs
}

// Dump gives every row of every table and every word of the text index, a line each, but for the epoch.
func (s *Store) Dump(t testing.TB) (lines []string) {
	t.Helper()
	pool, err := s.write.DB()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec("CREATE VIRTUAL TABLE IF NOT EXISTS temp.words USING fts5vocab(main, event_text, instance)"); err != nil {
		t.Fatal(err)
	}
	tables := append(s.Column(t, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'event_text%' AND name NOT LIKE 'goose%' ORDER BY name"), "temp.words")
	for _, table := range tables {
		lines = append(lines, dumped(t, pool, table)...)
	}
	return lines
}

func dumped(t testing.TB, pool *sql.DB, table string) (lines []string) {
	t.Helper()
	rows, err := pool.Query("SELECT * FROM " + table)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	values, into := make([]sql.NullString, len(columns)), make([]any, len(columns))
	for i := range values {
		into[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		if line := fmt.Sprintf("%s %+v", table, values); values[0].String != "epoch" {
			lines = append(lines, line)
		}
	}
	if rows.Err() != nil {
		t.Fatal(rows.Err())
	}
	slices.Sort(lines)
	return lines
}

// Lengthen makes every list that is held too long to be held; it says how many there were.
func (s *Store) Lengthen() (n int) {
	l := s.memory.lists
	l.mu.Lock()
	defer l.mu.Unlock()
	for key := range l.blocks {
		l.blocks[key] = &block{long: true}
	}
	l.held = 0
	return len(l.blocks)
}

// ForgetCounts makes every total be counted again, and ForgetLists every list be read again.
func (s *Store) ForgetCounts() { s.counts.clear() }
func (s *Store) ForgetLists()  { s.memory.lists.clear() }
