package record_test

import (
	"slices"
	"strings"
	"testing"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func TestIDsMadeOfDateAndTitle(t *testing.T) {
	tests := []struct {
		name, date, title, want string
	}{
		{"a day and an English title", "2025-04-22", "Peskov: fakes, everywhere!", "2025-04-22-peskov-fakes-everywhere"},
		{"a month stays a month", "2025-02", "Talks", "2025-02-talks"},
		{"a qualified year loses its qualifier", "2025~", "Talks", "2025-talks"},
		{"an interval gives its start", "2025-04-19/2025-04-20", "Truce", "2025-04-19-truce"},
		{"an interval open at its start gives its end", "../2025-04-20", "Truce", "2025-04-20-truce"},
		{"a set gives its first", "[2025-04-23,2025-04-24]", "Talks", "2025-04-23-talks"},
		{"an unspecified day gives the month", "2025-04-XX", "Talks", "2025-04-talks"},
		{"a decade gives no date", "202X", "Talks", "talks"},
		{"Russian letters", "2025-04-25", "Путин принял Уиткоффа, ещё раз", "2025-04-25-putin-prinyal-uitkoffa-eshche-raz"},
		{"Ukrainian letters", "2025-04-25", "Зеленський: її гідність", "2025-04-25-zelenskyy-yiyi-hidnist"},
		{"diacritics", "2025-04-25", "Łódź, Çırağan, Élysée, Đà Nẵng, Größe", "2025-04-25-lodz-ciragan-elysee-da-nang-grosse"},
		{"apostrophes do not part words", "2025-04-25", "Trump's “final offer”", "2025-04-25-trumps-final-offer"},
		{"no Latin letters give the kind", "2025-04-25", "会谈", "2025-04-25-meeting"},
		{"a long title ends between words", "2025-04-25", strings.Repeat("word ", 30), "2025-04-25" + strings.Repeat("-word", 14)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := record.NewID(&record.Event{Kind: "meeting", Title: test.title, Date: edtf.MustParse(test.date)})
			if got != test.want || !record.ValidID(got) {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if got := record.NewID(&record.Event{}); got != "event" {
		t.Errorf("an event with nothing: %q", got)
	}
}

func TestEveryTypeCanMakeAndTakeAnID(t *testing.T) {
	want := map[record.Type]string{
		record.TypeActor: "steve-witkoff", record.TypeSource: "tass", record.TypeTopic: "crimea", record.TypePlan: "united-states-outline",
		record.TypeDocument: "2025-04-25-meeting-with-the-special-envoy", record.TypeEvent: "2025-04-22-peskov-on-reports-of-a-freeze",
		record.TypeComparison: "us-2025-04-17-eu-ua-2025-04-23-the-seed", record.TypeTimeline: "the-meetings",
	}
	for _, of := range record.Types() {
		r := sample(of)
		if got := record.MakeID(r); got != want[of] {
			t.Errorf("%s: made %q, want %q", of, got, want[of])
		}
		record.SetID(r, "another-id")
		if r.RecordID() != "another-id" {
			t.Errorf("%s: the id is %q", of, r.RecordID())
		}
	}
	if got := record.MakeID(record.New(record.TypeActor)); got != "" {
		t.Errorf("an actor without a name: %q", got)
	}
}

func TestTheFormOfAnID(t *testing.T) {
	for id, want := range map[string]bool{
		"e3": true, "s01": true, "2025-04-22-peskov": true, strings.Repeat("a", 128): true,
		"": false, "a": false, "-a": false, "a-": false, "a_b": false, "A1": false, "é1": false, "a b": false, "a.json": false, strings.Repeat("a", 129): false,
	} {
		if got := record.ValidID(id); got != want {
			t.Errorf("ValidID(%q) is %v", id, got)
		}
	}
	for id, want := range map[string]bool{"compare": true, "revisions": true, "accounts": true, "events": true, "topic": true, "crimea": false} {
		if got := record.Reserved(record.TypePlan, id); got != want {
			t.Errorf("Reserved(%q) is %v", id, got)
		}
	}
}

func TestParseTypeReadsSingularAndPlural(t *testing.T) {
	for _, of := range record.Types() {
		for _, s := range []string{string(of), of.Plural()} {
			if got, ok := record.ParseType(s); !ok || got != of {
				t.Errorf("ParseType(%q) is %q, %v", s, got, ok)
			}
		}
	}
	if _, ok := record.ParseType("Events"); ok {
		t.Error("capitals are read")
	}
}

func TestFoldedTextsAreEqual(t *testing.T) {
	for _, pair := range [][2]string{
		{"Ёлка", "елка"}, {"Élysée", "elysee"}, {"  St.  Petersburg ", "st petersburg"}, {"Dolmabahçe", "DOLMABAHCE"}, {"ﬁnal", "final"}, {"Trump’s", "trump s"}, {"Straße", "strasse"},
	} {
		if a, b := record.Fold(pair[0]), record.Fold(pair[1]); a != b {
			t.Errorf("%q folds to %q, %q to %q", pair[0], a, pair[1], b)
		}
	}
}

func TestNearestFindsSlipsAndNothingElse(t *testing.T) {
	words := []string{"confirms", "denies", "non_denial", "part_of", "oral"}
	for word, want := range map[string]string{
		"confirm": "confirms", "Denies ": "denies", "deneis": "denies", "nondenial": "non_denial", "orl": "oral", "deny": "denies", "part": "part_of", "confused": "", "xx": "", "sanction": "", "d": "",
	} {
		if got := record.Nearest(word, words); got != want {
			t.Errorf("Nearest(%q) is %q, want %q", word, got, want)
		}
	}
}

func TestVocabulariesAreCompleteAndDefined(t *testing.T) {
	names := map[string]bool{}
	for _, v := range record.Vocabularies() {
		if names[v.Name] || v.Definition == "" || len(v.Terms) == 0 {
			t.Errorf("%s: twice, or without definition or terms", v.Name)
		}
		names[v.Name] = true
		seen := map[string]bool{}
		for _, term := range v.Terms {
			if seen[term.Value] || !strings.HasSuffix(term.Definition, ".") {
				t.Errorf("%s: %q is there twice, or its definition is no sentence", v.Name, term.Value)
			}
			seen[term.Value] = true
			if v.Name == "relation" && term.Effect == "" || v.Name == "position" && term.Score == nil {
				t.Errorf("%s: %q lacks its effect or score", v.Name, term.Value)
			}
		}
		if values := record.Values(v.Name); len(values) != len(v.Terms) {
			t.Errorf("%s: Values gives %v", v.Name, values)
		}
	}
	var precisions []string
	for _, p := range edtf.Precisions() {
		precisions = append(precisions, p.String())
	}
	if !slices.Equal(precisions, record.Values("date_precision")) {
		t.Errorf("dates have the precisions %v, the vocabulary %v", precisions, record.Values("date_precision"))
	}
	var types []string
	for _, of := range record.Types() {
		types = append(types, string(of))
	}
	if got := record.Values("type"); !slices.Equal(slices.Sorted(slices.Values(got)), slices.Sorted(slices.Values(types))) {
		t.Errorf("types: %v", got)
	}
	if record.Values("mood") != nil {
		t.Error("an unknown vocabulary has values")
	}
	record.Vocabularies()[0].Terms[0].Value = "changed"
	if record.Values("type")[0] != "actor" {
		t.Error("a caller can change the tables")
	}
}

func TestScoresOfPositions(t *testing.T) {
	for value, want := range map[string]int{"supports": 2, "supports_conditionally": 1, "ambiguous": 0, "opposes_conditionally": -1, "opposes": -2} {
		if got, ok := record.Score(value); !ok || got != want {
			t.Errorf("%s: %d, %v", value, got, ok)
		}
	}
	for _, v := range record.Vocabularies() {
		for _, term := range v.Terms {
			if got, ok := record.Score(term.Value); v.Name == "position" && (!ok || got != *term.Score) {
				t.Errorf("%s: told %d, counted %d", term.Value, *term.Score, got)
			}
		}
	}
	if _, ok := record.Score("neutral"); ok {
		t.Error("an unknown value has a score")
	}
}
