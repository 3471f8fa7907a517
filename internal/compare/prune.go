package compare

import (
	"time"

	"backchannel/internal/record"
)

// Prune gives a copy of an answer as it read at asOf: without the citations and accounts not known by
// then, without links to and from events not known by then (knownAt tells when an event became known,
// false for never), with the status scheduled before the event's start, and with the particulars as
// then told. A verification that came to hold later is dropped, for the caller to put the earlier one
// in its place; deciding events not known by then are left out of it. KnownAt stays. It is false when
// the event itself was not known. The answer given is not changed; the copy shares what did not change.
func Prune(a *record.EventAnswer, asOf time.Time, knownAt func(event string) (time.Time, bool)) (*record.EventAnswer, bool) {
	if !by(a.KnownAt, asOf) {
		return nil, false
	}
	isKnown := func(event string) bool {
		at, ok := knownAt(event)
		return ok && !at.After(asOf)
	}
	pruned := *a
	pruned.Citations = keep(a.Citations, func(c record.CitationAnswer) bool { return by(c.KnownAt, asOf) })
	pruned.Links = keep(a.Links, func(l record.Link) bool { return isKnown(l.To) })
	pruned.LinkedFrom = keep(a.LinkedFrom, func(l record.LinkedFrom) bool { return isKnown(l.From) })
	pruned.Verification = pruneVerification(a.Verification, asOf)
	if readsScheduled(a.Status) && startsAfter(&a.Event, asOf) {
		pruned.Status = "scheduled"
	}
	if len(pruned.Citations) != len(a.Citations) {
		pruned.Particulars = Particulars(pruned.Citations)
	}
	return &pruned, true
}

// pruneVerification reads the verification back to a moment from its history; nil where none of it
// was known by then.
func pruneVerification(v *record.Verification, asOf time.Time) *record.Verification {
	if v == nil {
		return nil
	}
	steps := keep(v.History, func(s record.VerificationStep) bool { return by(s.Since, asOf) })
	if len(steps) == 0 {
		return nil
	}
	return verificationOf(steps)
}

// verificationOf reads the standing off the last of its steps. It holds since the first step of the
// same status in a row.
func verificationOf(steps []record.VerificationStep) *record.Verification {
	last := steps[len(steps)-1]
	first := len(steps) - 1
	for first > 0 && steps[first-1].Status == last.Status {
		first--
	}
	return &record.Verification{Status: last.Status, Since: steps[first].Since, By: last.By, History: steps}
}

// by tells whether a moment is given and not later than asOf.
func by(at *time.Time, asOf time.Time) bool { return at != nil && !at.After(asOf) }

// keep gives the elements that hold, in a new list that is never nil.
func keep[T any](list []T, holds func(T) bool) []T {
	kept := make([]T, 0, len(list))
	for _, v := range list {
		if holds(v) {
			kept = append(kept, v)
		}
	}
	return kept
}
