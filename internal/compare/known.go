package compare

import (
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// KnownAt gives the instant, in UTC microseconds, at which a document became known: its publication,
// or, where that is absent or open at its end, the moment it was retrieved. A date stands for the end
// (23:59:59.999999 UTC) of its latest day. It is false where neither is given, and for nil.
func KnownAt(d *record.Document) (time.Time, bool) {
	if d == nil {
		return time.Time{}, false
	}
	if known, ok := d.Published.Last(); ok {
		return known.Truncate(time.Microsecond), true
	}
	known, ok := d.RetrievedAt.Last()
	return known.Truncate(time.Microsecond), ok
}

// StartInstant gives the instant at which an event begins, in UTC: start_at, else midnight of the
// date's earliest day in the place's time zone (UTC where it has none, or one this machine does not
// know). It is the zero time where the date is open at its start.
func StartInstant(e *record.Event) time.Time {
	if e.StartAt.IsInstant() {
		return e.StartAt.Instant().UTC()
	}
	earliest, _ := e.Date.Bounds()
	if earliest == edtf.MinDay {
		return time.Time{}
	}
	zone := time.UTC
	if e.Place != nil && e.Place.TZ != "" {
		if known, err := record.Zone(e.Place.TZ); err == nil {
			zone = known
		}
	}
	year, month, day := earliest.Civil()
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone).UTC()
}

// startsAfter tells whether the event begins after t. It asks for the time zone only when that can
// matter: no place's midnight, local mean times of the past included, is a day later than UTC's.
func startsAfter(e *record.Event, t time.Time) bool {
	if !e.StartAt.IsInstant() {
		earliest, _ := e.Date.Bounds()
		if earliest == edtf.MinDay || !earliest.Time().Add(24*time.Hour).After(t) {
			return false
		}
	}
	return StartInstant(e).After(t)
}

// readsScheduled tells whether a status reads as scheduled before the event's start.
func readsScheduled(s record.Status) bool { return s == "occurred" || s == "unconfirmed" || s == "" }

// Times gives the moments between which an answer changes with as_of: known, at which the event
// becomes known (ok is false where it never does), and settled, from which on nothing inside it changes
// any more: the last of its citations to become known, the last step of a leak's verification, and,
// where it is later than known, the event's start, before which the status reads scheduled. everSettles
// is false where a citation or a step is dated by nothing: it is shown without as_of and never with it, so no as_of gives the whole answer.
// The targets of links are not counted.
func Times(a *record.EventAnswer) (known, settled time.Time, ok, everSettles bool) {
	if a.KnownAt == nil {
		return time.Time{}, time.Time{}, false, false
	}
	known, settled, everSettles = *a.KnownAt, *a.KnownAt, true
	for i := range a.Citations {
		at := a.Citations[i].KnownAt
		if at == nil {
			everSettles = false
		} else if at.After(settled) {
			settled = *at
		}
	}
	if a.Verification != nil {
		for _, step := range a.Verification.History {
			if step.Since == nil {
				everSettles = false
			} else if step.Since.After(settled) {
				settled = *step.Since
			}
		}
	}
	if readsScheduled(a.Status) && startsAfter(&a.Event, settled) {
		settled = StartInstant(&a.Event)
	}
	return known, settled, true, everSettles
}
