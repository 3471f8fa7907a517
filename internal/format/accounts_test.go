package format

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

// twice is an event of which one document gives the word of one teller twice, with a grade for each, beside its own.
func twice() *record.EventAnswer {
	ushakov := &record.Teller{Actor: "yuri-ushakov"}
	cite := func(grade string, by *record.Teller, says map[string]record.Said) record.CitationAnswer {
		return record.CitationAnswer{Citation: record.Citation{Document: record.DocumentRef{ID: "s13"}, By: by, Says: says}, Grade: grade, Source: "hurriyet"}
	}
	told := func(by record.Teller, said record.Said, derived bool) record.Told {
		return record.Told{By: by, Document: "s13", Said: said, Derived: derived}
	}
	long, useful := record.Said{Value: 180.0, Text: "three-hour"}, record.Said{Value: "positive", Text: "useful"}
	start, end := record.Said{Value: "2025-04-25T14:20+03:00"}, record.Said{Value: "2025-04-25T16:25+03:00"}
	own := record.Teller{Source: "hurriyet"}
	return &record.EventAnswer{
		Event: record.Event{ID: "x", Title: "X"},
		Citations: []record.CitationAnswer{
			cite("A3", ushakov, map[string]record.Said{"duration": long}),
			cite("B1", ushakov, map[string]record.Said{"characterisation": useful}),
			cite("C4", nil, map[string]record.Said{"place": {Value: "Moscow"}}),
			cite("C3", nil, map[string]record.Said{"start_at": start, "end_at": end}),
			cite("B2", ushakov, map[string]record.Said{"duration": {Value: 170.0}}),
		},
		Particulars: map[string]record.Particular{
			"duration": {State: "differs", Told: []record.Told{
				told(*ushakov, long, false), told(own, record.Said{Value: 125.0}, true), told(*ushakov, record.Said{Value: 170.0}, false),
			}},
			"characterisation": {State: "single", Told: []record.Told{told(*ushakov, useful, false)}},
			"place":            {State: "single", Told: []record.Told{told(own, record.Said{Value: "Moscow"}, false)}},
			"outcome":          {State: "single", Told: []record.Told{{By: *ushakov, Document: "another", Said: useful}}},
		},
	}
}

func TestEveryAccountHasTheGradeOfItsOwnCitation(t *testing.T) {
	a := twice()
	got := map[string]string{}
	for name := range a.Particulars {
		for _, account := range accountsOf(a, name) {
			grade := "none"
			if account.citation != nil {
				grade = account.citation.Grade
			}
			got[name] = strings.TrimSpace(got[name] + " " + grade)
		}
	}
	want := map[string]string{"duration": "A3 C3 B2", "characterisation": "B1", "place": "C4", "outcome": "none"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRowsAndSheetShowTheGradeOfTheVeryCitation(t *testing.T) {
	row := Row{JSON: []byte(`{}`), Answer: func() (*record.EventAnswer, error) { return twice(), nil }}
	write := func(name string, opts Options) string {
		t.Helper()
		f, _ := ByName(name)
		var out bytes.Buffer
		enc, err := NewEvents(f, &out, opts)
		for _, step := range []func() error{
			func() error { return err }, func() error { return enc.Begin(Head{}) }, func() error { return enc.Event(row) },
			func() error { return enc.End(Envelope{}) },
		} {
			if err := step(); err != nil {
				t.Fatal(err)
			}
		}
		return out.String()
	}
	if csv := write("csv", Options{Rows: RowsAccounts, Fields: []string{"particular", "told", "grade"}}); !strings.Contains(csv, "x,,X,characterisation,positive,B1\r\n") ||
		!strings.Contains(csv, "x,,X,duration,180 min,A3\r\n") {
		t.Errorf("csv:\n%s", csv)
	}
	if md := write("md", Options{Single: true}); !strings.Contains(md, "| characterisation | positive | useful | yuri-ushakov | s13 | B1 |") {
		t.Errorf("md:\n%s", md)
	}
}
