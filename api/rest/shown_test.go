package rest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/format"
)

func TestTheDaysThatFullCalendarShowsNarrowItsEvents(t *testing.T) {
	s := seededServer(t)
	f, _ := format.ByName("fullcalendar")
	of := func(query string) []string {
		return idsIn(t, f, ask(t, s, "/v1/events.fullcalendar.json?kind=meeting&actor=putin&actor=witkoff"+query).wants(t, 200).body)
	}
	want := []string{"2025-04-25-putin-witkoff-moscow", "2025-04-11-putin-witkoff-st-petersburg"}
	for _, query := range []string{
		"&from=2025-03-31&to=2025-05-01", "&start=2025-04-01&end=2025-05-01", "&start=2025-04-01T00:00:00Z&end=2025-05-01T00:00:00Z",
		"&start=2025-04-01T00%3A00%3A00%2B03%3A00&end=2025-05-01T00:00:00&timeZone=Europe%2FMoscow", // as it sends them
		"&start=1999-01-01&end=1999-02-01&from=2025-04&to=2025-04",                                  // what the address says beats what is shown
	} {
		if diff := cmp.Diff(want, of(query)); diff != "" {
			t.Errorf("%s: wanted (-), got (+): %s", query, diff)
		}
	}
	if got := of("&start=2025-04-12&end=2025-04-24"); len(got) != 1 || got[0] != want[1] {
		t.Errorf("with a day more on each side of 12 to 24 April there is %v", got)
	}
	for query, code := range map[string]string{
		".fullcalendar.json?start=yesterday": "bad_date", ".fullcalendar.json?end=2025-04": "bad_date", ".fullcalendar.json?start=2025-04-01x": "bad_date",
		".fullcalendar.json?start=2025-02-30": "bad_date", ".json?start=2025-04-01": "unknown_parameter", ".csv?timeZone=UTC": "unknown_parameter",
		".fullcalendar.json?start=2025-04-01&start=2025-04-02": "repeated_parameter",
	} {
		if body := ask(t, s, "/v1/events"+query).wants(t, 400).body; !strings.Contains(body, `"code": "`+code+`"`) {
			t.Errorf("%s is refused without %s: %s", query, code, body)
		}
	}
}
