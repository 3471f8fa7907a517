package record_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

func TestReferencesNameEveryIDWithItsPointer(t *testing.T) {
	const actor, source, document, topic, plan, event = record.TypeActor, record.TypeSource, record.TypeDocument, record.TypeTopic, record.TypePlan, record.TypeEvent
	leak := &record.Event{
		Leak:      &record.Leak{Source: "axios", Claims: []record.Claim{{Topic: "nato", Actors: []string{"donald-trump"}}}},
		Citations: []record.Citation{{Document: record.DocumentRef{Inline: &record.Document{Source: "tass", DerivedFrom: "s02", SeenThrough: "s03"}}}},
	}
	tests := []struct {
		name string
		of   record.Record
		want []record.Reference
	}{
		{"an actor", sample(actor), []record.Reference{{"/roles/0/at", actor, "white-house"}, {"/roles/0/on_behalf_of", actor, "united-states"}}},
		{"a merged actor", &record.Actor{MergedInto: "xx"}, []record.Reference{{"/merged_into", actor, "xx"}}},
		{"a source, whose family is no record", sample(source), []record.Reference{{"/party", actor, "russia"}}},
		{"a document", sample(document), []record.Reference{{"/source", source, "kremlin-ru"}, {"/derived_from", document, "s03"}, {"/seen_through", document, "s02"}}},
		{"a topic", sample(topic), []record.Reference{{"/parent", topic, "territory"}}},
		{"a plan", sample(plan), []record.Reference{
			{"/labels/0/used_by/source", source, "the-seed"}, {"/proponents/0", actor, "united-states"}, {"/addressees/0", actor, "russia"},
			{"/addressees/1", actor, "ukraine"}, {"/revises", plan, "us-2025-03"}, {"/citations/0/document", document, "s87"},
			{"/provisions/0/topic", topic, "crimea"}, {"/provisions/0/positions/1/actors/0", actor, "ukraine"},
		}},
		{"a statement", sample(event), []record.Reference{
			{"/participants/0/actor", actor, "dmitry-peskov"}, {"/participants/0/representing", actor, "russia"}, {"/participants/1/actor", actor, "steve-witkoff"},
			{"/topics/0", topic, "territory"}, {"/citations/0/document", document, "s78"}, {"/citations/0/by/actor", actor, "dmitry-peskov"},
			{"/citations/0/says/participants/value/0", actor, "dmitry-peskov"}, {"/citations/0/says/topics/value/0", topic, "crimea"},
			{"/links/0/to", event, "2025-04-22-ft-leak"}, {"/plans/0/plan", plan, "us-2025-04-17"},
			{"/positions/0/on/topic", topic, "crimea"}, {"/positions/1/on/plan", plan, "us-2025-04-17"}, {"/positions/1/actors/0", actor, "russia"},
		}},
		{"a leak that cites a document given in place", leak, []record.Reference{
			{"/citations/0/document/source", source, "tass"}, {"/citations/0/document/derived_from", document, "s02"}, {"/citations/0/document/seen_through", document, "s03"},
			{"/leak/source", source, "axios"}, {"/leak/claims/0/topic", topic, "nato"}, {"/leak/claims/0/actors/0", actor, "donald-trump"},
		}},
		{"a comparison", sample(record.TypeComparison), []record.Reference{
			{"/left", plan, "us-2025-04-17"}, {"/right", plan, "eu-ua-2025-04-23"}, {"/coder/source", source, "the-seed"},
			{"/rows/0/topic", topic, "crimea"}, {"/citations/0/document", document, "s88"},
		}},
		{"a timeline", sample(record.TypeTimeline), []record.Reference{{"/notes/0/event", event, "2025-04-25-x"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.of.References()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
