package compare

import (
	"maps"
	"slices"

	"backchannel/internal/record"
)

// Concern is who is concerned by a leak: actors under the id that all those merged with them fold into.
// The zero Concern is nobody's.
type Concern struct {
	actors map[string]bool
	fold   func(string) string
	party  func(source string) string   // nil: not told
	root   func(document string) string // nil: every document is its own
}

// Concerned gives who is concerned by a leak, or a party to any other event: its participants in every
// role, the actors that its claims name, and whom the participants represent. The states of those that
// only a claim names are not told by the answer; ConcernedWith looks them up. group gives the actor
// that all merged ids fold into, then every actor merged into it; nil: nobody was merged.
func Concerned(leak *record.EventAnswer, group func(string) []string) Concern {
	c := Concern{actors: map[string]bool{}, fold: func(id string) string {
		if group != nil {
			if ids := group(id); len(ids) > 0 {
				return ids[0]
			}
		}
		return id
	}}
	for _, p := range leak.Participants {
		c.add(p.Actor)
		c.add(p.Representing)
	}
	for _, id := range named(leak) {
		c.add(id)
	}
	return c
}

// ConcernedWith is Concerned, and whom those that only a claim names represented on the day of the leak.
func ConcernedWith(leak *record.EventAnswer, group func(string) []string, s Sources) Concern {
	c := Concerned(leak, group)
	day := roleDay(&leak.Event)
	for _, id := range named(leak) {
		c.add(represents(id, day, s))
	}
	return c
}

// named lists the actors that the claims of a leak name.
func named(leak *record.EventAnswer) []string {
	var ids []string
	if leak.Leak != nil {
		for _, claim := range leak.Leak.Claims {
			ids = append(ids, claim.Actors...)
		}
	}
	return ids
}

func (c Concern) add(actor string) {
	if actor != "" {
		c.actors[c.fold(actor)] = true
	}
}

// Has tells whether an actor, or a state as whose representative someone speaks, is concerned. Nobody ("") is not.
func (c Concern) Has(actor string) bool {
	return actor != "" && c.actors != nil && c.actors[c.fold(actor)]
}

// Actors lists those concerned, sorted by id.
func (c Concern) Actors() []string { return slices.Sorted(maps.Keys(c.actors)) }

// WithParties is the same concern, knowing which actor a source speaks for ("": none), so that a leak
// whose own source speaks for an actor concerned needs two other families to be corroborated.
func (c Concern) WithParties(party func(source string) string) Concern {
	c.party = party
	return c
}

// WithRoots is the same concern, knowing the source that a document goes back to by derived_from ("": none
// other), for a leak whose own source is not told: those who report it stand behind it.
func (c Concern) WithRoots(root func(document string) string) Concern {
	c.root = root
	return c
}

// partisan tells whether a source speaks for an actor concerned, as far as it was told who speaks for whom.
func (c Concern) partisan(source string) bool {
	return c.party != nil && c.Has(c.party(source))
}
