package compare

import (
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// Sources looks up what an answer needs beside the event, all as of one snapshot.
type Sources struct {
	Document func(id string) *record.Document // nil when unknown
	Actor    func(id string) *record.Actor    // nil when unknown
	Letter   func(source string) byte         // Admiralty letter; 'F' when unknown
}

// Answer makes the served form of an event: the status and whom each participant represents filled in,
// each citation with its full grade and what its document lends it, when, known_at and particulars.
// Stamp and Verification are left to the caller, LinkedFrom is an empty list, and lists are never nil.
// The event is not changed.
func Answer(e *record.Event, s Sources) *record.EventAnswer {
	a := &record.EventAnswer{Event: *e, When: e.Date.When(), LinkedFrom: []record.LinkedFrom{}}
	if a.Status == "" {
		a.Status = "occurred"
	}
	a.Participants = make([]record.Participant, len(e.Participants))
	day := roleDay(e)
	for i, p := range e.Participants {
		if p.Representing == "" {
			if actor := s.Actor(p.Actor); actor != nil {
				p.Representing = actor.Represents(day) // by its own roles: a merge rewrites no event
			}
		}
		a.Participants[i] = p
	}
	a.Topics = append([]string{}, e.Topics...)
	a.Links = append([]record.Link{}, e.Links...)
	a.Event.Citations = nil
	a.Citations = make([]record.CitationAnswer, len(e.Citations))
	for i, c := range e.Citations {
		a.Citations[i] = answerCitation(c, s)
	}
	a.KnownAt = firstKnown(a.Citations)
	a.Particulars = Particulars(a.Citations)
	return a
}

// roleDay is the day on which roles are read: that of start_at in its own offset, else the earliest
// the date can mean, else (open at its start) the latest.
func roleDay(e *record.Event) edtf.Day {
	if e.StartAt.IsInstant() {
		return edtf.DayOf(e.StartAt.Instant())
	}
	earliest, latest := e.Date.Bounds()
	if earliest == edtf.MinDay {
		return latest
	}
	return earliest
}

// maxMerges bounds how far merged_into is followed, so that a circle ends.
const maxMerges = 16

// represents asks the actor's roles, and where they say nothing those of the actor it was merged into.
func represents(id string, day edtf.Day, s Sources) string {
	for range maxMerges {
		actor := s.Actor(id)
		if actor == nil {
			return ""
		}
		if side := actor.Represents(day); side != "" {
			return side
		}
		if actor.MergedInto == "" {
			return ""
		}
		id = actor.MergedInto
	}
	return ""
}

func answerCitation(c record.Citation, s Sources) record.CitationAnswer {
	a := record.CitationAnswer{Citation: c}
	letter := byte('F')
	d := c.Document.Inline
	if c.Document.ID != "" {
		d = s.Document(c.Document.ID)
	}
	if d != nil {
		a.Source, a.URL, a.Published = d.Source, d.URL, d.Published
		letter = s.Letter(d.Source)
	}
	a.Grade = c.Grade.Resolve(letter)
	if known, ok := KnownAt(d); ok {
		a.KnownAt = &known
	}
	return a
}

// firstKnown gives the earliest moment at which a citation that supports or refutes became known; nil
// where none did.
func firstKnown(cs []record.CitationAnswer) *time.Time {
	var first *time.Time
	for i := range cs {
		at := cs[i].KnownAt
		if at != nil && cs[i].Bears() && (first == nil || at.Before(*first)) {
			first = at
		}
	}
	if first == nil {
		return nil
	}
	known := *first
	return &known
}
