package edtf

import (
	"strings"
	"testing"
)

func TestParseRefuses(t *testing.T) {
	tests := []struct{ name, in, reason, spelling string }{
		{"nothing", "", "empty", ""},
		{"only spaces", "  ", "nothing else", ""},
		{"a day that does not exist", "2025-02-30", "February 2025 has no day 30", ""},
		{"29 February of a common year", "1900-02-29", "February 1900 has no day 29", ""},
		{"day zero", "2025-04-00", "April 2025 has no day 00", ""},
		{"month thirteen", "2025-13", "no month 13", ""},
		{"month zero with a day", "2025-00-10", "no month 00", ""},
		{"a season with a day", "2025-21-01", "a season has no days", ""},
		{"a northern spring of Level 2", "2025-25", "Level 2", "2025-21"},
		{"a southern spring", "2025-29", "Level 2", ""},
		{"a quarter", "2025-34", "Level 2", "2025-04/2025-06"},
		{"a third of the year", "2025-39", "Level 2", "2025-09/2025-12"},
		{"a half of the year", "2025-41", "Level 2", "2025-07/2025-12"},

		{"draft: u for a digit", "2004-06-uu", "capital X", "2004-06-XX"},
		{"draft: x for a digit", "199x", "capital X", "199X"},
		{"a star for a digit", "20**", "capital X", "20XX"},
		{"draft: unknown", "2004-06/unknown", `"unknown" is an old spelling`, "2004-06/"},
		{"draft: open", "Open/2004", `"open" is an old spelling`, "../2004"},
		{"draft: both qualifiers", "2004?~", "written %", "2004%"},
		{"draft: an exponential year", "y17e7", "letter Y", ""},
		{"draft: several at once", "unknown / 199x", `"unknown"`, "/199X"},

		{"an unknown year", "XXXX-02-22", "last digit or the last two of a year", ""},
		{"a millennium", "2XXX", "last digit or the last two of a year", ""},
		{"a month of an unknown year", "202X-04", "nothing known may follow", "202X"},
		{"a day of an unknown month", "2025-XX-05", "no day may follow", "2025-XX-XX"},
		{"half a month", "2025-1X", "of a month both digits", "2025-XX"},
		{"the twenties of a month", "2025-02-2X", "of a day both digits", "[2025-02-20..2025-02-28]"},
		{"the fifth, fifteenth or twenty-fifth", "2025-04-X5", "of a day both digits", "2025-04-XX"},
		{"a single X", "2025-X", "two digits", "2025-XX"},
		{"a Cyrillic Х", "20ХХ", "Cyrillic", "20XX"},

		{"a qualifier on the left", "2025-~04", "at the end", "2025-04~"},
		{"two different qualifiers inside", "2025?-04~-01", "at the end", "2025-04-01%"},
		{"two qualifiers", "2025~~", "one qualifier", "2025~"},
		{"qualifiers that add up", "2025%?", "one qualifier", "2025%"},
		{"a year with a sign", "-0044", "sign", ""},
		{"a long year", "12025", "four digits", ""},
		{"a century of two digits", "20", "two digits", ""},
		{"a decade of three digits", "202", "decade", "202X"},
		{"significant digits", "1950S2", "significant digits", ""},

		{"reversed days", "2025-05-02/2025-05-01", "ends before it starts", ""},
		{"reversed by precision", "2026-01-01/2025", "ends before it starts", ""},
		{"no end at all", "../..", "at one end at least", ""},
		{"nothing but a slash", "/", "at one end at least", ""},
		{"three ends", "2025/2026/2027", "two ends", ""},
		{"one bad end", "2025-04/2025-06-31", `"2025-06-31": June 2025 has no day 31`, ""},
		{"an abbreviated end", "2025-04-23/25", "in full", "2025-04-23/2025-04-25"},
		{"two dots between dates", "2025-04-19..2025-04-20", "stands in a set", ""},
		{"a hyphen between dates", "2025-04-19 – 2025-04-20", "spaces", "2025-04-19/2025-04-20"},
		{"a hyphen between years", "2025-2026", "slash", "2025/2026"},

		{"an empty set", "[]", "missing", ""},
		{"an empty member", "[2025,]", "missing", ""},
		{"an unclosed set", "[2025,2026", "square brackets", "[2025,2026]"},
		{"dots alone", "[..]", "no date beside", ""},
		{"an open member in the middle", "[2025,..2024]", "only at its beginning or its end", ""},
		{"a member open on both sides", "[..2025..]", "more than once", ""},
		{"a range of two precisions", "[2025-04-23..2025-06]", "not between", ""},
		{"a range of qualified dates", "[2025?..2026]", "not between", ""},
		{"a reversed range", "[2026..2025]", `"2026..2025" ends before it starts`, ""},
		{"an interval in a set", "[2025/2026]", "no intervals", ""},
		{"a space in a set", "[1667,1668, 1670..1672]", "spaces", "[1667,1668,1670..1672]"},
		{"numbers without zeros in a set", "[2025-4-1..2025-4-3]", "two digits", "[2025-04-01..2025-04-03]"},
		{"a set of all", "{2025,2026}", "all of several", ""},

		{"an instant", "2025-04-25T14:30:00Z", "clock time", "2025-04-25"},
		{"an interval of instants", "2025-04-25T14:30Z/2025-04-26T10:00Z", "clock time", "2025-04-25/2025-04-26"},
		{"a clock time after a space", "2025-04-25 14:30", "clock time", "2025-04-25"},
		{"a day with a zone", "2025-04-25Z", "time zone", "2025-04-25"},
		{"a day with an offset", "2025-04-25+03:00", "time zone", "2025-04-25"},

		{"a space at the end", "2025-04-25 ", "spaces", "2025-04-25"},
		{"typographic dashes", "2025–04–25", "dash", "2025-04-25"},
		{"quotation marks", `"2025"`, "quotation marks", "2025"},
		{"no hyphens", "20250425", "hyphens", "2025-04-25"},
		{"a date of no hyphens and no day", "202504", "hyphens", "2025-04"},
		{"no zeros", "2025-4-5", "two digits", "2025-04-05"},
		{"dots", "25.04.2025", "begins with the year", "2025-04-25"},
		{"slashes, the year last", "04/25/2025", "slash", "2025-04-25"},
		{"slashes, day and month unclear", "04/05/2025", "slash", ""},
		{"slashes, the year first", "2025/04/25", "slash", "2025-04-25"},
		{"a slash before the month", "2025/04", "slash", "2025-04"},
		{"a slash before what may be a season", "2023/24", "two digits", ""},
		{"the day first", "25-04-2025", "begins with the year", "2025-04-25"},
		{"a week", "2025-W17", "week dates", "2025-04-21/2025-04-27"},
		{"a day of a week", "2025-W01-1", "week dates", "2024-12-30"},
		{"a week that does not exist", "2025-W53", "week dates", ""},
		{"a day of the year", "2024-366", "day of the year", "2024-12-31"},
		{"a day of the year that does not exist", "2025-366", "day of the year", ""},
		{"words", "25 April 2025", "words", "2025-04-25"},
		{"American words", "Apr. 25th, 2025", "words", "2025-04-25"},
		{"words for a fuzzy date", "c. spring 2025", "words", "2025-21~"},
		{"a decade in words", "the 2020s", "words", "202X"},
		{"a decade or a century in words", "2000s", "words", ""},
		{"a day that depends on today", "yesterday", `the word "yesterday"`, ""},
		{"a letter", "2025-0a", "letter 'a'", ""},
		{"digits of another script", "２０２５", "character", ""},
		{"bytes that are no text", "2025-\xff", "character", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := Parse(tt.in)
			if err == nil {
				t.Fatalf("Parse(%q) = %s, want an error", tt.in, d)
			}
			e := refusal(t, err, tt.in)
			if !strings.Contains(e.Reason, tt.reason) {
				t.Errorf("reason %q, want %q in it", e.Reason, tt.reason)
			}
			if e.Spelling != tt.spelling {
				t.Errorf("spelling %q, want %q", e.Spelling, tt.spelling)
			}
		})
	}
}

func TestErrorIsOneLineForAProblem(t *testing.T) {
	tests := []struct{ in, want string }{
		{"2004-06-uu", `"2004-06-uu" is not a date: unspecified digits are written with a capital X; write "2004-06-XX"`},
		{"2025-02-30", `"2025-02-30" is not a date: February 2025 has no day 30; its days are 01 to 28`},
		{"2025-04-25T14:30", `"2025-04-25T14:30" is not a date: a date holds no clock time; the clock time goes into start_at, and the date is "2025-04-25"`},
		{"2025-05/2025-04", `"2025-05/2025-04" is not a date: the interval ends before it starts; if the ends were swapped, write "2025-04/2025-05"`},
	}
	for _, tt := range tests {
		if _, err := Parse(tt.in); err.Error() != tt.want {
			t.Errorf("\n got %s\nwant %s", err, tt.want)
		}
	}
}

func TestErrorShortensLongInputBetweenCharacters(t *testing.T) {
	for n := 70; n < 90; n++ {
		_, err := Parse(strings.Repeat("a", n) + strings.Repeat("щ", 600))
		if text := err.Error(); len(text) > 300 || strings.Contains(text, `\x`) {
			t.Fatalf("%d: %s", n, text)
		}
	}
}
