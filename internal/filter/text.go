package filter

import (
	"strings"
	"unicode"
)

// words reads q.
func (p *parser) words(given string) {
	text := ParseText(given)
	if text == nil {
		p.fault("q", "nothing_to_search", given, "there is nothing to search for: no letter and no digit", "write a word, or leave q out")
		return
	}
	n := 0
	for _, t := range text.Terms {
		n += len(t.Any)
	}
	if n > maxValues {
		p.fault("q", "too_many_values", given, "more than "+count(maxValues, "word or phrase", "words and phrases")+" in q",
			"put words that stand together in double quotes: they count as one")
		return
	}
	p.filter.Text = text
}

// ParseText reads what people type into a search box; every text has a meaning.
//
//	text   = { term }                          all must hold
//	term   = piece { "OR" piece }              one must hold; OR in capitals
//	piece  = [ "-" ] ( word | phrase ) [ "*" ]  the minus: not; the star: the last word begins so
//	phrase = `"` anything `"`                  a quote that is not closed runs to the end
//
// A word of several tokens (St.Petersburg) is a phrase. Typographic quotes are quotes. OR without a piece
// on either side, OR between a piece with a minus and one without, a minus alone and pieces without a
// letter or digit are passed over; a text of nothing but OR looks for that word. It is nil for a text
// without any letter or digit.
func ParseText(s string) *Text {
	s = strings.Map(plainQuote, s)
	var terms []Term
	or := false
	for rest := s; ; {
		var piece scanned
		if piece, rest = scan(rest); piece.end {
			break
		}
		if piece.or {
			or = true
			continue
		}
		phrase, ok := newPhrase(piece.text, piece.prefix)
		if !ok {
			continue
		}
		if last := len(terms) - 1; or && last >= 0 && terms[last].Not == piece.not {
			terms[last].Any = append(terms[last].Any, phrase)
		} else {
			terms = append(terms, Term{Not: piece.not, Any: []Phrase{phrase}})
		}
		or = false
	}
	if len(terms) == 0 {
		phrase, ok := newPhrase(strings.ReplaceAll(s, `"`, " "), false)
		if !ok {
			return nil
		}
		terms = []Term{{Any: []Phrase{phrase}}}
	}
	return &Text{Terms: terms}
}

// plainQuote makes every double quotation mark the plain one, and drops invisible characters.
func plainQuote(r rune) rune {
	switch {
	case strings.ContainsRune("“”„‟«»", r):
		return '"'
	case unicode.Is(unicode.Cf, r):
		return -1
	}
	return r
}

type scanned struct {
	text            string
	not, prefix, or bool
	end             bool // nothing is left
}

// scan takes the next piece off a text.
func scan(s string) (piece scanned, rest string) {
	s = strings.TrimLeftFunc(s, unicode.IsSpace)
	if s == "" {
		return scanned{end: true}, ""
	}
	word := strings.TrimLeft(s, "-")
	piece.not = len(word) < len(s)
	if body, ok := strings.CutPrefix(word, `"`); ok {
		piece.text, rest, _ = strings.Cut(body, `"`)
		if after, ok := strings.CutPrefix(rest, "*"); ok {
			piece.prefix, rest = true, after
		}
		return piece, rest
	}
	end := strings.IndexFunc(word, func(r rune) bool { return unicode.IsSpace(r) || r == '"' })
	if end < 0 {
		end = len(word)
	}
	piece.text, rest = word[:end], word[end:]
	piece.prefix = strings.HasSuffix(piece.text, "*")
	piece.or = piece.text == "OR" && !piece.not
	return piece, rest
}

// newPhrase makes a phrase of a text, false when it holds no token.
func newPhrase(text string, prefix bool) (Phrase, bool) {
	text = strings.Join(strings.Fields(text), " ")
	text = strings.TrimFunc(text, func(r rune) bool { return !unicode.IsMark(r) && len(Tokens(string(r))) == 0 })
	tokens := Tokens(text)
	return Phrase{Tokens: tokens, Prefix: prefix, Text: text}, len(tokens) > 0
}

// String writes the text so that ParseText reads it back.
func (t *Text) String() string {
	var b strings.Builder
	for i, term := range t.Terms {
		for j, phrase := range term.Any {
			switch {
			case j > 0:
				b.WriteString(" OR ")
			case i > 0:
				b.WriteByte(' ')
			}
			if term.Not {
				b.WriteByte('-')
			}
			b.WriteString(phrase.String())
		}
	}
	return b.String()
}

// String writes the phrase as it stands in q.
func (p Phrase) String() string {
	s := p.Text
	if s == "OR" || strings.ContainsFunc(s, unicode.IsSpace) {
		s = `"` + s + `"`
	}
	if p.Prefix {
		s += "*"
	}
	return s
}
