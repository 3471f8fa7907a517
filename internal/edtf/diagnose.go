package edtf

import (
	"strconv"
	"strings"
	"unicode"
)

// finding is what is wrong with one piece that should be a single date. fixed
// is what was probably meant, "" if that is not clear; it may be an interval or
// a set.
type finding struct{ reason, hint, fixed string }

// diagnose explains a piece that parseSingle has refused.
func diagnose(s string) finding {
	core := strings.TrimRight(s, "?~%")
	marks := s[len(core):]
	checks := [...]func(string) finding{
		checkYear, checkQualifiers, checkAllOf, checkDots, checkZone,
		checkOtherOrder, checkBasic, checkWeek, checkOrdinal, checkSigns,
		checkUnspecified, checkPadding, checkFields,
	}
	if len(marks) > 1 {
		return finding{"a date carries one qualifier", "write one of ?, ~ and %, at the end", core + joinMarks(marks)}
	}
	for _, check := range checks {
		if f := check(core); f.reason != "" {
			if f.fixed != "" {
				f.fixed += marks
			}
			return f
		}
	}
	return finding{reason: "it is not written as a date", hint: forms}
}

// joinMarks makes one qualifier of several.
func joinMarks(marks string) string {
	switch {
	case strings.Contains(marks, "%"), strings.Contains(marks, "?") && strings.Contains(marks, "~"):
		return "%"
	case marks == "":
		return ""
	}
	return marks[:1]
}

// checkYear refuses what no four digits can write.
func checkYear(s string) finding {
	const hint = "only years of four digits are read"
	switch {
	case s != "" && (s[0] == 'Y' || s[0] == 'y') && len(s) > 1 && (isDigit(s[1]) || s[1] == '-'):
		return finding{reason: "years with the letter Y are beyond what is read here", hint: hint}
	case len(s) > 1 && (s[0] == '-' || s[0] == '+') && isDigit(s[1]):
		return finding{reason: "years with a sign are beyond what is read here", hint: hint}
	case len(s) > 4 && digitsOnly(s) && len(s) != 6 && len(s) != 8:
		return finding{reason: "a year has four digits, and a month and a day follow it with hyphens", hint: forms}
	case len(s) == 2 && digitsOnly(s):
		return finding{"two digits do not tell a year from a century", `write the year in full, or the century like "20XX"`, ""}
	case len(s) == 3 && digitsOnly(s):
		return finding{"three digits are a decade only in Level 2", "", s + "X"}
	case len(s) == 1 && digitsOnly(s):
		return finding{"a year has four digits", "write the year in full", ""}
	case len(s) > 5 && s[4] == 'S' && digitsOnly(s[:4]) && digitsOnly(s[5:]):
		return finding{"significant digits are beyond what is read here", "", ""}
	}
	return finding{}
}

// checkQualifiers finds qualifiers of parts of a date, which are Level 2.
func checkQualifiers(s string) finding {
	n := strings.IndexAny(s, "?~%")
	if n < 0 {
		return finding{}
	}
	bare := strings.NewReplacer("?", "", "~", "", "%", "").Replace(s)
	f := finding{reason: "a qualifier stands at the end and holds for the whole date"}
	if _, ok := parseSingle(bare); ok {
		f.fixed = bare + joinMarks(keepMarks(s))
	}
	return f
}

func keepMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("?~%", r) {
			return r
		}
		return -1
	}, s)
}

func checkAllOf(s string) finding {
	if strings.ContainsAny(s, "{}") {
		return finding{reason: "sets of all of several dates, {…}, are beyond what is read here",
			hint: "record each date apart; write [a,b] for one of several, a/b for something that lasted"}
	}
	if strings.ContainsAny(s, ",[]") {
		return finding{reason: "a set stands in one pair of square brackets", hint: `write it like "[2025-04-23,2025-04-24]"`}
	}
	return finding{}
}

// checkDots finds two dates with ".." or a hyphen between them.
func checkDots(s string) finding {
	if a, b, ok := strings.Cut(s, ".."); ok {
		f := finding{reason: `".." stands in a set, or for an open end of an interval`}
		switch {
		case a == "" && b == "":
			f.hint = forms
		case a == "" || b == "":
			f.hint = `write "../a" or "a/.." for something without a known bound, "[..a]" or "[a..]" for one of the dates up to or from a`
		default:
			f.hint = `write "a/b" for something that lasted from a to b, "[a..b]" for one of the dates from a to b`
		}
		return f
	}
	if len(s) == 9 || len(s) == 15 || len(s) == 21 {
		a, b := s[:len(s)/2], s[len(s)/2+1:]
		_, okA := parseSingle(a)
		_, okB := parseSingle(b)
		if okA && okB && s[len(s)/2] == '-' {
			return finding{"a slash stands between the ends of an interval", "", a + "/" + b}
		}
	}
	return finding{}
}

// checkZone finds a day with a time zone.
func checkZone(s string) finding {
	if len(s) > 10 {
		if x, ok := parseSingle(s[:10]); ok && x.shape == shapeDay && mendZone(s[10:]) != "" {
			return finding{"a date has no time zone", "", s[:10]}
		}
	}
	return finding{}
}

// checkSigns finds characters that no date has.
func checkSigns(s string) finding {
	for _, r := range s {
		switch {
		case r < unicode.MaxASCII && (isDigit(byte(r)) || r == '-' || r == 'X'):
		case unicode.IsLetter(r):
			return finding{reason: "it has " + wordAt(s, r) + " in it", hint: forms}
		default:
			return finding{reason: "it has the character " + strconv.QuoteRune(r) + " in it", hint: forms}
		}
	}
	return finding{}
}

// wordAt names the letter r of s, or the word that begins with it.
func wordAt(s string, r rune) string {
	word := s[strings.IndexRune(s, r):]
	if n := strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }); n >= 0 {
		word = word[:n]
	}
	if word == string(r) {
		return "the letter " + strconv.QuoteRune(r)
	}
	return "the word " + strconv.Quote(word)
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) {
			return false
		}
	}
	return true
}
