package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestRandomLeaksStandAsANaiveReplayHasThem(t *testing.T) {
	r := random(t)
	w := newWorld(t, r)
	w.narrow()
	w.stir(*size / 2)
	w.open()
	w.stir(*size - *size/2)
	run := &run{t: t, world: w, history: w.history(), answers: map[answerKey][]answered{}, stood: map[string]int{}}
	commits := run.history.Commits()
	for range *size / 4 {
		run.leaks(pick(r, commits[len(commits)/4:]).Seq, time.Date(2025, 2, 10+r.IntN(110), r.IntN(24), r.IntN(60), 0, 0, time.UTC))
		run.leaks(pick(r, commits[len(commits)/4:]).Seq, time.Time{})
		if run.failed > 3 {
			return
		}
	}
	t.Logf("leaks stood: %v", run.stood)
	for _, status := range record.Values("verification") {
		if *size >= 3*enough && run.stood[status] == 0 {
			t.Errorf("no leak stood %s", status)
		}
	}
}

// leaks compares where every leak stood in a snapshot as of a moment.
func (run *run) leaks(seq int64, asOf time.Time) {
	run.t.Helper()
	v, err := run.world.store.View(context.Background(), filter.Snapshot{Set: true, Seq: seq})
	if err != nil {
		run.t.Fatal(err)
	}
	w, err := run.history.World(seq)
	if err != nil {
		run.t.Fatal(err)
	}
	for _, id := range sortedKeys(w.Events) {
		if w.Events[id].Kind != "leak" {
			continue
		}
		row, err := v.Event(context.Background(), id, asOf)
		if errors.Is(err, store.ErrNotFound) {
			continue // whether it was known is compared with the filters
		}
		if err != nil {
			run.t.Fatal(err)
		}
		a, err := row.Answer()
		if err != nil {
			run.t.Fatal(err)
		}
		run.reads(w, a, asOf)
	}
}

// narrow has few sources publish everything, much of it after one another, so that families meet.
func (w *world) narrow() {
	w.few = some(w.r, w.ids(record.TypeSource), 1000)
	w.few = append(w.few, w.ids(record.TypeSource)...)[:6]
	for _, id := range w.ids(record.TypeDocument) {
		d := w.current(record.TypeDocument, id).(*record.Document)
		d.Source = w.anySource()
		if w.chance(40) {
			w.derive(d)
		}
		w.put(d)
	}
	w.commit()
}

// stir makes n random edits of what the standing of leaks follows from, in batches of one to four.
func (w *world) stir(n int) {
	w.t.Helper()
	edits := []func(){
		w.answerLeak, w.answerLeak, w.answerLeak, w.answerLeak,
		w.answerLeak, w.corroborate, w.corroborate, w.corroborate, w.editLeak, w.newLeak, w.editVoice, w.editVoice, w.redateAnswer, w.deriveAnswer, w.deriveAnswer,
		w.mergeActor, w.unmergeActor, w.editActor, w.editDocument, w.retractAnswer, w.restoreEvent, w.newEvent,
	}
	for n > 0 {
		for range min(n, 1+w.r.IntN(4)) {
			pick(w.r, edits)()
			n--
		}
		if len(w.batch) > 0 {
			w.commit()
		}
	}
}

// answerLeak changes what some event answers, and now and then who says so and in which documents.
func (w *world) answerLeak() {
	e := w.current(record.TypeEvent, w.any(record.TypeEvent)).(*record.Event)
	w.alterLinks(e)
	if w.chance(40) {
		w.alterCitations(e)
	}
	if w.chance(20) {
		w.alterParticipants(e)
	}
	w.put(e)
}

// corroborate has an event that nobody concerned carries repeat a leak, out of one document or two.
func (w *world) corroborate() {
	leak, e := w.anyLeak(), w.current(record.TypeEvent, w.any(record.TypeEvent)).(*record.Event)
	if leak == nil || e.ID == leak.ID || e.Kind == "leak" {
		return
	}
	e.Participants = slices.DeleteFunc(e.Participants, func(p record.Participant) bool { return p.Role != "speaker" })
	e.Citations = e.Citations[:min(len(e.Citations), w.r.IntN(2))]
	e.Citations = append(e.Citations, record.Citation{Document: record.DocumentRef{ID: w.any(record.TypeDocument)}, Locator: w.fresh("page")})
	e.Links = []record.Link{{To: leak.ID, Relation: pick(w.r, []record.Relation{"repeats", "repeats", "confirms", "retracts"})}}
	w.put(e)
}

func (w *world) editVoice() {
	s := w.current(record.TypeSource, w.anySource()).(*record.Source)
	if e := w.anyAnswer(); e != nil && len(e.Citations) > 0 {
		if d, ok := w.current(record.TypeDocument, pick(w.r, e.Citations).Document.ID).(*record.Document); ok {
			s = w.current(record.TypeSource, d.Source).(*record.Source)
		}
	}
	w.voice(s)
	w.put(s)
}

// anyAnswer is an event that answers another, or any.
func (w *world) anyAnswer() *record.Event {
	var e *record.Event
	for _, id := range some(w.r, w.ids(record.TypeEvent), 40) {
		if now, ok := w.current(record.TypeEvent, id).(*record.Event); ok {
			if e = now; len(e.Links) > 0 {
				break
			}
		}
	}
	return e
}

func (w *world) editLeak() {
	leak := w.anyLeak()
	if leak == nil {
		return
	}
	pick(w.r, []func(*record.Event){w.alterClaims, w.alterParticipants, w.alterCitations, w.alterStart, w.alterWords})(leak)
	w.put(leak)
}

// newLeak makes a leak of any event.
func (w *world) newLeak() {
	e := w.current(record.TypeEvent, w.any(record.TypeEvent)).(*record.Event)
	for e.Kind != "leak" {
		w.alterKind(e)
	}
	w.alterCitations(e)
	w.put(e)
}

// retractAnswer retracts an event that answers another, which restoreEvent may bring back.
func (w *world) retractAnswer() {
	if e := w.anyAnswer(); e != nil {
		w.retract(record.TypeEvent, e.ID)
	}
}

// document is one that an event which answers another cites; nil for none.
func (w *world) document() *record.Document {
	e := w.anyAnswer()
	if e == nil || len(e.Citations) == 0 {
		return nil
	}
	d, _ := w.current(record.TypeDocument, pick(w.r, e.Citations).Document.ID).(*record.Document)
	return d
}

func (w *world) redateAnswer() {
	if d := w.document(); d != nil {
		w.redate(d)
		w.put(d)
	}
}

// deriveAnswer changes what such a document rewrites, or whose the document is that it rewrites.
func (w *world) deriveAnswer() {
	d := w.document()
	if d == nil {
		return
	}
	if d.DerivedFrom == "" || w.chance(40) {
		w.derive(d)
	} else if root, ok := w.current(record.TypeDocument, d.DerivedFrom).(*record.Document); ok {
		if d = root; w.chance(60) {
			d.Source = w.anySource()
		} else {
			w.derive(d)
		}
	}
	w.put(d)
}
