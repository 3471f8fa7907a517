package store_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// still opens an empty database whose clock stands still.
func still(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(background, store.Options{
		Path: filepath.Join(t.TempDir(), "still.db"), Now: func() time.Time { return time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// told is what a writer hears of a batch.
func told(receipt store.Receipt, err error) string {
	if err != nil {
		return fmt.Sprintf("%T %+v", err, err)
	}
	return fmt.Sprintf("%+v", receipt)
}

func TestRequestsThatShareACommitLeaveWhatTheyWouldLeaveOneByOne(t *testing.T) {
	r := random(t)
	w := newWorld(t, r)
	for range 120 {
		if w.chance(75) {
			w.newEvent()
			w.commit()
		} else {
			w.edit(1 + r.IntN(3))
		}
	}
	batches := withMishaps(w)
	alone, together := still(t), still(t)
	var want, got []string
	for _, b := range batches {
		want = append(want, told(alone.Write(background, b)))
	}
	for rest := batches; len(rest) > 0; {
		group := rest[:min(1+r.IntN(24), len(rest))]
		rest = rest[len(group):]
		receipts, errs := together.WriteTogether(background, group)
		for i := range receipts {
			got = append(got, told(receipts[i], errs[i]))
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("writers hear something else (-alone +together):\n%s", diff)
	}
	if diff := cmp.Diff(alone.Dump(t), together.Dump(t)); diff != "" {
		t.Errorf("the databases differ (-alone +together):\n%s", diff)
	}
	want, got = want[:0], got[:0]
	for _, id := range w.ids(record.TypeEvent) {
		want, got = append(want, served(t, alone, id)), append(got, served(t, together, id))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("memory differs, or what is served from it (-alone +together):\n%s", diff)
	}
}

// withMishaps puts between the batches of a world some that are refused, and some that are only tried.
func withMishaps(w *world) (batches []store.Batch) {
	for _, b := range w.wrote {
		if w.chance(15) {
			tried := b
			tried.DryRun = true
			batches = append(batches, tried)
		}
		batches = append(batches, b)
		if e, ok := b.Changes[0].Record.(*record.Event); ok && w.chance(30) {
			stale := *e
			stale.Title, stale.Links = "Too late", nil
			batches = append(batches, store.Batch{Changes: []store.Change{{Operation: store.Put, Record: &stale, Expect: new(int)}}})
			stray := stale
			stray.ID, stray.Topics = w.fresh("stray"), []string{"nothing-of-the-kind"}
			batches = append(batches, store.Batch{Changes: []store.Change{put(&stray)}})
		}
	}
	return batches
}

func served(t *testing.T, s *store.Store, id string) string {
	t.Helper()
	row, err := s.Head().Event(background, id, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return string(row.JSON)
}

func TestARequestThatGaveUpIsLeftOutOfItsGroup(t *testing.T) {
	s := islands(t)
	before := s.Seq()
	gone, cancel := context.WithCancel(background)
	cancel()
	if _, errs := s.WriteTogether(gone, []store.Batch{{Changes: []store.Change{put(meeting("m1", "2025-03-01"))}}}); errs[0] == nil {
		t.Error("it is written")
	}
	if s.Seq() != before {
		t.Errorf("the head is %d and was %d", s.Seq(), before)
	}
}

func TestEventsOfOneCommitShareADocumentAndAPlaceThatNoneNamedBefore(t *testing.T) {
	var dumps [2][]string
	for i, groups := range [][]int{{1, 1, 1, 1, 1}, {4, 1}} {
		s := still(t)
		settle(t, s)
		fresh := &record.Document{ID: "d9", Source: "the-wire", Title: "Nine"}
		write(t, s, put(fresh))
		moved := *fresh
		moved.Title = "Nine, corrected"
		batches := []store.Batch{}
		for n, change := range []store.Change{{}, {}, put(&moved), {}, {}} {
			if change.Record == nil {
				m := meeting(fmt.Sprintf("m%d", n), "2025-03-01")
				m.Citations = []record.Citation{{Document: record.DocumentRef{ID: "d9"}}}
				m.Place = &record.Place{Name: "The new pier"}
				change = put(m)
			}
			batches = append(batches, store.Batch{Changes: []store.Change{change}})
		}
		for _, size := range groups {
			_, errs := s.WriteTogether(background, batches[:size])
			if batches = batches[size:]; errors.Join(errs...) != nil {
				t.Fatal(errs)
			}
		}
		dumps[i] = s.Dump(t)
	}
	if diff := cmp.Diff(dumps[0], dumps[1]); diff != "" {
		t.Errorf("-alone +together:\n%s", diff)
	}
}
