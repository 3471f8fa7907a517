package rest

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"backchannel/internal/edtf"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// ofEvents lists the formats that events alone have.
func ofEvents() []format.Format {
	return slices.DeleteFunc(format.EventFormats(), func(f format.Format) bool { return f.Cap == 0 })
}

// idsIn reads, with parsers of the standard library, which events an answer in a format of events holds.
func idsIn(t testing.TB, f format.Format, body string) []string {
	t.Helper()
	ids := []string{}
	type item struct{ ID, Identifier, Event string }
	var items []item
	var err error
	switch f.Name {
	case "ics":
		for line := range strings.SplitSeq(strings.ReplaceAll(body, "\r\n ", ""), "\r\n") {
			if uid, ok := strings.CutPrefix(line, "UID:"); ok {
				ids = append(ids, strings.TrimSuffix(uid, "@backchannel"))
			}
			if strings.HasPrefix(line, "X-BACKCHANNEL-RETRACTED:") {
				ids = ids[:len(ids)-1]
			}
		}
		if !strings.HasSuffix(body, "END:VCALENDAR\r\n") {
			t.Errorf("the calendar is not ended: %.300s", body)
		}
	case "atom":
		var feed struct {
			Entries []struct {
				Identifier string `xml:"http://purl.org/dc/terms/ identifier"`
			} `xml:"http://www.w3.org/2005/Atom entry"`
		}
		err = xml.Unmarshal([]byte(body), &feed)
		for _, e := range feed.Entries {
			ids = append(ids, e.Identifier)
		}
	case "timelinejs-csv":
		var rows [][]string
		rows, err = csv.NewReader(strings.NewReader(body)).ReadAll()
		for _, row := range rows[1:] {
			ids = append(ids, row[slices.Index(rows[0], "Id")])
		}
	case "fullcalendar", "grafana":
		err = json.Unmarshal([]byte(body), &items)
	default:
		var whole map[string]json.RawMessage
		err = json.Unmarshal([]byte(strings.ReplaceAll(body, `"unique_id"`, `"id"`)), &whole)
		list := map[string]string{"feed": "items", "geojson": "features", "jsonld": "@graph", "timelinejs": "events"}[f.Name]
		if err == nil {
			err = json.Unmarshal(whole[list], &items)
		}
	}
	if err != nil {
		t.Fatalf("%s: %v\n%.2000s", f.Name, err, body)
	}
	for _, i := range items {
		ids = append(ids, i.ID+i.Event)
		if i.Identifier != "" {
			ids[len(ids)-1] = i.Identifier
		}
	}
	return ids
}

func TestFormatsOfEventsHoldTheEventsOfTheirFilterInItsOrder(t *testing.T) {
	s := seededServer(t)
	for _, query := range []string{"limit=1000", "limit=1000&actor=Witkof", "limit=1000&kind=meeting&sort=date", "limit=3&kind=leak", "limit=1000&q=ceasefire&sort=relevance", "limit=1000&from=1900&to=1901"} {
		var page EventPage
		strict(t, ask(t, s, "/v1/events?"+query).wants(t, 200).body, &page)
		want := []string{}
		for _, e := range page.Data {
			want = append(want, e.ID)
		}
		for _, f := range ofEvents() {
			if got := idsIn(t, f, ask(t, s, "/v1/events"+f.Suffix+"?"+query).wants(t, 200).body); !slices.Equal(got, want) {
				t.Errorf("%s in %s\n got %v\nwant %v", query, f.Name, got, want)
			}
			all := strings.TrimPrefix(strings.TrimPrefix(query, "limit=1000"), "&")
			if got := idsIn(t, f, ask(t, s, "/v1/events"+f.Suffix+"?"+all).wants(t, 200).body); !slices.Equal(got, want) {
				t.Errorf("%s without a limit in %s\n got %v\nwant %v", query, f.Name, got, want)
			}
		}
	}
}

func TestFormatsOfEventsKnowNoMoreThanWasKnown(t *testing.T) {
	s := seededServer(t)
	for _, v := range vectors {
		query := "?as_of=" + url.QueryEscape(v.asOf)
		for _, f := range ofEvents() {
			list := ask(t, s, "/v1/events"+f.Suffix+query+"&id="+v.event).wants(t, 200).body
			single := ask(t, s, "/v1/events/"+v.event+f.Suffix+query)
			if !v.known {
				single.wants(t, 404)
				if got := idsIn(t, f, list); len(got) > 0 {
					t.Errorf("%s at %s in %s: %q", v.event, v.asOf, f.Name, got)
				}
				continue
			}
			for _, body := range []string{list, single.wants(t, 200).body} {
				if got := idsIn(t, f, body); !slices.Equal(got, []string{v.event}) {
					t.Errorf("%s at %s in %s: %q", v.event, v.asOf, f.Name, got)
				}
				body = strings.ReplaceAll(body, "\r\n ", "")
				for _, later := range []string{"180 min", "210 min", "165–195 min", "met with non denial", "met_with_non_denial"} {
					known := strings.Contains(strings.Join(v.told, "\n"), later) || strings.ReplaceAll(later, " ", "_") == v.standing
					if !known && strings.Contains(body, later) {
						t.Errorf("%s at %s in %s tells %q", v.event, v.asOf, f.Name, later)
					}
				}
			}
		}
	}
}

func TestThePermalinkOfEachEventGivesItAsItWas(t *testing.T) {
	s := New(Options{Store: ownServer(t, Options{}, cited("1")...).Store, Build: "test", PublicURL: "https://backchannel.example"})
	var list []struct{ Permalink string }
	if err := json.Unmarshal([]byte(ask(t, s, "/v1/events.grafana.json?as_of=2025-06-01").wants(t, 200).body), &list); err != nil || len(list) != 1 {
		t.Fatalf("%v, %v", list, err)
	}
	address, ok := strings.CutPrefix(list[0].Permalink, "https://backchannel.example")
	if !ok || !strings.Contains(address, "as_of=2025-06-01&snapshot=") {
		t.Fatalf("the permalink is %q", list[0].Permalink)
	}
	before := ask(t, s, address).wants(t, 200).body
	again := cited("1")
	again[2].(*record.Event).Title = "Another title"
	put(t, s.Store, again[2])
	if after := ask(t, s, address).wants(t, 200).body; after != before || !strings.Contains(after, "Talks 1") {
		t.Errorf("it has changed from\n%s\nto\n%s", before, after)
	}
}

// cited are a source, a document of 1 May 2025 and events of that day which cite it.
func cited(numbers ...string) []record.Record {
	records := []record.Record{&record.Source{ID: "tass", Name: "TASS", Kind: "wire"},
		&record.Document{ID: "d1", Source: "tass", Title: "Report", URL: "https://tass.example/1", Published: edtf.MustParseMoment("2025-05-01T10:00:00Z")}}
	for _, n := range numbers {
		records = append(records, &record.Event{ID: "talks-" + n, Kind: "meeting", Title: "Talks " + n, Date: edtf.DateOf(edtf.MakeDay(2025, 5, 1)),
			Citations: []record.Citation{{Document: record.DocumentRef{ID: "d1"}}}})
	}
	return records
}

func TestAFileOfMoreEventsThanItsFormatHoldsIsRefused(t *testing.T) {
	var numbers []string
	for i := range 5000 {
		numbers = append(numbers, fmt.Sprintf("%04d", i))
	}
	s := ownServer(t, Options{}, cited(numbers...)...)
	for _, f := range ofEvents() {
		if got := idsIn(t, f, ask(t, s, "/v1/events"+f.Suffix).wants(t, 200).body); len(got) != 5000 {
			t.Errorf("%s holds %d events of 5,000", f.Name, len(got))
		}
	}
	put(t, s.Store, cited("one-too-many")[2])
	for _, f := range ofEvents() {
		p := ask(t, s, "/v1/events"+f.Suffix).wants(t, 400).problem(t)
		if p.Code != "too_many_for_format" || p.Detail != f.Name+" holds at most 5,000 events, and 5,001 match." || len(p.Errors) != 1 || !strings.Contains(p.Errors[0].Hint, "limit") {
			t.Errorf("%+v", p)
		}
		ask(t, s, "/v1/events"+f.Suffix, "METHOD", "HEAD").wants(t, 400)
		for query, want := range map[string]int{"?limit=7": 7, "?q=many": 1, "?id=talks-0001": 1} {
			if got := idsIn(t, f, ask(t, s, "/v1/events"+f.Suffix+query).wants(t, 200).body); len(got) != want {
				t.Errorf("%s%s holds %d events instead of %d", f.Name, query, len(got), want)
			}
		}
	}
	if lines := strings.Count(ask(t, s, "/v1/events.ndjson").wants(t, 200).body, "\n"); lines != 5001 {
		t.Errorf("ndjson has %d lines", lines)
	}
}

func TestFormatsOfEventsRefuseWhatTheyHaveNoPlaceFor(t *testing.T) {
	s := seededServer(t)
	for _, f := range ofEvents() {
		for _, query := range []string{"rows=accounts", "fields=title", "include=actors"} {
			for _, path := range []string{"/v1/events", "/v1/events/2025-04-25-putin-witkoff-moscow"} {
				p := ask(t, s, path+f.Suffix+"?"+query).wants(t, 400).problem(t)
				if len(p.Errors) != 1 || p.Errors[0].Code != "not_in_format" {
					t.Errorf("%s in %s: %+v", query, f.Name, p)
				}
			}
		}
		for _, path := range []string{"/v1/actors", "/v1/topics/crimea", "/v1/events/2025-04-25-putin-witkoff-moscow/accounts", "/v1/positions", "/v1/vocabularies"} {
			if p := ask(t, s, path+f.Suffix).wants(t, 404).problem(t); p.Code != "unknown_format" || slices.Contains(p.Formats, f.Name) {
				t.Errorf("%s%s: %+v", path, f.Suffix, p)
			}
			ask(t, s, path, "Accept", f.MediaType).wants(t, 406)
		}
	}
	ask(t, s, "/v1/events.ics.json").wants(t, 404)
	ask(t, s, "/v1/events.feed").wants(t, 404)
}

func TestFilesOfEventsAreSavedUnderTheirNames(t *testing.T) {
	s := seededServer(t)
	for suffix, want := range map[string]string{
		".ics": `attachment; filename="backchannel-events.ics"`, ".feed.json": `inline; filename="backchannel-events.feed.json"`,
		".timelinejs.csv": `attachment; filename="backchannel-events.timelinejs.csv"`, ".atom": `inline; filename="backchannel-events.atom"`,
	} {
		if got := ask(t, s, "/v1/events"+suffix+"?kind=meeting").wants(t, 200).Header.Get("Content-Disposition"); got != want {
			t.Errorf("%s is %s", suffix, got)
		}
	}
	if got := ask(t, s, "/v1/events/2025-04-25-putin-witkoff-moscow.ics").wants(t, 200).Header.Get("Content-Disposition"); got != `attachment; filename="events-2025-04-25-putin-witkoff-moscow.ics"` {
		t.Errorf("one event is %s", got)
	}
}

func TestARetractedEventIsGoneFromACalendarAndACancelledOneIsCancelled(t *testing.T) {
	records := cited("1", "2")
	records[3].(*record.Event).Status = "cancelled"
	s := ownServer(t, Options{}, records...)
	if body := ask(t, s, "/v1/events/talks-2.ics").wants(t, 200).body; !strings.Contains(body, "\r\nSTATUS:CANCELLED\r\n") {
		t.Errorf("it does not say so: %s", body)
	}
	write(t, s.Store, store.Batch{Changes: []store.Change{{Operation: store.Retract, Type: record.TypeEvent, ID: "talks-1"}}})
	ask(t, s, "/v1/events/talks-1.ics").wants(t, 410).problem(t)
	ics, _ := format.ByName("ics")
	if got := idsIn(t, ics, ask(t, s, "/v1/events.ics").wants(t, 200).body); !slices.Equal(got, []string{"talks-2"}) {
		t.Errorf("the calendar holds %q", got)
	}
}

func TestFullCalendarAsksWithTheNamesOfTheFilter(t *testing.T) { // startParam, endParam and timeZoneParam of docs/formats.md
	s := seededServer(t)
	body := ask(t, s, "/v1/events.fullcalendar.json?kind=meeting&from=2025-04-01T00:00:00%2B03:00&to=2025-05-01T00:00:00%2B03:00&_=UTC").wants(t, 200).body
	if !strings.Contains(body, `"id":"2025-04-25-putin-witkoff-moscow"`) || strings.Contains(body, `"id":"2025-03-13-putin-witkoff-moscow"`) {
		t.Errorf("it is %.500s", body)
	}
}
