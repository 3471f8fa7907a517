// Package edtf reads fuzzy dates: "18 April, or so", "some day in April", "the
// 23rd or the 24th", "from January on". They are written in EDTF, the Extended
// Date/Time Format of ISO 8601-2:2019 as the Library of Congress publishes it
// (https://www.loc.gov/standards/datetime/). A Date keeps what was written, and
// tells which days it can mean, how precise it is, and how to say it in English.
// A Moment is such a date or an instant with a clock time.
//
// Start at Parse and Date; match.go is how dates meet a range of days, label.go
// how they read in English. The package knows nothing of time zones beyond an
// instant's own offset, of calendars other than the proleptic Gregorian, of
// today's date, or of events and documents. It uses the standard library only.
//
//	d, err := edtf.Parse("2025-04-18~/2025-04-21")
//	d.Bounds()                        // 2025-04-18, 2025-04-21
//	d.Overlaps(from, to)              // it possibly touches these days
//	d.Certain(from, to)               // it touches them however it is read: false, it has a ~
//	d.Label()                         // "from c. 18 April 2025 to 21 April 2025"
//
// # What is read
//
// Level 0 dates, Level 1 without years that have a letter or a sign, and the
// one-of sets of Level 2; years 0000 to 9999.
//
//	date      = single | interval | set
//	single    = ( day | month | season | year | decade | century | masked ) [ "?" | "~" | "%" ]
//	day       = YYYY-MM-DD                    a day that exists
//	month     = YYYY-MM
//	season    = YYYY-21 … YYYY-24             spring, summer, autumn, winter
//	year      = YYYY
//	decade    = YYYX                          a year of the ten
//	century   = YYXX                          a year of the hundred
//	masked    = YYYY-MM-XX | YYYY-XX | YYYY-XX-XX    a day, a month, a day of it
//	interval  = end "/" end                   at least one end is a date
//	end       = single | ".." | ""            ".." is open, "" is unknown
//	set       = "[" member { "," member } "]"
//	member    = single | plain ".." plain     one of the dates from … to …
//	          | ".." single                   or any earlier one: first in the set
//	          | single ".."                   or any later one: last in the set
//	plain     = day | month | year            without qualifier, both of one kind
//
// Wherever a single date may stand, every single date may: EDTF grants
// qualified seasons and decades, and ends with unspecified digits, only at
// higher levels, but their meaning is plain. Inputs of more than 1,024 bytes
// are refused.
//
// # Bounds
//
// Bounds gives the first and the last civil day a date can mean. 2025-02 is
// the days of February, not the first of it. The bounds of
//
//   - a season are three whole months of the northern hemisphere: spring March
//     to May, summer June to August, autumn September to November, and winter
//     December to the end of February of the year after. (ISO 8601-2 leaves the
//     months to the parties.) The winter of 9999 ends with the year.
//   - a decade or a century are all its years: 20XX is 2000 to 2099.
//   - a date with unspecified digits are those of the part that is known.
//   - an interval are the first day of its start and the last of its end. Start
//     and End tell between which days it starts and ends.
//   - an interval with an open or an unknown end are missing on that side:
//     MinDay or MaxDay. The two differ in the label only.
//   - a set go from its earliest member to its latest; Members has each.
//
// # Qualifiers
//
// ? is uncertain (the source may be wrong), ~ is approximate (the date is near),
// % is both. They stand at the end of a date and hold for all of it; each end of
// an interval and each member of a set may have its own. They do not widen the
// bounds, since nobody can say by how much, but a date that has one is never
// certain.
//
// # Possible and certain
//
// An interval is a duration: what lasted from 19 to 20 April was there on both
// days, and is certain to touch either. Every other date is one unknown day (or
// stretch) out of its bounds, or out of one member of the set: it possibly
// touches a range of days that has one of them, and certainly one that has them
// all. Certain implies Overlaps.
//
// # What is refused
//
// Every refusal is a *ParseError with a reason and, where the meaning is clear,
// the right spelling. Refused are
//
//   - spellings of the drafts before 2019: 2004-06-uu, 199x, unknown, open,
//     2004?~, y17e7;
//   - days that do not exist, and intervals that end before they start;
//   - clock times in a Date, which belong into a field of their own; a Moment
//     takes one with its offset;
//   - the rest of Level 2: qualifiers inside a date, X elsewhere than at the
//     right, {all of several}, quarters and other divisions of the year,
//     exponents, significant digits; and the two-digit centuries of ISO 8601-2;
//   - spaces, words, lower case, and the orders of other notations, such as
//     25.04.2025, 20250425 and 2025-W17.
//
// An interval may start and end within one date: 2025-04/2025-04 started and
// ended in April.
//
// # Canonical form
//
// String gives what was parsed, with the members of a set in the order of the
// calendar and each of them once; a set of one date is that date. Parsing it
// again gives an equal Date. Dates and Moments compare with ==, and marshal as
// text and as JSON strings, the zero value as "".
package edtf
