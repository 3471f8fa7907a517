package filter

import (
	"testing"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// dated is an event with a date, a start and a time zone, the latter two "" for none.
func dated(date, start, zone string) *record.EventAnswer {
	a := &record.EventAnswer{Event: record.Event{ID: "x1", Kind: "call", Date: edtf.MustParse(date)}}
	if start != "" {
		a.StartAt = edtf.MustParseMoment(start)
	}
	if zone != "" {
		a.Place = &record.Place{TZ: zone}
	}
	return a
}

func TestDatesAreComparedByCivilDays(t *testing.T) {
	for date, cases := range map[string]map[string]bool{
		"2025-04-25": {
			"on=2025-04-25": true, "on=2025-04-24": false, "on=2025-04": true, "on=2025": true,
			"from=2025-04-25": true, "from=2025-04-26": false, "to=2025-04-25": true, "to=2025-04-24": false,
			"to=2025-04": true, "from=2025-05": false, "from=2025-04": true, "from=2025-02/2025-06": true,
			"on=2025-04&match=certain": true, "from=2025-02&to=2025-04&match=certain": true, "match=certain": true,
			"on=[2025-04-23,2025-04-27]": true, // from the first to the last
		},
		"2025-04": {
			"on=2025-04-25": true, "on=2025-04-25&match=certain": false, "on=2025-04&match=certain": true,
			"to=2025-04-01": true, "to=2025-04-01&match=certain": false, "from=2025-04-30": true, "on=2025-03": false,
			"match=certain": true,
		},
		"2025-04-18~":           {"on=2025-04-18": true, "on=2025-04-19": false, "on=2025&match=certain": false, "match=certain": false},
		"2025-04-18?":           {"on=2025-04-18": true, "match=certain": false},
		"2025-04-18/..":         {"from=2030": true, "to=2025-04-17": false, "from=2025&match=certain": false, "match=certain": false},
		"2025-04-19/2025-04-20": {"on=2025-04-20": true, "on=2025-04-20&match=certain": true, "on=2025-04-21": false},
		"[2025-04-01,2025-04-30]": {
			"on=2025-04-15": false, "on=2025-04-30": true, "on=2025-04-30&match=certain": false, "on=2025-04&match=certain": true,
			"from=2025-04-02&to=2025-04-29": false,
		},
	} {
		t.Run(date, func(t *testing.T) { check(t, dated(date, "", "Pacific/Kiritimati"), cases) })
	}
}

func TestInstantsAreComparedWithTheRunOfTheEvent(t *testing.T) {
	for _, test := range []struct {
		name, date, start, zone string
		cases                   map[string]bool
	}{
		{"an event with a start is at that instant", "2025-04-25", "2025-04-25T14:05+03:00", "Europe/Moscow", map[string]bool{
			"from=2025-04-25T11:05Z": true, "from=2025-04-25T11:06Z": false, "to=2025-04-25T11:05Z": true, "to=2025-04-25T11:04Z": false,
			"on=2025-04-25T11:05Z": true, "on=2025-04-25T11:05Z&match=certain": true, "on=2025-04-25T12:00Z": false,
			"from=2025-04-25T11:00Z&to=2025-04-25": true, "from=2025-04-25T12:00Z&to=2025-04-25": false,
			"from=2025-04-26&to=2025-04-27T11:00Z": false,
		}},
		{"a day is the place's", "2025-04-25", "", "Europe/Moscow", map[string]bool{
			"to=2025-04-24T21:00Z": true, "to=2025-04-24T20:59Z": false, "from=2025-04-25T20:59Z": true, "from=2025-04-25T21:00Z": false,
			"from=2025-04-24T21:00Z&to=2025-04-25T21:00Z&match=certain": true, "from=2025-04-24T21:01Z&match=certain": false,
			"to=2025-04-25T20:00Z&match=certain": false, "from=2025-04-25&to=2025-04-24T22:00Z": true,
		}},
		{"a day without a place is of UTC", "2025-04-25", "", "", map[string]bool{
			"from=2025-04-25T23:59:59Z": true, "from=2025-04-26T00:00Z": false, "to=2025-04-25T00:00Z": true, "to=2025-04-24T23:59Z": false,
		}},
		{"a zone nobody knows is UTC", "2025-04-25", "", "Nowhere/Else", map[string]bool{"from=2025-04-25T23:59Z": true, "from=2025-04-26T00:00Z": false}},
		{"a month with a start runs from there", "2025-04", "2025-04-10T12:00Z", "", map[string]bool{
			"to=2025-04-10T11:59Z": false, "to=2025-04-10T12:00Z": true, "from=2025-04-30T23:00Z": true, "from=2025-04-10T12:00Z&match=certain": true,
		}},
		{"a set by its members", "[2025-04-01,2025-04-30]", "", "", map[string]bool{
			"from=2025-04-02T00:00Z&to=2025-04-29T23:00Z": false, "from=2025-04-02T00:00Z": true, "from=2025-04-02T00:00Z&match=certain": false,
			"from=2025-04-01T00:00Z&match=certain": true, "from=2025-04-02T00:00Z&to=2025-04-29": false, "from=2025-04-02T00:00Z&to=2025-04-30": true,
			"from=2025-04-02&to=2025-04-29T00:00Z": false, "to=2025-04-30T01:00Z&match=certain": false,
		}},
		{"an open end has no last instant", "2025-04-01/..", "", "", map[string]bool{
			"from=2030-01-01T00:00Z": true, "to=2025-03-31T23:59Z": false, "from=2025-01-01T00:00Z&match=certain": false,
		}},
		{"an open start has no first instant", "../2025-04-01", "", "", map[string]bool{
			"to=2000-01-01T00:00Z": true, "from=2025-04-02T00:00Z": false, "to=2030-01-01T00:00Z&match=certain": false,
		}},
		{"an approximate date is never certain", "2025-04-25~", "2025-04-25T12:00Z", "", map[string]bool{
			"from=2025-04-25T12:00Z": true, "from=2025-04-25T11:00Z&match=certain": false,
		}},
		{"a day of 23 hours ends with it", "2025-03-30", "", "Europe/Berlin", map[string]bool{
			"from=2025-03-30T21:59Z": true, "from=2025-03-30T22:00Z": false, "to=2025-03-29T23:00Z": true, "to=2025-03-29T22:59Z": false,
		}},
	} {
		t.Run(test.name, func(t *testing.T) { check(t, dated(test.date, test.start, test.zone), test.cases) })
	}
}

func TestAnEventIsKnownAtAnInstant(t *testing.T) {
	check(t, meeting(), map[string]bool{ // 2025-04-25T11:30Z
		"known_from=2025-04-25":            true,
		"known_from=2025-04-26":            false,
		"known_from=2025-04-25T11:30Z":     true,
		"known_from=2025-04-25T11:31Z":     false,
		"known_to=2025-04-25":              true,
		"known_to=2025-04-24":              false,
		"known_to=2025-04-25T11:30Z":       true,
		"known_to=2025-04-25T11:29Z":       false,
		"known_from=2025-04&known_to=2025": true,
	})
}

func TestAnEventWithoutADateIsInNoRange(t *testing.T) {
	a := &record.EventAnswer{Event: record.Event{ID: "x1", Kind: "call"}}
	check(t, a, map[string]bool{
		"": true, "from=2025": false, "to=2025": false, "match=certain": false,
		"from=2025-01-01T00:00Z": false, "to=2025-01-01T00:00Z": false,
	})
}
