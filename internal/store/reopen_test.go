package store_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestARestartAnswersAsBefore(t *testing.T) {
	s := seeded(t)
	write(t, s, put(&record.Source{ID: "reuters", Name: "Reuters agency", Kind: "wire", Reliability: "A"}))
	again := reopen(t, s)
	if again.Epoch() != s.Epoch() || again.Seq() != s.Seq() || again.Coverage() != s.Coverage() {
		t.Fatalf("epoch %s seq %d became %s %d", s.Epoch(), s.Seq(), again.Epoch(), again.Seq())
	}
	for _, query := range []string{"", "q=crimea", "topic=territory&as_of=2025-04-22", "source=reuters&min_grade=B2", "snapshot=5", "actor=Виткофф"} {
		before, after := contents(t, s, query), contents(t, again, query)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
}

// contents gives every event's JSON and digest for a query.
func contents(t testing.TB, s *store.Store, query string) []string {
	t.Helper()
	f := parse(t, query, s.Head())
	v, err := s.View(background, f.Snapshot)
	if err != nil {
		t.Fatal(err)
	}
	list, err := v.Events(background, store.EventQuery{Filter: f})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for row, err := range list.All() {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(row.JSON)+string(row.Digest[:]))
	}
	return all
}

func TestWhatAnEventNamesComesWithItsRow(t *testing.T) {
	v := seeded(t).Head()
	row, err := v.Event(background, "2025-04-25-putin-witkoff-moscow", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]string{}
	for _, list := range [][]int32{row.Actors, row.Sources, row.Topics} {
		for _, num := range list {
			id, label := v.Named(num)
			named[id] = label
		}
	}
	for id, label := range map[string]string{"vladimir-putin": "Vladimir Putin", "steve-witkoff": "Steve Witkoff", "sputnik": "Sputnik", "kremlin-ru": "Kremlin"} {
		if named[id] == "" || id != "kremlin-ru" && named[id] != label {
			t.Errorf("%s is named %q", id, named[id])
		}
	}
}
