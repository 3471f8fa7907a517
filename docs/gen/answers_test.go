package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/pb33f/jsonschema/v6"

	"backchannel/db"
	"backchannel/internal/compare"
	"backchannel/internal/ingest"
	"backchannel/internal/record"
)

// strictly compiles a schema of the program's spec; what a schema does not list is refused.
func strictly(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, err := writeJSON(program(t))
	if err != nil {
		t.Fatal(err)
	}
	document, err := parseObject(text)
	if err != nil {
		t.Fatal(err)
	}
	closeAll(document.object("components").object("schemas"))
	if text, err = writeJSON(document); err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.DefaultDraft(jsonschema.Draft2020)
	compiler.AssertFormat()
	if err := compiler.AddResource("spec.json", value); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("spec.json#/components/schemas/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// closeAll lets no object hold more than its schema lists.
func closeAll(value any) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			closeAll(item)
		}
	case *object:
		if v.object("properties") != nil && v.text("type") == "object" && !v.has("additionalProperties") {
			v.set("additionalProperties", false)
		}
		for _, below := range v.all() {
			closeAll(below)
		}
	}
}

// seed gives every event of the seed as it is served, without what only the store knows.
func seed(t *testing.T) []*record.EventAnswer {
	t.Helper()
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		t.Fatal(err)
	}
	byID := map[record.Type]map[string]record.Record{}
	for _, kind := range record.Types() {
		byID[kind] = map[string]record.Record{}
	}
	for _, r := range records {
		byID[r.RecordType()][r.RecordID()] = r
	}
	sources := compare.Sources{
		Document: func(id string) *record.Document { d, _ := byID[record.TypeDocument][id].(*record.Document); return d },
		Actor:    func(id string) *record.Actor { a, _ := byID[record.TypeActor][id].(*record.Actor); return a },
		Letter:   func(id string) byte { return byID[record.TypeSource][id].(*record.Source).Letter() },
	}
	var answers []*record.EventAnswer
	for _, r := range records {
		if e, ok := r.(*record.Event); ok {
			a := compare.Answer(e, sources)
			a.Revision = 1
			if e.Kind == "leak" {
				a.Verification = &record.Verification{Status: "unverified", By: []string{}, History: []record.VerificationStep{{Status: "unverified", By: []string{}}}}
			}
			answers = append(answers, a)
		}
	}
	return answers
}

// served is a value as it is read from an answer.
func served(t *testing.T, v any) any {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return value
}

func TestEveryEventOfTheSeedFitsItsSchemaAndHasNothingBeside(t *testing.T) {
	schema := strictly(t, "EventAnswer")
	answers := seed(t)
	if len(answers) == 0 {
		t.Fatal("the seed has no events")
	}
	for _, a := range answers {
		if err := schema.Validate(served(t, a)); err != nil {
			t.Errorf("%s: %v", a.ID, err)
		}
	}
}

func TestTheEventSchemaRefusesWhatIsNoAnswer(t *testing.T) {
	schema := strictly(t, "EventAnswer")
	answer := served(t, seed(t)[0]).(map[string]any)
	for name, spoil := range map[string]func(map[string]any){
		"no known_at":                  func(e map[string]any) { delete(e, "known_at") },
		"a kind that is none":          func(e map[string]any) { e["kind"] = "party" },
		"citations as they are stored": func(e map[string]any) { e["citations"] = []any{map[string]any{"document": "s01"}} },
		"a null title":                 func(e map[string]any) { e["title"] = nil },
		"an unknown key":               func(e map[string]any) { e["mood"] = "tense" },
		"an account of the weather": func(e map[string]any) {
			c := e["citations"].([]any)[0].(map[string]any)
			c["says"] = map[string]any{"weather": map[string]any{"text": "fair"}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			spoilt := served(t, answer).(map[string]any)
			spoil(spoilt)
			if schema.Validate(spoilt) == nil {
				t.Error("it is taken for a good answer")
			}
		})
	}
}

func TestTheEventSchemaIsFlatAndInTheOrderOfTheAnswer(t *testing.T) {
	schema := program(t).object("components").object("schemas").object("EventAnswer")
	body, err := json.Marshal(seed(t)[0])
	if err != nil {
		t.Fatal(err)
	}
	answer, err := parseObject(body)
	if err != nil {
		t.Fatal(err)
	}
	last := -1
	for _, key := range answer.keys {
		at := -1
		for i, name := range schema.object("properties").keys {
			if name == key {
				at = i
			}
		}
		if at <= last {
			t.Errorf("%s stands in another place: %s", key, strings.Join(schema.object("properties").keys, " "))
		}
		last = at
	}
	if items := schema.object("properties").object("citations").object("items").text("$ref"); !strings.HasSuffix(items, "/CitationAnswer") {
		t.Errorf("citations are of %s", items)
	}
}
