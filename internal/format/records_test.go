package format

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func testStamp() record.Stamp {
	day := time.Date(2026, 1, 20, 10, 0, 0, 0, time.UTC)
	return record.Stamp{Revision: 2, RecordedAt: day, UpdatedAt: day.Add(90 * time.Minute)}
}

// records are one of each type but event.
func records() []record.Record {
	return []record.Record{
		&record.Actor{ID: "steve-witkoff", Kind: "person", Name: "Steve Witkoff", Country: "US",
			Names: []record.Name{{Name: "Уиткофф", Kind: "alias"}, {Name: "=Witkof", Kind: "misspelling"}},
			Roles: []record.Role{{Title: "special envoy", At: "white-house", OnBehalfOf: "united-states", From: edtf.DateOf(edtf.MakeDay(2025, 1, 20))}}},
		&record.Source{ID: "sputnik", Name: "Sputnik", Kind: "state_media", Party: "russia", Reliability: "C", Langs: []string{"en", "ru"}, URL: "https://sputnikglobe.com"},
		&record.Document{ID: "s01", Source: "kremlin-ru", Title: "Meeting | talks", Published: edtf.MustParseMoment("2025-04-25T14:30+03:00"), URL: "http://kremlin.ru/1"},
		&record.Topic{ID: "crimea", Label: "Crimea", Parent: "territory", Proposition: "Russian sovereignty over Crimea is recognised"},
		&record.Plan{ID: "us-2025-04-17", Title: "US proposal", Proponents: []string{"united-states"}, Labels: []record.PlanLabel{{Label: "Witkoff's plan"}}, Provisions: make([]record.Provision, 3)},
		&record.Comparison{ID: "us-eu", Left: "us-2025-04-17", Right: "eu-ua-2025-04-23", Coder: record.Teller{Source: "unn"}, Rows: []record.ComparisonRow{{Topic: "crimea", Relation: "conflicting"}}},
		&record.Timeline{ID: "april", Title: "April", Filter: "from=2025-04&kind=meeting", Notes: make([]record.TimelineNote, 1)},
	}
}

// writeRecords encodes records of one type.
func writeRecords(t *testing.T, name string, opts Options, list ...record.Record) string {
	t.Helper()
	f, _ := ByName(name)
	var b strings.Builder
	kind := list[0].RecordType()
	enc, err := NewRecords(f, &b, RecordColumns(kind), opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := enc.Begin(Head{Title: kind.Plural()}); err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		body, err := record.Own(r)
		if err != nil {
			t.Fatal(err)
		}
		err = enc.Record(RecordRow{JSON: body, Cells: func() ([]string, error) { return RecordCells(r, testStamp(), opts) }})
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := enc.End(Envelope{Meta: Meta{Total: new(len(list)), Snapshot: 812}}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestRecordsOfEveryTypeWriteTheGoldens(t *testing.T) {
	for _, name := range []string{"json", "ndjson", "csv", "txt", "md"} {
		var all strings.Builder
		for _, r := range records() {
			all.WriteString(writeRecords(t, name, testOptions(), r))
			single := testOptions()
			single.Single = true
			if name == "txt" || name == "md" {
				all.WriteString("\n" + writeRecords(t, name, single, r) + "\n")
			}
		}
		golden(t, "records."+name, all.String())
	}
}

func TestEveryTypeHasAsManyCellsAsColumns(t *testing.T) {
	for _, r := range records() {
		cells, err := RecordCells(r, testStamp(), testOptions())
		if err != nil || len(cells) != len(RecordColumns(r.RecordType())) {
			t.Errorf("%s: %d cells for %d columns, %v", r.RecordType(), len(cells), len(RecordColumns(r.RecordType())), err)
		}
		if cells[0] != r.RecordID() || RecordColumns(r.RecordType())[0].Name != "id" {
			t.Errorf("%s does not begin with its id", r.RecordType())
		}
	}
	if _, err := RecordCells(new(record.Event), record.Stamp{}, Options{}); err == nil {
		t.Error("events have an encoder of their own")
	}
	if RecordColumns("rumour") != nil {
		t.Error("an unknown type has columns")
	}
}

func TestColumnNamesAreUnique(t *testing.T) {
	tables := map[string][]Column{}
	for _, rows := range RowNames() {
		tables["rows="+rows] = EventColumns(rows)
	}
	for _, kind := range record.Types() {
		tables[string(kind)] = RecordColumns(kind)
	}
	for name, columns := range tables {
		seen := map[string]bool{}
		for _, c := range columns {
			if c.Name == "" || seen[c.Name] {
				t.Errorf("%s has two columns %q", name, c.Name)
			}
			seen[c.Name] = true
		}
	}
}

func TestServedRecordsAreRead(t *testing.T) {
	for _, r := range records() {
		body, err := record.Own(r)
		if err != nil {
			t.Fatal(err)
		}
		stamps, _ := json.Marshal(testStamp())
		served := append(append(body[:len(body)-1:len(body)-1], ','), stamps[1:]...)
		got, stamp, err := DecodeRecord(r.RecordType(), served)
		if err != nil || stamp != testStamp() || got.RecordID() != r.RecordID() {
			t.Errorf("%s: %v, %+v, %v", r.RecordType(), got, stamp, err)
		}
	}
	for _, bad := range []struct {
		kind record.Type
		body string
	}{{record.TypeEvent, `{}`}, {record.TypeActor, `[]`}, {record.TypeActor, `{"revision":"x"}`}, {"rumour", `{}`}} {
		if _, _, err := DecodeRecord(bad.kind, []byte(bad.body)); err == nil {
			t.Errorf("%s %s was read", bad.kind, bad.body)
		}
	}
}

func TestTables(t *testing.T) {
	table := Table{
		Columns: []Column{{Name: "month", Kind: Exact}, {Name: "count", Kind: Number}, {Name: "known", Kind: Flag}, {Name: "why"}},
		Rows:    [][]string{{"2025-04", "12", "true", "=x"}, {"2025-05", "", "false", ""}, {"2025-06", "many", "maybe", "7"}},
	}
	tests := []struct{ format, want string }{
		{"csv", "month,count,known,why\r\n2025-04,12,true,'=x\r\n2025-05,,false,\r\n2025-06,many,maybe,7\r\n"},
		{"ndjson", `{"month":"2025-04","count":12,"known":true,"why":"=x"}` + "\n" + `{"month":"2025-05","count":null,"known":false,"why":null}` + "\n" +
			`{"month":"2025-06","count":"many","known":"maybe","why":"7"}` + "\n"},
		{"txt", "MONTH    COUNT  KNOWN  WHY\n-------  -----  -----  ---\n2025-04  12     true   =x\n2025-05         false\n2025-06  many   maybe  7\n\n3\nCite as: Backchannel\n"},
		{"md", "| month | count | known | why |\n| --- | --- | --- | --- |\n| 2025-04 | 12 | true | =x |\n| 2025-05 |  | false |  |\n| 2025-06 | many | maybe | 7 |\n\n3\n\nCite as: Backchannel\n"},
	}
	for _, test := range tests {
		t.Run(test.format, func(t *testing.T) {
			f, _ := ByName(test.format)
			var b strings.Builder
			if err := WriteTable(f, &b, table, Head{}, Envelope{}, Options{Safe: true}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, b.String()); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
	js, _ := ByName("json")
	var b strings.Builder
	var read struct{ Data []map[string]any }
	if err := WriteTable(js, &b, table, Head{}, Envelope{}, Options{}); err != nil || json.Unmarshal([]byte(b.String()), &read) != nil || len(read.Data) != 3 {
		t.Errorf("json: %v, %s", err, b.String())
	}
}

func TestTablesAreNarrowedByFields(t *testing.T) {
	table := Table{Columns: Columns("id", "a", "b"), Rows: [][]string{{"1", "2", "3"}}}
	csvFormat, _ := ByName("csv")
	var b strings.Builder
	if err := WriteTable(csvFormat, &b, table, Head{}, Envelope{}, Options{Fields: []string{"b"}}); err != nil || b.String() != "id,b\r\n1,3\r\n" {
		t.Errorf("got %q, %v", b.String(), err)
	}
}

func TestARowOfTheWrongLengthIsReported(t *testing.T) {
	table := Table{Columns: Columns("a", "b"), Rows: [][]string{{"1"}}}
	for _, name := range []string{"csv", "txt", "md"} {
		f, _ := ByName(name)
		if err := WriteTable(f, io.Discard, table, Head{}, Envelope{}, Options{}); err == nil {
			t.Errorf("%s took a row of one cell for two columns", name)
		}
	}
}

func TestAProofFitsATableOfOneColumn(t *testing.T) {
	f, _ := ByName("csv")
	var b strings.Builder
	table := Table{Columns: Columns("a"), Rows: [][]string{{""}, {"x"}}}
	if err := WriteTable(f, &b, table, Head{}, Envelope{}, Options{Proof: true}); err != nil {
		t.Fatal(err)
	}
	read, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(read) != 4 || !strings.HasPrefix(read[3][0], "#proof count=2 digest=sha256:") {
		t.Errorf("got %q, %v", read, err)
	}
}

func TestVocabulariesInOneTable(t *testing.T) {
	table := VocabularyTable(record.Vocabularies())
	if len(table.Rows) < 20 {
		t.Errorf("only %d words", len(table.Rows))
	}
	for _, row := range table.Rows {
		if len(row) != len(table.Columns) || row[0] == "" || row[1] == "" || row[2] == "" {
			t.Errorf("a word without its list or its definition: %q", row)
		}
	}
}
