package store_test

import (
	"bufio"
	"context"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"backchannel/db"
	"backchannel/internal/filter"
	"backchannel/internal/ingest"
	"backchannel/internal/store"
)

// seeded opens a new database with the seed dataset.
func seeded(t testing.TB) *store.Store {
	t.Helper()
	s := empty(t)
	var batch store.Batch
	for _, name := range []string{"actors", "sources", "documents", "topics", "plans", "comparisons", "events", "timelines"} {
		file, err := db.Seed.Open("seed/" + name + ".ndjson")
		if err != nil {
			t.Fatal(err)
		}
		lines, faults := ingest.NDJSON(file)
		file.Close()
		for _, fault := range faults {
			t.Fatalf("%s: %+v", name, fault)
		}
		for _, line := range lines {
			batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: line.Record})
		}
	}
	if _, err := s.Write(context.Background(), batch); err != nil {
		if invalid, ok := err.(store.InvalidBatch); ok {
			t.Fatalf("%+v", invalid)
		}
		t.Fatal(err)
	}
	return s
}

func empty(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), store.Options{Path: filepath.Join(t.TempDir(), "test.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func parse(t testing.TB, query string, names filter.Names) *filter.Filter {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	f, faults := filter.Parse(values, names)
	if len(faults) > 0 {
		t.Fatalf("%s: %v", query, faults)
	}
	return f
}

func ids(t testing.TB, v *store.View, q store.EventQuery) []string {
	t.Helper()
	list, err := v.Events(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for row, err := range list.All() {
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, row.ID)
	}
	return found
}

func TestQueriesWorkedOutByHandGiveTheirEvents(t *testing.T) {
	s := seeded(t)
	v := s.Head()
	file, err := os.Open("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for n := 0; lines.Scan(); {
		line := lines.Text()
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		if n++; n == 1 {
			continue
		}
		cells := strings.Split(line, "\t")
		t.Run(cells[0], func(t *testing.T) {
			f := parse(t, cells[0], v)
			found := ids(t, v, store.EventQuery{Filter: f})
			matched := matching(t, v, f)
			want := strings.Fields(cells[1])
			slices.Sort(found)
			slices.Sort(matched)
			slices.Sort(want)
			if !slices.Equal(found, want) || !slices.Equal(matched, want) {
				t.Errorf("%s\n got %v\nmatch %v\nwant %v\n(%s)", cells[0], found, matched, want, cells[2:])
			}
		})
	}
}

// matching gives the ids of the events that match in memory, as they read at the filter's as_of.
func matching(t testing.TB, v *store.View, f *filter.Filter) []string {
	t.Helper()
	var found []string
	for _, id := range ids(t, v, store.EventQuery{Filter: &filter.Filter{}}) {
		row, err := v.Event(context.Background(), id, f.AsOf)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		a, err := row.Answer()
		if err != nil {
			t.Fatal(err)
		}
		if f.Match(a, v) {
			found = append(found, id)
		}
	}
	return found
}
