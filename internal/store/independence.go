package store

import (
	"context"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// IndependentConfirmation tells whether two source families, neither a party to the event, both support it by the
// citations that the answer holds. Families, parties, merges and what documents rewrite are those of the view.
func (v *View) IndependentConfirmation(ctx context.Context, a *record.EventAnswer) (bool, error) {
	var failed error
	inEvent := map[string]string{} // canonical actor → the id it has in the event
	for _, actor := range compare.Concerned(a, nil).Actors() {
		inEvent[v.Group(actor)[0]] = actor
	}
	family := func(id string) string {
		if s := v.sources[id]; s != nil {
			return s.record.FamilyOrSelf()
		}
		return id
	}
	party := func(id string) string {
		s := v.sources[id]
		if s == nil || s.record.Party == "" {
			return ""
		}
		return inEvent[v.Group(s.record.Party)[0]]
	}
	root := func(document string) string {
		source, err := v.rootSource(ctx, document)
		if err != nil {
			failed = err
		}
		return source
	}
	confirmed := compare.IndependentConfirmation(a, family, party, root)
	return confirmed, failed
}

// rootSource is the source of the document that one goes back to by derived_from; "" where there is no such document.
func (v *View) rootSource(ctx context.Context, document string) (source string, err error) {
	for steps := 0; document != "" && steps < mostSteps; steps++ {
		d, err := v.Document(ctx, document)
		if d == nil || err != nil {
			return source, err
		}
		source, document = d.Source, d.DerivedFrom
	}
	return source, nil
}
