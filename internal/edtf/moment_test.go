package edtf

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestParseMomentReads(t *testing.T) {
	tests := []struct{ name, in, text, instant, label string }{
		{"an instant without seconds", "2025-04-25T14:30+03:00", "2025-04-25T14:30:00+03:00", "2025-04-25T14:30:00+03:00", "25 April 2025, 14:30 UTC+03:00"},
		{"an instant in UTC", "2025-04-25T11:30:05Z", "2025-04-25T11:30:05Z", "2025-04-25T11:30:05Z", "25 April 2025, 11:30:05 UTC"},
		{"a fraction is kept as it was typed", "2025-04-25T11:30:05.250Z", "2025-04-25T11:30:05.250Z", "2025-04-25T11:30:05.25Z", "25 April 2025, 11:30:05 UTC"},
		{"nanoseconds", "2025-04-25T11:30:05.123456789Z", "2025-04-25T11:30:05.123456789Z", "2025-04-25T11:30:05.123456789Z", "25 April 2025, 11:30:05 UTC"},
		{"a space where a query string had a plus", "2025-04-25T14:30 03:00", "2025-04-25T14:30:00+03:00", "2025-04-25T14:30:00+03:00", "25 April 2025, 14:30 UTC+03:00"},
		{"the same with seconds", "2025-04-25T14:30:01 03:00", "2025-04-25T14:30:01+03:00", "2025-04-25T14:30:01+03:00", "25 April 2025, 14:30:01 UTC+03:00"},
		{"west of UTC", "2025-08-15T11:08-08:00", "2025-08-15T11:08:00-08:00", "2025-08-15T11:08:00-08:00", "15 August 2025, 11:08 UTC-08:00"},
		{"an offset of zero stays as typed", "2025-04-25T11:30+00:00", "2025-04-25T11:30:00+00:00", "2025-04-25T11:30:00Z", "25 April 2025, 11:30 UTC"},
		{"an instant of a leap day", "2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z", "29 February 2024, 23:59:59 UTC"},
		{"a date", "2025-04", "2025-04", "", "April 2025"},
		{"a set", "[2025-04-24,2025-04-23]", "[2025-04-23,2025-04-24]", "", "23 or 24 April 2025"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := ParseMoment(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			instant := ""
			if m.IsInstant() {
				instant = m.Instant().Format(time.RFC3339Nano)
			}
			if m.String() != tt.text || instant != tt.instant || m.Label() != tt.label {
				t.Errorf("got %s, %s, %q", m, instant, m.Label())
			}
			if again, err := ParseMoment(m.String()); err != nil || again != m || !again.Equal(m) {
				t.Errorf("again: %+v %v, want %+v", again, err, m)
			}
		})
	}
}

func TestParseMomentRefuses(t *testing.T) {
	tests := []struct{ name, in, reason, spelling string }{
		{"no offset", "2025-04-25T14:30", "needs its offset", ""},
		{"no offset behind seconds", "2025-04-25T14:30:00", "needs its offset", ""},
		{"a space for the T", "2025-04-25 14:30+03:00", "capital T", "2025-04-25T14:30:00+03:00"},
		{"a space for the T and no offset", "2025-04-25 14:30", "capital T", ""},
		{"lower case", "2025-04-25t14:30z", "capital T", "2025-04-25T14:30:00Z"},
		{"a short offset", "2025-04-25T14:30+03", "like +03:00", "2025-04-25T14:30:00+03:00"},
		{"an offset without its colon", "2025-04-25T14:30+0300", "like +03:00", "2025-04-25T14:30:00+03:00"},
		{"a typographic minus", "2025-04-25T14:30−03:00", "dash", "2025-04-25T14:30:00-03:00"},
		{"an offset of a whole day", "2025-04-25T14:30+24:00", `"+24:00"`, ""},
		{"the name of a zone", "2025-04-25T14:30 MSK", `"MSK"`, ""},
		{"UTC by name", "2025-04-25T14:30 UTC", "written Z", "2025-04-25T14:30:00Z"},
		{"a zone in brackets", "2025-04-25T14:30+03:00[Europe/Moscow]", "no time zone", "2025-04-25T14:30:00+03:00"},
		{"midnight at the end of a day", "2025-12-31T24:00Z", "next day", "2026-01-01T00:00:00Z"},
		{"hour twenty-five", "2025-04-25T25:00Z", "no hour 25", ""},
		{"minute sixty", "2025-04-25T14:60Z", "no minute 60", ""},
		{"a leap second", "2016-12-31T23:59:60Z", "leap seconds", ""},
		{"second seventy", "2025-04-25T14:30:70Z", "no second 70", ""},
		{"a decimal comma", "2025-04-25T14:30:05,5Z", "point", "2025-04-25T14:30:05.5Z"},
		{"ten decimals", "2025-04-25T14:30:05.0123456789Z", "nine decimals", "2025-04-25T14:30:05.012345678Z"},
		{"an hour alone", "2025-04-25T14Z", "hours and minutes", ""},
		{"a colon too many", "2025-04-25T14:30:Z", "hours and minutes", ""},
		{"no colon", "2025-04-25T1430Z", "hh:mm", "2025-04-25T14:30:00Z"},
		{"a short hour", "2025-04-25T9:30Z", "hh:mm", "2025-04-25T09:30:00Z"},
		{"spaces around", "2025-04-25T14:30Z ", "spaces", "2025-04-25T14:30:00Z"},
		{"a day that does not exist", "2025-02-30T10:00Z", "no day 30", ""},
		{"an unspecified day", "2025-04-XXT10:00Z", "whole day", ""},
		{"a month", "2025-04T10:00Z", "whole day", ""},
		{"a clock time alone", "14:30", "whole day", ""},
		{"a qualifier", "2025-04-25T14:30Z~", "no qualifiers", ""},
		{"an interval of instants", "2025-04-25T14:30Z/2025-04-26T10:00Z", "no clock times", ""},
		{"before the year 0 in UTC", "0000-01-01T00:00+03:00", "in UTC", ""},
		{"after the year 9999 in UTC", "9999-12-31T23:59-03:00", "in UTC", ""},
		{"what is no date either", "2004-06-uu", "capital X", "2004-06-XX"},
		{"nothing", "", "empty", ""},
		{"far too much", "2025-04-25T" + strings.Repeat("1", 2000), "longer than", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := ParseMoment(tt.in)
			if err == nil {
				t.Fatalf("ParseMoment(%q) = %s, want an error", tt.in, m)
			}
			e := refusal(t, err, tt.in)
			if !strings.Contains(e.Reason, tt.reason) || e.Spelling != tt.spelling {
				t.Errorf("reason %q, spelling %q; want %q and %q", e.Reason, e.Spelling, tt.reason, tt.spelling)
			}
			if !strings.Contains(err.Error(), "is not a date or an instant") || strings.Contains(err.Error(), "start_at") {
				t.Errorf("the error speaks of a date only: %v", err)
			}
		})
	}
}

func TestFirstAndLastAreTheEdgesInUTC(t *testing.T) {
	tests := []struct{ name, in, first, last string }{
		{"a day", "2025-04-25", "2025-04-25T00:00:00Z", "2025-04-25T23:59:59.999999Z"},
		{"a month", "2025-04", "2025-04-01T00:00:00Z", "2025-04-30T23:59:59.999999Z"},
		{"an instant is both", "2025-04-25T14:30+03:00", "2025-04-25T11:30:00Z", "2025-04-25T11:30:00Z"},
		{"an open end has no last", "2025-01/..", "2025-01-01T00:00:00Z", "-"},
		{"an unknown start has no first", "/2025", "-", "2025-12-31T23:59:59.999999Z"},
		{"a set from its earliest to its latest", "[2025-04-23,2025-04-30]", "2025-04-23T00:00:00Z", "2025-04-30T23:59:59.999999Z"},
		{"nothing has neither", "", "-", "-"},
	}
	show := func(at time.Time, ok bool) string {
		if !ok {
			return "-"
		}
		return at.Format(time.RFC3339Nano)
	}
	for _, tt := range tests {
		var m Moment
		if err := m.UnmarshalText([]byte(tt.in)); err != nil {
			t.Fatal(err)
		}
		if first, last := show(m.First()), show(m.Last()); first != tt.first || last != tt.last {
			t.Errorf("%s: %s and %s, want %s and %s", tt.name, first, last, tt.first, tt.last)
		}
	}
}

func TestTheDateOfAnInstantIsItsOwnCivilDay(t *testing.T) {
	m := MustParseMoment("2025-04-25T00:30+03:00") // still the 24th in UTC
	if m.Date() != MustParse("2025-04-25") {
		t.Errorf("got %s", m.Date())
	}
	if DayOf(m.Instant()) != MakeDay(2025, 4, 25) {
		t.Errorf("the instant lost its offset: %s", m.Instant())
	}
}

func TestInstantsAgreeWithTimeParse(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		at := time.Unix(r.Int64N(250e9)-60e9, r.Int64N(1e9))
		at = at.In(time.FixedZone("", 60*(r.IntN(2*1439)-1439)))
		text := at.Format([]string{time.RFC3339, time.RFC3339Nano, "2006-01-02T15:04Z07:00"}[r.IntN(3)])
		m, err := ParseMoment(text)
		if err != nil {
			t.Fatal(err)
		}
		full := text
		if len(strings.TrimRight(text[16:], "Z")) <= 6 && text[16] != ':' {
			full = text[:16] + ":00" + text[16:]
		}
		want, err := time.Parse(time.RFC3339Nano, full)
		if err != nil {
			t.Fatal(err)
		}
		if !m.Instant().Equal(want) || m.String() != full || m.Instant().Format(time.RFC3339Nano) != want.Format(time.RFC3339Nano) {
			t.Fatalf("%s: %s %s, want %s", text, m, m.Instant(), want)
		}
		if again := InstantOf(m.Instant()); !again.Instant().Equal(want) || again.Date() != m.Date() {
			t.Fatalf("%s made again: %s", m, again)
		}
	}
}

func TestMomentsOfDatesAndTimes(t *testing.T) {
	if m := MomentOf(MustParse("2025-04")); m.IsInstant() || m != MustParseMoment("2025-04") || !m.Instant().IsZero() {
		t.Errorf("got %+v", m)
	}
	local := time.Date(1880, 1, 1, 12, 0, 0, 0, time.FixedZone("LMT", 9017))
	if got, want := InstantOf(local).String(), "1880-01-01T09:29:43Z"; got != want {
		t.Errorf("an offset with seconds: got %s, want %s", got, want)
	}
	if got := InstantOf(time.Date(12025, 1, 1, 0, 0, 0, 0, time.UTC)); !got.IsZero() {
		t.Errorf("a year of five digits: %s", got)
	}
}

func TestParsingAnInstantAllocatesNothingIfItIsWrittenInFull(t *testing.T) {
	n := testing.AllocsPerRun(100, func() {
		if _, err := ParseMoment("2025-04-25T14:30:00+03:00"); err != nil {
			t.Fatal(err)
		}
	})
	if n != 0 {
		t.Errorf("%v allocations", n)
	}
}

func ExampleParseMoment() {
	m, _ := ParseMoment("2025-04-25T14:30+03:00")
	last, _ := m.Last()
	fmt.Println(m, "|", m.Date(), "|", last.Format(time.RFC3339))
	_, err := ParseMoment("2025-04-25T14:30")
	fmt.Println(err)
	// Output:
	// 2025-04-25T14:30:00+03:00 | 2025-04-25 | 2025-04-25T11:30:00Z
	// "2025-04-25T14:30" is not a date or an instant: a clock time needs its offset from UTC; write "2025-04-25T14:30Z" for UTC, or the local offset, like "2025-04-25T14:30+03:00"
}
