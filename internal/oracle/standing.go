package oracle

import (
	"cmp"
	"slices"
	"time"
)

// Standing is where a leak stands, since when (nil: nothing dates it) and by which events, the first known first.
type Standing struct {
	Status string
	Since  *time.Time
	By     []string
	Steps  []Step // how it came to stand so, oldest first
}

// Step is one change of where a leak stood. Only the last can be without a moment.
type Step struct {
	Status string
	Since  *time.Time
	By     []string
}

// Standing gives where a leak stood by what was known at the moment it is seen as of; nil for what is no leak.
func (s *Seen) Standing() *Standing {
	if s.Kind != "leak" {
		return nil
	}
	everything, err := s.world.Seen(s.ID, time.Time{})
	if err != nil {
		return nil
	}
	leak := &leak{Seen: everything, world: s.world, concerned: map[string]bool{}}
	leak.find()
	standing := new(Standing)
	for _, at := range leak.moments() {
		if s.asOf.IsZero() || !at.After(s.asOf) {
			standing.add(leak.at(&at))
		}
	}
	if s.asOf.IsZero() {
		standing.add(leak.at(nil))
	}
	return standing
}

// add notes a step, unless it stands as before by the same events.
func (s *Standing) add(step Step) {
	if n := len(s.Steps); n > 0 && s.Steps[n-1].Status == step.Status && slices.Equal(s.Steps[n-1].By, step.By) {
		return
	}
	s.Steps = append(s.Steps, step)
	if s.Status != step.Status {
		s.Status, s.Since = step.Status, step.Since
	}
	s.By = step.By
}

// leak is a leak with all that answers it, whenever it became known.
type leak struct {
	*Seen
	world     *World
	concerned map[string]bool // canonical actors
	answers   []answer
}

type answer struct {
	Link
	from *Seen
}

// find looks for who is concerned, and for every answer.
func (l *leak) find() {
	concern := func(actor string) {
		if actor != "" {
			l.concerned[l.world.canonical(actor)] = true
		}
	}
	for _, p := range l.Participants {
		concern(p.Actor)
		concern(p.Representing)
	}
	if l.Leak != nil {
		for _, claim := range l.Leak.Claims {
			for _, actor := range claim.Actors {
				concern(actor)
				concern(l.world.stateOf(actor, l.roleDay()))
			}
		}
	}
	for _, a := range l.Answers() {
		if from, err := l.world.Seen(a.From.ID, time.Time{}); err == nil && from != nil {
			l.answers = append(l.answers, answer{a.Link, from})
		}
	}
}

// stateOf tells for whom an actor speaks on a day: by its own roles, else by those of the actor that it turned out to be.
func (w *World) stateOf(actor string, day int) string {
	for range 100 {
		a := w.Actors[actor]
		if a == nil {
			break
		}
		if side, err := w.represents(actor, day); err != nil || side != "" {
			return side
		}
		actor = a.MergedInto
	}
	return ""
}

// moments lists every moment from the leak's own on at which anything became known that may move it.
func (l *leak) moments() []time.Time {
	if l.KnownAt == nil {
		return nil
	}
	list := []time.Time{l.KnownAt.UTC()}
	note := func(at *time.Time) {
		if at != nil && at.After(*l.KnownAt) {
			list = append(list, at.UTC())
		}
	}
	for _, c := range l.Cited {
		note(c.KnownAt)
	}
	for _, a := range l.answers {
		note(a.from.KnownAt)
		for _, c := range a.from.Cited {
			note(c.KnownAt)
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// effect is what one answer comes to, and since when.
type effect struct {
	status, event string
	since         *time.Time
}

// at gives where the leak stood at a moment, nil standing for all that is known or will be.
func (l *leak) at(moment *time.Time) Step {
	own, heard := l.behind(moment)
	var effects []effect
	for _, a := range l.answers {
		for _, e := range l.effects(a, own, moment, heard) {
			if moment == nil || e.since != nil && !e.since.After(*moment) {
				effects = append(effects, e)
			}
		}
	}
	slices.SortFunc(effects, func(a, b effect) int {
		switch {
		case a.since != nil && b.since != nil:
			return cmp.Or(a.since.Compare(*b.since), cmp.Compare(a.event, b.event))
		case a.since != nil:
			return -1
		case b.since != nil:
			return 1
		}
		return cmp.Compare(a.event, b.event)
	})
	step := Step{Status: "unverified", Since: moment, By: []string{}}
	has := func(status string) bool {
		return slices.ContainsFunc(effects, func(e effect) bool { return e.status == status })
	}
	decide := func(status string, by ...string) {
		step.Status = status
		for _, e := range effects {
			if slices.Contains(by, e.status) && !slices.Contains(step.By, e.event) {
				step.By = append(step.By, e.event)
			}
		}
	}
	switch {
	case has("withdrawn_by_source"):
		decide("withdrawn_by_source", "withdrawn_by_source")
	case has("confirmed") && has("denied"):
		decide("disputed", "confirmed", "denied")
	case has("confirmed"):
		decide("confirmed", "confirmed")
	case has("denied"):
		decide("denied", "denied")
	case has("partially_confirmed"):
		decide("partially_confirmed", "partially_confirmed")
	case has("disputed_in_part"):
		decide("disputed_in_part", "disputed_in_part")
	case has("met_with_non_denial"):
		decide("met_with_non_denial", "met_with_non_denial")
	case has("corroborated") && len(heard) > 1:
		decide("corroborated", "corroborated")
	}
	return step
}
