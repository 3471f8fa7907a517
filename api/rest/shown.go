package rest

import (
	"fmt"
	"net/url"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// ShownDays are what FullCalendar adds to the address of an event source: the days that it shows.
type ShownDays struct {
	// fullcalendar alone: the first day that is shown, as FullCalendar sends it. A day more counts on each side, so that no time zone loses an event. from and to beat it.
	Start string `query:"start" form:"start" example:"2025-04-01T00:00:00Z"`
	// fullcalendar alone: the day after the last that is shown, as FullCalendar sends it.
	End string `query:"end" form:"end" example:"2025-05-01T00:00:00Z"`
	// fullcalendar alone: the time zone that is shown. Instants are given with their offset, so that it changes nothing.
	TimeZone string `query:"timeZone" form:"timeZone" example:"Europe/Moscow"`
}

// shown takes the days that FullCalendar shows out of the query and puts from and to in their place.
func (q *query) shown(values url.Values) (faults record.Faults) {
	r := parameterReader{values: values}
	start, end, zone := r.text("start"), r.text("end"), r.text("timeZone")
	if q.format.Name != "fullcalendar" {
		for name, given := range map[string]string{"start": start, "end": end, "timeZone": zone} {
			if given != "" {
				r.fault(name, "unknown_parameter", given, name+" is what FullCalendar sends for .fullcalendar.json; no other format takes it.", "Write from= and to=.")
			}
		}
		return r.faults
	}
	first, last := r.shownDay("start", start), r.shownDay("end", end)
	if !values.Has("from") && !values.Has("to") {
		if first != nil {
			values.Set("from", (*first - 1).String())
		}
		if last != nil {
			values.Set("to", last.String())
		}
	}
	for _, name := range []string{"start", "end", "timeZone"} {
		values.Del(name)
	}
	return r.faults
}

// shownDay reads the day of an instant or of a clock time without an offset, as written.
func (r *parameterReader) shownDay(name, given string) *edtf.Day {
	if given == "" {
		return nil
	}
	day := given[:min(len(given), len("2025-04-01"))]
	d, err := edtf.Parse(day)
	if _, _, of, ok := d.Fields(); err != nil || !ok || of == 0 || len(given) > len(day) && given[len(day)] != 'T' {
		r.fault(name, "bad_date", given, fmt.Sprintf("%q is not a day or a time.", shorten(given)), "Write "+name+"=2025-04-01 or "+name+"=2025-04-01T00:00:00Z.")
		return nil
	}
	first, _ := d.Bounds()
	return &first
}
