package rest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestATimelineNarrowsAListOfEvents(t *testing.T) {
	s := seededServer(t)
	meetings := found(t, s, "/v1/events?timeline=putin-witkoff-meetings")
	if diff := cmp.Diff(found(t, s, "/v1/events?kind=meeting&actor=vladimir-putin&actor=steve-witkoff&actor=-donald-trump"), meetings); diff != "" || len(meetings) != 7 {
		t.Errorf("the timeline (+) is not its filter (-): %s", diff)
	}
	if diff := cmp.Diff(found(t, s, "/v1/events?kind=leak&from=2025-04-24&to=2025-04-30"), found(t, s, "/v1/events?timeline=leaks-april-2025&from=2025-04-24")); diff != "" {
		t.Errorf("the end of the timeline (+) is not that of its filter (-): %s", diff)
	}
	if got := found(t, s, "/v1/events?timeline=leaks-april-2025&timeline=putin-witkoff-meetings"); len(got) != 0 {
		t.Errorf("%v are leaks and meetings", got)
	}
	if got := found(t, s, "/v1/events?timeline=putin-witkoff-meetings&as_of=2025-03-31"); len(got) != 2 {
		t.Errorf("by March there were %v", got)
	}
}

func TestAPermalinkNamesTheTimelineAndTheSnapshot(t *testing.T) {
	var page EventPage
	strict(t, ask(t, seededServer(t), "/v1/events?timeline=leaks-april-2025&source=axios").wants(t, 200).body, &page)
	for _, part := range []string{"source=axios", "timeline=leaks-april-2025", "snapshot="} {
		if !strings.Contains(page.Links.Permalink, part) {
			t.Errorf("%s has no %s", page.Links.Permalink, part)
		}
	}
	if strings.Contains(page.Links.Permalink, "kind=") {
		t.Errorf("%s has what the timeline says already", page.Links.Permalink)
	}
}

func TestAnUnknownTimelineIsRefused(t *testing.T) {
	s := seededServer(t)
	for _, query := range []string{"timeline=no-such", "timeline=leaks-april-2025,putin-witkoff-meetings", "timeline=leaks-april-2025&from=2026"} {
		p := ask(t, s, "/v1/events?"+query).wants(t, 400)
		if !strings.Contains(p.body, `"timeline"`) {
			t.Errorf("%s: %s", query, p.body)
		}
	}
}

func TestNotesOnEventsThatWereNotKnownAreNotShown(t *testing.T) {
	s := seededServer(t)
	for asOf, want := range map[string]int{"": 2, "?as_of=2025-03-01": 1, "?as_of=2025-01-01": 0} {
		var one TimelineOne
		strict(t, ask(t, s, "/v1/timelines/putin-witkoff-meetings"+asOf).wants(t, 200).body, &one)
		if len(one.Data.Notes) != want {
			t.Errorf("%q shows %d notes, not %d", asOf, len(one.Data.Notes), want)
		}
	}
}

func TestASavedFilterIsKeptInItsCanonicalForm(t *testing.T) {
	d := newDesk(t, Options{})
	body := `{"id":"arlen","title":"Arlen","filter":"actor=Anna+Arlen&kind=meeting"}`
	d.send(t, "POST", "/v1/timelines", body).wants(t, 201)
	var one TimelineOne
	strict(t, ask(t, d.Server, "/v1/timelines/arlen").wants(t, 200).body, &one)
	if one.Data.Filter != "kind=meeting&actor=anna-arlen" {
		t.Errorf("it is kept as %s", one.Data.Filter)
	}
	if got := found(t, d.Server, "/v1/events?timeline=arlen"); len(got) != 1 {
		t.Errorf("it finds %v", got)
	}
	for _, filter := range []string{"actor=nobody-there", "kind=meal", "as_of=2025-04-22", "%zz", "timeline=arlen"} {
		p := d.send(t, "POST", "/v1/timelines", `{"id":"broken","title":"Broken","filter":"`+filter+`"}`)
		if p.StatusCode/100 != 4 || !strings.Contains(p.body, "/filter") {
			t.Errorf("%s answers %d: %s", filter, p.StatusCode, p.body)
		}
	}
}

func TestTextTellsWhereAnEventStandsInItsTimeline(t *testing.T) {
	s := seededServer(t)
	for _, ending := range []string{".txt", ".md"} {
		whole := ask(t, s, "/v1/events"+ending+"?timeline=putin-witkoff-meetings&from=2025-04-25&to=2025-08-31").wants(t, 200).body
		if !strings.Contains(whole, "4 of 7") || !strings.Contains(whole, "5 of 7") || strings.Contains(whole, "6 of 7") {
			t.Errorf("%s: %s", ending, whole)
		}
		then := ask(t, s, "/v1/events"+ending+"?timeline=putin-witkoff-meetings&as_of=2025-04-26").wants(t, 200).body
		if !strings.Contains(then, "4 of 4") {
			t.Errorf("as of April, %s: %s", ending, then)
		}
		if plain := ask(t, s, "/v1/events"+ending+"?kind=meeting").wants(t, 200).body; strings.Contains(strings.ToUpper(plain), "NUMBER") {
			t.Errorf("a list of no timeline counts: %s", plain)
		}
	}
}
