package compare_test

import (
	"math/rand/v2"
	"testing"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

func TestWhenAnEventIsConfirmedIndependently(t *testing.T) {
	with := func(c record.CitationAnswer, change func(*record.CitationAnswer)) record.CitationAnswer {
		change(&c)
		return c
	}
	refutes := func(c *record.CitationAnswer) { c.Supports = "refutes" }
	mentions := func(c *record.CitationAnswer) { c.Supports = "mentions" }
	outright := func(c *record.CitationAnswer) { c.Supports = "supports" }
	quoted := func(c *record.CitationAnswer) { c.By = &record.Teller{Actor: "yuri-ushakov"} }
	relayed := func(c *record.CitationAnswer) { c.By = &record.Teller{Source: "ansa"} }
	afp, dpa := cited(1, "afp", "a"), cited(2, "dpa", "b")
	tests := []struct {
		name  string
		cited []record.CitationAnswer
		want  bool
	}{
		{"nobody", nil, false},
		{"one source", []record.CitationAnswer{afp}, false},
		{"one source twice", []record.CitationAnswer{afp, cited(2, "afp", "c")}, false},
		{"two families", []record.CitationAnswer{afp, dpa}, true},
		{"two families outright", []record.CitationAnswer{with(afp, outright), with(dpa, outright)}, true},
		{"two papers of one family", []record.CitationAnswer{cited(1, "barrons", "a"), cited(1, "wall-street-journal", "b")}, false},
		{"a paper and one that rewrites it", []record.CitationAnswer{cited(1, "financial-times", "a"), cited(1, "antiwar", "antiwar-copy")}, false},
		{"a paper and one that rewrites another", []record.CitationAnswer{afp, cited(1, "antiwar", "antiwar-copy")}, true},
		{"one of two is a party", []record.CitationAnswer{afp, cited(1, "tass", "b")}, false},
		{"one of two goes back to a party", []record.CitationAnswer{afp, cited(1, "blog", "blog-of-tass")}, false},
		{"one of two is relayed by a party", []record.CitationAnswer{afp, cited(1, "sputnik", "sputnik-copy")}, false},
		{"two parties", []record.CitationAnswer{cited(1, "tass", "a"), cited(1, "sputnik", "b")}, false},
		{"two beside a party", []record.CitationAnswer{cited(1, "tass", "a"), afp, dpa}, true},
		{"one of two refutes", []record.CitationAnswer{afp, with(dpa, refutes)}, false},
		{"one of two only mentions", []record.CitationAnswer{afp, with(dpa, mentions)}, false},
		{"one of two gives an actor's word", []record.CitationAnswer{afp, with(dpa, quoted)}, false},
		{"one of two gives another source's word", []record.CitationAnswer{afp, with(dpa, relayed)}, true},
		{"a document of nobody", []record.CitationAnswer{afp, cited(1, "", "b")}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := compare.Answer(fourthMeeting(), sources())
			a.Citations = test.cited
			if got := compare.IndependentConfirmation(a, familyOf, partyOf, rootOf); got != test.want {
				t.Errorf("got %v", got)
			}
			rand.Shuffle(len(a.Citations), func(i, j int) { a.Citations[i], a.Citations[j] = a.Citations[j], a.Citations[i] })
			if got := compare.IndependentConfirmation(a, familyOf, partyOf, rootOf); got != test.want {
				t.Errorf("in another order %v", got)
			}
		})
	}
}

func TestAPartyElsewhereIsNoneHere(t *testing.T) {
	a := &record.EventAnswer{Citations: []record.CitationAnswer{cited(1, "afp", "a"), cited(1, "tass", "b")}}
	if !compare.IndependentConfirmation(a, familyOf, partyOf, rootOf) {
		t.Error("TASS is held to be a party to what Russia has no part in")
	}
	if !compare.IndependentConfirmation(a, nil, nil, nil) {
		t.Error("with nothing looked up two sources are not two")
	}
}
