package format

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Hostile text, format by format:
//
//   - json, ndjson: a record's own JSON is copied; what is written here escapes controls (escapeControls), which
//     changes no value.
//   - csv, txt, md: line ends become LF (csv) or a space; other control characters and the invisible ones that turn
//     or hide text are shown, not obeyed: ESC as ␛, U+202E as ⟨U+202E⟩. csv with safe=0 keeps them all but NUL.
//   - csv: cells that a spreadsheet would run get a leading apostrophe (guard).
//   - ics, atom: the same, and what RFC 5545 and XML give a meaning to is escaped; other formats of JSON are written
//     with the same escapes as json.
//   - atom's content, timelinejs, grafana: HTML, in which nothing of the text is markup; links lead to http and https.
//   - md: every character that Markdown or HTML would take for markup is escaped (markdown.go).

// obeyed tells whether a terminal, a browser or an editor would act on the character instead of showing it:
// controls, bidirectional embeddings, overrides and isolates, line and paragraph separators, invisible formatters.
// Joiners, direction marks and the soft hyphen, which honest text in many scripts needs, are not; nor are the
// few format characters that have a shape of their own.
func obeyed(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7F && r <= 0x9F || r == utf8.RuneError:
		return true
	case r < 0x300:
		return false
	case r == '\u200C', r == '\u200D', r == '\u200E', r == '\u200F', r == '\u061C':
		return false
	case r >= 0x600 && r <= 0x605, r == 0x6DD, r == 0x70F, r == 0x890, r == 0x891, r == 0x8E2:
		return false
	case r == '\u2028', r == '\u2029', r >= 0xFFF9 && r <= 0xFFFB:
		return true
	}
	return unicode.Is(unicode.Cf, r)
}

// shown writes a character that would be obeyed so that it is seen.
func shown(r rune) string {
	const digits = "0123456789ABCDEF"
	switch {
	case r == utf8.RuneError:
		return "\uFFFD"
	case r < 0x20:
		return string(0x2400 + r)
	case r == 0x7F:
		return "\u2421"
	}
	var hex string
	for n := r; n > 0 || len(hex) < 4; n >>= 4 {
		hex = string(digits[n&15]) + hex
	}
	return "⟨U+" + hex + "⟩"
}

// plain is true for text that needs no cleaning: most of it.
func plain(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < 0x20 || c == 0x7F {
			return false
		} else if c >= utf8.RuneSelf {
			for _, r := range s[i:] {
				if obeyed(r) {
					return false
				}
			}
			return true
		}
	}
	return true
}

// oneLine makes text safe for one line: runs of spaces, tabs and line ends become one space, the ends are trimmed,
// and what would be obeyed is shown.
func oneLine(s string) string {
	if plain(s) && !strings.Contains(s, "  ") && strings.TrimSpace(s) == s {
		return s
	}
	return strings.Join(strings.Fields(visible(s, false)), " ")
}

// paragraphs makes text safe for several lines, LF between them and no blank ones.
func paragraphs(s string) []string {
	var lines []string
	for line := range strings.Lines(visible(s, true)) {
		if line = oneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// visible shows what would be obeyed. CR LF, a lone CR, U+2028 and U+2029 are line ends; they and tabs stay (as LF
// and tab) where lines are wanted, and become spaces where not.
func visible(s string, lines bool) string {
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	newline, tab := byte('\n'), byte('\t')
	if !lines {
		newline, tab = ' ', ' '
	}
	for i, r := range s {
		switch {
		case r == '\r' && strings.HasPrefix(s[i+1:], "\n"):
		case r == '\r', r == '\n', r == '\u2028', r == '\u2029', r == '\u0085':
			b.WriteByte(newline)
		case r == '\t':
			b.WriteByte(tab)
		case obeyed(r):
			b.WriteString(shown(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// guard puts an apostrophe before a cell that a spreadsheet would run: one that begins, after spaces, with = + - @
// (or their full-width forms), a tab or a line end. A plain decimal number is left alone. The same holds for each part
// of a cell joined with "; ", since a spreadsheet set to semicolons would split it there.
func guard(s string) string {
	if !strings.Contains(s, cellSeparator) {
		if runs(s) {
			return "'" + s
		}
		return s
	}
	parts := strings.Split(s, cellSeparator)
	for i, part := range parts {
		if runs(part) {
			parts[i] = "'" + part
		}
	}
	return strings.Join(parts, cellSeparator)
}

func runs(s string) bool {
	switch {
	case s == "" || s[0] >= '0' && s[0] <= '9' || s[0] >= 'A' && s[0] <= 'z' || isNumber(s):
		return false
	case s[0] == '\t' || s[0] == '\r' || s[0] == '\n':
		return true
	}
	r, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(s, unicode.IsSpace))
	return strings.ContainsRune("=+-@＝＋－＠", r)
}

// isNumber tells whether the text is a decimal number of JSON without an exponent.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, fraction, point := strings.Cut(s, ".")
	return digits(whole) && (len(whole) == 1 || whole[0] != '0') && (!point || digits(fraction))
}

func digits(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
