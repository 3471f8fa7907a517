package filter

import (
	"strings"
	"testing"
)

// outline writes parsed words as terms: not(a b|c*).
func outline(t *Text) string {
	if t == nil {
		return "nothing"
	}
	var terms []string
	for _, term := range t.Terms {
		var any []string
		for _, p := range term.Any {
			s := strings.Join(p.Tokens, " ")
			if p.Prefix {
				s += "*"
			}
			any = append(any, s)
		}
		s := strings.Join(any, "|")
		if term.Not {
			s = "not(" + s + ")"
		}
		terms = append(terms, s)
	}
	return strings.Join(terms, " & ")
}

func TestEveryTextHasAMeaning(t *testing.T) {
	for text, want := range map[string]string{
		"war":                   "war",
		"War PEACE":             "war & peace",
		`"Front Lines"`:         "front lines",
		`"front lines`:          "front lines",
		`“front lines”`:         "front lines",
		`«линия фронта»`:        "линия фронта",
		"-war":                  "not(war)",
		`-"front lines" peace`:  "not(front lines) & peace",
		"--war":                 "not(war)",
		"- war":                 "war",
		"war -":                 "war",
		"-":                     "nothing",
		"a OR b":                "a|b",
		"a OR b OR c d":         "a|b|c & d",
		"a b OR c":              "a & b|c",
		"a or b":                "a & or & b",
		"OR a":                  "a",
		"a OR":                  "a",
		"a OR OR b":             "a|b",
		"a OR !!! OR b":         "a|b",
		"-a OR -b":              "not(a|b)",
		"a OR -b":               "a & not(b)",
		"-a OR b":               "not(a) & b",
		"-OR":                   "not(or)",
		"OR":                    "or",
		`"OR"`:                  "or",
		`a "OR" b`:              "a & or & b",
		"OR OR":                 "or or",
		"sanct*":                "sanct*",
		"sanct**":               "sanct*",
		`"front li"*`:           "front li*",
		"san*ct":                "san ct",
		"*":                     "nothing",
		`"*" a`:                 "a",
		"St.Petersburg":         "st petersburg",
		"Trump's":               "trump s",
		`foo"bar baz"qux`:       "foo & bar baz & qux",
		`""`:                    "nothing",
		`"" a`:                  "a",
		"!!! … —":               "nothing",
		"Київ Ёлка":             "киів & елка",
		"习近平 会见":                "习近平 & 会见",
		"اجتماع":                "اجتماع",
		"50% OR (a AND b) NEAR": "50|a & and & b & near",
		"col:val ^a {b} a+b":    "col val & a & b & a b",
		"'; DROP TABLE x; --":   "drop & table & x",
		"soft\u00adhyphen":      "softhyphen",
	} {
		t.Run(text, func(t *testing.T) {
			parsed := ParseText(text)
			if got := outline(parsed); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
			if parsed == nil {
				return
			}
			again := ParseText(parsed.String())
			if outline(again) != want || again.String() != parsed.String() {
				t.Errorf("written %s, read as %s", parsed, outline(again))
			}
		})
	}
}

func TestTheWordsAreKeptAsTyped(t *testing.T) {
	text := ParseText(`"  Front   LINES, " Андрей* `)
	if got := text.Terms[0].Any[0].Text; got != "Front LINES" {
		t.Errorf("got %q", got)
	}
	if got := text.Terms[1].Any[0].Text; got != "Андрей" {
		t.Errorf("got %q", got)
	}
	if got := text.String(); got != `"Front LINES" Андрей*` {
		t.Errorf("got %s", got)
	}
}
