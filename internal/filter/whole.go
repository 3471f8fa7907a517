package filter

import (
	"errors"
	"math"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/edtf"
)

// whole reads the value of a parameter that is no list.
func (p *parser) whole(f field, given string) {
	switch f.reads {
	case readDate:
		p.occurred(f.Name, given)
	case readMatch:
		if v, ok := p.closed(f, given); ok {
			p.filter.Certain = v == "certain"
		}
	case readKnown:
		if f.Name == "known_from" {
			p.filter.Known.From = p.first(f.Name, given)
		} else {
			p.filter.Known.To = p.last(f.Name, given)
		}
	case readBox:
		p.box(given)
	case readWords:
		p.words(given)
	case readAsOf:
		p.filter.AsOf = p.last(f.Name, given)
	case readSnapshot:
		p.snapshot(given)
	}
}

// moment reads a date or an instant; instants are put in UTC.
func (p *parser) moment(name, given string) (edtf.Moment, bool) {
	m, err := edtf.ParseMoment(given)
	if err == nil {
		if m.IsInstant() {
			m = edtf.InstantOf(m.Instant().UTC().Truncate(time.Microsecond))
		}
		return m, true
	}
	detail, hint := err.Error(), ""
	var wrong *edtf.ParseError
	if errors.As(err, &wrong) {
		detail, hint = quoted(given)+" is not a date or an instant: "+wrong.Reason, wrong.Hint
		if wrong.Spelling != "" {
			hint = "write " + name + "=" + escape(wrong.Spelling)
		}
	}
	if hint == "" {
		hint = "write a date, such as " + name + "=2025-04-22, or an instant, such as " + name + "=2025-04-22T10:00Z"
	}
	p.fault(name, "bad_date", given, detail, hint)
	return edtf.Moment{}, false
}

func (p *parser) occurred(name, given string) {
	m, ok := p.moment(name, given)
	if !ok {
		return
	}
	if name != "to" {
		if _, ok := m.First(); !ok {
			p.fault(name, "bad_date", given, quoted(given)+" has no beginning", "use to for a time with an end alone")
			return
		}
		p.filter.Occurred.From = m
	}
	if name != "from" {
		if _, ok := m.Last(); !ok {
			p.fault(name, "bad_date", given, quoted(given)+" has no end", "use from for a time with a beginning alone")
			return
		}
		p.filter.Occurred.To = m
	}
}

// first reads a time and gives its first instant, in UTC.
func (p *parser) first(name, given string) time.Time {
	m, ok := p.moment(name, given)
	if !ok {
		return time.Time{}
	}
	t, ok := m.First()
	if !ok {
		p.fault(name, "bad_date", given, quoted(given)+" has no beginning", "write a date or an instant, such as "+name+"=2025-04-22")
	}
	return t
}

// last reads a time and gives its last instant, in UTC.
func (p *parser) last(name, given string) time.Time {
	m, ok := p.moment(name, given)
	if !ok {
		return time.Time{}
	}
	t, ok := m.Last()
	if !ok {
		p.fault(name, "bad_date", given, quoted(given)+" has no end", "write a date or an instant, such as "+name+"=2025-04-22")
	} else if t.IsZero() {
		t = t.Add(time.Microsecond) // the zero time means that nothing was asked
	}
	return t
}

// checkRange reports times that exclude each other.
func (p *parser) checkRange() {
	given := func(name string) bool { return len(p.query[name]) > 0 }
	if given("on") && (given("from") || given("to")) {
		p.fault("on", "conflicting_parameters", p.query.Get("on"), "on cannot be given together with from or to",
			"on=D means from=D&to=D; leave one of them out")
		return
	}
	if inverted(p.filter.Occurred) {
		p.fault("from", "inverted_range", p.query.Get("from"), "from is after to ("+shown(p.query.Get("to"))+")", "swap the two")
	}
	if k := p.filter.Known; !k.From.IsZero() && !k.To.IsZero() && k.From.After(k.To) {
		p.fault("known_from", "inverted_range", p.query.Get("known_from"),
			"known_from is after known_to ("+shown(p.query.Get("known_to"))+")", "swap the two")
	}
}

// inverted tells whether no event can be in the range. A civil day may begin 14 hours before that day in
// UTC and end 12 hours after it, so a day and an instant have to be farther apart than that.
func inverted(r Range) bool {
	if r.From.IsZero() || r.To.IsZero() {
		return false
	}
	from, _ := r.From.First()
	to, _ := r.To.Last()
	switch {
	case r.From.IsInstant() && !r.To.IsInstant():
		to = to.Add(12 * time.Hour)
	case !r.From.IsInstant() && r.To.IsInstant():
		from = from.Add(-14 * time.Hour)
	}
	return from.After(to)
}

func (p *parser) box(given string) {
	const hint = "write west, south, east, north in degrees, such as bbox=19,41,41,70"
	parts := strings.Split(given, ",")
	if len(parts) != 4 {
		p.fault("bbox", "bad_number", given, "bbox has 4 numbers, not "+strconv.Itoa(len(parts)), hint)
		return
	}
	var n [4]float64
	for i, part := range parts {
		part = strings.TrimSpace(part)
		v, err := strconv.ParseFloat(part, 64)
		limit := [2]float64{180, 90}[i%2]
		switch {
		case err != nil || strings.Trim(part, "+-.0123456789eE") != "":
			p.fault("bbox", "bad_number", part, quoted(part)+" is not a number", hint)
			return
		case math.Abs(v) > limit:
			p.fault("bbox", "bad_number", part, "degrees of "+[2]string{"longitude run from -180 to 180", "latitude run from -90 to 90"}[i%2], hint)
			return
		}
		n[i] = v + 0 // -0 is 0
	}
	if n[1] > n[3] {
		p.fault("bbox", "inverted_range", given, "its south is north of its north", hint)
		return
	}
	p.filter.BBox = &Box{West: n[0], South: n[1], East: n[2], North: n[3]}
}

func (p *parser) snapshot(given string) {
	digits := strings.TrimLeft(given, "+-")
	if strings.Trim(digits, "0123456789") != "" {
		if at := p.last("snapshot", given); !at.IsZero() {
			p.filter.Snapshot = Snapshot{At: at, Set: true}
		}
		return
	}
	seq, err := strconv.ParseInt(given, 10, 64)
	if err != nil || seq < 0 {
		p.fault("snapshot", "bad_number", given, quoted(given)+" is not the number of a change",
			"write a whole number from 0 on, such as snapshot=812, or a time")
		return
	}
	p.filter.Snapshot = Snapshot{Seq: seq, Set: true}
}
