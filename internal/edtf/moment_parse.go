package edtf

import "strconv"

// ParseMoment reads an EDTF date as Parse does, or an instant in RFC 3339 with Z
// or an offset; the seconds may be left out, and have up to nine decimals. A
// space in the place of the offset's + is read as +, because that is what a plus
// in a query string becomes. The error is always a *ParseError.
func ParseMoment(s string) (Moment, error) {
	if len(s) > 10 && s[10] == 'T' {
		if m, ok := parseInstant(s); ok {
			return m, nil
		}
		return Moment{}, explainInstant(s)
	}
	d, err := Parse(s)
	if err != nil {
		return Moment{}, explainMoment(s, err.(*ParseError))
	}
	return Moment{date: d}, nil
}

// MustParseMoment is ParseMoment for moments known to be good, in tests and
// fixtures. It panics on any other.
func MustParseMoment(s string) Moment {
	m, err := ParseMoment(s)
	if err != nil {
		panic(err)
	}
	return m
}

// clock is the time of day of an instant and where its parts stand in the text.
type clock struct {
	hour, minute, second int
	nanos                int
	hasSeconds           bool
	zone                 string // "Z", "+03:00", " 03:00"
	shift                int    // seconds east of UTC
}

// parseInstant reads YYYY-MM-DDThh:mm[:ss[.fraction]](Z|±hh:mm); s is longer
// than 10 bytes and has its T.
func parseInstant(s string) (Moment, bool) {
	x, ok := parseSingle(s[:10])
	if !ok || x.shape != shapeDay {
		return Moment{}, false
	}
	c, ok := parseClock(s[11:])
	if !ok {
		return Moment{}, false
	}
	day := x.span().Earliest
	m := Moment{
		date:    x.date(s[:10]),
		text:    s,
		seconds: int64(day)*secondsPerDay + int64(c.hour*3600+c.minute*60+c.second-c.shift),
		nanos:   int32(c.nanos),
		shift:   int32(c.shift),
	}
	if m.seconds < int64(firstDay)*secondsPerDay || m.seconds >= (int64(lastDay)+1)*secondsPerDay {
		return Moment{}, false
	}
	if !c.hasSeconds || c.zone[0] == ' ' {
		m.text = c.rewrite(s)
	}
	return m, true
}

func parseClock(s string) (c clock, ok bool) {
	if len(s) < 6 || s[2] != ':' {
		return c, false
	}
	hour, okHour := digits2(s)
	minute, okMinute := digits2(s[3:])
	c.hour, c.minute, s = hour, minute, s[5:]
	if !okHour || !okMinute || hour > 23 || minute > 59 {
		return c, false
	}
	if len(s) >= 3 && s[0] == ':' {
		c.hasSeconds = true
		if c.second, ok = digits2(s[1:]); !ok || c.second > 59 {
			return c, false
		}
		if s, ok = c.readFraction(s[3:]); !ok {
			return c, false
		}
	}
	return c, c.readZone(s)
}

// readFraction reads the decimals of the second, if there are any, and gives
// what follows.
func (c *clock) readFraction(s string) (rest string, ok bool) {
	if s == "" || s[0] != '.' {
		return s, true
	}
	n := 1
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	if n == 1 || n > 10 {
		return s, false
	}
	c.nanos, _ = strconv.Atoi(s[1:n])
	for i := n; i < 10; i++ {
		c.nanos *= 10
	}
	return s[n:], true
}

func (c *clock) readZone(s string) bool {
	c.zone = s
	if s == "Z" {
		return true
	}
	if len(s) != 6 || s[3] != ':' || s[0] != '+' && s[0] != '-' && s[0] != ' ' {
		return false
	}
	hour, okHour := digits2(s[1:])
	minute, okMinute := digits2(s[4:])
	c.shift = hour*3600 + minute*60
	if s[0] == '-' {
		c.shift = -c.shift
	}
	return okHour && okMinute && hour <= 23 && minute <= 59
}

// rewrite writes the instant s with seconds and a + in its zone.
func (c clock) rewrite(s string) string {
	b := make([]byte, 0, len(s)+3)
	b = append(b, s[:len(s)-len(c.zone)]...)
	if !c.hasSeconds {
		b = append(b, ":00"...)
	}
	if c.zone[0] == ' ' {
		b = append(b, '+')
		return string(append(b, c.zone[1:]...))
	}
	return string(append(b, c.zone...))
}
