package rest

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/docs"
	"backchannel/internal/filter"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// inBraces writes a path of the router as the spec does.
func inBraces(path string) string {
	parts := strings.Split(strings.Replace(path, "*", ":path", 1), "/")
	for i, part := range parts {
		if name, ok := strings.CutPrefix(part, ":"); ok {
			parts[i] = "{" + name + "}"
		}
	}
	return strings.Join(parts, "/")
}

func TestTheTableAndTheSpecHaveTheSameRoutes(t *testing.T) {
	var routes, operations []string
	for _, r := range seededServer(t).routes {
		routes = append(routes, r.method+" "+inBraces(r.path))
	}
	for _, o := range docs.Operations() {
		operations = append(operations, o.Method+" "+o.Path)
	}
	slices.Sort(routes)
	slices.Sort(operations)
	if diff := cmp.Diff(operations, routes); diff != "" {
		t.Errorf("spec (-) and table (+):\n%s", diff)
	}
}

func TestTheRouterKnowsNothingThatIsNotInTheTable(t *testing.T) {
	s := seededServer(t)
	expanded := map[string]bool{}
	for _, r := range s.routes {
		for _, method := range r.methods() {
			for _, kind := range servedTypes() {
				expanded[method+" "+strings.Replace(r.path, ":type", kind.Plural(), 1)] = true
			}
		}
	}
	for _, r := range s.router.Routes() {
		if !expanded[r.Method+" "+r.Path] {
			t.Errorf("%s %s is not in the table", r.Method, r.Path)
		}
		delete(expanded, r.Method+" "+r.Path)
	}
	for route := range expanded {
		t.Errorf("the router does not know %s", route)
	}
}

func TestARouteIsClosedUnlessItSaysOpen(t *testing.T) {
	s := seededServer(t)
	s.routes = append(s.routes, route{method: "GET", path: "/v1/secret", handler: s.listTopics})
	s.router = s.newRouter()
	ask(t, s, "/v1/secret").wants(t, 404).problem(t)
	for _, r := range s.table() {
		if r.role == nobody {
			t.Errorf("%s does not say who may use it", r.path)
		}
	}
}

func TestTheQueryStructNamesTheFilter(t *testing.T) {
	var registry []string
	for _, p := range filter.Registry() {
		registry = append(registry, p.Name)
	}
	if diff := cmp.Diff(registry, parameterNames(EventFilter{})); diff != "" {
		t.Fatalf("filter.Registry (-) and EventFilter (+):\n%s", diff)
	}
	for i, p := range filter.Registry() {
		if f := reflect.TypeFor[EventFilter]().Field(i); (f.Type.Kind() == reflect.Slice) != p.List {
			t.Errorf("%s is a list in one place and none in the other", p.Name)
		}
	}
}

func TestTheTagsOfParametersTellWhatTheParserTakes(t *testing.T) {
	var sorts []string
	for _, s := range store.Sorts() {
		sorts = append(sorts, string(s))
	}
	want := map[string][]string{"sort": sorts, "format": formatNames(format.Formats()...), "rows": format.RowNames(), "count": {"exact"},
		"safe": {"0", "1"}, "bom": {"0", "1"}, "proof": {"0", "1"}}
	kinds := map[string][]string{"ActorList": record.Values("actor_kind"), "SourceList": record.Values("source_kind")}
	var walk func(s reflect.Type)
	walk = func(s reflect.Type) {
		for i := range s.NumField() {
			f := s.Field(i)
			if f.Anonymous {
				walk(f.Type)
				continue
			}
			name := f.Tag.Get("query")
			if name == "" || f.Tag.Get("form") != name {
				t.Errorf("%s.%s: query:%q form:%q", s.Name(), f.Name, name, f.Tag.Get("form"))
			}
			words := want[name]
			if s == reflect.TypeFor[EventWriting]() && name == "format" {
				words = formatNames()
			}
			if name == "kind" {
				words = kinds[s.Name()]
			}
			if got := f.Tag.Get("enums"); got != strings.Join(words, ",") {
				t.Errorf("%s.%s: enums %q instead of %q", s.Name(), f.Name, got, words)
			}
		}
	}
	for _, s := range []any{EventList{}, OneEvent{}, ActorList{}, SourceList{}, DocumentList{}, TopicList{}, History{}} {
		walk(reflect.TypeOf(s))
	}
}

func TestEveryAnnotationIsShort(t *testing.T) {
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		if !strings.HasSuffix(entry.Name(), ".go") || strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		body, err := os.ReadFile(entry.Name())
		if err != nil {
			t.Fatal(err)
		}
		lines, paths := 0, 0
		for line := range strings.Lines(string(body)) {
			if lines++; !strings.HasPrefix(line, "//\t@") {
				lines, paths = 0, 0
			}
			if strings.Contains(line, "\tpath\t") {
				paths++
			}
			if lines > 9+max(0, paths-2) { // what has a third parameter in its path has a line for it
				t.Errorf("%s: %s is one line of annotations too many", entry.Name(), line)
			}
		}
	}
}
