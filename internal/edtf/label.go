package edtf

import (
	"strconv"
	"strings"
)

// Label gives the date in English, never finer than it is known:
//
//	2025-04-25               25 April 2025
//	2025-04 · 2025 · 202X    April 2025 · 2025 · 2020s
//	200X · 20XX              between 2000 and 2009 · between 2000 and 2099
//	2025-21 · 2025-24        spring 2025 · winter 2025–26
//	2025-04-XX · 2025-XX     April 2025 (day unknown) · 2025 (month unknown)
//	2025-XX-XX               2025 (month and day unknown)
//	2025-04-18~              c. 18 April 2025
//	2025-12-21?              21 December 2025 (uncertain)
//	2025-04-18%              c. 18 April 2025 (uncertain)
//	2025-04-19/2025-04-20    19–20 April 2025
//	2025-04-30/2025-05-02    30 April – 2 May 2025
//	2025-04/2025-04          within April 2025 (it starts and ends there)
//	2025-04-18~/2025-21      from c. 18 April 2025 to spring 2025
//	2025-01/.. · ../2025     from January 2025 · until 2025
//	2025-01/ · /2025         from January 2025, end unknown · until 2025, start unknown
//	[2025-04-23,2025-04-24]  23 or 24 April 2025
//	[2025-04-23..2025-04-25] between 23 and 25 April 2025
//	[..2025-04-23]           23 April 2025 or earlier
//
// Years before 1000 keep their four digits. The zero date has the empty label.
func (d Date) Label() string {
	switch {
	case d.IsZero():
		return ""
	case d.IsInterval():
		return intervalLabel(d.text)
	case d.IsSet():
		return setLabel(d.text)
	}
	x, _ := parseSingle(d.text)
	return x.label()
}

func (x single) label() string {
	text, notes := x.words()
	if x.approximate() {
		if strings.HasPrefix(text, "between") {
			text = "roughly " + text
		} else {
			text = "c. " + text
		}
	}
	if x.uncertain() {
		if notes != "" {
			notes += ", "
		}
		notes += "uncertain"
	}
	if notes != "" {
		text += " (" + notes + ")"
	}
	return text
}

// words gives the date without its qualifier, and what is to be said of it in
// brackets.
func (x single) words() (text, notes string) {
	switch x.shape {
	case shapeDay:
		return strconv.Itoa(x.day) + " " + monthName(x.month) + " " + yearName(x.year), ""
	case shapeMonth:
		return monthName(x.month) + " " + yearName(x.year), ""
	case shapeSeason:
		return x.seasonWords(), ""
	case shapeNoDay:
		return monthName(x.month) + " " + yearName(x.year), "day unknown"
	case shapeNoMonth:
		return yearName(x.year), "month unknown"
	case shapeNeither:
		return yearName(x.year), "month and day unknown"
	case shapeDecade:
		// "2000s" is the decade to some and the century to others.
		if x.year%100 != 0 {
			return yearName(x.year) + "s", ""
		}
		return between(yearName(x.year), yearName(x.year+9)), ""
	case shapeCentury:
		return between(yearName(x.year), yearName(x.year+99)), ""
	}
	return yearName(x.year), ""
}

func (x single) seasonWords() string {
	name := [...]string{"spring", "summer", "autumn", "winter"}[x.month-21] + " " + yearName(x.year)
	switch next := x.year + 1; {
	case x.month != 24 || next > 9999:
		return name
	case next%100 == 0:
		return name + "–" + yearName(next)
	default:
		return name + "–" + yearName(next)[2:]
	}
}

func between(a, b string) string { return "between " + a + " and " + b }

const monthNames = "January  February March    April    May      June     July     August   SeptemberOctober  November December "

func monthName(m int) string { return strings.TrimRight(monthNames[9*(m-1):9*m], " ") }

func yearName(y int) string { return string(appendYear(make([]byte, 0, 4), y)) }

// shared gives the words of a without what it has in common with b, which
// follows it; both are plain and of one shape. short tells that only a number
// or a month is left.
func shared(a, b single) (text string, short bool) {
	text, _ = a.words()
	switch {
	case a.year != b.year:
		return text, a.shape == shapeYear
	case a.shape == shapeDay && a.month == b.month:
		return strconv.Itoa(a.day), true
	case a.shape == shapeDay:
		return strconv.Itoa(a.day) + " " + monthName(a.month), false
	case a.shape == shapeMonth:
		return monthName(a.month), true
	}
	return text, true
}

func intervalLabel(s string) string {
	left, right := cutInterval(s)
	a, hasStart := parseSingle(left)
	b, hasEnd := parseSingle(right)
	switch {
	case !hasStart && left == "":
		return "until " + b.label() + ", start unknown"
	case !hasStart:
		return "until " + b.label()
	case !hasEnd && right == "":
		return "from " + a.label() + ", end unknown"
	case !hasEnd:
		return "from " + a.label()
	case !a.plain() || !b.plain():
		return "from " + a.label() + " to " + b.label()
	case a.shape != b.shape:
		return a.label() + " – " + b.label()
	case a == b && a.shape == shapeDay:
		return a.label()
	case a == b:
		return "within " + a.label()
	}
	text, short := shared(a, b)
	if short {
		return text + "–" + b.label()
	}
	return text + " – " + b.label()
}

func setLabel(s string) string {
	var list []member
	members(s, func(m member) bool {
		list = append(list, m)
		return true
	})
	phrases := make([]string, len(list))
	simple := true
	for i, m := range list {
		phrases[i] = m.label()
		simple = simple && !m.isRange() && !m.before && !m.onward
	}
	or := " or "
	if !simple && len(list) > 1 {
		or = ", or "
	}
	if simple {
		shorten(phrases, list)
	}
	last := len(phrases) - 1
	if last == 0 {
		return phrases[0]
	}
	return strings.Join(phrases[:last], ", ") + or + phrases[last]
}

func (m member) label() string {
	switch {
	case m.before:
		return m.first.label() + " or earlier"
	case m.onward:
		return m.first.label() + " or later"
	case m.isRange():
		text, _ := shared(m.first, m.last)
		if m.first.span().Latest+1 == m.last.span().Earliest {
			return text + " or " + m.last.label()
		}
		return between(text, m.last.label())
	}
	return m.first.label()
}

// shorten drops what all members have in common from all but the last:
// "23, 24 or 26 April 2025". It leaves them alone if they are not plain and of
// one shape, or share too little: neither a year nor, for days, a month of it.
func shorten(phrases []string, list []member) {
	last := len(list) - 1
	end, oneMonth := list[last].first, true
	for _, m := range list {
		x := m.first
		if !x.plain() || x.shape != end.shape || x.year != end.year {
			return
		}
		oneMonth = oneMonth && x.month == end.month
	}
	for i := range phrases[:last] {
		x := list[i].first
		if x.shape == shapeDay && !oneMonth {
			phrases[i] = strconv.Itoa(x.day) + " " + monthName(x.month)
			continue
		}
		phrases[i], _ = shared(x, end)
	}
}
