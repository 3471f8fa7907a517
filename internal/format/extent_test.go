package format

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// dated is an event of a date, with a clock time where start is not empty.
func dated(t testing.TB, date, start string, particulars map[string]record.Particular) *record.EventAnswer {
	t.Helper()
	d, err := edtf.Parse(date)
	if err != nil {
		t.Fatal(err)
	}
	a := &record.EventAnswer{Event: record.Event{ID: "x", Kind: "meeting", Title: "T", Date: d}, When: d.When(), Particulars: particulars}
	if start != "" {
		a.StartAt = edtf.MustParseMoment(start)
	}
	return a
}

func TestNoDateIsMadeFinerThanItIsKnown(t *testing.T) {
	// of ics the start and end, of TimelineJS start/end, of JSON-LD start/end
	tests := []struct{ name, date, ics, summary, timeline, linked string }{
		{"a day is itself", "2025-04-25", "20250425 20250426", "T", "2025-4-25", "2025-04-25/"},
		{"about a day says so", "2025-04-18~", "20250418 20250419", "T (c. 18 April 2025)", "2025-4-18", "/"},
		{"an uncertain day says so", "2025-12-21?", "20251221 20251222", "T (21 December 2025 (uncertain))", "2025-12-21", "/"},
		{"a month is all of it", "2025-02", "20250201 20250301", "T (February 2025)", "2025-2", "2025-02/"},
		{"a day unknown in a month is all of it", "2025-02-XX", "20250201 20250301", "T (February 2025 (day unknown))", "2025-2", "/"},
		{"a year is all of it", "2025", "20250101 20260101", "T (2025)", "2025", "2025/"},
		{"a season keeps its name", "2025-21", "20250301 20250601", "T (spring 2025)", "2025", "/"},
		{"a winter lies in two years", "2025-24", "20251201 20260301", "T (winter 2025–26)", "2025/2026", "/"},
		{"a decade is ten years", "202X", "20200101 20300101", "T (2020s)", "2020/2029", "/"},
		{"days from and to are a span", "2025-04-19/2025-04-20", "20250419 20250421", "T (19–20 April 2025)", "2025-4-19/2025-4-20", "2025-04-19/2025-04-20"},
		{"each end of an interval is as fine as it is known", "2025-04-18/2025-06", "20250418 20250701", "T (18 April 2025 – June 2025)", "2025-4-18/2025-6", "2025-04-18/2025-06"},
		{"an open end stands at its start", "2025-01/..", "20250101 20250201", "T (from January 2025)", "2025-1", "2025-01/"},
		{"an open start stands at its end", "../2025-06-30", "20250630 20250701", "T (until 30 June 2025)", "2025-6-30", "/2025-06-30"},
		{"one of two days is the month they share", "[2025-04-23,2025-04-24]", "20250423 20250425", "T (23 or 24 April 2025)", "2025-4", "/"},
		{"one of two days in two months is the year", "[2025-04-30,2025-05-01]", "20250430 20250502", "T (30 April or 1 May 2025)", "2025", "/"},
		{"a day or earlier stands at the day", "[..2025-04-23]", "20250423 20250424", "T (23 April 2025 or earlier)", "2025-4-23", "/"},
		{"the last day that can be written has no day after", "9999-12-31", "99991231 ", "T", "9999-12-31", "9999-12-31/"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := dated(t, test.date, "", nil)
			props := properties(t, write(t, "ics", Options{}, Head{}, []Row{rowFrom(t, a)}, Envelope{}))
			got := []string{
				strings.Join(props["DTSTART;VALUE=DATE"], "") + " " + strings.Join(props["DTEND;VALUE=DATE"], ""), strings.Join(props["SUMMARY"], ""),
				timelineOf(a), linkedOf(a),
			}
			if diff := cmp.Diff([]string{test.ics, test.summary, test.timeline, test.linked}, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func timelineOf(a *record.EventAnswer) string {
	fields := func(d timelineDate) string {
		text := fmt.Sprint(d.Year)
		for _, n := range []int{d.Month, d.Day} {
			if n != 0 {
				text += fmt.Sprint("-", n)
			}
		}
		if d.Hour != nil {
			text += fmt.Sprintf("T%02d:%02d", *d.Hour, *d.Minute)
		}
		return text
	}
	start, end := timelineDates(a)
	if end == nil {
		return fields(start)
	}
	return fields(start) + "/" + fields(*end)
}

func linkedOf(a *record.EventAnswer) string {
	start, end := isoDates(a)
	return start + "/" + end
}

func TestAnEndIsWrittenOnlyWhereAllWhoTellOneAgree(t *testing.T) {
	one := func(v any) record.Particular {
		return record.Particular{State: "single", Value: v, Told: []record.Told{{Said: record.Said{Value: v}}}}
	}
	start := "2025-04-25T12:55:00+03:00"
	tests := []struct {
		name        string
		particulars map[string]record.Particular
		want        string
	}{
		{"nobody tells one", nil, ""},
		{"one end is told", map[string]record.Particular{"end_at": one("2025-04-25T15:00:00+03:00")}, "2025-04-25T15:00:00+03:00"},
		{"one length is told", map[string]record.Particular{"duration": one(90.0)}, "2025-04-25T14:25:00+03:00"},
		{"an end stands where a length of the same teller does", map[string]record.Particular{
			"end_at": one("2025-04-25T15:00:00+03:00"), "duration": one(125.0)}, "2025-04-25T15:00:00+03:00"},
		{"lengths differ", map[string]record.Particular{"end_at": one("2025-04-25T15:00:00+03:00"), "duration": {State: "differs"}}, ""},
		{"ends differ", map[string]record.Particular{"end_at": {State: "differs"}, "duration": one(90.0)}, ""},
		{"starts differ", map[string]record.Particular{"start_at": {State: "differs"}, "duration": one(90.0)}, ""},
		{"an end in words is none", map[string]record.Particular{"end_at": {State: "single", Told: []record.Told{{Said: record.Said{Text: "late"}}}}, "duration": one(90.0)}, ""},
		{"an end before the start is none", map[string]record.Particular{"end_at": one("2025-04-25T09:00:00Z")}, ""},
		{"a day is no clock time", map[string]record.Particular{"end_at": one("2025-04-26")}, ""},
		{"a range is no length", map[string]record.Particular{"duration": {State: "single", Min: new(60.0), Max: new(90.0)}}, ""},
		{"a number of JSON is a length", map[string]record.Particular{"duration": one(json.Number("5"))}, "2025-04-25T13:00:00+03:00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := extentOf(dated(t, "2025-04-25", start, test.particulars)).end.String(); got != test.want {
				t.Errorf("it ends %q instead of %q", got, test.want)
			}
		})
	}
}

func TestClockTimesAreExactInEveryFormat(t *testing.T) {
	end := "2025-04-25T15:00:00+03:00"
	a := dated(t, "2025-04-25", "2025-04-25T12:55:00+03:00", map[string]record.Particular{
		"end_at": {State: "single", Value: end, Told: []record.Told{{Said: record.Said{Value: end}}}}})
	rows := []Row{rowFrom(t, a)}
	for format, parts := range map[string][]string{
		"ics":            {"\r\nDTSTART:20250425T095500Z\r\nDTEND:20250425T120000Z\r\n"},
		"fullcalendar":   {`"start":"2025-04-25T12:55:00+03:00","end":"2025-04-25T15:00:00+03:00","allDay":false`},
		"grafana":        {`"time":1745574900000,"timeEnd":1745582400000`},
		"jsonld":         {`"startDate":"2025-04-25T12:55:00+03:00","endDate":"2025-04-25T15:00:00+03:00"`},
		"timelinejs":     {`"start_date":{"year":2025,"month":4,"day":25,"hour":12,"minute":55},"end_date":{"year":2025,"month":4,"day":25,"hour":15,"minute":0}`},
		"timelinejs-csv": {"\r\n2025,4,25,12:55:00,2025,4,25,15:00:00,"},
	} {
		got := write(t, format, Options{}, Head{}, rows, Envelope{})
		for _, part := range parts {
			if !strings.Contains(got, part) {
				t.Errorf("%s has no %q:\n%s", format, part, got)
			}
		}
	}
}

func TestDaysOfGrafanaBeginAtMidnightOfThePlace(t *testing.T) {
	a := dated(t, "2025-04-25", "", nil)
	for tz, want := range map[string]string{"": `"time":1745539200000,"timeEnd":1745625600000`, "Europe/Moscow": `"time":1745528400000,"timeEnd":1745614800000`} {
		a.Place = &record.Place{TZ: tz}
		if got := write(t, "grafana", Options{}, Head{}, []Row{rowFrom(t, a)}, Envelope{}); !strings.Contains(got, want) {
			t.Errorf("%q: no %s in %s", tz, want, got)
		}
	}
}

func TestACalendarTellsWhatBecameOfAnEvent(t *testing.T) {
	for status, want := range map[record.Status]string{"": "CONFIRMED", "occurred": "CONFIRMED", "scheduled": "TENTATIVE", "unconfirmed": "TENTATIVE", "cancelled": "CANCELLED"} {
		a := dated(t, "2025-04-25", "", nil)
		a.Status, a.Revision = status, 3
		props := properties(t, write(t, "ics", Options{}, Head{}, []Row{rowFrom(t, a)}, Envelope{}))
		if diff := cmp.Diff([]string{want, "2"}, append(props["STATUS"], props["SEQUENCE"]...)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", status, diff)
		}
	}
}
