package edtf

import (
	"slices"
	"strings"
)

// member is one element of a set: a single date, a range of consecutive dates
// (a..b), or one of these without a bound (..a, a..).
type member struct {
	text           string
	first, last    single // equal for a single date
	before, onward bool   // ..a, a..
}

func (m member) span() Span {
	span := Span{m.first.span().Earliest, m.last.span().Latest}
	if m.before {
		span.Earliest = MinDay
	}
	if m.onward {
		span.Latest = MaxDay
	}
	return span
}

func (m member) isRange() bool { return m.first != m.last }

// parseMember reads one element. Only the first of a set may be ..a, only the
// last a..
func parseMember(s string, first, last bool) (member, fault) {
	if s == "" {
		return member{}, fault{faultMember, s}
	}
	if s == ".." {
		return member{}, fault{faultBareDots, s}
	}
	if x, ok := parseSingle(s); ok {
		return member{text: s, first: x, last: x}, fault{}
	}
	left, right, dots := strings.Cut(s, "..")
	switch {
	case strings.IndexByte(s, '/') >= 0:
		return member{}, fault{faultSetInterval, s}
	case !dots:
		return member{}, fault{faultDate, s}
	case left == "" || right == "":
		return parseOpenMember(s, first, last)
	}
	a, ok := parseSingle(left)
	if !ok {
		return member{}, fault{faultDate, left}
	}
	b, ok := parseSingle(right)
	if !ok {
		return member{}, fault{faultDate, right}
	}
	if !a.plain() || !b.plain() || a.shape != b.shape {
		return member{}, fault{faultRange, s}
	}
	if a.span().Earliest > b.span().Earliest {
		return member{}, fault{faultReversed, s}
	}
	if a == b {
		s = left
	}
	return member{text: s, first: a, last: b}, fault{}
}

func parseOpenMember(s string, first, last bool) (member, fault) {
	before := strings.HasPrefix(s, "..")
	date := strings.TrimSuffix(s, "..")
	if before {
		date = s[2:]
	}
	x, ok := parseSingle(date)
	switch {
	case strings.Contains(date, ".."):
		return member{}, fault{faultManyDots, s}
	case !ok:
		return member{}, fault{faultDate, date}
	case before && !first || !before && !last:
		return member{}, fault{faultOpenMember, s}
	}
	return member{text: s, first: x, last: x, before: before, onward: !before}, fault{}
}

// members splits a set that stands in brackets and calls yield with each of
// its members, until yield says no; it returns the first fault.
func members(s string, yield func(member) bool) fault {
	if len(s) < 2 || s[0] != '[' || s[len(s)-1] != ']' || strings.ContainsAny(s[1:len(s)-1], "[]") {
		return fault{faultBrackets, s}
	}
	rest, first := s[1:len(s)-1], true
	for more := true; more; first = false {
		var element string
		element, rest, more = strings.Cut(rest, ",")
		m, f := parseMember(element, first, !more)
		if f.kind != faultNone {
			return f
		}
		if !yield(m) {
			break
		}
	}
	return fault{}
}

func parseSet(s string) (Date, fault) {
	d := Date{startFrom: MaxDay, startTo: MinDay, precision: PrecisionSet}
	var list []member
	f := members(s, func(m member) bool {
		list = append(list, m)
		span := m.span()
		d.startFrom, d.startTo = min(d.startFrom, span.Earliest), max(d.startTo, span.Latest)
		d.openStart = d.openStart || m.before
		d.openAtEnd = d.openAtEnd || m.onward
		d.qualify(m.first)
		return true
	})
	if f.kind != faultNone {
		return Date{}, f
	}
	slices.SortFunc(list, compareMembers)
	list = slices.CompactFunc(list, func(a, b member) bool { return a.text == b.text })
	if m := list[0]; len(list) == 1 && !m.isRange() && !m.before && !m.onward {
		return m.first.date(m.text), fault{}
	}
	d.endFrom, d.endTo = d.startFrom, d.startTo
	d.text = joinMembers(s, list)
	return d, fault{}
}

// compareMembers puts members in the order of the calendar, with a.. last,
// where alone it may stand.
func compareMembers(a, b member) int {
	if a.onward != b.onward {
		if a.onward {
			return 1
		}
		return -1
	}
	if c := compareSpans(a.span(), b.span()); c != 0 {
		return c
	}
	return strings.Compare(a.text, b.text)
}

// joinMembers writes the set; it gives s itself if that is how s has it.
func joinMembers(s string, list []member) string {
	b := make([]byte, 0, len(s))
	for i, m := range list {
		b = append(b, "[,"[min(i, 1)])
		b = append(b, m.text...)
	}
	if b = append(b, ']'); string(b) == s {
		return s
	}
	return string(b)
}
