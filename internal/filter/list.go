package filter

import "strings"

// item is one value of a list as written.
type item struct {
	text string
	not  bool
}

// splitList cuts a parameter's value at its commas, takes off leading minuses and quotes, and trims
// space. A value begun with a double quote runs to the next one, "" standing for a quote. closed is
// false when a quote is never closed or something follows it before the comma.
func splitList(s string) (items []item, closed bool) {
	for {
		s = strings.TrimLeft(s, " ")
		var it item
		if rest, ok := strings.CutPrefix(s, "-"); ok {
			it.not, s = true, strings.TrimLeft(rest, " ")
		}
		if strings.HasPrefix(s, `"`) {
			var ok bool
			if it.text, s, ok = cutQuoted(s[1:]); !ok {
				return nil, false
			}
		} else {
			end := strings.IndexByte(s, ',')
			if end < 0 {
				end = len(s)
			}
			it.text, s = s[:end], s[end:]
		}
		it.text = strings.TrimSpace(it.text)
		items = append(items, it)
		if s == "" {
			return items, true
		}
		s = s[1:]
	}
}

// cutQuoted reads up to the closing quote, and gives what follows it: nothing, or a comma and the rest.
func cutQuoted(s string) (text, rest string, ok bool) {
	var b strings.Builder
	for {
		end := strings.IndexByte(s, '"')
		if end < 0 {
			return "", "", false
		}
		b.WriteString(s[:end])
		if s = s[end+1:]; !strings.HasPrefix(s, `"`) {
			break
		}
		b.WriteByte('"')
		s = s[1:]
	}
	rest = strings.TrimLeft(s, " ")
	return b.String(), rest, rest == "" || rest[0] == ','
}

// writeItem writes a value so that splitList reads it back.
func writeItem(it item) string {
	text := it.text
	if text == "" || text[0] == '-' || text[0] == '"' || strings.Contains(text, ",") || text != strings.TrimSpace(text) {
		text = `"` + strings.ReplaceAll(text, `"`, `""`) + `"`
	}
	if it.not {
		return "-" + text
	}
	return text
}

// List reads values with commas between, quoted where they hold one, of a parameter that knows no "not". ok is false where
// a quote is not closed or a value begins with a minus.
func List(s string) (values []string, ok bool) {
	items, ok := splitList(s)
	for _, it := range items {
		if it.not {
			return nil, false
		}
		values = append(values, it.text)
	}
	return values, ok
}
