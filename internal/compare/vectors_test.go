package compare_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// The vectors of "As-of vectors" in the rules, with the documents' times from the dataset.

func TestTheFourthMeetingIsToldAsItBecameKnown(t *testing.T) {
	a := compare.Answer(fourthMeeting(), sources())
	tests := []struct {
		at       string
		known    bool
		cited    []string
		duration any
		state    string
	}{
		{at: "2025-04-25T11:00Z"},
		{at: "2025-04-25T11:29:59.999999Z"},
		{at: "2025-04-25T11:30Z", known: true, cited: []string{"s01"}},
		{at: "2025-04-25T12:00Z", known: true, cited: []string{"s01"}},
		{at: "2025-04-25T16:00Z", known: true, cited: []string{"s15", "s01"}, duration: 180.0, state: "single"},
		{at: "2025-04-25", known: true, cited: []string{"s11", "s15", "s01"}, duration: 180.0, state: "single"},
	}
	for _, test := range tests {
		t.Run(test.at, func(t *testing.T) {
			p, known := compare.Prune(a, asOf(t, test.at), nothing)
			if known != test.known {
				t.Fatalf("known is %v", known)
			}
			if !known {
				return
			}
			var cited []string
			for _, c := range p.Citations {
				cited = append(cited, c.Document.ID)
			}
			if diff := cmp.Diff(test.cited, cited); diff != "" {
				t.Errorf("citations (-want +got):\n%s", diff)
			}
			if p.Status != "occurred" {
				t.Errorf("status is %s", p.Status)
			}
			length := p.Particulars["duration"]
			if length.Value != test.duration || length.State != test.state {
				t.Errorf("duration is %+v", length)
			}
			if test.duration != nil && (length.Told[0].By != record.Teller{Actor: "yuri-ushakov"} || length.Unit != "minutes") {
				t.Errorf("told %+v", length)
			}
		})
	}
}

func TestTheFirstMeetingGainsItsTellers(t *testing.T) {
	a := compare.Answer(&record.Event{
		ID: "2025-02-11-putin-witkoff-moscow", Kind: "meeting", Date: edtf.MustParse("2025-02-11"),
		Citations: []record.Citation{
			cite("s20", nil, lasted(210)),
			cite("s22", actor("donald-trump"), map[string]record.Said{"duration": {Value: 180.0, Text: "about three hours"}}),
			cite("s21", actor("steve-witkoff"), map[string]record.Said{"characterisation": {Text: "I spent a lot of time with President Putin"}}),
		},
	}, sources())
	for at, want := range map[string][]string{
		"2025-02-11": nil, "2025-02-13": {"s20"}, "2025-02-17": {"s20", "s22"}, "2025-02-22": {"s20", "s22", "s21"},
	} {
		p, known := compare.Prune(a, asOf(t, at), nothing)
		if known != (want != nil) {
			t.Errorf("%s: known is %v", at, known)
		}
		if !known {
			continue
		}
		var told []string
		for _, name := range []string{"duration", "characterisation"} {
			for _, teller := range p.Particulars[name].Told {
				told = append(told, teller.Document)
			}
		}
		if !slices.Equal(told, want) {
			t.Errorf("%s: told by %v, want %v", at, told, want)
		}
		if state := p.Particulars["duration"].State; (state == "differs") != (len(want) > 1) {
			t.Errorf("%s: the length is %s", at, state)
		}
	}
}

func TestLavrovsInterviewIsKnownWhenItWasAired(t *testing.T) {
	a := compare.Answer(&record.Event{ID: "2025-04-24-lavrov-cbs", Kind: "statement", Date: edtf.MustParse("2025-04-24~"), Citations: []record.Citation{cite("s98", nil, nil)}}, sources())
	for at, want := range map[string]bool{"2025-04-24": false, "2025-04-26": false, "2025-04-27": true, "2025-04-27T12:00Z": false} {
		if _, known := compare.Prune(a, asOf(t, at), nothing); known != want {
			t.Errorf("%s: known is %v", at, known)
		}
	}
}

func TestTheJournalsLeakIsAnsweredOnlyOnTheNextDay(t *testing.T) {
	a := compare.Answer(&record.Event{ID: "2025-04-20-wsj-leak", Kind: "leak", Date: edtf.MustParse("2025-04-20"), Citations: []record.Citation{cite("wsj-2025-04-20", nil, nil)}}, sources())
	answered := asOf(t, "2025-04-21")
	a.LinkedFrom = []record.LinkedFrom{{From: "2025-04-21-peskov-caution", Relation: "non_denial"}}
	a.Verification = compare.Verification([]compare.Standing{
		{Status: "unverified", KnownFrom: asOf(t, "2025-04-20"), KnownTo: answered, By: []string{}},
		{Status: "met_with_non_denial", KnownFrom: answered, By: []string{"2025-04-21-peskov-caution"}},
	})
	knownAt := func(event string) (time.Time, bool) { return answered, event == "2025-04-21-peskov-caution" }

	before, known := compare.Prune(a, asOf(t, "2025-04-20"), knownAt)
	if !known || len(before.LinkedFrom) != 0 || before.Verification.Status != "unverified" || len(before.Verification.History) != 1 {
		t.Errorf("on 20 April: %v, %+v", known, before)
	}
	after, known := compare.Prune(a, answered, knownAt)
	if !known || len(after.LinkedFrom) != 1 || after.Verification.Status != "met_with_non_denial" || len(after.Verification.By) != 1 || len(after.Verification.History) != 2 {
		t.Errorf("on 21 April: %v, %+v", known, after)
	}
}

func TestTheTextsAreDisclosedByAnEventOfTheirOwn(t *testing.T) {
	disclosure := compare.Answer(&record.Event{
		ID: "2025-04-25-reuters-texts", Kind: "leak", Date: edtf.MustParse("2025-04-25"), Citations: []record.Citation{cite("s138", nil, nil)},
		Plans: []record.PlanUse{{Plan: "us-2025-04-17", As: "discloses"}, {Plan: "eu-ua-2025-04-23", As: "discloses"}},
	}, sources())
	for at, want := range map[string]bool{"2025-04-24": false, "2025-04-25T10:00Z": false, "2025-04-25T11:00Z": true} {
		if _, known := compare.Prune(disclosure, asOf(t, at), nothing); known != want {
			t.Errorf("%s: known is %v", at, known)
		}
	}
}
