package format

import (
	"encoding/json"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// extent is when an event was, as calendars and time axes take it: instants where a clock time is known, days in any
// case. A date that is open on one side stands at the side that is known. Nothing here is finer than it is known
// without fuzzy saying so.
type extent struct {
	start, end  edtf.Moment // instants; end is zero where none is known or tellers differ
	first, last edtf.Day    // both ends included
	fuzzy       bool        // the days are bounds, not what happened on each: show the label
}

func extentOf(a *record.EventAnswer) extent {
	w := a.When
	x := extent{fuzzy: w.Precision != edtf.PrecisionDay || w.Approximate || w.Uncertain}
	x.first, x.last = a.Date.Bounds()
	from, to := a.Date.Ends()
	switch {
	case x.last == edtf.MaxDay && !from.IsZero():
		x.first, x.last = from.Bounds()
	case x.last == edtf.MaxDay:
		x.last = x.first
	case x.first == edtf.MinDay && !to.IsZero():
		x.first, x.last = to.Bounds()
	case x.first == edtf.MinDay:
		x.first = x.last
	}
	if a.StartAt.IsInstant() {
		x.start, x.end = a.StartAt, endOf(a)
	}
	return x
}

// endOf is the instant at which an event that has a start ended: as all who tell an end tell it, else by the length
// that all tell. Where they differ over either there is no one end.
func endOf(a *record.EventAnswer) edtf.Moment {
	length, told := a.Particulars["duration"], a.Particulars["end_at"]
	if length.State == "differs" || told.State == "differs" || a.Particulars["start_at"].State == "differs" {
		return edtf.Moment{}
	}
	start := a.StartAt.Instant()
	if text, ok := told.Value.(string); ok {
		end, err := edtf.ParseMoment(text)
		if err != nil || !end.IsInstant() || !end.Instant().Truncate(time.Second).After(start) {
			return edtf.Moment{}
		}
		return end
	}
	if minutes, ok := minutesOf(length.Value); ok && len(told.Told) == 0 {
		return edtf.InstantOf(start.Add(time.Duration(minutes * float64(time.Minute))))
	}
	return edtf.Moment{}
}

func minutesOf(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, v > 0
	case int:
		return float64(v), v > 0
	case json.Number:
		n, err := v.Float64()
		return n, err == nil && n > 0
	}
	return 0, false
}

// instants are the extent on a clock: days begin and end at midnight of the place, or of UTC where the place has no
// zone. end is zero where none is known.
func (x extent) instants(p *record.Place) (start, end time.Time) {
	if x.start.IsInstant() {
		return x.start.Instant(), x.end.Instant()
	}
	zone := time.UTC
	if p != nil && p.TZ != "" {
		if known, err := record.Zone(p.TZ); err == nil {
			zone = known
		}
	}
	midnight := func(d edtf.Day) time.Time {
		year, month, day := d.Civil()
		return time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
	}
	return midnight(x.first), midnight(x.last + 1)
}

// dayAfter is the day on which a calendar ends an all-day event, which it does not include: "YYYY-MM-DD". The end of
// the last year that can be written is that year's last day.
func (x extent) dayAfter() string {
	if after := x.last + 1; after < edtf.MakeDay(10000, 1, 1) {
		return after.String()
	}
	return x.last.String()
}

// label is the date in English with the clock time where one is known.
func (x extent) label(a *record.EventAnswer) string {
	switch {
	case !x.start.IsInstant():
		return a.When.Label
	case !x.end.IsInstant():
		return x.start.Label()
	}
	return x.start.Label() + " – " + x.end.Label()
}

// headline is the title of an event on one line, followed by the date where a calendar would show it finer than it is
// known.
func headline(a *record.EventAnswer) string {
	title := oneLine(a.Title)
	if label := oneLine(a.When.Label); extentOf(a).fuzzy && label != "" {
		return title + " (" + label + ")"
	}
	return title
}
