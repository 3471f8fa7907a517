package store

import (
	"context"
	"fmt"
	"time"
)

// The text index is written in segments, and a search looks into each. The writer merges them into one
// when it has been idle for a moment after enough was written: in small steps, so that a write that
// comes meanwhile waits for one step at most.
const (
	tidyAfter    = 200 * time.Millisecond // idle before the first step
	tidyRows     = 1000                   // fewer rows of words than this are left as they are
	tidyShare    = 20                     // and fewer than one in so many of all
	tidyAttempts = 100_000                // bounds one tidying
)

// tidying is how far the text index is from one segment. The writer's goroutine alone uses it.
type tidying struct {
	fresh   int64 // rows of words written since the last full merge
	started bool  // a merge has begun and is not at its end
}

func (t *tidying) due(all int64) bool {
	return t.started || t.fresh >= tidyRows && t.fresh*tidyShare >= all
}

// wait is when the next step of tidying is to be taken, if nothing is written before; nil: never.
func (s *Store) wait() <-chan time.Time {
	switch {
	case s.tidy.started:
		return time.After(0)
	case s.tidy.due(s.memory.size()):
		return time.After(tidyAfter)
	}
	return nil
}

// tidyStep merges a little, and says whether more is to be merged.
func (s *Store) tidyStep() (more bool, err error) {
	statement := mergeBegin
	if s.tidy.started {
		statement = mergeOn
	}
	changes := func() (n int64, err error) {
		err = s.write.Raw("SELECT total_changes()").Row().Scan(&n)
		return n, err
	}
	before, err := changes()
	if err != nil {
		return false, fmt.Errorf("merge the text index: %w", err)
	}
	if err := s.write.Exec(statement).Error; err != nil {
		s.tidy = tidying{}
		return false, fmt.Errorf("merge the text index: %w", err)
	}
	after, err := changes()
	if err != nil {
		return false, fmt.Errorf("merge the text index: %w", err)
	}
	if more = after-before >= 2; more { // one change is the statement's own
		s.tidy.started = true
	} else {
		s.tidy = tidying{}
	}
	return more, nil
}

// Tidy merges the text index now, as the writer does by itself when it is idle for a moment. It is for
// those who have written much and want to read or measure at once.
func (s *Store) Tidy(ctx context.Context) error {
	done := make(chan error, 1)
	select {
	case s.tidies <- done:
	case <-s.closing:
		return ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("wait to tidy: %w", ctx.Err())
	}
	return <-done
}

func (s *Store) tidyAll() error {
	for range tidyAttempts {
		if more, err := s.tidyStep(); err != nil || !more {
			return err
		}
	}
	return nil
}
