package compare

import (
	"math"
	"testing"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// stands makes positions of one day, known at its end.
func stands(day string, scores map[string]string) []Point {
	var points []Point
	for topic, value := range scores {
		date := edtf.MustParse(day)
		_, latest := date.Bounds()
		known := latest.Time().Add(24*time.Hour - time.Microsecond)
		points = append(points, Point{On: record.PositionOn{Topic: topic}, Value: value, Score: Score(value), Date: date, KnownAt: &known})
	}
	return points
}

func dayNumber(t *testing.T, day string) edtf.Day {
	t.Helper()
	earliest, _ := edtf.MustParse(day).Bounds()
	return earliest
}

func near(got *float64, want float64) bool { return got != nil && math.Abs(*got-want) < 1e-9 }

func TestDivergenceWorkedByHand(t *testing.T) {
	a := stands("2025-04-17", map[string]string{"crimea": "supports", "nato": "supports", "sanctions": "supports", "znpp": "ambiguous"})
	b := stands("2025-04-23", map[string]string{"crimea": "opposes", "nato": "opposes_conditionally"})
	late := stands("2025-04-30", map[string]string{"sanctions": "supports_conditionally"})
	b = append(b, late...)
	day := dayNumber(t, "2025-05-01")
	t.Run("the case of the rules: (4+3+1)/4/3, one of four silent", func(t *testing.T) {
		d := Diverge(a, b, day, time.Time{}, false)
		if !near(d.Value, 2.0/3) || d.Compared != 3 || d.Topics != 4 || !near(d.Low, .5) || !near(d.High, .75) || len(d.SilentB) != 1 || d.SilentB[0] != "znpp" {
			t.Errorf("%+v", d)
		}
	})
	t.Run("sanctions not known yet: too few, and why", func(t *testing.T) {
		d := Diverge(a, b, day, time.Date(2025, 4, 29, 0, 0, 0, 0, time.UTC), false)
		if d.Value != nil || d.Compared != 2 || d.Reason != "fewer than 3 topics compared" {
			t.Errorf("%+v", d)
		}
	})
	t.Run("one topic named: 4/4", func(t *testing.T) {
		only := func(list []Point) (kept []Point) {
			for _, p := range list {
				if p.On.Topic == "crimea" {
					kept = append(kept, p)
				}
			}
			return kept
		}
		if d := Diverge(only(a), only(b), day, time.Time{}, true); !near(d.Value, 1) || d.Compared != 1 {
			t.Errorf("%+v", d)
		}
	})
	t.Run("alike everywhere is 0: (0+0+0)/4/3", func(t *testing.T) {
		if d := Diverge(a, a, day, time.Time{}, false); !near(d.Value, 0) || d.Compared != 4 || !near(d.High, 0) {
			t.Errorf("%+v", d)
		}
	})
	t.Run("the newest is carried forward: crimea from −2 to 0, (2+3+1)/4/3 = 0.5", func(t *testing.T) {
		moved := append(stands("2025-04-26", map[string]string{"crimea": "ambiguous"}), b...)
		if d := Diverge(a, moved, day, time.Time{}, false); !near(d.Value, .5) {
			t.Errorf("%+v", d)
		}
		// Before it was said the old one counts; sanctions were not spoken of either.
		if d := Diverge(a, moved, dayNumber(t, "2025-04-25"), time.Time{}, true); !near(d.Value, (4.0+3)/4/2) {
			t.Errorf("%+v", d)
		}
	})
	t.Run("positions on plans and those that nothing dates do not enter", func(t *testing.T) {
		undated := stands("2025-04-20", map[string]string{"minerals": "supports"})
		undated[0].KnownAt = nil
		onPlan := Point{On: record.PositionOn{Plan: "p"}, Value: "opposes", Score: -2, Date: undated[0].Date, KnownAt: a[0].KnownAt}
		d := Diverge(append(undated, a...), append([]Point{onPlan}, b...), day, time.Time{}, false)
		if !near(d.Value, 2.0/3) || d.Topics != 4 {
			t.Errorf("%+v", d)
		}
	})
	t.Run("what is known was said, however coarse or open its date: a month, from a day on, none", func(t *testing.T) {
		// Known on 10 April: |2+2|, |2+1| and |2-1| over 4 are 1, 0.75 and 0.25; their mean is 2/3. Nothing counts on 9 April.
		known := time.Date(2025, 4, 10, 12, 0, 0, 0, time.UTC)
		open := stands("2025-04", map[string]string{"crimea": "opposes", "nato": "opposes_conditionally", "sanctions": "supports_conditionally"})
		for i := range open {
			open[i].KnownAt = &known
			switch open[i].On.Topic {
			case "nato":
				open[i].Date = edtf.MustParse("2025-03-01/..")
			case "sanctions":
				open[i].Date = edtf.Date{}
			}
		}
		early := stands("2025-04-01", map[string]string{"crimea": "supports", "nato": "supports", "sanctions": "supports"})
		if d := Diverge(early, open, dayNumber(t, "2025-04-10"), time.Time{}, false); !near(d.Value, 2.0/3) || d.Compared != 3 {
			t.Errorf("%+v", d)
		}
		if d := Diverge(early, open, dayNumber(t, "2025-04-09"), time.Time{}, false); d.Compared != 0 {
			t.Errorf("%+v", d)
		}
	})
	t.Run("nobody has spoken", func(t *testing.T) {
		if d := Diverge(nil, nil, day, time.Time{}, false); d.Value != nil || d.Low != nil || d.Topics != 0 {
			t.Errorf("%+v", d)
		}
	})
}

func TestASeriesSaysWhatMoved(t *testing.T) {
	points := append(stands("2025-11-21", map[string]string{"crimea": "supports_conditionally"}), stands("2025-04-17", map[string]string{"crimea": "supports"})...)
	points = append(points, stands("2025-04", map[string]string{"crimea": "supports"})...)
	for i := range points {
		points[i].Actor = "united-states"
	}
	series := Series(points)
	if series[0].Date.String() != "2025-04-17" || series[0].Moved != nil || series[1].Moved != nil {
		t.Errorf("%+v", series)
	}
	if m := series[2].Moved; m == nil || m.From != "supports" || m.By != -1 {
		t.Errorf("%+v", series[2])
	}
}
