package edtf

import (
	"bufio"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// seeds adds the inputs of the oracle's table, and instants.
func seeds(f *testing.F) {
	file, err := os.Open("testdata/oracle.tsv")
	if err != nil {
		f.Fatal(err)
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if text := lines.Text(); !strings.HasPrefix(text, "#") {
			input, _, _ := strings.Cut(text, "\t")
			f.Add(input)
		}
	}
	for _, s := range []string{"", "2025-04-25T14:30 03:00", "2025-04-25T24:00Z", "2025-04-25T14:30:05,5+3",
		"2025-04-25T14:30+03:00[Europe/Moscow]", "25 April 2025", "the 2020s", "2025-W17-5", "unknown / 199x", "[2025-4-1..2025-4-3]"} {
		f.Add(s)
	}
}

func checkRefusal(t *testing.T, s string, err error) {
	e, ok := err.(*ParseError)
	if !ok || e.Input != s || e.Reason == "" {
		t.Fatalf("%q: %#v", s, err)
	}
	if text := err.Error(); !utf8.ValidString(text) || strings.ContainsAny(text, "\n\r\t\x00") {
		t.Fatalf("%q: the error is not one line of text: %q", s, text)
	}
}

func FuzzParse(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		d, err := Parse(s)
		if err != nil {
			checkRefusal(t, s, err)
			if spelling := err.(*ParseError).Spelling; spelling != "" {
				if again, err := Parse(spelling); err != nil || again.String() != spelling {
					t.Fatalf("%q: the spelling %q gives %s, %v", s, spelling, again, err)
				}
			}
			return
		}
		again, err := Parse(d.String())
		earliest, latest := d.Bounds()
		switch {
		case err != nil || again != d:
			t.Fatalf("%q: %+v, again %+v, %v", s, d, again, err)
		case d.IsZero() || d.Label() == "" || d.Precision() == PrecisionNone || len(d.Members()) == 0:
			t.Fatalf("%q: %+v", s, d)
		case earliest > latest || earliest < firstDay && earliest != MinDay || latest > lastDay && latest != MaxDay:
			t.Fatalf("%q: bounds %d %d", s, earliest, latest)
		case !d.Overlaps(MinDay, MaxDay) || d.Certain(earliest, latest) && !d.Overlaps(earliest, latest):
			t.Fatalf("%q does not overlap itself", s)
		}
	})
}

func FuzzParseMoment(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, s string) {
		m, err := ParseMoment(s)
		if err != nil {
			checkRefusal(t, s, err)
			if spelling := err.(*ParseError).Spelling; spelling != "" {
				if again, err := ParseMoment(spelling); err != nil || again.String() != spelling {
					t.Fatalf("%q: the spelling %q gives %s, %v", s, spelling, again, err)
				}
			}
			if _, err := Parse(s); err == nil {
				t.Fatalf("%q is a date and no moment", s)
			}
			return
		}
		again, err := ParseMoment(m.String())
		if err != nil || again != m || m.IsZero() || m.Label() == "" {
			t.Fatalf("%q: %+v, again %+v, %v", s, m, again, err)
		}
		first, okFirst := m.First()
		last, okLast := m.Last()
		if okFirst && okLast && first.After(last) {
			t.Fatalf("%q: from %s to %s", s, first, last)
		}
		if m.IsInstant() && DayOf(m.Instant()) != m.Date().startFrom {
			t.Fatalf("%q: %s is not on %s", s, m.Instant(), m.Date())
		}
	})
}
