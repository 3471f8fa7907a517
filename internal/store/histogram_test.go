package store_test

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// naiveStart is the step in which an event began, by walking back from the day or the minute; "" where it has none.
func naiveStart(a *record.EventAnswer, interval string, zone *time.Location) string {
	timed := a.StartAt.IsInstant() && !a.Date.IsSet()
	if interval == "hour" {
		if !timed {
			return ""
		}
		t := a.StartAt.Instant().Truncate(time.Minute)
		if zone == nil {
			zone = time.UTC
		}
		for t = t.In(zone); t.Minute() != 0; t = t.Add(-time.Minute) {
		}
		return t.Format(time.RFC3339)
	}
	earliest, latest := a.Date.Start()
	if timed {
		t := a.StartAt.Instant()
		if zone != nil {
			t = t.In(zone)
		}
		y, m, d := t.Date()
		earliest = edtf.MakeDay(y, int(m), d)
		latest = earliest
	}
	if earliest == edtf.MinDay || latest == edtf.MaxDay {
		return ""
	}
	walk := func(d edtf.Day) string {
		t := d.Time()
		begins := map[string]func() bool{
			"day": func() bool { return true }, "week": func() bool { return t.Weekday() == time.Monday }, "month": func() bool { return t.Day() == 1 },
			"quarter": func() bool { return t.Day() == 1 && t.Month()%3 == 1 }, "year": func() bool { return t.YearDay() == 1 },
		}[interval]
		for !begins() {
			t = t.AddDate(0, 0, -1)
		}
		return t.Format(time.DateOnly)
	}
	if walk(earliest) != walk(latest) {
		return ""
	}
	return walk(earliest)
}

// checkHistogram compares a histogram with one made event by event.
func checkHistogram(t testing.TB, v *store.View, q url.Values, interval string, zone *time.Location, all []*record.EventAnswer) {
	t.Helper()
	f, faults := filter.Parse(q, v)
	if len(faults) > 0 {
		t.Fatalf("%s: %v", q.Encode(), faults)
	}
	got, err := v.Histogram(context.Background(), store.HistogramQuery{Filter: f, Interval: interval, Zone: zone, ByKind: true})
	if errors.Is(err, store.ErrTooManySteps) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("%s by %s in %v", q.Encode(), interval, zone)
	counts, want, unplaced, whole := map[string]int64{}, map[string]int64{}, int64(0), int64(0)
	for _, s := range got.Steps {
		whole += s.Count
		if s.Count > 0 {
			counts[s.Start+" "+s.Kind] = s.Count
		}
	}
	matching := int64(0)
	for _, a := range all {
		if !f.Match(a, v) {
			continue
		}
		matching++
		if q.Has("from") || q.Has("on") {
			continue // what began before is told by hand
		}
		if start := naiveStart(a, interval, zone); start == "" {
			unplaced++
		} else {
			want[start+" "+string(a.Kind)]++
		}
	}
	if whole+got.Unplaced+got.Earlier != matching {
		t.Errorf("%s: %d placed, %d not, %d earlier, of %d", name, whole, got.Unplaced, got.Earlier, matching)
	}
	if diff := gocmp.Diff(want, counts); diff != "" && !q.Has("from") && !q.Has("on") {
		t.Errorf("%s: wanted (-), got (+):\n%s", name, diff)
	}
	if !q.Has("from") && !q.Has("on") && (got.Unplaced != unplaced || got.Earlier != 0) {
		t.Errorf("%s: %d not placed, %d earlier, instead of %d", name, got.Unplaced, got.Earlier, unplaced)
	}
	checkAxis(t, name, interval, got.Steps)
}

// checkAxis checks that every step follows on the one before.
func checkAxis(t testing.TB, name, interval string, lines []store.Step) {
	t.Helper()
	next := map[string]func(time.Time) time.Time{
		"hour": func(at time.Time) time.Time { return at.Add(time.Hour) }, "day": func(at time.Time) time.Time { return at.AddDate(0, 0, 1) },
		"week": func(at time.Time) time.Time { return at.AddDate(0, 0, 7) }, "month": func(at time.Time) time.Time { return at.AddDate(0, 1, 0) },
		"quarter": func(at time.Time) time.Time { return at.AddDate(0, 3, 0) }, "year": func(at time.Time) time.Time { return at.AddDate(1, 0, 0) },
	}[interval]
	layout := time.DateOnly
	if interval == "hour" {
		layout = time.RFC3339
	}
	var last time.Time
	for _, s := range lines {
		at, err := time.Parse(layout, s.Start)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if !last.IsZero() && !at.Equal(last) && !at.Equal(next(last)) {
			t.Errorf("%s: %s follows on %s", name, s.Start, last.Format(layout))
		}
		last = at
	}
}

func zoneOf(t testing.TB, name string) *time.Location {
	t.Helper()
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestHistogramsOfEveryQueryAreWhatCountingEventByEventGives(t *testing.T) {
	v := seeded(t).Head()
	for _, asOf := range []string{"", "2025-04-22", "2025-04-25T11:00Z"} {
		all := answersAt(t, v, asOf)
		for n, query := range append(corpus(t), "") {
			q, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			if q.Has("as_of") || q.Has("snapshot") {
				continue
			}
			if asOf != "" {
				q.Set("as_of", asOf)
			}
			zones := []string{"", "UTC", "Europe/Moscow", "America/New_York", "Asia/Kathmandu"}
			for i, interval := range store.Intervals() {
				checkHistogram(t, v, q, interval, zoneOf(t, zones[(n+i)%len(zones)]), all)
			}
		}
	}
}
