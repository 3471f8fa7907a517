package format

import (
	"html"
	"io"
	"time"

	"backchannel/internal/record"
)

// newGrafanaEvents writes annotations of Grafana: a list of {time, timeEnd, title, text, tags}, times in milliseconds
// since 1970. A date without a clock time is a region over every day it can mean, midnight to midnight at the place,
// or in UTC where the place has no zone. Title and text are HTML, as Grafana shows them. The other keys are ours.
func newGrafanaEvents(w io.Writer, opts Options) (EventEncoder, error) {
	type annotation struct {
		Time         int64      `json:"time"`
		TimeEnd      int64      `json:"timeEnd,omitempty"`
		Title        string     `json:"title"`
		Text         string     `json:"text"`
		Tags         []string   `json:"tags"`
		Event        string     `json:"event"` // the event's id; Grafana takes "id" for a number of its own
		When         string     `json:"when"`
		KnownAt      *time.Time `json:"known_at"`
		Verification string     `json:"verification,omitempty"`
		Documents    []string   `json:"documents"` // addresses
		Permalink    string     `json:"permalink,omitempty"`
	}
	return &listed{w: w, row: func(a *record.EventAnswer) (any, error) {
		start, end := extentOf(a).instants(a.Place)
		n := annotation{
			Time: start.UnixMilli(), Title: html.EscapeString(headline(a)), Text: opts.tellHTML(a), Tags: tags(a), Event: a.ID,
			When: a.When.Label, KnownAt: a.KnownAt, Permalink: opts.permalink(a.ID),
			Documents: distinct(a.Citations, func(c record.CitationAnswer) string { return c.URL }),
		}
		if !end.IsZero() {
			n.TimeEnd = end.UnixMilli()
		}
		if a.Verification != nil {
			n.Verification = a.Verification.Status
		}
		return n, nil
	}}, nil
}
