package rest

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"backchannel/internal/record"
)

// keepAsEntered puts back what a GET fills in and nobody entered: grades that take their letter from the source, whom a
// participant represents by their office, and the status occurred. Where the body says what the GET showed, the
// record stays as it was entered, so that to PUT what was got changes nothing.
func keepAsEntered(ctx context.Context, r record.Record, st standing) error {
	if st.alive() == 0 {
		return nil
	}
	switch r := r.(type) {
	case *record.Event:
		return keepEvent(ctx, r, st)
	case *record.Plan:
		return keepPlan(ctx, r, st)
	}
	return nil
}

func keepPlan(ctx context.Context, p *record.Plan, st standing) error {
	row, err := st.view.Record(ctx, record.TypePlan, p.ID)
	if err != nil {
		return fmt.Errorf("read the plan as it stands: %w", err)
	}
	shown, err := st.view.Plan(ctx, row, time.Time{})
	if err != nil {
		return fmt.Errorf("read the plan as it stands: %w", err)
	}
	keepGrades(p.Citations, row.Record.(*record.Plan).Citations, shown.Citations)
	return nil
}

func keepEvent(ctx context.Context, e *record.Event, st standing) error {
	shown, err := currentEvent(ctx, st.view, e.ID)
	if err != nil || shown == nil {
		return err
	}
	var own record.Event
	if err := json.Unmarshal(st.last.Body, &own); err != nil {
		return fmt.Errorf("read the event as it was entered: %w", err)
	}
	if own.Status == "" && e.Status == shown.Status {
		e.Status = ""
	}
	keepSides(e, &own, shown)
	keepGrades(e.Citations, own.Citations, shown.Citations)
	return nil
}

func keepSides(e, own *record.Event, shown *record.EventAnswer) {
	for i, p := range e.Participants {
		for n, was := range own.Participants {
			if was.Actor == p.Actor && was.Role == p.Role && was.Representing == "" && shown.Participants[n].Representing == p.Representing {
				e.Participants[i].Representing = ""
			}
		}
	}
}

func keepGrades(cited, own []record.Citation, shown []record.CitationAnswer) {
	for i, c := range cited {
		for n, was := range own {
			if was.Identity() == c.Identity() && shown[n].Grade == string(c.Grade) {
				cited[i].Grade = was.Grade
			}
		}
	}
}
