package rest

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"backchannel/internal/fixture"
)

// shelf serves the seed under /v1, hostile text under /hostile/v1, the scripts of others, and pages.
func shelf(t *testing.T) (address string, pages map[string]string) {
	t.Helper()
	modules := fixture.NodeModules(t, "@knight-lab/timelinejs")
	fixture.NodeModules(t, "fullcalendar")
	pages = map[string]string{}
	mux := http.NewServeMux()
	mux.Handle("/v1/", seededServer(t))
	mux.Handle("/hostile/v1/", http.StripPrefix("/hostile", hostileServer(t)))
	mux.Handle("/timelinejs/", http.StripPrefix("/timelinejs/", http.FileServer(http.Dir(filepath.Join(modules, "@knight-lab/timelinejs/dist")))))
	mux.Handle("/fullcalendar/", http.StripPrefix("/fullcalendar/", http.FileServer(http.Dir(filepath.Join(modules, "fullcalendar")))))
	mux.HandleFunc("/page/{name}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(strings.ReplaceAll(strings.ReplaceAll(pages[r.PathValue("name")], `href="`, `href="/`), `src="`, `src="/`)))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL, pages
}

// slide is an event as TimelineJS has it once it has read it.
type slide struct {
	ID, Display string
	Start, End  []any // year, month, day, hour, minute; null: not known
	Headline    string
}

// slidesOf asks TimelineJS for what it has read. Its own ids it makes up where it was given none.
const slidesOf = `JSON.stringify(timeline.config.events.map((e) => {
  const parts = (d) => d ? ["year", "month", "day", "hour", "minute"].map((k) => d.data.date_obj && d.data[k] !== undefined && d.data[k] !== "" ? Number(d.data[k]) : null) : null;
  return {id: e.unique_id, display: e.display_date, start: parts(e.start_date), end: parts(e.end_date), headline: e.text.headline};
}))`

func slides(t *testing.T, b *fixture.Browser, address string) (list []slide) {
	t.Helper()
	b.Open(t, address)
	b.Await(t, `document.querySelectorAll(".tl-slide").length > 1 && document.querySelectorAll(".tl-timemarker").length > 0 ? "true" : ""`)
	if err := json.Unmarshal([]byte(b.Evaluate(t, slidesOf)), &list); err != nil {
		t.Fatal(err)
	}
	return list
}

// written are the slides as encoding/json reads them.
func written(t *testing.T, s *Server, path string) (list []slide) {
	t.Helper()
	type date struct{ Year, Month, Day, Hour, Minute *int }
	var whole struct {
		Events []struct {
			ID      string `json:"unique_id"`
			Display string `json:"display_date"`
			Start   *date  `json:"start_date"`
			End     *date  `json:"end_date"`
			Text    struct{ Headline string }
		}
	}
	if err := json.Unmarshal([]byte(ask(t, s, path).wants(t, 200).body), &whole); err != nil {
		t.Fatal(err)
	}
	parts := func(d *date) (list []any) {
		if d == nil {
			return nil
		}
		for _, n := range []*int{d.Year, d.Month, d.Day, d.Hour, d.Minute} {
			if n == nil {
				list = append(list, nil)
			} else {
				list = append(list, float64(*n))
			}
		}
		return list
	}
	for _, e := range whole.Events {
		list = append(list, slide{e.ID, e.Display, parts(e.Start), parts(e.End), e.Text.Headline})
	}
	return list
}

func TestTimelineJSShowsTheEvents(t *testing.T) {
	address, pages := shelf(t)
	b := fixture.Chromium(t)
	pages["recipe"] = pageOf(t, "TimelineJS page", address)
	got := slides(t, b, address+"/page/recipe")
	b.Evaluate(t, `timeline.goToId("2025-04-25-putin-witkoff-moscow")`)
	b.Await(t, `(() => { const box = [...document.querySelectorAll(".tl-slide .tl-headline-date")].findLast((e) => e.innerText.includes("25 April 2025"))?.getBoundingClientRect(); return "" + (box?.left > 0 && box.right < innerWidth); })()`)
	b.Shoot(t, "timelinejs")
	var ids []string
	for _, s := range got {
		ids = append(ids, s.ID)
	}
	if strings.Join(ids, " ") != "2025-02-11-putin-witkoff-moscow 2025-03-13-putin-witkoff-moscow 2025-04-11-putin-witkoff-st-petersburg 2025-04-25-putin-witkoff-moscow" {
		t.Errorf("it shows %q", ids)
	}
	for name, s := range map[string]*Server{"": seededServer(t), "/hostile": hostileServer(t)} {
		for _, ending := range []string{"json", "csv"} {
			path := "/v1/events.timelinejs." + ending + "?sort=date"
			pages["all"] = strings.Replace(pages["recipe"], address+"/v1/events.timelinejs.json?kind=meeting&actor=putin&actor=witkoff&to=2025-04-25&sort=date",
				address+name+path+"&safe=0", 1)
			got := slides(t, b, address+"/page/all")
			sameSlides(t, name+path, ending == "json", got, written(t, s, "/v1/events.timelinejs.json?sort=date"))
			if b.Evaluate(t, `document.querySelectorAll("#timeline script, #timeline img[onerror], #timeline .tl-text a[href^='javascript']").length`) != "0" {
				t.Errorf("%s%s: text has become markup", name, path)
			}
		}
	}
}

func sameSlides(t *testing.T, name string, ids bool, got, want []slide) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: TimelineJS has %d slides of %d", name, len(got), len(want))
		return
	}
	key := func(s slide) string {
		if !ids {
			s.ID = ""
		}
		body, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	left := map[string]int{}
	for _, s := range want {
		left[key(s)]++
	}
	for _, s := range got { // it sorts by date itself
		if left[key(s)]--; left[key(s)] < 0 {
			t.Errorf("%s: TimelineJS has a slide that was not written: %s", name, key(s))
		}
	}
}

func TestFullCalendarShowsTheEvents(t *testing.T) {
	address, pages := shelf(t)
	b := fixture.Chromium(t)
	pages["recipe"] = pageOf(t, "FullCalendar", address)
	b.Open(t, address+"/page/recipe")
	b.Await(t, `document.querySelectorAll(".fc-event").length >= 7 ? "true" : ""`)
	b.Shoot(t, "fullcalendar")
	days := b.Evaluate(t, `[...document.querySelectorAll(".fc-daygrid-day")].flatMap((day) => [...day.querySelectorAll(".fc-event-title")].map((e) => day.dataset.date + " " + e.innerText)).join("\n")`)
	for _, want := range []string{"2025-04-11 Putin and Witkoff meet in St Petersburg", "2025-04-26 "} {
		if !strings.Contains(days, want) {
			t.Errorf("there is no %q among\n%s", want, days)
		}
	}
	for name, s := range map[string]*Server{"": seededServer(t), "/hostile": hostileServer(t)} {
		pages["all"] = `<!doctype html><meta charset="utf-8"><script src="fullcalendar/index.global.min.js"></script><div id="calendar"></div><script>
fetch("` + address + name + `/v1/events.fullcalendar.json?sort=date").then((r) => r.json()).then((events) => {
  window.calendar = new FullCalendar.Calendar(document.getElementById("calendar"), {timeZone: "UTC", initialDate: "2025-05-01", dayMaxEvents: false, events});
  calendar.render();
  window.shown = true;
});</script>`
		b.Open(t, address+"/page/all")
		b.Await(t, `window.shown && document.querySelectorAll(".fc-event").length > 0 ? "true" : ""`)
		var got []foreign
		if err := json.Unmarshal([]byte(b.Evaluate(t, `JSON.stringify(calendar.getEvents().map((e) => ({
  id: e.id, title: e.title, start: e.startStr, end: e.endStr, allDay: e.allDay})))`)), &got); err != nil {
			t.Fatal(err)
		}
		_, want := listed(t, s)
		for i, w := range want { // of one day FullCalendar keeps no end
			if day, err := strconv.Atoi(strings.ReplaceAll(w.Start, "-", "")); w.AllDay && err == nil && i < len(got) && got[i].End == "" && day > 0 {
				got[i].End = w.End
			}
		}
		sameEvents(t, name+" in FullCalendar", got, want)
		if b.Evaluate(t, `document.querySelectorAll("#calendar script, #calendar .fc-event img").length`) != "0" {
			t.Errorf("%s: text has become markup", name)
		}
	}
}
