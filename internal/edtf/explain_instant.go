package edtf

import (
	"strconv"
	"strings"
)

const instantForm = `write an instant like "2025-04-25T14:30:00+03:00" or "2025-04-25T11:30:00Z"`

// explainMoment turns the refusal of a date into one of a moment.
func explainMoment(s string, e *ParseError) *ParseError {
	e.moment = true
	if len(s) > 13 && hasClock(s) && strings.IndexByte(" t_", s[10]) >= 0 {
		repaired := s[:10] + "T" + s[11:]
		e.say("a capital T stands between the day and the clock time", "")
		if !e.tryInstant(repaired) {
			after := explainInstant(repaired)
			e.Reason += ", and " + after.Reason
			e.Hint, e.Spelling = after.Hint, after.Spelling
		}
		return e
	}
	if hasClock(s) {
		e.Spelling = ""
		return e.say("a clock time needs a whole day before it and an offset behind it", instantForm)
	}
	return e
}

// tryInstant offers s as the right spelling if it is one.
func (e *ParseError) tryInstant(s string) bool {
	if len(s) < 11 || s[10] != 'T' {
		return false
	}
	m, ok := parseInstant(s)
	if ok {
		e.spell(m.text)
	}
	return ok
}

// explainInstant says why s, with a T after ten bytes, is not an instant.
func explainInstant(s string) *ParseError {
	e := &ParseError{Input: s, moment: true}
	if len(s) > maxLength {
		return e.say("it is longer than "+strconv.Itoa(maxLength)+" bytes", "")
	}
	x, ok := parseSingle(s[:10])
	switch {
	case !ok:
		found := diagnose(s[:10])
		return e.say(strconv.Quote(s[:10])+": "+found.reason, found.hint)
	case x.shape != shapeDay || x.qualifier != 0:
		return e.say("a clock time needs a whole day before it", instantForm)
	}
	return e.explainTime(s[:11], s[11:])
}

// explainTime explains what stands behind the T. day is all up to it.
func (e *ParseError) explainTime(day, rest string) *ParseError {
	clean := strings.TrimSpace(strings.Map(plainDash, rest))
	if head, tail := splitZone(clean); tail != "" || head != rest {
		if zone := mendZone(tail); e.tryInstant(day + mendTime(head) + zone) {
			return e.say(reasonTime(rest, head, tail), e.Hint)
		}
	}
	if strings.ContainsAny(rest, "/") && !strings.Contains(rest, "[") {
		return e.say("an interval holds no clock times", "write the days only")
	}
	if strings.ContainsAny(rest, "?~%") {
		return e.say("an instant has no qualifiers", "write the day only, with its qualifier at the end")
	}
	if at := strings.IndexByte(rest, '['); at > 0 && e.tryInstant(day+rest[:at]) {
		return e.say("an instant names no time zone", e.Hint)
	}
	head, tail := splitZone(clean)
	head = mendTime(head)
	switch {
	case !likeClock(head):
		return e.say("a clock time has hours and minutes, and perhaps seconds, two digits each", instantForm)
	case strings.HasPrefix(head, "24:00"):
		e.say("24:00 is 00:00 of the next day", "")
		return e.tryNextDay(day, head, tail)
	case head[:2] > "23":
		return e.say("there is no hour "+head[:2], "hours are 00 to 23")
	case head[3:5] > "59":
		return e.say("there is no minute "+head[3:5], "minutes are 00 to 59")
	case len(head) >= 8 && head[6:8] == "60":
		return e.say("leap seconds are not read", "write second 59")
	case len(head) >= 8 && head[6:8] > "59":
		return e.say("there is no second "+head[6:8], "seconds are 00 to 59")
	case tail == "":
		return e.say("a clock time needs its offset from UTC",
			"write "+strconv.Quote(day+head+"Z")+" for UTC, or the local offset, like "+strconv.Quote(day+head+"+03:00"))
	case mendZone(tail) == "":
		return e.say("the offset "+strconv.Quote(strings.TrimSpace(tail))+" is neither Z nor like +03:00",
			"write Z for UTC, or hours and minutes east (+) or west (-) of UTC")
	}
	return e.say("in UTC it lies outside the years 0000 to 9999", "")
}

func (e *ParseError) tryNextDay(day, head, tail string) *ParseError {
	x, _ := parseSingle(day[:10])
	if next := x.span().Latest + 1; next <= lastDay {
		e.tryInstant(next.String() + "T00" + head[2:] + mendZone(tail))
	}
	return e
}

// likeClock tells whether s is hh:mm or hh:mm:ss, whatever the numbers, with or
// without decimals.
func likeClock(s string) bool {
	s, decimals, _ := strings.Cut(s, ".")
	for i := range len(s) {
		if (i == 2 || i == 5) != (s[i] == ':') {
			return false
		}
	}
	return (len(s) == 5 && decimals == "" || len(s) == 8) && digitsOnly(decimals)
}

// splitZone cuts the time of day from what follows it.
func splitZone(s string) (head, zone string) {
	n := 0
	for n < len(s) && (isDigit(s[n]) || strings.IndexByte(":.,", s[n]) >= 0) {
		n++
	}
	return s[:n], s[n:]
}

// mendTime writes a time of day as RFC 3339 does, where that can be told.
func mendTime(s string) string {
	s = strings.Replace(s, ",", ".", 1)
	clock, fraction, decimals := strings.Cut(s, ".")
	if digitsOnly(clock) && (len(clock) == 4 || len(clock) == 6) {
		parts := []string{clock[:2], clock[2:4], clock[4:]}
		clock = strings.TrimSuffix(strings.Join(parts, ":"), ":")
	}
	if len(clock) == 4 && clock[1] == ':' {
		clock = "0" + clock
	}
	if !decimals || fraction == "" {
		return clock
	}
	return clock + "." + fraction[:min(len(fraction), 9)]
}

// mendZone writes an offset as RFC 3339 does, "" where it cannot be told.
func mendZone(s string) string {
	switch strings.ToUpper(strings.Trim(s, " ()")) {
	case "Z", "UTC", "GMT":
		return "Z"
	}
	s = strings.TrimPrefix(strings.TrimPrefix(strings.TrimLeft(s, " "), "UTC"), "GMT")
	if s == "" || s[0] != '+' && s[0] != '-' {
		return ""
	}
	hour, minute, colon := strings.Cut(s[1:], ":")
	if !colon && len(hour) == 4 {
		hour, minute = hour[:2], hour[2:]
	}
	if minute == "" {
		minute = "00"
	}
	if len(hour) == 1 {
		hour = "0" + hour
	}
	zone := s[:1] + hour + ":" + minute
	var c clock
	if !c.readZone(zone) {
		return ""
	}
	return zone
}

// reasonTime says what mendTime and mendZone have put right.
func reasonTime(rest, head, zone string) string {
	switch {
	case mendZone(zone) != strings.TrimSpace(zone):
		return "the offset is written Z or like +03:00"
	case strings.ContainsAny(head, ","):
		return "the decimals of a second follow a point"
	case len(head) > 18:
		return "a second has at most nine decimals"
	case head != mendTime(head):
		return "a clock time is written hh:mm or hh:mm:ss"
	}
	if strings.ContainsAny(rest, " ") {
		return "it has spaces in it"
	}
	return "it has a dash in it that is not the hyphen -"
}
