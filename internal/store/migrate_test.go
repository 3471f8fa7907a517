package store_test

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// A database of schema 1 has no rows of positions: what the migration makes of the stored documents has to be what a write makes.
func TestTheMigrationOfPositionsFindsWhatAWriteWrites(t *testing.T) {
	w := newWorld(t, rand.New(rand.NewPCG(31, 32)))
	for i, id := range w.ids(record.TypeEvent) {
		e := w.current(record.TypeEvent, id).(*record.Event)
		if i%2 == 0 && len(e.Speakers()) > 0 {
			e.Positions = append(e.Positions, record.Position{On: record.PositionOn{Topic: w.any(record.TypeTopic)}, Value: "opposes", Basis: "inferred"})
			w.put(e)
		}
	}
	w.commit()
	w.edit(120)
	const rows = "SELECT actor || ' ' || skey || ' ' || ordinal || ' ' || topic || ' ' || rec || ' ' || sup FROM event_position ORDER BY 1"
	want := w.store.Column(t, rows)
	for _, statement := range []string{"DROP TABLE event_position", "DROP INDEX change_retracted", "DROP INDEX event_version_past", "DELETE FROM goose_db_version WHERE version_id >= 2"} {
		if err := w.store.Exec(background, statement); err != nil {
			t.Fatal(err)
		}
	}
	w.open()
	if diff := cmp.Diff(want, w.store.Column(t, rows)); diff != "" || len(want) < 100 {
		t.Errorf("%d rows; written (-), migrated (+): %s", len(want), diff)
	}
	w.edit(20)
}

func TestADatabaseWhoseSchemaWasEditedIsRefused(t *testing.T) {
	for _, c := range []struct{ edit, told string }{
		{"DROP INDEX event_position_topic", "event_position_topic is missing"},
		{"DROP TABLE event_long", "event_long is missing"},
		{"ALTER TABLE place ADD COLUMN colour TEXT", "place is not what this release makes"},
	} {
		path := filepath.Join(t.TempDir(), "edited.db")
		s, err := store.Open(background, store.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Exec(background, c.edit); err != nil {
			t.Fatal(err)
		}
		s.Close()
		if s, err = store.Open(background, store.Options{Path: path}); err == nil || !strings.Contains(err.Error(), c.told) {
			t.Errorf("%s: %v", c.edit, err)
		}
		if err == nil {
			s.Close()
		}
	}
}

func TestATableOfSomebodyElsesIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "more.db")
	for range 2 {
		s, err := store.Open(background, store.Options{Path: path})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Exec(background, "CREATE TABLE IF NOT EXISTS notes (text TEXT)"); err != nil {
			t.Fatal(err)
		}
		s.Close()
	}
}
