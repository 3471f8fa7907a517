package rest

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// clocked serves the seed by a clock of the test's own.
func clocked(t *testing.T, at *time.Time) *Server {
	t.Helper()
	return New(Options{Store: seededServer(t).Store, Build: "test", PublicURL: "https://timeline.example.org", Now: func() time.Time { return *at }})
}

func TestAnAnswerOfTodayIsCitedWithItsDayAndAPermalinkWithout(t *testing.T) {
	at := time.Date(2026, 11, 25, 23, 59, 59, 0, time.UTC)
	s := clocked(t, &at)
	for _, path := range []string{"/v1/events?kind=meeting", "/v1/events/2025-04-25-putin-witkoff-moscow", "/v1/events/2025-04-25-putin-witkoff-moscow/accounts"} {
		var first, next, pinned EventOneOrPage
		evening := ask(t, s, path).wants(t, 200)
		first.read(t, evening.body)
		tag := evening.Header.Get("Etag")
		ask(t, s, path, "If-None-Match", tag).wants(t, 304)
		at = at.Add(time.Second)
		morning := ask(t, s, path, "If-None-Match", tag).wants(t, 200)
		next.read(t, morning.body)
		if !strings.HasSuffix(first.Citing.Text, ", read on 2026-11-25") || !strings.HasSuffix(next.Citing.Text, ", read on 2026-11-26") || morning.Header.Get("Etag") == tag {
			t.Errorf("%s: %s, then %s", path, first.Citing.Text, next.Citing.Text)
		}
		if strings.ReplaceAll(morning.body, "11-26", "11-25") == morning.body || first.Links.Permalink != next.Links.Permalink || first.Meta.Digest != next.Meta.Digest {
			t.Errorf("%s: more than the day has changed", path)
		}
		permalink := strings.TrimPrefix(first.Links.Permalink, s.PublicURL)
		before := ask(t, s, permalink).wants(t, 200)
		pinned.read(t, before.body)
		at = at.Add(48 * time.Hour)
		if after := ask(t, s, permalink).wants(t, 200); after.body != before.body || after.Header.Get("Etag") != before.Header.Get("Etag") {
			t.Errorf("%s changes with the days", permalink)
		}
		if pinned.Citing.Text+", read on 2026-11-25" != first.Citing.Text || pinned.Citing.CSL[0].Accessed != nil || strings.Contains(pinned.Citing.BibTeX, "urldate") {
			t.Errorf("a permalink is cited %+v", pinned.Citing)
		}
		at = time.Date(2026, 11, 25, 23, 59, 59, 0, time.UTC)
	}
}

// EventOneOrPage is what both have around their data.
type EventOneOrPage struct {
	Around
	Citing Citing
}

func (e *EventOneOrPage) read(t *testing.T, body string) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), e); err != nil {
		t.Fatal(err)
	}
}

func TestTablesForReadersAreCitedAsJSONIs(t *testing.T) {
	at := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	s := clocked(t, &at)
	for _, path := range []string{"/v1/events?kind=leak&limit=3", "/v1/events?as_of=2025-04-22&kind=leak", "/v1/events/2025-04-20-wsj-leak?as_of=2025-04-21",
		"/v1/events/2025-04-25-putin-witkoff-moscow/accounts", "/v1/events?q=nothing-has-this-word"} {
		var e EventOneOrPage
		e.read(t, ask(t, s, path).wants(t, 200).body)
		for _, suffix := range []string{".txt", ".md"} {
			_, cite, _ := strings.Cut(ask(t, s, endingless(path, suffix)).wants(t, 200).body, "Cite as: ")
			cite = strings.TrimSuffix(cite, "\n")
			if suffix == ".md" {
				before, link, _ := strings.Cut(cite, "[")
				address, rest, _ := strings.Cut(link, "](<")
				_, rest, _ = strings.Cut(rest, ">)")
				cite = strings.ReplaceAll(strings.ReplaceAll(before+address+rest, `\`, ""), "&amp;", "&")
			}
			if want := e.Citing.Text; strings.Replace(cite, suffix+"?", "?", 1) != want {
				t.Errorf("%s%s\n%s\ninstead of\n%s", path, suffix, cite, want)
			}
		}
		for _, form := range []string{e.Citing.Text, e.Citing.BibTeX, e.Citing.RIS, e.Citing.CSL[0].Note + e.Citing.CSL[0].URL} {
			for _, want := range []string{e.Links.Permalink, e.Meta.Digest, "snapshot ", "2026-11-25"} {
				if !strings.Contains(form, want) {
					t.Errorf("%s is cited without %s: %s", path, want, form)
				}
			}
			if asOf := e.Meta.AsOf; asOf != nil && !strings.Contains(form, "as known on "+*asOf) {
				t.Errorf("%s is cited without as_of: %s", path, form)
			}
		}
	}
}

func TestOnlyEventsAreCitedInJSON(t *testing.T) {
	s := seededServer(t)
	for path, want := range map[string]bool{"/v1/events": true, "/v1/events/2025-04-20-wsj-leak": true, "/v1/actors": false, "/v1/topics/crimea": false,
		"/v1/events/2025-04-20-wsj-leak/revisions": false, "/v1/vocabularies": false} {
		if got := strings.Contains(ask(t, s, path).wants(t, 200).body, `"citing":`); got != want {
			t.Errorf("%s has citing: %v", path, got)
		}
	}
}
