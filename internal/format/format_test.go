package format

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheTableOfFormatsIsWhole(t *testing.T) {
	var names []string
	seen := map[string]string{}
	for _, f := range EventFormats() {
		names = append(names, f.Name)
		if f.Doc == "" || f.events == nil || f.Suffix == "" || f.Suffix[0] != '.' {
			t.Errorf("%s: something is missing in its row", f.Name)
		}
		ways := 0
		for _, way := range []bool{f.Paged, f.Streams, f.Cap > 0} {
			if way {
				ways++
			}
		}
		if ways != 1 || (f.Cap > 0) != (f.records == nil) || (f.Cap > 0) != (f.Type != "") {
			t.Errorf("%s: a format is paged or streamed, or of events alone and capped", f.Name)
		}
		for _, word := range append([]string{f.Suffix, f.MediaType}, f.Aliases...) {
			if other, ok := seen[word]; ok {
				t.Errorf("%s and %s share %s", f.Name, other, word)
			}
			seen[word] = f.Name
		}
		if again, ok := ByName(f.Name); !ok || again.MediaType != f.MediaType {
			t.Errorf("%s is not found by its name", f.Name)
		}
		if len(f.parameters) != strings.Count(f.ContentType(), ";") {
			t.Errorf("%s: %q does not tell every parameter", f.Name, f.ContentType())
		}
	}
	want := []string{"json", "ndjson", "csv", "txt", "md", "ics", "atom", "feed", "geojson", "jsonld", "timelinejs", "timelinejs-csv", "fullcalendar", "grafana"}
	if diff := cmp.Diff(want, names); diff != "" {
		t.Errorf("formats (-want +got):\n%s", diff)
	}
	if got := Formats(); len(got) != 5 || got[4].Name != "md" {
		t.Errorf("records of every type have %d formats", len(got))
	}
}

func TestContentTypes(t *testing.T) {
	want := map[string]string{
		"json": "application/json", "ndjson": "application/x-ndjson", "csv": "text/csv; charset=utf-8; header=present",
		"txt": "text/plain; charset=utf-8", "md": "text/markdown; charset=utf-8; variant=GFM",
		"ics": "text/calendar; charset=utf-8", "atom": "application/atom+xml", "feed": "application/feed+json",
		"geojson": "application/geo+json", "jsonld": "application/ld+json",
		"timelinejs":     "application/vnd.backchannel.timelinejs+json",
		"timelinejs-csv": "text/vnd.backchannel.timelinejs; charset=utf-8; header=present",
		"fullcalendar":   "application/vnd.backchannel.fullcalendar+json", "grafana": "application/vnd.backchannel.grafana+json",
	}
	for name, header := range want {
		if f, _ := ByName(name); f.ContentType() != header {
			t.Errorf("%s is served as %q, want %q", name, f.ContentType(), header)
		}
	}
}

func TestSuffixes(t *testing.T) {
	tests := []struct{ name, path, rest, format string }{
		{"a suffix is taken off", "/v1/events.csv", "/v1/events", "csv"},
		{"an id keeps nothing of it", "/v1/events/2025-04-25-x.md", "/v1/events/2025-04-25-x", "md"},
		{"the longer of two endings is the one that stands there", "/export.ndjson", "/export", "ndjson"},
		{"of two endings that fit the longer wins", "/v1/events.feed.json", "/v1/events", "feed"},
		{"so it does for TimelineJS", "/v1/events.timelinejs.json", "/v1/events", "timelinejs"},
		{"and for its spreadsheet", "/v1/events.timelinejs.csv", "/v1/events", "timelinejs-csv"},
		{"and for FullCalendar", "/v1/events/2025-04-25-x.fullcalendar.json", "/v1/events/2025-04-25-x", "fullcalendar"},
		{"a longer ending with nothing before it leaves the shorter", "/v1/events/.feed.json", "/v1/events/.feed", "json"},
		{"no suffix is no format", "/v1/events", "/v1/events", ""},
		{"an unknown suffix is no format", "/v1/events.xml", "/v1/events.xml", ""},
		{"a suffix alone names nothing", ".csv", ".csv", ""},
		{"nor does one after a slash", "/v1/.csv", "/v1/.csv", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			rest, f, ok := CutSuffix(test.path)
			if rest != test.rest || f.Name != test.format || ok != (test.format != "") {
				t.Errorf("CutSuffix(%q) = %q, %q, %v", test.path, rest, f.Name, ok)
			}
		})
	}
}

func TestEncodersAreRefusedWhereThereAreNone(t *testing.T) {
	csv, _ := ByName("csv")
	json, _ := ByName("json")
	if _, err := NewEvents(csv, io.Discard, Options{Rows: "provisions"}); err == nil {
		t.Error("rows that events do not have were taken")
	}
	if _, err := NewEvents(json, io.Discard, Options{Rows: RowsAccounts}); err == nil {
		t.Error("json took rows of parts")
	}
	ics, _ := ByName("ics")
	if _, err := NewEvents(ics, io.Discard, Options{Rows: RowsAccounts}); err == nil {
		t.Error("a calendar took rows of parts")
	}
	if _, err := NewEvents(ics, io.Discard, Options{Fields: []string{"title"}}); err == nil {
		t.Error("a calendar took a choice of fields")
	}
	if _, err := NewRecords(ics, io.Discard, nil, Options{}); err == nil {
		t.Error("a calendar was made of records without a date")
	}
	if _, err := NewEvents(Format{Name: "xml"}, io.Discard, Options{}); err == nil {
		t.Error("events were given a format that is not in the table")
	}
	if _, err := NewRecords(Format{}, io.Discard, nil, Options{}); err == nil {
		t.Error("records were given no format at all")
	}
}
