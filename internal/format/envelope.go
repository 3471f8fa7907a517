package format

import (
	"encoding/json"
	"time"

	"backchannel/internal/record"
)

// EventEncoder writes one answer of events: Begin once, Event for each, End once. After an error it is of no more
// use, and what was written must not pass for a whole answer. Nothing is closed.
type EventEncoder interface {
	Begin(Head) error
	Event(Row) error
	End(Envelope) error
}

// RecordEncoder is EventEncoder for records of the other types and for views.
type RecordEncoder interface {
	Begin(Head) error
	Record(RecordRow) error
	End(Envelope) error
}

// Row is one event.
type Row struct {
	JSON   []byte                              // the finished object on one line, as it is served
	Answer func() (*record.EventAnswer, error) // the same decoded; called by csv, txt, md and by rows= alone, once a row
	Digest []byte                              // RowDigest(JSON) where it is at hand, else nil
}

// RecordRow is one record that is not an event.
type RecordRow struct {
	JSON   []byte                   // the finished object on one line
	Cells  func() ([]string, error) // one for each column; called by csv, txt and md alone, once a row
	Digest []byte                   // RowDigest(JSON) where it is at hand, else nil
}

// Options are what a reader asked for beside the filter. The zero value is right for json.
type Options struct {
	Label    func(t record.Type, id string) string // the display name; nil, or "" from it: the id stands for itself
	Document func(id string) *record.Document      // nil, or nil from it: only what the citation itself holds is shown
	Fields   []string                              // fields=, checked by CheckFields; empty: all
	Rows     string                                // rows=, one of RowNames; empty: events
	Safe     bool                                  // csv: guard cells that a spreadsheet would run (safe=0 turns it off)
	BOM      bool                                  // csv: begin with a byte order mark
	Proof    bool                                  // csv, ndjson: end with a count and a digest
	Digest   bool                                  // json: put a digest over the rows in meta, unless the caller has; txt, md: cite it
	Cite     bool                                  // json: say in citing how to cite the answer
	Single   bool                                  // one record is asked for by its id: not a list
	View     bool                                  // json: with Single, one object made of many records, of which meta says how many are left out
	// The address of an event that gives the same for ever, for formats that name each event's own; nil: they name none.
	Permalink func(event string) string
	// Why an event was last changed, of one of its revisions; nil: not told.
	Change    func(event string, revision int) Change
	Retracted []Retraction              // ics, atom, feed: what the filter held for until it was retracted
	Place     func(event string) string // txt, md: where it stands in a timeline, "4 of 7"; nil: not shown
	Width     int                       // txt: columns of the terminal; 0: DefaultWidth
}

// Head is what is known before the first row.
type Head struct {
	Title     string    // the filter as a sentence, or the record's title
	Self      string    // address of this answer
	Permalink string    // address that gives the same for ever
	UpdatedAt time.Time // UTC, of the newest thing in the answer; zero: not known
}

// Named holds names for ids as Labels does, each already written as a member of its JSON object (Member),
// in the order in which they are to stand: what is written again for every page is written once.
type Named map[string][][]byte

// Member writes one name as a member of a JSON object.
func Member(id, name string) []byte { return appendString(append(appendString(nil, id), ':'), name) }

// Labels holds names for ids: "actors", "sources", "topics" → id → name.
type Labels map[string]map[string]string

// Envelope is what follows the rows, and what json wraps around them.
type Envelope struct {
	Page     Page
	Meta     Meta
	Labels   Labels
	Named    Named                        // names already written, in place of those of Labels
	Included map[string][]json.RawMessage // plural type → whole records
	Links    Links
	Accessed string // the day of the answer, YYYY-MM-DD, for citing and "Cite as"; empty: not told
}

// Page says where in the list this answer stands. Cursors are empty at the ends.
type Page struct {
	Limit      int    `json:"limit"`
	NextCursor string `json:"next_cursor"`
	PrevCursor string `json:"prev_cursor"`
}

// Meta says what the answer is and what it was read from.
type Meta struct {
	Total       *int    `json:"total,omitempty"`    // rows that match; absent in an answer of one record
	TotalIs     string  `json:"total_is,omitempty"` // exact, at_least
	Description string  `json:"description,omitempty"`
	AsOf        *string `json:"as_of" extensions:"x-nullable"` // as asked; null: everything known by now
	Snapshot    int64   `json:"snapshot"`
	Undated     *int    `json:"undated,omitempty"` // rows left out under as_of because nothing dated supports them
	Coverage    string  `json:"coverage,omitempty"`
	Digest      string  `json:"digest,omitempty"` // "sha256:" and hexadecimal, see Digest
	// Of one event: two source families, neither a party to it, both support it.
	IndependentConfirmation *bool `json:"independent_confirmation,omitempty"`
}

// Links are addresses of this answer in its other shapes.
type Links struct {
	Self      string  `json:"self"`
	Next      *string `json:"next" extensions:"x-nullable"` // null on the last page
	Permalink string  `json:"permalink,omitempty"`
	CSV       string  `json:"csv,omitempty"`
	Stream    string  `json:"stream,omitempty"`
}

// label gives the name of a record, or its id where no name is known.
func (o *Options) label(t record.Type, id string) string {
	if o.Label != nil && id != "" {
		if name := o.Label(t, id); name != "" {
			return name
		}
	}
	return id
}

// teller gives the name of who says a thing.
func (o *Options) teller(by record.Teller) string {
	if by.Actor != "" {
		return o.label(record.TypeActor, by.Actor)
	}
	return o.label(record.TypeSource, by.Source)
}

// document gives the document of an id, nil where it is not known.
func (o *Options) document(id string) *record.Document {
	if o.Document == nil {
		return nil
	}
	return o.Document(id)
}
