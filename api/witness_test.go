//go:build unix

package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"
)

// witness knows from the ledgers what the server has to hold.
type witness struct {
	t        *testing.T
	database string
	epoch    string
	random   *rand.Rand
	ids      []string
	events   map[string]*history
	listed   map[string]bool  // which events stand in ids
	seqs     map[int64]string // what each change was when it was first seen
	newest   int64            // the largest change that was acknowledged
	touched  []string         // ids of the last life's ledger, in turn

	acknowledged, lost, unheard int
}

// history is what the ledgers say of an event.
type history struct {
	acknowledged map[int]entry // by revision
	stands       entry         // after the last check
	last         int           // the newest acknowledged revision, or the one found at the last check
	pending      *entry        // was sent, and never acknowledged
}

func (w *witness) lose(form string, values ...any) {
	w.t.Helper()
	w.lost++
	w.t.Errorf("lost: "+form, values...)
}

// learn takes in the ledger of one life.
func (w *witness) learn(entries []entry) {
	for _, e := range entries {
		h := w.events[e.ID]
		if h == nil {
			h = &history{acknowledged: map[int]entry{}}
			w.events[e.ID] = h
		}
		if len(w.touched) == 0 || w.touched[len(w.touched)-1] != e.ID {
			w.touched = append(w.touched, e.ID)
		}
		h.pending = &e
		if e.Acknowledged {
			h.pending, h.last, h.stands = nil, e.Revision, e
			h.acknowledged[e.Revision] = e
			w.newest = max(w.newest, e.Seq)
			w.acknowledged++
		}
	}
}

// check looks at everything that the last life may have changed closely, and at what stands of all events.
func (w *witness) check(base string) {
	w.t.Helper()
	w.checkHealth(base)
	done := map[string]bool{}
	for _, id := range w.touched {
		if !done[id] && !w.t.Failed() {
			w.checkEvent(base, id)
		}
		done[id] = true
	}
	w.touched = nil
	w.checkExport(base)
}

// checkWhole looks at every event closely, and lets the program check a copy of the database.
func (w *witness) checkWhole(base string) {
	w.t.Helper()
	for _, id := range w.ids {
		if !w.t.Failed() {
			w.checkEvent(base, id)
		}
	}
	if err := execute(w.t.Context(), []string{"backup", "--database=" + w.database, w.database + ".copy"}, nil, w.t.Output(), w.t.Output()); err != nil {
		w.t.Errorf("a backup of the database: %v", err)
	}
}

// line is one line of a record's history, with the record as it was entered.
type line struct {
	Seq       int64
	Revision  int
	Operation string
	Record    content
}

// lines reads the history of an event.
func (w *witness) lines(base, id string) (list []line, status int) {
	w.t.Helper()
	history := base + "/v1/events/" + id + "/revisions"
	var told struct{ Data []line }
	status, err := read(history, &told)
	for n := range told.Data {
		var one struct{ Data line }
		if err == nil {
			status, err = read(history+"/"+strconv.Itoa(n+1), &one)
		}
		told.Data[n].Record = one.Data.Record
	}
	if err != nil {
		w.t.Fatalf("%s: %v", history, err)
	}
	return told.Data, status
}

// checkEvent compares the history of an event with the ledger, settles what became of a write that was not acknowledged,
// and looks that the event is whole.
func (w *witness) checkEvent(base, id string) {
	w.t.Helper()
	h := w.events[id]
	lines, status := w.lines(base, id)
	if status == http.StatusNotFound && h.last == 0 {
		w.neverWritten(base, *h.pending)
		delete(w.events, id)
		return
	}
	if status != http.StatusOK {
		w.lose("the history of %s answers %d", id, status)
		return
	}
	w.checkLines(id, h, lines)
	if w.t.Failed() {
		return
	}
	if h.stands.Gone {
		if status, err := read(base+"/v1/events/"+id, nil); err != nil || status != http.StatusGone {
			w.t.Errorf("%s was retracted and answers %d %v", id, status, err)
		}
		return
	}
	w.checkParts(base, h.stands)
}

// checkLines compares revision by revision. A change that was not acknowledged may be there, as the newest one.
func (w *witness) checkLines(id string, h *history, lines []line) {
	w.t.Helper()
	for i, l := range lines {
		if l.Revision != i+1 || i > 0 && l.Seq <= lines[i-1].Seq {
			w.t.Errorf("%s: revision %d with change %d stands in place %d", id, l.Revision, l.Seq, i+1)
		}
		is := fmt.Sprintf("%s revision %d: %s %s", id, l.Revision, l.Operation, l.Record)
		if was, seen := w.seqs[l.Seq]; seen && was != is {
			w.t.Errorf("change %d was %s and is %s", l.Seq, was, is)
		}
		w.seqs[l.Seq] = is
		e, heard := h.acknowledged[l.Revision]
		if !heard && l.Revision > h.last && h.pending != nil && h.pending.Revision == l.Revision {
			e, h.pending = *h.pending, nil
			e.Seq, h.stands, h.last = l.Seq, e, l.Revision
			w.unheard++
		} else if !heard && l.Revision > h.last {
			w.t.Errorf("nobody wrote %s", is)
		}
		if e.ID != "" && (e.Gone != (l.Operation == "retract") || e.Seq != l.Seq || e.Content.String() != l.Record.String()) {
			w.lose("the ledger says %+v; there is change %d, %s", e, l.Seq, is)
		}
	}
	if len(lines) < h.last {
		w.lose("%s has %d revisions, %d was acknowledged", id, len(lines), h.last)
	}
	h.pending = nil
	if h.last > 0 && !w.listed[id] {
		w.listed[id] = true
		w.ids = append(w.ids, id)
	}
}

// neverWritten looks that nothing is left of a write that was neither acknowledged nor done.
func (w *witness) neverWritten(base string, e entry) {
	w.t.Helper()
	for _, c := range e.Content.Citations {
		if c.Document == "d1" {
			continue
		}
		if status, err := read(base+"/v1/documents/"+string(c.Document), nil); err != nil || status != http.StatusNotFound {
			w.t.Errorf("half of %s is there: its document answers %d %v", e.ID, status, err)
		}
	}
}

// checkParts looks that an event is found by all that it names, that what it refers to is there, and that what it links
// to says so.
func (w *witness) checkParts(base string, e entry) {
	w.t.Helper()
	for _, query := range []string{
		"q=" + e.Word,
		"actor=anna-arlen&id=" + e.ID,
		"actor=ben-birk&topic=territory&source=the-wire&document=d1&kind=meeting&on=" + e.Content.Date + "&q=" + e.Word,
	} {
		var found struct{ Data []struct{ ID string } }
		status, err := read(base+"/v1/events?"+query, &found)
		if err != nil || status != http.StatusOK || len(found.Data) != 1 || found.Data[0].ID != e.ID {
			w.t.Errorf("%s is not found by %s: %d %v %+v", e.ID, query, status, err, found)
		}
	}
	for _, c := range e.Content.Citations {
		if status, err := read(base+"/v1/documents/"+string(c.Document), nil); err != nil || status != http.StatusOK {
			w.t.Errorf("%s cites %s, which answers %d %v", e.ID, c.Document, status, err)
		}
	}
	for _, l := range e.Content.Links {
		if status, err := read(base+"/v1/events/"+l.To, nil); err != nil || status != http.StatusOK {
			w.t.Errorf("%s links to %s, which answers %d %v", e.ID, l.To, status, err)
		}
	}
}
