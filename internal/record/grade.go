package record

// Grade is a NATO Admiralty grade (STANAG 2511) as entered: "B1" with the letter its coder gives for
// this report, "1" with only the digit (the letter is then the source's own), or "" for unrated.
type Grade string

// Unrated is what a grade reads as when nobody judged: neither source nor report can be judged.
const Unrated = "F6"

// Letter is the letter entered, or 0 where it is inherited from the source.
func (g Grade) Letter() byte {
	if len(g) == 2 {
		return g[0]
	}
	return 0
}

// Digit is the digit entered, '6' (cannot be judged) where there is none.
func (g Grade) Digit() byte {
	if g == "" {
		return '6'
	}
	return g[len(g)-1]
}

// Valid tells whether the grade is "", a digit 1–6, or a letter A–F and such a digit.
func (g Grade) Valid() bool {
	switch len(g) {
	case 0:
		return true
	case 1:
		return isCredibility(g[0])
	case 2:
		return isReliability(g[0]) && isCredibility(g[1])
	}
	return false
}

// Resolve gives both characters: an inherited letter is sourceLetter, a missing grade is F6.
func (g Grade) Resolve(sourceLetter byte) string {
	switch {
	case g == "":
		return Unrated
	case g.Letter() != 0:
		return string(g)
	case !isReliability(sourceLetter):
		sourceLetter = 'F'
	}
	return string([]byte{sourceLetter, g.Digit()})
}

func isReliability(c byte) bool { return c >= 'A' && c <= 'F' }
func isCredibility(c byte) bool { return c >= '1' && c <= '6' }
