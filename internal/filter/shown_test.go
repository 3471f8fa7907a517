package filter

import (
	"testing"

	"backchannel/internal/edtf"
)

func TestAFilterIsNarrowedToTheDaysThatAreShown(t *testing.T) {
	for _, c := range []struct{ query, from, to, want string }{
		{"", "2025-04-01", "2025-04-30", "from=2025-04-01&to=2025-04-30"},
		{"kind=call", "2025-04-01", "", "kind=call&from=2025-04-01"},
		{"from=2025-04-10", "2025-04-01", "2025-04-30", "from=2025-04-10&to=2025-04-30"},
		{"on=2025", "2025-04-01", "2025-04-30", "from=2025-04-01&to=2025-04-30"},
		{"on=2025-05", "2025-04-01", "2025-04-30", "on=2025-05"},                                       // nothing in common
		{"match=certain", "2025-04-01", "2025-04-30", "match=certain"},                                 // would mean another thing
		{"from=2025-04-10T10:00:00Z", "2025-04-01", "2025-04-30", "from=2025-04-10T10:00:00Z"},         // not days
		{"from=2025-04-10&q=a+b", "2025-04-01", "2025-04-30", "from=2025-04-10&to=2025-04-30&q=a%20b"}, // words stay
		{"from=2025-04-30&to=2025-04-30", "2025-04-01", "2025-04-30", "on=2025-04-30"},                 // the last day is shown
	} {
		days := Range{}
		if c.from != "" {
			days.From = edtf.MustParseMoment(c.from)
		}
		if c.to != "" {
			days.To = edtf.MustParseMoment(c.to)
		}
		f := read(t, c.query)
		before := f.Canonical()
		if got, want := f.Shown(days).Canonical(), read(t, c.want).Canonical(); got != want {
			t.Errorf("%q shown from %q to %q is %q, not %q", c.query, c.from, c.to, got, want)
		}
		if after := f.Canonical(); after != before {
			t.Errorf("%q was changed to %q", before, after)
		}
	}
}

func TestATimelineIsNarrowedToTheDaysThatAreShown(t *testing.T) {
	shown := Range{From: edtf.MustParseMoment("2025-04-10"), To: edtf.MustParseMoment("2025-05-20")}
	f, _ := within(t, "kind=leak", "on=2025-04")
	got := f.Shown(shown)
	if from, to := got.Occurred.From.String(), got.Occurred.To.String(); from != "2025-04-10" || to != "2025-04" {
		t.Errorf("from %s to %s", from, to)
	}
	if want := "kind=leak&from=2025-04-10&to=2025-05-20&timeline=saved"; got.Canonical() != want {
		t.Errorf("it is written %q, not %q", got.Canonical(), want)
	}
	apart, _ := within(t, "kind=leak", "on=2025-07")
	if got := apart.Shown(shown); got != apart {
		t.Errorf("a timeline of another time is narrowed to %q", got.Canonical())
	}
}
