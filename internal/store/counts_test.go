package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// facet writes the counts of a facet as "value n", those of most first.
func facet(t testing.TB, v *store.View, field, query string, saved ...filter.Saved) string {
	t.Helper()
	counts, err := v.Facet(background, field, parse(t, query, v), saved...)
	if err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, c := range counts {
		told = append(told, fmt.Sprintf("%s %d", c.Value, c.Count))
	}
	return strings.Join(told, ", ")
}

func TestAFacetFoldsMergesAndTreesAsTheyWereInEachSnapshot(t *testing.T) {
	s := islands(t)
	both := meeting("m2", "2025-03-02")
	both.Topics = []string{"lighthouse", "islands"}
	both.Participants = []record.Participant{{Actor: "boris-bell", Role: "host"}, {Actor: "boris-bell", Role: "speaker"}}
	before := write(t, s, put(meeting("m1", "2025-03-01")), put(both)).Seq
	after := write(t, s,
		put(&record.Actor{ID: "boris-bell", Kind: "person", Name: "Boris Bell", MergedInto: "anna-arlen"}),
		put(&record.Topic{ID: "lighthouse", Label: "The lighthouse"})).Seq
	for _, c := range []struct {
		seq                int64
		field, query, want string
	}{
		{before, "topic", "", "islands 2, lighthouse 2"},
		{after, "topic", "", "lighthouse 2, islands 1"},
		{before, "actor", "", "boris-bell 2, anna-arlen 1"},
		{after, "actor", "", "anna-arlen 2"},
		{before, "actor", "role=speaker", "boris-bell 1"},
		{after, "actor", "role=speaker", "anna-arlen 1"},
		{before, "actor", "actor=anna-arlen&role=host", "boris-bell 2"},
		{before, "actor", "representing=ruritania&role=envoy", "anna-arlen 1"},
		{before, "source", "", "the-wire 2"},
		{before, "source", "min_grade=C2", "the-wire 2"},
		{before, "source", "grade=C2", ""},
		{before, "kind", "kind=call", "meeting 2"},
		{before, "kind", "q=nothing+at+all", ""},
		{before, "verification", "", ""},
	} {
		if got := facet(t, at(t, s, c.seq), c.field, c.query); got != c.want {
			t.Errorf("by %s of %q at %d: %q instead of %q", c.field, c.query, c.seq, got, c.want)
		}
	}
}

func TestAFacetIsNarrowedByATimelineEvenInItsOwnField(t *testing.T) {
	s := islands(t)
	call := meeting("c1", "2025-03-03")
	call.Kind = "call"
	write(t, s, put(meeting("m1", "2025-03-01")), put(call))
	v := s.Head()
	saved := filter.Saved{ID: "calls", Filter: parse(t, "kind=call", v)}
	if got := facet(t, v, "kind", "kind=meeting", saved); got != "call 1" {
		t.Errorf("%q", got)
	}
}

// began puts events on dates, "date" or "date start", and gives their histogram, without empty steps, as "start n".
func began(t testing.TB, query, interval, zone string, dates ...string) string {
	t.Helper()
	s := islands(t)
	for i, text := range dates {
		date, start, timed := strings.Cut(text, " ")
		m := meeting(fmt.Sprintf("m%d", i), date)
		if timed {
			m.StartAt = edtf.MustParseMoment(start)
		}
		write(t, s, put(m))
	}
	v := s.Head()
	h, err := v.Histogram(background, store.HistogramQuery{Filter: parse(t, query, v), Interval: interval, Zone: zoneOf(t, zone)})
	if err != nil {
		return err.Error()
	}
	var told []string
	for _, step := range h.Steps {
		told = append(told, fmt.Sprintf("%s %d", step.Start, step.Count))
	}
	if h.Unplaced+h.Earlier > 0 {
		told = append(told, fmt.Sprintf("unplaced %d earlier %d", h.Unplaced, h.Earlier))
	}
	return strings.Join(told, ", ")
}

func TestAnEventCountsInTheStepInWhichItBegan(t *testing.T) {
	for _, c := range []struct {
		name, query, interval, zone string
		dates                       []string
		want                        string
	}{
		{"days between are filled", "", "day", "", []string{"2025-03-01", "2025-03-03"}, "2025-03-01 1, 2025-03-02 0, 2025-03-03 1"},
		{"a range is filled where nothing was", "from=2025-03&to=2025-05", "month", "", []string{"2025-04-02"}, "2025-03-01 0, 2025-04-01 1, 2025-05-01 0"},
		{"nothing at all fills a range", "on=2025-03-01", "day", "", nil, "2025-03-01 0"},
		{"nothing without a range is nothing", "from=2025-03-01", "day", "", nil, ""},
		{"weeks begin on Monday", "", "week", "", []string{"2025-03-02", "2025-03-03"}, "2025-02-24 1, 2025-03-03 1"},
		{"quarters begin in January, April, July and October", "", "quarter", "", []string{"2024-12-31", "2025-06-30"}, "2024-10-01 1, 2025-01-01 0, 2025-04-01 1"},
		{"a month is too coarse for a day", "", "day", "", []string{"2025-03", "2025-03-05"}, "2025-03-05 1, unplaced 1 earlier 0"},
		{"and fits a month", "", "month", "", []string{"2025-03"}, "2025-03-01 1"},
		{"a set of days within a week fits the week", "", "week", "", []string{"[2025-04-22,2025-04-23]"}, "2025-04-21 1"},
		{"and no day", "", "day", "", []string{"[2025-04-22,2025-04-23]"}, "unplaced 1 earlier 0"},
		{"a start tells no member of a set", "", "day", "", []string{"[2025-04-22,2025-04-23] 2025-04-22T09:00Z"}, "unplaced 1 earlier 0"},
		{"what lasts counts where it began", "", "day", "", []string{"2025-03-31/2025-04-02"}, "2025-03-31 1"},
		{"what has no end too", "", "month", "", []string{"2025-03-31/.."}, "2025-03-01 1"},
		{"what has no start is nowhere", "", "year", "", []string{"../2025-03-31"}, "unplaced 1 earlier 0"},
		{"a start tells the day within a month", "", "day", "", []string{"2025-03 2025-03-07T09:00+03:00"}, "2025-03-07 1"},
		{"a date has no hour", "", "hour", "", []string{"2025-03-01", "2025-03-01 2025-03-01T09:30+03:00"}, "2025-03-01T06:00:00Z 1, unplaced 1 earlier 0"},
		{"hours are those of the zone", "", "hour", "Asia/Kathmandu", []string{"2025-03-01 2025-03-01T09:30+03:00"}, "2025-03-01T12:00:00+05:45 1"},
		{"without a zone the day is that of the place", "", "day", "", []string{"2025-03-01 2025-03-01T00:30+03:00"}, "2025-03-01 1"},
		{"with one it is the day there", "", "day", "UTC", []string{"2025-03-01 2025-03-01T00:30+03:00"}, "2025-02-28 1"},
		{"a date stays the date in any zone", "", "day", "Asia/Tokyo", []string{"2025-03-01"}, "2025-03-01 1"},
		{"an hour comes twice where clocks go back", "on=2025-10-26", "hour", "Europe/Paris", []string{"2025-10-26 2025-10-26T02:30+01:00"},
			hours("2025-10-26T00:00:00+02:00 0, 2025-10-26T01:00:00+02:00 0, 2025-10-26T02:00:00+02:00 0, 2025-10-26T02:00:00+01:00 1", 3, 24, "+01:00")},
		{"what began before is told apart", "from=2025-03-10", "day", "", []string{"2025-03-08/2025-03-12", "2025-03-11"}, "2025-03-10 0, 2025-03-11 1, unplaced 0 earlier 1"},
		{"in a coarse step too", "from=2025-03-10", "month", "", []string{"2025-03-08/2025-03-12"}, "unplaced 0 earlier 1"},
		{"before an instant by its start", "from=2025-03-10T12:00Z", "day", "", []string{"2025-03-10/2025-03-11 2025-03-10T11:00Z", "2025-03-10/2025-03-11 2025-03-10T13:00Z"},
			"2025-03-10 1, unplaced 0 earlier 1"},
		{"more than ten thousand steps are refused", "from=1990&to=2025", "day", "", nil, store.ErrTooManySteps.Error()},
		{"also where the events lie so far apart", "", "day", "", []string{"1914-06-28", "2025-03-01"}, store.ErrTooManySteps.Error()},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, began(t, c.query, c.interval, c.zone, c.dates...)); diff != "" {
				t.Errorf("wanted (-), got (+):\n%s", diff)
			}
		})
	}
}

// hours adds empty hours of 26 October 2025 to a text.
func hours(text string, from, to int, offset string) string {
	for h := from; h < to; h++ {
		text += fmt.Sprintf(", 2025-10-26T%02d:00:00%s 0", h, offset)
	}
	return text
}

func TestTenThousandStepsAreGiven(t *testing.T) {
	v := islands(t).Head()
	for query, refused := range map[string]bool{"from=2000-01-01&to=2027-05-18": false, "from=2000-01-01&to=2027-05-19": true} {
		h, err := v.Histogram(background, store.HistogramQuery{Filter: parse(t, query, v), Interval: "day"})
		if errors.Is(err, store.ErrTooManySteps) != refused || !refused && len(h.Steps) != store.MostSteps {
			t.Errorf("%s: %v", query, err)
		}
	}
}
