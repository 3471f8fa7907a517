package rest

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

func TestPositionsSayWhatMovedAndWhatShowsIt(t *testing.T) {
	s := seededServer(t)
	var page PositionPage
	strict(t, ask(t, s, "/v1/positions?actor=USA&topic=crimea").wants(t, 200).body, &page)
	var got []string
	for _, p := range page.Data {
		shown := p.Event
		if shown == "" {
			shown = p.Plan + " " + p.Ordinal
		}
		line := p.Date.String() + " " + p.Value + " " + shown
		if p.Moved != nil {
			line += " from " + p.Moved.From + " of " + p.Moved.Event
		}
		got = append(got, line)
	}
	want := []string{
		"2025-04-17 supports us-2025-04-17 territory-1",
		"2025-04-22 supports 2025-04-22-trump-time-interview",
		"2025-04-23 supports_conditionally 2025-04-23-trump-crimea-post from supports of 2025-04-22-trump-time-interview",
		"2025-11-21 supports_conditionally us-2025-11-21 21a",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted (-), got (+): %s", diff)
	}
	text := ask(t, s, "/v1/positions.csv?actor=united-states&topic=crimea").wants(t, 200).body
	if !strings.Contains(text, "-1 from supports (2025-04-22-trump-time-interview)") || !strings.Contains(text, "de jure") {
		t.Errorf("the table tells nothing of what moved: %s", text)
	}
	narrow := ask(t, s, "/v1/positions?actor=united-states&topic=crimea&value=supports&from=2025-04-20&to=2025-04").wants(t, 200).body
	if strings.Count(narrow, `"score"`) != 1 || !strings.Contains(narrow, "trump-time-interview") {
		t.Errorf("narrowed it gives %s", narrow)
	}
	permalink := page.Links.Permalink
	if !strings.Contains(permalink, "actor=united-states&topic=crimea") || ask(t, s, permalink).wants(t, 200).StatusCode != 200 {
		t.Errorf("the permalink is %s", permalink)
	}
}

func TestPositionsOfATextAreToldWhenItWasOut(t *testing.T) {
	s := seededServer(t)
	for asOf, shown := range map[string]bool{"2025-04-24": false, "2025-04-25T10:00Z": false, "2025-04-25T11:00Z": true} {
		for _, ending := range []string{"", ".csv", ".txt", ".md"} {
			body := ask(t, s, "/v1/positions"+ending+"?actor=united-states&as_of="+asOf).wants(t, 200).body
			if strings.Contains(body, "territory-1") != shown {
				t.Errorf("%q as of %s shows the provision: %t", ending, asOf, !shown)
			}
		}
	}
}

// By 30 April both have spoken on twelve topics; |a−b| are children 0, compensation 0, crimea 3, eu-accession 0, foreign-forces 3,
// four-oblasts 1, nato 3, prisoners 0, sanctions 4, security-guarantees 2, sequence 2, znpp 0: 18/4/12 = 0.375. The US is silent on
// civilians, force-limits and frozen-assets, so the bounds are 4.5/15 and 7.5/15.
func TestWashingtonAndBrusselsAtTheEndOfApril(t *testing.T) {
	s := seededServer(t)
	var one DivergenceOne
	strict(t, ask(t, s, "/v1/divergence?actor=united-states&actor=european-union&on=2025-04-30").wants(t, 200).body, &one)
	d := one.Data.Series[0]
	if d.Value == nil || math.Abs(*d.Value-.375) > 1e-9 || d.Compared != 12 || d.Topics != 15 || math.Abs(*d.Low-.3) > 1e-9 || math.Abs(*d.High-.5) > 1e-9 {
		t.Errorf("%+v", d)
	}
	// On 24 April the texts were not out: Crimea, foreign forces and NATO are what Washington has spoken on, and of those Kallas on Crimea alone.
	strict(t, ask(t, s, "/v1/divergence?actor=united-states&actor=european-union&on=2025-04-24").wants(t, 200).body, &one)
	if d := one.Data.Series[0]; d.Value != nil || d.Reason != "fewer than 3 topics compared" {
		t.Errorf("%+v", d)
	}
	strict(t, ask(t, s, "/v1/divergence?actor=united-states&actor=european-union&topic=crimea&from=2025-04-23&to=2025-04-30&interval=day").wants(t, 200).body, &one)
	if n := len(one.Data.Series); n != 8 || one.Data.Series[7].Value == nil || math.Abs(*one.Data.Series[7].Value-.75) > 1e-9 {
		t.Errorf("%d days, %+v", n, one.Data.Series[n-1])
	}
}

// Both stand on the matter from 1 March on, and what one of them said came out on 20 April: by default it counts.
func TestADivergenceIsOfTheDayByWhichEverythingIsKnown(t *testing.T) {
	said := func(actor, date, document, value string) *record.Event {
		return &record.Event{ID: actor + "-said", Kind: "statement", Title: "A word", Date: edtf.MustParse(date),
			Participants: []record.Participant{{Actor: actor, Role: "speaker"}}, Citations: []record.Citation{{Document: record.DocumentRef{ID: document}}},
			Positions: []record.Position{{On: record.PositionOn{Topic: "lights"}, Value: value, Basis: "on_record"}}}
	}
	s := ownServer(t, Options{}, &record.Source{ID: "wire", Name: "Wire", Kind: "wire"}, topic("lights", "Lights"),
		&record.Actor{ID: "aland", Kind: "state", Name: "Aland"}, &record.Actor{ID: "bland", Kind: "state", Name: "Bland"},
		&record.Document{ID: "d1", Source: "wire", Title: "One", Published: moment("2025-03-10")},
		&record.Document{ID: "d2", Source: "wire", Title: "Two", Published: moment("2025-04-20")},
		said("aland", "2025-03-01/..", "d1", "supports"), said("bland", "2025-03-02", "d2", "opposes"))
	for query, want := range map[string]int{"": 1, "&on=2025-04-20": 1, "&on=2025-04-19": 0, "&as_of=2025-04-19": 0} {
		var one DivergenceOne
		strict(t, ask(t, s, "/v1/divergence?actor=aland&actor=bland&topic=lights"+query).wants(t, 200).body, &one)
		if d := one.Data.Series[0]; d.Compared != want || (d.Value != nil) != (want == 1) {
			t.Errorf("%q: %+v", query, d)
		}
	}
}

// Zelensky on the plant cites a document without a date, as do two others of Kyiv's and Paris' positions.
func TestPositionsThatNothingDatesAreCounted(t *testing.T) {
	s := seededServer(t)
	for query, want := range map[string]int{"as_of=2025-12-31&topic=znpp": 1, "as_of=2025-12-31&topic=znpp&value=opposes": 0,
		"as_of=2025-12-31&topic=znpp&from=2025-04": 0, "as_of=2025-12-31&topic=nato": 0} {
		var page PositionPage
		strict(t, ask(t, s, "/v1/positions?"+query).wants(t, 200).body, &page)
		if n := page.Meta.Undated; n == nil || *n != want {
			t.Errorf("%s: %v undated instead of %d", query, n, want)
		}
		for _, p := range page.Data {
			if p.KnownAt == nil {
				t.Errorf("%s shows %s", query, p.Event)
			}
		}
	}
	var page PositionPage
	strict(t, ask(t, s, "/v1/positions?topic=znpp").wants(t, 200).body, &page)
	if page.Meta.Undated != nil {
		t.Errorf("without as_of they are shown and not counted: %d", *page.Meta.Undated)
	}
	var one DivergenceOne
	const znpp = "actor=ukraine&actor=united-states&topic=znpp"
	strict(t, ask(t, s, "/v1/divergence?"+znpp).wants(t, 200).body, &one)
	if one.Data.Undated != 1 || !strings.Contains(ask(t, s, "/v1/divergence.txt?"+znpp).wants(t, 200).body, "1 more left out, since nothing dated supports them") {
		t.Errorf("%+v", one.Data)
	}
}

func TestABadDivergenceIsRefused(t *testing.T) {
	s := seededServer(t)
	for _, query := range []string{"", "actor=russia", "actor=russia&actor=russia", "actor=russia&actor=nobody-here", "actor=russia&actor=ukraine&on=2025-13",
		"actor=russia&actor=ukraine&to=2025-04", "actor=russia&actor=ukraine&from=2025-05&to=2025-04", "actor=russia&actor=ukraine&interval=hour",
		"actor=russia&actor=ukraine&from=1900&to=2025&interval=day", "actor=russia&actor=ukraine&on=2025-04-01&from=2025-04-01"} {
		ask(t, s, "/v1/divergence?"+query).wants(t, 400)
	}
	for _, query := range []string{"actor=nobody-here", "value=likes", "from=yesterday", "x=1"} {
		ask(t, s, "/v1/positions?"+query).wants(t, 400)
	}
}

func TestEveryTableOfADivergenceHasItsFormulaAndWhoWasSilent(t *testing.T) {
	s := seededServer(t)
	for ending, words := range map[string][]string{
		".csv": {"mean of |a − b| / 4", "0.375", "Frozen Russian assets"}, ".md": {"mean of", "0.375", "Frozen Russian assets"}, ".txt": {"mean of", "0.375", "Frozen"},
	} {
		body := ask(t, s, "/v1/divergence"+ending+"?actor=united-states&actor=european-union&on=2025-04-30").wants(t, 200).body
		for _, word := range words {
			if !strings.Contains(body, word) {
				t.Errorf("%s does not say %q: %s", ending, word, body)
			}
		}
	}
}

func TestPositionsOfSeveralAreAskedWithCommas(t *testing.T) {
	s := seededServer(t)
	held := func(query string) (list []string) {
		t.Helper()
		var page PositionPage
		strict(t, ask(t, s, "/v1/positions?"+query).wants(t, 200).body, &page)
		for _, p := range page.Data {
			list = append(list, p.Actor+" "+p.On.Topic+p.On.Plan+" "+p.Value+" "+p.Event+p.Plan)
		}
		return list
	}
	both := append(held("actor=russia&topic=crimea"), held("actor=united-states&topic=crimea")...)
	if diff := cmp.Diff(both, held("actor=USA,Russia&topic=crimea")); diff != "" || len(both) < 6 {
		t.Errorf("two actors give not what each gives (-): %s", diff)
	}
	for query, names := range map[string]string{
		"actor=united-states&topic=crimea,nato": "united-states nato", "actor=russia&value=opposes,opposes_conditionally": "russia foreign-forces opposes", "basis=on_record,document&topic=western-division": "world-policy-hub western-division",
	} {
		if got := strings.Join(held(query), "; "); !strings.Contains(got, names) {
			t.Errorf("%s gives %s, without %s", query, got, names)
		}
	}
	for query, code := range map[string]string{
		"actor=russia,nobody-at-all": "unknown_name", "value=supports,likes": "unknown_value", "actor=-russia": "bad_list", "actor=russia&actor=ukraine": "repeated_parameter", `actor="Putin`: "bad_list", "basis=on_record,": "empty_value",
	} {
		if body := ask(t, s, "/v1/positions?"+strings.ReplaceAll(query, `"`, "%22")).wants(t, 400).body; !strings.Contains(body, `"code": "`+code+`"`) {
			t.Errorf("%s is refused by another code than %s: %s", query, code, body)
		}
	}
}

// Of the facts Q17, Q18 and Q19 speak of the US text of April without naming it, Q31 and Q34 of European papers; the two of
// the article are read by the article alone.
func TestMoscowOnThePlans(t *testing.T) {
	s := seededServer(t)
	var page PositionPage
	strict(t, ask(t, s, "/v1/positions?actor=russia&plan=us-2025-04-17,article-us,article-eu-ua,e3-2025-11-23,eu24-2025-11-23").wants(t, 200).body, &page)
	var got []string
	for _, p := range page.Data {
		got = append(got, p.On.Plan+" "+p.Value+" "+p.Basis+" "+p.Event)
	}
	want := []string{
		"article-eu-ua opposes inferred 2025-05-world-policy-hub-analysis",
		"article-us supports_conditionally inferred 2025-05-world-policy-hub-analysis",
		"e3-2025-11-23 opposes on_record 2025-11-24-ushakov-european-plan",
		"e3-2025-11-23 opposes inferred 2025-12-21-ushakov-edits",
		"eu24-2025-11-23 opposes on_record 2025-11-24-ushakov-european-plan",
		"us-2025-04-17 supports_conditionally inferred 2025-04-24-lavrov-face-the-nation",
		"us-2025-04-17 ambiguous on_record 2025-04-24-peskov-declines-leaks",
		"us-2025-04-17 ambiguous inferred 2025-04-25-ushakov-readout",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted (-), got (+): %s", diff)
	}
}
