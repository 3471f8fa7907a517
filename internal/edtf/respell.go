package edtf

import (
	"strings"
	"unicode"
)

// respell puts right the single characters that are wrong, and says of the
// first kind of them what is wrong. It gives no reason for a string that has
// none.
func respell(s string) (reason, clean string) {
	clean = s
	apply := func(to, why string) {
		if to != clean && reason == "" {
			reason = why
		}
		clean = to
	}
	apply(replaceWord(clean, "unknown", ""), `"unknown" is an old spelling; an unknown end of an interval is left empty`)
	apply(replaceWord(clean, "open", ".."), `"open" is an old spelling; an open end of an interval is ".."`)
	apply(strings.Map(dropQuotes, clean), "it has quotation marks in it")
	apply(strings.Map(dropSpaces, clean), "it has spaces in it")
	apply(strings.ReplaceAll(clean, "…", ".."), `the sign … is not the two dots ".."`)
	apply(strings.Map(plainDash, clean), "it has a dash in it that is not the hyphen -")
	apply(strings.Map(latinX, clean), "it has a Cyrillic Х in it; unspecified digits are written with a Latin X")
	if mayHaveDigits(clean) {
		apply(strings.Map(capitalX, clean), "unspecified digits are written with a capital X")
	}
	both := strings.NewReplacer("?~", "%", "~?", "%")
	apply(both.Replace(clean), "uncertain and approximate together are written %")
	return reason, clean
}

// replaceWord replaces an end of an interval that is the word, in any case.
func replaceWord(s, word, by string) string {
	left, right, ok := strings.Cut(s, "/")
	if !ok {
		return s
	}
	if strings.EqualFold(strings.TrimSpace(left), word) {
		left = by
	}
	if strings.EqualFold(strings.TrimSpace(right), word) {
		right = by
	}
	return left + "/" + right
}

func dropQuotes(r rune) rune {
	if strings.ContainsRune("\"'`“”„«»‘’", r) {
		return -1
	}
	return r
}

func dropSpaces(r rune) rune {
	if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
		return -1
	}
	return r
}

func plainDash(r rune) rune {
	if r >= '\u2010' && r <= '\u2015' || r == '\u2212' || r == '\uff0d' {
		return '-'
	}
	return r
}

func latinX(r rune) rune {
	if r == 'Х' || r == 'х' {
		return 'X'
	}
	return r
}

func capitalX(r rune) rune {
	if strings.ContainsRune("xuU*", r) {
		return 'X'
	}
	return r
}

// mayHaveDigits tells whether x, u and * in s can stand for digits: no other
// letters are there.
func mayHaveDigits(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool {
		return unicode.IsLetter(r) && !strings.ContainsRune("xXuU", r)
	}) < 0
}
