package record_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

// brief is what a test says of a fault: pointer, code and, where it matters, the hint.
type brief struct{ Pointer, Code, Hint string }

func briefs(faults record.Faults, hints bool) []brief {
	var list []brief
	for _, f := range faults {
		b := brief{Pointer: f.Pointer, Code: f.Code}
		if hints {
			b.Hint = f.Hint
		}
		list = append(list, b)
	}
	return list
}

func TestDecodeReportsWhatIsNotARecord(t *testing.T) {
	tests := []struct {
		name, body string
		want       []brief
	}{
		{"an empty body", "  ", []brief{{"", "empty_body", "Send one JSON object."}}},
		{"a body that is no JSON", `{"id": }`, []brief{{"", "invalid_json", "Send one JSON object."}}},
		{"a body cut short", `{"id": "a-b"`, []brief{{"", "invalid_json", "Send one JSON object."}}},
		{"data after the end", `{} {}`, []brief{{"", "trailing_data", "Send one JSON object and nothing after it."}}},
		{"a list in the place of an object", `[]`, []brief{{"", "wrong_type", ""}}},
		{"null in the place of an object", `null`, []brief{{"", "wrong_type", ""}}},
		{"a misspelt key", `{"titel": "x"}`, []brief{{"/titel", "unknown_field", `Did you mean "title"?`}}},
		{"a key with two letters swapped", `{"knid": "call"}`, []brief{{"/knid", "unknown_field", `Did you mean "kind"?`}}},
		{"a key near nothing", `{"leak": {"outlet": "x"}}`,
			[]brief{{"/leak/outlet", "unknown_field", "Known here: source, form, attribution, claims."}}},
		{"a key that needs escapes in a pointer", `{"a/b~c": 1}`, nil},
		{"a key given twice", `{"title": "x", "title": "y"}`, []brief{{"/title", "duplicate_key", "Leave one of them out."}}},
		{"a key given twice deep inside", `{"citations": [{"by": {"actor": "aa", "actor": "bb"}}]}`,
			[]brief{{"/citations/0/by/actor", "duplicate_key", "Leave one of them out."}}},
		{"a number for a string", `{"title": 5}`, []brief{{"/title", "wrong_type", `Write it in quotation marks: "5"`}}},
		{"one string for a list", `{"topics": "crimea"}`,
			[]brief{{"/topics", "wrong_type", "Put it in brackets, even when it is the only one."}}},
		{"a string for a number", `{"place": {"lat": "55.7"}}`, []brief{{"/place/lat", "wrong_type", "Write it without quotation marks."}}},
		{"a string for true or false", `{"statement": {"verbatim": "true"}}`,
			[]brief{{"/statement/verbatim", "wrong_type", "Write it without quotation marks."}}},
		{"a string for an object", `{"place": "Moscow"}`, []brief{{"/place", "wrong_type", ""}}},
		{"a list for says", `{"citations": [{"says": []}]}`, []brief{{"/citations/0/says", "wrong_type", ""}}},
		{"a number for a document", `{"citations": [{"document": 5}]}`, []brief{{"/citations/0/document", "wrong_type", ""}}},
		{"an unknown key of a document given in place", `{"citations": [{"document": {"adress": "x"}}]}`,
			[]brief{{"/citations/0/document/adress", "unknown_field", "Known here: id, source, title, url, archived_url, lang, authors, " +
				"published, retrieved_at, derived_from, seen_through, paywalled."}}},
		{"null in a list", `{"topics": [null]}`, []brief{{"/topics/0", "null_in_list", "Leave it out."}}},
		{"null in a told list", `{"citations": [{"says": {"topics": {"value": [null]}}}]}`,
			[]brief{{"/citations/0/says/topics/value/0", "null_in_list", "Leave it out."}}},
		{"a number too large", `{"place": {"lat": 1e999}}`, []brief{{"/place/lat", "out_of_range", ""}}},
		{"an impossible day", `{"date": "2025-02-30"}`, nil},
		{"a date that is a number", `{"date": 2025}`, []brief{{"/date", "wrong_type", `Write it in quotation marks: "2025"`}}},
		{"NUL in a text", `{"title": "a\u0000b"}`, []brief{{"/title", "control_character", "Leave it out."}}},
		{"a control character inside a list", `{"topics": ["ok", "\u001b[31m"]}`, []brief{{"/topics/1", "control_character", "Leave it out."}}},
		{"half a surrogate pair", `{"title": "\ud83d"}`, []brief{{"/title", "invalid_utf8", "Send the text again in UTF-8."}}},
		{"bytes that are no UTF-8", "{\"title\": \"\xff\"}", []brief{{"/title", "invalid_utf8", "Send the text again in UTF-8."}}},
		{"nesting deeper than 32", `{"place":` + strings.Repeat("[", 40) + "{}" + strings.Repeat("]", 40) + `}`, nil},
	}
	codes := map[string]brief{
		"a key that needs escapes in a pointer": {Pointer: "/a~1b~0c", Code: "unknown_field"},
		"an impossible day":                     {Pointer: "/date", Code: "invalid_date"},
		"nesting deeper than 32":                {Pointer: "/place" + strings.Repeat("/0", 31), Code: "too_deep"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, faults := record.Decode(record.TypeEvent, []byte(test.body))
			if want, ok := codes[test.name]; ok {
				if len(faults) == 0 || faults[0].Pointer != want.Pointer || faults[0].Code != want.Code {
					t.Errorf("got %v, want first %v", faults, want)
				}
				return
			}
			if diff := cmp.Diff(test.want, briefs(faults, true)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDecodeTellsWhereTheSyntaxBreaks(t *testing.T) {
	_, faults := record.Decode(record.TypeTopic, []byte("{\n  \"id\": \"crimea\",\n}"))
	if len(faults) != 1 || !strings.Contains(faults[0].Detail, "line 3, column 1") {
		t.Errorf("got %v", faults)
	}
}

func TestDecodeReportsAllFaultsAtOnceAndKeepsTheRest(t *testing.T) {
	body := `{"id": "aa", "title": 7, "dat": "x", "date": "2025-13", "kind": "call", "citations": [{"documnt": "s01"}], "topics": ["crimea"]}`
	r, faults := record.Decode(record.TypeEvent, []byte(body))
	want := []brief{
		{Pointer: "/title", Code: "wrong_type"}, {Pointer: "/dat", Code: "unknown_field"}, {Pointer: "/date", Code: "invalid_date"},
		{Pointer: "/citations/0/documnt", Code: "unknown_field"},
	}
	if diff := cmp.Diff(want, briefs(faults, false)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
	e := r.(*record.Event)
	if e.Kind != "call" || len(e.Topics) != 1 {
		t.Errorf("what could be read is lost: %+v", e)
	}
	all := faults.And(e.Validate())
	want = append(want, brief{Pointer: "/citations/0/document", Code: "required"})
	if diff := cmp.Diff(want, briefs(all, false)); diff != "" {
		t.Errorf("with the faults of Validate (-want +got):\n%s", diff)
	}
}

func TestDecodePassesOverComputedKeysWhereAnswersHaveThem(t *testing.T) {
	answer := `{"id":"2025-04-25-x","kind":"call","title":"t","date":"2025-04-25","participants":[],"topics":[],"links":[],
		"citations":[{"document":"s01","grade":"A1","source":"kremlin-ru","url":"http://kremlin.ru","published":"2025-04-25","known_at":null}],
		"when":{"label":"25 April 2025"},"known_at":null,"particulars":{"x":[[1]]},"revision":3,"recorded_at":"x","updated_at":"x",
		"verification":{"status":"denied","history":[]},"linked_from":[]}`
	r, faults := record.Decode(record.TypeEvent, []byte(answer))
	if faults != nil {
		t.Fatal(faults)
	}
	if faults := r.Validate(); faults != nil {
		t.Fatal(faults)
	}
	for _, elsewhere := range []string{`{"place":{"known_at":1}}`, `{"participants":[{"revision":1}]}`, `{"tabled_at":1}`} {
		if _, faults := record.Decode(record.TypeEvent, []byte(elsewhere)); len(faults) != 1 || faults[0].Code != "unknown_field" {
			t.Errorf("%s: got %v", elsewhere, faults)
		}
	}
	for _, of := range record.Types() {
		body := `{"revision": 1, "recorded_at": "x", "updated_at": "x"}`
		if _, faults := record.Decode(of, []byte(body)); faults != nil {
			t.Errorf("%s: %v", of, faults)
		}
	}
}

func TestDecodeTakesNullForAbsent(t *testing.T) {
	r, faults := record.Decode(record.TypeEvent, []byte(`{"id":"aa","place":null,"topics":null,"start_at":null,"citations":[{"document":"s01","says":{"place":null}}]}`))
	if faults != nil {
		t.Fatal(faults)
	}
	want := record.New(record.TypeEvent).(*record.Event)
	want.ID = "aa"
	want.Citations = []record.Citation{{Document: record.DocumentRef{ID: "s01"}}}
	if diff := cmp.Diff(want, r); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDecodeReadsADocumentGivenInPlace(t *testing.T) {
	r, faults := record.Decode(record.TypeEvent, []byte(`{"citations":[{"document":{"url":"https://a.example/1","published":"2025-04-25T14:30+03:00"}}]}`))
	if faults != nil {
		t.Fatal(faults)
	}
	ref := r.(*record.Event).Citations[0].Document
	if ref.ID != "" || ref.Inline == nil || ref.Inline.Published.String() != "2025-04-25T14:30:00+03:00" || ref.Key() != "https://a.example/1" {
		t.Errorf("got %+v", ref)
	}
	body, err := record.Own(r)
	if err != nil {
		t.Fatal(err)
	}
	var plain record.Event
	if err := json.Unmarshal(body, &plain); err != nil {
		t.Fatal(err)
	}
	if plain.Citations[0].Document.Inline == nil || *plain.Citations[0].Document.Inline.Published.When().Earliest != "2025-04-25" {
		t.Errorf("encoding/json reads it otherwise: %+v", plain.Citations[0].Document)
	}
}

func TestDecodeRefusesAnUnknownType(t *testing.T) {
	r, faults := record.Decode("incident", []byte(`{}`))
	if r != nil || len(faults) != 1 || faults[0].Code != "unknown_type" {
		t.Errorf("got %v, %v", r, faults)
	}
}

func TestOwnIsCanonical(t *testing.T) {
	tests := []struct {
		name string
		of   record.Type
		body string
		want string
	}{
		{"empty optional lists and objects of says are left out, required lists shown", record.TypeEvent,
			`{"positions": [], "id": "aa", "plans": [], "citations": [{"document":"s01","says":{}}]}`,
			`{"id":"aa","kind":"","title":"","date":"","participants":[],"topics":[],"citations":[{"document":"s01"}],"links":[]}`},
		{"keys of says are sorted and numbers written shortest", record.TypeEvent,
			`{"citations":[{"says":{"place":{"value":"Kremlin"},"duration":{"value":180.0}},"document":"s01"}]}`,
			`{"id":"","kind":"","title":"","date":"","participants":[],"topics":[],"citations":[{"document":"s01",` +
				`"says":{"duration":{"value":180},"place":{"value":"Kremlin"}}}],"links":[]}`},
		{"signs are not escaped for HTML", record.TypeTopic, `{"label":"a<b & c","id":"aa"}`, `{"id":"aa","label":"a<b & c"}`},
		{"rows of a comparison are shown", record.TypeComparison, `{"id":"aa"}`, `{"id":"aa","left":"","right":"","coder":{},"rows":[]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, faults := record.Decode(test.of, []byte(test.body))
			if faults != nil {
				t.Fatal(faults)
			}
			got, err := record.Own(r)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
	own, err := record.Own(&record.Event{})
	if err != nil || strings.Contains(string(own), "null") {
		t.Errorf("lists made in code as nil: %s, %v", own, err)
	}
}

func FuzzDecode(f *testing.F) {
	for i, of := range record.Types() {
		f.Add(uint8(i), []byte(`{"id":"aa","title":"x","names":[{"name":"x"}],"notes":[{"event":"aa","pinned":true}]}`))
		body, err := record.Own(sample(of))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), body)
	}
	f.Add(uint8(5), []byte(`{"citations":[{"document":{"url":"x"},"says":{"topics":{"value":["a",{"b":[1e5]}],"min":-0}}}],"meeting":{}}`))
	f.Fuzz(func(t *testing.T, n uint8, body []byte) {
		of := record.Types()[int(n)%len(record.Types())]
		r, faults := record.Decode(of, body)
		if r != nil {
			_ = r.References()
			_ = faults.And(r.Validate()).Error()
		}
		if len(faults) > 0 {
			return
		}
		own, err := record.Own(r)
		if err != nil {
			t.Fatalf("what was accepted cannot be written: %v", err)
		}
		again, faults := record.Decode(of, own)
		if faults != nil {
			t.Fatalf("what was written is refused: %v\n%s", faults, own)
		}
		if diff := cmp.Diff(r, again); diff != "" {
			t.Fatalf("reading what was written gives another record (-first +second):\n%s", diff)
		}
		if twice, _ := record.Own(again); string(twice) != string(own) {
			t.Fatalf("written twice it differs:\n%s\n%s", own, twice)
		}
	})
}
