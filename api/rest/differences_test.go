package rest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// edited serves an event of five revisions: entered, edited, retracted, restored, edited.
func edited(t *testing.T) *Server {
	event := func(title, summary string) *record.Event {
		return &record.Event{ID: "2025-04-25-talk", Kind: "action", Title: title, Summary: summary, Date: edtf.MustParse("2025-04-25")}
	}
	s := ownServer(t, Options{}, event("They talk", "They talked for three hours in Moscow."))
	one := func(c store.Change) { write(t, s.Store, store.Batch{Changes: []store.Change{c}}) }
	one(store.Change{Operation: store.Put, Record: event("They talk", "They talked for two hours in Moscow."), Reason: "the clock times"})
	one(store.Change{Operation: store.Retract, Type: record.TypeEvent, ID: "2025-04-25-talk", Reason: "entered twice"})
	one(store.Change{Operation: store.Put, Record: event("They talk", "They talked for two hours in Moscow.")})
	one(store.Change{Operation: store.Put, Record: event("They meet", "They talked for two hours in Moscow.")})
	return s
}

func differenceAt(t *testing.T, s *Server, address string) *RevisionDifference {
	t.Helper()
	var one RevisionOne
	strict(t, ask(t, s, address).wants(t, 200).body, &one)
	if one.Data.Difference == nil {
		t.Fatalf("%s tells no difference", address)
	}
	return one.Data.Difference
}

const talk = "/v1/events/2025-04-25-talk/revisions/"

func TestTwoRevisionsAreComparedWordByWord(t *testing.T) {
	s := edited(t)
	d := differenceAt(t, s, talk+"2?against=1")
	want := []compare.Difference{{Path: "summary", Change: "changed", Before: "They talked for three hours in Moscow.", After: "They talked for two hours in Moscow.",
		Words: []compare.Word{{Change: "same", Text: "They talked for"}, {Change: "removed", Text: "three"}, {Change: "added", Text: "two"}, {Change: "same", Text: "hours in Moscow."}}}}
	if diff := cmp.Diff(want, d.Changes); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if d.From.Revision != 1 || d.To.Revision != 2 || d.To.Reason != "the clock times" || d.To.RecordedBy != "test" ||
		d.Text != "From revision 1 to revision 2 of the event 2025-04-25-talk: 1 difference." {
		t.Errorf("%+v", d)
	}
	if back := differenceAt(t, s, talk+"1?against=2"); back.Changes[0].Words[1].Text != "two" || back.Changes[0].Words[1].Change != "removed" {
		t.Errorf("backwards: %+v", back.Changes)
	}
	marked := "They talked for [-three-] {+two+} hours in Moscow."
	rows := table(t, ask(t, s, talk+"2.csv?against=1").wants(t, 200).body)
	if len(rows) != 1 || rows[0]["path"] != "summary" || rows[0]["difference"] != marked || rows[0]["after"] != "They talked for two hours in Moscow." {
		t.Errorf("csv: %v", rows)
	}
	for _, suffix := range []string{".txt", ".md"} {
		body := ask(t, s, talk+"2"+suffix+"?against=1").wants(t, 200).body
		for _, want := range []string{d.Text, "1 of 1", "Cite as"} {
			if !strings.Contains(body, want) {
				t.Errorf("%s does not say %q: %s", suffix, want, body)
			}
		}
		if flat := strings.ReplaceAll(body, `\`, ""); !strings.Contains(flat, marked) {
			t.Errorf("%s does not mark the words: %s", suffix, body)
		}
	}
	if lines := strings.Count(ask(t, s, talk+"2.ndjson?against=1").wants(t, 200).body, "\n"); lines != 1 {
		t.Errorf("ndjson has %d lines", lines)
	}
}

func TestARetractionCountsAsEmptyAndSaysSo(t *testing.T) {
	s := edited(t)
	for address, text := range map[string]string{
		talk + "3?against=2": "From revision 2 to revision 3 of the event 2025-04-25-talk: 9 differences. Revision 3 retracted it (entered twice) and counts as empty.",
		talk + "4?against=3": "From revision 3 to revision 4 of the event 2025-04-25-talk: 9 differences. Revision 3 retracted it (entered twice) and counts as empty.",
		talk + "4?against=2": "From revision 2 to revision 4 of the event 2025-04-25-talk: no difference.",
		talk + "3?against=3": "From revision 3 to revision 3 of the event 2025-04-25-talk: no difference. Revision 3 retracted it (entered twice) and counts as empty.",
	} {
		d := differenceAt(t, s, address)
		if got := d.Text; got != text {
			t.Errorf("%s says %q", address, got)
		}
		for _, c := range d.Changes {
			if c.Change != map[bool]string{true: "removed", false: "added"}[strings.Contains(address, "3?")] {
				t.Errorf("%s: %+v", address, c)
			}
		}
	}
}

func TestWhatWasErasedCountsAsEmptyInEverySnapshot(t *testing.T) {
	s := edited(t)
	before := ask(t, s, talk+"2?against=1&snapshot=2").wants(t, 200)
	write(t, s.Store, store.Batch{Changes: []store.Change{{Operation: store.Erase, Type: record.TypeEvent, ID: "2025-04-25-talk", Reason: "a court order"}}})
	s.forget()
	for address, text := range map[string]string{
		talk + "2?against=1":            "What revision 1 held was erased by revision 6 (a court order); it counts as empty. What revision 2 held",
		talk + "2?against=1&snapshot=2": "What revision 1 held was erased by revision 6 (a court order)",
		talk + "6?against=5":            "Revision 6 erased it (a court order) and counts as empty.",
	} {
		d := differenceAt(t, s, address)
		if !strings.Contains(d.Text, text) || len(d.Changes) != 0 || d.From.State != "erased" {
			t.Errorf("%s: %+v", address, d)
		}
	}
	if !strings.Contains(before.body, "three") || strings.Contains(ask(t, s, talk+"2?against=1&snapshot=2").body, "three") {
		t.Error("what was erased is still told")
	}
}

func TestAgainstIsTheNumberOfARevision(t *testing.T) {
	s := edited(t)
	for _, query := range []string{"against=0", "against=x", "against=-1", "against=9", "against=", "against=1&against=2", "against=3&snapshot=2", "agianst=1"} {
		p := ask(t, s, talk+"1?"+query).wants(t, 400).problem(t)
		if len(p.Errors) == 0 || p.Errors[0].Parameter == "" || p.Errors[0].Hint == "" {
			t.Errorf("%s: %+v", query, p.Errors)
		}
	}
	first := ask(t, s, talk+"2?against=1").wants(t, 200)
	ask(t, s, talk+"2?against=1", "If-None-Match", first.Header.Get("Etag")).wants(t, 304)
	if other := ask(t, s, talk+"2").wants(t, 200); other.Header.Get("Etag") == first.Header.Get("Etag") || strings.Contains(other.body, "difference") {
		t.Errorf("without against: %s", other.body)
	}
	if link := permalinkOf(first); !strings.Contains(link, "against=1") || ask(t, s, link).wants(t, 200).body == "" {
		t.Errorf("the permalink is %s", link)
	}
}
