package record

import (
	"fmt"
	"slices"
	"strings"

	"backchannel/internal/edtf"
)

// Validate implements Record.
func (e *Event) Validate() Faults {
	var c checker
	c.own(TypeEvent, e.ID)
	c.choice("/kind", vocabKind, string(e.Kind))
	c.required("/title", e.Title, maxTitle, "Say neutrally that it happened, not how it came out.")
	c.text("/summary", e.Summary, maxText)
	c.time(e)
	c.place("/place", e.Place)
	c.participants("/participants", e)
	c.ids("/topics", e.Topics, "a topic")
	c.citations("/citations", e.Citations)
	c.links("/links", e)
	c.plans("/plans", e.Plans)
	c.positions("/positions", e)
	c.kindObjects(e)
	return c.done()
}

// time checks date, start_at and status, which must fit together.
func (c *checker) time(e *Event) {
	c.term("/status", vocabStatus, string(e.Status))
	if e.Date.IsZero() {
		c.missing("/date", `Give an EDTF date no finer than is known: "2025-04-25", "2025-04", "2025~".`)
	} else if earliest, latest := e.Date.Bounds(); earliest == edtf.MinDay && latest == edtf.MaxDay {
		c.add("/date", "invalid_date", "The date is open on both sides, so it says nothing.", e.Date.String(), "Give at least one bound.")
	}
	if e.Kind == "leak" && (e.Status == "scheduled" || e.Status == "cancelled") {
		c.add("/status", "conflict", fmt.Sprintf("A leak cannot be %s.", e.Status), string(e.Status), "Use occurred or unconfirmed.")
	}
	if e.StartAt.IsZero() {
		return
	}
	if !e.StartAt.IsInstant() {
		c.add("/start_at", "not_an_instant", "start_at must have a clock time and an offset.", e.StartAt.String(),
			`Write it as "2025-04-25T14:20+03:00", or leave it out: the day stands in date.`)
		return
	}
	if day := edtf.DayOf(e.StartAt.Instant()); !e.Date.IsZero() && !within(e.Date, day) {
		c.add("/start_at", "conflict", fmt.Sprintf("start_at is on %s in its own offset, which is not in the date %s.", day, e.Date),
			e.StartAt.String(), "Write start_at with the place's own offset, or correct one of them.")
	}
}

func (c *checker) participants(at string, e *Event) {
	c.rows(at, len(e.Participants))
	once := c.once("twice")
	for i, p := range e.Participants {
		below := index(at, i)
		c.needID(key(below, "actor"), p.Actor, "an actor")
		c.choice(key(below, "role"), vocabRole, string(p.Role))
		c.id(key(below, "representing"), p.Representing)
		if p.Actor != "" && p.Role != "" {
			once(below, p.Actor+" "+string(p.Role))
		}
	}
	if e.Kind == "statement" && len(e.Speakers()) == 0 {
		c.add(at, "required", "A statement needs a speaker.", "", `Add a participant with the role "speaker".`)
	}
}

// Speakers lists the actors with the role speaker.
func (e *Event) Speakers() []string {
	var speakers []string
	for _, p := range e.Participants {
		if p.Role == "speaker" {
			speakers = append(speakers, p.Actor)
		}
	}
	return speakers
}

func (c *checker) links(at string, e *Event) {
	c.rows(at, len(e.Links))
	once := c.once("twice")
	for i, link := range e.Links {
		below := index(at, i)
		c.needID(key(below, "to"), link.To, "an event")
		c.choice(key(below, "relation"), vocabRelation, string(link.Relation))
		c.term(key(below, "scope"), vocabScope, string(link.Scope))
		c.text(key(below, "note"), link.Note, maxText)
		c.notSelf(key(below, "to"), link.To, e.ID, "An event cannot be linked to itself.")
		if link.To != "" && link.Relation != "" {
			once(below, string(link.Relation)+" "+link.To)
		}
	}
}

func (c *checker) plans(at string, list []PlanUse) {
	c.rows(at, len(list))
	once := c.once("twice")
	for i, use := range list {
		below := index(at, i)
		c.needID(key(below, "plan"), use.Plan, "a plan")
		c.choice(key(below, "as"), vocabPlanUse, use.As)
		if use.Plan != "" && use.As != "" {
			once(below, use.As+" "+use.Plan)
		}
	}
}

func (c *checker) positions(at string, e *Event) {
	c.rows(at, len(e.Positions))
	once := c.once("twice for the same actors")
	for i, p := range e.Positions {
		below := index(at, i)
		c.positionOn(key(below, "on"), p.On)
		c.choice(key(below, "value"), vocabPosition, p.Value)
		c.choice(key(below, "basis"), vocabBasis, p.Basis)
		c.ids(key(below, "actors"), p.Actors, "an actor")
		c.text(key(below, "note"), p.Note, maxText)
		if len(p.Actors) == 0 && len(e.Speakers()) == 0 {
			c.missing(key(below, "actors"), "Say whose position it is: the event has no speaker.")
		}
		if on := strings.TrimSpace(p.On.Topic + p.On.Plan + " " + p.On.Ordinal); on != "" {
			once(below, on+"\n"+strings.Join(slices.Sorted(slices.Values(p.Actors)), " "))
		}
	}
}

func (c *checker) positionOn(at string, on PositionOn) {
	c.id(key(at, "topic"), on.Topic)
	c.id(key(at, "plan"), on.Plan)
	c.line(key(at, "ordinal"), on.Ordinal, 32)
	switch {
	case on.Topic == "" && on.Plan == "":
		c.add(at, "required", "A position must be on a topic or on a plan.", "",
			`Write {"topic": id}, {"plan": id} or {"plan": id, "ordinal": "3"}.`)
	case on.Topic != "" && (on.Plan != "" || on.Ordinal != ""):
		c.add(at, "conflict", "A position is on a topic or on a plan, not on both.", "", "Enter two positions.")
	}
}

// kindObjects checks that only the object named after the kind is there, and what it holds.
func (c *checker) kindObjects(e *Event) {
	present := map[Kind]bool{
		"meeting": e.Meeting != nil, "call": e.Call != nil, "statement": e.Statement != nil, "leak": e.Leak != nil,
		"proposal": e.Proposal != nil, "agreement": e.Agreement != nil, "action": e.Action != nil,
	}
	known := slices.Contains(Values(vocabKind), string(e.Kind))
	for _, kind := range Values(vocabKind) {
		if present[Kind(kind)] && known && string(e.Kind) != kind {
			c.add("/"+kind, "wrong_kind", fmt.Sprintf("An event of the kind %s cannot have the object %s.", e.Kind, kind), "",
				fmt.Sprintf("Put what belongs to the %s under %s, or change the kind.", e.Kind, quoted(string(e.Kind))))
		}
	}
	if e.Meeting != nil {
		c.line("/meeting/venue", e.Meeting.Venue, maxName)
		c.term("/meeting/format", vocabMeetingFormat, e.Meeting.Format)
	}
	if e.Call != nil {
		c.term("/call/medium", vocabCallMedium, e.Call.Medium)
	}
	if e.Statement != nil {
		c.statement("/statement", e.Statement)
	}
	if e.Leak != nil {
		c.leak("/leak", e.Leak)
	}
	if e.Proposal != nil {
		c.term("/proposal/form", vocabProposalForm, e.Proposal.Form)
	}
	if e.Agreement != nil {
		c.term("/agreement/form", vocabAgreementForm, e.Agreement.Form)
	}
	if e.Action != nil {
		c.term("/action/type", vocabActionType, e.Action.Type)
	}
}

func (c *checker) statement(at string, s *Statement) {
	c.term(key(at, "channel"), vocabChannel, s.Channel)
	if s.Quote == nil {
		if s.Verbatim {
			c.add(key(at, "verbatim"), "conflict", "There is no quote that could be verbatim.", "true", "Give the quote, or leave verbatim out.")
		}
		return
	}
	quote := key(at, "quote")
	c.passage(key(quote, "text"), s.Quote.Text)
	c.lang(key(quote, "lang"), s.Quote.Lang)
	if t := s.Quote.Translation; t != nil {
		c.passage(key(key(quote, "translation"), "text"), t.Text)
		c.lang(key(key(quote, "translation"), "lang"), t.Lang)
		if t.Lang != "" && strings.EqualFold(t.Lang, s.Quote.Lang) {
			c.add(key(key(quote, "translation"), "lang"), "conflict", "The translation is in the language of the quote.", t.Lang, "")
		}
	}
}

// passage checks a short passage that must be there.
func (c *checker) passage(at, s string) {
	if s == "" {
		c.missing(at, "")
	}
	c.text(at, s, maxQuote)
}

func (c *checker) leak(at string, l *Leak) {
	c.id(key(at, "source"), l.Source)
	c.term(key(at, "form"), vocabLeakForm, l.Form)
	c.term(key(at, "attribution"), vocabAttribution, l.Attribution)
	claims := key(at, "claims")
	c.rows(claims, len(l.Claims))
	for i, claim := range l.Claims {
		below := index(claims, i)
		c.passage(key(below, "text"), claim.Text)
		c.id(key(below, "topic"), claim.Topic)
		c.ids(key(below, "actors"), claim.Actors, "an actor")
	}
}
