package store_test

import (
	"strings"
	"testing"

	"backchannel/internal/store"
)

// No page may sort or scan: whatever a filter asks, the matching versions are walked in order. (A list
// of ids is fetched and sorted; it holds 32 at most.)
func TestNoPageIsSortedOrScanned(t *testing.T) {
	v := seeded(t).Head()
	for _, query := range []string{
		"", "kind=meeting", "kind=meeting,call&from=2025-02&to=2025-04", "actor=putin", "actor=putin,trump&from=2025-02-03", "actor=putin&actor=witkoff",
		"actor=putin&role=principal", "topic=territory", "topic=territory&kind=leak&as_of=2025-04-24", "source=reuters", "source=reuters&min_grade=B2",
		"document=s86", "about=united-states", "q=crimea", "q=crimea&from=2025-04", "q=crimea&actor=putin", "q=crimea+-sanctions", "q=-crimea",
		"speaker=peskov&status=occurred", "country=RU", "place=Moscow", "bbox=19,41,41,70", "kind=-meeting",
		"from=2025-04-20&match=certain", "on=2025-04", "representing=russia", "role=speaker", "snapshot=3&kind=call",
	} {
		for _, sort := range []store.Sort{store.ByDateDesc, store.ByDate} {
			steps, err := v.Explain(background, store.EventQuery{Filter: parse(t, query, v), Sort: sort})
			if err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			for _, step := range steps {
				if strings.Contains(step, "TEMP B-TREE FOR ORDER") || strings.Contains(step, "TEMP B-TREE FOR DISTINCT") || strings.HasPrefix(step, "SCAN d") && !strings.Contains(step, "VIRTUAL") {
					t.Errorf("%s by %s: %s\n  %s", query, sort, step, strings.Join(steps, "\n  "))
				}
			}
		}
	}
}

func TestPagesByOtherClocksWalkTheirIndex(t *testing.T) {
	v := seeded(t).Head()
	for _, sort := range []store.Sort{store.ByKnown, store.ByKnownDesc, store.ByRecorded, store.ByRecordedDesc} {
		steps, err := v.Explain(background, store.EventQuery{Filter: parse(t, "actor=putin", v), Sort: sort})
		if err != nil {
			t.Fatal(err)
		}
		if all := strings.Join(steps, "\n"); strings.Contains(all, "TEMP B-TREE") {
			t.Errorf("by %s:\n%s", sort, all)
		}
	}
}

func TestRelevancePutsATitleBeforeAClaim(t *testing.T) {
	s := islands(t)
	inTitle, inSummary, inName := meeting("title", "2025-01-01"), meeting("summary", "2025-02-01"), meeting("name", "2025-03-01")
	inTitle.Title, inSummary.Summary = "A ferry", "They took the ferry."
	inName.Title = "No boat at all"
	write(t, s, put(inTitle), put(inSummary), put(inName))
	v := s.Head()
	if got := ids(t, v, store.EventQuery{Filter: parse(t, "q=ferry+OR+arlen", v), Sort: store.ByRelevance}); strings.Join(got, " ") != "title summary name" {
		t.Errorf("by relevance: %v", got)
	}
	if got := ids(t, v, store.EventQuery{Filter: parse(t, "q=ferry+OR+arlen", v)}); strings.Join(got, " ") != "name summary title" {
		t.Errorf("by date: %v", got)
	}
}

func TestAPhraseDoesNotRunFromOneTextIntoTheNext(t *testing.T) {
	s := islands(t)
	m := meeting("m1", "2025-01-01")
	m.Title, m.Summary = "Talks on the lighthouse", "keeper and all"
	write(t, s, put(m))
	for query, want := range map[string]string{
		`q="lighthouse keeper"`: "", `q="keeper and"`: "m1", `q="anna arlen"`: "m1", `q="arlen boris"`: "", `q="the light*"`: "", `q="the light"*`: "m1",
	} {
		if got := find(t, s.Head(), query); got != want {
			t.Errorf("%s gives %q, not %q", query, got, want)
		}
	}
}
