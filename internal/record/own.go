package record

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// New gives an empty record of a type, its lists that JSON always shows being empty rather than nil.
// It is nil for anything that is not one of Types.
func New(t Type) Record {
	switch t {
	case TypeActor:
		return new(Actor)
	case TypeSource:
		return new(Source)
	case TypeDocument:
		return new(Document)
	case TypeTopic:
		return new(Topic)
	case TypePlan:
		return new(Plan)
	case TypeEvent:
		return &Event{Participants: []Participant{}, Topics: []string{}, Citations: []Citation{}, Links: []Link{}}
	case TypeComparison:
		return &Comparison{Rows: []ComparisonRow{}}
	case TypeTimeline:
		return new(Timeline)
	}
	return nil
}

// Own gives the canonical JSON of a record's own fields, the body of a revision: keys in the order of
// the struct, those of maps sorted, absent values left out, lists that are always shown empty as [],
// no HTML escapes, no space, no line end. Equal records give equal bytes.
func Own(r Record) ([]byte, error) {
	switch v := r.(type) {
	case *Event:
		own := *v
		own.Participants = shown(own.Participants)
		own.Topics = shown(own.Topics)
		own.Citations = shown(own.Citations)
		own.Links = shown(own.Links)
		r = &own
	case *Comparison:
		own := *v
		own.Rows = shown(own.Rows)
		r = &own
	}
	body, err := marshal(r)
	if err != nil {
		return nil, fmt.Errorf("write %s %s: %w", r.RecordType(), r.RecordID(), err)
	}
	return body, nil
}

// SetID gives a record its id.
func SetID(r Record, id string) {
	switch v := r.(type) {
	case *Actor:
		v.ID = id
	case *Source:
		v.ID = id
	case *Document:
		v.ID = id
	case *Topic:
		v.ID = id
	case *Plan:
		v.ID = id
	case *Event:
		v.ID = id
	case *Comparison:
		v.ID = id
	case *Timeline:
		v.ID = id
	}
}

func shown[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// marshal is json.Marshal without the escaping of <, > and &.
func marshal(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
