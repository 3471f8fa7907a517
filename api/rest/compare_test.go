package rest

import (
	"encoding/csv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const aprilPlans = "/v1/plans/compare?plan=us-2025-04-17&plan=eu-ua-2025-04-23"

func compared(t *testing.T, s *Server, path string) PlanComparison {
	t.Helper()
	var one PlanComparisonOne
	strict(t, ask(t, s, path).wants(t, 200).body, &one)
	return one.Data
}

// relations gives the relation of the first pair on each topic.
func relations(c PlanComparison) map[string]string {
	found := map[string]string{}
	for _, row := range c.Rows {
		found[row.Topic] = row.Relations[0].Relation
	}
	return found
}

// The 21 rows of the facts' section 7.3, its relations turned by the rules: similar is compatible, differs conflicting, same equivalent.
func TestTheAprilPlansStandAsTheFactsHaveThem(t *testing.T) {
	want := map[string]string{
		"ceasefire-scope": "compatible", "ceasefire-talks": "conflicting", "ceasefire-monitoring": "only_right",
		"security-guarantees": "conflicting", "guarantors": "compatible", "force-limits": "only_right", "foreign-forces": "only_right",
		"nato": "conflicting", "eu-accession": "compatible", "crimea": "conflicting", "four-oblasts": "conflicting", "kharkiv": "only_left",
		"kinburn": "equivalent", "dnieper": "equivalent", "znpp": "compatible", "kakhovka": "equivalent", "minerals": "equivalent",
		"compensation": "conflicting", "sanctions": "conflicting", "us-russia-cooperation": "only_left", "humanitarian": "only_right",
	}
	s := seededServer(t)
	c := compared(t, s, aprilPlans)
	if diff := cmp.Diff(want, relations(c)); diff != "" {
		t.Errorf("facts (-) and answer (+): %s", diff)
	}
	if len(c.Shared) != 8 || len(c.Conflicting) != 7 || len(c.OnlyIn[0].Topics) != 2 || len(c.OnlyIn[1].Topics) != 4 {
		t.Errorf("shared %v, conflicting %v, only in one %v", c.Shared, c.Conflicting, c.OnlyIn)
	}
	turned := compared(t, s, "/v1/plans/compare?plan=eu-ua-2025-04-23,us-2025-04-17")
	if got := relations(turned)["kharkiv"]; got != "only_right" {
		t.Errorf("the other way round Kharkiv is %s", got)
	}
	rows, err := csv.NewReader(strings.NewReader(ask(t, s, endingless(aprilPlans, ".csv")).wants(t, 200).body)).ReadAll()
	if err != nil || len(rows) != 22 {
		t.Errorf("csv has %d rows, %v", len(rows), err)
	}
}

func TestTheArticleCodesSanctionsOtherwise(t *testing.T) {
	s := seededServer(t)
	c := compared(t, s, aprilPlans+"&plan=article-us")
	for _, row := range c.Rows {
		if row.Topic != "sanctions" {
			continue
		}
		for _, r := range row.Relations {
			if r.Left == "us-2025-04-17" && r.Right == "article-us" && r.Relation != "conflicting" {
				t.Errorf("the article's sanctions are %s with the text's", r.Relation)
			}
		}
	}
	own := compared(t, s, "/v1/plans/compare?plan=article-us&plan=article-eu-ua&coder=worldpolicyhub")
	if got := relations(own); got["kinburn"] != "equivalent" || got["sanctions"] != "only_left" {
		t.Errorf("the article codes %v", got)
	}
	other := compared(t, s, "/v1/plans/compare?plan=article-us&plan=article-eu-ua&coder=backchannel-dataset")
	if got := relations(other)["kinburn"]; got != "uncoded" {
		t.Errorf("a pair that a coder has not judged is %s", got)
	}
}

func TestNoProvisionIsToldBeforeTheTextsWereOut(t *testing.T) {
	s := seededServer(t)
	for _, plan := range []string{"us-2025-04-17", "eu-ua-2025-04-23"} {
		for asOf, provisions := range map[string]bool{"2025-04-24": false, "2025-04-25T10:00Z": false, "2025-04-25T11:00Z": true} {
			var one PlanOne
			strict(t, ask(t, s, "/v1/plans/"+plan+"?as_of="+asOf).wants(t, 200).body, &one)
			if got := len(one.Data.Provisions) > 0; got != provisions {
				t.Errorf("%s as of %s shows provisions: %t", plan, asOf, got)
			}
			if provisions != (one.Data.TextsKnownAt != nil) {
				t.Errorf("%s as of %s: the text was known at %v", plan, asOf, one.Data.TextsKnownAt)
			}
		}
		ask(t, s, "/v1/plans/"+plan+"?as_of=2025-04-16").wants(t, 404)
	}
	for _, ending := range []string{"", ".csv", ".txt", ".md"} {
		body := ask(t, s, endingless(aprilPlans+"&as_of=2025-04-24", ending)).wants(t, 200).body
		if strings.Contains(body, "Kinburn") || strings.Contains(body, "de jure") {
			t.Errorf("%q as of 24 April tells a provision: %s", ending, body)
		}
	}
	if body := ask(t, s, "/v1/comparisons?as_of=2025-04-24").wants(t, 200).body; strings.Contains(body, "conflicting") {
		t.Errorf("a comparison of texts that were not out: %s", body)
	}
	if body := ask(t, s, "/v1/plans.csv?as_of=2025-04-20").wants(t, 200).body; strings.Contains(body, "eu-ua") || !strings.Contains(body, "us-2025-04-17") {
		t.Errorf("as of 20 April: %s", body)
	}
}

// The label is that of Axios, whose article of 22 April the plan cites.
func TestAPlanIsNotFoundByALabelBeforeItWasUsed(t *testing.T) {
	s := seededServer(t)
	for asOf, total := range map[string]int{"&as_of=2025-04-20": 0, "&as_of=2025-04-21": 0, "&as_of=2025-04-24": 1, "": 1} {
		var page PlanPage
		strict(t, ask(t, s, "/v1/plans?q=final+offer"+asOf).wants(t, 200).body, &page)
		if len(page.Data) != total {
			t.Errorf("with %q %d plans are found, not %d", asOf, len(page.Data), total)
		}
	}
}

func TestEventsAreFoundByTheirPlan(t *testing.T) {
	s := seededServer(t)
	got := found(t, s, "/v1/events?plan=eu-ua-2025-04-23&sort=date")
	want := []string{"2025-04-23-european-ukrainian-text", "2025-04-24-zelensky-london-paper", "2025-04-25-reuters-leak"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wanted (-), found (+): %s", diff)
	}
}

func TestABadComparisonIsRefused(t *testing.T) {
	s := seededServer(t)
	for _, query := range []string{"", "plan=us-2025-04-17", "plan=us-2025-04-17&plan=us-2025-04-17", "plan=us-2025-04-17&plan=no-such-plan",
		"plan=us-2025-04-17&plan=eu-ua-2025-04-23&coder=nobody-here", "plan=us-2025-04-17&plan=eu-ua-2025-04-23&x=1"} {
		ask(t, s, "/v1/plans/compare?"+query).wants(t, 400)
	}
	ask(t, s, aprilPlans+"&as_of=2025-04-20").wants(t, 404)
}

// planned is a desk with a plan of three versions, each told by an event of its own day.
func planned(t *testing.T) *desk {
	t.Helper()
	d := newDesk(t, Options{})
	for _, p := range []struct{ id, revises, text string }{
		{"p1", "", "Ukraine keeps no more than 600,000 troops."}, {"p2", "p1", "Ukraine keeps no more than 800,000 troops."},
		{"p3", "p2", "Ukraine keeps no more than 800,000 troops in peacetime."},
	} {
		body := `{"id":"` + p.id + `","title":"Plan ` + p.id + `","revises":"` + p.revises + `","citations":[{"document":"d1","grade":"2"}],` +
			`"provisions":[{"ordinal":"6","topic":"crimea","text":"` + p.text + `"}]}`
		d.send(t, "POST", "/v1/plans", strings.Replace(body, `"revises":"",`, "", 1)).wants(t, 201)
	}
	return d
}

func TestTheWordsOfARevisionAreMarkedInEveryFormat(t *testing.T) {
	d := planned(t)
	for _, path := range []string{"/v1/plans/compare?plan=p2&plan=p3&text=1", "/v1/plans/compare?plan=p1,p3&text=1"} {
		c := compared(t, d.Server, path)
		if len(c.Text) != 1 || c.Text[0].To != "p3" || c.Text[0].Change != "changed" || len(c.Text[0].Words) < 2 {
			t.Errorf("%s: %+v", path, c.Text)
		}
	}
	for ending, marks := range map[string]string{".csv": "[-600,000-] {+800,000+}", ".txt": "600,000", ".md": "600,000"} {
		body := ask(t, d.Server, endingless("/v1/plans/compare?plan=p1&plan=p2&text=1", ending)).wants(t, 200).body
		if !strings.Contains(body, marks) || !strings.Contains(body, "changed") {
			t.Errorf("%s: %s", ending, body)
		}
	}
	if c := compared(t, d.Server, "/v1/plans/compare?plan=p1&plan=p2"); c.Text != nil {
		t.Errorf("nobody asked for the words: %+v", c.Text)
	}
}

func TestPuttingAPlanAsItWasGotChangesNothing(t *testing.T) {
	d := planned(t)
	got := ask(t, d.Server, "/v1/plans/p2").wants(t, 200)
	seq := d.Store.Seq()
	d.send(t, "PUT", "/v1/plans/p2", got.body, "If-Match", got.tag()).wants(t, 200)
	d.still(t, seq)
}

func TestPlansThatNothingDatesAreCountedWhereTheyAreLeftOut(t *testing.T) {
	d := planned(t)
	for path, want := range map[string]int{"/v1/plans?as_of=2025-04-30": 3, "/v1/plans?q=p3&as_of=2025-04-30": 1} {
		var page PlanPage
		strict(t, ask(t, d.Server, path).wants(t, 200).body, &page)
		if page.Meta.Undated == nil || *page.Meta.Undated != want || len(page.Data) != 0 {
			t.Errorf("%s: undated %v, %d shown", path, page.Meta.Undated, len(page.Data))
		}
	}
}

// The vectors of the rules: the 28 points were told of by nobody before 21 November, when their text was out at once.
func TestTheTextOf28PointsIsKnownFromTheDayItWasPrinted(t *testing.T) {
	s := seededServer(t)
	for _, ending := range []string{"", ".ndjson", ".csv", ".txt", ".md"} {
		if body := ask(t, s, "/v1/plans"+ending+"?as_of=2025-11-20").wants(t, 200).body; strings.Contains(body, "us-2025-11-21") {
			t.Errorf("%q as of 20 November: %s", ending, body)
		}
		ask(t, s, "/v1/plans/us-2025-11-21"+ending+"?as_of=2025-11-20").wants(t, 404)
		if body := ask(t, s, "/v1/plans"+ending+"?as_of=2025-11-21").wants(t, 200).body; !strings.Contains(body, "us-2025-11-21") {
			t.Errorf("%q as of 21 November: %s", ending, body)
		}
	}
	for asOf, provisions := range map[string]bool{"2025-11-20": false, "2025-11-21": true} {
		for _, ending := range []string{"", ".csv", ".txt", ".md"} {
			if body := ask(t, s, "/v1/positions"+ending+"?actor=united-states&topic=force-limits&as_of="+asOf).wants(t, 200).body; strings.Contains(body, "us-2025-11-21") != provisions {
				t.Errorf("positions%s as of %s tell a provision: %t", ending, asOf, !provisions)
			}
		}
	}
}
