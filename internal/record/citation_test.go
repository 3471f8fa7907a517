package record_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

func TestACitationIsRefused(t *testing.T) {
	says := func(name string, s record.Said) []record.Citation {
		return []record.Citation{{Document: record.DocumentRef{ID: "s01"}, Says: map[string]record.Said{name: s}}}
	}
	inline := func(d record.Document) []record.Citation {
		return []record.Citation{{Document: record.DocumentRef{Inline: &d}}}
	}
	tests := []struct {
		name string
		list []record.Citation
		want []brief
	}{
		{"without a document", []record.Citation{{}}, []brief{{Pointer: "/document", Code: "required"}}},
		{"with a document that is no id", []record.Citation{{Document: record.DocumentRef{ID: "S01"}}}, []brief{{Pointer: "/document", Code: "invalid_id"}}},
		{"with a document that can be neither found nor made", inline(record.Document{Source: "tass"}), []brief{{Pointer: "/document", Code: "required"}}},
		{"with a document at a bad address", inline(record.Document{URL: "ftp://x.example"}), []brief{{Pointer: "/document/url", Code: "invalid_url"}}},
		{"graded beyond the scale", []record.Citation{{Document: record.DocumentRef{ID: "s01"}, Grade: "B7"}}, []brief{{Pointer: "/grade", Code: "invalid_grade"}}},
		{"told by nobody", []record.Citation{{Document: record.DocumentRef{ID: "s01"}, By: &record.Teller{}}}, []brief{{Pointer: "/by", Code: "required"}}},
		{"told by two", []record.Citation{{Document: record.DocumentRef{ID: "s01"}, By: &record.Teller{Actor: "aa", Source: "bb"}}}, []brief{{Pointer: "/by", Code: "conflict"}}},
		{"with an unknown support", []record.Citation{{Document: record.DocumentRef{ID: "s01"}, Supports: "support"}}, []brief{{Pointer: "/supports", Code: "unknown_value"}}},
		{"that says an unknown particular", says("length", record.Said{Text: "x"}), []brief{{Pointer: "/says/length", Code: "unknown_value"}}},
		{"that says nothing of a particular", says("place", record.Said{}), []brief{{Pointer: "/says/place", Code: "required"}}},
		{"that says a duration in words as its value", says("duration", record.Said{Value: "three hours"}), []brief{{Pointer: "/says/duration/value", Code: "wrong_type"}}},
		{"that says a negative duration", says("duration", record.Said{Value: -1.0}), []brief{{Pointer: "/says/duration/value", Code: "out_of_range"}}},
		{"that says a duration of ages", says("duration", record.Said{Min: pointer(1e12)}), []brief{{Pointer: "/says/duration/min", Code: "out_of_range"}}},
		{"that says a reversed range", says("duration", record.Said{Min: pointer(300), Max: pointer(270)}), []brief{{Pointer: "/says/duration/min", Code: "reversed_range"}}},
		{"that says a value and a range", says("count", record.Said{Value: 3.0, Max: pointer(4)}), []brief{{Pointer: "/says/count", Code: "conflict"}}},
		{"that says a range of words", says("place", record.Said{Min: pointer(1)}), []brief{{Pointer: "/says/place", Code: "not_a_range"}}},
		{"that says half an ordinal", says("ordinal", record.Said{Value: 2.5}), []brief{{Pointer: "/says/ordinal/value", Code: "out_of_range"}}},
		{"that says ordinal nought", says("ordinal", record.Said{Value: 0.0}), []brief{{Pointer: "/says/ordinal/value", Code: "out_of_range"}}},
		{"that says an impossible day", says("date", record.Said{Value: "2025-02-30"}), []brief{{Pointer: "/says/date/value", Code: "invalid_date"}}},
		{"that says a date as a number", says("date", record.Said{Value: 2025.0}), []brief{{Pointer: "/says/date/value", Code: "wrong_type"}}},
		{"that says a day as an instant", says("end_at", record.Said{Value: "2025-04-25"}), []brief{{Pointer: "/says/end_at/value", Code: "not_an_instant"}}},
		{"that says an instant without an offset", says("start_at", record.Said{Value: "2025-04-25T14:20"}), []brief{{Pointer: "/says/start_at/value", Code: "invalid_date"}}},
		{"that says one participant without brackets", says("participants", record.Said{Value: "aa"}), []brief{{Pointer: "/says/participants/value", Code: "wrong_type"}}},
		{"that says no topics", says("topics", record.Said{Value: []any{}}), []brief{{Pointer: "/says/topics/value", Code: "wrong_type"}}},
		{"that says numbers for topics", says("topics", record.Said{Value: []any{1.0}}), []brief{{Pointer: "/says/topics/value", Code: "wrong_type"}}},
		{"that says a topic twice", says("topics", record.Said{Value: []any{"aa", "aa"}}), []brief{{Pointer: "/says/topics/value/1", Code: "duplicate"}}},
		{"that says an object for the outcome", says("outcome", record.Said{Value: map[string]any{}}), []brief{{Pointer: "/says/outcome/value", Code: "wrong_type"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := sample(record.TypePlan).(*record.Plan)
			p.Citations = test.list
			var got []brief
			for _, f := range briefs(p.Validate(), false) {
				f.Pointer = f.Pointer[len("/citations/0"):]
				got = append(got, f)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, p.Validate())
			}
		})
	}
}

func TestCitationsAreToldApartByDocumentLocatorAndTeller(t *testing.T) {
	s01 := record.DocumentRef{ID: "s01"}
	found := record.DocumentRef{Inline: &record.Document{URL: "https://x.example/1"}}
	actor, source := &record.Teller{Actor: "tass"}, &record.Teller{Source: "tass"}
	tests := []struct {
		name string
		a, b record.Citation
		same bool
	}{
		{"the same document", record.Citation{Document: s01}, record.Citation{Document: s01, Grade: "1", Excerpt: "x"}, true},
		{"the same document at another place", record.Citation{Document: s01}, record.Citation{Document: s01, Locator: "p. 2"}, false},
		{"another teller", record.Citation{Document: s01}, record.Citation{Document: s01, By: actor}, false},
		{"an actor and a source of one name", record.Citation{Document: s01, By: source}, record.Citation{Document: s01, By: actor}, false},
		{"the same address", record.Citation{Document: found}, record.Citation{Document: found}, true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := sample(record.TypePlan).(*record.Plan)
			p.Citations = []record.Citation{test.a, test.b}
			faults := p.Validate()
			if got := len(faults) == 1 && faults[0].Code == "duplicate"; got != test.same {
				t.Errorf("got %v", faults)
			}
		})
	}
}

func TestGradesResolve(t *testing.T) {
	tests := []struct {
		name   string
		grade  record.Grade
		letter byte
		valid  bool
		want   string
	}{
		{"both characters stand as given", "B1", 'D', true, "B1"},
		{"a digit takes the source's letter", "3", 'A', true, "A3"},
		{"a digit of an unknown source is F", "2", 0, true, "F2"},
		{"nothing is F6 whatever the source", "", 'A', true, "F6"},
		{"a letter alone is none", "B", 'A', false, ""},
		{"letters end at F", "G1", 'A', false, ""},
		{"digits begin at 1", "B0", 'A', false, ""},
		{"three characters are none", "B12", 'A', false, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.grade.Valid(); got != test.valid {
				t.Fatalf("valid is %v", got)
			}
			if test.valid && test.grade.Resolve(test.letter) != test.want {
				t.Errorf("got %s, want %s", test.grade.Resolve(test.letter), test.want)
			}
		})
	}
}

func TestOwnOfAnAnswerKeepsGradesAlsoWhenItWasReadFromJSON(t *testing.T) {
	a := record.EventAnswer{Event: *event(), Citations: []record.CitationAnswer{
		{Citation: record.Citation{Grade: "1"}, Grade: "B1"}, {Grade: "B1"}, {Grade: "F6"},
	}}
	var got []record.Grade
	for _, c := range a.Own().Citations {
		got = append(got, c.Grade)
	}
	if diff := cmp.Diff([]record.Grade{"1", "B1", ""}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
