package generate

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// Document makes document i. Documents are numbered in the order of their appearance, evenly over the
// time of the events and a little beyond.
func (w *World) Document(i int) *record.Document {
	r := w.random('d', i)
	source := w.Sources[w.sourceRank.pick(r)]
	at := w.appears(i, r.Float64())
	day := firstDay + edtf.Day(at)
	d := &record.Document{
		ID: w.documentID(i), Source: source.ID, Title: w.sentence(r, 5+r.IntN(4)),
		URL: source.URL + strconv.FormatInt(int64(i), 36), Lang: "en",
	}
	switch kind := r.IntN(200); {
	case kind < 2: // dated by nothing
	case kind < 3:
		d.Published = edtf.MustParseMoment(day.String()[:7])
	case kind < 110:
		d.Published = edtf.MustParseMoment(day.String())
	default:
		d.Published = edtf.MustParseMoment(fmt.Sprintf("%sT%02d:%02d+03:00", day, r.IntN(24), r.IntN(60)))
	}
	return d
}

// appears is when document i is published, in days after firstDay: one even step on, at the given part of it.
func (w *World) appears(i int, part float64) float64 {
	return (float64(i) + part) / float64(w.Documents()) * (spanDays + afterDays)
}

// documentAt is the first document that appears no earlier than a moment, in days after firstDay.
func (w *World) documentAt(days float64) int {
	i := int(days/(spanDays+afterDays)*float64(w.Documents())) + 1
	return min(max(i, 0), w.Documents()-1)
}

func (w *World) documentID(i int) string { return "doc-" + strconv.FormatInt(int64(i), 36) }

// citations cites one to three documents: the first appears within three days, the others mostly
// within ten, and some in the hundred days that follow.
func (w *World) citations(r *rand.Rand, e *record.Event, days float64) []record.Citation {
	count := []int{1, 2, 2, 2, 3}[r.IntN(5)]
	var list []record.Citation
	last := -1
	for i := range count {
		lag := r.Float64() * 3
		switch {
		case i > 0 && r.IntN(10) < 7:
			lag = r.Float64() * 10
		case i > 0:
			lag = 10 + r.Float64()*90
		}
		number := w.documentAt(days + lag)
		if number <= last {
			number = last + 1
		}
		if last = number; number >= w.Documents() {
			break
		}
		list = append(list, w.citation(r, e, number))
	}
	return list
}

func (w *World) citation(r *rand.Rand, e *record.Event, document int) record.Citation {
	c := record.Citation{Document: record.DocumentRef{ID: w.documentID(document)}}
	switch kind := r.IntN(10); {
	case kind < 6:
		c.Grade = record.Grade(strconv.Itoa(1 + r.IntN(4)))
	case kind < 8:
		c.Grade = record.Grade("B" + strconv.Itoa(1+r.IntN(3)))
	}
	if r.IntN(20) == 0 {
		c.Excerpt = w.sentence(r, 8)
	}
	if r.IntN(40) == 0 {
		c.Supports = "mentions"
	}
	if (e.Kind == "meeting" || e.Kind == "call") && r.IntN(6) == 0 {
		c.Says = map[string]record.Said{"duration": {Value: float64(15 * (1 + r.IntN(16)))}}
	}
	return c
}
