package edtf

// Date is one EDTF date: a day, a month, a season, a year, a decade, a century,
// an interval, or a one-of set of these. The zero value is no date at all.
//
// A Date is a small comparable value: == (and so a map key, and Equal) holds
// exactly when two dates have the same String.
type Date struct {
	text                 string // canonical form; "" is the zero date
	startFrom, startTo   Day
	endFrom, endTo       Day
	precision            Precision
	approximate, unsure  bool
	openStart, openAtEnd bool
}

// DateOf gives the date that names one day. The day must lie within the years
// 0000 to 9999; any other, MinDay and MaxDay among them, gives the zero date.
func DateOf(d Day) Date {
	if d < firstDay || d > lastDay {
		return Date{}
	}
	return Date{text: d.String(), startFrom: d, startTo: d, endFrom: d, endTo: d, precision: PrecisionDay}
}

// IsZero tells whether there is no date; `json:",omitzero"` asks it.
func (d Date) IsZero() bool { return d.text == "" }

// String gives the canonical EDTF form, "" for the zero date. It is what was
// parsed, except that the members of a set are put in order, repeated ones are
// dropped, and a set of one member becomes that member.
func (d Date) String() string { return d.text }

// Equal tells whether two dates are written the same in canonical form. Dates
// that mean the same days but are written differently (2025-04 and
// 2025-04-01/2025-04-30) are not equal.
func (d Date) Equal(e Date) bool { return d == e }

// Precision says what kind of time the date names.
func (d Date) Precision() Precision { return d.precision }

// Approximate tells whether the date, an end of it or a member of it carries ~
// or %.
func (d Date) Approximate() bool { return d.approximate }

// Uncertain tells whether the date, an end of it or a member of it carries ? or
// %.
func (d Date) Uncertain() bool { return d.unsure }

// Open tells whether the date has no bound on one side: an interval with an
// open (..) or unknown (empty) end, or a set that begins or ends with "..".
func (d Date) Open() bool { return d.openStart || d.openAtEnd }

// IsInterval tells whether the date is an interval, a/b.
func (d Date) IsInterval() bool { return d.precision == PrecisionInterval }

// IsSet tells whether the date is a one-of set, [a,b].
func (d Date) IsSet() bool { return d.precision == PrecisionSet }

// Fields gives the year, month and day that a single date names, as far as it
// names them: month and day are 0 where it does not, and for a season both are.
// ok is false for the zero date, decades, centuries, intervals and sets, which
// name no one year. Qualifiers are not told.
func (d Date) Fields() (year, month, day int, ok bool) {
	if d.IsZero() || d.IsInterval() || d.IsSet() {
		return 0, 0, 0, false
	}
	x, ok := parseSingle(d.text)
	if !ok || x.shape == shapeDecade || x.shape == shapeCentury {
		return 0, 0, 0, false
	}
	if x.shape == shapeSeason {
		return x.year, 0, 0, true
	}
	return x.year, x.month, x.day, true
}

// Ends gives the dates an interval is written with, each with its own
// qualifiers; the zero date stands for an open or unknown end. Of a single date
// both ends are the date itself. A set has no ends: both are zero.
func (d Date) Ends() (start, end Date) {
	switch {
	case d.IsZero() || d.IsSet():
		return Date{}, Date{}
	case !d.IsInterval():
		return d, d
	}
	left, right := cutInterval(d.text)
	if x, ok := parseSingle(left); ok {
		start = x.date(left)
	}
	if x, ok := parseSingle(right); ok {
		end = x.date(right)
	}
	return start, end
}
