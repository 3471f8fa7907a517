package filter

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

func TestTextIsCutIntoTokens(t *testing.T) {
	for text, want := range map[string][]string{
		"":                            nil,
		" .,;!":                       nil,
		"A":                           {"a"},
		"Front lines, 25 April.":      {"front", "lines", "25", "april"},
		"non-paper U.S. 3.5":          {"non", "paper", "u", "s", "3", "5"},
		"Zelenskyy's":                 {"zelenskyy", "s"},
		"Ёлка, Елка":                  {"елка", "елка"},
		"Зеленський і Київ":           {"зеленськии", "і", "киів"},
		"Erdoğan Kılıç İstanbul":      {"erdogan", "kilic", "istanbul"},
		"Radosław Łódź Straße":        {"radoslaw", "lodz", "strasse"},
		"Ærø Œuvre Đà Þór":            {"aero", "oeuvre", "da", "thor"},
		"ΟΔΥΣΣΕΥΣ Οδυσσεύς":           {"οδυσσευσ", "οδυσσευσ"},
		"ﬁnal ½ x² ①":                 {"final", "1", "2", "x2", "1"},
		"习近平会见，普京":                    {"习近平会见", "普京"},
		"اجتماعٌ سرّي":                {"اجتماع", "سري"},
		"soft\u00adhyphen no\u200bbr": {"softhyphen", "nobr"},
		"\xffǽ":                       {"ae"},
		"bad\xffbyte":                 {"bad", "byte"},
		"_under_score":                {"under", "score"},
	} {
		if diff := cmp.Diff(want, Tokens(text)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
	if got := Fold(" Putin,\tVLADIMIR! "); got != "putin vladimir" {
		t.Errorf("got %q", got)
	}
}

func TestAPhraseIsConsecutiveTokensOfOneText(t *testing.T) {
	text := Tokens("The front lines froze along the front")
	for words, want := range map[string]bool{
		"front lines": true, "the front": true, "lines froze along": true, "front": true,
		"lines front": false, "front froze": false, "front lin": false, "along the front now": false, "": false,
	} {
		if got := (Phrase{Tokens: Tokens(words)}).in(text); got != want {
			t.Errorf("%q: %v", words, got)
		}
	}
	for words, want := range map[string]bool{
		"front lin": true, "fro": true, "the fr": true, "lin froze": false, "front x": false,
	} {
		if got := (Phrase{Tokens: Tokens(words), Prefix: true}).in(text); got != want {
			t.Errorf("%q*: %v", words, got)
		}
	}
}

func TestTheTextOfAnEventIsWhatItSaysNotWhoWasThere(t *testing.T) {
	a := &record.EventAnswer{Event: record.Event{
		Title: "Title one", Summary: "", Participants: []record.Participant{{Actor: "vladimir-putin", Role: "speaker"}},
		Statement: &record.Statement{Quote: &record.Quote{Text: "Да", Translation: &record.Translation{Text: "Yes."}}},
		Leak:      &record.Leak{Claims: []record.Claim{{Text: "Claim A"}, {Text: "!"}, {Text: "Claim B"}}},
	}}
	want := [][]string{{"title", "one"}, {"да"}, {"yes"}, {"claim", "a"}, {"claim", "b"}}
	if diff := cmp.Diff(want, EventText(a)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
