package edtf

import (
	"math"
	"strconv"
	"time"
)

// Day is a civil day, counted from 1970-01-01 (day 0) in the proleptic
// Gregorian calendar. It belongs to no time zone.
type Day int32

// MinDay and MaxDay stand for "no bound": the start of a date that is open or
// unknown at its beginning, and the end of one that is open or unknown at its
// end. As numbers they lie before and after every other day, so comparisons
// need no special case.
const (
	MinDay Day = math.MinInt32
	MaxDay Day = math.MaxInt32
)

// firstDay and lastDay are 0000-01-01 and 9999-12-31, the days a Date can name.
const (
	firstDay Day = -719528
	lastDay  Day = 2932896
)

const secondsPerDay = 86400

// Span is a run of days, both ends included. Earliest is MinDay and Latest is
// MaxDay where there is no bound.
type Span struct{ Earliest, Latest Day }

// MakeDay gives the day of a year, month and day of the month. Values outside
// their usual ranges are carried over as time.Date does: month 13 is January of
// the next year, day 0 the last day of the month before.
func MakeDay(y, m, d int) Day {
	m--
	y += m / 12
	if m %= 12; m < 0 {
		m += 12
		y--
	}
	return clampDay(civilDay(int64(y), int64(m)+1) + int64(d) - 1)
}

// civilDay counts the days from 1970-01-01 to the first of a month; the month
// is 1 to 12. The formula is Howard Hinnant's days_from_civil, with years that
// begin in March so that the leap day comes last.
func civilDay(y, m int64) int64 {
	if m <= 2 {
		y--
		m += 12
	}
	era := y / 400
	if y < 0 {
		era = (y - 399) / 400
	}
	yearOfEra := y - era*400
	dayOfYear := (153*(m-3) + 2) / 5
	return era*146097 + yearOfEra*365 + yearOfEra/4 - yearOfEra/100 + dayOfYear - 719468
}

func clampDay(n int64) Day {
	return Day(max(int64(MinDay), min(int64(MaxDay), n)))
}

// DayOf gives the civil day of an instant, in the instant's own location.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return MakeDay(y, int(m), d)
}

// Civil gives the year, the month (1 to 12) and the day of the month.
func (d Day) Civil() (year, month, day int) {
	n := int64(d) + 719468
	era := n / 146097
	if n < 0 {
		era = (n - 146096) / 146097
	}
	dayOfEra := n - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	year = int(yearOfEra + era*400)
	month = int(shifted) + 3
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, int(dayOfYear-(153*shifted+2)/5) + 1
}

// Time gives the midnight UTC that begins the day.
func (d Day) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// String gives YYYY-MM-DD, and ".." for MinDay and MaxDay. A year beyond 0000
// to 9999, which no Date can hold, gets a sign and as many digits as it needs.
func (d Day) String() string {
	if d == MinDay || d == MaxDay {
		return ".."
	}
	y, m, day := d.Civil()
	b := make([]byte, 0, 16)
	switch {
	case y < 0:
		b, y = append(b, '-'), -y
	case y > 9999:
		b = append(b, '+')
	}
	b = appendYear(b, y)
	b = append(b, '-', byte('0'+m/10), byte('0'+m%10))
	b = append(b, '-', byte('0'+day/10), byte('0'+day%10))
	return string(b)
}

// appendYear writes a year of at least four digits.
func appendYear(b []byte, y int) []byte {
	if y > 9999 {
		return strconv.AppendInt(b, int64(y), 10)
	}
	return append(b, byte('0'+y/1000%10), byte('0'+y/100%10), byte('0'+y/10%10), byte('0'+y%10))
}

// daysIn gives the number of days of a month (1 to 12).
func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}
