package filter

import (
	"testing"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func number(v float64) *float64 { return &v }

// meeting is a meeting in Moscow with two citations, as Answer fills it in.
func meeting() *record.EventAnswer {
	known, _ := edtf.MustParseMoment("2025-04-25T11:30Z").First()
	return &record.EventAnswer{
		Event: record.Event{
			ID: "2025-04-25-putin-witkoff-moscow", Kind: "meeting", Title: "Putin receives Witkoff at the Kremlin",
			Summary: "The fourth meeting; front lines were discussed.", Date: edtf.MustParse("2025-04-25"),
			StartAt: edtf.MustParseMoment("2025-04-25T14:05+03:00"),
			Place: &record.Place{Name: "Kremlin, Senate Palace", City: "Moscow", Country: "RU", TZ: "Europe/Moscow",
				Lat: number(55.75), Lon: number(37.62)},
			Participants: []record.Participant{
				{Actor: "vladimir-putin", Role: "host", Representing: "russia"},
				{Actor: "steven-witkoff", Role: "visitor", Representing: "united-states"},
				{Actor: "yuri-ushakov", Role: "aide", Representing: "russia"},
				{Actor: "ukraine", Role: "subject", Representing: "ukraine"},
			},
			Topics: []string{"crimea"},
			Positions: []record.Position{{On: record.PositionOn{Topic: "nato"}, Value: "opposes"},
				{On: record.PositionOn{Plan: "us-2025-04-17"}, Value: "supports"}},
		},
		Citations: []record.CitationAnswer{
			{Citation: record.Citation{Document: record.DocumentRef{ID: "s01"}}, Source: "kremlin-ru", Grade: "B1"},
			{Citation: record.Citation{Document: record.DocumentRef{ID: "s02"}}, Source: "reuters", Grade: "A3"},
			{Citation: record.Citation{Document: record.DocumentRef{ID: "s03"}}, Source: "tass", Grade: "F1"},
		},
		KnownAt: &known,
	}
}

// leak is a leak without citations, date and place.
func leak() *record.EventAnswer {
	return &record.EventAnswer{Event: record.Event{
		ID: "2025-04-20-wsj-leak", Kind: "leak", Title: "Proposals on Crimea", Status: "unconfirmed",
		Date: edtf.MustParse("2025-04-20~"),
		Participants: []record.Participant{
			{Actor: "wsj", Role: "speaker"}, {Actor: "united-states", Role: "subject", Representing: "united-states"},
			{Actor: "ukraine", Role: "addressee", Representing: "ukraine"}},
		Leak: &record.Leak{Source: "wall-street-journal", Claims: []record.Claim{
			{Text: "Recognition is offered", Topic: "kharkiv"},
			{Text: "NATO is ruled out", Actors: []string{"steven-witkoff", "marco-rubio"}}}},
	}}
}

func TestAMeetingIsFound(t *testing.T) {
	check(t, meeting(), map[string]bool{
		"":                                        true,
		"kind=meeting":                            true,
		"kind=call,leak":                          false,
		"kind=-call":                              true,
		"kind=meeting&kind=call":                  false,
		"status=occurred":                         true, // absent means this
		"status=-occurred":                        false,
		"id=2025-04-25-putin-witkoff-moscow":      true,
		"id=-2025-04-25-putin-witkoff-moscow":     false,
		"id=x1":                                   false,
		"actor=vladimir-putin":                    true,
		"actor=steve-witkoff":                     true, // merged with the participant
		"actor=putin&actor=witkof":                true,
		"actor=putin&actor=marco-rubio":           false,
		"actor=marco-rubio,putin":                 true,
		"actor=-putin":                            false,
		"actor=-marco-rubio":                      true,
		"actor=ukraine":                           false, // is subject
		"actor=-ukraine":                          true,
		"about=ukraine":                           true,
		"about=putin":                             false,
		"about=-ukraine":                          false,
		"actor=putin&role=host":                   true,
		"actor=putin&role=visitor":                false,
		"actor=witkof&role=host":                  false, // another row has it
		"actor=putin,witkof&role=host":            true,
		"actor=ukraine&role=subject":              true,
		"actor=putin&role=-host":                  false,
		"actor=putin&role=-visitor":               true,
		"actor=-putin&role=host":                  false,
		"actor=-witkof&role=host":                 true,
		"role=aide":                               true,
		"role=subject":                            true,
		"role=mediator":                           false,
		"role=-mediator":                          true,
		"role=-aide":                              false,
		"representing=russia":                     true,
		"representing=ukraine":                    false, // did not take part
		"representing=ukraine&role=subject":       true,
		"representing=russia&role=visitor":        false,
		"representing=united-states&role=visitor": true,
		"representing=russia&representing=usa":    true,
		"representing=-ukraine":                   true,
		"actor=putin&representing=usa":            true, // any row
		"actor=putin&representing=usa&role=host":  true, // the role is the actor's
		"speaker=putin":                           false,
		"topic=crimea":                            true,
		"topic=territory":                         true,
		"topic=nato":                              true, // by a position
		"topic=sanctions":                         false,
		"topic=-territory":                        false,
		"topic=sanctions,nato":                    true,
		"country=RU":                              true,
		"country=Russia,US":                       true,
		"country=US":                              false,
		"country=-US":                             true,
		"place=moscow":                            true,
		"place=kremlin":                           true,
		"place=Senate+Palace":                     true,
		"place=Palace,+Riyadh":                    true, // two values
		"place=Kreml":                             false,
		"place=-Riyadh":                           true,
		"bbox=37,55,38,56":                        true,
		"bbox=38,55,39,56":                        false,
		"bbox=170,50,38,60":                       true, // across the 180th meridian
		"bbox=38,50,-170,60":                      false,
		"bbox=37,56,38,57":                        false,
	})
}

func TestALeakIsFound(t *testing.T) {
	check(t, leak(), map[string]bool{
		"status=unconfirmed":                       true,
		"status=occurred":                          false,
		"about=usa":                                true,
		"about=ukraine":                            true, // addressee
		"about=steve-witkoff":                      true, // named in a claim, merged
		"about=marco-rubio":                        true,
		"about=russia":                             false,
		"actor=marco-rubio":                        false,
		"topic=kharkiv":                            true, // by a claim
		"topic=territory":                          true,
		"topic=crimea":                             false,
		"source=wall-street-journal":               true,
		"source=-wall-street-journal":              false,
		"source=wall-street-journal&grade=F6":      false, // no citation of it
		"source=wall-street-journal&min_grade=E5":  false,
		"source=-wall-street-journal&min_grade=E5": true,
		"source=reuters":                           false,
		"grade=F6":                                 false,
		"grade=-F6":                                true,
		"min_grade=E5":                             false,
		"document=s01":                             false,
		"country=RU":                               false,
		"country=-RU":                              true,
		"place=Moscow":                             false,
		"bbox=-180,-90,180,90":                     false,
		"known_to=2030":                            false, // never known
		"known_from=2000":                          false,
		"from=2025":                                true,
		"from=2025&match=certain":                  false, // about that day
		"match=certain":                            false,
	})
}

func TestGradesAreThoseOfTheCitationsAdmitted(t *testing.T) {
	check(t, meeting(), map[string]bool{
		"grade=A3":                                true, // the best: the letter decides
		"grade=B1":                                false,
		"grade=-B1":                               true,
		"grade=F1":                                false, // unjudged is worse than all judged
		"source=kremlin-ru&grade=B1":              true,
		"source=reuters&grade=B1":                 false,
		"source=reuters,kremlin-ru&grade=A3":      true,
		"source=reuters,kremlin-ru&grade=B1":      false,
		"source=tass&grade=F1":                    true,
		"source=tass&grade=-A1,-B1":               true,
		"source=reuters&grade=-A3":                false,
		"source=-reuters&grade=A3":                false,
		"source=-reuters&grade=B1":                true,
		"document=s01&grade=B1":                   true,
		"document=s02&grade=B1":                   false,
		"source=kremlin-ru&document=s02&grade=B1": false, // binds to both
		"min_grade=B1":                            true,
		"min_grade=A2":                            false,
		"min_grade=A2,B1":                         true,
		"min_grade=B2":                            true,
		"min_grade=E5":                            true,
		"min_grade=-A1":                           true,
		"min_grade=-B2":                           false,
		"source=reuters&min_grade=B2":             false,
		"source=reuters&min_grade=A3":             true,
		"source=reuters&min_grade=-B2":            true,
		"source=tass&min_grade=E5":                false, // F1 cannot be judged
		"source=kremlin-ru&grade=B1&min_grade=B2": true,
		"source=kremlin-ru&grade=A1&min_grade=B2": false,
		"source=kremlin-ru&grade=B1&min_grade=A1": false,
		"source=reuters&source=tass":              true,
		"source=wall-street-journal":              false,
		"document=s01,s02":                        true,
	})
	var order []string
	for _, g := range []string{"A1", "A5", "B1", "E5", "A6", "F1", "F6"} {
		for _, before := range order {
			if !better(before, g) || better(g, before) {
				t.Errorf("%s is better than %s", before, g)
			}
		}
		order = append(order, g)
	}
}

func TestWordsAreFoundInTextsAndNames(t *testing.T) {
	check(t, meeting(), map[string]bool{
		"q=witkoff":                      true,
		`q="front lines"`:                true,
		`q="lines front"`:                false,
		`q="Kremlin The"`:                false, // title and summary are two texts
		"q=fourth+kremlin":               true,
		"q=fourth+nothing":               false,
		"q=nothing+OR+fourth":            true,
		"q=-nothing":                     true,
		"q=-fourth":                      false,
		"q=-nothing+OR+-fourth":          false,
		"q=discuss*":                     true,
		"q=discuss":                      false,
		"q=Путин":                        true, // a name
		`q="владимир пут"*`:              true,
		"q=ushakov":                      true,
		"q=уиткофф":                      true,  // a name of the actor he was merged into
		"q=ukraine":                      false, // did not take part
		"q=-путин":                       false,
		`q="putin, vladimir"`:            true,
		`q="witkoff at" -россия meeting`: true,
		"q=moscow":                       false, // places are not in it
	})
}

func check(t *testing.T, a *record.EventAnswer, cases map[string]bool) {
	t.Helper()
	l := newLibrary()
	for query, want := range cases {
		t.Run(query, func(t *testing.T) {
			if got := read(t, query).Match(a, l); got != want {
				t.Errorf("found is %v, want %v", got, want)
			}
		})
	}
}

func TestARepresentedSideMayBeBoundByHand(t *testing.T) {
	f := &Filter{Clauses: []Clause{{Field: "role", Values: []string{"aide"}, Among: []string{"aide"},
		Representing: &Choice{Values: []string{"russia"}, Among: []string{"russia"}}}}}
	if !f.Match(meeting(), newLibrary()) {
		t.Error("Ushakov is an aide of Russia")
	}
	f.Clauses[0].Representing.Not = true
	if f.Match(meeting(), newLibrary()) {
		t.Error("no aide represents another")
	}
	if got := f.Canonical(); got != "role=aide&representing=-russia" {
		t.Errorf("got %s", got)
	}
	if (&Filter{Clauses: []Clause{{Field: "weather"}}}).Match(meeting(), newLibrary()) {
		t.Error("a field that is not known holds for nothing")
	}
}
