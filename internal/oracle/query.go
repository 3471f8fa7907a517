package oracle

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
)

// Parameters lists what the oracle can be asked.
func Parameters() []string {
	return strings.Fields("kind actor role representing speaker about topic plan verification relation links_to answered contested " +
		"source document grade min_grade country place bbox status id from to on match known_from known_to q as_of snapshot")
}

// values is one list as written: any of its values, or with not none of them.
type values struct {
	not  bool
	list []string
}

func (v values) has(value string) bool {
	for _, have := range v.list {
		if have == value {
			return true
		}
	}
	return false
}

// readList splits a list at the commas that stand outside of quotes.
func readList(s string) (values, error) {
	var v values
	for i, piece := range splitOutsideQuotes(s) {
		piece = strings.TrimSpace(piece)
		bare := strings.TrimPrefix(piece, "-")
		if not := bare != piece; i == 0 {
			v.not = not
		} else if v.not != not {
			return v, fmt.Errorf("%q mixes values with and without a minus", s)
		}
		bare = strings.TrimSpace(bare)
		if len(bare) > 1 && bare[0] == '"' && bare[len(bare)-1] == '"' {
			bare = strings.TrimSpace(strings.ReplaceAll(bare[1:len(bare)-1], `""`, `"`))
		}
		if bare == "" {
			return v, fmt.Errorf("%q holds an empty value", s)
		}
		v.list = append(v.list, bare)
	}
	return v, nil
}

func splitOutsideQuotes(s string) []string {
	var pieces []string
	quoted, fresh, start := false, true, 0
	for i, c := range s {
		switch {
		case c == '"' && (quoted || fresh):
			quoted = !quoted
		case c == ',' && !quoted:
			pieces, start, fresh = append(pieces, s[start:i]), i+1, true
			continue
		}
		if c != ' ' && c != '-' && c != '"' {
			fresh = false
		}
	}
	return append(pieces, s[start:])
}

// word is a phrase of q: tokens one after the other, the last perhaps only begun.
type word struct {
	tokens []string
	begun  bool
}

// term holds when one of its words is found, or with not when none is.
type term struct {
	not bool
	any []word
}

// readWords reads q: words and "phrases" that must all be there, -not, this OR that, begin*.
func readWords(s string) []term {
	for _, mark := range "“”„‟«»" {
		s = strings.ReplaceAll(s, string(mark), `"`)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, s)
	whole := tokens(s)
	var terms []term
	or := false
	for s = strings.TrimSpace(s); s != ""; s = strings.TrimSpace(s) {
		var text string
		not := strings.HasPrefix(s, "-")
		s = strings.TrimLeft(s, "-")
		begun, phrase := false, strings.HasPrefix(s, `"`)
		if phrase {
			text, s, _ = strings.Cut(s[1:], `"`)
			begun = strings.HasPrefix(s, "*")
			s = strings.TrimPrefix(s, "*")
		} else {
			end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
			if end < 0 {
				end = len(s)
			}
			text, s = s[:end], s[end:]
			begun = strings.HasSuffix(text, "*")
		}
		if text == "OR" && !phrase && !not {
			or = true
			continue
		}
		found := tokens(text)
		if len(found) == 0 {
			continue
		}
		if last := len(terms) - 1; or && last >= 0 && terms[last].not == not {
			terms[last].any = append(terms[last].any, word{found, begun})
		} else {
			terms = append(terms, term{not, []word{{found, begun}}})
		}
		or = false
	}
	if len(terms) == 0 { // of nothing but OR
		terms = []term{{false, []word{{whole, false}}}}
	}
	return terms
}

// in tells whether the word stands in a text.
func (w word) in(text string) bool {
	have := tokens(text)
	for start := range have {
		if len(have)-start < len(w.tokens) {
			break
		}
		fits := true
		for i, want := range w.tokens {
			got := have[start+i]
			fits = fits && (got == want || w.begun && i == len(w.tokens)-1 && strings.HasPrefix(got, want))
		}
		if fits {
			return true
		}
	}
	return false
}

// box is west, south, east, north in degrees.
type box [4]float64

func readBox(s string) (b box, err error) {
	parts := strings.Split(s, ",")
	if len(parts) != 4 {
		return b, fmt.Errorf("%q is no box", s)
	}
	for i, part := range parts {
		if b[i], err = strconv.ParseFloat(strings.TrimSpace(part), 64); err != nil {
			return b, err
		}
	}
	return b, nil
}

func (b box) holds(p *Place) bool {
	if p == nil || p.Lat == nil || p.Lon == nil || *p.Lat < b[1] || *p.Lat > b[3] {
		return false
	}
	if b[0] > b[2] {
		return *p.Lon >= b[0] || *p.Lon <= b[2]
	}
	return *p.Lon >= b[0] && *p.Lon <= b[2]
}
