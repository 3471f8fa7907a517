package store_test

import (
	"fmt"
	"strings"
	"testing"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// retractions lists what a filter held for until it was retracted: "m2 r2 twice", the newest first.
func retractions(t testing.TB, v *store.View, query string) string {
	t.Helper()
	list, err := v.Retracted(background, parse(t, query, v))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, r := range list {
		if r.Was.ID != r.ID || r.RetractedAt.IsZero() || r.Seq > v.Seq() {
			t.Errorf("%+v", r)
		}
		words = append(words, fmt.Sprintf("%s r%d %s", r.ID, r.Revision, r.Reason))
	}
	return strings.Join(words, ", ")
}

func TestRetractionsAreToldToThoseWhoseFilterHeldForTheEvent(t *testing.T) {
	s := islands(t)
	write(t, s, put(meeting("m1", "2025-03-01")), put(meeting("m2", "2025-03-02")), put(meeting("m3", "2025-04-01")))
	retract := func(id, reason string) store.Change {
		return store.Change{Operation: store.Retract, Type: record.TypeEvent, ID: id, Reason: reason}
	}
	first := write(t, s, retract("m1", "entered twice"))
	both := write(t, s, retract("m2", "another day"), retract("m3", "never took place"))
	for _, c := range []struct{ query, want string }{
		{"", "m3 r2 never took place, m2 r2 another day, m1 r2 entered twice"},
		{"on=2025-03", "m2 r2 another day, m1 r2 entered twice"},
		{"kind=call", ""},
		{"actor=anna-arlen&from=2025-03-02", "m3 r2 never took place, m2 r2 another day"},
	} {
		if got := retractions(t, s.Head(), c.query); got != c.want {
			t.Errorf("%q tells of %q, not %q", c.query, got, c.want)
		}
	}
	if got := retractions(t, at(t, s, first.Seq), ""); got != "m1 r2 entered twice" {
		t.Errorf("the snapshot after the first tells of %q", got)
	}
	write(t, s, put(meeting("m2", "2025-03-02")))
	if got := retractions(t, s.Head(), "on=2025-03"); got != "m1 r2 entered twice" {
		t.Errorf("one entered again is told of: %q", got)
	}
	if got := retractions(t, at(t, s, both.Seq), "on=2025-03"); got != "m2 r2 another day, m1 r2 entered twice" {
		t.Errorf("the snapshot before it was entered again tells of %q", got)
	}
}

func TestNoMoreRetractionsAreLookedAtThanTheCap(t *testing.T) {
	s := islands(t)
	var puts, retracts []store.Change
	for i := range store.RetractionCap + 1 {
		id := fmt.Sprintf("m%04d", i)
		puts = append(puts, put(meeting(id, "2025-03-01")))
		retracts = append(retracts, store.Change{Operation: store.Retract, Type: record.TypeEvent, ID: id, Reason: "a test"})
	}
	write(t, s, puts...)
	write(t, s, retracts...)
	list := strings.Split(retractions(t, s.Head(), ""), ", ")
	if len(list) != store.RetractionCap || list[len(list)-1] != "m0001 r2 a test" {
		t.Errorf("%d retractions, the last %q", len(list), list[len(list)-1])
	}
}
