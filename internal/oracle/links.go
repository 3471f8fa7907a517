package oracle

import (
	"slices"
	"strings"
	"time"
)

// known tells whether an event was known by a moment; at the zero time every event that is there is.
func (w *World) known(id string, asOf time.Time) bool {
	s, err := w.Seen(id, asOf)
	return err == nil && s != nil
}

// LinksKnown lists the event's links, with as_of those whose target was known too.
func (s *Seen) LinksKnown() []Link {
	if s.asOf.IsZero() {
		return s.Links
	}
	return slices.DeleteFunc(slices.Clone(s.Links), func(l Link) bool { return !s.world.known(l.To, s.asOf) })
}

// Answer is a link from another event to this one.
type Answer struct {
	From *Event
	Link
}

// Answers lists the links to the event from others known by then, in order of their ids.
func (s *Seen) Answers() []Answer {
	var answers []Answer
	for id, e := range s.world.Events {
		for _, l := range e.Links {
			if l.To == s.ID && s.world.known(id, s.asOf) {
				answers = append(answers, Answer{e, l})
			}
		}
	}
	slices.SortStableFunc(answers, func(a, b Answer) int { return strings.Compare(a.From.ID, b.From.ID) })
	return answers
}
