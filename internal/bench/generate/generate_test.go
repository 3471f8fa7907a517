package generate

import (
	"context"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func text(t *testing.T, r record.Record) string {
	t.Helper()
	body, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestTheSameOptionsGiveTheSameRecordsInAnyOrder(t *testing.T) {
	a, b := New(Options{Events: 500, Seed: 7}), New(Options{Events: 500, Seed: 7})
	other := New(Options{Events: 500, Seed: 8})
	same := 0
	for i := range 500 {
		b.Event(499 - i)
		if diff := cmp.Diff(text(t, a.Event(i)), text(t, b.Event(i))); diff != "" {
			t.Fatalf("event %d differs: %s", i, diff)
		}
		if text(t, a.Event(i)) == text(t, other.Event(i)) {
			same++
		}
	}
	if same > 0 {
		t.Errorf("%d events of another seed are the same", same)
	}
}

func TestEveryRecordIsValidAndRefersToRecordsThatAreThere(t *testing.T) {
	w := New(Options{Events: 2000, Seed: 1})
	there := map[string]bool{}
	var all []record.Record
	add := func(r record.Record) {
		key := string(r.RecordType()) + " " + r.RecordID()
		if there[key] {
			t.Errorf("%s twice", key)
		}
		there[key] = true
		all = append(all, r)
	}
	for _, a := range w.Actors {
		add(a)
	}
	for _, s := range w.Sources {
		add(s)
	}
	for _, topic := range w.Topics {
		add(topic)
	}
	for i := range w.Documents() {
		add(w.Document(i))
	}
	for i := range w.Events {
		add(w.Event(i))
	}
	for _, r := range all {
		if faults := r.Validate(); len(faults) > 0 {
			t.Fatalf("%s %s: %+v", r.RecordType(), r.RecordID(), faults)
		}
		for _, ref := range r.References() {
			if !there[string(ref.Type)+" "+ref.ID] {
				t.Fatalf("%s %s refers to %s %s", r.RecordType(), r.RecordID(), ref.Type, ref.ID)
			}
		}
	}
}

// tally counts what events are like.
type tally struct {
	actors, topics, citations, links, days float64
	kinds                                  map[record.Kind]float64
	famous, common, rare                   float64
}

func count(w *World) tally {
	t := tally{kinds: map[record.Kind]float64{}}
	each := 1 / float64(w.Events)
	for i := range w.Events {
		e := w.Event(i)
		t.actors += each * float64(len(e.Participants))
		t.topics += each * float64(len(e.Topics))
		t.citations += each * float64(len(e.Citations))
		t.links += each * float64(len(e.Links))
		t.kinds[e.Kind] += each
		if e.Date.Precision() == edtf.PrecisionDay {
			t.days += each
		}
		for _, p := range e.Participants {
			if p.Actor == w.Actors[0].ID {
				t.famous += each
			}
		}
		words := " " + strings.ToLower(e.Title+" "+e.Summary) + " "
		if strings.Contains(words, " "+w.Words[0]+" ") {
			t.common += each
		}
		if strings.Contains(words, " "+w.Words[wordCount-1]+" ") {
			t.rare += each
		}
	}
	return t
}

func TestEventsAreDistributedAsRealOnesAre(t *testing.T) {
	got := count(New(Options{Events: 5000, Seed: 3}))
	for _, c := range []struct {
		what           string
		got, low, high float64
	}{
		{"actors of an event", got.actors, 3.2, 3.9},
		{"topics of an event", got.topics, 1.7, 2.2},
		{"citations of an event", got.citations, 1.8, 2.2},
		{"share of events with a link", got.links, 0.02, 0.04},
		{"share of events dated to the day", got.days, 0.88, 0.96},
		{"share of statements", got.kinds["statement"], 0.40, 0.48},
		{"share of leaks", got.kinds["leak"], 0.05, 0.09},
		{"share of the most famous actor", got.famous, 0.12, 0.25},
		{"share of the most common word", got.common, 0.15, 0.5},
		{"share of the rarest word", got.rare, 0, 0.005},
	} {
		if c.got < c.low || c.got > c.high {
			t.Errorf("%s is %.3f, not within %.3f to %.3f", c.what, c.got, c.low, c.high)
		}
	}
}

func TestDocumentsAppearAfterWhatTheyReport(t *testing.T) {
	w := New(Options{Events: 20000, Seed: 5})
	late, tenDays := 0, 0
	for i := 0; i < w.Events; i += 10 {
		h := w.head(i)
		for n, c := range w.Event(i).Citations {
			var number int
			for number = w.documentAt(h.days); w.documentID(number) != c.Document.ID; number++ {
				if number >= w.Documents() {
					t.Fatalf("event %d cites %s, which appears before it", i, c.Document.ID)
				}
			}
			if n == 1 {
				if late++; w.appears(number, 0)-h.days <= 12 {
					tenDays++
				}
			}
		}
	}
	if share := float64(tenDays) / float64(late); math.Abs(share-0.7) > 0.1 {
		t.Errorf("%.2f of second documents appear within about ten days, not 0.7", share)
	}
}

func TestARankIsDrawnAsOftenAsItsWeightSays(t *testing.T) {
	z := newZipf(100, 5, 1)
	r := New(Options{Events: 1, Seed: 1}).random('t', 0)
	hits := make([]float64, 100)
	const draws = 50000
	for range draws {
		hits[z.pick(r)] += 1.0 / draws
	}
	for _, rank := range []int{0, 1, 10, 99} {
		if want := z.chance(rank); math.Abs(hits[rank]-want) > 0.2*want {
			t.Errorf("rank %d is drawn %.4f of the time, not %.4f", rank, hits[rank], want)
		}
	}
}

func TestADatabaseIsFilledOnceAndFoundAgain(t *testing.T) {
	ctx, folder := context.Background(), t.TempDir()
	w := New(Options{Events: 300, Seed: 2})
	older := filepath.Join(folder, "events-300-seed-2-form-0.db")
	if err := os.WriteFile(older, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	first, err := Open(ctx, folder, w, nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, folder, w, nil)
	if err != nil {
		t.Fatal(err)
	}
	if first.Path != again.Path || first.Took == 0 || again.Took != 0 {
		t.Errorf("first %+v, then %+v", first, again)
	}
	if _, err := os.Stat(older); !os.IsNotExist(err) {
		t.Errorf("a database of an older form is still there: %v", err)
	}
	if filepath.Dir(first.Path) != folder {
		t.Errorf("%s is not in %s", first.Path, folder)
	}
	s, err := store.Open(ctx, store.Options{Path: first.Path})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	n, exact, err := s.Head().Count(ctx, &filter.Filter{}, true)
	if err != nil || !exact || n != 300 {
		t.Errorf("%d events, exact %v, %v", n, exact, err)
	}
	row, err := s.Head().Event(ctx, w.EventID(17), time.Time{})
	if err != nil || row.ID != w.EventID(17) {
		t.Errorf("event 17: %v %v", row, err)
	}
}
