package edtf

import "strconv"

// ParseError says why a string is not a date or a moment of the profile, in
// words for whoever wrote it.
type ParseError struct {
	// Input is the whole string that was given.
	Input string
	// Reason is what is wrong with it, a clause without a full stop.
	Reason string
	// Hint is what to write or do instead, a clause without a full stop. Empty
	// where there is nothing to advise.
	Hint string
	// Spelling is the right spelling where the meaning is clear, and empty
	// where it would be a guess. It always parses, and Hint names it.
	Spelling string
	moment   bool
}

// maxEcho is how much of the input, in bytes, Error repeats.
const maxEcho = 80

// Error gives one line, such as
//
//	"2004-06-uu" is not a date: unspecified digits are written with a capital X; write "2004-06-XX"
func (e *ParseError) Error() string {
	kind := " is not a date: "
	if e.moment {
		kind = " is not a date or an instant: "
	}
	text := quoteInput(e.Input) + kind + e.Reason
	if e.Hint != "" {
		text += "; " + e.Hint
	}
	return text
}

// spell sets the right spelling, and a hint that names it.
func (e *ParseError) spell(s string) *ParseError {
	e.Spelling = s
	e.Hint = "write " + strconv.Quote(s)
	return e
}

func quoteInput(s string) string {
	if len(s) <= maxEcho {
		return strconv.Quote(s)
	}
	cut := maxEcho
	for cut > maxEcho-4 && s[cut]&0xC0 == 0x80 { // not inside a character
		cut--
	}
	return strconv.Quote(s[:cut]) + "…"
}
