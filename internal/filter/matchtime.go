package filter

import (
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// known tells whether the event became known in the range asked; what never did is in none.
func (f *Filter) known(a *record.EventAnswer) bool {
	if f.Known.IsZero() {
		return true
	}
	return a.KnownAt != nil &&
		(f.Known.From.IsZero() || !a.KnownAt.Before(f.Known.From)) &&
		(f.Known.To.IsZero() || !a.KnownAt.After(f.Known.To))
}

// occurred tells whether the event took place in the range asked, possibly or certainly. A side that is
// a date looks at the event's civil days, a side that is an instant at its instants; of a date that is a
// set, one member has to do for both sides (with Certain, every member).
func (f *Filter) occurred(e *record.Event) bool {
	if f.Occurred.IsZero() && !f.Certain {
		return true
	}
	from, to := edtf.MinDay, edtf.MaxDay
	if m := f.Occurred.From; !m.IsZero() && !m.IsInstant() {
		from, _ = m.Date().Bounds()
	}
	if m := f.Occurred.To; !m.IsZero() && !m.IsInstant() {
		_, to = m.Date().Bounds()
	}
	if f.Certain {
		return e.Date.Certain(from, to) && f.certainInstants(e)
	}
	if !e.Date.Overlaps(from, to) {
		return false
	}
	if !f.Occurred.From.IsInstant() && !f.Occurred.To.IsInstant() {
		return true
	}
	for _, r := range runs(e) {
		if r.days.Earliest <= to && r.days.Latest >= from && r.touches(f.Occurred) {
			return true
		}
	}
	return false
}

// certainInstants tells whether the event lies wholly on the inner side of the sides that are instants.
func (f *Filter) certainInstants(e *record.Event) bool {
	if !f.Occurred.From.IsInstant() && !f.Occurred.To.IsInstant() {
		return true
	}
	for _, r := range runs(e) {
		if from := f.Occurred.From; from.IsInstant() && (r.first.IsZero() || r.first.Before(from.Instant())) {
			return false
		}
		if to := f.Occurred.To; to.IsInstant() && (r.last.IsZero() || r.last.After(to.Instant())) {
			return false
		}
	}
	return true
}

// run is the time an event may take: as civil days, and from its first to its last instant, both
// included; the zero time where there is no bound.
type run struct {
	days        edtf.Span
	first, last time.Time
}

func (r run) touches(asked Range) bool {
	if asked.From.IsInstant() && !r.last.IsZero() && r.last.Before(asked.From.Instant()) {
		return false
	}
	return !asked.To.IsInstant() || r.first.IsZero() || !r.first.After(asked.To.Instant())
}

// runs gives the run of the event's date, or of each member where it is a set. An event that begins at an
// instant runs from there; if its date is one day it is that instant. A set says of no member when it
// would begin. Days are those of the place.
func runs(e *record.Event) []run {
	starts := e.StartAt.IsInstant() && !e.Date.IsSet()
	start := e.StartAt.Instant().Truncate(time.Microsecond)
	if earliest, latest := e.Date.Bounds(); starts && earliest == latest {
		return []run{{days: edtf.Span{Earliest: earliest, Latest: latest}, first: start, last: start}}
	}
	zone := time.UTC
	if e.Place != nil && e.Place.TZ != "" {
		if known, err := record.Zone(e.Place.TZ); err == nil {
			zone = known
		}
	}
	var list []run
	for _, days := range e.Date.Members() {
		r := run{days: days}
		if days.Earliest != edtf.MinDay {
			r.first = midnight(days.Earliest, zone)
		}
		if days.Latest != edtf.MaxDay {
			r.last = midnight(days.Latest+1, zone).Add(-time.Microsecond)
		}
		if starts {
			r.first = start
		}
		list = append(list, r)
	}
	return list
}

func midnight(d edtf.Day, zone *time.Location) time.Time {
	y, m, day := d.Civil()
	return time.Date(y, time.Month(m), day, 0, 0, 0, 0, zone)
}
