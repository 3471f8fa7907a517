package edtf

import (
	"strings"
	"time"
)

// Moment is a date or an instant: the time a document was published or read,
// or a bound of a query. The zero value is no time at all.
//
// Like Date it is a small comparable value; == and Equal hold exactly when two
// moments have the same String. 12:00Z and 15:00+03:00 are the same instant but
// not the same moment: compare instants with Instant.
type Moment struct {
	date         Date   // for an instant, its civil day in its own offset
	text         string // canonical form of an instant; "" otherwise
	seconds      int64  // Unix time
	nanos, shift int32  // shift is the offset in seconds east of UTC
}

// MomentOf gives the moment that is a date.
func MomentOf(d Date) Moment { return Moment{date: d} }

// InstantOf gives the moment that is an instant, with the offset of its
// location, or UTC if that offset is not in whole minutes or not less than 24
// hours. A time beyond the years 0000 to 9999 gives the zero moment.
func InstantOf(t time.Time) Moment {
	if _, shift := t.Zone(); shift%60 != 0 || shift <= -secondsPerDay || shift >= secondsPerDay {
		t = t.UTC()
	}
	m, err := ParseMoment(t.Format(time.RFC3339Nano))
	if err != nil {
		return Moment{}
	}
	return m
}

// IsZero tells whether there is neither a date nor an instant.
func (m Moment) IsZero() bool { return m.date.IsZero() }

// IsInstant tells whether the moment has a clock time.
func (m Moment) IsInstant() bool { return m.text != "" }

// Instant gives the instant with the offset it was written with, and the zero
// time for a date.
func (m Moment) Instant() time.Time {
	if !m.IsInstant() {
		return time.Time{}
	}
	t := time.Unix(m.seconds, int64(m.nanos))
	if m.shift == 0 {
		return t.UTC()
	}
	return t.In(time.FixedZone("", int(m.shift)))
}

// Date gives the date; of an instant, its civil day in its own offset.
func (m Moment) Date() Date { return m.date }

// String gives the canonical form of a date, and an instant as it was written,
// with its seconds shown and a + where a space stood for it:
// 2025-04-25T14:30:00+03:00. The zero moment gives "".
func (m Moment) String() string {
	if m.IsInstant() {
		return m.text
	}
	return m.date.text
}

// Equal tells whether two moments are written the same in canonical form.
func (m Moment) Equal(n Moment) bool { return m == n }

// First gives the instant, in UTC, with which the moment begins: an instant
// itself, a date at the start of its earliest day in UTC. It is false for a
// date open at its start and for the zero moment.
func (m Moment) First() (time.Time, bool) {
	if m.IsInstant() {
		return m.Instant().UTC(), true
	}
	earliest, _ := m.date.Bounds()
	if earliest == MinDay {
		return time.Time{}, false
	}
	return earliest.Time(), true
}

// Last gives the instant, in UTC, with which the moment is over: an instant
// itself, a date at 23:59:59.999999 UTC of its latest day. It is false for a
// date open at its end and for the zero moment.
func (m Moment) Last() (time.Time, bool) {
	if m.IsInstant() {
		return m.Instant().UTC(), true
	}
	_, latest := m.date.Bounds()
	if latest == MaxDay {
		return time.Time{}, false
	}
	return latest.Time().Add(24*time.Hour - time.Microsecond), true
}

// Label gives the moment in English: a date as Date.Label does, an instant as
// "25 April 2025, 14:30 UTC+03:00" or "25 April 2025, 11:30 UTC", with the
// seconds if they are not zero.
func (m Moment) Label() string {
	if !m.IsInstant() {
		return m.date.Label()
	}
	clock, zone := m.text[11:19], " UTC"
	if m.shift != 0 {
		zone += m.text[len(m.text)-6:]
	}
	return m.date.Label() + ", " + strings.TrimSuffix(clock, ":00") + zone
}
