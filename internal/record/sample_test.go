package record_test

import (
	_ "time/tzdata"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func pointer(v float64) *float64 { return &v }

// sample is a valid record of a type that uses as many of its fields as can stand together.
func sample(of record.Type) record.Record {
	switch of {
	case record.TypeActor:
		return &record.Actor{
			ID: "steve-witkoff", Kind: "person", Name: "Steve Witkoff", Country: "US", Wikidata: "Q123",
			Names: []record.Name{{Name: "Уиткофф", Lang: "ru", Kind: "transliteration"}, {Name: "Witkof", Kind: "misspelling"}},
			Roles: []record.Role{{Title: "special envoy", At: "white-house", OnBehalfOf: "united-states", From: edtf.MustParse("2025-01"), To: edtf.MustParse("2025-12")}},
		}
	case record.TypeSource:
		return &record.Source{ID: "tass", Name: "TASS", Kind: "wire", Family: "tass-group", Party: "russia", Country: "RU",
			Langs: []string{"ru", "en"}, URL: "https://tass.com", Reliability: "B"}
	case record.TypeDocument:
		return &record.Document{ID: "s01", Source: "kremlin-ru", Title: "Meeting with the special envoy", URL: "http://kremlin.ru/events/president/news/76797",
			ArchivedURL: "https://web.archive.org/x", Lang: "ru", Authors: []string{"Press service"},
			Published: edtf.MustParseMoment("2025-04-25T14:30+03:00"), RetrievedAt: edtf.MustParseMoment("2025-05-01"), SeenThrough: "s02", DerivedFrom: "s03"}
	case record.TypeTopic:
		return &record.Topic{ID: "crimea", Label: "Crimea", Parent: "territory", Proposition: "Russian sovereignty over Crimea is recognised"}
	case record.TypePlan:
		return &record.Plan{ID: "us-2025-04-17", Title: "United States' outline", Form: "draft", Date: edtf.MustParse("2025-04-17"), Revises: "us-2025-03",
			Labels:     []record.PlanLabel{{Label: "Witkoff's plan", UsedBy: &record.Teller{Source: "the-seed"}}},
			Proponents: []string{"united-states"}, Addressees: []string{"russia", "ukraine"},
			Citations: []record.Citation{{Document: record.DocumentRef{ID: "s87"}, Grade: "B1"}},
			Provisions: []record.Provision{{Ordinal: "1", Section: "Territory", Topic: "crimea", Text: "De jure recognition", Lang: "en",
				Modality: "recognises", Sequence: "after_ceasefire", Quantity: &record.Quantity{Value: 1, Unit: "peninsula"},
				Positions: []record.ProvisionPosition{{Value: "supports"}, {Value: "opposes", Actors: []string{"ukraine"}}}}}}
	case record.TypeComparison:
		return &record.Comparison{ID: "us-eu", Left: "us-2025-04-17", Right: "eu-ua-2025-04-23", Coder: record.Teller{Source: "the-seed"},
			Rows:      []record.ComparisonRow{{Topic: "crimea", Relation: "conflicting", Explanation: "One recognises, one does not."}},
			Citations: []record.Citation{{Document: record.DocumentRef{ID: "s88"}}}}
	case record.TypeTimeline:
		return &record.Timeline{ID: "the-meetings", Title: "The meetings", Filter: "kind=meeting", Notes: []record.TimelineNote{{Event: "2025-04-25-x", Pinned: true}}}
	}
	return event()
}

// event is a valid statement.
func event() *record.Event {
	return &record.Event{
		ID: "2025-04-22-peskov-fakes", Kind: "statement", Title: "Peskov on reports of a freeze", Date: edtf.MustParse("2025-04-22"),
		StartAt: edtf.MustParseMoment("2025-04-22T13:00+03:00"), Status: "occurred",
		Place:        &record.Place{Name: "Kremlin", City: "Moscow", Country: "RU", Lat: pointer(55.75), Lon: pointer(37.62), TZ: "Europe/Moscow", Precision: "near"},
		Participants: []record.Participant{{Actor: "dmitry-peskov", Role: "speaker", Representing: "russia"}, {Actor: "steve-witkoff", Role: "subject"}},
		Topics:       []string{"territory"},
		Citations: []record.Citation{{
			Document: record.DocumentRef{ID: "s78"}, Grade: "1", By: &record.Teller{Actor: "dmitry-peskov"}, Locator: "par. 2", Supports: "supports",
			Says: map[string]record.Said{
				"duration":     {Min: pointer(270), Max: pointer(300), Text: "nearly five"},
				"participants": {Value: []any{"dmitry-peskov"}}, "topics": {Value: []any{"crimea"}},
				"date": {Value: "2025-04-22"}, "start_at": {Value: "2025-04-22T13:00+03:00"}, "ordinal": {Value: 4.0}, "outcome": {Text: "none"},
			},
		}},
		Links: []record.Link{{To: "2025-04-22-ft-leak", Relation: "non_denial", Scope: "part", Note: "names no report"}},
		Plans: []record.PlanUse{{Plan: "us-2025-04-17", As: "discusses"}},
		Positions: []record.Position{
			{On: record.PositionOn{Topic: "crimea"}, Value: "ambiguous", Basis: "on_record"},
			{On: record.PositionOn{Plan: "us-2025-04-17", Ordinal: "1"}, Value: "supports", Basis: "inferred", Actors: []string{"russia"}},
		},
		Statement: &record.Statement{Channel: "briefing", Verbatim: true,
			Quote: &record.Quote{Text: "Сейчас публикуется много фейков", Lang: "ru", Translation: &record.Translation{Text: "A lot of fakes", Lang: "en"}}},
	}
}
