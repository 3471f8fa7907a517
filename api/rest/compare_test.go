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

// The plan cites nothing of Axios, whose label it is, so the label is known with the text.
func TestAPlanIsNotFoundByALabelBeforeItWasUsed(t *testing.T) {
	s := seededServer(t)
	for asOf, total := range map[string]int{"&as_of=2025-04-20": 0, "&as_of=2025-04-24": 0, "&as_of=2025-04-26": 1, "": 1} {
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
