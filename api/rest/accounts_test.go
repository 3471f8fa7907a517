package rest

import (
	"net/url"
	"strings"
	"testing"

	"backchannel/internal/edtf"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

const fourth = "/v1/events/2025-04-25-putin-witkoff-moscow/accounts"

func TestTheAccountsAreAMatrixWithSilenceShown(t *testing.T) {
	s := seededServer(t)
	var a AccountsOne
	strict(t, ask(t, s, fourth).wants(t, 200).body, &a)
	if len(a.Data.Rows) != len(record.Values("particular")) {
		t.Errorf("%d rows", len(a.Data.Rows))
	}
	for _, row := range a.Data.Rows {
		if len(row.Cells) != len(a.Data.Tellers) {
			t.Errorf("%s has %d cells for %d tellers", row.Particular, len(row.Cells), len(a.Data.Tellers))
		}
		for _, cell := range row.Cells {
			if cell.Silent != (len(cell.Told) == 0) || row.State == "silent" && !cell.Silent {
				t.Errorf("%s is %s: %+v", row.Particular, row.State, cell)
			}
		}
	}
	for _, teller := range a.Data.Tellers {
		if a.Labels.Actors[teller.Actor]+a.Labels.Sources[teller.Source] == "" {
			t.Errorf("there is no name of %+v", teller)
		}
	}
	if a.Meta.Digest == "" || a.Meta.Snapshot != s.Store.Seq() || !strings.Contains(a.Links.Permalink, "/accounts?snapshot=") || a.Citing.Text == "" {
		t.Errorf("%+v %+v", a.Meta, a.Links)
	}
	rows := table(t, ask(t, s, fourth+".csv").wants(t, 200).body)
	if len(rows) != len(a.Data.Rows) || len(rows[0]) != 6+len(a.Data.Tellers) {
		t.Errorf("csv has %d rows of %d cells", len(rows), len(rows[0]))
	}
	for i, row := range rows {
		if row["particular"] != a.Data.Rows[i].Particular || row["state"] != a.Data.Rows[i].State {
			t.Errorf("row %d of csv is %v", i, row)
		}
		if row["particular"] == "duration" && (!strings.Contains(row["yuri-ushakov"], "A3") || row["kremlin-ru"] != "silent" || row["min"] != "125") {
			t.Errorf("csv: %v", row)
		}
	}
}

func TestTheAccountsHaveTheFormatsOfViews(t *testing.T) {
	s := seededServer(t)
	for _, address := range []string{fourth + ".ndjson", fourth + "?format=ndjson"} {
		p := ask(t, s, address).wants(t, 404).problem(t)
		if p.Code != "unknown_format" || strings.Join(p.Formats, " ") != "json csv txt md" {
			t.Errorf("%s: %+v", address, p)
		}
	}
	if p := ask(t, s, fourth, "Accept", "application/x-ndjson").wants(t, 406).problem(t); len(p.Formats) != len(format.AccountFormats()) {
		t.Errorf("%+v", p)
	}
	for _, query := range []string{"rows=accounts", "fields=id", "include=links", "limit=3", "kind=meeting"} {
		ask(t, s, fourth+"?"+query).wants(t, 400).problem(t)
	}
	if p := ask(t, s, "/v1/events/nobody-met/accounts").wants(t, 404).problem(t); p.Code != "not_found" {
		t.Errorf("%+v", p)
	}
	ask(t, s, "/v1/actors/steve-witkoff/accounts").wants(t, 404).problem(t)
}

func TestTheAccountsFollowBothClocks(t *testing.T) {
	s := ownServer(t, Options{}, &record.Source{ID: "axios", Name: "Axios", Kind: "online", Reliability: "B"},
		&record.Document{ID: "a1", Source: "axios", Title: "Talks", Published: moment("2025-04-25T10:00:00Z")},
		&record.Document{ID: "a2", Source: "axios", Title: "Talks over", Published: moment("2025-04-25T15:00:00Z")}, talks("a1", 60))
	length := func(query string) *float64 {
		var a AccountsOne
		strict(t, ask(t, s, "/v1/events/2025-04-25-talks/accounts"+query).wants(t, 200).body, &a)
		for _, row := range a.Data.Rows {
			if row.Particular == "duration" && row.Max != nil {
				return row.Max
			}
		}
		return nil
	}
	first := ask(t, s, "/v1/events/2025-04-25-talks/accounts").wants(t, 200)
	ask(t, s, "/v1/events/2025-04-25-talks/accounts", "If-None-Match", first.Header.Get("Etag")).wants(t, 304)
	e := talks("a1", 60)
	e.Citations = append(e.Citations, talks("a2", 90).Citations...)
	put(t, s.Store, e)
	ask(t, s, "/v1/events/2025-04-25-talks/accounts", "If-None-Match", first.Header.Get("Etag")).wants(t, 200)
	for query, want := range map[string]float64{"": 90, "?snapshot=4": 60, "?as_of=" + url.QueryEscape("2025-04-25T12:00Z"): 60, "?as_of=2025-04-25": 90} {
		if got := length(query); got == nil || *got != want {
			t.Errorf("%s: %v instead of %v", query, got, want)
		}
	}
	write(t, s.Store, store.Batch{Changes: []store.Change{{Operation: store.Retract, Type: record.TypeEvent, ID: "2025-04-25-talks", Reason: "a test"}}})
	ask(t, s, "/v1/events/2025-04-25-talks/accounts").wants(t, 410).problem(t)
}

func TestLinksAreIncludedWholeFromBothEnds(t *testing.T) {
	s := seededServer(t)
	var e EventOne
	strict(t, ask(t, s, "/v1/events/2025-04-22-ft-leak?include=links").wants(t, 200).body, &e)
	var ids []string
	for _, other := range e.Included.Events {
		ids = append(ids, other.ID)
		if other.Title == "" || len(other.Citations) == 0 || other.KnownAt == nil {
			t.Errorf("%s is not whole", other.ID)
		}
	}
	// It follows the meeting of 11 April, and Peskov answered it twice.
	if want := "2025-04-11-putin-witkoff-st-petersburg 2025-04-22-peskov-fakes 2025-04-23-peskov-drafts"; strings.Join(ids, " ") != want {
		t.Errorf("included are %q", ids)
	}
}

// talks is an event whose length one document tells in minutes.
func talks(document string, minutes float64) *record.Event {
	return &record.Event{ID: "2025-04-25-talks", Kind: "action", Title: "Talks", Date: edtf.MustParse("2025-04-25"), Citations: []record.Citation{{
		Document: record.DocumentRef{ID: document}, Grade: "2", Says: map[string]record.Said{"duration": {Value: minutes}},
	}}}
}

func moment(text string) edtf.Moment { return edtf.MustParseMoment(text) }
