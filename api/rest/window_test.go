package rest

import (
	"slices"
	"testing"

	"backchannel/internal/format"
)

func TestFullCalendarIsAnsweredWhatItAsksFor(t *testing.T) {
	s := seededServer(t)
	f, _ := format.ByName("fullcalendar")
	ids := func(query string) []string {
		return idsIn(t, f, ask(t, s, "/v1/events.fullcalendar.json?sort=date&"+query).wants(t, 200).body)
	}
	for sent, same := range map[string]string{
		"start=2025-04-01T00:00:00Z&end=2025-05-01T00:00:00Z&timeZone=UTC":              "from=2025-03-31&to=2025-05-01",
		"start=2025-04-01T00:00:00%2B03:00&end=2025-05-01T00:00:00%2B03:00":             "from=2025-03-31&to=2025-05-01",
		"start=2025-04-01T00:00:00+03:00&end=2025-05-01T00:00:00+03:00":                 "from=2025-03-31&to=2025-05-01",
		"start=2025-04-01&end=2025-05-01&timeZone=Europe/Moscow":                        "from=2025-03-31&to=2025-05-01",
		"start=2025-04-01T00:00:00&kind=leak":                                           "kind=leak&from=2025-03-31",
		"start=2025-04-01T00:00:00Z&end=2025-05-01T00:00:00Z&from=2025-04-20":           "from=2025-04-20&to=2025-05-01",
		"start=2025-04-01T00:00:00Z&end=2025-05-01T00:00:00Z&timeline=leaks-april-2025": "timeline=leaks-april-2025",
		"start=2025-06-01T00:00:00Z&end=2025-07-01T00:00:00Z&timeline=leaks-april-2025": "timeline=leaks-april-2025", // it shows none of them itself
	} {
		got, want := ids(sent), ids(same)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s\n got %q\nwant %q", sent, got, want)
		}
	}
}

func TestWhatFullCalendarSendsIsRefusedWhereItMeansNothing(t *testing.T) {
	s := seededServer(t)
	for address, code := range map[string]string{
		"/v1/events.ics?start=2025-04-01":                    "not_in_format",
		"/v1/events?timeZone=UTC":                            "not_in_format",
		"/v1/events.fullcalendar.json?start=April":           "bad_date",
		"/v1/events.fullcalendar.json?end=2025-02-31":        "bad_date",
		"/v1/events.fullcalendar.json?end=2025-02-01T10":     "bad_date",
		"/v1/events.fullcalendar.json?start=2025&start=2026": "repeated_parameter",
	} {
		p := ask(t, s, address).wants(t, 400).problem(t)
		if len(p.Errors) == 0 || p.Errors[0].Code != code {
			t.Errorf("%s: %+v", address, p.Errors)
		}
	}
}
