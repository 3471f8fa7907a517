package compare

import "backchannel/internal/record"

// IndependentConfirmation tells whether two source families that are independent of each other and of the
// parties support the event. A citation counts for the family of the source at the root of its document,
// so that a wire and all who copy it are one. It does not count where it refutes or only mentions, where
// it gives the word of an actor (that is the actor's and not the source's), or where its source, or the one
// at its root, speaks for a party. Parties are the participants in every role, whom they represent, and
// the actors that a leak's claims name.
//
// family gives the owner or wire of a source ("": its own id), party the actor it speaks for ("": none),
// and root the source of the document that a document goes back to by derived_from ("": none other); each
// may be nil. Merged actors are told apart: party should give the id that the event's participants have.
func IndependentConfirmation(a *record.EventAnswer, family func(source string) string, party func(source string) string, root func(document string) string) bool {
	v := Voices{Family: family, Party: party, Root: root}
	parties := Concerned(a, nil)
	first := ""
	for i := range a.Citations {
		c := &a.Citations[i]
		if !upholds(c) || c.By != nil && c.By.Actor != "" || c.Source == "" {
			continue
		}
		source := v.root(c)
		if parties.Has(v.party(c.Source)) || parties.Has(v.party(source)) {
			continue
		}
		switch f := v.family(source); first {
		case "":
			first = f
		case f:
		default:
			return true
		}
	}
	return false
}
