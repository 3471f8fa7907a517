package store_test

import (
	"strings"

	"backchannel/internal/record"
)

// evidence gives the values of a field about links and accounts.
func (a *asker) evidence(field string) (own, all []string) {
	s := a.anchor
	switch field {
	case "verification":
		if standing := s.Standing(); standing != nil {
			own = given(standing.Status)
		}
		return own, record.Values("verification")
	case "answered":
		for _, answer := range s.Answers() {
			own = append(own, answer.Relation)
		}
		return own, record.Values("relation")
	case "contested":
		if own = s.Contested(); len(own) > 0 {
			own = append(own, "any")
		}
		return own, append(record.Values("particular"), "any")
	}
	for _, l := range s.LinksKnown() {
		switch {
		case field == "links_to":
			own = append(own, l.To)
		case !a.query.Has("links_to") || strings.Contains(a.query.Get("links_to"), l.To):
			own = append(own, l.Relation)
		}
	}
	if field == "links_to" {
		return own, sortedKeys(a.world.Events)
	}
	return own, record.Values("relation")
}
