package compare_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// told is one citation of a particulars test: known on a day of April 2025 (0: never).
type told struct {
	day  int
	by   string // an actor; "" for the source
	says map[string]record.Said
}

func citations(list []told) []record.CitationAnswer {
	cs := make([]record.CitationAnswer, len(list))
	for i, v := range list {
		id := string(rune('a'+i)) + "-doc"
		cs[i] = record.CitationAnswer{Citation: record.Citation{Document: record.DocumentRef{ID: id}, Says: v.says}, Source: "source-of-" + id}
		if v.by != "" {
			cs[i].By = &record.Teller{Actor: v.by}
		}
		if v.day != 0 {
			at := time.Date(2025, 4, v.day, 0, 0, 0, 0, time.UTC)
			cs[i].KnownAt = &at
		}
	}
	return cs
}

func said(name string, s record.Said) map[string]record.Said { return map[string]record.Said{name: s} }

func number(v float64) *float64 { return &v }

func TestHowAccountsOfOneParticularStandToOneAnother(t *testing.T) {
	minutes := func(v float64) map[string]record.Said { return said("duration", record.Said{Value: v}) }
	span := func(low, high *float64) map[string]record.Said {
		return said("duration", record.Said{Min: low, Max: high})
	}
	type want struct {
		State    string
		Value    any
		Min, Max *float64
		Unit     string
	}
	tests := []struct {
		name, particular string
		told             []told
		want             want
	}{
		{"one teller is single", "duration", []told{{1, "aa", minutes(180)}}, want{"single", 180.0, number(180), number(180), "minutes"}},
		{"two tellers of one length agree", "duration", []told{{1, "aa", minutes(180)}, {2, "bb", minutes(180)}}, want{"agrees", 180.0, number(180), number(180), "minutes"}},
		{"one teller in two documents is still one", "duration", []told{{1, "aa", minutes(180)}, {2, "aa", minutes(180)}}, want{"single", 180.0, number(180), number(180), "minutes"}},
		{"one teller who contradicts himself differs", "duration", []told{{1, "aa", minutes(180)}, {2, "aa", minutes(210)}}, want{"differs", nil, number(180), number(210), "minutes"}},
		{"two lengths differ", "duration", []told{{1, "aa", minutes(180)}, {2, "bb", minutes(125)}}, want{"differs", nil, number(125), number(180), "minutes"}},
		{"ranges that overlap agree without one value", "duration", []told{{1, "aa", span(number(270), number(300))}, {2, "bb", minutes(270)}}, want{"agrees", nil, number(270), number(300), "minutes"}},
		{"ranges that only pairwise touch agree", "duration", []told{{1, "aa", span(number(1), number(2))}, {2, "bb", span(number(2), number(3))}}, want{"agrees", nil, number(1), number(3), "minutes"}},
		{"two of three that overlap do not make agreement", "duration", []told{{1, "aa", span(number(1), number(2))}, {2, "bb", span(number(2), number(3))}, {3, "cc", minutes(3)}}, want{"differs", nil, number(1), number(3), "minutes"}},
		{"more than four hours and four and a half agree", "duration", []told{{1, "aa", span(number(240), nil)}, {2, "bb", minutes(270)}}, want{"agrees", nil, number(240), number(270), "minutes"}},
		{"more than four hours and two hours differ", "duration", []told{{1, "aa", span(number(240), nil)}, {2, "bb", minutes(120)}}, want{"differs", nil, number(120), number(240), "minutes"}},
		{"only a lower bound has no max", "duration", []told{{1, "aa", span(number(240), nil)}}, want{"single", nil, number(240), nil, "minutes"}},
		{"only an upper bound has no min", "duration", []told{{1, "aa", span(nil, number(60))}}, want{"single", nil, nil, number(60), "minutes"}},
		{"a text beside a value is listed and decides nothing", "duration", []told{{1, "aa", minutes(180)}, {2, "bb", said("duration", record.Said{Text: "long"})}}, want{"single", 180.0, number(180), number(180), "minutes"}},
		{"texts alone are never compared", "duration", []told{{1, "aa", said("duration", record.Said{Text: "long"})}, {2, "bb", said("duration", record.Said{Text: "short"})}}, want{State: "single", Unit: "minutes"}},
		{"ordinals differ", "ordinal", []told{{1, "aa", said("ordinal", record.Said{Value: 4.0})}, {2, "bb", said("ordinal", record.Said{Value: 2})}}, want{"differs", nil, number(2), number(4), ""}},
		{"instants agree within the minute and across offsets", "start_at", []told{{1, "aa", said("start_at", record.Said{Value: "2025-04-25T14:20+03:00"})}, {2, "bb", said("start_at", record.Said{Value: "2025-04-25T11:20:45Z"})}}, want{State: "agrees", Value: "2025-04-25T14:20+03:00"}},
		{"instants a minute apart differ", "start_at", []told{{1, "aa", said("start_at", record.Said{Value: "2025-04-25T14:20+03:00"})}, {2, "bb", said("start_at", record.Said{Value: "2025-04-25T14:21+03:00"})}}, want{State: "differs"}},
		{"a day and its month agree without one value", "date", []told{{1, "aa", said("date", record.Said{Value: "2025-02"})}, {2, "bb", said("date", record.Said{Value: "2025-02-11"})}}, want{State: "agrees"}},
		{"one day twice is the value", "date", []told{{1, "aa", said("date", record.Said{Value: "2025-02-11"})}, {2, "bb", said("date", record.Said{Value: "2025-02-11"})}}, want{State: "agrees", Value: "2025-02-11"}},
		{"two days differ", "date", []told{{1, "aa", said("date", record.Said{Value: "2025-05-11"})}, {2, "bb", said("date", record.Said{Value: "2025-05-12"})}}, want{State: "differs"}},
		{"a day between the members of a set differs", "date", []told{{1, "aa", said("date", record.Said{Value: "[2025-05-10,2025-05-12]"})}, {2, "bb", said("date", record.Said{Value: "2025-05-11"})}}, want{State: "differs"}},
		{"words agree whatever their case and marks, as first told", "place", []told{{2, "aa", said("place", record.Said{Value: "ÉLYSÉE palace"})}, {1, "bb", said("place", record.Said{Value: "Elysee Palace"})}}, want{State: "agrees", Value: "Elysee Palace"}},
		{"other words differ", "place", []told{{1, "aa", said("place", record.Said{Value: "Washington"})}, {2, "bb", said("place", record.Said{Value: "Kyiv"})}}, want{State: "differs"}},
		{"signs are not the same for folding to nothing", "outcome", []told{{1, "aa", said("outcome", record.Said{Value: "+"})}, {2, "bb", said("outcome", record.Said{Value: "-"})}}, want{State: "differs"}},
		{"lists agree as sets", "topics", []told{{1, "aa", said("topics", record.Said{Value: []any{"nato", "crimea"}})}, {2, "bb", said("topics", record.Said{Value: []string{"crimea", "nato"}})}}, want{State: "agrees", Value: []any{"nato", "crimea"}}},
		{"lists of others differ", "participants", []told{{1, "aa", said("participants", record.Said{Value: []any{"xx"}})}, {2, "bb", said("participants", record.Said{Value: []any{"xx", "yy"}})}}, want{State: "differs"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := compare.Particulars(citations(test.told))[test.particular]
			if diff := cmp.Diff(test.want, want{p.State, p.Value, p.Min, p.Max, p.Unit}); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(p.Told) != len(test.told) {
				t.Errorf("%d tellings are listed", len(p.Told))
			}
		})
	}
}

func TestTellingsAreListedEarliestKnownFirst(t *testing.T) {
	cs := citations([]told{
		{0, "aa", said("outcome", record.Said{Text: "undated"})}, {9, "bb", said("outcome", record.Said{Text: "late"})},
		{2, "", said("outcome", record.Said{Text: "early"})}, {2, "cc", said("outcome", record.Said{Text: "early too"})},
	})
	cs[1].Supports = "refutes"
	got := compare.Particulars(cs)["outcome"].Told
	want := []record.Told{
		{By: record.Teller{Source: "source-of-c-doc"}, Document: "c-doc", Said: record.Said{Text: "early"}},
		{By: record.Teller{Actor: "cc"}, Document: "d-doc", Said: record.Said{Text: "early too"}},
		{By: record.Teller{Actor: "bb"}, Document: "b-doc", Said: record.Said{Text: "late"}},
		{By: record.Teller{Actor: "aa"}, Document: "a-doc", Said: record.Said{Text: "undated"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestALengthIsDerivedFromStartAndEndOfOneTelling(t *testing.T) {
	clock := func(start, end string) map[string]record.Said {
		says := map[string]record.Said{}
		if start != "" {
			says["start_at"] = record.Said{Value: start}
		}
		if end != "" {
			says["end_at"] = record.Said{Value: end}
		}
		return says
	}
	both := clock("2025-04-25T14:20+03:00", "2025-04-25T16:25+03:00")
	withLength := clock("2025-04-25T14:20+03:00", "2025-04-25T16:25+03:00")
	withLength["duration"] = record.Said{Text: "more than two hours"}
	tests := []struct {
		name string
		says []map[string]record.Said
		want []record.Told // without By and Document
	}{
		{"start and end give minutes", []map[string]record.Said{both}, []record.Told{{Said: record.Said{Value: 125.0}, Derived: true}}},
		{"across offsets and midnight", []map[string]record.Said{clock("2025-04-25T23:30+03:00", "2025-04-25T21:00Z")}, []record.Told{{Said: record.Said{Value: 30.0}, Derived: true}}},
		{"what is told of the length stands", []map[string]record.Said{withLength}, []record.Told{{Said: record.Said{Text: "more than two hours"}}}},
		{"an end before the start gives none", []map[string]record.Said{clock("2025-04-25T16:25Z", "2025-04-25T14:20Z")}, nil},
		{"start and end of two tellings give none", []map[string]record.Said{clock("2025-04-25T14:20Z", ""), clock("", "2025-04-25T16:25Z")}, nil},
		{"a text for the end gives none", []map[string]record.Said{{"start_at": {Value: "2025-04-25T14:20Z"}, "end_at": {Text: "in the evening"}}}, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var list []told
			for _, says := range test.says {
				list = append(list, told{1, "aa", says})
			}
			var got []record.Told
			for _, v := range compare.Particulars(citations(list))["duration"].Told {
				got = append(got, record.Told{Said: v.Said, Derived: v.Derived})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	p := compare.Particulars(citations([]told{{1, "aa", both}, {2, "yuri-ushakov", said("duration", record.Said{Value: 180.0})}}))["duration"]
	if p.State != "differs" || *p.Min != 125 || *p.Max != 180 {
		t.Errorf("the clock and Ushakov: %+v", p)
	}
}

func TestNoAccountsGiveNoParticulars(t *testing.T) {
	if got := compare.Particulars(nil); got == nil || len(got) != 0 {
		t.Errorf("got %v", got)
	}
}
