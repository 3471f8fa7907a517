package record

import "backchannel/internal/edtf"

// Actor is a person, state, organisation, office or coalition that takes part.
type Actor struct {
	ID         string    `json:"id"`
	Kind       ActorKind `json:"kind"`
	Name       string    `json:"name"`
	Names      []Name    `json:"names,omitempty"`
	Country    string    `json:"country,omitempty"`  // ISO 3166-1 alpha-2
	Wikidata   string    `json:"wikidata,omitempty"` // "Q" and digits
	Roles      []Role    `json:"roles,omitempty"`
	MergedInto string    `json:"merged_into,omitempty"` // the actor this one turned out to be
}

// ActorKind is one of person, state, organisation, office, coalition.
type ActorKind string

// Name is another spelling under which an actor is found.
type Name struct {
	Name string   `json:"name"`
	Lang string   `json:"lang,omitempty"` // BCP 47
	Kind NameKind `json:"kind"`
}

// NameKind is one of official, alias, transliteration, misspelling.
type NameKind string

// Role is an office an actor held, and whom it spoke for in it.
type Role struct {
	Title      string    `json:"title"`
	At         string    `json:"at,omitempty"`           // actor: where the office is
	OnBehalfOf string    `json:"on_behalf_of,omitempty"` // actor: whom its holder represents
	From       edtf.Date `json:"from,omitzero" swaggertype:"string" format:"edtf"`
	To         edtf.Date `json:"to,omitzero" swaggertype:"string" format:"edtf"`
}

// Represents tells whom the actor speaks for on a day: the on_behalf_of of the first role
// listed that holds on that day and has one. A state, organisation or coalition without such
// a role represents itself; anyone else without one gives "".
func (a *Actor) Represents(on edtf.Day) string {
	for _, role := range a.Roles {
		if role.OnBehalfOf != "" && role.holds(on) {
			return role.OnBehalfOf
		}
	}
	switch a.Kind {
	case "state", "organisation", "coalition":
		return a.ID
	}
	return ""
}

func (r Role) holds(on edtf.Day) bool {
	if !r.From.IsZero() {
		if from, _ := r.From.Bounds(); on < from {
			return false
		}
	}
	if !r.To.IsZero() {
		if _, to := r.To.Bounds(); on > to {
			return false
		}
	}
	return true
}

// RecordType implements Record.
func (a *Actor) RecordType() Type { return TypeActor }

// RecordID implements Record.
func (a *Actor) RecordID() string { return a.ID }
