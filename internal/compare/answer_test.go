package compare_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func TestWhenADocumentBecameKnown(t *testing.T) {
	tests := []struct{ name, published, retrieved, want string }{
		{"published at an instant", "2025-04-25T14:30+03:00", "2025-05-01", "2025-04-25T11:30:00Z"},
		{"an instant finer than a microsecond", "2025-04-25T14:30:00.123456789Z", "", "2025-04-25T14:30:00.123456Z"},
		{"published on a day", "2025-04-25", "", "2025-04-25T23:59:59.999999Z"},
		{"published in a month", "2025-02", "", "2025-02-28T23:59:59.999999Z"},
		{"published on one of two days", "[2025-04-23,2025-04-24]", "", "2025-04-24T23:59:59.999999Z"},
		{"an uncertain day is not widened", "2025-04-25?", "", "2025-04-25T23:59:59.999999Z"},
		{"published since a day, without end", "2025-04-25/..", "2025-05-01T10:00Z", "2025-05-01T10:00:00Z"},
		{"published at an unknown time until a day", "/2025-04-25", "", "2025-04-25T23:59:59.999999Z"},
		{"undated and retrieved on a day", "", "2025-05-01", "2025-05-01T23:59:59.999999Z"},
		{"undated and never retrieved", "", "", ""},
	}
	moment := func(s string) edtf.Moment {
		if s == "" {
			return edtf.Moment{}
		}
		return edtf.MustParseMoment(s)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			known, ok := compare.KnownAt(&record.Document{Published: moment(test.published), RetrievedAt: moment(test.retrieved)})
			if ok != (test.want != "") || ok && known.Format(time.RFC3339Nano) != test.want {
				t.Errorf("got %s, %v; want %s", known.Format(time.RFC3339Nano), ok, test.want)
			}
		})
	}
	if _, ok := compare.KnownAt(nil); ok {
		t.Error("a document that is not there is known")
	}
}

func TestWhenAnEventStarts(t *testing.T) {
	tests := []struct{ name, date, start, zone, want string }{
		{"start_at stands before all", "2025-04-25", "2025-04-25T14:20+03:00", "Europe/London", "2025-04-25T11:20:00Z"},
		{"midnight of the place", "2025-04-25", "", "Europe/Moscow", "2025-04-24T21:00:00Z"},
		{"midnight of the place in summer time", "2025-07-01", "", "America/New_York", "2025-07-01T04:00:00Z"},
		{"midnight UTC without a zone", "2025-04-25", "", "", "2025-04-25T00:00:00Z"},
		{"midnight UTC in a zone nobody knows", "2025-04-25", "", "Mars/Olympus", "2025-04-25T00:00:00Z"},
		{"the first day of a month", "2025-04", "", "", "2025-04-01T00:00:00Z"},
		{"the first member of a set", "[2025-04-23,2025-04-24]", "", "", "2025-04-23T00:00:00Z"},
		{"an open start has none", "../2025-04-24", "", "Europe/Moscow", "0001-01-01T00:00:00Z"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := &record.Event{Date: edtf.MustParse(test.date), Place: &record.Place{TZ: test.zone}}
			if test.start != "" {
				e.StartAt = edtf.MustParseMoment(test.start)
			}
			if got := compare.StartInstant(e); got.Format(time.RFC3339Nano) != test.want || got.Location() != time.UTC {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestAnAnswerFillsInWhatItsDocumentsAndActorsLend(t *testing.T) {
	e := fourthMeeting()
	e.Citations[1].Grade = "D3"
	e.Citations = append(e.Citations, record.Citation{Document: record.DocumentRef{ID: "gone"}, Grade: "2"}, cite("undated", nil, nil))
	e.Citations[4].Grade = ""
	a := compare.Answer(e, sources())

	type row struct {
		Grade, Source, URL, Published string
		Known                         bool
	}
	var got []row
	for _, c := range a.Citations {
		got = append(got, row{c.Grade, c.Source, c.URL, c.Published.String(), c.KnownAt != nil})
	}
	want := []row{
		{"B1", "tass", "", "2025-04-25", true}, {"D3", "sputnik", "", "2025-04-25T15:06:00Z", true},
		{"A1", "kremlin-ru", "http://kremlin.ru/events/president/news/76797", "2025-04-25T14:30:00+03:00", true},
		{"F2", "", "", "", false}, {"F6", "tass", "", "", false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("citations (-want +got):\n%s", diff)
	}
	if a.Status != "occurred" || a.When.Label != "25 April 2025" || a.KnownAt.Format(time.RFC3339) != "2025-04-25T11:30:00Z" {
		t.Errorf("status %s, when %+v, known %s", a.Status, a.When, a.KnownAt)
	}
	if a.LinkedFrom == nil || a.Links == nil || a.Topics == nil || a.Verification != nil || a.Event.Citations != nil {
		t.Errorf("lists: %+v", a)
	}
	if diff := cmp.Diff([]string{"russia", "united-states"}, []string{a.Participants[0].Representing, a.Participants[1].Representing}); diff != "" {
		t.Errorf("representing (-want +got):\n%s", diff)
	}
	if e.Status != "" || e.Participants[0].Representing != "" || len(e.Citations) != 5 {
		t.Errorf("the event was changed: %+v", e)
	}
}

func TestWhomParticipantsRepresent(t *testing.T) {
	tests := []struct{ name, actor, given, date, start, want string }{
		{"what is entered stands", "steve-witkoff", "donald-trump", "2025-04-25", "", "donald-trump"},
		{"the role of that day", "steve-witkoff", "", "2025-04-25", "", "united-states"},
		{"before the role nobody", "steve-witkoff", "", "2025-01-19", "", ""},
		{"the earliest day of a coarse date counts", "steve-witkoff", "", "2025-01", "", ""},
		{"the day of start_at in its own offset counts", "steve-witkoff", "", "2025-01", "2025-01-20T00:30+03:00", "united-states"},
		{"of an open start the latest day counts", "steve-witkoff", "", "../2025-04", "", "united-states"},
		{"a merged actor has its own roles, since a merge rewrites no event", "vitkov", "", "2025-04-25", "", ""},
		{"a circle of merges ends", "ring-a", "", "2025-04-25", "", ""},
		{"a state represents itself", "russia", "", "2025-04-25", "", "russia"},
		{"an actor not there represents nobody", "gone", "", "2025-04-25", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := &record.Event{Date: edtf.MustParse(test.date), Participants: []record.Participant{{Actor: test.actor, Role: "principal", Representing: test.given}}}
			if test.start != "" {
				e.StartAt = edtf.MustParseMoment(test.start)
			}
			if got := compare.Answer(e, sources()).Participants[0].Representing; got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestAnEventIsKnownByTheFirstThatSupportsOrRefutes(t *testing.T) {
	with := func(supports record.Support, document string) record.Citation {
		return record.Citation{Document: record.DocumentRef{ID: document}, Supports: supports}
	}
	tests := []struct {
		name string
		list []record.Citation
		want string
	}{
		{"nothing cited", nil, ""},
		{"one that only mentions", []record.Citation{with("mentions", "s01")}, ""},
		{"a mention comes earlier", []record.Citation{with("mentions", "s138"), with("supports", "s15")}, "2025-04-25T15:06:00Z"},
		{"one that refutes", []record.Citation{with("", "s15"), with("refutes", "s01")}, "2025-04-25T11:30:00Z"},
		{"one undated", []record.Citation{with("", "undated")}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := compare.Answer(&record.Event{Date: edtf.MustParse("2025-04-25"), Citations: test.list}, sources())
			got := ""
			if a.KnownAt != nil {
				got = a.KnownAt.Format(time.RFC3339)
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
