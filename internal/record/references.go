package record

import (
	"maps"
	"slices"
)

// references collects the ids a record holds, in the order of its fields; empty ones are passed over.
type references []Reference

func (r *references) one(t Type, at, id string) {
	if id != "" {
		*r = append(*r, Reference{Pointer: at, Type: t, ID: id})
	}
}

func (r *references) each(t Type, at string, ids []string) {
	for i, id := range ids {
		r.one(t, index(at, i), id)
	}
}

func (r *references) teller(at string, by *Teller) {
	if by != nil {
		r.one(TypeActor, key(at, "actor"), by.Actor)
		r.one(TypeSource, key(at, "source"), by.Source)
	}
}

func (r *references) citations(at string, list []Citation) {
	for i, c := range list {
		below := index(at, i)
		document := key(below, "document")
		if c.Document.ID != "" {
			r.one(TypeDocument, document, c.Document.ID)
		} else if c.Document.Inline != nil {
			r.document(document, c.Document.Inline)
		}
		r.teller(key(below, "by"), c.By)
		for _, name := range slices.Sorted(maps.Keys(c.Says)) {
			value := key(key(key(below, "says"), name), "value")
			switch name {
			case "participants":
				r.each(TypeActor, value, c.Says[name].List())
			case "topics":
				r.each(TypeTopic, value, c.Says[name].List())
			}
		}
	}
}

func (r *references) document(at string, d *Document) {
	r.one(TypeSource, key(at, "source"), d.Source)
	r.one(TypeDocument, key(at, "derived_from"), d.DerivedFrom)
	r.one(TypeDocument, key(at, "seen_through"), d.SeenThrough)
}

// References implements Record.
func (a *Actor) References() []Reference {
	var r references
	for i, role := range a.Roles {
		at := index("/roles", i)
		r.one(TypeActor, key(at, "at"), role.At)
		r.one(TypeActor, key(at, "on_behalf_of"), role.OnBehalfOf)
	}
	r.one(TypeActor, "/merged_into", a.MergedInto)
	return r
}

// References implements Record. A family is a name of its own and need not be a source.
func (s *Source) References() []Reference {
	var r references
	r.one(TypeActor, "/party", s.Party)
	return r
}

// References implements Record.
func (d *Document) References() []Reference {
	var r references
	r.document("", d)
	return r
}

// References implements Record.
func (t *Topic) References() []Reference {
	var r references
	r.one(TypeTopic, "/parent", t.Parent)
	return r
}

// References implements Record. Documents given in the place of an id are told by what they refer to.
func (e *Event) References() []Reference {
	var r references
	for i, p := range e.Participants {
		at := index("/participants", i)
		r.one(TypeActor, key(at, "actor"), p.Actor)
		r.one(TypeActor, key(at, "representing"), p.Representing)
	}
	r.each(TypeTopic, "/topics", e.Topics)
	r.citations("/citations", e.Citations)
	for i, link := range e.Links {
		r.one(TypeEvent, key(index("/links", i), "to"), link.To)
	}
	for i, use := range e.Plans {
		r.one(TypePlan, key(index("/plans", i), "plan"), use.Plan)
	}
	for i, p := range e.Positions {
		at := index("/positions", i)
		r.one(TypeTopic, at+"/on/topic", p.On.Topic)
		r.one(TypePlan, at+"/on/plan", p.On.Plan)
		r.each(TypeActor, key(at, "actors"), p.Actors)
	}
	if e.Leak != nil {
		r.one(TypeSource, "/leak/source", e.Leak.Source)
		for i, claim := range e.Leak.Claims {
			at := index("/leak/claims", i)
			r.one(TypeTopic, key(at, "topic"), claim.Topic)
			r.each(TypeActor, key(at, "actors"), claim.Actors)
		}
	}
	return r
}

// References implements Record.
func (p *Plan) References() []Reference {
	var r references
	for i, label := range p.Labels {
		r.teller(key(index("/labels", i), "used_by"), label.UsedBy)
	}
	r.each(TypeActor, "/proponents", p.Proponents)
	r.each(TypeActor, "/addressees", p.Addressees)
	r.one(TypePlan, "/revises", p.Revises)
	r.citations("/citations", p.Citations)
	for i, v := range p.Provisions {
		at := index("/provisions", i)
		r.one(TypeTopic, key(at, "topic"), v.Topic)
		for j, position := range v.Positions {
			r.each(TypeActor, key(index(key(at, "positions"), j), "actors"), position.Actors)
		}
	}
	return r
}

// References implements Record.
func (c *Comparison) References() []Reference {
	var r references
	r.one(TypePlan, "/left", c.Left)
	r.one(TypePlan, "/right", c.Right)
	r.teller("/coder", &c.Coder)
	for i, row := range c.Rows {
		r.one(TypeTopic, key(index("/rows", i), "topic"), row.Topic)
	}
	r.citations("/citations", c.Citations)
	return r
}

// References implements Record. The ids inside the filter are not told: a filter may outlive them.
func (t *Timeline) References() []Reference {
	var r references
	for i, note := range t.Notes {
		r.one(TypeEvent, key(index("/notes", i), "event"), note.Event)
	}
	return r
}
