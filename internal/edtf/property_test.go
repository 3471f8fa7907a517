package edtf

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// The window that holds all days of the random dates below.
var windowFirst, windowLast = MakeDay(2024, 1, 1), MakeDay(2026, 12, 31)

func newRand() *rand.Rand { return rand.New(rand.NewPCG(2025, 4)) }

// randomSingle makes a single date of 2024 or 2025, mostly about the new year.
func randomSingle(r *rand.Rand) string {
	day := time.Date(2024, 12, 1+r.IntN(62), 0, 0, 0, 0, time.UTC)
	text := ""
	switch r.IntN(12) {
	case 0:
		text = day.Format("2006")
	case 1, 2, 3:
		text = day.Format("2006-01")
	case 4:
		text = day.Format("2006-2") + string(rune('1'+r.IntN(4)))
		text = text[:5] + "2" + text[len(text)-1:]
	case 5:
		text = day.Format("2006-01-XX")
	case 6:
		text = day.Format("2006-XX")
	case 7:
		text = day.Format("2006-XX-XX")
	default:
		text = day.Format("2006-01-02")
	}
	if r.IntN(6) == 0 {
		text += string("?~%"[r.IntN(3)])
	}
	return text
}

func randomRange(r *rand.Rand) string {
	layout := []string{"2006", "2006-01", "2006-01-02"}[r.IntN(3)]
	a := time.Date(2024, 12, 1+r.IntN(62), 0, 0, 0, 0, time.UTC)
	return a.Format(layout) + ".." + a.AddDate(0, 0, r.IntN(40)).Format(layout)
}

// randomDate makes the text of a date; it may be a reversed interval, which
// does not parse.
func randomDate(r *rand.Rand) string {
	switch r.IntN(6) {
	case 0, 1:
		return randomSingle(r)
	case 2:
		return []string{"..", ""}[r.IntN(2)] + "/" + randomSingle(r)
	case 3:
		return randomSingle(r) + "/" + []string{"..", "", randomSingle(r)}[r.IntN(3)]
	case 4:
		return randomSingle(r) + "/" + randomSingle(r)
	}
	var list []string
	for range 1 + r.IntN(4) {
		if r.IntN(3) == 0 {
			list = append(list, randomRange(r))
		} else {
			list = append(list, randomSingle(r))
		}
	}
	if r.IntN(5) == 0 {
		list[0] = ".." + randomSingle(r)
	}
	if n := len(list) - 1; n > 0 && r.IntN(5) == 0 {
		list[n] = randomSingle(r) + ".."
	}
	return "[" + strings.Join(list, ",") + "]"
}

func randomDates(n int) []Date {
	r := newRand()
	list := make([]Date, 0, n)
	for len(list) < n {
		if d, err := Parse(randomDate(r)); err == nil {
			list = append(list, d)
		}
	}
	return list
}

func TestParsingTheCanonicalFormGivesTheSameDate(t *testing.T) {
	for _, d := range randomDates(20000) {
		again, err := Parse(d.String())
		if err != nil || again != d || !again.Equal(d) || again.String() != d.String() {
			t.Fatalf("%s: %+v, again %+v, %v", d, d, again, err)
		}
	}
}

func TestCompareIsATotalOrderByBounds(t *testing.T) {
	list := append(randomDates(150), Date{})
	for _, a := range list {
		for _, b := range list {
			ab := Compare(a, b)
			if ab != -Compare(b, a) || (ab == 0) != (a == b) {
				t.Fatalf("%q and %q: %d and %d", a, b, ab, Compare(b, a))
			}
			a1, a2 := a.Bounds()
			b1, b2 := b.Bounds()
			if a1 < b1 && ab >= 0 || a1 == b1 && a2 < b2 && ab >= 0 {
				t.Fatalf("%q before %q by its bounds, compared %d", a, b, ab)
			}
			for _, c := range list {
				if ab <= 0 && Compare(b, c) <= 0 && Compare(a, c) > 0 {
					t.Fatalf("%q ≤ %q ≤ %q, but not the first and the last", a, b, c)
				}
			}
		}
	}
}

func TestBoundsStartEndAndMembersFitTogether(t *testing.T) {
	for _, d := range randomDates(20000) {
		earliest, latest := d.Bounds()
		s1, s2 := d.Start()
		e1, e2 := d.End()
		if earliest > latest || s1 > s2 || e1 > e2 || s1 > e1 || s2 > e2 || s1 != earliest || e2 != latest {
			t.Fatalf("%s: bounds %s %s start %s %s end %s %s", d, earliest, latest, s1, s2, e1, e2)
		}
		if d.Open() != (earliest == MinDay || latest == MaxDay) {
			t.Fatalf("%s: open %v with bounds %s %s", d, d.Open(), earliest, latest)
		}
		list := d.Members()
		low := slices.MinFunc(list, func(a, b Span) int { return int(int64(a.Earliest) - int64(b.Earliest)) })
		high := slices.MaxFunc(list, func(a, b Span) int { return int(int64(a.Latest) - int64(b.Latest)) })
		if low.Earliest != earliest || high.Latest != latest {
			t.Fatalf("%s: members %v", d, list)
		}
	}
}

// daysOf enumerates the days of a single date by comparing the text with each
// day of the window, so that nothing of the parser is used.
func daysOf(text string) []Day {
	text = strings.TrimRight(text, "?~%")
	seasons := map[string]string{"-21": "03 04 05", "-22": "06 07 08", "-23": "09 10 11"}
	var list []Day
	for d := windowFirst; d <= windowLast; d++ {
		day := d.Time().Format("2006-01-02")
		match := strings.HasPrefix(day, text)
		if months, ok := seasons[text[4:min(7, len(text))]]; ok {
			match = day[:4] == text[:4] && strings.Contains(months, day[5:7])
		} else if strings.HasSuffix(text, "-24") && len(text) == 7 {
			next := string(append([]byte(text[:3]), text[3]+1))
			match = day[:7] == text[:4]+"-12" || day[:7] == next+"-01" || day[:7] == next+"-02"
		} else if n := strings.IndexByte(text, 'X'); n >= 0 {
			match = strings.HasPrefix(day, text[:n])
		}
		if match {
			list = append(list, d)
		}
	}
	return list
}

func window() []Day {
	var list []Day
	for d := windowFirst; d <= windowLast; d++ {
		list = append(list, d)
	}
	return list
}

// readings enumerates what a date can mean, each as the days it runs through:
// of an interval every start with every end that is not before it, of anything
// else every day. What is open reaches to the border of the window.
func readings(text string) []Span {
	var list []Span
	if left, right, ok := strings.Cut(text, "/"); ok {
		starts, ends := window(), window()
		if left != "" && left != ".." {
			starts = daysOf(left)
		}
		if right != "" && right != ".." {
			ends = daysOf(right)
		}
		for _, s := range starts {
			for _, e := range ends {
				if s <= e {
					list = append(list, Span{s, e})
				}
			}
		}
		return list
	}
	for _, m := range strings.Split(strings.Trim(text, "[]"), ",") {
		for _, d := range daysOfMember(m) {
			list = append(list, Span{d, d})
		}
	}
	return list
}

func daysOfMember(m string) []Day {
	a, b, isRange := strings.Cut(m, "..")
	if !isRange {
		return daysOf(m)
	}
	from, to := windowFirst, windowLast
	if a != "" {
		from = daysOf(a)[0]
	}
	if b != "" {
		days := daysOf(b)
		to = days[len(days)-1]
	}
	return window()[from-windowFirst : to-windowFirst+1]
}

func TestOverlapsAndCertainAgreeWithEnumeratingTheReadings(t *testing.T) {
	r := newRand()
	for _, d := range randomDates(400) {
		all := readings(d.String())
		if len(all) == 0 {
			t.Fatalf("%s has no readings", d)
		}
		sure := !d.Open() && !strings.ContainsAny(d.String(), "?~%")
		for range 6 {
			from := MakeDay(2024, 11, 1) + Day(r.IntN(120))
			to := from + Day([]int{0, r.IntN(10), r.IntN(400)}[r.IntN(3)])
			if r.IntN(2) == 0 { // at the edges of one reading
				span := all[r.IntN(len(all))]
				from = span.Earliest + Day(r.IntN(3)-1)
				to = max(from, span.Latest+Day(r.IntN(3)-1))
			}
			some, every := false, true
			for _, span := range all {
				touches := span.Earliest <= to && span.Latest >= from
				some, every = some || touches, every && touches
			}
			if got := d.Overlaps(from, to); got != some {
				t.Fatalf("%s overlaps %s…%s: %v, enumerated %v", d, from, to, got, some)
			}
			if got := d.Certain(from, to); got != (every && sure) {
				t.Fatalf("%s certain in %s…%s: %v, enumerated %v", d, from, to, got, every && sure)
			}
		}
	}
}

func TestCertainImpliesOverlapsAndReversedRangesHoldNothing(t *testing.T) {
	r := newRand()
	for _, d := range randomDates(20000) {
		from := MakeDay(2024, 1, 1) + Day(r.IntN(900))
		to := from + Day(r.IntN(500)) - 20
		certain, overlaps := d.Certain(from, to), d.Overlaps(from, to)
		if certain && !overlaps || from > to && overlaps {
			t.Fatalf("%s in %s…%s: certain %v overlaps %v", d, from, to, certain, overlaps)
		}
		if !d.Overlaps(MinDay, MaxDay) {
			t.Fatalf("%s does not overlap all days", d)
		}
		if d.Certain(MinDay, MaxDay) != (!d.Approximate() && !d.Uncertain() && !d.Open()) {
			t.Fatalf("%s certain at all days: %v", d, d.Certain(MinDay, MaxDay))
		}
	}
}
