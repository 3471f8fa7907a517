package format

import (
	"io"

	"backchannel/internal/record"
)

// newFullCalendarEvents writes an event source of FullCalendar: a list of {id, title, start, end, allDay, url,
// extendedProps}. An event with a clock time has instants with their offset; any other is all-day over every day its
// date can mean, end not included, and its title holds the date where that is not one known day. url is there where
// the permalink can be followed from another site's page.
func newFullCalendarEvents(w io.Writer, opts Options) (EventEncoder, error) {
	type event struct {
		ID       string  `json:"id"`
		Title    string  `json:"title"`
		Start    string  `json:"start"`
		End      string  `json:"end,omitempty"`
		AllDay   bool    `json:"allDay"`
		URL      string  `json:"url,omitempty"`
		Extended carried `json:"extendedProps"`
	}
	return &listed{w: w, row: func(a *record.EventAnswer) (any, error) {
		x := extentOf(a)
		e := event{ID: a.ID, Title: headline(a), URL: absolute(opts.permalink(a.ID)), Extended: opts.carry(a)}
		if x.start.IsInstant() {
			e.Start, e.End = x.start.String(), x.end.String()
		} else {
			e.Start, e.End, e.AllDay = x.first.String(), x.dayAfter(), true
		}
		return e, nil
	}}, nil
}
