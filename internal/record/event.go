package record

import "backchannel/internal/edtf"

// Event is something that happened, or was said, leaked or tabled: the fields its editors enter.
// What is computed from them and from other records stands in EventAnswer.
type Event struct {
	ID           string        `json:"id"`
	Kind         Kind          `json:"kind"`
	Title        string        `json:"title"`
	Summary      string        `json:"summary,omitempty"`
	Date         edtf.Date     `json:"date" swaggertype:"string" format:"edtf"`
	StartAt      edtf.Moment   `json:"start_at,omitzero" swaggertype:"string" format:"date-time"` // an instant with its offset
	Status       Status        `json:"status,omitempty"`                                          // absent: occurred
	Place        *Place        `json:"place,omitempty"`
	Participants []Participant `json:"participants"`
	Topics       []string      `json:"topics"`
	Citations    []Citation    `json:"citations"`
	Links        []Link        `json:"links"`
	Plans        []PlanUse     `json:"plans,omitempty"`
	Positions    []Position    `json:"positions,omitempty"`

	Meeting   *Meeting   `json:"meeting,omitempty"`
	Call      *Call      `json:"call,omitempty"`
	Statement *Statement `json:"statement,omitempty"`
	Leak      *Leak      `json:"leak,omitempty"`
	Proposal  *Proposal  `json:"proposal,omitempty"`
	Agreement *Agreement `json:"agreement,omitempty"`
	Action    *Action    `json:"action,omitempty"`
}

// Kind is one of meeting, call, statement, leak, proposal, agreement, action.
type Kind string

// Status is one of scheduled, occurred, unconfirmed, cancelled.
type Status string

// Place is where an event happened, no more exactly than is known.
type Place struct {
	Name      string   `json:"name,omitempty"`
	City      string   `json:"city,omitempty"`
	Country   string   `json:"country,omitempty"` // ISO 3166-1 alpha-2
	Lat       *float64 `json:"lat,omitempty"`     // degrees north, WGS 84
	Lon       *float64 `json:"lon,omitempty"`     // degrees east, WGS 84
	TZ        string   `json:"tz,omitempty"`      // IANA zone of the place's calendar
	Precision string   `json:"precision,omitempty"`
}

// Participant is one actor's part in an event.
type Participant struct {
	Actor        string          `json:"actor"`
	Role         ParticipantRole `json:"role"`
	Representing string          `json:"representing,omitempty"` // actor; absent: from the actor's role on that day
}

// ParticipantRole is one of principal, host, visitor, envoy, aide, delegate, speaker, chair, mediator,
// observer, signatory (these took part), subject, addressee (these did not).
type ParticipantRole string

// TookPart is false for those an event is about or addressed to.
func (r ParticipantRole) TookPart() bool { return r != "subject" && r != "addressee" }

// Citation ties a record to a document, with the passage and its credibility. With Says it is an account.
type Citation struct {
	Document DocumentRef     `json:"document" swaggertype:"string"`
	Grade    Grade           `json:"grade,omitempty"`
	By       *Teller         `json:"by,omitempty"` // absent: the document's source
	Says     map[string]Said `json:"says,omitempty"`
	Locator  string          `json:"locator,omitempty"`
	Excerpt  string          `json:"excerpt,omitempty"`
	Supports Support         `json:"supports,omitempty"` // absent: supports
}

// Support is one of supports, refutes, mentions.
type Support string

// Teller is who says a thing: exactly one of an actor or a source.
type Teller struct {
	Actor  string `json:"actor,omitempty"`
	Source string `json:"source,omitempty"`
}

// Said is what a teller says of one particular: a value, or a range, and how it was put.
type Said struct {
	Value any      `json:"value,omitempty"` // duration: minutes; ordinal, count: integer; participants, topics: ids; else text, EDTF or an instant
	Min   *float64 `json:"min,omitempty"`
	Max   *float64 `json:"max,omitempty"`
	Text  string   `json:"text,omitempty"`
}

// Link is a typed tie from this event to another. Its identity within the event is relation + target.
type Link struct {
	To       string   `json:"to"`
	Relation Relation `json:"relation"`
	Scope    Scope    `json:"scope,omitempty"` // absent: whole
	Note     string   `json:"note,omitempty"`
}

// Relation is one of the link relations of Vocabularies.
type Relation string

// Scope is one of whole, part, attribution, authenticity.
type Scope string

// PlanUse says what this event did with a plan.
type PlanUse struct {
	Plan string `json:"plan"`
	As   string `json:"as"` // tables, discloses, discusses, accepts, rejects, withdraws, signs
}

// Position is where this event shows someone standing.
type Position struct {
	On     PositionOn `json:"on"`
	Value  string     `json:"value"`            // supports … opposes
	Actors []string   `json:"actors,omitempty"` // absent: whom the speaker represents
	Basis  string     `json:"basis"`
	Note   string     `json:"note,omitempty"`
}

// PositionOn is what a position is on: a topic, a plan, or one provision of a plan.
type PositionOn struct {
	Topic   string `json:"topic,omitempty"`
	Plan    string `json:"plan,omitempty"`
	Ordinal string `json:"ordinal,omitempty"` // with Plan: the provision
}

// Meeting holds what only a meeting has.
type Meeting struct {
	Venue  string `json:"venue,omitempty"`
	Format string `json:"format,omitempty"` // bilateral, multilateral, delegation
}

// Call holds what only a call has.
type Call struct {
	Medium string `json:"medium,omitempty"` // phone, video
}

// Statement holds what only a statement has.
type Statement struct {
	Channel  string `json:"channel,omitempty"`
	Quote    *Quote `json:"quote,omitempty"`
	Verbatim bool   `json:"verbatim,omitempty"` // the quote is in the speaker's own words and language
}

// Quote is a short passage in its language, with a translation where there is one.
type Quote struct {
	Text        string       `json:"text"`
	Lang        string       `json:"lang,omitempty"` // BCP 47
	Translation *Translation `json:"translation,omitempty"`
}

// Translation is a quote's text in another language.
type Translation struct {
	Text string `json:"text"`
	Lang string `json:"lang,omitempty"`
}

// Leak holds what only a leak has.
type Leak struct {
	Source      string  `json:"source,omitempty"` // source: who published it
	Form        string  `json:"form,omitempty"`
	Attribution string  `json:"attribution,omitempty"`
	Claims      []Claim `json:"claims,omitempty"`
}

// Claim is one thing a leak says.
type Claim struct {
	Text   string   `json:"text"`
	Topic  string   `json:"topic,omitempty"`
	Actors []string `json:"actors,omitempty"` // whom the claim names
}

// Proposal holds what only a proposal has.
type Proposal struct {
	Form string `json:"form,omitempty"` // oral, non_paper, draft, final_offer, counter
}

// Agreement holds what only an agreement has.
type Agreement struct {
	Form string `json:"form,omitempty"` // signed, joint_statement, oral
}

// Action holds what only an action has.
type Action struct {
	Type string `json:"type,omitempty"` // truce, strike, sanction, relief, exchange, aid, other
}

// RecordType implements Record.
func (e *Event) RecordType() Type { return TypeEvent }

// RecordID implements Record.
func (e *Event) RecordID() string { return e.ID }
