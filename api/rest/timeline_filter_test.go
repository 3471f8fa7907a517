package rest

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"backchannel/docs"
)

// filtered lists the routes whose parameters the spec gives the whole filter of events.
func filtered(t *testing.T) (routes []string) {
	t.Helper()
	var spec struct {
		Paths map[string]struct {
			Get struct {
				Parameters []struct {
					Ref string `json:"$ref"`
				}
			}
		}
	}
	if err := json.Unmarshal(docs.OpenAPIJSON, &spec); err != nil {
		t.Fatal(err)
	}
	for path, item := range spec.Paths {
		var names []string
		for _, p := range item.Get.Parameters {
			names = append(names, p.Ref[strings.LastIndexByte(p.Ref, '/')+1:])
		}
		if slices.Contains(names, "contested") && slices.Contains(names, "min_grade") {
			if path != "/v1/stream" { // which has no end, and tells the same as the filtered changes
				routes = append(routes, path)
			}
			if !slices.Contains(names, "timeline") {
				t.Errorf("%s takes the filter of events and no timeline", path)
			}
		}
	}
	slices.Sort(routes)
	return routes
}

func TestEveryRouteThatTakesTheFilterTakesTimelines(t *testing.T) {
	s := seededServer(t)
	more := map[string]string{"/v1/facets": "by=source", "/v1/histogram": "interval=week"}
	data := func(address string) string {
		body := ask(t, s, address).wants(t, 200).body
		before, _, found := strings.Cut(body, `,"meta"`)
		if !found {
			t.Fatalf("%s has no meta: %.200s", address, body)
		}
		return before
	}
	routes := filtered(t)
	if len(routes) < 3 {
		t.Errorf("only %q take the filter", routes)
	}
	for _, path := range routes {
		path += "?" + more[path]
		in := data(path + "&timeline=leaks-april-2025")
		if same := data(path + "&kind=leak&on=2025-04"); beforePage(in) != beforePage(same) {
			t.Errorf("%s: the timeline gives\n%s\nits filter\n%s", path, in, same)
		}
		if all := data(path); in == all {
			t.Errorf("%s takes no notice of the timeline", path)
		}
		if p := ask(t, s, path+"&timeline=nowhere").wants(t, 400).problem(t); p.Errors[0].Parameter != "timeline" || p.Errors[0].Code != "unknown_name" {
			t.Errorf("%s: %+v", path, p.Errors)
		}
	}
}

// beforePage leaves out cursors, which are bound to the query.
func beforePage(body string) string {
	before, _, _ := strings.Cut(body, `,"page"`)
	return before
}
