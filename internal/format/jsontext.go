package format

import (
	"encoding/binary"
	"fmt"
	"unicode/utf8"
)

// appendString writes a JSON string. Controls and what a terminal would obey are escaped, which changes no value;
// bytes that are no UTF-8 become U+FFFD.
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	n := 0
	for n < len(s) && s[n] >= ' ' && s[n] < 0x7F && s[n] != '"' && s[n] != '\\' {
		n++
	}
	b = append(b, s[:n]...)
	for _, r := range s[n:] {
		switch {
		case r == '"', r == '\\':
			b = append(b, '\\', byte(r))
		case r == '\n':
			b = append(b, `\n`...)
		case r == '\r':
			b = append(b, `\r`...)
		case r == '\t':
			b = append(b, `\t`...)
		case r != utf8.RuneError && obeyed(r):
			b = appendEscape(b, r)
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

func appendEscape(b []byte, r rune) []byte {
	if r > 0xFFFF {
		r -= 0x10000
		return fmt.Appendf(b, `\u%04x\u%04x`, 0xD800+r>>10, 0xDC00+r&0x3FF)
	}
	return fmt.Appendf(b, `\u%04x`, r)
}

// escapeControls escapes in finished JSON what a terminal would obey. Outside strings JSON is plain ASCII, so each
// such character stands in a string, where its escape means the same.
func escapeControls(body []byte) []byte {
	var out []byte
	last := 0
	for i := 0; i < len(body); {
		if i+8 <= len(body) && plainWord(binary.LittleEndian.Uint64(body[i:])) {
			i += 8
			continue
		}
		if c := body[i]; c < utf8.RuneSelf && c != 0x7F {
			i++
			continue
		}
		r, size := utf8.DecodeRune(body[i:])
		if r != utf8.RuneError && obeyed(r) {
			out = appendEscape(append(out, body[last:i]...), r)
			last = i + size
		}
		i += size
	}
	if last == 0 {
		return body
	}
	return append(out, body[last:]...)
}

// plainWord tells whether eight bytes are all below 0x7F: added one to, such a byte stays below 0x80, and none carries.
func plainWord(w uint64) bool {
	const ones, tops = 0x0101010101010101, 0x8080808080808080
	return (w|(w+ones))&tops == 0
}

// prune copies an object with only the wanted keys, in their order; values are copied as they are. The body is one
// finished JSON object, as records are; anything else is an error, except that values are not looked into.
func prune(dst, body []byte, keep map[string]bool) ([]byte, error) {
	i := space(body, 0)
	if i >= len(body) || body[i] != '{' {
		return dst, fmt.Errorf("choose fields: the record is not a JSON object")
	}
	dst = append(dst, '{')
	first := true
	for i = space(body, i+1); i < len(body) && body[i] != '}'; {
		start := i
		end := skip(body, i)
		colon := space(body, end)
		if body[start] != '"' || colon >= len(body) || body[colon] != ':' {
			return dst, fmt.Errorf("choose fields: no key at byte %d of the record", start)
		}
		value := space(body, colon+1)
		after := skip(body, value)
		if keep[string(body[start+1:end-1])] {
			if !first {
				dst = append(dst, ',')
			}
			first = false
			dst = append(append(append(dst, body[start:end]...), ':'), body[value:after]...)
		}
		i = space(body, after)
		if i < len(body) && body[i] == ',' {
			i = space(body, i+1)
		}
	}
	if i >= len(body) {
		return dst, fmt.Errorf("choose fields: the record ends within its object")
	}
	return append(dst, '}'), nil
}

// space gives the first place from i on that holds no white space.
func space(body []byte, i int) int {
	for i < len(body) && (body[i] == ' ' || body[i] == '\n' || body[i] == '\t' || body[i] == '\r') {
		i++
	}
	return i
}

// skip gives the place after the value that begins at i, and always one after i.
func skip(body []byte, i int) int {
	depth := 0
	for i < len(body) {
		switch body[i] {
		case '"':
			for i++; i < len(body) && body[i] != '"'; i++ {
				if body[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		i = min(i+1, len(body))
		if depth > 0 {
			continue
		}
		if c := body[i-1]; c == '"' || c == '}' || c == ']' {
			return i
		}
		if i == len(body) || body[i] == ',' || body[i] == '}' || body[i] == ']' || body[i] <= ' ' {
			return i
		}
	}
	return len(body)
}
