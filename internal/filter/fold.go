package filter

import (
	"strings"

	"backchannel/internal/record"
)

// Tokens cuts a text into the words that q and names are compared by; see record.Tokens.
func Tokens(s string) []string { return record.Tokens(s) }

// Fold gives the tokens of a text joined by single spaces; see record.Fold.
func Fold(s string) string { return record.Fold(s) }

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// EventText gives the texts of an event that q looks into, each as its tokens: title, summary, quote,
// the quote's translation, each claim of a leak. Empty ones are left out. Names are not in it.
func EventText(a *record.EventAnswer) [][]string {
	texts := make([][]string, 0, 4)
	add := func(s string) {
		if tokens := Tokens(s); len(tokens) > 0 {
			texts = append(texts, tokens)
		}
	}
	add(a.Title)
	add(a.Summary)
	if a.Statement != nil && a.Statement.Quote != nil {
		add(a.Statement.Quote.Text)
		if a.Statement.Quote.Translation != nil {
			add(a.Statement.Quote.Translation.Text)
		}
	}
	if a.Leak != nil {
		for _, claim := range a.Leak.Claims {
			add(claim.Text)
		}
	}
	return texts
}

// in tells whether the phrase stands in the tokens.
func (p Phrase) in(tokens []string) bool {
	for start := 0; start+len(p.Tokens) <= len(tokens); start++ {
		if p.at(tokens[start:]) {
			return true
		}
	}
	return false
}

func (p Phrase) at(tokens []string) bool {
	last := len(p.Tokens) - 1
	for i, want := range p.Tokens {
		if i == last && p.Prefix {
			return strings.HasPrefix(tokens[i], want)
		}
		if tokens[i] != want {
			return false
		}
	}
	return last >= 0
}
