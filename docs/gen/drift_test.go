package main

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/docs"
	"backchannel/internal/filter"
	"backchannel/internal/format"
)

// made is the spec of the program as it stands, made once for all tests.
var made = sync.OnceValues(func() (*spec, error) {
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	return generate(context.Background(), root)
})

func program(t *testing.T) *object {
	t.Helper()
	spec, err := made()
	if err != nil {
		t.Fatal(err)
	}
	return spec.document
}

func TestGeneratingAgainLeavesNoDifference(t *testing.T) {
	program(t)
	spec, _ := made()
	for name, pair := range map[string][2][]byte{
		"openapi.json": {docs.OpenAPIJSON, spec.json}, "openapi.yaml": {docs.OpenAPIYAML, spec.yaml},
	} {
		if !bytes.Equal(pair[0], pair[1]) {
			t.Errorf("docs/%s is out of date, run go generate ./docs:\n%.4000s", name, cmp.Diff(string(pair[0]), string(pair[1])))
		}
	}
}

func TestJSONAndYAMLHoldTheSame(t *testing.T) {
	fromJSON, err := parseObject(docs.OpenAPIJSON)
	if err != nil {
		t.Fatal(err)
	}
	fromYAML, err := parseYAML(docs.OpenAPIYAML)
	if err != nil {
		t.Fatal(err)
	}
	again, err := writeJSON(fromYAML.(*object))
	if err != nil {
		t.Fatal(err)
	}
	want, err := writeJSON(fromJSON)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(again)); diff != "" {
		t.Errorf("JSON (-) and YAML (+):\n%s", diff)
	}
}

func TestEveryOperationHasWhatReadersNeed(t *testing.T) {
	seen := map[string]bool{}
	eachOperation(program(t), func(method, path string, o *object) {
		where := strings.ToUpper(method) + " " + path
		for _, key := range []string{"operationId", "summary", "description"} {
			if strings.TrimSpace(o.text(key)) == "" {
				t.Errorf("%s has no %s", where, key)
			}
		}
		if seen[o.text("operationId")] {
			t.Errorf("%s: another operation is called %s too", where, o.text("operationId"))
		}
		seen[o.text("operationId")] = true
		if len(o.list("x-codeSamples")) == 0 {
			t.Errorf("%s has no example: give it x-examples in docs/gen/overlay.yaml", where)
		}
		media := o.object("responses").object("200").object("content").object(mediaJSON)
		if method == "get" && tagged(path) && single(path) == "" && strings.HasPrefix(path, versionPrefix) && media.object("examples").len() == 0 {
			t.Errorf("%s shows no answer: run go run ./docs/gen -capture against a server with the seed data", where)
		}
		for _, p := range o.list("parameters") {
			checkParameter(t, where, deref(program(t), p.(*object)))
		}
	})
}

func checkParameter(t *testing.T, where string, p *object) {
	t.Helper()
	name := p.text("name")
	if p.text("description") == "" {
		t.Errorf("%s: parameter %s has no description", where, name)
	}
	if p.text("in") == "path" && !p.has("example") {
		t.Errorf("%s: parameter %s has no example", where, name)
	}
}

// deref follows a reference into the components.
func deref(document, value *object) *object {
	reference := value.text("$ref")
	if reference == "" {
		return value
	}
	at := document
	for _, part := range strings.Split(strings.TrimPrefix(reference, "#/"), "/") {
		at = at.object(part)
	}
	return at
}

func TestTheEventListTakesTheFilterLanguageAndKnowsItAll(t *testing.T) {
	document := program(t)
	list := document.object("paths").object("/v1/events").object("get")
	documented := map[string]*object{}
	for _, value := range list.list("parameters") {
		p := deref(document, value.(*object))
		documented[p.text("name")] = p
	}
	for _, f := range filter.Registry() {
		p, ok := documented[f.Name]
		if !ok {
			t.Errorf("%s is in the filter language and not in the spec", f.Name)
			continue
		}
		if diff := cmp.Diff(spelled(t, filterParameter(f)), spelled(t, p)); diff != "" {
			t.Errorf("%s, registry (-) and spec (+):\n%s", f.Name, diff)
		}
		delete(documented, f.Name)
	}
	for name, p := range documented {
		if p.get("explode") == true && name != "timeline" { // it names a filter and is none
			t.Errorf("%s is written as a filter and not in the filter language", name)
		}
	}
}

func spelled(t *testing.T, o *object) string {
	t.Helper()
	text, err := writeJSON(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestAnswersComeInTheFormatsOfTheTableAndErrorsAsProblems(t *testing.T) {
	document := program(t)
	offered := func(path string) (mediaTypes []string) {
		formats := format.Formats()
		if only := single(path); only != "" {
			return []string{only}
		}
		if strings.HasSuffix(path, "/accounts") || strings.HasSuffix(path, "/compare") || path == "/v1/positions" || path == "/v1/divergence" || path == "/v1/facets" || path == "/v1/histogram" {
			formats = format.AccountFormats()
		}
		if path == "/v1/events" || path == "/v1/events/{id}" {
			formats = format.EventFormats()
		}
		for _, f := range formats {
			mediaTypes = append(mediaTypes, f.MediaType)
		}
		return mediaTypes
	}
	eachOperation(document, func(method, path string, o *object) {
		for status, value := range o.object("responses").all() {
			content := deref(document, value.(*object)).object("content")
			switch {
			case status == "default" || status >= "400":
				if diff := cmp.Diff([]string{mediaProblem}, content.keys); diff != "" {
					t.Errorf("%s %s %s: %s", method, path, status, diff)
				}
			case status == "200" && method == "get" && tagged(path) && strings.HasPrefix(path, versionPrefix):
				if diff := cmp.Diff(offered(path), content.keys); diff != "" {
					t.Errorf("%s %s %s, formats (-) and spec (+):\n%s", method, path, status, diff)
				}
			}
		}
	})
}

func TestNoComponentIsBareOrUnused(t *testing.T) {
	document := program(t)
	used := references(document)
	for section, members := range document.object("components").all() {
		for name, value := range members.(*object).all() {
			if section != "securitySchemes" && !used["#/components/"+section+"/"+name] {
				t.Errorf("%s %s is not used", section, name)
			}
			bare(section+" "+name, value, func(format string, args ...any) { t.Errorf(format, args...) })
		}
	}
}

func TestTheOperationsOfThePackageAreThoseOfTheSpec(t *testing.T) {
	var want []string
	eachOperation(program(t), func(method, path string, o *object) {
		want = append(want, strings.ToUpper(method)+" "+path+" "+o.text("operationId")+" "+o.text("summary"))
	})
	var got []string
	for _, o := range docs.Operations() {
		got = append(got, o.Method+" "+o.Path+" "+o.ID+" "+o.Summary)
		if len(o.Statuses) == 0 || len(o.Media["200"])+len(o.Media["201"]) == 0 {
			t.Errorf("%s answers with %v %v", o.ID, o.Statuses, o.Media)
		}
		for _, e := range o.Examples {
			if !strings.HasPrefix(e.Path, "/") || !strings.Contains(e.Curl, e.Path) {
				t.Errorf("%s: the path of %s is read as %s", o.ID, e.Curl, e.Path)
			}
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("spec (-) and docs.Operations (+):\n%s", diff)
	}
}
