package compare_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/db"
	"backchannel/internal/compare"
	"backchannel/internal/ingest"
	"backchannel/internal/record"
)

// dataset is the seed with its lookups.
type dataset struct {
	events    map[string]*record.EventAnswer
	documents map[string]*record.Document
	sources   map[string]*record.Source
	actors    map[string]*record.Actor
}

func seed(t *testing.T) *dataset {
	t.Helper()
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		t.Fatal(err)
	}
	d := &dataset{map[string]*record.EventAnswer{}, map[string]*record.Document{}, map[string]*record.Source{}, map[string]*record.Actor{}}
	for _, r := range records {
		switch r := r.(type) {
		case *record.Document:
			d.documents[r.ID] = r
		case *record.Source:
			d.sources[r.ID] = r
		case *record.Actor:
			d.actors[r.ID] = r
		}
	}
	for _, r := range records {
		if e, ok := r.(*record.Event); ok {
			d.events[e.ID] = compare.Answer(e, d.lookups())
		}
	}
	return d
}

func (d *dataset) lookups() compare.Sources {
	return compare.Sources{
		Document: func(id string) *record.Document { return d.documents[id] },
		Actor:    func(id string) *record.Actor { return d.actors[id] },
		Letter: func(source string) byte {
			if s := d.sources[source]; s != nil {
				return s.Letter()
			}
			return 'F'
		},
	}
}

func (d *dataset) voices() compare.Voices {
	return compare.Voices{
		Family: func(source string) string { return d.sources[source].FamilyOrSelf() },
		Party:  func(source string) string { return d.sources[source].Party },
		Root: func(document string) string {
			for range 8 {
				if d.documents[document].DerivedFrom == "" {
					break
				}
				document = d.documents[document].DerivedFrom
			}
			return d.documents[document].Source
		},
	}
}

// links gives the links to a leak that hold.
func (d *dataset) links(leak string, holds func(record.Link) bool) []compare.LinkIn {
	var links []compare.LinkIn
	for _, e := range d.events {
		for _, l := range e.Links {
			if l.To == leak && holds(l) {
				links = append(links, compare.LinksIn(e, l, d.events[leak].KnownAt, d.voices())...)
			}
		}
	}
	return links
}

func (d *dataset) history(leak string, holds func(record.Link) bool) []compare.Standing {
	a, v := d.events[leak], d.voices()
	return compare.Verify(a, compare.ConcernedWith(a, nil, d.lookups()).WithParties(v.Party), v.Family, d.links(leak, holds))
}

func all(record.Link) bool { return true }

func TestTheLeaksStandWhereTheirAnswersPutThem(t *testing.T) {
	d := seed(t)
	const state = "2025-11-state-department-authorship"
	const caution, fakes, drafts, silence = "2025-04-21-peskov-anonymous-sources", "2025-04-22-peskov-fakes", "2025-04-23-peskov-drafts", "2025-04-24-peskov-declines-leaks"
	tests := []struct {
		leak, at, status, since string
		by                      []string
	}{
		{"2025-04-18-bloomberg-leak", "2025-04-20", "unverified", "2025-04-18", nil},
		{"2025-04-18-bloomberg-leak", "2025-04-21", "met_with_non_denial", "2025-04-21", []string{caution}},
		{"2025-04-20-wsj-leak", "2025-04-19", "", "", nil},
		{"2025-04-20-wsj-leak", "2025-04-20", "unverified", "2025-04-20", nil},
		{"2025-04-20-wsj-leak", "2025-04-21T12:00Z", "unverified", "2025-04-20", nil},
		{"2025-04-20-wsj-leak", "2025-04-21", "met_with_non_denial", "2025-04-21", []string{caution}},
		{"2025-04-20-wsj-leak", "2026-01-23", "met_with_non_denial", "2025-04-21", []string{caution}},
		{"2025-04-22-ft-leak", "2025-04-22T12:00Z", "", "", nil},
		{"2025-04-22-ft-leak", "2025-04-22", "met_with_non_denial", "2025-04-22", []string{fakes}},
		{"2025-04-22-ft-leak", "2025-04-23", "met_with_non_denial", "2025-04-22", []string{fakes, drafts}},
		{"2025-04-22-axios-leak", "2025-04-23", "unverified", "2025-04-22", nil},
		{"2025-04-22-axios-leak", "2025-04-24", "met_with_non_denial", "2025-04-24", []string{silence}},
		{"2025-04-22-washington-post-leak", "2025-04-23", "unverified", "2025-04-22", nil},
		{"2025-04-22-washington-post-leak", "2025-04-25", "met_with_non_denial", "2025-04-24", []string{silence}},
		{"2025-04-22-telegraph-leak", "2025-04-22", "", "", nil},
		{"2025-04-22-telegraph-leak", "2025-04-23", "unverified", "2025-04-23", nil},
		{"2025-04-22-telegraph-leak", "2025-04-30", "met_with_non_denial", "2025-04-24", []string{silence}},
		{"2025-04-24-lviv-herald-leak", "2026-01-23", "unverified", "2025-04-24", nil},
		{"2025-04-25-reuters-leak", "2025-04-25T10:00Z", "", "", nil},
		{"2025-04-25-reuters-leak", "2025-04-25T11:00Z", "unverified", "2025-04-25T10:22Z", nil},
		{"2025-04-25-reuters-leak", "2026-01-23", "unverified", "2025-04-25T10:22Z", nil},
		{"2025-11-21-axios-leak", "2025-11-20", "", "", nil},
		{"2025-11-21-axios-leak", "2025-11-21", "unverified", "2025-11-21", nil},
		{"2025-11-21-axios-leak", "2025-11-24", "unverified", "2025-11-21", nil},            // a senator is not concerned
		{"2025-11-21-axios-leak", "2025-11-30", "confirmed", "2025-11-30", []string{state}}, // the White House's word is on an undated page
		{"2025-11-23-telegraph-leak", "2026-01-23", "unverified", "2025-11-23", nil},
		{"2025-11-23-reuters-leak", "2025-11-23", "unverified", "2025-11-23", nil},
		{"2025-11-23-reuters-leak", "2025-11-24", "met_with_non_denial", "2025-11-24", []string{"2025-11-23-french-ministry-declines"}},
		{"2025-11-25-bloomberg-leak", "2025-11-25", "unverified", "2025-11-25", nil},
		{"2025-11-25-bloomberg-leak", "2025-11-26", "disputed_in_part", "2025-11-26", []string{"2025-11-25-dmitriev-fake"}},
	}
	for _, test := range tests {
		t.Run(fmt.Sprintf("%s at %s", test.leak, test.at), func(t *testing.T) {
			got, known := compare.At(d.history(test.leak, all), asOf(t, test.at))
			if known != (test.status != "") {
				t.Fatalf("known is %v", known)
			}
			if !known {
				return
			}
			since := asOf(t, test.since)
			want := record.Verification{Status: test.status, Since: &since, By: append([]string{}, test.by...)}
			got.History = nil // tested by itself
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for id, a := range d.events {
		if a.Leak != nil && !slices.ContainsFunc(tests, func(test struct {
			leak, at, status, since string
			by                      []string
		}) bool {
			return test.leak == id
		}) {
			t.Errorf("nothing is asked of %s", id)
		}
	}
}

func TestWithoutTheKremlinsAnswersTheTextsCorroborateTheOutlines(t *testing.T) {
	d := seed(t)
	published := func(l record.Link) bool { return l.Relation != "non_denial" && l.Relation != "declines_comment" }
	for _, leak := range []string{"2025-04-18-bloomberg-leak", "2025-04-20-wsj-leak", "2025-04-22-axios-leak", "2025-04-22-telegraph-leak", "2025-04-22-washington-post-leak"} {
		history := d.history(leak, published)
		if len(history) != 2 || history[1].Status != "corroborated" || !history[1].KnownFrom.Equal(asOf(t, "2025-04-25T10:22Z")) {
			t.Errorf("%s: %+v", leak, history)
			continue
		}
		if diff := cmp.Diff([]string{"2025-04-25-reuters-leak"}, history[1].By); diff != "" {
			t.Errorf("%s (-want +got):\n%s", leak, diff)
		}
	}
}

func TestTheLengthsOfTheMeetings(t *testing.T) {
	d := seed(t)
	for event, want := range map[string][]string{
		"2025-04-25-putin-witkoff-moscow": {"end_at", "duration", "ordinal"},
		"2025-02-18-us-russia-riyadh":     {"duration"},
		"2025-02-12-trump-zelensky-call":  {},
		"2025-03-18-trump-putin-call":     {"duration", "outcome"},
		"2025-03-03-us-aid-pause":         {},
	} {
		if diff := cmp.Diff(want, compare.Contested(d.events[event])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", event, diff)
		}
	}
	length := rowOf(t, compare.Accounts(d.events["2025-04-25-putin-witkoff-moscow"]), "duration")
	if length.State != "differs" || *length.Min != 125 || *length.Max != 180 {
		t.Errorf("the fourth meeting: %+v", length)
	}
	derived := 0
	for _, cell := range length.Cells {
		for _, told := range cell.Told {
			if told.Derived {
				derived++
			}
			if told.Derived != (told.Document == "s14") {
				t.Errorf("%+v", told)
			}
		}
	}
	if derived != 1 {
		t.Errorf("%d lengths are derived", derived)
	}
	early, known := compare.Prune(d.events["2025-04-25-putin-witkoff-moscow"], asOf(t, "2025-04-25T16:00Z"), nothing)
	if !known || rowOf(t, compare.Accounts(early), "duration").State != "single" || len(compare.Contested(early)) != 0 {
		t.Error("at 16:00Z Ushakov alone has told a length")
	}
}

func TestWhichMeetingsAreConfirmedIndependently(t *testing.T) {
	d, v := seed(t), seed(t).voices()
	for event, want := range map[string]bool{
		"2025-02-11-putin-witkoff-moscow":        true,
		"2025-04-25-putin-witkoff-moscow":        true,
		"2025-04-11-putin-witkoff-st-petersburg": true,
		"2025-03-25-kremlin-riyadh":              false, // the Kremlin's own, and one paper
		"2025-02-12-trump-zelensky-call":         false, // one paper
		"2025-04-24-lviv-herald-leak":            false,
		"2025-04-22-telegraph-leak":              false, // a paper and one that rewrites it
	} {
		if got := compare.IndependentConfirmation(d.events[event], v.Family, v.Party, v.Root); got != want {
			t.Errorf("%s: %v", event, got)
		}
	}
}

func TestEveryHistoryOfTheSeedKeepsItsShape(t *testing.T) {
	d := seed(t)
	for id, a := range d.events {
		history := d.history(id, all)
		for i, s := range history {
			if i > 0 && !s.Undated && !s.KnownFrom.Equal(history[i-1].KnownTo) {
				t.Errorf("%s: a gap in %+v", id, history)
			}
		}
		if a.KnownAt == nil {
			continue
		}
		if v, known := compare.At(history, time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)); !known || v.Since == nil {
			t.Errorf("%s: %+v", id, v)
		}
	}
}
