package compare

import (
	"slices"
	"time"

	"backchannel/internal/record"
)

// PlanClock is when a plan became known, and when its text did. Nil: nothing dated tells.
type PlanClock struct{ Known, Texts *time.Time }

// ClockOf reads the clock of a plan off the events that do something with it: it is known with the first of them, its
// provisions with the first that discloses or signs it.
func ClockOf(uses []record.PlanMention) PlanClock {
	var c PlanClock
	for i := range uses {
		at := uses[i].KnownAt
		c.Known = earlier(c.Known, at)
		if showsText(uses[i]) {
			c.Texts = earlier(c.Texts, at)
		}
	}
	return c
}

func showsText(u record.PlanMention) bool { return u.As == "discloses" || u.As == "signs" }

func earlier(a, b *time.Time) *time.Time {
	if a == nil || b != nil && b.Before(*a) {
		return b
	}
	return a
}

// By tells whether the plan and its text were known at a moment; the zero moment asks for no clock, and all is known.
func (c PlanClock) By(asOf time.Time) (plan, texts bool) {
	if asOf.IsZero() {
		return true, true
	}
	return by(c.Known, asOf), by(c.Texts, asOf)
}

// UsesOf gives what an answer does with one plan.
func UsesOf(a *record.EventAnswer, plan string) []record.PlanMention {
	var uses []record.PlanMention
	for _, u := range a.Plans {
		if u.Plan == plan {
			uses = append(uses, record.PlanMention{Event: a.ID, Title: a.Title, As: u.As, Date: a.Date, KnownAt: a.KnownAt})
		}
	}
	return uses
}

// PlanStatuses is what a plan's status may be, the one that outweighs the others first; disputed is accepted by one and
// rejected by another.
func PlanStatuses() []string {
	return []string{"withdrawn", "signed", "disputed", "accepted", "rejected", "tabled", "discussed", "disclosed", "unrecorded"}
}

// PlanStatus is the last word on a plan by what events do with it.
func PlanStatus(uses []record.PlanMention) string {
	done := map[string]bool{}
	for _, u := range uses {
		done[u.As] = true
	}
	switch {
	case done["withdraws"]:
		return "withdrawn"
	case done["signs"]:
		return "signed"
	case done["accepts"] && done["rejects"]:
		return "disputed"
	case done["accepts"]:
		return "accepted"
	case done["rejects"]:
		return "rejected"
	case done["tables"]:
		return "tabled"
	case done["discusses"]:
		return "discussed"
	case done["discloses"]:
		return "disclosed"
	}
	return "unrecorded"
}

// AnswerPlan makes the served form of a plan as it was known at a moment, from the events that do something with it,
// oldest first. With the zero moment nothing is left out. known tells whether another plan was known by then. It is
// false when the plan was not. The plan is not changed; Stamp is left to the caller.
func AnswerPlan(p *record.Plan, uses []record.PlanMention, s Sources, asOf time.Time, known func(plan string) bool) (*record.PlanAnswer, bool) {
	if !asOf.IsZero() {
		uses = keep(uses, func(u record.PlanMention) bool { return by(u.KnownAt, asOf) })
	}
	clock := ClockOf(uses)
	isKnown, texts := clock.By(asOf)
	if !isKnown {
		return nil, false
	}
	a := &record.PlanAnswer{
		Plan: *p, When: p.Date.When(), KnownAt: clock.Known, TextsKnownAt: clock.Texts, Status: PlanStatus(uses),
		Citations: []record.CitationAnswer{}, DisclosedBy: []record.PlanMention{}, Uses: append([]record.PlanMention{}, uses...),
	}
	for _, u := range uses {
		switch {
		case u.As == "tables" && a.TabledAt == nil:
			a.TabledAt = &u
		case u.As == "discloses":
			a.DisclosedBy = append(a.DisclosedBy, u)
		}
	}
	for _, c := range p.Citations {
		if answered := answerCitation(c, s); asOf.IsZero() || by(answered.KnownAt, asOf) {
			a.Citations = append(a.Citations, answered)
		}
	}
	a.Plan.Citations = nil
	if asOf.IsZero() {
		return a, true
	}
	a.Labels = slices.DeleteFunc(slices.Clone(p.Labels), func(l record.PlanLabel) bool { return !texts && !labelUsed(l, a.Citations) })
	if !texts {
		a.Provisions = nil
	}
	if a.Revises != "" && !known(a.Revises) {
		a.Revises = ""
	}
	return a, true
}

// labelUsed tells whether one of the citations shows whoever uses a label speaking of the plan.
func labelUsed(l record.PlanLabel, cited []record.CitationAnswer) bool {
	return l.UsedBy != nil && slices.ContainsFunc(cited, func(c record.CitationAnswer) bool {
		if c.By != nil && *c.By == *l.UsedBy {
			return true
		}
		return l.UsedBy.Source != "" && c.Source == l.UsedBy.Source
	})
}
