package main

import (
	"strings"

	"backchannel/internal/record"
)

// closed says which properties hold values of which closed list: "Schema.property", or "Schema.property." for the
// keys of a map. Enums in the spec come from the lists themselves.
var closed = map[string]string{
	"Actor.kind":               "actor_kind",
	"Name.kind":                "name_kind",
	"Source.kind":              "source_kind",
	"Source.reliability":       "reliability",
	"Event.kind":               "kind",
	"Event.status":             "status",
	"EventAnswer.kind":         "kind",
	"EventAnswer.status":       "status",
	"Place.precision":          "place_precision",
	"Participant.role":         "role",
	"Citation.supports":        "supports",
	"CitationAnswer.supports":  "supports",
	"Citation.says.":           "particular",
	"CitationAnswer.says.":     "particular",
	"EventAnswer.particulars.": "particular",
	"Particular.state":         "particular_state",
	"Verification.status":      "verification",
	"VerificationStep.status":  "verification",
	"Link.relation":            "relation",
	"LinkedFrom.relation":      "relation",
	"Link.scope":               "scope",
	"LinkedFrom.scope":         "scope",
	"PlanUse.as":               "plan_use",
	"Position.value":           "position",
	"Position.basis":           "basis",
	"ProvisionPosition.value":  "position",
	"Meeting.format":           "meeting_format",
	"Call.medium":              "call_medium",
	"Statement.channel":        "channel",
	"Leak.form":                "leak_form",
	"Leak.attribution":         "attribution",
	"Proposal.form":            "proposal_form",
	"Agreement.form":           "agreement_form",
	"Action.type":              "action_type",
	"Plan.form":                "plan_form",
	"Provision.modality":       "modality",
	"Provision.sequence":       "sequence",
	"ComparisonRow.relation":   "comparison_relation",
	"When.precision":           "date_precision",
}

// fillVocabularies gives the properties of closed lists their enums. Schemas that are not in this document are
// passed over; a property that is not in its schema is a fault.
func (c *converter) fillVocabularies() {
	for place, vocabulary := range closed {
		schema, property, _ := strings.Cut(place, ".")
		keys := strings.HasSuffix(property, ".")
		holder := c.schemas.object(schema)
		if holder == nil {
			continue
		}
		target := holder.object("properties").object(strings.TrimSuffix(property, "."))
		values := record.Values(vocabulary)
		switch {
		case target == nil:
			c.fault("%s: the schema has no such property", place)
		case len(values) == 0:
			c.fault("%s: there is no closed list %s", place, vocabulary)
		case keys:
			each, _ := target.take("additionalProperties").(*object)
			properties := obj()
			for _, value := range values {
				properties.set(value, each)
			}
			target.set("properties", properties)
			target.sort(schemaKeys...)
		default:
			target.take("$ref")
			target.take("allOf")
			target.set("type", "string")
			target.set("enum", texts(values))
			target.sort(schemaKeys...)
		}
	}
}

func texts(values []string) []any {
	list := make([]any, len(values))
	for i, value := range values {
		list[i] = value
	}
	return list
}
