package store_test

import (
	"slices"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// published is a random publication time in any of the forms there are; zero for none.
func (w *world) published() edtf.Moment {
	at := time.Date(2025, 1, 20+w.r.IntN(130), w.r.IntN(24), w.r.IntN(60), 0, 0, time.UTC)
	return edtf.MustParseMoment(pick(w.r, []string{
		at.Format("2006-01-02T15:04") + "+03:00", at.Format("2006-01-02T15:04") + "Z", at.Format("2006-01-02T15:04:05") + ".123456Z",
		at.Format("2006-01-02"), at.Format("2006-01-02"), at.Format("2006-01"), at.Format("2006-01-02") + "~",
		at.Format("2006-01-02") + "/..", "[" + at.Format("2006-01-02") + "," + at.AddDate(0, 0, 3).Format("2006-01-02") + "]",
	}))
}

// redate corrects a document's dates.
func (w *world) redate(d *record.Document) {
	d.Published, d.RetrievedAt = w.published(), edtf.Moment{}
	if w.chance(15) {
		d.Published = edtf.Moment{}
	}
	if w.chance(40) {
		at := time.Date(2025, 5, 1+w.r.IntN(60), w.r.IntN(24), 0, 0, 0, time.UTC)
		d.RetrievedAt = edtf.MustParseMoment(pick(w.r, []string{at.Format("2006-01-02"), at.Format("2006-01-02T15:04") + "Z"}))
	}
}

func (w *world) editDocument() {
	d := w.current(record.TypeDocument, w.any(record.TypeDocument)).(*record.Document)
	w.redate(d)
	if w.chance(15) {
		d.Source = w.anySource()
	}
	if w.chance(30) {
		w.derive(d)
	}
	w.put(d)
}

func (w *world) newDocument() {
	d := &record.Document{ID: w.fresh("document"), Source: w.anySource(), Title: w.title()}
	if w.chance(70) {
		d.URL = "https://example.org/" + d.ID
	}
	w.redate(d)
	w.derive(d)
	w.put(d)
}

// correctAndRetract corrects a document's date and retracts an event that cites it, or writes it as it is, in one batch.
func (w *world) correctAndRetract() {
	e := w.live[record.TypeEvent][w.any(record.TypeEvent)].(*record.Event)
	if len(e.Citations) == 0 {
		return
	}
	id := e.Citations[0].Document.ID
	d, ok := w.current(record.TypeDocument, id).(*record.Document)
	if !ok {
		return
	}
	w.redate(d)
	w.put(d)
	if again := w.current(record.TypeEvent, e.ID); w.chance(50) && again != nil {
		w.put(again)
		return
	}
	w.retract(record.TypeEvent, e.ID)
}

func (w *world) editSource() {
	s := w.current(record.TypeSource, w.anySource()).(*record.Source)
	if s.Reliability = string(rune('A' + w.r.IntN(6))); w.chance(10) {
		s.Reliability = ""
	}
	if w.chance(10) {
		s.Name = w.title() + " " + w.fresh("paper")
	}
	w.voice(s)
	w.put(s)
}

// editActor renames an actor, gives it a spelling, or changes whom it speaks for and since when.
func (w *world) editActor() {
	a := w.current(record.TypeActor, w.any(record.TypeActor)).(*record.Actor)
	switch w.r.IntN(4) {
	case 0:
		a.Name = w.title() + " " + w.fresh("name")
	case 1:
		a.Names = append(a.Names, record.Name{
			Name: w.title() + " " + w.fresh("alias"), Kind: pick(w.r, []record.NameKind{"official", "alias", "misspelling"}),
		})
	case 2:
		a.Roles = nil
		for range w.r.IntN(3) {
			a.Roles = append(a.Roles, w.role())
		}
	default:
		a.Roles = slices.Insert(a.Roles, 0, w.role())
	}
	w.put(a)
}

func (w *world) role() record.Role {
	r := record.Role{Title: "Envoy"}
	if w.chance(80) {
		r.OnBehalfOf = w.any(record.TypeActor)
	}
	from := time.Date(2025, 1, 1+w.r.IntN(100), 0, 0, 0, 0, time.UTC)
	if w.chance(50) {
		r.From = edtf.MustParse(from.Format(pick(w.r, []string{"2006-01-02", "2006-01"})))
	}
	if w.chance(50) {
		r.To = edtf.MustParse(from.AddDate(0, 2, 0).Format("2006-01-02"))
	}
	return r
}

func (w *world) newActor() {
	w.put(&record.Actor{ID: w.fresh("actor"), Kind: "person", Name: w.title() + " " + w.fresh("name")})
}

// mergeActor merges an actor that is no state into another; merges may stand in a row but not in a ring.
func (w *world) mergeActor() {
	a := w.current(record.TypeActor, w.any(record.TypeActor)).(*record.Actor)
	into := w.any(record.TypeActor)
	for at := into; at != ""; {
		if at == a.ID {
			return
		}
		next := w.current(record.TypeActor, at).(*record.Actor)
		at = next.MergedInto
	}
	if a.Kind != "state" {
		a.MergedInto = into
		w.put(a)
	}
}

func (w *world) unmergeActor() {
	for _, id := range some(w.r, w.ids(record.TypeActor), 100) {
		if a := w.current(record.TypeActor, id).(*record.Actor); a.MergedInto != "" {
			a.MergedInto = ""
			w.put(a)
			return
		}
	}
}

// editTopic moves a topic under another, which does not stand below it, or gives it another label.
func (w *world) editTopic() {
	t := w.current(record.TypeTopic, w.any(record.TypeTopic)).(*record.Topic)
	if w.chance(30) {
		t.Label = w.title() + " " + w.fresh("label")
	}
	parent := w.any(record.TypeTopic)
	for at := parent; at != ""; {
		if at == t.ID {
			parent = ""
			break
		}
		at = w.current(record.TypeTopic, at).(*record.Topic).Parent
	}
	t.Parent = parent
	w.put(t)
}

func (w *world) newTopic() {
	t := &record.Topic{ID: w.fresh("topic"), Label: w.title() + " " + w.fresh("label")}
	if w.chance(70) {
		t.Parent = w.any(record.TypeTopic)
	}
	w.put(t)
}

// putPlan enters a plan, or gives one another title.
func (w *world) putPlan() {
	p := &record.Plan{ID: w.fresh("plan"), Title: w.title() + " " + w.fresh("plan")}
	if plans := w.ids(record.TypePlan); len(plans) > 6 || len(plans) > 0 && w.chance(50) {
		p = w.current(record.TypePlan, pick(w.r, plans)).(*record.Plan)
		p.Title = w.title() + " " + w.fresh("title")
	}
	w.put(p)
}

// alterPlans lets an event do something with plans that are there, or with none.
func (w *world) alterPlans(e *record.Event) {
	e.Plans = nil
	for _, id := range some(w.r, w.ids(record.TypePlan), 3) {
		e.Plans = append(e.Plans, record.PlanUse{Plan: id, As: pick(w.r, record.Values("plan_use"))})
	}
	if plans := w.ids(record.TypePlan); len(plans) > 0 && w.chance(30) {
		e.Positions = append(e.Positions, record.Position{On: record.PositionOn{Plan: pick(w.r, plans)}, Value: "supports", Basis: "on_record",
			Actors: []string{w.any(record.TypeActor)}})
	}
}
