package store_test

import (
	"fmt"
	"slices"

	"backchannel/internal/record"
)

// alterLinks links an event to another, mostly a leak, with any relation and scope, and often has somebody whom the
// leak concerns say so.
func (w *world) alterLinks(e *record.Event) {
	if w.chance(25) {
		e.Links = e.Links[:0]
	}
	if n := len(e.Links); n > 0 && w.chance(20) {
		e.Links[w.r.IntN(n)].Scope = w.scope()
		return
	}
	relations := record.Values("relation")
	if w.chance(75) {
		relations = []string{"confirms", "confirms", "denies", "denies", "non_denial", "declines_comment", "repeats", "repeats", "retracts", "retracts"}
	}
	link := record.Link{To: w.any(record.TypeEvent), Relation: record.Relation(pick(w.r, relations)), Scope: w.scope()}
	if leak := w.anyLeak(); leak != nil && w.chance(80) {
		link.To = leak.ID
		switch {
		case link.Relation == "retracts" && w.chance(70):
			w.takeBack(e, leak)
		case e.Kind != "leak" && w.chance(50):
			w.comment(e, leak)
		}
	}
	twice := slices.ContainsFunc(e.Links, func(have record.Link) bool { return have.To == link.To && have.Relation == link.Relation })
	if !twice && link.To != e.ID {
		e.Links = append(e.Links, link)
	}
}

func (w *world) scope() record.Scope {
	return pick(w.r, []record.Scope{"", "", "whole", "part", "part", "attribution", "authenticity"})
}

// anyLeak is a leak as the batch at hand leaves it.
func (w *world) anyLeak() *record.Event {
	for _, id := range some(w.r, w.ids(record.TypeEvent), 1000) {
		if e := w.live[record.TypeEvent][id]; e != nil && e.(*record.Event).Kind == "leak" {
			if now, ok := w.current(record.TypeEvent, id).(*record.Event); ok && now.Kind == "leak" {
				return now
			}
		}
	}
	return nil
}

// comment has somebody speak in an event whom a leak concerns, or who speaks for one.
func (w *world) comment(e, leak *record.Event) {
	var concerned []string
	for _, p := range leak.Participants {
		concerned = append(concerned, p.Actor, p.Representing)
	}
	for _, claim := range leak.Leak.Claims {
		concerned = append(concerned, claim.Actors...)
	}
	concerned = slices.DeleteFunc(concerned, func(actor string) bool { return actor == "" })
	if len(concerned) == 0 {
		return
	}
	who := pick(w.r, concerned)
	role := pick(w.r, []record.ParticipantRole{"speaker", "speaker", "aide"})
	if w.chance(30) {
		side := who
		who = w.any(record.TypeActor)
		if !slices.ContainsFunc(e.Participants, func(p record.Participant) bool { return p.Actor == who && p.Role == role }) {
			e.Participants = append(e.Participants, record.Participant{Actor: who, Role: role, Representing: side})
		}
		return
	}
	w.join(e, who, role)
}

// takeBack has the source of a leak report an event, or be that of another leak.
func (w *world) takeBack(e, leak *record.Event) {
	if e.Kind == "leak" {
		e.Leak.Source = leak.Leak.Source
		return
	}
	for _, id := range some(w.r, w.ids(record.TypeDocument), 1000) {
		if d := w.current(record.TypeDocument, id).(*record.Document); d.Source == leak.Leak.Source {
			e.Citations = append(e.Citations, record.Citation{Document: record.DocumentRef{ID: id}, Locator: w.fresh("page")})
			return
		}
	}
}

// dropRings takes out of the batch the links of relations that may not form circles, where they would.
func (w *world) dropRings() {
	for _, id := range w.ids(record.TypeEvent) {
		c, ok := w.batch[key(record.TypeEvent, id)]
		if !ok {
			continue
		}
		e := c.Record.(*record.Event)
		e.Links = slices.DeleteFunc(slices.Clone(e.Links), func(l record.Link) bool {
			return slices.Contains([]record.Relation{"supersedes", "part_of", "prepares"}, l.Relation) && w.leads(l.To, id, l.Relation)
		})
	}
}

// leads tells whether links of one relation lead from an event to another.
func (w *world) leads(from, to string, relation record.Relation) bool {
	seen := map[string]bool{from: true}
	for open := []string{from}; len(open) > 0; open = open[1:] {
		if open[0] == to {
			return true
		}
		r := w.live[record.TypeEvent][open[0]]
		if c, ok := w.batch[key(record.TypeEvent, open[0])]; ok {
			r = c.Record
		}
		e, ok := r.(*record.Event)
		if !ok || e == nil {
			continue
		}
		for _, l := range e.Links {
			if l.Relation == relation && !seen[l.To] {
				seen[l.To], open = true, append(open, l.To)
			}
		}
	}
	return false
}

// voice changes to which family a source belongs, or for whom it speaks.
func (w *world) voice(s *record.Source) {
	if w.chance(50) {
		s.Family = pick(w.r, []string{"", "", w.anySource(), "one-family", "another-family"})
	}
	if w.chance(50) {
		s.Party = pick(w.r, []string{"", w.any(record.TypeActor), pick(w.r, []string{"russia", "united-states", "ukraine"})})
	}
}

// derive has a document rewrite another, which does not rewrite it in turn.
func (w *world) derive(d *record.Document) {
	d.DerivedFrom = ""
	from := w.any(record.TypeDocument)
	for at := from; at != ""; at = w.current(record.TypeDocument, at).(*record.Document).DerivedFrom {
		if at == d.ID {
			return
		}
	}
	if w.chance(60) {
		d.DerivedFrom = from
	}
}

// says tells some particulars, out of few values, so that tellers now agree and now differ.
func (w *world) says() map[string]record.Said {
	number := func(n int) *float64 { x := float64(n); return &x }
	instant := func() string {
		return fmt.Sprintf("2025-04-25T1%d:%02d:%02d+03:00", w.r.IntN(3), w.r.IntN(2), w.r.IntN(60))
	}
	says := map[string]record.Said{}
	for range 1 + w.r.IntN(2) {
		switch name := pick(w.r, record.Values("particular")); name {
		case "duration", "ordinal", "count":
			n := 1 + w.r.IntN(6)
			says[name] = pick(w.r, []record.Said{{Value: float64(n)}, {Min: number(n)}, {Max: number(n)}, {Min: number(n), Max: number(n + 2)}, {Text: "some"}})
		case "start_at", "end_at":
			says["start_at"] = record.Said{Value: instant()}
			if w.chance(60) {
				says["end_at"] = record.Said{Value: instant()}
			}
		case "date":
			says[name] = record.Said{Value: pick(w.r, []string{"2025-04-25", "2025-04-26", "2025-04", "2025-04-25~", "[2025-04-25,2025-04-27]", "2025-04-25/2025-04-27"})}
		case "participants":
			says[name] = record.Said{Value: pick(w.r, [][]any{{"vladimir-putin", "steve-witkoff"}, {"steve-witkoff", "vladimir-putin"}, {"vladimir-putin"}})}
		case "topics":
			says[name] = record.Said{Value: []any{pick(w.r, []string{"crimea", "nato"})}}
		default:
			says[name] = pick(w.r, []record.Said{{Value: "Élysée"}, {Value: "elysee"}, {Value: "the Kremlin"}, {Value: "!"}, {Value: "?"}, {Text: "as told"}})
		}
	}
	return says
}
