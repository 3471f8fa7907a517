package filter

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"backchannel/internal/record"
)

// maxGiven is how many characters of a value a fault repeats.
const maxGiven = 64

// shown makes a piece of a query fit to be repeated: valid, without control characters, shortened.
func shown(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || isDirection(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
	if runes := []rune(s); len(runes) > maxGiven {
		return string(runes[:maxGiven-1]) + "…"
	}
	return s
}

// isDirection holds for the characters that turn the writing direction of what follows.
func isDirection(r rune) bool { return r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 }

func quoted(s string) string { return `"` + shown(s) + `"` }

// fault reports a fault; detail and hint are clauses, which become sentences.
func (p *parser) fault(parameter, code, given, detail, hint string) {
	p.faults = append(p.faults, record.Fault{
		Parameter: shown(parameter), Code: code, Detail: toSentence(parameter, detail), Given: shown(given), Hint: toSentence(parameter, hint),
	})
}

// toSentence gives a clause its capital and full stop: no capital to the name of a parameter, no stop
// after something to copy, such as kind=call.
func toSentence(parameter, clause string) string {
	first, size := utf8.DecodeRuneInString(clause)
	if word, _, _ := strings.Cut(clause, " "); word != parameter && !strings.Contains(word, "=") {
		clause = string(unicode.ToUpper(first)) + clause[size:]
	}
	if last := clause[strings.LastIndexByte(clause, ' ')+1:]; !strings.Contains(last, "=") && !strings.HasSuffix(last, "?") {
		clause += "."
	}
	return clause
}

// unknownParameters reports every parameter that is neither of the language nor allowed beside it.
func (p *parser) unknownParameters(also []string) {
	var unknown []string
	for name := range p.query {
		if order(name) < 0 && !slices.Contains(also, name) && !ignored(name) {
			unknown = append(unknown, name)
		}
	}
	slices.Sort(unknown)
	known := slices.Clone(also)
	for _, f := range fields {
		known = append(known, f.Name)
	}
	for _, name := range unknown {
		hint := "leave it out; the filters are " + strings.Join(known[len(also):], ", ")
		near := otherWord(name)
		if near == "" {
			near = nearest(name, known)
		}
		if near != "" {
			hint = "did you mean " + near + "?"
		}
		detail := "there is no parameter " + quoted(name)
		if name == "" {
			detail = "a value stands without the name of its parameter"
		}
		p.fault(name, "unknown_parameter", name, detail, hint)
	}
}

// ignored holds for what trackers and caches add to a link.
func ignored(name string) bool {
	return strings.HasPrefix(name, "utm_") || slices.Contains([]string{"fbclid", "gclid", "_"}, name)
}

// otherWord gives the parameter that other interfaces call so, "" for none.
func otherWord(name string) string {
	switch strings.ToLower(name) {
	case "since", "after", "start", "start_date", "date_from":
		return "from"
	case "until", "before", "end", "end_date", "date_to":
		return "to"
	case "date", "day", "when":
		return "on"
	case "type", "category":
		return "kind"
	case "person", "people", "participant", "with", "who":
		return "actor"
	case "by":
		return "speaker"
	case "tag", "theme", "issue":
		return "topic"
	case "verified", "standing", "veracity":
		return "verification"
	case "answers", "answer_to", "reply_to":
		return "links_to"
	case "disputed", "differs":
		return "contested"
	case "publisher", "outlet":
		return "source"
	case "city", "location", "where":
		return "place"
	case "search", "query", "text", "word", "words":
		return "q"
	}
	return ""
}

// nearest gives the candidate that a misspelt word is likely to mean, "" for none. One letter means nothing.
func nearest(word string, candidates []string) string {
	if utf8.RuneCountInString(word) < 2 {
		return ""
	}
	return record.Nearest(word, candidates)
}

// orList joins words as "a", "a or b", "a, b or c".
func orList(words []string) string { return join(words, "or") }

// andList joins words as "a", "a and b", "a, b and c".
func andList(words []string) string { return join(words, "and") }

func join(words []string, last string) string {
	switch n := len(words); n {
	case 0:
		return ""
	case 1:
		return words[0]
	default:
		return strings.Join(words[:n-1], ", ") + " " + last + " " + words[n-1]
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
