package rest

import (
	"slices"
	"strings"
	"testing"

	"backchannel/db"
	"backchannel/internal/edtf"
	"backchannel/internal/fixture"
	"backchannel/internal/ingest"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// permalinkOf is the address that an answer gives for itself.
func permalinkOf(r reply) string {
	link, _, _ := strings.Cut(strings.TrimPrefix(r.Header.Get("Link"), "<"), ">")
	return link
}

// editEverything changes every record of the seed: names, titles, texts, letters, moments of publication.
func editEverything(t *testing.T, s *store.Store) {
	t.Helper()
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		t.Fatal(err)
	}
	var batch store.Batch
	for _, r := range records {
		switch r := r.(type) {
		case *record.Event:
			r.Title += ", edited"
			r.Summary += " Edited."
			r.Links = nil
		case *record.Actor:
			r.Name += " (edited)"
		case *record.Source:
			r.Name += " (edited)"
			r.Reliability = "E"
			r.Family = "everyone"
		case *record.Document:
			r.Title += ", edited"
			r.Published = edtf.MustParseMoment("2024-12-31")
		case *record.Topic:
			r.Label += " (edited)"
		}
		batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: r})
	}
	write(t, s, batch)
}

func TestAPermalinkGivesTheSameBytesWhateverIsEdited(t *testing.T) {
	st := fixture.Store(t)
	if err := fixture.Load(st); err != nil {
		t.Fatal(err)
	}
	s := New(Options{Store: st, Build: "test", Kept: -1})
	kept := map[string]reply{}
	paths := []string{
		"/v1/events?kind=meeting&actor=putin&actor=witkoff", "/v1/events?limit=1000&include=actors,documents,links,topics", "/v1/events.csv",
		"/v1/events.ndjson?proof=1", "/v1/events.txt?kind=leak&topic=crimea", "/v1/events.md?contested=any", "/v1/events.csv?rows=accounts",
		"/v1/events.csv?rows=links&verification=met_with_non_denial", "/v1/events/2025-04-25-putin-witkoff-moscow", "/v1/events/2025-04-20-wsj-leak",
		"/v1/events/2025-04-20-wsj-leak.txt?as_of=2025-04-21", "/v1/events/2025-04-25-putin-witkoff-moscow/accounts",
		"/v1/events/2025-04-25-putin-witkoff-moscow/accounts.md?as_of=2025-04-25T16:00Z", "/v1/events?as_of=2025-04-22&q=crimea", "/v1/actors?q=Witkof",
		"/v1/sources.csv", "/v1/documents/s01", "/v1/topics.md", "/v1/events/2025-04-25-putin-witkoff-moscow/revisions",
	}
	for _, f := range ofEvents() {
		paths = append(paths, "/v1/events"+f.Suffix+"?kind=leak", "/v1/events/2025-04-20-wsj-leak"+f.Suffix)
	}
	for _, path := range paths {
		permalink := permalinkOf(ask(t, s, path).wants(t, 200))
		if !strings.Contains(permalink, "snapshot=") || !strings.Contains(permalink, "epoch="+st.Epoch()) {
			t.Errorf("%s has the permalink %s", path, permalink)
		}
		kept[permalink] = ask(t, s, permalink).wants(t, 200)
	}
	check := func(after string) {
		t.Helper()
		for permalink, first := range kept {
			again := ask(t, s, permalink).wants(t, 200)
			if again.body != first.body || again.Header.Get("Etag") != first.Header.Get("Etag") {
				t.Errorf("after %s, %s gives another answer:\n%.3000s\nbefore\n%.3000s", after, permalink, again.body, first.body)
			}
		}
	}
	editEverything(t, st)
	check("every record was edited")
	write(t, st, store.Batch{Changes: []store.Change{{Operation: store.Put, Record: &record.Source{ID: "tass", Name: "TASS", Kind: "wire", Reliability: "A"}}}})
	check("a source was graded anew")
	write(t, st, store.Batch{Changes: []store.Change{{Operation: store.Put,
		Record: &record.Actor{ID: "steve-witkoff", Kind: "person", Name: "Steve Witkoff", MergedInto: "jared-kushner"}}}})
	check("an actor was merged")
	write(t, st, store.Batch{Changes: []store.Change{{Operation: store.Retract, Type: record.TypeEvent, ID: "2025-04-21-peskov-anonymous-sources", Reason: "a test"}}})
	check("an event was retracted")
	changed := ask(t, s, "/v1/events/2025-04-20-wsj-leak").wants(t, 200)
	if slices.ContainsFunc([]string{"met_with_non_denial", `"Wall Street Journal reports US ideas presented in Paris"`}, func(old string) bool { return strings.Contains(changed.body, old) }) {
		t.Errorf("the edits changed nothing: %s", changed.body)
	}
}
