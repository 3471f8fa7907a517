package edtf

import "fmt"

// Precision says what kind of time a date names: how fine it is if it names one
// stretch of the calendar, or that it is an interval or a set. The list below is
// closed; the names are what JSON carries and what String gives.
type Precision uint8

const (
	// PrecisionNone is the precision of the zero Date and the zero Moment. Its
	// name is the empty string.
	PrecisionNone Precision = iota
	// PrecisionInstant ("instant") is a Moment with a clock time. No Date has it.
	PrecisionInstant
	// PrecisionDay ("day"): 2025-04-25.
	PrecisionDay
	// PrecisionMonth ("month"): 2025-04, and 2025-04-XX, a day somewhere in it.
	PrecisionMonth
	// PrecisionSeason ("season"): 2025-21 to 2025-24.
	PrecisionSeason
	// PrecisionYear ("year"): 2025, and 2025-XX and 2025-XX-XX somewhere in it.
	PrecisionYear
	// PrecisionDecade ("decade"): 202X, a year from 2020 to 2029.
	PrecisionDecade
	// PrecisionCentury ("century"): 20XX, a year from 2000 to 2099.
	PrecisionCentury
	// PrecisionInterval ("interval"): a/b, whatever the precision of its ends.
	PrecisionInterval
	// PrecisionSet ("set"): [a,b], one of several.
	PrecisionSet
)

const precisionNames = "instantdaymonthseasonyeardecadecenturyintervalset"

var precisionEnds = [...]uint8{0, 7, 10, 15, 21, 25, 31, 38, 46, 49}

// Precisions lists every named precision, finest first, with interval and set
// at the end: the closed list for schemas and documentation.
func Precisions() []Precision {
	list := make([]Precision, 0, len(precisionEnds)-1)
	for p := PrecisionInstant; p <= PrecisionSet; p++ {
		list = append(list, p)
	}
	return list
}

// String gives the name: "day", "month" and so on, "" for PrecisionNone.
func (p Precision) String() string {
	if p == PrecisionNone || int(p) >= len(precisionEnds) {
		return ""
	}
	return precisionNames[precisionEnds[p-1]:precisionEnds[p]]
}

// MarshalText gives the name.
func (p Precision) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads a name; anything else than a name of the list, or the
// empty text, is an error.
func (p *Precision) UnmarshalText(text []byte) error {
	for q := PrecisionNone; q <= PrecisionSet; q++ {
		if q.String() == string(text) {
			*p = q
			return nil
		}
	}
	return fmt.Errorf("%q is not a precision: instant, day, month, season, year, decade, century, interval or set", text)
}
