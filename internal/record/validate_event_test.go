package record_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func TestTheSamplesAreValid(t *testing.T) {
	for _, of := range record.Types() {
		if faults := sample(of).Validate(); faults != nil {
			t.Errorf("%s: %v", of, faults)
		}
		if got := sample(of).RecordType(); got != of {
			t.Errorf("sample of %s is a %s", of, got)
		}
	}
}

func TestAnEventIsRefused(t *testing.T) {
	tests := []struct {
		name   string
		change func(e *record.Event)
		want   []brief
	}{
		{"without what every event needs", func(e *record.Event) { *e = record.Event{} },
			[]brief{{Pointer: "/id", Code: "required"}, {Pointer: "/kind", Code: "required"}, {Pointer: "/title", Code: "required"}, {Pointer: "/date", Code: "required"}}},
		{"with an id that has capitals", func(e *record.Event) { e.ID = "Peskov" }, []brief{{Pointer: "/id", Code: "invalid_id"}}},
		{"with an id that addresses need", func(e *record.Event) { e.ID = "compare" }, []brief{{Pointer: "/id", Code: "reserved_id"}}},
		{"with an unknown status", func(e *record.Event) { e.Status = "occured" }, []brief{{Pointer: "/status", Code: "unknown_value"}}},
		{"with a title of two lines", func(e *record.Event) { e.Title = "a\nb" }, []brief{{Pointer: "/title", Code: "control_character"}}},
		{"with a title of white space", func(e *record.Event) { e.Title = "  " }, []brief{{Pointer: "/title", Code: "required"}}},
		{"with a title too long", func(e *record.Event) { e.Title = strings.Repeat("я", 301) }, []brief{{Pointer: "/title", Code: "too_long"}}},
		{"with NUL in its summary", func(e *record.Event) { e.Summary = "a\x00" }, []brief{{Pointer: "/summary", Code: "control_character"}}},
		{"with bytes that are no UTF-8", func(e *record.Event) { e.Summary = "a\xff" }, []brief{{Pointer: "/summary", Code: "invalid_utf8"}}},
		{"with a date open on both sides", func(e *record.Event) { e.Date, e.StartAt = edtf.MustParse("[..2024,2026..]"), edtf.Moment{} }, []brief{{Pointer: "/date", Code: "invalid_date"}}},
		{"with a day for start_at", func(e *record.Event) { e.StartAt = edtf.MustParseMoment("2025-04-22") }, []brief{{Pointer: "/start_at", Code: "not_an_instant"}}},
		{"when start_at is on another day in its own offset", func(e *record.Event) { e.StartAt = edtf.MustParseMoment("2025-04-21T22:00Z") },
			[]brief{{Pointer: "/start_at", Code: "conflict"}}},
		{"when start_at falls between the members of a set", func(e *record.Event) {
			e.Date = edtf.MustParse("[2025-04-21,2025-04-23]")
		}, []brief{{Pointer: "/start_at", Code: "conflict"}}},
		{"with an empty place", func(e *record.Event) { e.Place = &record.Place{} }, []brief{{Pointer: "/place", Code: "required"}}},
		{"with a country in small letters", func(e *record.Event) { e.Place.Country = "ru" }, []brief{{Pointer: "/place/country", Code: "invalid_country"}}},
		{"with an unknown time zone", func(e *record.Event) { e.Place.TZ = "Europe/Kyjiw" }, []brief{{Pointer: "/place/tz", Code: "invalid_tz"}}},
		{"with the machine's own time zone", func(e *record.Event) { e.Place.TZ = "Local" }, []brief{{Pointer: "/place/tz", Code: "invalid_tz"}}},
		{"with lat beyond the pole", func(e *record.Event) { e.Place.Lat = pointer(90.5) }, []brief{{Pointer: "/place/lat", Code: "out_of_range"}}},
		{"with lon alone", func(e *record.Event) { e.Place.Lat = nil }, []brief{{Pointer: "/place/lat", Code: "required"}}},
		{"with lat alone", func(e *record.Event) { e.Place.Lon = nil }, []brief{{Pointer: "/place/lon", Code: "required"}}},
		{"with an unknown precision", func(e *record.Event) { e.Place.Precision = "town" }, []brief{{Pointer: "/place/precision", Code: "unknown_value"}}},
		{"as a statement without a speaker", func(e *record.Event) { e.Participants = e.Participants[1:] },
			[]brief{{Pointer: "/participants", Code: "required"}, {Pointer: "/positions/0/actors", Code: "required"}}},
		{"with a participant in one role twice", func(e *record.Event) { e.Participants = append(e.Participants, e.Participants[1]) },
			[]brief{{Pointer: "/participants/2", Code: "duplicate"}}},
		{"with a participant without actor and role", func(e *record.Event) { e.Participants = append(e.Participants, record.Participant{}) },
			[]brief{{Pointer: "/participants/2/actor", Code: "required"}, {Pointer: "/participants/2/role", Code: "required"}}},
		{"with a topic twice", func(e *record.Event) { e.Topics = []string{"nato", "nato"} }, []brief{{Pointer: "/topics/1", Code: "duplicate"}}},
		{"with more topics than any event has", func(e *record.Event) {
			e.Topics = nil
			for i := range 501 {
				e.Topics = append(e.Topics, fmt.Sprintf("topic-%d", i))
			}
		}, []brief{{Pointer: "/topics", Code: "too_many"}}},
		{"linked to itself", func(e *record.Event) { e.Links[0].To = e.ID }, []brief{{Pointer: "/links/0/to", Code: "self_reference"}}},
		{"with one link twice", func(e *record.Event) {
			e.Links = append(e.Links, record.Link{To: e.Links[0].To, Relation: "non_denial"})
		},
			[]brief{{Pointer: "/links/1", Code: "duplicate"}}},
		{"with an unknown relation and scope", func(e *record.Event) { e.Links[0].Relation, e.Links[0].Scope = "refutes", "half" },
			[]brief{{Pointer: "/links/0/relation", Code: "unknown_value"}, {Pointer: "/links/0/scope", Code: "unknown_value"}}},
		{"with a plan used in an unknown way", func(e *record.Event) { e.Plans[0].As = "table" }, []brief{{Pointer: "/plans/0/as", Code: "unknown_value"}}},
		{"with a plan used in one way twice", func(e *record.Event) { e.Plans = append(e.Plans, e.Plans[0]) }, []brief{{Pointer: "/plans/1", Code: "duplicate"}}},
		{"with a position on nothing", func(e *record.Event) { e.Positions[0].On = record.PositionOn{} }, []brief{{Pointer: "/positions/0/on", Code: "required"}}},
		{"with a position on a topic and a plan", func(e *record.Event) { e.Positions[0].On.Plan = "us-2025-04-17" }, []brief{{Pointer: "/positions/0/on", Code: "conflict"}}},
		{"with a position on an ordinal of no plan", func(e *record.Event) { e.Positions[1].On.Plan = "" }, []brief{{Pointer: "/positions/1/on", Code: "required"}}},
		{"with one position twice", func(e *record.Event) { e.Positions = append(e.Positions, e.Positions[0]) }, []brief{{Pointer: "/positions/2", Code: "duplicate"}}},
		{"with an unknown value and basis of a position", func(e *record.Event) { e.Positions[0].Value, e.Positions[0].Basis = "for", "" },
			[]brief{{Pointer: "/positions/0/value", Code: "unknown_value"}, {Pointer: "/positions/0/basis", Code: "required"}}},
		{"with the object of another kind", func(e *record.Event) { e.Meeting = &record.Meeting{} }, []brief{{Pointer: "/meeting", Code: "wrong_kind"}}},
		{"as a cancelled leak", func(e *record.Event) { e.Kind, e.Statement, e.Status = "leak", nil, "cancelled" }, []brief{{Pointer: "/status", Code: "conflict"}}},
		{"with an unknown channel", func(e *record.Event) { e.Statement.Channel = "tweet" }, []brief{{Pointer: "/statement/channel", Code: "unknown_value"}}},
		{"verbatim without a quote", func(e *record.Event) { e.Statement.Quote = nil }, []brief{{Pointer: "/statement/verbatim", Code: "conflict"}}},
		{"with a quote that is an article", func(e *record.Event) { e.Statement.Quote.Text = strings.Repeat("a", 1001) }, []brief{{Pointer: "/statement/quote/text", Code: "too_long"}}},
		{"with an empty quote", func(e *record.Event) { e.Statement.Quote.Text = "" }, []brief{{Pointer: "/statement/quote/text", Code: "required"}}},
		{"with a translation into the same language", func(e *record.Event) { e.Statement.Quote.Translation.Lang = "RU" }, []brief{{Pointer: "/statement/quote/translation/lang", Code: "conflict"}}},
		{"with a language spelt out", func(e *record.Event) { e.Statement.Quote.Lang = "russian!" }, []brief{{Pointer: "/statement/quote/lang", Code: "invalid_lang"}}},
		{"as a leak with bad words and an empty claim", func(e *record.Event) {
			e.Kind, e.Statement = "leak", nil
			e.Leak = &record.Leak{Source: "FT", Form: "gossip", Attribution: "anonymous", Claims: []record.Claim{{Topic: "x y", Actors: []string{""}}}}
		}, []brief{{Pointer: "/leak/source", Code: "invalid_id"}, {Pointer: "/leak/form", Code: "unknown_value"}, {Pointer: "/leak/attribution", Code: "unknown_value"},
			{Pointer: "/leak/claims/0/text", Code: "required"}, {Pointer: "/leak/claims/0/topic", Code: "invalid_id"}, {Pointer: "/leak/claims/0/actors/0", Code: "required"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := event()
			test.change(e)
			if diff := cmp.Diff(test.want, briefs(e.Validate(), false)); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, e.Validate())
			}
		})
	}
}

func TestAnEventIsAccepted(t *testing.T) {
	tests := []struct {
		name   string
		change func(e *record.Event)
	}{
		{"in its own offset shortly before midnight", func(e *record.Event) { e.StartAt = edtf.MustParseMoment("2025-04-22T23:50+03:00") }},
		{"with start_at on the last day of an interval", func(e *record.Event) {
			e.Date = edtf.MustParse("2025-04-20/2025-04-22")
		}},
		{"with start_at after an open start", func(e *record.Event) { e.Date = edtf.MustParse("2025-04-20/..") }},
		{"with an approximate date", func(e *record.Event) { e.Date = edtf.MustParse("2025-04~") }},
		{"without place, topics, links and status", func(e *record.Event) { e.Place, e.Topics, e.Links, e.Status = nil, nil, nil, "" }},
		{"with one actor in two roles", func(e *record.Event) { e.Participants[1] = record.Participant{Actor: "dmitry-peskov", Role: "host"} }},
		{"with two relations to one target", func(e *record.Event) {
			e.Links = append(e.Links, record.Link{To: e.Links[0].To, Relation: "responds_to"})
		}},
		{"as a scheduled meeting with nothing but its title", func(e *record.Event) {
			*e = record.Event{ID: "aa", Kind: "meeting", Title: "x", Date: edtf.MustParse("2026"), Status: "scheduled", Meeting: &record.Meeting{Format: "bilateral"}}
		}},
		{"with a summary of several lines", func(e *record.Event) { e.Summary = "one\n\ttwo\r\nthree" }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := event()
			test.change(e)
			if faults := e.Validate(); faults != nil {
				t.Error(faults)
			}
		})
	}
}

func TestOnlyTheObjectOfTheKindMayBeThere(t *testing.T) {
	for _, kind := range record.Values("kind") {
		e := &record.Event{ID: "aa", Kind: record.Kind(kind), Title: "x", Date: edtf.MustParse("2025"),
			Participants: []record.Participant{{Actor: "aa", Role: "speaker"}},
			Meeting:      &record.Meeting{}, Call: &record.Call{}, Statement: &record.Statement{}, Leak: &record.Leak{},
			Proposal: &record.Proposal{}, Agreement: &record.Agreement{}, Action: &record.Action{}}
		faults := e.Validate()
		if len(faults) != 6 {
			t.Errorf("%s: got %v", kind, faults)
		}
		for _, f := range faults {
			if f.Code != "wrong_kind" || f.Pointer == "/"+kind {
				t.Errorf("%s: got %v", kind, f)
			}
		}
	}
}

func TestFaultsSayWhatIsAllowed(t *testing.T) {
	e := event()
	e.Status = "occured"
	e.Links[0].Relation = "Non Denial"
	faults := e.Validate()
	want := record.Faults{
		{Pointer: "/status", Code: "unknown_value", Detail: `status cannot be "occured".`, Given: "occured",
			Hint: `Did you mean "occurred"? One of scheduled, occurred, unconfirmed, cancelled.`},
		{Pointer: "/links/0/relation", Code: "unknown_value", Detail: `relation cannot be "Non Denial".`, Given: "Non Denial",
			Hint: `Did you mean "non_denial"? One of ` + strings.Join(record.Values("relation"), ", ") + "."},
	}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := faults.Error(); !strings.HasPrefix(got, `/status: status cannot be "occured".; /links/0/relation: `) {
		t.Errorf("Error is %q", got)
	}
}
