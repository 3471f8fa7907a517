package edtf

import "strings"

// maxLength is the longest input that is read, in bytes: room for a set of
// about ninety days.
const maxLength = 1024

// Parse reads one EDTF date of the profile in the package comment. The error is
// always a *ParseError. The empty string is an error too; where a date may be
// absent, UnmarshalText reads it as the zero date.
//
// A date that is not a set is parsed without allocating; the Date keeps the
// string it was given.
func Parse(s string) (Date, error) {
	if x, ok := parseSingle(s); ok {
		return x.date(s), nil
	}
	d, f := parseCompound(s)
	if f.kind != faultNone {
		return Date{}, explain(s, f)
	}
	return d, nil
}

// MustParse is Parse for dates known to be good, in tests and fixtures. It
// panics on any other.
func MustParse(s string) Date {
	d, err := Parse(s)
	if err != nil {
		panic(err)
	}
	return d
}

// fault says what stopped the parser, and at which piece of the input.
type fault struct {
	kind  faultKind
	piece string
}

type faultKind uint8

const (
	faultNone        faultKind = iota
	faultLong                  // longer than maxLength
	faultDate                  // piece is not a single date
	faultSlashes               // more than one slash
	faultNoEnds                // neither end of an interval is given
	faultReversed              // an interval, or a range in a set, that ends before it starts
	faultBrackets              // a set that is not [...]
	faultMember                // an empty member
	faultOpenMember            // ".." not at the beginning or the end of the set
	faultBareDots              // ".." with no date beside it
	faultManyDots              // ".." twice in one member
	faultRange                 // a range whose ends are not plain dates of one precision
	faultSetInterval           // an interval as a member
)

func parseCompound(s string) (Date, fault) {
	switch {
	case len(s) > maxLength:
		return Date{}, fault{faultLong, s}
	case s == "":
		return Date{}, fault{faultDate, s}
	case s[0] == '[':
		return parseSet(s)
	case strings.IndexByte(s, '/') >= 0:
		return parseInterval(s)
	}
	return Date{}, fault{faultDate, s}
}

func cutInterval(s string) (left, right string) {
	left, right, _ = strings.Cut(s, "/")
	return left, right
}

func parseInterval(s string) (Date, fault) {
	left, right := cutInterval(s)
	if strings.IndexByte(right, '/') >= 0 {
		return Date{}, fault{faultSlashes, s}
	}
	d := Date{text: s, precision: PrecisionInterval}
	from, to := Span{MinDay, MaxDay}, Span{MinDay, MaxDay}
	if left == "" || left == ".." {
		d.openStart = true
	} else if x, ok := parseSingle(left); ok {
		from = x.span()
		d.qualify(x)
	} else {
		return Date{}, fault{faultDate, left}
	}
	if right == "" || right == ".." {
		d.openAtEnd = true
	} else if x, ok := parseSingle(right); ok {
		to = x.span()
		d.qualify(x)
	} else {
		return Date{}, fault{faultDate, right}
	}
	if d.openStart && d.openAtEnd {
		return Date{}, fault{faultNoEnds, s}
	}
	if from.Earliest > to.Latest {
		return Date{}, fault{faultReversed, s}
	}
	// An interval cannot start after it ends: 2025-04/2025-04-10 starts by
	// the 10th.
	d.startFrom, d.startTo = from.Earliest, min(from.Latest, to.Latest)
	d.endFrom, d.endTo = max(to.Earliest, from.Earliest), to.Latest
	return d, fault{}
}

func (d *Date) qualify(x single) {
	d.approximate = d.approximate || x.approximate()
	d.unsure = d.unsure || x.uncertain()
}
