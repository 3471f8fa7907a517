package store

import (
	"time"

	"backchannel/internal/record"
)

// Operation is what a change does to a record.
type Operation string

// The operations. An erasure keeps its line in the log and loses its content.
const (
	Put     Operation = "put"
	Retract Operation = "retract"
	Erase   Operation = "erase"
)

// Batch is a set of changes that are written together or not at all.
type Batch struct {
	Changes []Change
	By      string // who is named in the change log
	// Coverage, where it is not empty, becomes the sentence that says how far the dataset reaches.
	Coverage string
	DryRun   bool // check and number everything, then roll back
}

// Change is one record to be put or retracted.
type Change struct {
	Operation Operation
	Record    record.Record // for Put
	Type      record.Type   // for Retract and Erase
	ID        string        // for Retract and Erase
	Pointer   string        // for Erase: RFC 6901 pointer to the text; empty: the whole record
	Expect    *int          // revision the writer saw; nil: whatever is there; 0: nothing is there
	Reason    string
	Corrected bool

	own []byte // Record as the log keeps it; nil: not written yet
}

// Receipt tells what a batch did.
type Receipt struct {
	Seq     int64 // the commit head after it; the former one when nothing changed
	Results []Result
}

// Result tells what became of one change, in the order they were given.
type Result struct {
	Type      record.Type
	ID        string
	Revision  int
	Seq       int64 // 0 when Unchanged
	Unchanged bool  // the record was there already, the same to the letter
}

// Revision is one line of a record's history.
type Revision struct {
	Seq        int64       `json:"seq"`
	Type       record.Type `json:"type"`
	ID         string      `json:"id"`
	Revision   int         `json:"revision"`
	Operation  Operation   `json:"operation"`
	RecordedAt time.Time   `json:"recorded_at" format:"date-time"`
	RecordedBy string      `json:"recorded_by"`
	Reason     string      `json:"reason,omitempty"`
	Corrected  bool        `json:"corrected,omitempty"`
	Cause      int64       `json:"cause,omitempty"` // seq of the change that led to this one
	Body       []byte      `json:"-"`               // own JSON of the record; nil for a retraction
}
