package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// CountCap is how far a total is counted exactly unless it is asked for whole.
const CountCap = 10_000

// View is the database as of one commit. It implements filter.Names. It holds no transaction and
// stays good for as long as it is kept.
type View struct {
	*directory
	store *Store
	seq   int64
}

// Head is a view of the newest commit.
func (s *Store) Head() *View {
	v, err := s.at(s.head.Load())
	if err != nil {
		panic(err) // the head is never ahead of itself
	}
	return v
}

// View resolves a snapshot: the newest commit when none is asked for, the commit at or before a
// number, or the last commit at or before a time. A number above the head is ErrSnapshotAhead.
func (s *Store) View(ctx context.Context, ask filter.Snapshot) (*View, error) {
	switch {
	case !ask.Set:
		return s.Head(), nil
	case !ask.At.IsZero():
		return s.viewBefore(ctx, "committed_at <= ?", micros(ask.At))
	case ask.Seq > s.head.Load():
		return nil, ErrSnapshotAhead
	case ask.Seq == s.head.Load(): // the head is a commit
		return s.at(ask.Seq)
	}
	return s.viewBefore(ctx, "seq <= ?", ask.Seq)
}

func (s *Store) viewBefore(ctx context.Context, condition string, bound int64) (*View, error) {
	var head commitHead
	err := s.read.WithContext(ctx).Where(condition, bound).Order("seq DESC").Take(&head).Error
	if errors.Is(err, errNoRow) {
		return s.at(0)
	}
	if err != nil {
		return nil, fmt.Errorf("resolve snapshot: %w", err)
	}
	return s.at(head.Seq)
}

// Commit is a view of the commit that a Receipt names.
func (s *Store) Commit(of Receipt) (*View, error) { return s.at(of.Seq) }

func (s *Store) at(seq int64) (*View, error) {
	if seq > s.head.Load() {
		return nil, ErrSnapshotAhead
	}
	return &View{directory: s.memory.directory(seq), store: s, seq: seq}, nil
}

// Seq is the commit the view stands at.
func (v *View) Seq() int64 { return v.seq }

// Epoch is the database's epoch.
func (v *View) Epoch() string { return v.store.epoch }

// Coverage is the sentence that says how far the dataset reaches.
func (v *View) Coverage() string { return v.store.Coverage() }

// Sort names an order of events; a leading minus is newest first.
type Sort string

// The orders. Events of one key stand by skey, so every order is total.
const (
	ByDate         Sort = "date"
	ByDateDesc     Sort = "-date"
	ByKnown        Sort = "known"
	ByKnownDesc    Sort = "-known"
	ByRecorded     Sort = "recorded"
	ByRecordedDesc Sort = "-recorded"
	ByRelevance    Sort = "relevance"
)

// Sorts lists every order, the default first.
func Sorts() []Sort {
	return []Sort{ByDateDesc, ByDate, ByKnownDesc, ByKnown, ByRecordedDesc, ByRecorded, ByRelevance}
}

// EventQuery asks for events of a view.
type EventQuery struct {
	Filter *filter.Filter
	Sort   Sort   // zero: ByDateDesc
	Limit  int    // 0: no limit
	Cursor string // from Page; empty: from the start
}

// Page tells where a page of events stands among the others.
type Page struct {
	Next, Prev string // cursors; empty at the ends
}

// EventRow is one event of an answer.
type EventRow struct {
	ID      string
	JSON    []byte   // the finished EventAnswer; valid until the next row
	Digest  [32]byte // SHA-256 of JSON
	Actors  []int32  // what it names, as numbers for Label collection
	Sources []int32
	Topics  []int32
	answer  *record.EventAnswer // nil: it is decoded when asked for
}

// Answer decodes the event.
func (r *EventRow) Answer() (*record.EventAnswer, error) {
	if r.answer != nil {
		return r.answer, nil
	}
	return decodeAnswer(r.JSON)
}

// RecordQuery asks for records of a type other than event.
type RecordQuery struct {
	Type   record.Type
	Text   string            // q: any name, label, title or address holding all its tokens
	Where  map[string]string // exact field → id: kind, country, source, family, parent, party
	AsOf   time.Time         // documents: published by then; zero: all
	Limit  int               // 0: no limit
	Cursor string
}

// RecordRow is one such record with its stamp.
type RecordRow struct {
	ID     string
	Record record.Record
	record.Stamp
}
