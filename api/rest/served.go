package rest

import (
	"context"
	"errors"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// servedRow is a record as it was known at the moment asked for. A plan is served with what events tell of it.
type servedRow struct {
	store.RecordRow
	plan *record.PlanAnswer
}

func (r servedRow) json() ([]byte, error) {
	if r.plan != nil {
		return plainJSON(r.plan)
	}
	return recordJSON(r.RecordRow)
}

// known takes what was not known by the moment asked for out of a record.
func (l *recordList) known(row store.RecordRow) (servedRow, error) {
	switch r := row.Record.(type) {
	case *record.Plan:
		a, err := l.view.Plan(l.ctx, row, l.asOf)
		if err != nil {
			return servedRow{}, err
		}
		row.Record = &a.Plan
		return servedRow{row, a}, nil
	case *record.Comparison:
		then, err := l.view.ComparisonAt(l.ctx, r, l.asOf)
		row.Record = then
		return servedRow{RecordRow: row}, err
	case *record.Timeline:
		then, err := l.notesKnown(r)
		row.Record = then
		return servedRow{RecordRow: row}, err
	}
	return servedRow{RecordRow: row}, nil
}

// notesKnown leaves out notes on events that were not known.
func (l *recordList) notesKnown(t *record.Timeline) (*record.Timeline, error) {
	if l.asOf.IsZero() || len(t.Notes) == 0 {
		return t, nil
	}
	then := *t
	then.Notes = nil
	for _, note := range t.Notes {
		switch _, err := l.view.Event(l.ctx, note.Event, l.asOf); {
		case err == nil:
			then.Notes = append(then.Notes, note)
		case !errors.Is(err, store.ErrNotFound):
			return nil, err
		}
	}
	return &then, nil
}

// recordKnown tells whether a plan or a comparison was known at the moment asked for.
func (s *Server) recordKnown(ctx context.Context, q *query, row store.RecordRow) (known bool, err error) {
	switch r := row.Record.(type) {
	case *record.Plan:
		known, _, err = q.view.PlanKnown(ctx, r.ID, q.when.AsOf)
		return known, err
	case *record.Comparison:
		return q.view.ComparisonKnown(ctx, r, q.when.AsOf)
	}
	return true, nil
}
