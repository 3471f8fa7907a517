package compare

import (
	"slices"
	"time"

	"backchannel/internal/record"
)

// judge holds what the effect of a link on one leak depends on.
type judge struct {
	concern Concern
	family  func(source string) string
	source  string   // the leak's own, "" where it is not told
	own     []string // families that stand behind the leak itself, at the moment heard
	counted []string // those of them that do not speak for an actor concerned
}

// standing gives where the leak stands by these links, and the events that decide it, each once and in
// the order of the links.
func (j *judge) standing(links []LinkIn) (string, []string) {
	by := map[string][]string{}
	families := map[string]bool{}
	for _, f := range j.counted {
		families[f] = true
	}
	for _, l := range links {
		effect := j.effect(l)
		switch effect {
		case unverified:
			continue
		case corroborated:
			others := j.independent(l)
			if len(others) == 0 {
				continue
			}
			for _, f := range others {
				families[f] = true
			}
		}
		by[effect] = once(by[effect], l.From)
	}
	if len(families) < 2 {
		delete(by, corroborated)
	}
	if len(by[confirmed]) > 0 && len(by[denied]) > 0 {
		for _, l := range links {
			if effect := j.effect(l); effect == confirmed || effect == denied {
				by[disputed] = once(by[disputed], l.From)
			}
		}
	}
	for _, status := range precedence() {
		if len(by[status]) > 0 {
			return status, by[status]
		}
	}
	return unverified, []string{}
}

// precedence lists the standings that links decide, the first that holds first.
func precedence() []string {
	return []string{withdrawnBySource, disputed, confirmed, denied, partiallyConfirmed, disputedInPart,
		metWithNonDenial, corroborated}
}

func once(list []string, event string) []string {
	if slices.Contains(list, event) {
		return list
	}
	return append(list, event)
}

// effect gives the standing that a link alone speaks for. For corroborated it still depends on the
// families behind it.
func (j *judge) effect(l LinkIn) string {
	concerned := j.carriedByConcerned(l)
	switch l.Relation {
	case "confirms":
		switch {
		case !concerned:
			return corroborated
		case l.Scope == "part":
			return partiallyConfirmed
		}
		return confirmed
	case "denies":
		switch {
		case !concerned:
			return unverified
		case l.Scope == "attribution", l.Scope == "authenticity":
			return disputedInPart
		}
		return denied
	case "non_denial", "declines_comment":
		if concerned {
			return metWithNonDenial
		}
	case "repeats":
		if !concerned {
			return corroborated
		}
	case "retracts":
		if j.byOwnSource(l, concerned) {
			return withdrawnBySource
		}
	}
	return unverified
}

// carriedByConcerned tells whether an actor concerned says what the link says. What stands in another
// leak is that leak's source's.
func (j *judge) carriedByConcerned(l LinkIn) bool {
	return l.Source == "" && slices.ContainsFunc(l.Carriers, func(c Carrier) bool {
		return j.concern.Has(c.Actor) || j.concern.Has(c.Representing)
	})
}

// byOwnSource tells whether the leak's own source takes it back: in a leak of its own, or in an event
// that its family reports and no actor concerned carries.
func (j *judge) byOwnSource(l LinkIn, concerned bool) bool {
	if j.source == "" {
		return false
	}
	if l.Source != "" {
		return l.Source == j.source
	}
	return !concerned && slices.ContainsFunc(l.Families, func(f string) bool { return slices.Contains(j.own, f) })
}

// independent lists the families behind a link that are not the leak's own and do not speak for an
// actor concerned. Behind a leak stands its source alone, not those who relay it.
func (j *judge) independent(l LinkIn) []string {
	only := ""
	if l.Source != "" {
		if j.concern.partisan(l.Source) {
			return nil
		}
		only = j.family(l.Source)
	}
	paired := len(l.Parties) == len(l.Families)
	partisan := slices.ContainsFunc(l.Parties, j.concern.Has)
	var free []string
	for i, f := range l.Families {
		if only != "" && f != only {
			continue
		}
		if f != "" && !slices.Contains(j.own, f) && (paired && !j.concern.Has(l.Parties[i]) || !partisan) {
			free = once(free, f)
		}
	}
	told := only == "" || slices.Contains(l.Families, only)
	if !told && !slices.Contains(j.own, only) && (paired || !partisan) {
		free = append(free, only)
	}
	return free
}

// hear notes the families that stand behind a leak at a moment (zero: all there are): its source's, or, where
// none is told, those of the sources that support it and were known by then.
func (j *judge) hear(leak *record.EventAnswer, at time.Time) {
	j.source, j.own, j.counted = "", nil, nil
	stands := func(family string, partisan bool) {
		j.own = once(j.own, family)
		if !partisan {
			j.counted = once(j.counted, family)
		}
	}
	if sourced(leak) {
		j.source = leak.Leak.Source
		stands(j.family(j.source), j.concern.partisan(j.source))
		return
	}
	for i := range leak.Citations {
		c := &leak.Citations[i]
		if !upholds(c) || c.Source == "" || !at.IsZero() && !by(c.KnownAt, at) {
			continue
		}
		root := Voices{Root: j.concern.root}.root(c)
		stands(j.family(root), j.concern.partisan(c.Source) || j.concern.partisan(root))
	}
}

// sourced tells whether it is told whose leak it is.
func sourced(leak *record.EventAnswer) bool { return leak.Leak != nil && leak.Leak.Source != "" }

// upholds tells whether a citation's document says that it is so, and not the contrary or neither.
func upholds(c *record.CitationAnswer) bool { return c.Supports == "" || c.Supports == "supports" }
