package compare_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// lengths is the fourth meeting as Ushakov and as the clock tell it.
func lengths() *record.EventAnswer {
	cs := citations([]told{
		{3, "", map[string]record.Said{"start_at": {Value: "2025-04-25T14:20+03:00"}, "end_at": {Value: "2025-04-25T16:25+03:00"}}},
		{2, "yuri-ushakov", said("duration", record.Said{Value: 180.0, Text: "three-hour"})},
		{0, "yuri-ushakov", map[string]record.Said{"duration": {Value: 180.0}, "outcome": {Text: "useful"}}},
		{1, "steve-witkoff", nil},
	})
	for i, grade := range []string{"C3", "B1", "A3", "F6"} {
		cs[i].Grade = grade
	}
	cs[2].Supports = "refutes"
	a := &record.EventAnswer{Event: record.Event{ID: "fourth"}, Citations: cs}
	a.Particulars = compare.Particulars(cs)
	return a
}

func rowOf(t *testing.T, m compare.Matrix, particular string) compare.MatrixRow {
	t.Helper()
	for _, r := range m.Rows {
		if r.Particular == particular {
			return r
		}
	}
	t.Fatalf("no row of %s", particular)
	return compare.MatrixRow{}
}

func TestTheMatrixSetsTellersBesideOneAnother(t *testing.T) {
	a := lengths()
	m := compare.Accounts(a)
	ushakov, clock := record.Teller{Actor: "yuri-ushakov"}, record.Teller{Source: "source-of-a-doc"}
	wantTellers := []compare.MatrixTeller{{Teller: ushakov, Documents: []string{"b-doc", "c-doc"}}, {Teller: clock, Documents: []string{"a-doc"}}}
	if diff := cmp.Diff(wantTellers, m.Tellers); diff != "" {
		t.Errorf("tellers (-want +got):\n%s", diff)
	}
	var names []string
	for _, r := range m.Rows {
		names = append(names, r.Particular)
	}
	if diff := cmp.Diff(record.Values("particular"), names); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	want := compare.MatrixRow{
		Particular: "duration", State: "differs", Min: number(125), Max: number(180), Unit: "minutes",
		Cells: []compare.MatrixCell{
			{Told: []compare.MatrixTold{
				{Said: record.Said{Value: 180.0, Text: "three-hour"}, Document: "b-doc", Grade: "B1", KnownAt: a.Citations[1].KnownAt},
				{Said: record.Said{Value: 180.0}, Document: "c-doc", Grade: "A3", Supports: "refutes"},
			}},
			{Told: []compare.MatrixTold{{Said: record.Said{Value: 125.0}, Derived: true, Document: "a-doc", Grade: "C3", KnownAt: a.Citations[0].KnownAt}}},
		},
	}
	if diff := cmp.Diff(want, rowOf(t, m, "duration")); diff != "" {
		t.Errorf("duration (-want +got):\n%s", diff)
	}
	silent := compare.MatrixRow{Particular: "place", State: "silent", Cells: []compare.MatrixCell{{Silent: true, Told: []compare.MatrixTold{}}, {Silent: true, Told: []compare.MatrixTold{}}}}
	if diff := cmp.Diff(silent, rowOf(t, m, "place")); diff != "" {
		t.Errorf("place (-want +got):\n%s", diff)
	}
	if r := rowOf(t, m, "outcome"); r.State != "single" || !r.Cells[1].Silent || r.Cells[0].Silent {
		t.Errorf("outcome: %+v", r)
	}
}

func TestEveryTellingStandsInOneCell(t *testing.T) {
	for _, a := range []*record.EventAnswer{lengths(), compare.Answer(fourthMeeting(), sources()), {}} {
		told := 0
		for _, r := range compare.Accounts(a).Rows {
			cells := 0
			for _, c := range r.Cells {
				cells += len(c.Told)
				if c.Silent != (len(c.Told) == 0) {
					t.Errorf("%s: a cell is silent and is not", r.Particular)
				}
			}
			if cells != len(a.Particulars[r.Particular].Told) {
				t.Errorf("%s: %d tellings in cells, %d in particulars", r.Particular, cells, len(a.Particulars[r.Particular].Told))
			}
			if p, ok := a.Particulars[r.Particular]; ok && (p.State != r.State || !cmp.Equal(p.Value, r.Value)) {
				t.Errorf("%s: %+v, want %+v", r.Particular, r, p)
			}
			told += cells
		}
		if (told == 0) != (len(a.Particulars) == 0) {
			t.Errorf("%s: %d tellings", a.ID, told)
		}
	}
}

func TestAWordOutsideTheVocabularyIsShownLast(t *testing.T) {
	a := &record.EventAnswer{Citations: citations([]told{{1, "aa", said("zeal", record.Said{Text: "much"})}, {1, "aa", said("mood", record.Said{Text: "good"})}})}
	rows := compare.Accounts(a).Rows
	if n := len(rows); rows[n-2].Particular != "mood" || rows[n-1].Particular != "zeal" || n != len(record.Values("particular"))+2 {
		t.Errorf("%d rows, the last %+v", n, rows[n-1])
	}
}

func TestTheMatrixInJSONNamesItsParts(t *testing.T) {
	m := compare.Accounts(lengths())
	body, err := json.Marshal(rowOf(t, m, "duration").Cells[1])
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"silent":false,"told":[{"value":125,"derived":true,"document":"a-doc","grade":"C3","known_at":"2025-04-03T00:00:00Z"}]}`
	if string(body) != want {
		t.Errorf("got %s", body)
	}
	if body, _ = json.Marshal(compare.Accounts(&record.EventAnswer{}).Tellers); string(body) != "[]" {
		t.Errorf("tellers of nothing: %s", body)
	}
}

func TestWhatIsContested(t *testing.T) {
	if diff := cmp.Diff([]string{"duration"}, compare.Contested(lengths())); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	several := &record.EventAnswer{Particulars: map[string]record.Particular{
		"outcome": {State: "differs"}, "date": {State: "differs"}, "place": {State: "agrees"}, "count": {State: "single"}, "mood": {State: "differs"}}}
	if diff := cmp.Diff([]string{"date", "outcome", "mood"}, compare.Contested(several)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := compare.Contested(&record.EventAnswer{}); got == nil || len(got) != 0 {
		t.Errorf("nothing told: %v", got)
	}
}
