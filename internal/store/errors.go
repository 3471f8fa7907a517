package store

import (
	"errors"
	"fmt"
	"time"

	"backchannel/internal/record"
)

// ErrNotFound says that no record of that type and id was there at the point asked.
var ErrNotFound = errors.New("no such record")

// ErrSnapshotAhead says that a snapshot number lies above the newest commit.
var ErrSnapshotAhead = errors.New("snapshot is ahead of the database")

// ErrBadCursor says that a cursor is damaged, or was given out for another query, sort, snapshot or database.
var ErrBadCursor = errors.New("cursor does not belong to this query")

// ErrTooManyForRelevance says that a query matches too much to be sorted by relevance.
var ErrTooManyForRelevance = fmt.Errorf("more than %d matches cannot be sorted by relevance", CountCap)

// ErrTooManyPositions says that more events with positions match than are read for one answer.
var ErrTooManyPositions = fmt.Errorf("more than %d events with positions match", mostPositioned)

// Gone says that a record was retracted: when, by which change, and why.
type Gone struct {
	Type        record.Type
	ID          string
	Seq         int64
	RetractedAt time.Time
	Reason      string
}

// Error implements error.
func (g *Gone) Error() string {
	return fmt.Sprintf("%s %s was retracted at change %d", g.Type, g.ID, g.Seq)
}

// Invalid holds what is wrong with one change of a batch.
type Invalid struct {
	Index  int // position in Batch.Changes
	Type   record.Type
	ID     string
	Faults record.Faults
}

// InvalidBatch is every fault of a refused batch. Nothing of the batch was written.
type InvalidBatch []Invalid

// Error implements error.
func (b InvalidBatch) Error() string {
	if len(b) == 0 {
		return "invalid batch"
	}
	return fmt.Sprintf("%d invalid records, first: %s %s: %v", len(b), b[0].Type, b[0].ID, b[0].Faults)
}

// Stale says that a change expected another revision than the current one.
type Stale struct {
	Type     record.Type
	ID       string
	Expected int
	Current  int // 0: there is no current revision
}

// Error implements error.
func (s *Stale) Error() string {
	return fmt.Sprintf("%s %s is at revision %d, not %d", s.Type, s.ID, s.Current, s.Expected)
}
