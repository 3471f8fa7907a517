package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/oracle"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestNothingInARandomAnswerIsKnownLaterThanAsked(t *testing.T) {
	r := random(t)
	w := newWorld(t, r)
	w.edit(*size / 3)
	h := w.history()
	commits := h.Commits()
	asked := 0
	for range 20 {
		seq := pick(r, commits).Seq
		at := time.Date(2025, 2, 12+r.IntN(100), r.IntN(24), r.IntN(60), 0, 0, time.UTC)
		v, err := w.store.View(context.Background(), filter.Snapshot{Set: true, Seq: seq})
		if err != nil {
			t.Fatal(err)
		}
		world, err := h.World(seq)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids(t, v, store.EventQuery{Filter: &filter.Filter{AsOf: at}}) {
			row, err := v.Event(context.Background(), id, at)
			if err != nil {
				t.Fatalf("event %s at %d as of %s: %v", id, seq, at, err)
			}
			var body any
			if err := json.Unmarshal(row.JSON, &body); err != nil {
				t.Fatal(err)
			}
			look := &lookout{t: t, world: world, asOf: at}
			look.value("", body)
			for _, late := range look.late {
				t.Errorf("event %s at %d as of %s holds %s\n%s", id, seq, at, late, row.JSON)
			}
			asked++
		}
	}
	t.Logf("%d answers walked", asked)
}

// lookout goes through every key of an answer and notes what was not yet known.
type lookout struct {
	t     *testing.T
	world *oracle.World
	asOf  time.Time
	late  []string
}

func (w *lookout) value(at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		for _, name := range sortedKeys(v) {
			w.value(at+"/"+name, v[name])
		}
	case []any:
		for _, item := range v {
			w.value(at, item)
		}
	case string:
		w.text(at, v)
	}
}

// text looks at what each key's text says of a time: a moment of its own, or a document or event that has one.
func (w *lookout) text(at, text string) {
	last := at[strings.LastIndexByte(at, '/')+1:]
	switch {
	case last == "known_at" || last == "since" || last == "published":
		known, ok := edtf.MustParseMoment(text).Last()
		if ok && known.Truncate(time.Microsecond).After(w.asOf) {
			w.late = append(w.late, at+" "+text)
		}
	case last == "document":
		known, err := w.world.Documents[text].KnownAt()
		if err != nil || known == nil || known.After(w.asOf) {
			w.late = append(w.late, fmt.Sprint(at, " ", text, " known ", known, err))
		}
	case at == "/links/to" || at == "/linked_from/from" || at == "/verification/by" || at == "/verification/history/by":
		if seen, err := w.world.Seen(text, w.asOf); err != nil || seen == nil {
			w.late = append(w.late, at+" "+text)
		}
	}
}

// pinned is an answer that has to stay as it was.
type pinned struct {
	snapshot filter.Snapshot
	query    url.Values
	events   []string // asked for one by one
}

func TestRandomPermalinksGiveTheSameBytesAfterFurtherEdits(t *testing.T) {
	r := random(t)
	w := newWorld(t, r)
	w.edit(*size / 6)
	ask := &asker{r: r, history: w.history()}
	fields := filter.Registry()
	var kept []pinned
	var first []string
	for i := range 30 {
		q := ask.ask(fields[i%len(fields)].Name, true)
		p := pinned{query: q, snapshot: filter.Snapshot{Set: true, Seq: ask.world.Seq}, events: some(r, w.ids(record.TypeEvent), 30)}
		kept, first = append(kept, p), append(first, w.answer(p))
	}
	again := func(when string) {
		for i, p := range kept {
			if now := w.answer(p); now != first[i] {
				t.Errorf("%s at %d %s:\n%s", p.query.Encode(), p.snapshot.Seq, when, cmp.Diff(first[i], now))
			}
		}
	}
	again("asked again")
	w.edit(*size / 6)
	again("after further edits")
	w.open()
	again("after a restart")
	w.edit(*size / 12)
	again("after a restart and edits")
}

// answer gives everything that a pinned query is answered with, a line an event.
func (w *world) answer(p pinned) string {
	w.t.Helper()
	ctx := context.Background()
	v, err := w.store.View(ctx, p.snapshot)
	if err != nil {
		w.t.Fatal(err)
	}
	f, faults := filter.Parse(p.query, v)
	if len(faults) > 0 {
		w.t.Fatalf("%s is refused: %+v", p.query.Encode(), faults)
	}
	n, _, err := v.Count(ctx, f, true)
	if err != nil {
		w.t.Fatal(err)
	}
	undated, err := v.Undated(ctx, f)
	if err != nil {
		w.t.Fatal(err)
	}
	var all strings.Builder
	fmt.Fprintf(&all, "%s\n%d, %d undated\n", f.Canonical(), n, undated)
	list, err := v.Events(ctx, store.EventQuery{Filter: f})
	if err != nil {
		w.t.Fatal(err)
	}
	for row, err := range list.All() {
		if err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintf(&all, "%x %s\n", row.Digest, row.JSON)
	}
	for _, id := range p.events {
		row, err := v.Event(ctx, id, f.AsOf)
		if err != nil {
			fmt.Fprintf(&all, "%s: %v\n", id, err)
			continue
		}
		fmt.Fprintf(&all, "%x %s\n", row.Digest, row.JSON)
	}
	return all.String()
}
