package format

import "strings"

// acceptable is one member of an Accept header.
type acceptable struct {
	kind, sub  string
	parameters map[string]string // lower case; without q
	weight     int               // q in thousandths
}

// Negotiate picks, of the formats offered, the one an Accept header asks for (RFC 9110, 12.5.1). The most specific
// range that fits a format gives its weight. Among formats of the same weight the one named more exactly wins, then
// the one named first, then json, then the one offered first. No header, or an empty one, accepts anything. A
// reader that asks for HTML where none is offered (a browser) gets json when nothing else fits. Members that cannot
// be read count for nothing. ok is false where nothing offered is acceptable.
func Negotiate(accept string, offered []Format) (Format, bool) {
	ranges := parseAccept(accept)
	if strings.TrimSpace(accept) == "" {
		ranges = []acceptable{{kind: "*", sub: "*", weight: 1000}}
	}
	var best Format
	var found bool
	var bestRank rank
	for _, f := range offered {
		r := rankOf(f, ranges)
		if r.weight > 0 && (!found || r.better(bestRank)) {
			best, bestRank, found = f, r, true
		}
	}
	if found {
		return best, true
	}
	return insteadOfHTML(offered, ranges)
}

// insteadOfHTML gives json to those who asked for a page, unless they refused it.
func insteadOfHTML(offered []Format, ranges []acceptable) (Format, bool) {
	html := false
	for _, a := range ranges {
		html = html || a.weight > 0 && (a.kind == "text" && a.sub == "html" || a.kind == "application" && a.sub == "xhtml+xml")
	}
	for _, f := range offered {
		if r := rankOf(f, ranges); html && f.Name == "json" && r.specificity == 0 {
			return f, true
		}
	}
	return Format{}, false
}

// rank says how well a format is wanted.
type rank struct {
	weight      int
	specificity int // 0 not named, 1 */*, 2 type/*, 3 type/subtype, then one more a parameter
	place       int // of the range in the header
	json        bool
}

func (r rank) better(s rank) bool {
	switch {
	case r.weight != s.weight:
		return r.weight > s.weight
	case r.specificity != s.specificity:
		return r.specificity > s.specificity
	case r.place != s.place:
		return r.place < s.place
	}
	return r.json && !s.json
}

func rankOf(f Format, ranges []acceptable) rank {
	best := rank{json: f.Name == "json"}
	for i, mediaType := range append([]string{f.MediaType}, f.Aliases...) {
		for place, a := range ranges {
			s := a.specificity(mediaType, f.parameters)
			if i > 0 && s < named { // a wildcard speaks of the format's own media type
				continue
			}
			if s > best.specificity {
				best.weight, best.specificity, best.place = a.weight, s, place
			}
		}
	}
	return best
}

// named is the specificity of a range without wildcards.
const named = 3

// specificity tells how exactly the range names the media type; 0 means it does not.
func (a acceptable) specificity(mediaType string, parameters map[string]string) int {
	kind, sub, _ := strings.Cut(mediaType, "/")
	n := 0
	switch {
	case a.kind == "*" && a.sub == "*":
		n = 1
	case a.kind == kind && a.sub == "*":
		n = 2
	case a.kind == kind && a.sub == sub:
		n = named
	default:
		return 0
	}
	for name, value := range a.parameters {
		own, ok := parameters[name]
		if name == "charset" && !ok {
			own, ok = "utf-8", true // everything here is UTF-8, said or not
		}
		if !ok || !strings.EqualFold(own, value) {
			return 0
		}
		n++
	}
	return n
}

func parseAccept(header string) []acceptable {
	var ranges []acceptable
	for _, member := range splitQuoted(header, ',') {
		if a, ok := parseRange(member); ok {
			ranges = append(ranges, a)
		}
	}
	return ranges
}

func parseRange(member string) (acceptable, bool) {
	parts := splitQuoted(member, ';')
	kind, sub, ok := strings.Cut(strings.ToLower(strings.TrimSpace(parts[0])), "/")
	if !ok || !token(kind) || !token(sub) || kind == "*" && sub != "*" {
		return acceptable{}, false
	}
	a := acceptable{kind: kind, sub: sub, weight: 1000, parameters: map[string]string{}}
	for _, part := range parts[1:] {
		if strings.TrimSpace(part) == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		value = unquote(strings.TrimSpace(value))
		if !token(name) {
			return acceptable{}, false
		}
		if name == "q" {
			a.weight, ok = weight(value)
			return a, ok // what follows q belongs to no media type
		}
		a.parameters[name] = value
	}
	return a, true
}

// weight reads a qvalue: 0 to 1 with up to three decimals.
func weight(s string) (int, bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	if whole != "0" && whole != "1" || len(fraction) > 3 || fraction != "" && !digits(fraction) {
		return 0, false
	}
	n := int(whole[0] - '0')
	for i := range 3 {
		n *= 10
		if i < len(fraction) {
			n += int(fraction[i] - '0')
		}
	}
	return n, n <= 1000
}

// splitQuoted splits at a separator that does not stand in a quoted string.
func splitQuoted(s string, separator byte) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == separator && !quoted:
			parts = append(parts, s[start:i])
			start = i + 1
		}
	}
	return append(parts, s[start:])
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	var b strings.Builder
	for i := 1; i < len(s)-1; i++ {
		if s[i] == '\\' && i < len(s)-2 {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// token tells whether s is a token of RFC 9110, 5.6.2.
func token(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}
