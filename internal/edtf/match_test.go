package edtf

import (
	"slices"
	"testing"
)

// day reads YYYY-MM-DD; ".." is no bound on that side.
func day(s string, open Day) Day {
	if s == ".." {
		return open
	}
	earliest, _ := MustParse(s).Bounds()
	return earliest
}

func TestOverlapsAndCertain(t *testing.T) {
	tests := []struct {
		name, in, from, to string
		overlaps, certain  bool
	}{
		{"a day is certain on itself", "2025-04-25", "2025-04-25", "2025-04-25", true, true},
		{"and not there the day before", "2025-04-25", "2025-04-24", "2025-04-24", false, false},
		{"a month is certain within itself", "2025-04", "2025-04-01", "2025-04-30", true, true},
		{"but not without its last day", "2025-04", "2025-04-01", "2025-04-29", true, false},
		{"nor without its first", "2025-04", "2025-04-02", "2025-04-30", true, false},
		{"a month touches its last day", "2025-04", "2025-04-30", "2025-05-31", true, false},
		{"an approximate day keeps its bounds and is never certain", "2025-04-18~", "2025-04-18", "2025-04-18", true, false},
		{"so does an uncertain one", "2025-12-21?", "2025-12-20", "2025-12-20", false, false},
		{"not even at all days", "2025-12-21%", "..", "..", true, false},
		{"an interval is certain on each of its days", "2025-04-19/2025-04-20", "2025-04-20", "2025-04-20", true, true},
		{"and in the middle", "2025-02-15/2025-05-19", "2025-04-25", "2025-04-25", true, true},
		{"but only between its latest start and its earliest end", "2025-04/2025-06", "2025-05-10", "2025-05-10", true, true},
		{"its start is in doubt before", "2025-04/2025-06", "2025-04-29", "2025-04-29", true, false},
		{"it has started by the last day of its first month", "2025-04/2025-06", "2025-04-30", "2025-04-30", true, true},
		{"its end is in doubt after", "2025-04/2025-06", "2025-06-02", "2025-06-02", true, false},
		{"it has not ended before the first day of its last month", "2025-04/2025-06", "2025-06-01", "2025-06-01", true, true},
		{"an interval with a qualified end is never certain", "2025-02-15~/2025-05-19", "2025-04-25", "2025-04-25", true, false},
		{"an open interval goes on", "2025-01/..", "2031-01-01", "2031-01-01", true, false},
		{"an unknown end too", "2025-01/", "2031-01-01", "2031-01-01", true, false},
		{"an open start goes back", "../2025", "1812-06-24", "1812-06-24", true, false},
		{"but not after its end", "../2025", "2026-01-01", "..", false, false},
		{"a set touches its members", "[2025-04-01,2025-04-30]", "2025-04-30", "2025-04-30", true, false},
		{"and nothing between them", "[2025-04-01,2025-04-30]", "2025-04-02", "2025-04-29", false, false},
		{"a set is certain where all members are", "[2025-04-23,2025-04-24]", "2025-04-23", "2025-04-24", true, true},
		{"a range in a set counts to its last", "[2025-04-20,2025-04-23..2025-04-25]", "2025-04-20", "2025-04-24", true, false},
		{"an open set goes back and is never certain", "[..2025-04-23]", "..", "2025-04-23", true, false},
		{"no bounds hold everything", "2025", "..", "..", true, true},
		{"reversed bounds hold nothing", "2025", "2025-06-02", "2025-06-01", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, from, to := MustParse(tt.in), day(tt.from, MinDay), day(tt.to, MaxDay)
			if got := d.Overlaps(from, to); got != tt.overlaps {
				t.Errorf("%s overlaps %s…%s: %v", d, from, to, got)
			}
			if got := d.Certain(from, to); got != tt.certain {
				t.Errorf("%s certain in %s…%s: %v", d, from, to, got)
			}
		})
	}
}

func TestCompareSortsByEarliestThenLatestThenText(t *testing.T) {
	want := []string{"../2025", "", "[..2024,2026..]", "2025-04-01", "2025-04-01?", "2025-04", "2025-04-01/2025-04-30", "2025-04-XX", "2025-04-02", "2025-04-02/.."}
	var dates []Date
	for _, s := range want {
		var d Date
		if err := d.UnmarshalText([]byte(s)); err != nil {
			t.Fatal(err)
		}
		dates = append(dates, d)
	}
	slices.Reverse(dates)
	slices.SortFunc(dates, Compare)
	for i, d := range dates {
		if d.String() != want[i] {
			t.Fatalf("at %d: %q, want %q; all: %v", i, d, want[i], dates)
		}
	}
}
