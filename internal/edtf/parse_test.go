package edtf

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

// describe puts everything a date tells about its days into one line:
// canonical form, precision, bounds, start, end, flags.
func describe(d Date) string {
	earliest, latest := d.Bounds()
	text := fmt.Sprintf("%s %s %s…%s", d, d.Precision(), earliest, latest)
	if d.IsInterval() {
		a, b := d.Start()
		c, e := d.End()
		text += fmt.Sprintf(" starts %s…%s ends %s…%s", a, b, c, e)
	}
	if d.IsSet() {
		for _, m := range d.Members() {
			text += fmt.Sprintf(" or %s…%s", m.Earliest, m.Latest)
		}
	}
	for _, flag := range []struct {
		set  bool
		name string
	}{{d.Approximate(), "approximate"}, {d.Uncertain(), "uncertain"}, {d.Open(), "open"}} {
		if flag.set {
			text += " " + flag.name
		}
	}
	return text
}

func TestParseReads(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"a day", "2025-04-25", "2025-04-25 day 2025-04-25…2025-04-25"},
		{"a leap day", "2024-02-29", "2024-02-29 day 2024-02-29…2024-02-29"},
		{"February is a month and never its first day", "2025-02", "2025-02 month 2025-02-01…2025-02-28"},
		{"a year", "2025", "2025 year 2025-01-01…2025-12-31"},
		{"the first day there is", "0000-01-01", "0000-01-01 day 0000-01-01…0000-01-01"},
		{"the last year there is", "9999", "9999 year 9999-01-01…9999-12-31"},
		{"spring is March to May", "2025-21", "2025-21 season 2025-03-01…2025-05-31"},
		{"summer is June to August", "2025-22", "2025-22 season 2025-06-01…2025-08-31"},
		{"autumn is September to November", "2025-23", "2025-23 season 2025-09-01…2025-11-30"},
		{"winter ends in the next year", "2025-24", "2025-24 season 2025-12-01…2026-02-28"},
		{"winter before a leap year ends on the 29th", "2023-24", "2023-24 season 2023-12-01…2024-02-29"},
		{"the winter of 9999 ends with the year", "9999-24", "9999-24 season 9999-12-01…9999-12-31"},
		{"a decade", "202X", "202X decade 2020-01-01…2029-12-31"},
		{"a century", "20XX", "20XX century 2000-01-01…2099-12-31"},
		{"a day of April", "2025-04-XX", "2025-04-XX month 2025-04-01…2025-04-30"},
		{"a month of the year", "2025-XX", "2025-XX year 2025-01-01…2025-12-31"},
		{"a day of the year", "2025-XX-XX", "2025-XX-XX year 2025-01-01…2025-12-31"},
		{"an approximate day keeps its bounds", "2025-04-18~", "2025-04-18~ day 2025-04-18…2025-04-18 approximate"},
		{"an uncertain day is that day and not its month", "2025-12-21?", "2025-12-21? day 2025-12-21…2025-12-21 uncertain"},
		{"a day that is both", "2025-04-18%", "2025-04-18% day 2025-04-18…2025-04-18 approximate uncertain"},
		{"a qualified season", "2025-21~", "2025-21~ season 2025-03-01…2025-05-31 approximate"},
		{"an interval of days", "2025-05-08/2025-05-10",
			"2025-05-08/2025-05-10 interval 2025-05-08…2025-05-10 starts 2025-05-08…2025-05-08 ends 2025-05-10…2025-05-10"},
		{"an interval of months starts and ends somewhere in them", "2025-04/2025-06",
			"2025-04/2025-06 interval 2025-04-01…2025-06-30 starts 2025-04-01…2025-04-30 ends 2025-06-01…2025-06-30"},
		{"an interval cannot start after its end", "2025-04/2025-04-10",
			"2025-04/2025-04-10 interval 2025-04-01…2025-04-10 starts 2025-04-01…2025-04-10 ends 2025-04-10…2025-04-10"},
		{"an interval cannot end before its start", "2025-04-10/2025",
			"2025-04-10/2025 interval 2025-04-10…2025-12-31 starts 2025-04-10…2025-04-10 ends 2025-04-10…2025-12-31"},
		{"an interval within one month", "2025-04/2025-04",
			"2025-04/2025-04 interval 2025-04-01…2025-04-30 starts 2025-04-01…2025-04-30 ends 2025-04-01…2025-04-30"},
		{"each end has its own qualifier", "2025-04-18~/2025-04-21?",
			"2025-04-18~/2025-04-21? interval 2025-04-18…2025-04-21 starts 2025-04-18…2025-04-18 ends 2025-04-21…2025-04-21 approximate uncertain"},
		{"an open end", "2025-01/..", "2025-01/.. interval 2025-01-01….. starts 2025-01-01…2025-01-31 ends 2025-01-01….. open"},
		{"an open start", "../2025", "../2025 interval ..…2025-12-31 starts ..…2025-12-31 ends 2025-01-01…2025-12-31 open"},
		{"an unknown end has the bounds of an open one", "2025/", "2025/ interval 2025-01-01….. starts 2025-01-01…2025-12-31 ends 2025-01-01….. open"},
		{"an unknown start", "/2025-04-25", "/2025-04-25 interval ..…2025-04-25 starts ..…2025-04-25 ends 2025-04-25…2025-04-25 open"},
		{"an interval of seasons", "2025-21/2025-22",
			"2025-21/2025-22 interval 2025-03-01…2025-08-31 starts 2025-03-01…2025-05-31 ends 2025-06-01…2025-08-31"},
		{"one of two days", "[2025-04-23,2025-04-24]",
			"[2025-04-23,2025-04-24] set 2025-04-23…2025-04-24 or 2025-04-23…2025-04-23 or 2025-04-24…2025-04-24"},
		{"members are put in order, once each", "[2025-04-24,2025-04-23,2025-04-24]",
			"[2025-04-23,2025-04-24] set 2025-04-23…2025-04-24 or 2025-04-23…2025-04-23 or 2025-04-24…2025-04-24"},
		{"a set of one date is that date", "[2025-04]", "2025-04 month 2025-04-01…2025-04-30"},
		{"so is a range from a date to itself", "[2025-04..2025-04]", "2025-04 month 2025-04-01…2025-04-30"},
		{"a range in a set is one member", "[2025-04-20,2025-04-23..2025-04-25]",
			"[2025-04-20,2025-04-23..2025-04-25] set 2025-04-20…2025-04-25 or 2025-04-20…2025-04-20 or 2025-04-23…2025-04-25"},
		{"a set that is open at its beginning", "[..2024,2026]",
			"[..2024,2026] set ..…2026-12-31 or ..…2024-12-31 or 2026-01-01…2026-12-31 open"},
		{"a set that is open at its end keeps that member last", "[2025-12,2025-04..]",
			"[2025-12,2025-04..] set 2025-04-01….. or 2025-12-01…2025-12-31 or 2025-04-01….. open"},
		{"members may differ in precision and qualifier", "[2025-04-23?,2025-05]",
			"[2025-04-23?,2025-05] set 2025-04-23…2025-05-31 or 2025-04-23…2025-04-23 or 2025-05-01…2025-05-31 uncertain"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse(tt.in)
			if err != nil {
				t.Fatal(err)
			}
			if got := describe(d); got != tt.want {
				t.Errorf("Parse(%q)\n got %s\nwant %s", tt.in, got, tt.want)
			}
		})
	}
}

func TestTheZeroDateIsNoDate(t *testing.T) {
	var d Date
	earliest, latest := d.Bounds()
	if !d.IsZero() || d.String() != "" || d.Label() != "" || earliest != MinDay || latest != MaxDay || d.Members() != nil {
		t.Errorf("zero date: %+v", d)
	}
	if d.Overlaps(MinDay, MaxDay) || d.Certain(MinDay, MaxDay) || d.Open() || d.Precision() != PrecisionNone {
		t.Error("the zero date touches days or has a precision")
	}
}

func TestEndsAndFieldsGiveTheWrittenParts(t *testing.T) {
	tests := []struct{ in, start, end, fields string }{
		{"2025-04-25~", "2025-04-25~", "2025-04-25~", "2025 4 25 true"},
		{"2025-04-XX", "2025-04-XX", "2025-04-XX", "2025 4 0 true"},
		{"2025-24", "2025-24", "2025-24", "2025 0 0 true"},
		{"2025", "2025", "2025", "2025 0 0 true"},
		{"202X", "202X", "202X", "0 0 0 false"},
		{"2025-04-18~/2025?", "2025-04-18~", "2025?", "0 0 0 false"},
		{"2025/..", "2025", "", "0 0 0 false"},
		{"/2025-04", "", "2025-04", "0 0 0 false"},
		{"[2025,2026]", "", "", "0 0 0 false"},
	}
	for _, tt := range tests {
		d := MustParse(tt.in)
		start, end := d.Ends()
		y, m, day, ok := d.Fields()
		if start.String() != tt.start || end.String() != tt.end || fmt.Sprint(y, m, day, ok) != tt.fields {
			t.Errorf("%s: ends %q %q fields %d %d %d %v", tt.in, start, end, y, m, day, ok)
		}
	}
}

func TestDateOfIsTheDateOfADay(t *testing.T) {
	if got, want := DateOf(MakeDay(2025, 4, 25)), MustParse("2025-04-25"); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	for _, d := range []Day{MinDay, MaxDay, firstDay - 1, lastDay + 1} {
		if !DateOf(d).IsZero() {
			t.Errorf("DateOf(%d) is not zero", d)
		}
	}
}

func TestMustParsePanicsOnWhatIsNoDate(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	MustParse("2025-02-30")
}

func TestParsingADateAllocatesNothing(t *testing.T) {
	for _, s := range []string{"2025-04-25", "2025-04~", "202X", "2025-21", "2025-04-18~/2025-04-21", "2025/.."} {
		n := testing.AllocsPerRun(100, func() {
			if _, err := Parse(s); err != nil {
				t.Fatal(err)
			}
		})
		if n != 0 {
			t.Errorf("%s: %v allocations", s, n)
		}
	}
}

// refusal is the *ParseError of an input, which has to be one.
func refusal(t *testing.T, err error, in string) *ParseError {
	t.Helper()
	var e *ParseError
	if !errors.As(err, &e) {
		t.Fatalf("%q: error %v, want a *ParseError", in, err)
	}
	if e.Input != in || e.Reason == "" || !strings.Contains(e.Error(), e.Reason) {
		t.Errorf("%q: %#v", in, e)
	}
	if e.Spelling != "" && !strings.Contains(e.Hint, e.Spelling) {
		t.Errorf("%q: the hint %q does not name the spelling %q", in, e.Hint, e.Spelling)
	}
	return e
}
