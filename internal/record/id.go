package record

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// maxID is how many bytes an id may have; the pattern is ^[a-z0-9][a-z0-9-]{0,126}[a-z0-9]$.
const maxID = 128

// ParseType reads a type's name in the singular ("event", as in NDJSON) or the plural ("events", as
// in paths).
func ParseType(s string) (Type, bool) {
	for _, t := range Types() {
		if s == string(t) || s == t.Plural() {
			return t, true
		}
	}
	return "", false
}

// ValidID tells whether s has the form of an id: 2 to 128 of a–z, 0–9 and hyphen, no hyphen at either end.
func ValidID(s string) bool {
	if len(s) < 2 || len(s) > maxID || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}

// Reserved tells whether an id is a word that paths and filters need: no record of any type may have
// it, so that routes of every type can grow alike.
func Reserved(_ Type, id string) bool {
	words := []string{
		"accounts", "all", "any", "changes", "citations", "compare", "divergence", "docs", "export", "facets", "healthz",
		"histogram", "import", "keys", "me", "metrics", "network", "new", "none", "null", "openapi", "positions", "readyz",
		"revisions", "search", "stream", "vocabularies",
	}
	if slices.Contains(words, id) {
		return true
	}
	_, isType := ParseType(id)
	return isType
}

// maxWords is how many bytes of title a made id takes after the date.
const maxWords = 72

// NewID makes an event's id of its date and title: the date as far as it names one year, month and
// day (of an interval or a set its first), then the title's words in Latin letters, whole words up to
// 72 letters. Where the title has no letters the kind stands in.
func NewID(e *Event) string {
	words := Slug(e.Title, maxWords)
	if words == "" {
		words = Slug(string(e.Kind), maxWords)
	}
	if words == "" {
		words = "event"
	}
	return join(datePart(e.Date.String()), words)
}

// MakeID makes an id for a record of any type that has none: NewID of an event; of others the slug of
// the name, label or title, a document's after its publication date; of a comparison its plans and
// coder. It is "" where there is nothing to make it of.
func MakeID(r Record) string {
	switch v := r.(type) {
	case *Event:
		return NewID(v)
	case *Actor:
		return Slug(v.Name, maxID)
	case *Source:
		return Slug(v.Name, maxID)
	case *Document:
		return join(datePart(v.Published.Date().String()), Slug(v.Title, maxWords))
	case *Topic:
		return Slug(v.Label, maxID)
	case *Plan:
		return Slug(v.Title, maxID)
	case *Comparison:
		return Slug(v.Left+" "+v.Right+" "+v.Coder.Actor+v.Coder.Source, maxID)
	case *Timeline:
		return Slug(v.Title, maxID)
	}
	return ""
}

func join(date, words string) string {
	if date == "" || words == "" {
		return words
	}
	return date + "-" + words
}

// datePart gives the YYYY, YYYY-MM or YYYY-MM-DD that an EDTF text begins with.
func datePart(text string) string {
	text = strings.TrimLeft(text, "[./")
	end := 0
	for _, size := range []int{4, 7, 10} {
		if len(text) < size || !allDigits(strings.TrimPrefix(text[end:size], "-")) {
			break
		}
		end = size
	}
	return text[:end]
}

func allDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// Slug writes a text in a–z, 0–9 and single hyphens: Cyrillic (Russian; Ukrainian where the text has
// its letters) in Latin letters, diacritics dropped, what has no Latin letter left out. It ends
// between words within limit bytes, unless the first word alone is longer.
func Slug(text string, limit int) string {
	var b strings.Builder
	gap := false
	for _, word := range strings.Fields(latin(text)) {
		for _, c := range word {
			if c >= 'a' && c <= 'z' || c >= '0' && c <= '9' {
				if gap && b.Len() > 0 {
					b.WriteByte('-')
				}
				gap = false
				b.WriteRune(c)
				continue
			}
			gap = gap || c != '\''
		}
		gap = true
	}
	slug := b.String()
	if len(slug) <= limit {
		return slug
	}
	if cut := strings.LastIndexByte(slug[:limit+1], '-'); cut > 0 {
		return slug[:cut]
	}
	return slug[:limit]
}

// latin lower-cases a text and writes Cyrillic and accented letters in a–z.
func latin(text string) string {
	text = strings.ToLower(norm.NFC.String(text))
	ukrainian := strings.ContainsAny(text, "іїєґ")
	var b strings.Builder
	for _, c := range text {
		if s, ok := letter(c, ukrainian); ok {
			b.WriteString(s)
			continue
		}
		for _, part := range norm.NFKD.String(string(c)) {
			if !unicode.Is(unicode.Mn, part) {
				b.WriteRune(part)
			}
		}
	}
	return b.String()
}
