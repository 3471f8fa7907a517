package rest

import (
	"context"
	"encoding/json"
	"fmt"

	"backchannel/internal/record"
)

// keepAsEntered puts back what a GET fills in and nobody entered: grades that take their letter from the source, whom a
// participant represents by their office, and the status occurred. Where the body says what the GET showed, the
// record stays as it was entered, so that to PUT what was got changes nothing.
func keepAsEntered(ctx context.Context, r record.Record, st standing) error {
	e, ok := r.(*record.Event)
	if !ok || st.alive() == 0 {
		return nil
	}
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
	keepGrades(e, &own, shown)
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

func keepGrades(e, own *record.Event, shown *record.EventAnswer) {
	for i, c := range e.Citations {
		for n, was := range own.Citations {
			if was.Identity() == c.Identity() && shown.Citations[n].Grade == string(c.Grade) {
				e.Citations[i].Grade = was.Grade
			}
		}
	}
}
