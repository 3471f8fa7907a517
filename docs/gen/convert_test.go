package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSchemasLoseTheirPackage(t *testing.T) {
	for definition, want := range map[string]string{
		"record.Event":                        "Event",
		"rest.eventPage":                      "EventPage",
		"rest.page-record_EventAnswer":        "EventAnswerPage",
		"backchannel_internal_record.Event":   "Event",
		"rest.Pair-record_Event-record_Actor": "EventActorPair",
	} {
		if got := componentName(definition); got != want {
			t.Errorf("%s is called %s, not %s", definition, got, want)
		}
	}
}

func TestTwoSchemasOfOneNameAreAFault(t *testing.T) {
	c := &converter{}
	c.nameAll(obj("record.Event", obj(), "live.Event", obj()))
	if err := c.err(); err == nil || !strings.Contains(err.Error(), "record.Event and live.Event") {
		t.Errorf("the clash reads %v", err)
	}
}

func TestSchemasOfSwaggerBecomeThoseOfOpenAPI31(t *testing.T) {
	tests := []struct{ name, from, want string }{
		{"a pointer may be null", `{"type":"string","x-nullable":true}`, `{"type":["string","null"]}`},
		{"a closed list may be null too", `{"type":"string","enum":["a"],"x-nullable":true}`, `{"type":["string","null"],"enum":["a",null]}`},
		{"a reference may be null", `{"$ref":"#/definitions/record.Place","x-nullable":true}`,
			`{"anyOf":[{"$ref":"#/components/schemas/Place"},{"type":"null"}]}`},
		{"words stand beside a reference", `{"description":"where","allOf":[{"$ref":"#/definitions/record.Place"}]}`,
			`{"type":"object","description":"where","allOf":[{"$ref":"#/components/schemas/Place"}]}`},
		{"words and null beside a reference", `{"description":"where","allOf":[{"$ref":"#/definitions/record.Place"}],"x-nullable":true}`,
			`{"description":"where","anyOf":[{"$ref":"#/components/schemas/Place"},{"type":"null"}]}`},
		{"an EDTF date is the shared schema", `{"type":"string","format":"edtf","description":"when"}`,
			`{"type":"string","description":"when","allOf":[{"$ref":"#/components/schemas/Edtf"}]}`},
		{"an example is a list", `{"type":"integer","example":3}`, `{"type":"integer","examples":[3]}`},
		{"it goes down into lists, maps and objects",
			`{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#/definitions/record.Place"}}},"additionalProperties":{"type":"string","format":"edtf"}}`,
			`{"type":"object","properties":{"a":{"type":"array","items":{"$ref":"#/components/schemas/Place"}}},"additionalProperties":{"$ref":"#/components/schemas/Edtf"}}`},
		{"a file is bytes", `{"type":"file"}`, `{"type":"string","format":"binary"}`},
		{"what is for generators only is dropped", `{"type":"string","x-enum-varnames":["A"]}`, `{"type":"string"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := &converter{}
			c.nameAll(obj("record.Place", obj("type", "object")))
			from, err := parseObject([]byte(test.from))
			if err != nil {
				t.Fatal(err)
			}
			got := string(must(c.schema(from).MarshalJSON()))
			if err := c.err(); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, strings.ReplaceAll(got, "\n", "")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatCannotBeConvertedIsAFault(t *testing.T) {
	for name, from := range map[string]string{
		"a reference to nothing":  `{"$ref":"#/definitions/record.Nobody"}`,
		"several schemas at once": `{"allOf":[{"type":"string"},{"type":"integer"}]}`,
		"an unknown key":          `{"type":"string","x-strange":1}`,
	} {
		c := &converter{names: map[string]string{}}
		schema, err := parseObject([]byte(from))
		if err != nil {
			t.Fatal(err)
		}
		c.schema(schema)
		if c.err() == nil {
			t.Errorf("%s passes", name)
		}
	}
}

func TestStructsTellWhatSwagDoesNot(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	found, err := scan(root, []string{"internal/record", "internal/edtf"})
	if err != nil {
		t.Fatal(err)
	}
	fields, ok := found.fields("record.EventAnswer")
	if !ok {
		t.Fatal("record.EventAnswer is not found")
	}
	byName := map[string]field{}
	for _, f := range fields {
		if _, twice := byName[f.name]; twice {
			t.Errorf("%s stands twice: what shadows it was not heeded", f.name)
		}
		byName[f.name] = f
	}
	for name, want := range map[string]field{
		"id":        {name: "id", required: true},
		"start_at":  {name: "start_at"},
		"place":     {name: "place"},
		"known_at":  {name: "known_at", required: true, nullable: true},
		"citations": {name: "citations", required: true},
		"revision":  {name: "revision", required: true},
	} {
		if byName[name] != want {
			t.Errorf("%s is read as %+v, not %+v", name, byName[name], want)
		}
	}
	if when, _ := found.fields("edtf.When"); len(when) == 0 || !when[0].nullable {
		t.Errorf("a pointer that is always there may be null: %+v", when)
	}
}

func TestParametersThatTwoOperationsShareBecomeComponents(t *testing.T) {
	parameter := func(words string) *object { return obj("name", "limit", "in", "query", "description", words) }
	document := obj(
		"paths", obj(
			"/a", obj("get", obj("parameters", []any{parameter("x")})),
			"/b", obj("get", obj("parameters", []any{parameter("x")})),
			"/c", obj("get", obj("parameters", []any{parameter("another")})),
		),
		"components", obj("parameters", obj()),
	)
	hoist(document)
	got := string(must(document.object("paths").MarshalJSON()))
	if n := strings.Count(got, "#/components/parameters/limit"); n != 2 || !strings.Contains(got, "another") {
		t.Errorf("the paths are %s", got)
	}
	if document.object("components").object("parameters").object("limit").text("description") != "x" {
		t.Errorf("the component is %s", must(document.MarshalJSON()))
	}
}

func TestPruningFollowsChains(t *testing.T) {
	document := obj(
		"paths", obj("/a", obj("get", obj("schema", ref("schemas", "A")))),
		"components", obj("schemas", obj(
			"A", obj("items", ref("schemas", "B")),
			"B", obj(),
			"C", obj("items", ref("schemas", "D")),
			"D", obj("items", ref("schemas", "D")),
		)),
	)
	prune(document)
	if diff := cmp.Diff([]string{"A", "B"}, document.object("components").object("schemas").keys); diff != "" {
		t.Error(diff)
	}
}

func TestCheckNamesWhatIsMissing(t *testing.T) {
	document := obj(
		"paths", obj(
			"/a", obj("get", obj("operationId", "a", "summary", "A", "x", ref("schemas", "Gone"))),
			"/b", obj("get", obj("operationId", "a", "summary", "B", "description", "B")),
		),
		"components", obj("schemas", obj("Bare", obj("type", "object"))),
	)
	err := check(document)
	for _, want := range []string{"GET /a has no description", "GET /a and GET /b are both called a", "Gone is referred to", "schema Bare says object"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q: %v", want, err)
		}
	}
}

func TestWordsThatYAMLReadersMistakeAreQuoted(t *testing.T) {
	for _, word := range []string{"on", "NO", "y", "2025-04-22", "12:30", "1e3", "007", "null", "-date", "on behalf", "2025-02-11-putin"} {
		text, err := writeYAML(obj(word, word))
		if err != nil {
			t.Fatal(err)
		}
		back, err := parseYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		if got := back.(*object).text(word); got != word {
			t.Errorf("%s reads back as %q from %s", word, got, text)
		}
		if plain := word + ": " + word + "\n"; string(text) == plain && misread.MatchString(word) {
			t.Errorf("%s is not quoted", text)
		}
	}
}
