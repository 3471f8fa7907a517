package store_test

import (
	"testing"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/fixture"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestIndependentConfirmationIsReadAsOfTheView(t *testing.T) {
	s := fixture.Store(t)
	source := func(id, family, party string) record.Record {
		return &record.Source{ID: id, Name: id, Kind: "online", Family: family, Party: party}
	}
	document := func(id, source, from string) record.Record {
		return &record.Document{ID: id, Source: source, Title: id, DerivedFrom: from, Published: edtf.MustParseMoment("2025-04-25")}
	}
	event := func(id string, documents ...string) record.Record {
		e := &record.Event{ID: id, Kind: "action", Title: id, Date: edtf.MustParse("2025-04-25"), Participants: []record.Participant{{Actor: "old-russia", Role: "subject"}}}
		for _, d := range documents {
			e.Citations = append(e.Citations, record.Citation{Document: record.DocumentRef{ID: d}})
		}
		return e
	}
	put := func(records ...record.Record) {
		t.Helper()
		var batch store.Batch
		for _, r := range records {
			batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: r})
		}
		if _, err := s.Write(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	check := func(when string, v *store.View, want map[string]bool) {
		t.Helper()
		for id, confirmed := range want {
			row, err := v.Event(t.Context(), id, time.Time{})
			if err != nil {
				t.Fatal(err)
			}
			a, err := row.Answer()
			if err != nil {
				t.Fatal(err)
			}
			if got, err := v.IndependentConfirmation(t.Context(), a); got != confirmed || err != nil {
				t.Errorf("%s: %s is %v (%v)", when, id, got, err)
			}
		}
	}
	put(&record.Actor{ID: "russia", Kind: "state", Name: "Russia"}, &record.Actor{ID: "old-russia", Kind: "state", Name: "The same"},
		source("axios", "", ""), source("reuters", "", ""), source("copies", "", ""), source("tass", "", "russia"),
		document("d-axios", "axios", ""), document("d-reuters", "reuters", ""), document("d-copy", "copies", "d-axios"), document("d-tass", "tass", ""),
		event("two-families", "d-axios", "d-reuters"), event("a-copy", "d-axios", "d-copy"), event("a-party", "d-axios", "d-tass"))
	before := s.Head()
	first := map[string]bool{"two-families": true, "a-copy": false, "a-party": true}
	check("at first", before, first)

	put(&record.Actor{ID: "old-russia", Kind: "state", Name: "The same", MergedInto: "russia"})
	check("after the merge", s.Head(), map[string]bool{"two-families": true, "a-copy": false, "a-party": false})
	put(source("reuters", "axios", ""), document("d-copy", "copies", ""))
	check("after families and documents changed", s.Head(), map[string]bool{"two-families": false, "a-copy": true, "a-party": false})
	check("in the first snapshot", before, first)
}
