package format

import (
	"encoding/csv"
	"encoding/json"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestParsersOfTheStandardLibraryReadEveryEvent(t *testing.T) {
	want := []string{"2025-04-25-putin-witkoff-moscow", "2025-04-22-ft-freeze-leak", "2025-04-22-peskov-fakes", "2025-02-putin-call"}
	for _, f := range ofEvents() {
		t.Run(f.Name, func(t *testing.T) {
			ids, _ := readBack(t, f.Name, write(t, f.Name, testOptions(), testHead(), corpus(t), testTail()))
			if diff := cmp.Diff(want, ids); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if ids, _ := readBack(t, f.Name, write(t, f.Name, testOptions(), Head{}, nil, Envelope{})); len(ids) != 0 {
				t.Errorf("of nothing comes %q", ids)
			}
		})
	}
}

func TestEveryFormatCarriesProvenanceStandingAndPermalink(t *testing.T) {
	leak := corpus(t)[1:2]
	for _, f := range ofEvents() {
		body := write(t, f.Name, testOptions(), testHead(), leak, testTail())
		body = strings.NewReplacer("\r\n ", "", `\u0026`, "&", "&amp;amp;", "&", "&amp;", "&").Replace(body)
		for _, part := range []string{"https://news.antiwar.com/2025/04/22/report", "met_with_non_denial", "2025-04-22T23:59:59.999999Z",
			"https://backchannel.example/v1/events/2025-04-22-ft-freeze-leak?snapshot=812&epoch=e1"} {
			if part == "met_with_non_denial" && f.Name == "timelinejs" {
				part = "met with non denial"
			}
			if !strings.Contains(body, part) {
				t.Errorf("%s has no %s:\n%s", f.Name, part, body)
			}
		}
		fuzzy := write(t, f.Name, testOptions(), testHead(), corpus(t)[2:3], testTail())
		if !strings.Contains(fuzzy, "c. 22 April 2025") {
			t.Errorf("%s does not say that the date is approximate:\n%s", f.Name, fuzzy)
		}
	}
}

func TestAddressesThatLeadNowhereFromOutsideAreNotLinks(t *testing.T) {
	opts := testOptions()
	opts.Permalink = func(event string) string { return "/v1/events/" + event + "?snapshot=1&epoch=e" }
	head := Head{Self: "/v1/events.ics", Permalink: "/v1/events?snapshot=1"}
	for format, not := range map[string]string{"ics": "\r\nURL:", "feed": `"url":"/`, "fullcalendar": `"url":"/`, "timelinejs": `href="/`, "grafana": `href=\"/`} {
		body := write(t, format, opts, head, corpus(t), testTail())
		if strings.Contains(body, not) {
			t.Errorf("%s has %s:\n%s", format, not, body)
		}
		if !strings.Contains(strings.ReplaceAll(body, "\r\n ", ""), "/v1/events/2025-04-22-ft-freeze-leak?snapshot=1") {
			t.Errorf("%s does not tell the permalink", format)
		}
	}
}

// markupOfOurs is all the markup that text of events may come with.
var markupOfOurs = regexp.MustCompile(`</?(p|ul|li|a)>|<a href="https?://[^"<> ]*">`)

func TestHostileTextIsTextInTheFormatsOfEvents(t *testing.T) {
	for _, f := range ofEvents() {
		for _, s := range hostile() {
			opts := testOptions()
			opts.Permalink = func(string) string { return s }
			rows := []Row{rowFrom(t, hostileEvent(s)), rowFrom(t, hostileEvent("plain"))}
			body := write(t, f.Name, opts, Head{Title: s, Self: s, Permalink: s}, rows, hostileTail(s))
			if !utf8.ValidString(body) {
				t.Fatalf("%s of %q is no UTF-8", f.Name, s)
			}
			for _, r := range strings.ReplaceAll(body, "\r\n", "\n") {
				if r != '\n' && r != '\t' && r != utf8.RuneError && obeyed(r) {
					t.Fatalf("%s: %q lets %U through:\n%q", f.Name, s, r, body)
				}
			}
			ids, markup := readBack(t, f.Name, body)
			if diff := cmp.Diff([]string{"2025-04-25-x", "2025-04-25-x"}, ids); diff != "" {
				t.Errorf("%s of %q (-want +got):\n%s", f.Name, s, diff)
			}
			for _, text := range markup {
				if left := markupOfOurs.ReplaceAllString(text, ""); strings.ContainsAny(left, `<>"`) {
					t.Errorf("%s: %q brings markup of its own: %s", f.Name, s, text)
				}
			}
		}
	}
}

func TestATitleComesBackFromEveryFormat(t *testing.T) {
	for _, s := range hostile() {
		want := oneLine(strings.ToValidUTF8(s, "\uFFFD"))
		rows := []Row{rowFrom(t, hostileEvent(s))}
		got := map[string]string{"ics": strings.Join(properties(t, write(t, "ics", Options{}, Head{}, rows, Envelope{}))["SUMMARY"], "")}
		got["atom"] = atomOf(t, write(t, "atom", Options{}, Head{}, rows, Envelope{})).Entries[0].Title
		var slides struct{ Events []timelineSlide }
		if err := json.Unmarshal([]byte(write(t, "timelinejs", Options{}, Head{}, rows, Envelope{})), &slides); err != nil {
			t.Fatal(err)
		}
		got["timelinejs"] = html.UnescapeString(slides.Events[0].Text.Headline)
		for format, title := range got {
			if title != want {
				t.Errorf("%s: %q came back as %q", format, want, title)
			}
		}
	}
}

func TestASpreadsheetOfTimelineJSRunsNothing(t *testing.T) {
	body := write(t, "timelinejs-csv", Options{Safe: true, BOM: true}, Head{}, hostileRows(t), Envelope{})
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, byteOrderMark))).ReadAll()
	if err != nil || len(rows) != len(hostile())+1 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if runs(cell) {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
}

func TestAPageCanHoldJSONLD(t *testing.T) {
	body := write(t, "jsonld", Options{}, Head{}, hostileRows(t), Envelope{})
	if strings.ContainsAny(body, "<>&") || !json.Valid([]byte(body)) {
		t.Error("JSON-LD can end the element it stands in")
	}
}

func TestIdsOfAtomAreTheEventsForEver(t *testing.T) {
	if got := urn("event 2025-04-25-putin-witkoff-moscow"); got != "urn:uuid:fd47d083-be5a-58f0-9119-72e0b6fe8e81" {
		t.Errorf("the id has become %s", got)
	}
	feed := atomOf(t, write(t, "atom", Options{}, Head{}, nil, Envelope{}))
	if feed.Updated != "1970-01-01T00:00:00Z" || feed.Title != "Backchannel" {
		t.Errorf("a feed of nothing is %+v", feed)
	}
}
