package format

import (
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// carried is an event as the formats carry it that let others' programs have properties of our own: geojson in
// properties, fullcalendar in extendedProps, feed in _backchannel. Names stand beside ids.
type carried struct {
	ID           string            `json:"id"`
	Kind         string            `json:"kind"`
	Status       string            `json:"status"`
	Title        string            `json:"title"`
	Summary      string            `json:"summary,omitempty"`
	Date         string            `json:"date"` // EDTF
	When         edtf.When         `json:"when"`
	StartAt      string            `json:"start_at,omitempty"`
	KnownAt      *time.Time        `json:"known_at"` // null: nothing dated supports it
	Verification *carriedStanding  `json:"verification,omitempty"`
	Place        *carriedPlace     `json:"place,omitempty"`
	Participants []carriedName     `json:"participants"`
	Topics       []carriedName     `json:"topics"`
	LengthAsTold string            `json:"length_as_told,omitempty"`
	Documents    []carriedDocument `json:"documents"`
	Permalink    string            `json:"permalink,omitempty"`
	Revision     int               `json:"revision"`
	RecordedAt   time.Time         `json:"recorded_at"`
	UpdatedAt    time.Time         `json:"updated_at"`
	Change       *carriedChange    `json:"change,omitempty"` // the last one, where there is something to tell of it
}

type carriedChange struct {
	Corrected bool   `json:"corrected"`
	Reason    string `json:"reason,omitempty"`
}

type carriedStanding struct {
	Status string     `json:"status"`
	Since  *time.Time `json:"since"`
}

type carriedPlace struct {
	Name      string `json:"name"`
	Country   string `json:"country,omitempty"`
	Precision string `json:"precision,omitempty"`
}

type carriedName struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Role string `json:"role,omitempty"`
}

// carriedDocument is a document that an event cites, once for each.
type carriedDocument struct {
	ID        string `json:"id"`
	Source    string `json:"source"`
	Name      string `json:"name"` // of the source
	Grade     string `json:"grade"`
	Supports  string `json:"supports"` // supports, refutes, mentions
	URL       string `json:"url,omitempty"`
	Published string `json:"published,omitempty"` // EDTF or an instant
}

// carry makes what is carried of an event.
func (o *Options) carry(a *record.EventAnswer) carried {
	c := carried{
		ID: a.ID, Kind: string(a.Kind), Status: status(a), Title: a.Title, Summary: a.Summary, Date: a.Date.String(), When: a.When,
		StartAt: a.StartAt.String(), KnownAt: a.KnownAt, Participants: []carriedName{}, Topics: []carriedName{},
		LengthAsTold: LengthAsTold(a.Particulars["duration"], o.Label), Documents: o.cites(a), Permalink: o.permalink(a.ID),
		Revision: a.Revision, RecordedAt: a.RecordedAt.UTC(), UpdatedAt: a.UpdatedAt.UTC(),
	}
	if v := a.Verification; v != nil {
		c.Verification = &carriedStanding{v.Status, v.Since}
	}
	if p := a.Place; p != nil {
		c.Place = &carriedPlace{placeText(p), p.Country, p.Precision}
	}
	if last := o.change(a); last != nil {
		c.Change = &carriedChange{last.Corrected, last.Reason}
	}
	for _, p := range a.Participants {
		c.Participants = append(c.Participants, carriedName{p.Actor, o.label(record.TypeActor, p.Actor), string(p.Role)})
	}
	for _, id := range a.Topics {
		c.Topics = append(c.Topics, carriedName{ID: id, Name: o.label(record.TypeTopic, id)})
	}
	return c
}

// cites lists the documents that an event cites, in the order of its citations; of one cited twice the first citation
// speaks.
func (o *Options) cites(a *record.EventAnswer) []carriedDocument {
	list, had := []carriedDocument{}, map[string]bool{}
	for i := range a.Citations {
		c := &a.Citations[i]
		if had[c.Document.ID] {
			continue
		}
		had[c.Document.ID] = true
		list = append(list, carriedDocument{
			ID: c.Document.ID, Source: c.Source, Name: o.label(record.TypeSource, c.Source), Grade: c.Grade,
			Supports: supports(c), URL: c.URL, Published: c.Published.String(),
		})
	}
	return list
}

// tags are short words an event can be found by: its kind, its topics' ids and, of a leak, where it stands.
func tags(a *record.EventAnswer) []string {
	words := append([]string{string(a.Kind)}, a.Topics...)
	if a.Verification != nil {
		words = append(words, a.Verification.Status)
	}
	for i, word := range words {
		words[i] = oneLine(word)
	}
	return distinct(words, func(s string) string { return s })
}
