package filter

import (
	"math/rand/v2"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// within narrows a query to a saved filter.
func within(t *testing.T, query, saved string) (*Filter, []string) {
	t.Helper()
	f, faults := read(t, query).Within(Saved{ID: "saved", Filter: read(t, saved)})
	var details []string
	for _, fault := range faults {
		details = append(details, fault.Parameter+" "+fault.Code)
	}
	return f, details
}

func TestATimelineNarrowsAQueryToItself(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	queries := []string{"", "kind=meeting", "kind=-leak", "actor=vladimir-putin&role=host", "actor=steve-witkoff", "topic=territory",
		"q=peace", "q=war -talk", "source=reuters&grade=B1,B2", "source=tass", "known_from=2025-06", "known_to=2025-06-30", "contested=any",
		"speaker=marco-rubio", "status=scheduled", "country=RU"}
	library, both := newLibrary(), 0
	for range 4000 {
		query, saved := anyOf(r, queries...), anyOf(r, queries...)
		f, faults := within(t, query, saved)
		if len(faults) > 0 {
			if query != saved && cmp.Diff(faults, []string{"timeline conflicting_parameters"}) == "" && query[:5] == "known" && saved[:5] == "known" {
				continue
			}
			t.Fatalf("%q within %q: %v", query, saved, faults)
		}
		a := randomEvent(r)
		want := matches(t, a, query) && matches(t, a, saved)
		if want && query != "" && saved != "" {
			both++
		}
		if f.Match(a, library) != want {
			t.Fatalf("%q within %q does not match as both do: %+v", query, saved, a)
		}
	}
	if both < 100 {
		t.Errorf("%d events matched both: the test says little", both)
	}
}

func TestTheTimeOfATimelineAndOfAQueryMeet(t *testing.T) {
	for _, c := range []struct{ query, saved, from, to string }{
		{"from=2025-04-22", "on=2025-04", "2025-04-22", "2025-04"},
		{"to=2025-04-22", "on=2025-04", "2025-04", "2025-04-22"},
		{"from=2025-01&to=2025-12", "from=2025-04&to=2025-05", "2025-04", "2025-05"},
		{"from=2025-04-22T10:00Z", "from=2025-04-22T12:00Z", "2025-04-22T12:00:00Z", ""},
		{"kind=call", "from=2025-04", "2025-04", ""},
		{"from=2025-04&match=certain", "to=2025-05&match=certain", "2025-04", "2025-05"},
	} {
		f, faults := within(t, c.query, c.saved)
		if len(faults) > 0 {
			t.Errorf("%s within %s: %v", c.query, c.saved, faults)
			continue
		}
		if got := [2]string{f.Occurred.From.String(), f.Occurred.To.String()}; got != [2]string{c.from, c.to} {
			t.Errorf("%s within %s runs %v, not from %q to %q", c.query, c.saved, got, c.from, c.to)
		}
	}
}

func TestWhatATimelineAndAQueryCannotBothBeIsRefused(t *testing.T) {
	for _, c := range [][2]string{
		{"from=2025-05", "to=2025-04"},
		{"from=2025-04-22T10:00Z", "from=2025-04"},
		{"from=2025-04&match=certain", "to=2025-05"},
		{"known_from=2025-05", "known_to=2025-04"},
		{"bbox=1,2,3,4", "bbox=1,2,3,5"},
	} {
		if f, faults := within(t, c[0], c[1]); f != nil || len(faults) != 1 {
			t.Errorf("%s within %s gives %v", c[0], c[1], faults)
		}
	}
}

func TestAQueryWithinATimelineIsWrittenAsItWasAsked(t *testing.T) {
	f, _ := within(t, "kind=leak&from=2025-04-22", "on=2025-04")
	if got := f.Canonical(); got != "kind=leak&from=2025-04-22&timeline=saved" {
		t.Errorf("it is written %s", got)
	}
	if _, err := url.ParseQuery(f.Canonical()); err != nil {
		t.Error(err)
	}
	if got := f.Sentence(newLibrary()); got != "leaks, 22 April 2025 to April 2025" {
		t.Errorf("it is told as %s", got)
	}
}
