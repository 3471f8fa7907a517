package record

import "time"

// Type names one of the eight record types. It is the path segment's singular and the
// `type` key of an NDJSON line.
type Type string

// The record types, in the order in which a batch of them is written: what is referred to
// stands before what refers to it (links between events and parents of topics apart).
const (
	TypeActor      Type = "actor"
	TypeSource     Type = "source"
	TypeDocument   Type = "document"
	TypeTopic      Type = "topic"
	TypePlan       Type = "plan"
	TypeEvent      Type = "event"
	TypeComparison Type = "comparison"
	TypeTimeline   Type = "timeline"
)

// Types lists every record type in writing order.
func Types() []Type {
	return []Type{TypeActor, TypeSource, TypeDocument, TypeTopic, TypePlan, TypeEvent, TypeComparison, TypeTimeline}
}

// Plural is the path segment of a type: "actors", "comparisons".
func (t Type) Plural() string { return string(t) + "s" }

// Record is any of the eight record types, always held by pointer.
type Record interface {
	// RecordType tells which of the eight it is.
	RecordType() Type
	// RecordID is the record's readable id, unique within its type.
	RecordID() string
	// Validate reports every fault of the record itself, with JSON pointers; nil means none.
	// Whether what it refers to exists is the store's to say, from References.
	Validate() Faults
	// References lists every id of another record that this one holds, with its pointer.
	References() []Reference
}

// Reference is one mention of another record.
type Reference struct {
	Pointer string // RFC 6901 pointer to the id within the referring record
	Type    Type
	ID      string
}

// Stamp is what every stored record answers with beside its own fields.
type Stamp struct {
	Revision   int       `json:"revision"`
	RecordedAt time.Time `json:"recorded_at" format:"date-time"`
	UpdatedAt  time.Time `json:"updated_at" format:"date-time"`
}
