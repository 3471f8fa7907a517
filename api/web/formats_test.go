package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"backchannel/api/rest"
	"backchannel/internal/edtf"
	"backchannel/internal/fixture"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// meetings asks for the seven meetings of the seed and for one more, whose text tries to be markup.
const meetings = "kind=meeting&actor=vladimir-putin&actor=steve-witkoff&actor=-donald-trump"

const hostileTitle = `<img src="x" onerror="window.ran=1"> & "talks" </script><script>window.ran=1</script>`

// dashboard serves the API with the seed, packages of npm under /npm/, and pages.
func dashboard(t *testing.T, pkg string, pages map[string]string) *httptest.Server {
	t.Helper()
	modules := os.Getenv("BACKCHANNEL_NODE_MODULES")
	if _, err := os.Stat(filepath.Join(modules, pkg, "package.json")); modules == "" || err != nil {
		fixture.Missing(t, pkg+" (an npm package in the folder BACKCHANNEL_NODE_MODULES)")
	}
	s := fixture.Seeded(t)
	_, err := s.Write(context.Background(), store.Batch{Changes: []store.Change{{Operation: store.Put, Type: record.TypeEvent, Record: &record.Event{
		ID: "2026-01-10-hostile", Kind: "meeting", Title: hostileTitle, Summary: hostileTitle, Date: edtf.MustParse("2026-01-10"),
		Participants: []record.Participant{{Actor: "vladimir-putin", Role: "host"}, {Actor: "steve-witkoff", Role: "envoy"}},
		Citations:    []record.Citation{{Document: record.DocumentRef{ID: "s01"}, Grade: "6"}}, Meeting: &record.Meeting{Format: "bilateral"},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.Handle("/v1/", rest.New(rest.Options{Store: s, Build: "test"}))
	mux.Handle("/npm/", http.StripPrefix("/npm/", http.FileServer(http.Dir(modules))))
	for path, page := range pages {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, page)
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// shows waits until a page has the headings of all eight meetings, and checks that no text of theirs ran.
func shows(t *testing.T, b *browser, headings string) {
	t.Helper()
	b.await(t, headings+".length >= 8")
	got := b.evaluate(t, headings+`.join("\n")`)
	for _, want := range []string{"Putin and Witkoff meet in Moscow", "Putin and Witkoff meet in St Petersburg", hostileTitle} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q among\n%s", want, got)
		}
	}
	if ran := b.evaluate(t, "String(window.ran)"); ran != "undefined" {
		t.Error("text of an event ran as a script")
	}
}

// TestTimelineJSShowsTheMeetings has a page of TimelineJS in a real browser read both of the formats made for it.
func TestTimelineJSShowsTheMeetings(t *testing.T) {
	pages := map[string]string{}
	for path, address := range map[string]string{"/json.html": "/v1/events.timelinejs.json?" + meetings, "/csv.html": "/v1/events.timelinejs.csv?" + meetings} {
		pages[path] = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="/npm/@knight-lab/timelinejs/dist/css/timeline.css">
<div id="timeline" style="width:100%;height:800px"></div><script src="/npm/@knight-lab/timelinejs/dist/js/timeline.js"></script>
<script>const timeline = new TL.Timeline("timeline", location.origin + "` + address + `", {hash_bookmark: false});</script>`
	}
	server := dashboard(t, "@knight-lab/timelinejs", pages)
	for path := range pages {
		t.Run(path, func(t *testing.T) {
			b := chromium(t)
			b.open(t, server.URL+path)
			shows(t, b, `[...document.querySelectorAll(".tl-slide:not(.tl-slide-titleslide) .tl-headline")].map(e => e.textContent.trim())`)
			if dates := b.evaluate(t, `[...document.querySelectorAll(".tl-slide .tl-headline-date")].map(e => e.textContent.trim()).join("\n")`); !strings.Contains(dates, "25 April 2025") || !strings.Contains(dates, "2–3 December 2025") {
				t.Errorf("the dates are\n%s", dates)
			}
			b.shoot(t, "timelinejs"+strings.ReplaceAll(path, "/", "-"))
		})
	}
}

// TestFullCalendarShowsTheMeetings has a page of FullCalendar read its format as a feed of events.
func TestFullCalendarShowsTheMeetings(t *testing.T) {
	list := `<!doctype html><meta charset="utf-8"><div id="calendar"></div><script src="/npm/fullcalendar/index.global.min.js"></script>
<script>const calendar = new FullCalendar.Calendar(document.getElementById("calendar"), {initialView: "VIEW", initialDate: "2025-04-01", timeZone: "Europe/Moscow",
views: {years: {type: "list", duration: {years: 2}}}, events: "/v1/events.fullcalendar.json?` + meetings + `"}); calendar.render();</script>`
	server := dashboard(t, "fullcalendar", map[string]string{
		"/list.html": strings.ReplaceAll(list, "VIEW", "years"), "/month.html": strings.ReplaceAll(list, "VIEW", "dayGridMonth"),
	})
	b := chromium(t)
	b.open(t, server.URL+"/list.html")
	shows(t, b, `[...document.querySelectorAll(".fc-list-event-title")].map(e => e.textContent.trim())`)
	b.shoot(t, "fullcalendar-list")
	b.open(t, server.URL+"/month.html")
	b.await(t, `document.querySelectorAll(".fc-daygrid-event").length >= 2`)
	days := b.evaluate(t, `[...document.querySelectorAll(".fc-daygrid-day")].filter(d => d.querySelector(".fc-daygrid-event")).map(d => d.dataset.date).join(" ")`)
	if days != "2025-04-11 2025-04-25" {
		t.Errorf("April has meetings on %s", days)
	}
	b.shoot(t, "fullcalendar-month")
}
