package rest

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/fixture"
	"backchannel/internal/format"
)

// foreign is an event as a parser of others reads it.
type foreign struct {
	ID, Title, Start, End string
	AllDay                bool
}

// inFormats are all events of a server in some formats, by the format's name.
func inFormats(t *testing.T, s *Server, query string, names ...string) map[string]string {
	t.Helper()
	bodies := map[string]string{}
	for _, name := range names {
		f, ok := format.ByName(name)
		if !ok {
			t.Fatalf("no format %s", name)
		}
		bodies[name] = ask(t, s, "/v1/events"+f.Suffix+query).wants(t, 200).body
	}
	return bodies
}

// listed are all events of a server as encoding/json reads them: their ids and titles from json, and as fullcalendar has
// them, with the date in the title where it is no known day.
func listed(t *testing.T, s *Server) (plain, dated []foreign) {
	t.Helper()
	for cursor := ""; ; {
		var page EventPage
		strict(t, ask(t, s, "/v1/events?sort=date&limit=1000"+cursor).wants(t, 200).body, &page)
		for _, e := range page.Data {
			plain = append(plain, foreign{ID: e.ID, Title: e.Title})
		}
		if page.Page.NextCursor == "" {
			break
		}
		cursor = "&cursor=" + page.Page.NextCursor
	}
	if err := json.Unmarshal([]byte(inFormats(t, s, "?sort=date", "fullcalendar")["fullcalendar"]), &dated); err != nil {
		t.Fatal(err)
	}
	return plain, dated
}

func source(t *testing.T, name string) string {
	t.Helper()
	body, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

// servers are those whose events the readers read.
func servers(t *testing.T) map[string]*Server {
	return map[string]*Server{"the seed": seededServer(t), "hostile text": hostileServer(t)}
}

// sameEvents compares what a reader has of events with what they are: the ids always, the rest where it has it.
func sameEvents(t *testing.T, reader string, got, want []foreign) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s reads %d events of %d", reader, len(got), len(want))
		return
	}
	for i, w := range want {
		g := got[i]
		if g.Title == "" {
			w.Title = ""
		}
		if g.Start == "" {
			w.Start, w.AllDay = "", false
		}
		if g.End == "" || g.End == g.Start { // none is told
			w.End, g.End = "", ""
		}
		for _, at := range []*string{&w.Start, &w.End, &g.Start, &g.End} {
			if instant, err := time.Parse(time.RFC3339, *at); err == nil {
				*at = instant.UTC().Format(time.RFC3339)
			}
		}
		if diff := cmp.Diff(w, g); diff != "" {
			t.Errorf("%s, event %d (-served +read):\n%s", reader, i, diff)
		}
	}
}

func TestForeignParsersReadEveryEventInItsOrder(t *testing.T) {
	program := source(t, "readers.mjs")
	for name, s := range servers(t) {
		_, dated := listed(t, s)
		input, err := json.Marshal(inFormats(t, s, "?sort=date", "ics", "atom", "feed", "geojson", "csv", "grafana"))
		if err != nil {
			t.Fatal(err)
		}
		for _, pkg := range []string{"ical.js", "feedsmith", "@placemarkio/check-geojson", "vega", "vega-lite"} {
			fixture.NodeModules(t, pkg)
		}
		var read map[string][]foreign
		if err := json.Unmarshal([]byte(fixture.Node(t, "ical.js", program, string(input))), &read); err != nil {
			t.Fatal(err)
		}
		if len(read) != 6 {
			t.Errorf("%d formats were read", len(read))
		}
		for reader, got := range read {
			sameEvents(t, name+" in "+reader, got, dated)
		}
	}
}

func TestPythonReadsEveryEventInItsOrder(t *testing.T) {
	program := source(t, "readers.py")
	for name, s := range servers(t) {
		plain, dated := listed(t, s)
		input, err := json.Marshal(inFormats(t, s, "?sort=date", "ics", "atom", "csv", "ndjson"))
		if err != nil {
			t.Fatal(err)
		}
		var read map[string][]foreign
		out := fixture.Python(t, program, string(input), "pandas", "icalendar", "feedparser")
		if err := json.Unmarshal([]byte(out), &read); err != nil {
			t.Fatal(err)
		}
		if len(read) != 5 {
			t.Errorf("%d readers have read", len(read))
		}
		for reader, got := range read {
			want := dated
			if strings.HasPrefix(reader, "ndjson") {
				want = plain
			}
			if strings.HasPrefix(reader, "csv") { // guarded, and one line
				for i := range got {
					got[i].Title = ""
				}
			}
			sameEvents(t, name+" in "+reader, got, want)
		}
	}
}
