package edtf

import (
	"cmp"
	"strings"
)

// Bounds gives the first and the last day the date can mean. ~ and ? do not
// widen them. Where an interval is open (..) or its end unknown (empty), and
// where a set begins or ends with "..", the bound is MinDay or MaxDay. Of the
// zero date both are.
func (d Date) Bounds() (earliest, latest Day) {
	if d.IsZero() {
		return MinDay, MaxDay
	}
	return d.startFrom, d.endTo
}

// Start gives the days between which an interval starts: 2025-04/2025-05 on a
// day of April. It cannot start after it ends, so 2025-04/2025-04-10 starts by
// the 10th. An open or unknown start lies anywhere up to the last day of the
// interval. Of a single date and of a set it is Bounds.
func (d Date) Start() (earliest, latest Day) {
	if d.IsZero() {
		return MinDay, MaxDay
	}
	return d.startFrom, d.startTo
}

// End gives the days between which an interval ends, as Start does for its
// start.
func (d Date) End() (earliest, latest Day) {
	if d.IsZero() {
		return MinDay, MaxDay
	}
	return d.endFrom, d.endTo
}

// Members gives the bounds of each member of a set, in canonical order; a range
// (a..b) is one member, from its first day to its last. Any other date is its
// own one member, and the zero date has none.
func (d Date) Members() []Span {
	switch {
	case d.IsZero():
		return nil
	case !d.IsSet():
		return []Span{{d.startFrom, d.endTo}}
	}
	list := make([]Span, 0, strings.Count(d.text, ",")+1)
	members(d.text, func(m member) bool {
		list = append(list, m.span())
		return true
	})
	return list
}

// Overlaps tells whether the date possibly touches the days from to to, both
// included: some day it can mean lies among them. A set is asked member by
// member, so that [2025-04-01,2025-04-30] does not touch 15 April; an interval
// is a duration and touches every day it runs through. MinDay and MaxDay ask
// without a bound. It is false for the zero date, and where from is after to.
func (d Date) Overlaps(from, to Day) bool {
	if d.IsZero() || from > to || d.startFrom > to || d.endTo < from {
		return false
	}
	if !d.IsSet() {
		return true
	}
	found := false
	members(d.text, func(m member) bool {
		span := m.span()
		found = span.Earliest <= to && span.Latest >= from
		return !found
	})
	return found
}

// Certain tells whether the date touches the days from to to, both included,
// however it is read. A single date has to lie within them with all its days, a
// set with every member; an interval must have started by to and not have ended
// before from. It never holds for a date that is approximate, uncertain or
// open, nor for the zero date. Certain implies Overlaps.
func (d Date) Certain(from, to Day) bool {
	switch {
	case d.IsZero() || from > to || d.approximate || d.unsure || d.Open():
		return false
	case d.IsInterval():
		return d.startTo <= to && d.endFrom >= from
	}
	return d.startFrom >= from && d.endTo <= to
}

// Compare orders dates by their earliest day, then their latest, then by their
// canonical form, so that it is 0 only for equal dates. The zero date has no
// bounds and so comes before all dates but those that are open at their start.
func Compare(a, b Date) int {
	if c := compareSpans(a.bounds(), b.bounds()); c != 0 {
		return c
	}
	return strings.Compare(a.text, b.text)
}

func (d Date) bounds() Span {
	earliest, latest := d.Bounds()
	return Span{earliest, latest}
}

func compareSpans(a, b Span) int {
	return cmp.Or(cmp.Compare(a.Earliest, b.Earliest), cmp.Compare(a.Latest, b.Latest))
}
