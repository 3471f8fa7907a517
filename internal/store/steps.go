package store

import (
	"time"

	"backchannel/internal/edtf"
)

// Intervals are the steps of a histogram, the default first. Weeks begin on Monday.
func Intervals() []string { return []string{"month", "hour", "day", "week", "quarter", "year"} }

// steps cut time. A step has a key: of hours the UTC second at which it begins, else the civil day.
type steps struct {
	interval string
	zone     *time.Location // nil: an event's own calendar; of hours UTC
}

const hourSeconds = 3600

func (s steps) hours() bool { return s.interval == "hour" }

// ofDay is the step of a civil day.
func (s steps) ofDay(d edtf.Day) int64 {
	year, month, _ := d.Civil()
	switch s.interval {
	case "week":
		return int64(d) - (int64(d.Time().Weekday())+6)%7
	case "month":
		return int64(edtf.MakeDay(year, month, 1))
	case "quarter":
		return int64(edtf.MakeDay(year, (month-1)/3*3+1, 1))
	case "year":
		return int64(edtf.MakeDay(year, 1, 1))
	}
	return int64(d)
}

// ofInstant is the step of an instant in the zone, UTC where there is none.
func (s steps) ofInstant(t time.Time) int64 {
	local := t.In(s.place())
	if !s.hours() {
		return s.ofDay(edtf.DayOf(local))
	}
	return local.Unix() - int64(local.Minute())*60 - int64(local.Second())
}

func (s steps) place() *time.Location {
	if s.zone == nil {
		return time.UTC
	}
	return s.zone
}

// edge is the step of a side of a range: the first of from, the last of to. It is false where there is no bound.
func (s steps) edge(m edtf.Moment, last bool) (int64, bool) {
	if m.IsInstant() {
		return s.ofInstant(m.Instant()), true
	}
	if m.IsZero() {
		return 0, false
	}
	day, latest := m.Date().Bounds()
	if last {
		day = latest
	}
	if day == edtf.MinDay || day == edtf.MaxDay {
		return 0, false
	}
	if !s.hours() {
		return s.ofDay(day), true
	}
	hour := 0
	if last {
		hour = 23
	}
	year, month, of := day.Civil()
	return s.ofInstant(time.Date(year, time.Month(month), of, hour, 0, 0, 0, s.place())), true
}

// after is the step that follows.
func (s steps) after(key int64) int64 {
	if s.hours() {
		return s.ofInstant(time.Unix(key+hourSeconds, 0))
	}
	year, month, _ := edtf.Day(key).Civil()
	switch s.interval {
	case "week":
		return key + 7
	case "month":
		return int64(edtf.MakeDay(year, month+1, 1))
	case "quarter":
		return int64(edtf.MakeDay(year, month+3, 1))
	case "year":
		return int64(edtf.MakeDay(year+1, 1, 1))
	}
	return key + 1
}

// text is when a step begins: its first day, or of hours the instant with the zone's offset.
func (s steps) text(key int64) string {
	if s.hours() {
		return time.Unix(key, 0).In(s.place()).Format(time.RFC3339)
	}
	return edtf.Day(key).String()
}
