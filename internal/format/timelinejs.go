package format

import (
	"html"
	"io"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// timelineDate is a date of TimelineJS: no month, day or clock time that is not known.
type timelineDate struct {
	Year   int  `json:"year"`
	Month  int  `json:"month,omitempty"`
	Day    int  `json:"day,omitempty"`
	Hour   *int `json:"hour,omitempty"` // on the clock of the place, as told: TimelineJS has no zones
	Minute *int `json:"minute,omitempty"`
	Second *int `json:"second,omitempty"`
}

type timelineText struct {
	Headline string `json:"headline"` // HTML, as text is
	Text     string `json:"text"`
}

type timelineSlide struct {
	Start   timelineDate  `json:"start_date"`
	End     *timelineDate `json:"end_date,omitempty"`
	Display string        `json:"display_date"`
	Text    timelineText  `json:"text"`
	Group   string        `json:"group"`
	ID      string        `json:"unique_id"`
}

// newTimelineEvents writes the JSON of TimelineJS 3. Dates are as precise as they are known, and display_date is the
// date in English. The text is HTML: what the event's own text holds of it is escaped.
func newTimelineEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return &listed{
		w: w,
		open: func(head Head) (any, string) {
			return struct {
				Scale string                  `json:"scale"`
				Title map[string]timelineText `json:"title"`
			}{"human", map[string]timelineText{"text": {Headline: html.EscapeString(titled(head))}}}, "events"
		},
		row: func(a *record.EventAnswer) (any, error) { return opts.slide(a), nil },
	}, nil
}

func (o *Options) slide(a *record.EventAnswer) timelineSlide {
	start, end := timelineDates(a)
	return timelineSlide{
		Start: start, End: end, Display: html.EscapeString(extentOf(a).label(a)), Group: string(a.Kind), ID: a.ID,
		Text: timelineText{html.EscapeString(oneLine(a.Title)), o.tellHTML(a)},
	}
}

// timelineDates are start and end of an event; no end where it is one day, month or year.
func timelineDates(a *record.EventAnswer) (start timelineDate, end *timelineDate) {
	x := extentOf(a)
	if x.start.IsInstant() {
		start = clockDate(x.start)
		if x.end.IsInstant() {
			over := clockDate(x.end)
			end = &over
		}
		return start, end
	}
	from, to := a.Date.Ends()
	switch {
	case a.Date.IsInterval() && !from.IsZero() && !to.IsZero():
		first, _ := namedDates(from)
		_, last := namedDates(to)
		start, end = first, &last
	case a.Date.IsInterval() && from.IsZero():
		start, _ = namedDates(to)
	case a.Date.IsInterval():
		start, _ = namedDates(from)
	default:
		first, last := namedDates(a.Date)
		start, end = first, &last
	}
	if end != nil && *end == start {
		end = nil
	}
	return start, end
}

func clockDate(m edtf.Moment) timelineDate {
	t := m.Instant()
	hour, minute, second := t.Clock()
	d := timelineDate{Year: t.Year(), Month: int(t.Month()), Day: t.Day(), Hour: &hour, Minute: &minute}
	if second != 0 {
		d.Second = &second
	}
	return d
}

// namedDates are the two ends of a date that is no interval, with the fields that both ends of it share: a day, a
// month, a year. A season, a decade or a choice that shares none is from one year to another.
func namedDates(d edtf.Date) (first, last timelineDate) {
	if year, month, day, ok := d.Fields(); ok && d.Precision() != edtf.PrecisionSeason {
		first = timelineDate{Year: year, Month: month, Day: day}
		return first, first
	}
	from, to := d.Bounds()
	if from == edtf.MinDay {
		from = to
	}
	if to == edtf.MaxDay {
		to = from
	}
	y1, m1, d1 := from.Civil()
	y2, m2, d2 := to.Civil()
	first, last = timelineDate{Year: y1}, timelineDate{Year: y2}
	if y1 == y2 && m1 == m2 {
		first.Month, last.Month = m1, m2
		if d1 == d2 {
			first.Day, last.Day = d1, d2
		}
	}
	return first, last
}
