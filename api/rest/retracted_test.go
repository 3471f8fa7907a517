package rest

import (
	"encoding/json"
	"encoding/xml"
	"slices"
	"strings"
	"testing"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// corrected serves three events, of which the first was corrected and the third retracted.
func corrected(t *testing.T) *Server {
	s := ownServer(t, Options{}, cited("1", "2", "3")...)
	again := cited("1")[2].(*record.Event)
	again.Title = "Talks on grain"
	write(t, s.Store, store.Batch{Changes: []store.Change{
		{Operation: store.Put, Record: again, Corrected: true, Reason: "The title named <another> subject\r\nATTENDEE:x"},
		{Operation: store.Retract, Type: record.TypeEvent, ID: cited("3")[2].(*record.Event).ID, Reason: "entered twice; see 2"},
	}})
	return s
}

func TestCorrectionsAndRetractionsReachThoseWhoSubscribe(t *testing.T) {
	s := corrected(t)
	first, third := cited("1")[2].(*record.Event).ID, cited("3")[2].(*record.Event).ID

	parts := strings.Split(strings.ReplaceAll(ask(t, s, "/v1/events.ics").wants(t, 200).body, "\r\n ", ""), "BEGIN:VEVENT\r\n")[1:]
	want := map[string][]string{
		first: {"SEQUENCE:1\r\n", "STATUS:CONFIRMED\r\n", "SUMMARY:Talks on grain\r\n", `The title named <another> subject ATTENDEE:x`, "Corrected: "},
		third: {"SEQUENCE:1\r\n", "STATUS:CANCELLED\r\n", "SUMMARY:Retracted: Talks 3\r\n", `\, entered twice\; see 2`, "DTSTART"},
	}
	if len(parts) != 3 {
		t.Fatalf("%d parts: %q", len(parts), parts)
	}
	for _, part := range parts {
		for id, lines := range want {
			for _, line := range lines {
				if strings.Contains(part, "UID:"+id+"@") && !strings.Contains(part, line) {
					t.Errorf("%s has no %q:\n%s", id, line, part)
				}
			}
		}
		if strings.Contains(part, "\r\nATTENDEE") {
			t.Errorf("a reason brings in a line of its own:\n%s", part)
		}
	}

	var feed struct {
		Updated string     `xml:"http://www.w3.org/2005/Atom updated"`
		Entries []struct{} `xml:"http://www.w3.org/2005/Atom entry"`
		Deleted []struct {
			Ref     string `xml:"ref,attr"`
			When    string `xml:"when,attr"`
			Comment string `xml:"http://purl.org/atompub/tombstones/1.0 comment"`
		} `xml:"http://purl.org/atompub/tombstones/1.0 deleted-entry"`
	}
	before := ask(t, s, "/v1/events.atom?snapshot=5").wants(t, 200).body
	if err := xml.Unmarshal([]byte(ask(t, s, "/v1/events.atom").wants(t, 200).body), &feed); err != nil {
		t.Fatal(err)
	}
	if len(feed.Entries) != 2 || len(feed.Deleted) != 1 || feed.Deleted[0].When != feed.Updated ||
		!strings.HasSuffix(feed.Deleted[0].Comment, ", entered twice; see 2") {
		t.Fatalf("%+v", feed)
	}
	if !strings.Contains(before, "<id>"+feed.Deleted[0].Ref+"</id>") {
		t.Errorf("what is deleted was never an entry: %s", feed.Deleted[0].Ref)
	}

	var own struct {
		Items []struct {
			ID  string
			Own struct{ Change *struct{ Corrected bool } } `json:"_backchannel"`
		}
		Own struct{ Retracted []struct{ ID, Reason string } } `json:"_backchannel"`
	}
	if err := json.Unmarshal([]byte(ask(t, s, "/v1/events.feed.json").wants(t, 200).body), &own); err != nil {
		t.Fatal(err)
	}
	if len(own.Own.Retracted) != 1 || own.Own.Retracted[0].ID != third || own.Own.Retracted[0].Reason != "entered twice; see 2" {
		t.Errorf("retracted: %+v", own.Own)
	}
	for _, item := range own.Items {
		if (item.Own.Change != nil) != (item.ID == first) || item.ID == first && !item.Own.Change.Corrected {
			t.Errorf("%+v", item)
		}
	}
}

func TestRetractionsAreNotAmongTheEvents(t *testing.T) {
	s := corrected(t)
	for _, f := range ofEvents() {
		ids := idsIn(t, f, ask(t, s, "/v1/events"+f.Suffix+"?sort=date").wants(t, 200).body)
		if len(ids) != 2 || slices.Contains(ids, cited("3")[2].(*record.Event).ID) {
			t.Errorf("%s holds %q", f.Name, ids)
		}
	}
}

func TestChangesAndRetractionsAreNotToldToWhoAsksForAnEarlierDay(t *testing.T) {
	s := corrected(t)
	for _, f := range ofEvents() {
		for _, query := range []string{"as_of=2025-06-01", "kind=call"} {
			body := strings.ReplaceAll(ask(t, s, "/v1/events"+f.Suffix+"?"+query).wants(t, 200).body, "\r\n ", "")
			for _, word := range []string{"another", "entered twice"} {
				if strings.Contains(body, word) {
					t.Errorf("%s with %s tells %q:\n%s", f.Name, query, word, body)
				}
			}
		}
	}
}
