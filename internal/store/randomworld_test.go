package store_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"backchannel/db"
	"backchannel/internal/ingest"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// world is a database under random edits, and every record as last written, kept beside it so that edits can build on
// what editors entered rather than on what is served.
type world struct {
	t      testing.TB
	r      *rand.Rand
	path   string
	now    time.Time
	store  *store.Store
	live   map[record.Type]map[string]record.Record
	buried map[string]*record.Event // retracted events, as last written
	batch  map[string]store.Change  // the batch at hand, by type and id
	made   int
	wrote  []store.Batch
	few    []string // the sources that edits choose from; nil: all
}

// newWorld writes the seed in one batch, at noon of 1 February 2026.
func newWorld(t testing.TB, r *rand.Rand) *world {
	t.Helper()
	w := &world{
		t: t, r: r, path: filepath.Join(t.TempDir(), "random.db"), now: time.Date(2026, 2, 1, 12, 0, 0, 0, time.UTC),
		live: map[record.Type]map[string]record.Record{}, buried: map[string]*record.Event{}, batch: map[string]store.Change{},
	}
	for _, kind := range record.Types() {
		w.live[kind] = map[string]record.Record{}
	}
	w.open()
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		w.put(r)
	}
	w.commit()
	for range 3 {
		w.put(&record.Plan{ID: w.fresh("plan"), Title: w.title() + " " + w.fresh("plan")})
	}
	w.commit()
	for _, id := range w.ids(record.TypeEvent) {
		if e := w.current(record.TypeEvent, id).(*record.Event); w.chance(25) {
			w.alterPlans(e)
			w.put(e)
		}
	}
	w.commit()
	return w
}

// open opens the database, again if it is open.
func (w *world) open() {
	w.t.Helper()
	if w.store != nil {
		if err := w.store.Close(); err != nil {
			w.t.Fatal(err)
		}
	}
	s, err := store.Open(context.Background(), store.Options{Path: w.path, Now: func() time.Time { return w.now }})
	if err != nil {
		w.t.Fatal(err)
	}
	w.store = s
	w.t.Cleanup(func() { s.Close() })
}

func key(t record.Type, id string) string { return string(t) + " " + id }

// put adds a record to the batch at hand.
func (w *world) put(r record.Record) {
	w.batch[key(r.RecordType(), r.RecordID())] = store.Change{Operation: store.Put, Record: r}
}

func (w *world) retract(t record.Type, id string) {
	w.batch[key(t, id)] = store.Change{Operation: store.Retract, Type: t, ID: id, Reason: "random"}
}

// current is a copy of a record as the batch at hand leaves it; nil when it is not there.
func (w *world) current(t record.Type, id string) record.Record {
	r := w.live[t][id]
	if c, ok := w.batch[key(t, id)]; ok {
		r = c.Record
	}
	if r == nil {
		return nil
	}
	own, err := record.Own(r)
	if err != nil {
		w.t.Fatal(err)
	}
	copied, faults := record.Decode(t, own)
	if len(faults) > 0 {
		w.t.Fatalf("%s: %v", own, faults)
	}
	return copied
}

// commit writes the batch at hand, some time after the one before.
func (w *world) commit() {
	w.t.Helper()
	w.dropDeadLinks()
	w.dropRings()
	var b store.Batch
	for _, key := range slices.Sorted(maps.Keys(w.batch)) {
		b.Changes = append(b.Changes, w.batch[key])
	}
	w.r.Shuffle(len(b.Changes), func(i, j int) { b.Changes[i], b.Changes[j] = b.Changes[j], b.Changes[i] })
	w.now = w.now.Add(time.Duration(1+w.r.IntN(20*60*60)) * time.Second)
	if _, err := w.store.Write(context.Background(), b); err != nil {
		if invalid, ok := err.(store.InvalidBatch); ok {
			w.t.Fatalf("a random batch is refused: %+v", invalid)
		}
		w.t.Fatalf("a random batch is refused: %v", err)
	}
	w.wrote = append(w.wrote, b)
	for _, c := range b.Changes {
		if c.Operation == store.Put {
			w.live[c.Record.RecordType()][c.Record.RecordID()] = c.Record
			delete(w.buried, c.Record.RecordID())
			continue
		}
		if e, ok := w.live[c.Type][c.ID].(*record.Event); ok {
			w.buried[c.ID] = e
		}
		delete(w.live[c.Type], c.ID)
	}
	clear(w.batch)
}

// dropDeadLinks takes links to events that are not there out of the events about to be written.
func (w *world) dropDeadLinks() {
	for _, c := range w.batch {
		e, ok := c.Record.(*record.Event)
		if !ok || c.Operation != store.Put {
			continue
		}
		e.Links = slices.DeleteFunc(e.Links, func(l record.Link) bool {
			target, changed := w.batch[key(record.TypeEvent, l.To)]
			return changed && target.Operation == store.Retract || !changed && w.live[record.TypeEvent][l.To] == nil
		})
	}
}

// edit makes n random edits in batches of one to seven.
func (w *world) edit(n int) {
	w.t.Helper()
	for n > 0 {
		for range min(n, 1+w.r.IntN(7)) {
			w.one()
			n--
		}
		if len(w.batch) > 0 {
			w.commit()
		}
	}
}

// one makes one random edit.
func (w *world) one() {
	edits := []struct {
		weight int
		make   func()
	}{
		{30, w.editEvent}, {8, w.newEvent}, {4, w.retractEvent}, {4, w.restoreEvent},
		{10, w.editDocument}, {3, w.newDocument}, {2, w.correctAndRetract}, {6, w.editSource},
		{12, w.editActor}, {3, w.newActor}, {6, w.mergeActor}, {3, w.unmergeActor},
		{6, w.editTopic}, {2, w.newTopic}, {2, w.retractUnused}, {3, w.putPlan},
	}
	total := 0
	for _, e := range edits {
		total += e.weight
	}
	at := w.r.IntN(total)
	for _, e := range edits {
		if at -= e.weight; at < 0 {
			e.make()
			return
		}
	}
}

// ids lists what there is of a type with the batch at hand, sorted.
func (w *world) ids(t record.Type) []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(w.live[t])) {
		if w.batch[key(t, id)].Operation != store.Retract {
			ids = append(ids, id)
		}
	}
	return ids
}

func (w *world) any(t record.Type) string { return pick(w.r, w.ids(t)) }

func (w *world) anySource() string {
	if w.few != nil {
		return pick(w.r, w.few)
	}
	return w.any(record.TypeSource)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// some gives up to n different elements.
func some[T any](r *rand.Rand, list []T, n int) []T {
	list = slices.Clone(list)
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	return list[:min(len(list), r.IntN(n+1))]
}

func (w *world) chance(percent int) bool { return w.r.IntN(100) < percent }

// inUse tells whether any record refers to one.
func (w *world) inUse(t record.Type, id string) bool {
	refers := func(r record.Record) bool {
		return slices.ContainsFunc(r.References(), func(ref record.Reference) bool { return ref.Type == t && ref.ID == id })
	}
	for _, records := range w.live {
		for _, r := range records {
			if refers(r) {
				return true
			}
		}
	}
	for _, e := range w.buried {
		if refers(e) {
			return true
		}
	}
	for _, c := range w.batch {
		if c.Operation == store.Put && refers(c.Record) {
			return true
		}
	}
	return false
}

// retractUnused retracts a document, topic or actor that nothing refers to.
func (w *world) retractUnused() {
	t := pick(w.r, []record.Type{record.TypeDocument, record.TypeTopic, record.TypeActor})
	for _, id := range some(w.r, w.ids(t), 30) {
		if !w.inUse(t, id) && strings.HasPrefix(id, "made-") {
			w.retract(t, id)
			return
		}
	}
}

// fresh is a new id.
func (w *world) fresh(what string) string {
	w.made++
	return fmt.Sprintf("made-%s-%d", what, w.made)
}
