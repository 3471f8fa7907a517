package record

import (
	"time"

	"backchannel/internal/edtf"
)

// EventAnswer is an event as it is served: its own fields with representing filled in, and what is computed.
// Its JSON is the stored document.
type EventAnswer struct {
	Event
	Citations   []CitationAnswer      `json:"citations"` // takes the place of Event.Citations
	When        edtf.When             `json:"when"`
	KnownAt     *time.Time            `json:"known_at" format:"date-time" extensions:"x-nullable"` // null: nothing dated supports it
	Particulars map[string]Particular `json:"particulars"`
	Stamp
	Verification *Verification `json:"verification,omitempty"` // leaks only
	LinkedFrom   []LinkedFrom  `json:"linked_from"`
}

// CitationAnswer is a citation with what its document and that document's source lend it.
type CitationAnswer struct {
	Citation
	Grade     string      `json:"grade"` // both characters, F6 where unrated
	Source    string      `json:"source"`
	URL       string      `json:"url,omitempty"`
	Published edtf.Moment `json:"published,omitzero" swaggertype:"string" format:"edtf"`
	KnownAt   *time.Time  `json:"known_at" format:"date-time" extensions:"x-nullable"`
}

// LinkedFrom is a link seen from its target.
type LinkedFrom struct {
	From     string   `json:"from"`
	Title    string   `json:"title"`
	Relation Relation `json:"relation"`
	Scope    Scope    `json:"scope,omitempty"`
	Note     string   `json:"note,omitempty"`
}

// Particular is what the accounts say of one particular, taken together.
type Particular struct {
	State string   `json:"state"`           // agrees, differs, single
	Value any      `json:"value,omitempty"` // where all agree on one value
	Min   *float64 `json:"min,omitempty"`   // numbers: the smallest told
	Max   *float64 `json:"max,omitempty"`   // numbers: the largest told
	Unit  string   `json:"unit,omitempty"`  // minutes for duration
	Told  []Told   `json:"told"`
}

// Told is one teller's word on a particular.
type Told struct {
	By       Teller `json:"by"`
	Document string `json:"document"`
	Said
	Derived bool `json:"derived,omitempty"` // a length computed from the same teller's start and end
}

// Verification is where a leak stands, computed from the links that answer it, with how it came there.
type Verification struct {
	Status  string             `json:"status"`
	Since   *time.Time         `json:"since" format:"date-time" extensions:"x-nullable"` // when the status began to hold; null: nothing dates that
	By      []string           `json:"by"`                                               // the events whose links decide it
	History []VerificationStep `json:"history"`                                          // every change of it as more became known, oldest first
}

// VerificationStep is where a leak stood from a moment on.
type VerificationStep struct {
	Status string     `json:"status"`
	Since  *time.Time `json:"since" format:"date-time" extensions:"x-nullable"` // null: nothing dates it; it holds without as_of only
	By     []string   `json:"by"`
}

// Own gives back the event as entered: computed parts dropped, representing and status as resolved. Of
// an answer that was read from JSON the grades are the resolved ones, since JSON holds only those.
func (a *EventAnswer) Own() *Event {
	own := a.Event
	own.Citations = make([]Citation, len(a.Citations))
	for i, c := range a.Citations {
		own.Citations[i] = c.Citation
		if c.Citation.Grade == "" && c.Grade != Unrated {
			own.Citations[i].Grade = Grade(c.Grade)
		}
	}
	return &own
}
