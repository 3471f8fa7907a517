package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Tokens cuts a text into the words that q and names are compared by. It is the only place that does:
// the text index, names, filters and the comparison of accounts all use it.
//
// The text is decomposed (Unicode NFKD), marks (so ё is е, and é is e) and invisible format characters
// are dropped, letters are put in lower case, and every run of letters and digits is a token. Letters
// that NFKD leaves whole are spelled out: ł l, ø o, đ d, ð d, ı i, ß ss, æ ae, œ oe, þ th, ς σ. Scripts
// written without spaces give one token for each run. There is no stemming.
func Tokens(s string) []string {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return foldTokens(s)
		}
	}
	var tokens []string
	start := -1
	for i := 0; i <= len(s); i++ {
		if i < len(s) && isWordByte(s[i]) {
			if start < 0 {
				start = i
			}
			continue
		}
		if start >= 0 {
			tokens = append(tokens, strings.ToLower(s[start:i]))
			start = -1
		}
	}
	return tokens
}

// Fold gives the tokens of a text joined by single spaces: two names are the same when they fold to the
// same string.
func Fold(s string) string { return strings.Join(Tokens(s), " ") }

func isWordByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

func foldTokens(s string) []string {
	var tokens []string
	var token []byte
	s = strings.ToValidUTF8(s, " ") // a byte that is no text must not keep what follows from being decomposed
	for _, r := range norm.NFKD.String(s) {
		if unicode.In(r, unicode.M, unicode.Cf) {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if len(token) > 0 {
				tokens, token = append(tokens, string(token)), token[:0]
			}
			continue
		}
		r = unicode.ToLower(r)
		if spelled := spelledOut(r); spelled != "" {
			token = append(token, spelled...)
		} else {
			token = utf8.AppendRune(token, r)
		}
	}
	if len(token) > 0 {
		tokens = append(tokens, string(token))
	}
	return tokens
}

func spelledOut(r rune) string {
	switch r {
	case 'ł':
		return "l"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'ı':
		return "i"
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'þ':
		return "th"
	case 'ς':
		return "σ"
	}
	return ""
}
