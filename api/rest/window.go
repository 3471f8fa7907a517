package rest

import (
	"regexp"
	"strings"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
)

// Window is what FullCalendar sends when it asks for the events of what it shows.
type Window struct {
	// fullcalendar only, which sends it: where what it shows begins, a date or a time of ISO 8601. Events from a day before on are given.
	Start string `query:"start" form:"start" example:"2025-04-01T00:00:00Z"`
	// fullcalendar only, which sends it: where what it shows ends. Events up to that day are given.
	End string `query:"end" form:"end" example:"2025-05-01T00:00:00Z"`
	// fullcalendar only, which sends it: it is read and changes nothing, since every time comes with its offset.
	TimeZone string `query:"timeZone" form:"timeZone" example:"UTC"`
}

// isoTime is a date or a time as FullCalendar writes it; the date is its first group.
var isoTime = regexp.MustCompile(`^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[-+ ]\d\d:?\d\d)?)?$`)

// bindWindow narrows the filter to what FullCalendar shows, by days and with a day to spare on either side, because what
// day it is depends on the zone. It only ever leaves out what FullCalendar would not show: where the filter asks for another time
// than that, or for instants, nothing is narrowed.
func (q *query) bindWindow(r *parameterReader) {
	zone := r.text("timeZone")
	first, hasFirst := q.windowDay(r, "start", -1)
	last, hasLast := q.windowDay(r, "end", 0)
	if q.format.Name != "fullcalendar" {
		for _, name := range []string{"start", "end"} {
			if given := r.values.Get(name); given != "" {
				r.fault(name, "not_in_format", given, name+" is what FullCalendar sends; the other formats do not take it.", "Ask with from= and to=.")
			}
		}
		if zone != "" {
			r.fault("timeZone", "not_in_format", zone, "timeZone is what FullCalendar sends; the other formats do not take it.", "Leave timeZone out.")
		}
		return
	}
	window := filter.Range{}
	if hasFirst {
		window.From = edtf.MomentOf(edtf.DateOf(first))
	}
	if hasLast {
		window.To = edtf.MomentOf(edtf.DateOf(last))
	}
	q.when = q.when.Shown(window)
}

func (q *query) windowDay(r *parameterReader, name string, spare edtf.Day) (edtf.Day, bool) {
	text := r.text(name)
	if text == "" {
		return 0, false
	}
	if parts := isoTime.FindStringSubmatch(strings.TrimSpace(text)); parts != nil {
		if d, err := edtf.Parse(parts[1]); err == nil {
			day, _ := d.Bounds()
			return day + spare, true
		}
	}
	r.fault(name, "bad_date", text, name+" is no date and no time of ISO 8601.", "Write "+name+"=2025-04-01T00:00:00Z, as FullCalendar does.")
	return 0, false
}
