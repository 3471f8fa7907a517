package rest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// ActorAnswer is an actor as it is served.
type ActorAnswer struct {
	record.Actor
	record.Stamp
}

// SourceAnswer is a source as it is served.
type SourceAnswer struct {
	record.Source
	record.Stamp
}

// DocumentAnswer is a document as it is served: when explains published.
type DocumentAnswer struct {
	record.Document
	When    edtf.When  `json:"when"`
	KnownAt *time.Time `json:"known_at" format:"date-time" extensions:"x-nullable"` // null: nothing tells when it was published or read
	record.Stamp
}

// TopicAnswer is a topic as it is served.
type TopicAnswer struct {
	record.Topic
	record.Stamp
}

// TimelineAnswer is a timeline as it is served.
type TimelineAnswer struct {
	record.Timeline
	record.Stamp
}

// ComparisonAnswer is a comparison as it is served.
type ComparisonAnswer struct {
	record.Comparison
	record.Stamp
}

// RevisionAnswer is one line of a record's history. One revision asked for by its number holds the record as it was
// entered then; it is null for a retraction and in lists. With against= it holds what changed since another revision.
type RevisionAnswer struct {
	store.Revision
	Record     json.RawMessage     `json:"record" swaggertype:"object" extensions:"x-nullable"`
	Difference *RevisionDifference `json:"difference,omitempty"`
}

// Included holds the whole records that include= asks for.
type Included struct {
	Actors    []ActorAnswer        `json:"actors,omitempty"`
	Documents []DocumentAnswer     `json:"documents,omitempty"`
	Events    []record.EventAnswer `json:"events,omitempty"`
	Topics    []TopicAnswer        `json:"topics,omitempty"`
}

// Names gives names for the ids in an answer: id → name.
type Names struct {
	Actors  map[string]string `json:"actors"`
	Sources map[string]string `json:"sources"`
	Topics  map[string]string `json:"topics"`
}

// Around is what stands around the data of every answer.
type Around struct {
	Meta     format.Meta  `json:"meta"`
	Labels   Names        `json:"labels"`
	Included Included     `json:"included"`
	Links    format.Links `json:"links"`
}

// AroundList is what stands around the data of a list.
type AroundList struct {
	Page format.Page `json:"page"`
	Around
}

// EventPage is an answer with events.
type EventPage struct {
	Data []record.EventAnswer `json:"data"`
	AroundList
	Citing Citing `json:"citing"`
}

// EventOne is an answer with one event.
type EventOne struct {
	Data record.EventAnswer `json:"data"`
	Around
	Citing Citing `json:"citing"`
}

// ActorPage is an answer with actors.
type ActorPage struct {
	Data []ActorAnswer `json:"data"`
	AroundList
}

// ActorOne is an answer with one actor.
type ActorOne struct {
	Data ActorAnswer `json:"data"`
	Around
}

// SourcePage is an answer with sources.
type SourcePage struct {
	Data []SourceAnswer `json:"data"`
	AroundList
}

// SourceOne is an answer with one source.
type SourceOne struct {
	Data SourceAnswer `json:"data"`
	Around
}

// DocumentPage is an answer with documents.
type DocumentPage struct {
	Data []DocumentAnswer `json:"data"`
	AroundList
}

// DocumentOne is an answer with one document.
type DocumentOne struct {
	Data DocumentAnswer `json:"data"`
	Around
}

// TopicPage is an answer with topics.
type TopicPage struct {
	Data []TopicAnswer `json:"data"`
	AroundList
}

// TopicOne is an answer with one topic.
type TopicOne struct {
	Data TopicAnswer `json:"data"`
	Around
}

// TimelinePage is an answer with timelines.
type TimelinePage struct {
	Data []TimelineAnswer `json:"data"`
	AroundList
}

// TimelineOne is an answer with one timeline.
type TimelineOne struct {
	Data TimelineAnswer `json:"data"`
	Around
}

// PlanPage is an answer with plans.
type PlanPage struct {
	Data []record.PlanAnswer `json:"data"`
	AroundList
}

// PlanOne is an answer with one plan.
type PlanOne struct {
	Data record.PlanAnswer `json:"data"`
	Around
}

// ComparisonPage is an answer with comparisons.
type ComparisonPage struct {
	Data []ComparisonAnswer `json:"data"`
	AroundList
}

// ComparisonOne is an answer with one comparison.
type ComparisonOne struct {
	Data ComparisonAnswer `json:"data"`
	Around
}

// RevisionPage is an answer with the history of a record.
type RevisionPage struct {
	Data []RevisionAnswer `json:"data"`
	AroundList
}

// RevisionOne is an answer with one revision.
type RevisionOne struct {
	Data RevisionAnswer `json:"data"`
	Around
}

// VocabularyPage is an answer with the closed lists.
type VocabularyPage struct {
	Data []record.Vocabulary `json:"data"`
	AroundList
}

// answerOf gives a record the form in which it is served.
func answerOf(row store.RecordRow) (any, error) {
	switch r := row.Record.(type) {
	case *record.Actor:
		return ActorAnswer{*r, row.Stamp}, nil
	case *record.Source:
		return SourceAnswer{*r, row.Stamp}, nil
	case *record.Topic:
		return TopicAnswer{*r, row.Stamp}, nil
	case *record.Comparison:
		return ComparisonAnswer{*r, row.Stamp}, nil
	case *record.Timeline:
		return TimelineAnswer{*r, row.Stamp}, nil
	case *record.Document:
		a := DocumentAnswer{Document: *r, When: r.Published.When(), Stamp: row.Stamp}
		if at, ok := compare.KnownAt(r); ok {
			a.KnownAt = &at
		}
		return a, nil
	}
	return nil, fmt.Errorf("no answer for a %T", row.Record)
}

// recordJSON is a record as it is served, on one line.
func recordJSON(row store.RecordRow) ([]byte, error) {
	answer, err := answerOf(row)
	if err != nil {
		return nil, err
	}
	return plainJSON(answer)
}

// plainJSON is JSON on one line without the escapes that HTML needs.
func plainJSON(v any) ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("write an answer: %w", err)
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n")), nil
}
