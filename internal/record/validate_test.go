package record_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// change makes a test of one record type out of a change of its sample.
func change[R record.Record](f func(r R)) func(r record.Record) {
	return func(r record.Record) { f(r.(R)) }
}

func TestARecordIsRefused(t *testing.T) {
	type (
		actor      = *record.Actor
		source     = *record.Source
		document   = *record.Document
		topic      = *record.Topic
		plan       = *record.Plan
		comparison = *record.Comparison
		timeline   = *record.Timeline
	)
	tests := []struct {
		name   string
		of     record.Type
		change func(r record.Record)
		want   []brief
	}{
		{"an actor without kind and name", record.TypeActor, change(func(r actor) { r.Kind, r.Name = "", "" }),
			[]brief{{Pointer: "/kind", Code: "required"}, {Pointer: "/name", Code: "required"}}},
		{"an actor with one name twice", record.TypeActor, change(func(r actor) { r.Names[1].Name = r.Names[0].Name }), []brief{{Pointer: "/names/1", Code: "duplicate"}}},
		{"an actor with a name of no kind", record.TypeActor, change(func(r actor) { r.Names[1].Kind = "typo" }), []brief{{Pointer: "/names/1/kind", Code: "unknown_value"}}},
		{"an actor with a wikidata address", record.TypeActor, change(func(r actor) { r.Wikidata = "https://www.wikidata.org/wiki/Q1" }), []brief{{Pointer: "/wikidata", Code: "invalid_wikidata"}}},
		{"an actor with a country of three letters", record.TypeActor, change(func(r actor) { r.Country = "USA" }), []brief{{Pointer: "/country", Code: "invalid_country"}}},
		{"an actor merged into itself", record.TypeActor, change(func(r actor) { r.MergedInto = r.ID }), []brief{{Pointer: "/merged_into", Code: "self_reference"}}},
		{"a role that ends before it begins", record.TypeActor, change(func(r actor) { r.Roles[0].To = edtf.MustParse("2024") }), []brief{{Pointer: "/roles/0/to", Code: "reversed_range"}}},
		{"a role without a title", record.TypeActor, change(func(r actor) { r.Roles[0].Title = "" }), []brief{{Pointer: "/roles/0/title", Code: "required"}}},

		{"a source of no kind", record.TypeSource, change(func(r source) { r.Kind = "outlet" }), []brief{{Pointer: "/kind", Code: "unknown_value"}}},
		{"a source with reliability G", record.TypeSource, change(func(r source) { r.Reliability = "G" }), []brief{{Pointer: "/reliability", Code: "unknown_value"}}},
		{"a source with one language twice", record.TypeSource, change(func(r source) { r.Langs[1] = "ru" }), []brief{{Pointer: "/langs/1", Code: "duplicate"}}},
		{"a source with a family that is no id", record.TypeSource, change(func(r source) { r.Family = "TASS Group" }), []brief{{Pointer: "/family", Code: "invalid_id"}}},

		{"a document without source and title", record.TypeDocument, change(func(r document) { r.Source, r.Title = "", "" }),
			[]brief{{Pointer: "/source", Code: "required"}, {Pointer: "/title", Code: "required"}}},
		{"a document without a host", record.TypeDocument, change(func(r document) { r.URL = "https:///x" }), []brief{{Pointer: "/url", Code: "invalid_url"}}},
		{"a document with a relative address", record.TypeDocument, change(func(r document) { r.URL = "/x" }), []brief{{Pointer: "/url", Code: "invalid_url"}}},
		{"a document with a javascript address", record.TypeDocument, change(func(r document) { r.URL = "javascript:alert(1)" }), []brief{{Pointer: "/url", Code: "invalid_url"}}},
		{"a document with a password in its address", record.TypeDocument, change(func(r document) { r.ArchivedURL = "https://me:pw@x.example/" }), []brief{{Pointer: "/archived_url", Code: "invalid_url"}}},
		{"a document with a space in its address", record.TypeDocument, change(func(r document) { r.URL = "https://x.example/a b" }), []brief{{Pointer: "/url", Code: "invalid_url"}}},
		{"a document with an endless address", record.TypeDocument, change(func(r document) { r.URL = "https://x.example/" + strings.Repeat("a", 2048) }), []brief{{Pointer: "/url", Code: "too_long"}}},
		{"a document derived from itself", record.TypeDocument, change(func(r document) { r.DerivedFrom = r.ID }), []brief{{Pointer: "/derived_from", Code: "self_reference"}}},
		{"a document seen through itself", record.TypeDocument, change(func(r document) { r.SeenThrough = r.ID }), []brief{{Pointer: "/seen_through", Code: "self_reference"}}},
		{"a document retrieved in some month", record.TypeDocument, change(func(r document) { r.RetrievedAt = edtf.MustParseMoment("2025-05") }), []brief{{Pointer: "/retrieved_at", Code: "invalid_date"}}},
		{"a document with a nameless author", record.TypeDocument, change(func(r document) { r.Authors = []string{""} }), []brief{{Pointer: "/authors/0", Code: "required"}}},

		{"a topic under itself", record.TypeTopic, change(func(r topic) { r.Parent = r.ID }), []brief{{Pointer: "/parent", Code: "self_reference"}}},
		{"a topic without a label", record.TypeTopic, change(func(r topic) { r.Label = "" }), []brief{{Pointer: "/label", Code: "required"}}},

		{"a plan that revises itself", record.TypePlan, change(func(r plan) { r.Revises = r.ID }), []brief{{Pointer: "/revises", Code: "self_reference"}}},
		{"a plan in no form", record.TypePlan, change(func(r plan) { r.Form = "paper" }), []brief{{Pointer: "/form", Code: "unknown_value"}}},
		{"a plan with one label twice for one user", record.TypePlan, change(func(r plan) { r.Labels = append(r.Labels, r.Labels[0]) }), []brief{{Pointer: "/labels/1", Code: "duplicate"}}},
		{"a plan with a proponent twice", record.TypePlan, change(func(r plan) { r.Proponents = []string{"aa", "aa"} }), []brief{{Pointer: "/proponents/1", Code: "duplicate"}}},
		{"a provision with an ordinal used before", record.TypePlan, change(func(r plan) { r.Provisions = append(r.Provisions, r.Provisions[0]) }), []brief{{Pointer: "/provisions/1/ordinal", Code: "duplicate"}}},
		{"a provision without ordinal, topic and text", record.TypePlan, change(func(r plan) { r.Provisions = []record.Provision{{}} }),
			[]brief{{Pointer: "/provisions/0/ordinal", Code: "required"}, {Pointer: "/provisions/0/topic", Code: "required"}, {Pointer: "/provisions/0/text", Code: "required"}}},
		{"a provision with unknown words", record.TypePlan, change(func(r plan) { r.Provisions[0].Modality, r.Provisions[0].Sequence = "must", "later" }),
			[]brief{{Pointer: "/provisions/0/modality", Code: "unknown_value"}, {Pointer: "/provisions/0/sequence", Code: "unknown_value"}}},
		{"a quantity of nothing", record.TypePlan, change(func(r plan) { r.Provisions[0].Quantity.Unit = "" }), []brief{{Pointer: "/provisions/0/quantity/unit", Code: "required"}}},
		{"a position of nobody", record.TypePlan, change(func(r plan) { r.Proponents = nil }), []brief{{Pointer: "/provisions/0/positions/0/actors", Code: "required"}}},

		{"a comparison of a plan with itself", record.TypeComparison, change(func(r comparison) { r.Right = r.Left }), []brief{{Pointer: "/right", Code: "self_reference"}}},
		{"a comparison without plans and coder", record.TypeComparison, change(func(r comparison) { r.Left, r.Right, r.Coder = "", "", record.Teller{} }),
			[]brief{{Pointer: "/left", Code: "required"}, {Pointer: "/right", Code: "required"}, {Pointer: "/coder", Code: "required"}}},
		{"a comparison by two coders", record.TypeComparison, change(func(r comparison) { r.Coder.Actor = "aa" }), []brief{{Pointer: "/coder", Code: "conflict"}}},
		{"a comparison with one topic twice", record.TypeComparison, change(func(r comparison) { r.Rows = append(r.Rows, r.Rows[0]) }), []brief{{Pointer: "/rows/1/topic", Code: "duplicate"}}},
		{"a comparison with a computed relation", record.TypeComparison, change(func(r comparison) { r.Rows[0].Relation = "only_left" }), []brief{{Pointer: "/rows/0/relation", Code: "unknown_value"}}},

		{"a timeline without a filter", record.TypeTimeline, change(func(r timeline) { r.Filter = "" }), []brief{{Pointer: "/filter", Code: "required"}}},
		{"a note that says and pins nothing", record.TypeTimeline, change(func(r timeline) { r.Notes[0].Pinned = false }), []brief{{Pointer: "/notes/0", Code: "required"}}},
		{"two notes on one event", record.TypeTimeline, change(func(r timeline) { r.Notes = append(r.Notes, r.Notes[0]) }), []brief{{Pointer: "/notes/1", Code: "duplicate"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := sample(test.of)
			test.change(r)
			if diff := cmp.Diff(test.want, briefs(r.Validate(), false)); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, r.Validate())
			}
		})
	}
}

func TestLanguageTags(t *testing.T) {
	for tag, want := range map[string]bool{
		"ru": true, "zh-Hant": true, "en-GB": true, "de-CH-1996": true, "sr-Latn-RS": true, "x-private": false, "ru_RU": false, "r": false,
		"ru-": false, "-ru": false, "englishlanguage": false, "en-x": false, "en-x-own": true, "1a": false, "русский": false, "es-419": true,
	} {
		d := sample(record.TypeDocument).(*record.Document)
		d.Lang = tag
		if got := d.Validate() == nil; got != want {
			t.Errorf("%q: accepted is %v", tag, got)
		}
	}
}

func TestWhomAnActorRepresents(t *testing.T) {
	day := func(s string) edtf.Day { earliest, _ := edtf.MustParse(s).Bounds(); return earliest }
	envoy := sample(record.TypeActor).(*record.Actor)
	state := &record.Actor{ID: "russia", Kind: "state"}
	tests := []struct {
		name string
		of   *record.Actor
		on   string
		want string
	}{
		{"an envoy while the role holds", envoy, "2025-04-25", "united-states"},
		{"an envoy on the first day of the month it began", envoy, "2025-01-01", "united-states"},
		{"an envoy on the last day of the month it ended", envoy, "2025-12-31", "united-states"},
		{"an envoy before the role began", envoy, "2024-12-31", ""},
		{"an envoy after the role ended", envoy, "2026-01-01", ""},
		{"a state, which represents itself", state, "2025-04-25", "russia"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := test.of.Represents(day(test.on)); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
