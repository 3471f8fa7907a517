package edtf

// shape is how a single date is written.
type shape uint8

const (
	shapeYear     shape = iota // 2025
	shapeMonth                 // 2025-04
	shapeDay                   // 2025-04-25
	shapeSeason                // 2025-21
	shapeNoDay                 // 2025-04-XX
	shapeNoMonth               // 2025-XX
	shapeNeither               // 2025-XX-XX
	shapeDecade                // 202X
	shapeCentury               // 20XX
	numberOfShape              // how many there are
)

// single is a date that is neither an interval nor a set, in its parts.
type single struct {
	shape            shape
	qualifier        byte // '?', '~', '%' or 0
	year, month, day int  // month is 21 to 24 for a season; year is the first of a decade or century
}

func (x single) approximate() bool { return x.qualifier == '~' || x.qualifier == '%' }
func (x single) uncertain() bool   { return x.qualifier == '?' || x.qualifier == '%' }

// plain tells whether it is a Level 0 date: year, month or day, no qualifier.
func (x single) plain() bool { return x.shape <= shapeDay && x.qualifier == 0 }

func parseSingle(s string) (x single, ok bool) {
	if n := len(s); n > 0 && (s[n-1] == '?' || s[n-1] == '~' || s[n-1] == '%') {
		x.qualifier, s = s[n-1], s[:n-1]
	}
	switch {
	case len(s) == 10 && s[4] == '-' && s[7] == '-':
		ok = x.readDay(s)
	case len(s) == 7 && s[4] == '-':
		ok = x.readMonth(s)
	case len(s) == 4:
		ok = x.readYear(s)
	}
	return x, ok
}

func (x *single) readDay(s string) (ok bool) {
	if x.year, ok = digits4(s); !ok {
		return false
	}
	if s[5:] == "XX-XX" {
		x.shape = shapeNeither
		return true
	}
	if x.month, ok = digits2(s[5:7]); !ok || x.month < 1 || x.month > 12 {
		return false
	}
	if s[8:] == "XX" {
		x.shape = shapeNoDay
		return true
	}
	x.shape = shapeDay
	x.day, ok = digits2(s[8:])
	return ok && x.day >= 1 && (x.day <= 28 || x.day <= daysIn(x.year, x.month))
}

func (x *single) readMonth(s string) (ok bool) {
	if x.year, ok = digits4(s); !ok {
		return false
	}
	if s[5:] == "XX" {
		x.shape = shapeNoMonth
		return true
	}
	if x.month, ok = digits2(s[5:]); !ok {
		return false
	}
	switch {
	case x.month >= 1 && x.month <= 12:
		x.shape = shapeMonth
	case x.month >= 21 && x.month <= 24:
		x.shape = shapeSeason
	default:
		return false
	}
	return true
}

func (x *single) readYear(s string) (ok bool) {
	if x.year, ok = digits4(s); ok {
		x.shape = shapeYear
		return true
	}
	century, ok := digits2(s[:2])
	if !ok || s[3] != 'X' {
		return false
	}
	if s[2] == 'X' {
		x.shape, x.year = shapeCentury, century*100
		return true
	}
	x.shape, x.year = shapeDecade, century*100+int(s[2]-'0')*10
	return isDigit(s[2])
}

func isDigit(c byte) bool { return c-'0' <= 9 }

func digits2(s string) (int, bool) {
	a, b := s[0]-'0', s[1]-'0'
	return int(a)*10 + int(b), a <= 9 && b <= 9
}

func digits4(s string) (int, bool) {
	a, b, c, d := s[0]-'0', s[1]-'0', s[2]-'0', s[3]-'0'
	return int(a)*1000 + int(b)*100 + int(c)*10 + int(d), a <= 9 && b <= 9 && c <= 9 && d <= 9
}

// span gives the first and the last day the date can mean. A season is three
// whole months of the northern hemisphere: spring March to May, summer June to
// August, autumn September to November, winter December to the end of February
// of the next year.
func (x single) span() Span {
	y := int64(x.year)
	switch x.shape {
	case shapeDay:
		d := Day(civilDay(y, int64(x.month)) + int64(x.day) - 1)
		return Span{d, d}
	case shapeMonth, shapeNoDay:
		first := Day(civilDay(y, int64(x.month)))
		return Span{first, first + Day(daysIn(x.year, x.month)) - 1}
	case shapeSeason:
		month := 3 * (x.month - 20)
		return Span{Day(civilDay(y, int64(month))), min(lastDay, MakeDay(x.year, month+3, 0))}
	case shapeDecade:
		return yearSpan(y, y+9)
	case shapeCentury:
		return yearSpan(y, y+99)
	}
	return yearSpan(y, y)
}

func yearSpan(first, last int64) Span {
	return Span{Day(civilDay(first, 1)), Day(civilDay(last+1, 1)) - 1}
}

// precision is how fine the known part is.
func (x single) precision() Precision {
	switch x.shape {
	case shapeDay:
		return PrecisionDay
	case shapeMonth, shapeNoDay:
		return PrecisionMonth
	case shapeSeason:
		return PrecisionSeason
	case shapeDecade:
		return PrecisionDecade
	case shapeCentury:
		return PrecisionCentury
	}
	return PrecisionYear
}

// date makes the Date of a single one; text is what it was read from.
func (x single) date(text string) Date {
	span := x.span()
	return Date{
		text:      text,
		startFrom: span.Earliest, startTo: span.Latest,
		endFrom: span.Earliest, endTo: span.Latest,
		precision:   x.precision(),
		approximate: x.approximate(),
		unsure:      x.uncertain(),
	}
}
