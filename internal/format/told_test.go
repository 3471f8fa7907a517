package format

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

func TestLengthAsTold(t *testing.T) {
	ushakov, unn := record.Teller{Actor: "yuri-ushakov"}, record.Teller{Source: "unn"}
	told := func(by record.Teller, s record.Said) record.Told { return record.Told{By: by, Said: s} }
	derived := func(by record.Teller, v any) record.Told {
		return record.Told{By: by, Said: record.Said{Value: v}, Derived: true}
	}
	tests := []struct {
		name string
		told []record.Told
		want string
	}{
		{"nobody tells", nil, ""},
		{"two tell differently, one by the clock", []record.Told{told(ushakov, record.Said{Value: 180.0, Text: "three hours"}), derived(unn, 125.0)},
			"180 min (Yuri Ushakov); 125 min (UNN, from its clock times)"},
		{"a person's clock times", []record.Told{derived(ushakov, 125)}, "125 min (Yuri Ushakov, from the clock times given)"},
		{"tellers who agree stand together", []record.Told{told(ushakov, record.Said{Value: 180.0}), told(unn, record.Said{Value: json.Number("180")})},
			"180 min (Yuri Ushakov; UNN)"},
		{"the same teller twice is one", []record.Told{told(unn, record.Said{Value: 180.0}), told(unn, record.Said{Value: 180.0})}, "180 min (UNN)"},
		{"a range", []record.Told{told(unn, record.Said{Min: new(270.0), Max: new(300.0), Text: "nearly five"})}, "270–300 min (UNN)"},
		{"at least", []record.Told{told(unn, record.Said{Min: new(120.5)})}, "at least 120.5 min (UNN)"},
		{"at most", []record.Told{told(unn, record.Said{Max: new(90.0)})}, "at most 90 min (UNN)"},
		{"words alone", []record.Told{told(unn, record.Said{Text: "hours"})}, "“hours” (UNN)"},
		{"an unknown teller is an id", []record.Told{told(record.Teller{Source: "x-news"}, record.Said{Value: 5.0})}, "5 min (x-news)"},
		{"nothing said is nothing told", []record.Told{told(unn, record.Said{})}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := LengthAsTold(record.Particular{Told: test.told}, testLabel); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestValuesOfParticulars(t *testing.T) {
	o := testOptions()
	tests := []struct {
		name, particular string
		value            any
		want             string
	}{
		{"people by name", "participants", []any{"vladimir-putin", "x"}, "Vladimir Putin; x"},
		{"topics by label", "topics", []string{"crimea"}, "Crimea"},
		{"a number", "ordinal", 4.0, "4"},
		{"an integer", "count", 27, "27"},
		{"a word", "place", "Moscow", "Moscow"},
		{"nothing", "place", nil, ""},
		{"anything else as JSON", "place", map[string]any{"a": true}, `{"a":true}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := o.value(test.particular, test.value); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestBestGrade(t *testing.T) {
	tests := []struct {
		name   string
		grades []string
		want   string
	}{
		{"none", nil, ""},
		{"the letter counts first", []string{"B1", "A3"}, "A3"},
		{"then the digit", []string{"B3", "B2"}, "B2"},
		{"what cannot be judged is last", []string{"F6", "A6", "F1", "E5"}, "E5"},
		{"even by letter", []string{"F1", "D5"}, "D5"},
		{"alone it still stands", []string{"F6"}, "F6"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var citations []record.CitationAnswer
			for _, g := range test.grades {
				citations = append(citations, record.CitationAnswer{Grade: g})
			}
			if got := bestGrade(citations); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestParticularsAreTakenInAFixedOrder(t *testing.T) {
	all := map[string]record.Particular{}
	for _, name := range append(particularOrder(), "zeal", "mood") {
		all[name] = record.Particular{}
	}
	if diff := cmp.Diff(append(particularOrder(), "mood", "zeal"), orderedParticulars(all)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestSourcesOfAnEvent(t *testing.T) {
	cited := func(source, grade, url string) record.CitationAnswer {
		return record.CitationAnswer{Source: source, Grade: grade, URL: url}
	}
	a := &record.EventAnswer{
		Event:     record.Event{Leak: &record.Leak{Source: "ft"}},
		Citations: []record.CitationAnswer{cited("unn", "C3", ""), cited("tass", "B2", "http://t"), cited("unn", "C2", "http://u")},
	}
	got := sourcesOf(a)
	want := []sourceGrade{{"unn", "C2", "http://u"}, {"tass", "B2", "http://t"}, {source: "ft"}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(sourceGrade{})); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
