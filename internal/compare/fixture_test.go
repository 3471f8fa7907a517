package compare_test

import (
	"testing"
	"time"

	_ "time/tzdata"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// letters and documents are a small part of the dataset: the documents that the vectors of the rules name.
var letters = map[string]byte{"kremlin-ru": 'A', "sputnik": 'C', "tass": 'B', "unn": 'C', "newsmax": 'C', "moscow-times": 'B', "cbs": 'A', "wall-street-journal": 'B'}

func documents() map[string]*record.Document {
	list := map[string]*record.Document{}
	for _, d := range []record.Document{
		{ID: "s01", Source: "kremlin-ru", URL: "http://kremlin.ru/events/president/news/76797", Published: edtf.MustParseMoment("2025-04-25T14:30+03:00")},
		{ID: "s11", Source: "tass", Published: edtf.MustParseMoment("2025-04-25")},
		{ID: "s15", Source: "sputnik", Published: edtf.MustParseMoment("2025-04-25T15:06Z")},
		{ID: "s20", Source: "unn", Published: edtf.MustParseMoment("2025-02-12")},
		{ID: "s21", Source: "moscow-times", Published: edtf.MustParseMoment("2025-02-21")},
		{ID: "s22", Source: "newsmax", Published: edtf.MustParseMoment("2025-02-16")},
		{ID: "s98", Source: "cbs", Published: edtf.MustParseMoment("2025-04-27")},
		{ID: "s138", Source: "sputnik", Published: edtf.MustParseMoment("2025-04-25T10:22Z")},
		{ID: "wsj-2025-04-20", Source: "wall-street-journal", Published: edtf.MustParseMoment("2025-04-20"), SeenThrough: "s71"},
		{ID: "undated", Source: "tass"},
	} {
		list[d.ID] = &d
	}
	return list
}

func sources() compare.Sources {
	docs := documents()
	actors := map[string]*record.Actor{
		"vladimir-putin": {ID: "vladimir-putin", Kind: "person", Roles: []record.Role{{Title: "President", OnBehalfOf: "russia", From: edtf.MustParse("2012-05-07")}}},
		"steve-witkoff":  {ID: "steve-witkoff", Kind: "person", Roles: []record.Role{{Title: "special envoy", OnBehalfOf: "united-states", From: edtf.MustParse("2025-01-20")}}},
		"vitkov":         {ID: "vitkov", Kind: "person", MergedInto: "steve-witkoff"},
		"ring-a":         {ID: "ring-a", Kind: "person", MergedInto: "ring-b"},
		"ring-b":         {ID: "ring-b", Kind: "person", MergedInto: "ring-a"},
		"russia":         {ID: "russia", Kind: "state"},
	}
	return compare.Sources{
		Document: func(id string) *record.Document { return docs[id] },
		Actor:    func(id string) *record.Actor { return actors[id] },
		Letter: func(source string) byte {
			if letter, ok := letters[source]; ok {
				return letter
			}
			return 'F'
		},
	}
}

func cite(document string, by *record.Teller, says map[string]record.Said) record.Citation {
	return record.Citation{Document: record.DocumentRef{ID: document}, Grade: "1", By: by, Says: says}
}

func lasted(minutes float64) map[string]record.Said {
	return map[string]record.Said{"duration": {Value: minutes}}
}

func actor(id string) *record.Teller { return &record.Teller{Actor: id} }

// fourthMeeting is the meeting of 25 April 2025.
func fourthMeeting() *record.Event {
	return &record.Event{
		ID: "2025-04-25-putin-witkoff-moscow", Kind: "meeting", Title: "Putin receives Witkoff", Date: edtf.MustParse("2025-04-25"),
		StartAt:      edtf.MustParseMoment("2025-04-25T14:20+03:00"),
		Place:        &record.Place{City: "Moscow", TZ: "Europe/Moscow"},
		Participants: []record.Participant{{Actor: "vladimir-putin", Role: "host"}, {Actor: "steve-witkoff", Role: "visitor"}},
		Citations: []record.Citation{
			cite("s11", nil, map[string]record.Said{"ordinal": {Value: 4.0}}),
			cite("s15", actor("yuri-ushakov"), lasted(180)),
			cite("s01", nil, nil),
		},
	}
}

// nothing is known of any other event.
func nothing(string) (time.Time, bool) { return time.Time{}, false }

// asOf reads an as_of as the rules do: a day is its end in UTC.
func asOf(t *testing.T, s string) time.Time {
	t.Helper()
	m, err := edtf.ParseMoment(s)
	if err != nil {
		t.Fatal(err)
	}
	at, ok := m.Last()
	if !ok {
		t.Fatalf("%s has no end", s)
	}
	return at
}
