package store

import (
	"context"
	"errors"
	"fmt"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// RetractionCap is how many of the newest retractions of the database are looked at for one answer.
const RetractionCap = 1000

// Retraction is an event that was retracted, and is still, at a view.
type Retraction struct {
	Gone
	Revision int                 // of the retraction; the one before it is the event's last
	Was      *record.EventAnswer // as it was last served, with the letters its sources have at the view
}

// Retracted lists the events that a filter held for when they were retracted, the newest retraction first. Of the whole
// database the newest RetractionCap retractions are looked at. What was entered again since, and what was erased, is not
// among them. With as_of in the filter an event is told of if it was known by then.
func (v *View) Retracted(ctx context.Context, f *filter.Filter) ([]Retraction, error) {
	var rows []changeRow
	err := v.store.read.WithContext(ctx).Raw(`
		SELECT c.seq, c.type, c.id, c.revision, c.operation, c.recorded_at, c.reason
		FROM change c
		WHERE c.operation = 'retract' AND c.type = 'event' AND c.seq <= @seq
		AND NOT EXISTS (SELECT 1 FROM change later WHERE later.type = c.type AND later.id = c.id AND later.seq > c.seq AND later.seq <= @seq)
		ORDER BY c.seq DESC LIMIT @limit`, map[string]any{"seq": v.seq, "limit": RetractionCap}).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("read what was retracted: %w", err)
	}
	var list []Retraction
	for _, row := range rows {
		// Names and the letters of sources are those of now: the filter was read with them, and those of then would be made for each.
		before := &View{directory: v.directory, store: v.store, seq: row.Seq - 1}
		was, err := before.served(ctx, row.ID, f)
		if err != nil {
			return nil, err
		}
		if was != nil {
			list = append(list, Retraction{
				Gone:     Gone{Type: record.TypeEvent, ID: row.ID, Seq: row.Seq, RetractedAt: instant(row.RecordedAt), Reason: row.Reason},
				Revision: row.Revision, Was: was,
			})
		}
	}
	return list, nil
}

// served is an event as a view serves it, nil where the filter does not hold for it.
func (v *View) served(ctx context.Context, id string, f *filter.Filter) (*record.EventAnswer, error) {
	row, err := v.Event(ctx, id, f.AsOf)
	var gone *Gone
	if errors.Is(err, ErrNotFound) || errors.As(err, &gone) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	answer, err := row.Answer()
	if err != nil || !f.Match(answer, v) {
		return nil, err
	}
	return answer, nil
}
