package edtf

import (
	"strconv"
	"strings"
)

// forms is the advice where nothing better is known.
const forms = "write YYYY, YYYY-MM or YYYY-MM-DD, or an interval or a set of these"

// explain says why s is not a date. It runs only after the parser has refused
// s, so it may take its time; it never calls Parse, which would call it back.
func explain(s string, f fault) *ParseError {
	e := &ParseError{Input: s}
	switch {
	case s == "":
		return e.say("it is empty", "leave the date out if it is not known at all, or write at least a year")
	case f.kind == faultLong:
		return e.say("it is longer than "+strconv.Itoa(maxLength)+" bytes", "")
	}
	if found := checkZone(s); found.reason != "" {
		e.say(found.reason, "")
		e.trySpelling(found.fixed)
		return e
	}
	if hasClock(s) {
		return e.explainClock(s)
	}
	if date, ok := readWords(s); ok {
		e.say("it is written in words", forms)
		e.trySpelling(date)
		return e
	}
	reason, clean := respell(s)
	if reason == "" {
		return e.explainFault(s, f)
	}
	if e.say(reason, ""); e.trySpelling(clean) {
		return e
	}
	if clean == "" {
		return e.say("there is nothing else in it than spaces or quotation marks", forms)
	}
	_, f = parseCompound(clean)
	e.explainFault(clean, f)
	e.Reason = reason + ", and " + e.Reason
	return e
}

func (e *ParseError) say(reason, hint string) *ParseError {
	e.Reason, e.Hint = reason, hint
	return e
}

// trySpelling offers s as the right spelling if it is one.
func (e *ParseError) trySpelling(s string) bool {
	d, ok := parseQuietly(s)
	if ok {
		e.spell(d.text)
	}
	return ok
}

func parseQuietly(s string) (Date, bool) {
	if x, ok := parseSingle(s); ok {
		return x.date(s), true
	}
	d, f := parseCompound(s)
	return d, f.kind == faultNone
}

// hasClock tells whether s has hours and minutes somewhere: dd:dd, or a T
// between digits.
func hasClock(s string) bool {
	for i := 1; i < len(s)-1; i++ {
		if (s[i] == ':' || s[i] == 'T') && isDigit(s[i-1]) && isDigit(s[i+1]) {
			return true
		}
	}
	return false
}

// explainClock offers what is left without clock times.
func (e *ParseError) explainClock(s string) *ParseError {
	e.say("a date holds no clock time", "the clock time goes into start_at")
	ends := strings.Split(s, "/")
	for i, end := range ends {
		if len(end) > 10 {
			ends[i] = end[:10]
		}
	}
	if d, ok := parseQuietly(strings.Join(ends, "/")); ok {
		e.Spelling = d.text
		e.Hint += ", and the date is " + strconv.Quote(d.text)
	}
	return e
}

// explainFault says what the parser stopped at.
func (e *ParseError) explainFault(s string, f fault) *ParseError {
	switch f.kind {
	case faultNone:
		return e // cannot be: the caller has a fault
	case faultSlashes:
		return e.explainSlashes(s)
	case faultNoEnds:
		return e.say("an interval needs a date at one end at least", "leave the date out if neither is known")
	case faultReversed:
		return e.explainReversed(s, f.piece)
	case faultDate:
		return e.explainPiece(s, f.piece)
	}
	return e.explainSet(s, f)
}

func (e *ParseError) explainSlashes(s string) *ParseError {
	e.say("an interval has two ends, with one slash between them", forms)
	if date, ok := reorder(s, "/"); ok {
		e.say("slashes stand between the ends of an interval, not inside a date", "write the year first, YYYY-MM-DD")
		e.trySpelling(date)
	}
	return e
}

func (e *ParseError) explainReversed(s, piece string) *ParseError {
	mark, what := "/", "the interval"
	if piece != s {
		mark, what = "..", "the range "+strconv.Quote(piece)
	}
	left, right, _ := strings.Cut(piece, mark)
	swapped := strings.Replace(s, piece, right+mark+left, 1)
	e.say(what+" ends before it starts", "")
	if d, ok := parseQuietly(swapped); ok {
		e.Hint = "if the ends were swapped, write " + strconv.Quote(d.text)
	}
	return e
}

// explainPiece explains one date that cannot be read; the spelling it offers is
// that of the whole input.
func (e *ParseError) explainPiece(s, piece string) *ParseError {
	found := diagnose(piece)
	e.say(found.reason, found.hint)
	if piece != s && len(piece) <= maxEcho {
		e.Reason = strconv.Quote(piece) + ": " + found.reason
	}
	if !e.explainShortEnd(s) {
		e.trySpelling(mend(s))
	}
	return e
}

// explainShortEnd finds 2025/04, which is a month and not an interval, and
// 2025-04-23/25, whose end ISO 8601 abbreviates and EDTF does not.
func (e *ParseError) explainShortEnd(s string) bool {
	left, right, ok := strings.Cut(s, "/")
	if !ok || strings.Contains(right, "/") {
		return false
	}
	if date, ok := reorder(s, "/"); ok && date[5:] <= "12" && e.trySpelling(date) {
		e.Reason = "a slash stands between the ends of an interval, not inside a date"
		return true
	}
	x, ok := parseSingle(left)
	if !ok || !x.plain() || x.shape == shapeYear || len(right) != 2 {
		return false
	}
	if !e.trySpelling(left + "/" + left[:len(left)-2] + right) {
		return false
	}
	e.Reason = "both ends of an interval are written in full"
	return true
}

// mend replaces every single date in s that cannot be read by what diagnose
// makes of it; it gives "" if one of them is past that.
func mend(s string) string {
	var b strings.Builder
	for s != "" {
		n := strings.IndexAny(s, "[],/")
		if dots := strings.Index(s, ".."); dots >= 0 && (n < 0 || dots < n) {
			n = dots
		}
		if n < 0 {
			n = len(s)
		}
		if piece := s[:n]; piece != "" {
			if _, ok := parseSingle(piece); !ok {
				if piece = diagnose(piece).fixed; piece == "" {
					return ""
				}
			}
			b.WriteString(piece)
		}
		s = s[n:]
		mark := min(1, len(s))
		if strings.HasPrefix(s, "..") {
			mark = 2
		}
		b.WriteString(s[:mark])
		s = s[mark:]
	}
	return b.String()
}

func (e *ParseError) explainSet(s string, f fault) *ParseError {
	piece := strconv.Quote(f.piece)
	switch f.kind {
	case faultBrackets:
		e.say("a set stands in one pair of square brackets", `write it like "[2025-04-23,2025-04-24]"`)
		if strings.Contains(s, ",") {
			e.trySpelling("[" + strings.Trim(s, "[]") + "]")
		}
	case faultMember:
		e.say("a date is missing in the set", `write it like "[2025-04-23,2025-04-24]"`)
	case faultBareDots:
		e.say(`".." has no date beside it`, `write the date before or after it, like "[..2025-04-23]" or "[2025-04-23..]"`)
	case faultManyDots:
		e.say(piece+` has ".." in it more than once`, `write "[..a]", "[a..b]" or "[a..]"`)
	case faultOpenMember:
		e.say(piece+" is open, and a set is open only at its beginning or its end",
			`put "..date" first and "date.." last in the set`)
	case faultRange:
		e.say("the range "+piece+" is not between two years, two months or two days without qualifiers",
			"write both ends with the same precision, and no ?, ~, % or X")
	case faultSetInterval:
		e.say("a set has no intervals in it",
			`write "a..b" in the set for one of the dates from a to b, or an interval without brackets for something that lasted`)
	}
	return e
}
