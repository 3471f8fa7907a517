package edtf

import (
	"regexp"
	"strings"
	"testing"
)

func TestLabels(t *testing.T) {
	tests := []struct{ in, want string }{
		{"2025-04-25", "25 April 2025"},
		{"2025-04", "April 2025"},
		{"2025", "2025"},
		{"0033-04-03", "3 April 0033"},
		{"202X", "2020s"},
		{"200X", "between 2000 and 2009"},
		{"20XX", "between 2000 and 2099"},
		{"2025-21", "spring 2025"},
		{"2025-22", "summer 2025"},
		{"2025-23", "autumn 2025"},
		{"2025-24", "winter 2025–26"},
		{"1999-24", "winter 1999–2000"},
		{"9999-24", "winter 9999"},
		{"2025-04-XX", "April 2025 (day unknown)"},
		{"2025-XX", "2025 (month unknown)"},
		{"2025-XX-XX", "2025 (month and day unknown)"},
		{"2025-04-18~", "c. 18 April 2025"},
		{"2025-12-21?", "21 December 2025 (uncertain)"},
		{"2025-04-18%", "c. 18 April 2025 (uncertain)"},
		{"2025-04-XX%", "c. April 2025 (day unknown, uncertain)"},
		{"20XX~", "roughly between 2000 and 2099"},
		{"2025-04-19/2025-04-20", "19–20 April 2025"},
		{"2025-04-30/2025-05-02", "30 April – 2 May 2025"},
		{"2024-12-30/2025-01-02", "30 December 2024 – 2 January 2025"},
		{"2025-04/2025-05", "April–May 2025"},
		{"2024-12/2025-01", "December 2024 – January 2025"},
		{"2024/2025", "2024–2025"},
		{"2025-04/2025-05-10", "April 2025 – 10 May 2025"},
		{"2025-04-25/2025-04-25", "25 April 2025"},
		{"2025-04/2025-04", "within April 2025"},
		{"2025-04-18~/2025-04-21", "from c. 18 April 2025 to 21 April 2025"},
		{"2025-21/2025-22", "from spring 2025 to summer 2025"},
		{"2025-01/..", "from January 2025"},
		{"../2025", "until 2025"},
		{"2025-01/", "from January 2025, end unknown"},
		{"/2025?", "until 2025 (uncertain), start unknown"},
		{"[2025-04-23,2025-04-24]", "23 or 24 April 2025"},
		{"[2025-04-23,2025-04-24,2025-04-26]", "23, 24 or 26 April 2025"},
		{"[2025-04-30,2025-05-01]", "30 April or 1 May 2025"},
		{"[2024-12-31,2025-01-01]", "31 December 2024 or 1 January 2025"},
		{"[2025-04,2025-06]", "April or June 2025"},
		{"[2024,2026]", "2024 or 2026"},
		{"[2025-04-23,2025-05]", "23 April 2025 or May 2025"},
		{"[2025-04-23?,2025-04-24]", "23 April 2025 (uncertain) or 24 April 2025"},
		{"[2025-04-23..2025-04-25]", "between 23 and 25 April 2025"},
		{"[2025-04-23..2025-04-24]", "23 or 24 April 2025"},
		{"[2024-12..2025-02]", "between December 2024 and February 2025"},
		{"[2025-04-20,2025-04-23..2025-04-25]", "20 April 2025, or between 23 and 25 April 2025"},
		{"[..2025-04-23]", "23 April 2025 or earlier"},
		{"[2025-04-23..]", "23 April 2025 or later"},
		{"[..2024,2026]", "2024 or earlier, or 2026"},
	}
	for _, tt := range tests {
		if got := MustParse(tt.in).Label(); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestLabelIsNeverEmptyAndNeverSharperThanThePrecision(t *testing.T) {
	dayNumber := regexp.MustCompile(`\b\d{1,2}\b`)
	months := regexp.MustCompile(`January|February|March|April|May|June|July|August|September|October|November|December`)
	dayInText := regexp.MustCompile(`\d-\d\d-\d\d`)
	monthInText := regexp.MustCompile(`\d-[01]\d`)
	yearSpan := regexp.MustCompile(`\d{4}–\d{2}\b`)
	for _, d := range randomDates(10000) {
		label := d.Label()
		if label == "" || strings.TrimSpace(label) != label || strings.Contains(label, "  ") {
			t.Fatalf("%s: label %q", d, label)
		}
		if d.Approximate() != (strings.Contains(label, "c. ") || strings.Contains(label, "roughly")) ||
			d.Uncertain() != strings.Contains(label, "uncertain") {
			t.Fatalf("%s: the label %q does not tell the qualifier", d, label)
		}
		// A label names a day only if the text has one, a month likewise.
		text, bare := d.String(), yearSpan.ReplaceAllString(label, "")
		hasDay := dayInText.MatchString(text)
		hasMonth := monthInText.MatchString(text)
		if dayNumber.MatchString(bare) && !hasDay || months.MatchString(bare) && !hasMonth {
			t.Fatalf("%s: the label %q is sharper", d, label)
		}
	}
}

func TestWhenExplainsADate(t *testing.T) {
	tests := []struct{ in, want string }{
		{"2025-04", `{"earliest":"2025-04-01","latest":"2025-04-30","precision":"month","approximate":false,"uncertain":false,"label":"April 2025"}`},
		{"2025-12-21?", `{"earliest":"2025-12-21","latest":"2025-12-21","precision":"day","approximate":false,"uncertain":true,"label":"21 December 2025 (uncertain)"}`},
		{"../2025~", `{"earliest":null,"latest":"2025-12-31","precision":"interval","approximate":true,"uncertain":false,"label":"until c. 2025"}`},
		{"2025-04-25T00:30+03:00", `{"earliest":"2025-04-25","latest":"2025-04-25","precision":"instant","approximate":false,"uncertain":false,"label":"25 April 2025, 00:30 UTC+03:00"}`},
		{"", `{"earliest":null,"latest":null,"precision":"","approximate":false,"uncertain":false,"label":""}`},
	}
	for _, tt := range tests {
		var m Moment
		if err := m.UnmarshalText([]byte(tt.in)); err != nil {
			t.Fatal(err)
		}
		if got := toJSON(t, m.When()); got != tt.want {
			t.Errorf("%q\n got %s\nwant %s", tt.in, got, tt.want)
		}
	}
}
