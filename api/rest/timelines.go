package rest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// listTimelines answers with timelines.
//
//	@Summary		List timelines
//	@Description	Saved filters with a name, for people to link to.
//	@ID				listTimelines
//	@Tags			timelines
//	@Param			list	query		TimelineList	false	"Which of them, and what is shown"
//	@Success		200		{object}	TimelinePage	"The timelines"
//	@Router			/v1/timelines [get]
func (s *Server) listTimelines(x *exchange) error {
	return s.listRecords(x, record.TypeTimeline)
}

// getTimeline answers with one timeline.
//
//	@Summary		Get a timeline
//	@Description	One timeline.
//	@ID				getTimeline
//	@Tags			timelines
//	@Param			id		path		string		true	"The timeline's id"
//	@Param			shape	query		OneRecord	false	"What is shown of it"
//	@Success		200		{object}	TimelineOne	"The timeline"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/timelines/{id} [get]
func (s *Server) getTimeline(x *exchange) error { return s.getRecord(x, record.TypeTimeline) }

// saved reads the timelines that a query names and narrows the filter to them.
func (q *query) saved(ctx context.Context, r *parameterReader) error {
	var saved []filter.Saved
	for _, id := range r.values["timeline"] {
		id = strings.TrimSpace(id)
		row, err := q.view.Record(ctx, record.TypeTimeline, id)
		var gone *store.Gone
		switch {
		case errors.Is(err, store.ErrNotFound), errors.As(err, &gone):
			hint := "GET /v1/timelines lists those that there are."
			if strings.Contains(id, ",") {
				hint = "Give timeline once for each; an event is in all of them."
			}
			r.fault("timeline", "unknown_name", id, fmt.Sprintf("There is no timeline %q at this point in time.", shorten(id)), hint)
			continue
		case err != nil:
			return err
		}
		f, faults := parseSaved(row.Record.(*record.Timeline).Filter, q.view)
		for _, fault := range faults {
			r.fault("timeline", "broken_timeline", id, fmt.Sprintf("The filter of timeline %q does not hold any more: %s", id, fault.Detail),
				"PUT it again with a filter that holds.")
		}
		if f != nil {
			saved = append(saved, filter.Saved{ID: id, Filter: f})
		}
	}
	if q.when == nil || len(r.faults) > 0 {
		return nil
	}
	narrowed, faults := q.when.Within(saved...)
	if r.faults = append(r.faults, faults...); len(faults) > 0 {
		return nil
	}
	q.within = saved
	if len(saved) == 1 {
		whole := *saved[0].Filter
		whole.AsOf = q.when.AsOf
		q.timeline = &whole
	}
	q.when = narrowed
	return nil
}

// places tells where events stand in the timeline of a list, by date: "4 of 7". It is nil where a list shows none: in files, outside
// of one timeline, and in timelines of more than store.CountCap events.
func (q *query) places(ctx context.Context) (func(event string) string, error) {
	if q.timeline == nil || q.format.Name != "txt" && q.format.Name != "md" {
		return nil, nil
	}
	list, err := q.view.Events(ctx, store.EventQuery{Filter: q.timeline, Sort: store.ByDate, Limit: store.CountCap + 1})
	if err != nil {
		return nil, err
	}
	number := map[string]int{}
	for row, err := range list.All() {
		if err != nil {
			return nil, err
		}
		number[row.ID] = len(number) + 1
	}
	if len(number) > store.CountCap {
		return nil, nil
	}
	return func(event string) string { return fmt.Sprintf("%d of %d", number[event], len(number)) }, nil
}

// parseSaved reads the filter of a timeline. It has no clocks of its own: whoever reads the timeline asks for them.
func parseSaved(text string, view *store.View) (*filter.Filter, record.Faults) {
	values, err := url.ParseQuery(text)
	if err != nil {
		return nil, record.Faults{{Code: "bad_escape", Detail: "it is no query string: " + strings.TrimPrefix(err.Error(), "invalid "),
			Hint: "write % as %25, ; as %3B and & within a value as %26"}}
	}
	f, faults := filter.Parse(values, view)
	for _, name := range []string{"as_of", "snapshot"} {
		if len(values[name]) > 0 {
			faults = append(faults, record.Fault{Parameter: name, Code: "not_saved", Given: shorten(values.Get(name)),
				Detail: name + " is not saved in a timeline", Hint: "leave it out; it is asked for together with timeline="})
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return f, nil
}

// settleTimeline puts the filter of a timeline in its canonical form, with ids for names.
func settleTimeline(t *record.Timeline, view *store.View) record.Faults {
	f, faults := parseSaved(t.Filter, view)
	for i := range faults {
		name := faults[i].Parameter
		if faults[i].Parameter = ""; name != "" {
			faults[i].Detail = name + ": " + faults[i].Detail
		}
		faults[i].Pointer = "/filter"
	}
	if f != nil {
		t.Filter = f.Canonical()
	}
	return faults
}
