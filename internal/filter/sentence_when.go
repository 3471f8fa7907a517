package filter

import (
	"math"
	"strconv"
	"strings"

	"backchannel/internal/edtf"
)

// text says which words are looked for.
func (s *sentence) text() {
	if s.filter.Text == nil {
		return
	}
	var with [][]string
	var without []string
	for _, term := range s.filter.Text.Terms {
		var said []string
		for _, phrase := range term.Any {
			said = append(said, phrase.quoted())
		}
		if term.Not {
			without = append(without, said...)
		} else {
			with = append(with, said)
		}
	}
	s.add(whole, suffixed(both(prefixed("with ", allOf(with)), prefixed("without ", orList(without))), " in the text"))
}

// quoted says the phrase: “front lines”, “sanction…”.
func (p Phrase) quoted() string {
	if p.Prefix {
		return "“" + p.Text + "…”"
	}
	return "“" + p.Text + "”"
}

// times says when they occurred, became known, and by when all of it was known.
func (s *sentence) times() {
	f := s.filter
	if !f.Occurred.From.IsZero() && !f.Occurred.To.IsZero() || f.Certain {
		s.before = whole // "since" and "known by" may follow a bare head
	}
	s.add(whole, span(f.Occurred.From, f.Occurred.To, "until "))
	if f.Certain {
		s.add(whole, "certain dates only")
	}
	from, to := firstMoment(f.Known.From), lastMoment(f.Known.To)
	known := "first known "
	if from == to {
		known += "on "
	}
	s.add(whole, prefixed(known, span(from, to, "by ")))
	s.add(whole, prefixed("known by ", say(lastMoment(f.AsOf))))
}

// span says a range of time: "February to April 2025", "since February 2025", "until April 2025",
// "22 April 2025". Of the first the earliest day counts, of the last the latest.
func span(from, to edtf.Moment, until string) string {
	from, to = plain(from, false), plain(to, true)
	switch {
	case from.IsZero() && to.IsZero():
		return ""
	case to.IsZero():
		return "since " + say(from)
	case from.IsZero():
		return until + say(to)
	case from == to:
		return say(from)
	}
	return shortened(from.Date(), to.Date(), from.IsInstant() || to.IsInstant(), say(from)) + " to " + say(to)
}

// shortened leaves out of the first date what the second repeats.
func shortened(a, b edtf.Date, clock bool, full string) string {
	year, month, _, ok := a.Fields()
	sameYear, sameMonth, _, ok2 := b.Fields()
	if clock || !ok || !ok2 || year != sameYear || a.Precision() != b.Precision() || a.Approximate() || a.Uncertain() {
		return full
	}
	full = strings.TrimSuffix(full, " "+strconv.Itoa(year))
	if a.Precision() == edtf.PrecisionDay && month == sameMonth {
		full, _, _ = strings.Cut(full, " ")
	}
	return full
}

// plain gives the first or last day of an interval or a set, and any other moment as it is.
func plain(m edtf.Moment, last bool) edtf.Moment {
	d := m.Date()
	if m.IsInstant() || !d.IsInterval() && !d.IsSet() {
		return m
	}
	day, latest := d.Bounds()
	if last {
		day = latest
	}
	return edtf.MomentOf(edtf.DateOf(day))
}

// say says a date as its label does, an instant as "11:30 UTC on 25 April 2025".
func say(m edtf.Moment) string {
	if !m.IsInstant() {
		return m.Label()
	}
	clock := strings.TrimSuffix(m.Instant().UTC().Format("15:04:05.999999"), ":00")
	return clock + " UTC on " + edtf.DateOf(edtf.DayOf(m.Instant().UTC())).Label()
}

// degrees says a latitude or longitude: "59.9°N".
func degrees(v float64, negative, positive string) string {
	side := positive
	if v < 0 {
		side = negative
	}
	return strconv.FormatFloat(math.Abs(v), 'f', -1, 64) + "°" + side
}
