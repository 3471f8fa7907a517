package web_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"backchannel/api/rest"
	"backchannel/internal/fixture"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// TestTheLivePageKeepsItsTimelineCurrent opens docs/examples/live on an origin of its own, and writes.
func TestTheLivePageKeepsItsTimelineCurrent(t *testing.T) {
	b := fixture.Chromium(t)
	st := fixture.Store(t)
	if err := fixture.Load(st); err != nil {
		t.Fatal(err)
	}
	api := rest.New(rest.Options{Store: st})
	server := httptest.NewUnstartedServer(api)
	server.Config = rest.HTTPServer(api, slog.New(slog.DiscardHandler))
	server.Start()
	t.Cleanup(func() { api.Drain(); server.CloseClientConnections(); server.Close() })
	page := httptest.NewServer(http.FileServer(http.Dir("../../docs/examples/live")))
	t.Cleanup(page.Close)
	write := func(change store.Change) {
		t.Helper()
		if _, err := st.Write(t.Context(), store.Batch{By: "test", Changes: []store.Change{change}}); err != nil {
			t.Fatal(err)
		}
	}
	put := func(topics, title string) {
		t.Helper()
		r, faults := record.Decode(record.TypeEvent, []byte(`{"id":"a-new-meeting","kind":"meeting","title":"`+title+`","date":"2026-01-20","topics":["`+topics+`"]}`))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		write(store.Change{Operation: store.Put, Record: r})
	}
	b.Open(t, page.URL+"/?filter="+url.QueryEscape("kind=meeting&topic=crimea")+"&server="+url.QueryEscape(server.URL))
	b.Await(t, "document.querySelector('#state').textContent === 'live'")
	const entry = "document.querySelector('#a-new-meeting')"
	put("crimea", "They meet again")
	b.Await(t, entry+"?.textContent === '2026-01-20 They meet again'")
	put("crimea", "They met again")
	b.Await(t, entry+"?.textContent === '2026-01-20 They met again'")
	put("sanctions", "They met again")
	b.Await(t, "!"+entry)
	put("crimea", "They met once more")
	b.Await(t, entry+"?.textContent === '2026-01-20 They met once more'")
	server.CloseClientConnections() // the browser connects again by itself
	write(store.Change{Operation: store.Retract, Type: record.TypeEvent, ID: "a-new-meeting"})
	b.Await(t, "!"+entry)
}
