package format

import (
	"encoding/csv"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/db"
	"backchannel/internal/compare"
	"backchannel/internal/ingest"
	"backchannel/internal/record"
)

// seedEvent answers an event of the seed, with options that know the seed's names.
func seedEvent(t *testing.T, id string) (*record.EventAnswer, Options) {
	t.Helper()
	events, opts := seedEvents(t)
	i := slices.IndexFunc(events, func(a *record.EventAnswer) bool { return a.ID == id })
	if i < 0 {
		t.Fatalf("the seed has no %s", id)
	}
	return events[i], opts
}

// seedEvents answers every event of the seed.
func seedEvents(t *testing.T) (answers []*record.EventAnswer, opts Options) {
	t.Helper()
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		t.Fatal(err)
	}
	names, documents, actors := map[string]string{}, map[string]*record.Document{}, map[string]*record.Actor{}
	letters := map[string]byte{}
	var events []*record.Event
	for _, r := range records {
		key := string(r.RecordType()) + "/" + r.RecordID()
		switch r := r.(type) {
		case *record.Actor:
			names[key], actors[r.ID] = r.Name, r
		case *record.Source:
			names[key], letters[r.ID] = r.Name, r.Letter()
		case *record.Topic:
			names[key] = r.Label
		case *record.Document:
			documents[r.ID] = r
		case *record.Event:
			events = append(events, r)
		}
	}
	for _, event := range events {
		answers = append(answers, compare.Answer(event, compare.Sources{
			Document: func(id string) *record.Document { return documents[id] },
			Actor:    func(id string) *record.Actor { return actors[id] },
			Letter:   func(source string) byte { return letters[source] },
		}))
	}
	return answers, Options{Label: func(t record.Type, id string) string { return names[string(t)+"/"+id] }, Safe: true}
}

func writeAccounts(t *testing.T, format string, a *record.EventAnswer, opts Options) string {
	t.Helper()
	f, _ := ByName(format)
	var b strings.Builder
	if err := WriteAccounts(f, &b, a, Head{Permalink: "/v1/events/" + a.ID + "/accounts?snapshot=812"}, Envelope{Meta: Meta{Snapshot: 812}, Accessed: "2026-11-25"}, opts); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTheMatrixWritesTheGoldens(t *testing.T) {
	a, err := corpus(t)[0].Answer()
	if err != nil {
		t.Fatal(err)
	}
	delete(a.Citations[2].Says, "duration") // the clock times remain
	for name, width := range map[string]int{"matrix.txt": 0, "matrix narrow.txt": 60, "matrix wide.txt": 130, "matrix.md": 0, "matrix.csv": 0, "matrix.json": 0} {
		t.Run(name, func(t *testing.T) {
			o := testOptions()
			o.Width, o.Fields, o.Rows = width, []string{"title"}, RowsAccounts // neither has a place here
			golden(t, name, writeAccounts(t, name[strings.LastIndexByte(name, '.')+1:], a, o))
		})
	}
}

func TestTheFourthMeetingReadsWell(t *testing.T) {
	a, o := seedEvent(t, "2025-04-25-putin-witkoff-moscow")
	wants := map[string][]string{
		"txt": {
			"contested  end at; duration; ordinal\n",
			"\nDURATION: DIFFERS (125–180 MIN)\n- Yuri Ushakov: 180 min, “three-hour” (s15, C3); 180 min, “A three-hour conversation took place” (s13, A3)\n" +
				"- UNN (Ukrainian National News): 125 min (from clock times, s14, C3)\n- World Policy Hub: 180 min, “three-hour” (s00, F3)\n- silent: Kremlin.ru",
			"\nCHARACTERISATION: AGREES (POSITIVE)\n- Yuri Ushakov: positive, “constructive and very useful” (s13, B1)\n",
			"\nORDINAL: DIFFERS (2–4)\n", "\nSILENT\n  Nobody says anything of date, count, authorship.\n",
		},
		"md": {"| duration | differs (125–180 min) | silent | [180 min, “three-hour”](<https://sputnikglobe.com/", "[125 min](<https://unn.ua/", " (from clock times, s14, C3) | silent |"},
		"csv": {"particular,state,value,min,max,unit,kremlin-ru,yuri-ushakov,sputnik,unn,",
			"duration,differs,,125,180,minutes,silent,\"180 min, “three-hour” (s15, C3); 180 min, ", ",\"125 min (from clock times, s14, C3)\",silent,"},
		"json": {`{"data":{"event":"2025-04-25-putin-witkoff-moscow","tellers":[{"source":"kremlin-ru","documents":["s01"]},{"actor":"yuri-ushakov","documents":["s15","s13"]}`,
			`{"particular":"duration","state":"differs","min":125,"max":180,"unit":"minutes","cells":[{"silent":true,"told":[]},{"silent":false,"told":[{"value":180,`,
			`{"value":125,"derived":true,"document":"s14","grade":"C3"`},
	}
	for format, parts := range wants {
		got := writeAccounts(t, format, a, o)
		for _, want := range parts {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", format, want, got)
			}
		}
	}
}

func TestEveryCellOfTheMatrixIsInEveryFormat(t *testing.T) {
	a, o := seedEvent(t, "2025-04-11-putin-witkoff-st-petersburg")
	m := compare.Accounts(a)
	var answer struct {
		Data struct {
			Event string
			compare.Matrix
		}
	}
	if err := json.Unmarshal([]byte(writeAccounts(t, "json", a, o)), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Data.Event != a.ID || len(answer.Data.Rows) != len(m.Rows) || len(answer.Data.Tellers) != len(m.Tellers) {
		t.Errorf("json: %+v", answer.Data)
	}
	lines, err := csv.NewReader(strings.NewReader(writeAccounts(t, "csv", a, o))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(strings.ReplaceAll(writeAccounts(t, "txt", a, o), "- ", "")), " ")
	md := writeAccounts(t, "md", a, o)
	for i, r := range m.Rows {
		for j, c := range r.Cells {
			cell := o.matrixCell(a, r.Particular, c)
			if got := lines[i+1][len(matrixFixed())+j]; got != cell.plain() {
				t.Errorf("csv: %s of teller %d is %q, want %q", r.Particular, j, got, cell.plain())
			}
			if !strings.Contains(text, cell.plain()) {
				t.Errorf("txt: no %q", cell.plain())
			}
			if !strings.Contains(md, "| "+markdownCell(cell)+" |") {
				t.Errorf("md: no %q", markdownCell(cell))
			}
		}
	}
}

// twins is an event told by an actor and a source of one id and one name, and by one named like a fixed column.
func twins() *record.EventAnswer {
	cite := func(by *record.Teller, says map[string]record.Said) record.CitationAnswer {
		return record.CitationAnswer{Citation: record.Citation{Document: record.DocumentRef{ID: "d1"}, By: by, Says: says}, Source: "kremlin", Grade: "F6"}
	}
	said := map[string]record.Said{"place": {Value: "=1+1", Text: "\x1b[31mred\u202e"}}
	refuted := cite(&record.Teller{Actor: "kremlin"}, said)
	refuted.Supports = "refutes"
	return &record.EventAnswer{Event: record.Event{ID: "twins", Title: "Twins"}, Citations: []record.CitationAnswer{
		cite(nil, map[string]record.Said{"duration": {Min: new(240.0)}}), refuted, cite(&record.Teller{Source: "state"}, map[string]record.Said{"count": {Value: 3.0}}),
	}}
}

func TestTellersOfOneNameAreToldApart(t *testing.T) {
	o := Options{Safe: true, Label: func(_ record.Type, id string) string { return strings.ToUpper(id) }}
	table := AccountsTable(twins(), o)
	want := []string{"particular", "state", "value", "min", "max", "unit", "source:kremlin", "actor:kremlin", "source:state"}
	if diff := cmp.Diff(want, namesOf(table.Columns)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := writeAccounts(t, "md", twins(), o); !strings.Contains(got, "| KREMLIN (source kremlin) | KREMLIN (actor kremlin) | STATE |") {
		t.Errorf("got %s", got)
	}
}

func TestTheMatrixIsSafeForItsReaders(t *testing.T) {
	for _, format := range []string{"txt", "md", "csv", "json"} {
		for _, width := range []int{0, 40} {
			got := writeAccounts(t, format, twins(), Options{Safe: true, Width: width})
			if strings.ContainsAny(got, "\x1b\u202e") {
				t.Errorf("%s holds what a terminal obeys: %q", format, got)
			}
			if format != "json" && !strings.Contains(got, "(refutes the") {
				t.Errorf("%s does not say that the event is refuted: %s", format, got)
			}
			for line := range strings.Lines(got) {
				line = strings.TrimSuffix(line, "\n")
				if format == "txt" && cellWidth(line) > max(width, 40) && width > 0 && !strings.HasPrefix(line, "Cite as: ") {
					t.Errorf("%d columns in %q", cellWidth(line), line)
				}
			}
		}
	}
	for _, row := range AccountsTable(twins(), Options{}).Rows {
		if row[0] == "place" && row[2] != "=1+1" {
			t.Errorf("the table itself is not guarded: %q", row)
		}
	}
	if got := writeAccounts(t, "csv", twins(), Options{Safe: true}); !strings.Contains(got, ",'=1+1,") {
		t.Errorf("csv is not guarded: %s", got)
	}
}

func TestAnEventThatNobodyTells(t *testing.T) {
	a := &record.EventAnswer{Event: record.Event{ID: "untold", Title: "Untold"}}
	if got := writeAccounts(t, "txt", a, Options{}); !strings.Contains(got, "tellers  none") || !strings.Contains(got, "Nobody says anything of date, ") {
		t.Errorf("got %s", got)
	}
	if got := writeAccounts(t, "csv", a, Options{}); !strings.HasPrefix(got, "particular,state,value,min,max,unit\r\ndate,silent,,,,\r\n") {
		t.Errorf("got %s", got)
	}
	if got := writeAccounts(t, "json", a, Options{}); !strings.Contains(got, `"tellers":[],"rows":[{"particular":"date","state":"silent","cells":[]}`) {
		t.Errorf("got %s", got)
	}
}

func TestFormatsOfAccounts(t *testing.T) {
	var names []string
	for _, f := range AccountFormats() {
		names = append(names, f.Name)
	}
	if !slices.Equal(names, []string{"json", "csv", "txt", "md"}) {
		t.Errorf("got %v", names)
	}
	f, _ := ByName("ndjson")
	if err := WriteAccounts(f, new(strings.Builder), twins(), Head{}, Envelope{}, Options{}); err == nil || !strings.Contains(err.Error(), "ndjson") {
		t.Errorf("ndjson: %v", err)
	}
}
