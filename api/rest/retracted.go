package rest

import (
	"context"
	"slices"

	"backchannel/internal/format"
	"backchannel/internal/record"
)

// subscribed are the formats that people subscribe to, whose readers keep what they once got.
func subscribed() []string { return []string{"ics", "atom", "feed"} }

// history lets the formats of events alone tell why an event was last changed, and those subscribed to what was retracted.
// Under as_of neither is told: a reason may tell what became known later.
func (q *query) history(ctx context.Context, o *format.Options) error {
	if q.format.Cap == 0 || q.asOf() != nil {
		return nil
	}
	o.Change = func(event string, revision int) format.Change {
		r, err := q.view.Revision(ctx, record.TypeEvent, event, revision)
		if err != nil || r.Cause != 0 {
			return format.Change{} // nothing can be told of it, or it followed from the change of another
		}
		return format.Change{Corrected: r.Corrected, Reason: r.Reason}
	}
	if q.single || q.cursor != "" || !slices.Contains(subscribed(), q.format.Name) {
		return nil
	}
	gone, err := q.view.Retracted(ctx, q.when)
	for _, r := range gone {
		o.Retracted = append(o.Retracted, format.Retraction{Was: r.Was, At: r.RetractedAt, Revision: r.Revision, Reason: r.Reason})
	}
	return err
}
