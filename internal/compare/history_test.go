package compare_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

func TestTheJournalsLeakIsUnverifiedUntilItIsAnswered(t *testing.T) {
	history := verify(wsjLeak(), answered(21, "2025-04-21-peskov-caution", "non_denial", by(peskov())))
	tests := []struct {
		at, status, since string
		known             bool
	}{
		{at: "2025-04-19"},
		{at: "2025-04-20T12:00Z"},
		{at: "2025-04-20", known: true, status: "unverified", since: "2025-04-20"},
		{at: "2025-04-21T23:59:59Z", known: true, status: "unverified", since: "2025-04-20"},
		{at: "2025-04-21", known: true, status: "met_with_non_denial", since: "2025-04-21"},
		{at: "2026-01-23", known: true, status: "met_with_non_denial", since: "2025-04-21"},
	}
	for _, test := range tests {
		v, known := compare.At(history, asOf(t, test.at))
		if known != test.known || v.Status != test.status {
			t.Errorf("at %s: %v, %s", test.at, known, v.Status)
		}
		if known && !v.Since.Equal(asOf(t, test.since)) {
			t.Errorf("at %s: since %v, want %s", test.at, v.Since, test.since)
		}
	}
}

func TestAnAnswerKnownWithTheLeakLeavesNoMomentBefore(t *testing.T) {
	history := verify(wsjLeak(), answered(19, "early", "denies", by(peskov())), answered(20, "same", "denies", by(peskov())))
	want := []compare.Standing{{Status: "denied", KnownFrom: moment(20), By: []string{"early", "same"}}}
	if diff := cmp.Diff(want, history); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAStatusHoldsSinceItBeganWhoeverDecidesItNow(t *testing.T) {
	history := verify(wsjLeak(),
		answered(21, "aa", "non_denial", by(peskov())), answered(22, "ignored", "follows"), answered(23, "bb", "declines_comment", by(witkoff())))
	want := []compare.Standing{
		{Status: "unverified", KnownFrom: moment(20), KnownTo: moment(21), By: []string{}},
		{Status: "met_with_non_denial", KnownFrom: moment(21), KnownTo: moment(23), By: []string{"aa"}},
		{Status: "met_with_non_denial", KnownFrom: moment(23), By: []string{"aa", "bb"}},
	}
	if diff := cmp.Diff(want, history); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	v, _ := compare.At(history, moment(24))
	since := moment(21)
	v.History = nil // tested by itself
	if diff := cmp.Diff(record.Verification{Status: "met_with_non_denial", Since: &since, By: []string{"aa", "bb"}}, v); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatNothingDatesCountsOnlyWithoutAsOf(t *testing.T) {
	dated, undated := answered(21, "aa", "non_denial", by(peskov())), answered(0, "bb", "confirms", by(witkoff()))
	history := verify(wsjLeak(), undated, dated)
	want := []compare.Standing{
		{Status: "unverified", KnownFrom: moment(20), KnownTo: moment(21), By: []string{}},
		{Status: "met_with_non_denial", KnownFrom: moment(21), By: []string{"aa"}},
		{Status: "confirmed", By: []string{"bb"}, Undated: true},
	}
	if diff := cmp.Diff(want, history); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want[:2], verify(wsjLeak(), compare.Dated([]compare.LinkIn{undated, dated})...)); diff != "" {
		t.Errorf("without what is not dated (-want +got):\n%s", diff)
	}
	late := time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	if v, _ := compare.At(history, late); v.Status != "met_with_non_denial" {
		t.Errorf("under as_of: %s", v.Status)
	}
	if v, _ := compare.At(history, time.Time{}); v.Status != "confirmed" || v.Since != nil {
		t.Errorf("without as_of: %+v", v)
	}
	same := verify(wsjLeak(), dated, answered(0, "bb", "denies", by(kallas())))
	if len(same) != 2 {
		t.Errorf("an undated link without effect makes a standing: %+v", same)
	}
	more, _ := compare.At(verify(wsjLeak(), dated, answered(0, "bb", "non_denial", by(witkoff()))), time.Time{})
	if more.Since == nil || !more.Since.Equal(moment(21)) || len(more.By) != 2 {
		t.Errorf("a status that held before is dated by its beginning: %+v", more)
	}
}

func TestALeakThatNothingDatesHasOneStanding(t *testing.T) {
	leak := wsjLeak()
	leak.KnownAt = nil
	for _, links := range [][]compare.LinkIn{nil, {answered(21, "aa", "denies", by(peskov()))}} {
		history := verify(leak, links...)
		if len(history) != 1 || !history[0].Undated || !history[0].KnownFrom.IsZero() {
			t.Errorf("%+v", history)
		}
		if _, known := compare.At(history, moment(30)); known {
			t.Error("it is known under as_of")
		}
		if v, known := compare.At(history, time.Time{}); !known || (v.Status == "denied") != (links != nil) {
			t.Errorf("without as_of: %+v", v)
		}
	}
}

func TestVerifyLeavesItsArgumentsAlone(t *testing.T) {
	links := []compare.LinkIn{answered(25, "bb", "denies", by(peskov())), answered(19, "aa", "denies", by(peskov()))}
	before := slices.Clone(links)
	history := compare.Verify(wsjLeak(), compare.Concerned(wsjLeak(), nil), nil, links)
	if diff := cmp.Diff(before, links); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	v, _ := compare.At(history, time.Time{})
	v.By[0] = "changed"
	if again, _ := compare.At(history, time.Time{}); again.By[0] == "changed" {
		t.Error("At lends its history out")
	}
}

// randomLinks makes links of every sort, some of them never dated.
func randomLinks(r *rand.Rand) []compare.LinkIn {
	one := func(words ...string) string { return words[r.IntN(len(words))] }
	links := make([]compare.LinkIn, r.IntN(9))
	for i := range links {
		l := answered(r.IntN(12)*r.IntN(2)+18*r.IntN(2), fmt.Sprintf("event-%d", r.IntN(7)),
			record.Relation(one(record.Values("relation")...)), part(record.Scope(one("", "whole", "part", "attribution", "authenticity"))))
		switch r.IntN(4) {
		case 0:
			l.Carriers = peskov()
		case 1:
			l.Carriers = kallas()
		case 2:
			l.Source = one("reuters", "wall-street-journal", "barrons", "tass")
		}
		for range r.IntN(3) {
			reported(one("reuters", "afp", "dow-jones"), one("", "", "russia", "european-union"))(&l)
		}
		links[i] = l
	}
	return links
}

// naive tells where the leak of wsjLeak stands by links whose moments are let be: the table of the rules
// as a list of questions, each asked of all links.
func naive(links []compare.LinkIn) string {
	concerned := func(l compare.LinkIn) bool {
		return l.Source == "" && len(l.Carriers) > 0 && l.Carriers[0].Actor == "dmitry-peskov"
	}
	some := func(holds func(compare.LinkIn) bool) bool { return slices.ContainsFunc(links, holds) }
	another := func(l compare.LinkIn) bool {
		if l.Source != "" && (familyOf(l.Source) == "dow-jones" || l.Source == "tass") {
			return false
		}
		if l.Source != "" && !slices.Contains(l.Families, l.Source) {
			return true
		}
		for i, f := range l.Families {
			if f != "dow-jones" && l.Parties[i] != "russia" && (l.Source == "" || f == l.Source) {
				return true
			}
		}
		return false
	}
	confirms := func(l compare.LinkIn) bool { return l.Relation == "confirms" && concerned(l) }
	denies := func(l compare.LinkIn) bool { return l.Relation == "denies" && concerned(l) }
	aside := func(l compare.LinkIn) bool { return l.Scope == "attribution" || l.Scope == "authenticity" }
	whole := some(func(l compare.LinkIn) bool { return confirms(l) && l.Scope != "part" })
	no := some(func(l compare.LinkIn) bool { return denies(l) && !aside(l) })
	switch {
	case some(func(l compare.LinkIn) bool {
		return l.Relation == "retracts" && (l.Source == "wall-street-journal" || l.Source == "" && !concerned(l) && slices.Contains(l.Families, "dow-jones"))
	}):
		return "withdrawn_by_source"
	case whole && no:
		return "disputed"
	case whole:
		return "confirmed"
	case no:
		return "denied"
	case some(confirms):
		return "partially_confirmed"
	case some(denies):
		return "disputed_in_part"
	case some(func(l compare.LinkIn) bool {
		return (l.Relation == "non_denial" || l.Relation == "declines_comment") && concerned(l)
	}):
		return "met_with_non_denial"
	case some(func(l compare.LinkIn) bool {
		return (l.Relation == "repeats" || l.Relation == "confirms") && !concerned(l) && another(l)
	}):
		return "corroborated"
	}
	return "unverified"
}

func TestHistoriesOfRandomLinks(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 25))
	seen := map[string]int{}
	for range 5000 {
		links := randomLinks(r)
		history := verify(wsjLeak(), links...)
		last, _ := compare.At(history, time.Time{})
		seen[last.Status]++
		if want := naive(links); last.Status != want {
			t.Fatalf("%s, want %s, of %+v", last.Status, want, links)
		}
		shuffled := slices.Clone(links)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if diff := cmp.Diff(history, verify(wsjLeak(), shuffled...)); diff != "" {
			t.Fatalf("the order of links matters (-want +got):\n%s", diff)
		}
		checkHistory(t, history)
		for day := 20; day <= 31; day++ {
			then := slices.DeleteFunc(compare.Dated(links), func(l compare.LinkIn) bool { return l.KnownAt.After(moment(day)) })
			got, _ := compare.At(history, moment(day))
			if want := naive(then); got.Status != want {
				t.Fatalf("on day %d %s, want %s, of %+v", day, got.Status, want, links)
			}
			without, _ := compare.At(verify(wsjLeak(), then...), moment(day))
			if diff := cmp.Diff(without, got); diff != "" {
				t.Fatalf("what is known later changes day %d (-want +got):\n%s", day, diff)
			}
		}
	}
	for _, status := range record.Values("verification") {
		if seen[status] == 0 {
			t.Errorf("no leak was %s", status)
		}
	}
}

// checkHistory holds a history to its shape: without gaps, without repetition, in time.
func checkHistory(t *testing.T, history []compare.Standing) {
	t.Helper()
	if len(history) == 0 || !history[0].KnownFrom.Equal(moment(20)) {
		t.Fatalf("it does not begin with the leak: %+v", history)
	}
	for i, s := range history {
		next := i+1 < len(history) && !history[i+1].Undated
		switch {
		case !slices.Contains(record.Values("verification"), s.Status):
			t.Fatalf("%s is no word of the vocabulary", s.Status)
		case s.By == nil || (len(s.By) == 0) != (s.Status == "unverified"):
			t.Fatalf("%s is decided by %v", s.Status, s.By)
		case s.Undated && (i+1 < len(history) || !s.KnownFrom.IsZero() || !s.KnownTo.IsZero()):
			t.Fatalf("what is not dated stands at %d of %+v", i, history)
		case next && (!s.KnownTo.Equal(history[i+1].KnownFrom) || !s.KnownTo.After(s.KnownFrom)), !next && !s.KnownTo.IsZero():
			t.Fatalf("a gap after %d in %+v", i, history)
		case i > 0 && s.Status == history[i-1].Status && slices.Equal(s.By, history[i-1].By):
			t.Fatalf("the same twice at %d in %+v", i, history)
		}
	}
}

func TestThePrecedenceIsThatOfTheVocabulary(t *testing.T) {
	all := map[string]compare.LinkIn{
		"withdrawn_by_source": answered(21, "aa", "retracts", from("wall-street-journal")),
		"confirmed":           answered(21, "aa", "confirms", by(peskov())),
		"denied":              answered(21, "aa", "denies", by(peskov())),
		"partially_confirmed": answered(21, "aa", "confirms", by(peskov()), part("part")),
		"disputed_in_part":    answered(21, "aa", "denies", by(peskov()), part("attribution")),
		"met_with_non_denial": answered(21, "aa", "non_denial", by(peskov())),
		"corroborated":        answered(21, "aa", "repeats", from("reuters")),
	}
	order := record.Values("verification")
	for a, first := range all {
		for b, second := range all {
			want := order[min(slices.Index(order, a), slices.Index(order, b))]
			if a != b && (a == "confirmed" || a == "denied") && (b == "confirmed" || b == "denied") {
				want = "disputed"
			}
			if got, _ := compare.At(verify(wsjLeak(), first, second), time.Time{}); got.Status != want {
				t.Errorf("%s with %s is %s, want %s", a, b, got.Status, want)
			}
		}
	}
}
