package filter

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/edtf"
)

// Canonical writes the filter as a query string: parameters in the order of Registry, ids for names,
// instants in UTC, nothing that is the default, as_of included and snapshot left out. Only what a query
// string cannot hold is escaped. Parse reads an equal filter back from it. One narrowed to timelines is written as it was
// asked, with the timelines last.
func (f *Filter) Canonical() string {
	if f.Asked != nil {
		return f.withTimelines(f.Asked.Canonical())
	}
	var b strings.Builder
	for _, field := range fields {
		for _, value := range f.written(field) {
			if b.Len() > 0 {
				b.WriteByte('&')
			}
			b.WriteString(field.Name + "=" + escape(value))
		}
	}
	return b.String()
}

// written gives the values of one parameter, one for each time it is given.
func (f *Filter) written(field field) []string {
	if field.List {
		return f.writtenLists(field.Name)
	}
	var s string
	switch field.Name {
	case "bbox":
		s = f.BBox.String()
	case "from", "to", "on":
		s = f.Occurred.written(field.Name)
	case "match":
		if f.Certain {
			s = "certain"
		}
	case "known_from":
		s = firstMoment(f.Known.From).String()
	case "known_to":
		s = lastMoment(f.Known.To).String()
	case "q":
		if f.Text != nil {
			s = f.Text.String()
		}
	case "as_of":
		s = f.AsOfText()
	}
	if s == "" {
		return nil
	}
	return []string{s}
}

func (f *Filter) writtenLists(name string) (lists []string) {
	for _, c := range f.Clauses {
		if c.Field == name {
			lists = append(lists, writeList(c.Not, c.Values))
			continue
		}
		if bound := c.bound(name); bound != nil {
			if list := writeList(bound.Not, bound.Values); !slices.Contains(lists, list) {
				lists = append(lists, list)
			}
		}
	}
	return lists
}

// bound is the qualifier of that name.
func (c *Clause) bound(name string) *Choice {
	switch name {
	case "role":
		return c.Role
	case "representing":
		return c.Representing
	case "relation":
		return c.Relation
	case "grade":
		return c.Grade
	case "min_grade":
		return c.MinGrade
	}
	return nil
}

func writeList(not bool, values []string) string {
	items := make([]string, len(values))
	for i, v := range values {
		items[i] = writeItem(item{text: v, not: not})
	}
	return strings.Join(items, ",")
}

func (r Range) written(name string) string {
	one := r.From == r.To
	switch {
	case name == "on" && one:
		return r.From.String()
	case name == "from" && !one:
		return r.From.String()
	case name == "to" && !one:
		return r.To.String()
	}
	return ""
}

// String writes the box as bbox has it, "" for nil.
func (b *Box) String() string {
	if b == nil {
		return ""
	}
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	return number(b.West) + "," + number(b.South) + "," + number(b.East) + "," + number(b.North)
}

// AsOfText writes AsOf as a day where it is the end of one ("2025-04-22"), else as an instant in UTC;
// "" when it was not asked.
func (f *Filter) AsOfText() string { return lastMoment(f.AsOf).String() }

// firstMoment is the day that begins with an instant, or else the instant; zero for the zero time.
func firstMoment(t time.Time) edtf.Moment { return dayOrInstant(t, edtf.Moment.First) }

// lastMoment is the day that ends with an instant, or else the instant; zero for the zero time.
func lastMoment(t time.Time) edtf.Moment { return dayOrInstant(t, edtf.Moment.Last) }

func dayOrInstant(t time.Time, edge func(edtf.Moment) (time.Time, bool)) edtf.Moment {
	if t.IsZero() {
		return edtf.Moment{}
	}
	day := edtf.MomentOf(edtf.DateOf(edtf.DayOf(t.UTC())))
	if at, ok := edge(day); ok && at.Equal(t) {
		return day
	}
	return edtf.InstantOf(t.UTC())
}

// escape writes a value in a query string: what RFC 3986 lets stand there and no form decoder reads
// otherwise stays as it is, a space is +, the rest is percent-encoded.
func escape(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case isWord(c) || strings.IndexByte("-._~,:/*@?!$()", c) >= 0:
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			b.WriteByte('%')
			b.WriteByte(hex[c>>4])
			b.WriteByte(hex[c&15])
		}
	}
	return b.String()
}
