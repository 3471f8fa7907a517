package oracle

import (
	"net/url"
	"time"
)

// bounds is the range of occurrence a query asks for; a side that is not given is nil.
type bounds struct {
	from, to *moment
	certain  bool
}

// timeTest is the condition of a parameter about time. Those about occurrence bind together, so that the first of them
// asks for all.
func (w *World) timeTest(q url.Values, name, text string) (func(*Seen) bool, error) {
	if name == "known_from" || name == "known_to" {
		m, err := readMoment(text)
		return func(s *Seen) bool {
			if s.KnownAt == nil {
				return false
			}
			if name == "known_from" {
				first, _ := m.begins()
				return !s.KnownAt.Before(first)
			}
			last, _ := m.ends()
			return !s.KnownAt.After(last)
		}, err
	}
	b := bounds{certain: q.Get("match") == "certain"}
	for _, side := range []struct {
		names []string
		into  **moment
	}{{[]string{"from", "on"}, &b.from}, {[]string{"to", "on"}, &b.to}} {
		for _, given := range side.names {
			if !q.Has(given) {
				continue
			}
			m, err := readMoment(q.Get(given))
			if err != nil {
				return nil, err
			}
			*side.into = &m
		}
	}
	return b.hold, nil
}

func (b bounds) hold(s *Seen) bool {
	if b.certain {
		return b.surely(s)
	}
	for _, member := range s.date.members {
		if b.touched(s, member) {
			return true
		}
	}
	return false
}

// touched tells whether a run of days, or its instants, reaches both sides.
func (b bounds) touched(s *Seen, days span) bool {
	first, last := s.instants(days)
	if b.from != nil && b.from.instant && last != nil && last.Before(b.from.at) {
		return false
	}
	if b.from != nil && !b.from.instant && days.last < b.from.date.first() {
		return false
	}
	if b.to != nil && b.to.instant && first != nil && first.After(b.to.at) {
		return false
	}
	if b.to != nil && !b.to.instant && days.first > b.to.date.last() {
		return false
	}
	return true
}

// surely tells whether the event lies in the range whichever way its date is read: with all its days, or an interval
// with the days on which it surely lasted; with all its instants where a side is one.
func (b bounds) surely(s *Seen) bool {
	if s.date.doubt {
		return false
	}
	begunBy, overFrom := s.date.last(), s.date.first()
	if s.date.isRange {
		begunBy, overFrom = s.date.begunBy, s.date.overFrom
	}
	if b.from != nil && !b.from.instant && overFrom < b.from.date.first() {
		return false
	}
	if b.to != nil && !b.to.instant && begunBy > b.to.date.last() {
		return false
	}
	for _, member := range s.date.members {
		first, last := s.instants(member)
		if b.from != nil && b.from.instant && first.Before(b.from.at) {
			return false
		}
		if b.to != nil && b.to.instant && last.After(b.to.at) {
			return false
		}
	}
	return true
}

// instants gives the first and last instant of a run of the event's days, nil where it is open. A start_at begins it,
// and is all of it on a single day; a set does not say on which of its days it would be.
func (s *Seen) instants(days span) (first, last *time.Time) {
	if days.first != noStart {
		at := midnight(days.first, s.zone)
		first = &at
	}
	if days.last != noEnd {
		at := midnight(days.last+1, s.zone).Add(-time.Microsecond)
		last = &at
	}
	if s.start != nil && !s.date.set {
		first = s.start
		if days.first == days.last {
			last = s.start
		}
	}
	return first, last
}
