package oracle

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Days count from 1970-01-01. These two stand for no bound.
const (
	noStart = -1 << 40
	noEnd   = 1 << 40
)

// span is a run of civil days, both included.
type span struct{ first, last int }

// fuzzy is an EDTF date: the runs of days it may mean (one, or for a set each member), when it has begun at the latest
// and is over at the earliest (which matter for intervals), and whether it leaves room for doubt.
type fuzzy struct {
	members             []span
	begunBy, overFrom   int
	doubt, set, isRange bool // doubt: ~, ?, % or an open end
}

func (d fuzzy) first() int {
	first := noEnd
	for _, m := range d.members {
		first = min(first, m.first)
	}
	return first
}

func (d fuzzy) last() int {
	last := noStart
	for _, m := range d.members {
		last = max(last, m.last)
	}
	return last
}

func dayNumber(year, month, day int) int {
	return int(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// readDate reads the EDTF of the design: level 0 and 1, and one-of sets.
func readDate(s string) (fuzzy, error) {
	var d fuzzy
	if inner, ok := strings.CutPrefix(s, "["); ok {
		elements := strings.Split(strings.TrimSuffix(inner, "]"), ",")
		d.set = len(elements) > 1
		for _, element := range elements {
			low, high, dots := strings.Cut(element, "..")
			if !dots {
				high = low
			}
			d.set = d.set || dots
			m, doubt, err := readEnds(low, high)
			if err != nil {
				return d, err
			}
			d.members, d.doubt = append(d.members, m), d.doubt || doubt
		}
		return d, nil
	}
	low, high, slash := strings.Cut(s, "/")
	if !slash {
		high = low
	}
	m, doubt, err := readEnds(strings.TrimSuffix(low, ".."), strings.TrimSuffix(high, ".."))
	if err != nil {
		return d, err
	}
	d.members, d.doubt, d.isRange = []span{m}, doubt, slash
	if slash && low != "" && low != ".." && high != "" && high != ".." {
		start, _, _ := readSingle(low)
		end, _, _ := readSingle(high)
		d.begunBy, d.overFrom = min(start.last, end.last), max(end.first, start.first)
	}
	return d, nil
}

// readEnds reads from the beginning of one single date to the end of another; an empty one is open.
func readEnds(low, high string) (span, bool, error) {
	m, doubt := span{noStart, noEnd}, low == "" || high == ""
	if low != "" {
		s, unsure, err := readSingle(low)
		if err != nil {
			return m, false, err
		}
		m.first, doubt = s.first, doubt || unsure
	}
	if high != "" {
		s, unsure, err := readSingle(high)
		if err != nil {
			return m, false, err
		}
		m.last, doubt = s.last, doubt || unsure
	}
	return m, doubt, nil
}

// readSingle reads a day, month, season, year, decade, century, or one with XX for a day or month.
func readSingle(s string) (span, bool, error) {
	plain := strings.TrimRight(s, "~?%")
	doubt := plain != s
	for strings.HasSuffix(plain, "-XX") {
		plain = strings.TrimSuffix(plain, "-XX")
	}
	low := strings.ReplaceAll(plain, "X", "0")
	high := strings.ReplaceAll(plain, "X", "9")
	var from, to []int
	for _, half := range []struct {
		text string
		into *[]int
	}{{low, &from}, {high, &to}} {
		for _, part := range strings.Split(half.text, "-") {
			n, err := strconv.Atoi(part)
			if err != nil {
				return span{}, false, fmt.Errorf("%q is no date: %w", s, err)
			}
			*half.into = append(*half.into, n)
		}
	}
	switch {
	case len(from) == 1:
		return span{dayNumber(from[0], 1, 1), dayNumber(to[0]+1, 1, 1) - 1}, doubt, nil
	case len(from) == 2 && from[1] > 20:
		month := 3 * (from[1] - 20)
		return span{dayNumber(from[0], month, 1), dayNumber(from[0], month+3, 1) - 1}, doubt, nil
	case len(from) == 2:
		return span{dayNumber(from[0], from[1], 1), dayNumber(from[0], from[1]+1, 1) - 1}, doubt, nil
	case len(from) == 3:
		day := dayNumber(from[0], from[1], from[2])
		return span{day, day}, doubt, nil
	}
	return span{}, false, fmt.Errorf("%q is no date", s)
}

// moment is a fuzzy date or an instant.
type moment struct {
	instant bool
	at      time.Time // with its offset
	date    fuzzy
}

func readMoment(s string) (moment, error) {
	if len(s) < 11 || s[10] != 'T' {
		d, err := readDate(s)
		return moment{date: d}, err
	}
	s = strings.Replace(s, " ", "+", 1)
	for _, layout := range []string{"2006-01-02T15:04Z07:00", time.RFC3339Nano} {
		if at, err := time.Parse(layout, s); err == nil {
			return moment{instant: true, at: at.Truncate(time.Microsecond)}, nil
		}
	}
	return moment{}, fmt.Errorf("%q is no instant", s)
}

// begins and ends give the UTC microseconds a moment reaches between; false where it is open.
func (m moment) begins() (time.Time, bool) {
	if m.instant {
		return m.at, true
	}
	first := m.date.first()
	return midnight(first, time.UTC), first != noStart
}

func (m moment) ends() (time.Time, bool) {
	if m.instant {
		return m.at, true
	}
	last := m.date.last()
	return midnight(last+1, time.UTC).Add(-time.Microsecond), last != noEnd
}

func midnight(day int, zone *time.Location) time.Time {
	return time.Date(1970, 1, 1+day, 0, 0, 0, 0, zone)
}
