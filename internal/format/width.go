package format

import (
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// DefaultWidth is how many columns a table for the terminal takes where nobody says.
const DefaultWidth = 110

const zeroWidthJoiner = '\u200D'

// cellWidth is how many columns of a terminal a cleaned text takes: two for wide and full-width characters (UAX #11),
// none for combining marks and joiners, and two for a picture however many are joined in it.
func cellWidth(s string) int {
	n := 0
	var last rune
	for _, r := range s {
		n += runeWidth(r, last)
		last = r
	}
	return n
}

// runeWidth is what a character adds after another.
func runeWidth(r, last rune) int {
	switch {
	case r < 0x300:
		if r == 0xAD {
			return 0
		}
		return 1
	case last == zeroWidthJoiner && isPicture(r), r >= 0x1F3FB && r <= 0x1F3FF && isPicture(last):
		return 0
	case r == 0xFE0F && isNarrowPicture(last): // asks for the coloured, wide form
		return 1
	case r >= 0x1160 && r <= 0x11FF, r >= 0xD7B0 && r <= 0xD7FF: // vowels and finals that join the syllable before
		return 0
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) && !(r >= 0x600 && r <= 0x8E2 && r != 0x61C && unicode.Is(unicode.Cf, r)):
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

func isPicture(r rune) bool {
	return r >= 0x1F300 && r <= 0x1FAFF || r >= 0x2600 && r <= 0x27BF || r == 0x2B1B || r == 0x2B1C
}

func isNarrowPicture(r rune) bool {
	return isPicture(r) && runeWidth(r, 0) == 1
}

// wrap breaks a cleaned line into lines of at most max columns, between words where it can. It gives at least one.
func wrap(s string, max int) []string {
	if cellWidth(s) <= max {
		return []string{s}
	}
	var lines []string
	var line strings.Builder
	used := 0
	flush := func() {
		lines = append(lines, line.String())
		line.Reset()
		used = 0
	}
	for word := range strings.FieldsSeq(s) {
		n := cellWidth(word)
		if used > 0 && used+1+n > max {
			flush()
		}
		if used > 0 {
			line.WriteByte(' ')
			used++
		}
		for n > max-used { // a word longer than a line
			head, tail := cutWidth(word, max-used)
			line.WriteString(head)
			word, n = tail, cellWidth(tail)
			if word == "" {
				break
			}
			flush()
		}
		line.WriteString(word)
		used += n
	}
	if used > 0 || len(lines) == 0 {
		flush()
	}
	return lines
}

// cutWidth cuts a word so that its first part takes at most max columns, but at least one character with what is
// joined to it: after a hyphen, a slash or the like where one stands in the second half, else where it must.
func cutWidth(s string, max int) (head, tail string) {
	used, seam := 0, 0
	var last rune
	for i, r := range s {
		w := runeWidth(r, last)
		if i > 0 && w > 0 && used+w > max && r != 0xFE0F {
			if seam > 0 {
				i = seam
			}
			return s[:i], s[i:]
		}
		used += w
		if 2*used >= max && strings.ContainsRune("-/_?&=,.", r) {
			seam = i + 1
		}
		last = r
	}
	return s, ""
}

// pad adds spaces up to a width.
func pad(s string, to int) string {
	if n := cellWidth(s); n < to {
		return s + strings.Repeat(" ", to-n)
	}
	return s
}
