package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// mostShared is how many requests share one commit. A commit costs one sync of the disk and the log pages that were
// changed, however many requests are in it. With more, all go on at the same moment afterwards, while the writer has nothing to do.
const mostShared = 32

// gatherFor is how long others are waited for at most.
const gatherFor = 3 * time.Millisecond

// request is one batch on its way to the writer.
type request struct {
	ctx   context.Context
	batch Batch
	done  chan outcome // holds one; the writer never waits for its reader
}

type outcome struct {
	receipt Receipt
	err     error
}

// Write applies a batch: each change takes the next seq, writes its line of the log, its version with
// link rows and words, and the changes that it causes in other records. It returns when the commit
// is synced to disk and the head has moved. A batch that cannot be applied whole changes nothing:
// faults of its records are an InvalidBatch, a stale Expect is a *Stale, a retraction of nothing is
// ErrNotFound or *Gone, one of a record in use is an *InUse. A record that is there already, the same
// to the letter, is left alone.
//
// Batches that wait together share one commit.
func (s *Store) Write(ctx context.Context, b Batch) (Receipt, error) {
	if err := s.check(ctx, &b); err != nil {
		return Receipt{}, err
	}
	r := &request{ctx: ctx, batch: b, done: make(chan outcome, 1)}
	select {
	case s.requests <- []*request{r}:
	case <-s.closing:
		return Receipt{}, ErrClosed
	case <-ctx.Done():
		return Receipt{}, fmt.Errorf("wait to write: %w", ctx.Err())
	}
	o := <-r.done
	return o.receipt, o.err
}

// check validates a batch and writes it out. All whose writes shared a commit go on at the same moment; few of them are let to
// work at once, so that somebody who reads does not have to wait behind them all.
func (s *Store) check(ctx context.Context, b *Batch) error {
	select {
	case s.checking <- struct{}{}:
		defer func() { <-s.checking }()
	case <-ctx.Done():
		return fmt.Errorf("wait to write: %w", ctx.Err())
	}
	if invalid := validate(*b); len(invalid) > 0 {
		return invalid
	}
	return b.write()
}

// ErrClosed says that the store takes no more writes.
var ErrClosed = errors.New("the store is closed")

// writeLoop is the one writer. It ends when closing is closed, after what it has taken.
func (s *Store) writeLoop() {
	defer close(s.written)
	write := s.write
	if pool, err := write.DB(); err == nil { // else statements are prepared each time
		write = newPreparedPool(pool).over(write)
	}
	for {
		select {
		case first := <-s.requests:
			s.commit(write, s.gather(first))
		case done := <-s.tidies:
			done <- s.tidyAll()
		case <-s.wait():
			if _, err := s.tidyStep(); err != nil && s.log != nil {
				s.log.Error("tidy", "error", err)
			}
		case <-s.closing:
			return
		}
	}
}

// gather takes what else is waiting. Where the last commit was one of many, half as many are waited for, for a moment: they
// are just being checked, and would otherwise find the writer busy with a commit of two or three.
func (s *Store) gather(group []*request) []*request {
	var late <-chan time.Time
	for len(group) < mostShared {
		select {
		case more := <-s.requests:
			group = append(group, more...)
			continue
		default:
		}
		if len(group) >= s.shared/2 {
			break
		}
		if late == nil {
			late = time.After(gatherFor)
		}
		select {
		case more := <-s.requests:
			group = append(group, more...)
			continue
		case <-late:
		case <-s.closing:
		}
		break
	}
	s.shared = len(group)
	return group
}

// commit writes a group of requests in the only transaction there is. A request that is refused is refused
// alone; where a write itself fails, all of the group do.
func (s *Store) commit(write *gorm.DB, group []*request) {
	outcomes := make([]outcome, len(group))
	before := s.head.Load()
	head := before
	erased := false
	var texts []textRow
	err := write.Transaction(func(tx *gorm.DB) error {
		common := &shared{store: s, tx: tx, seq: before, counted: before}
		if err := common.prepare(group); err != nil {
			return err
		}
		for i, r := range group {
			w, err := s.apply(common, r)
			if err != nil {
				if broken(err) {
					return err
				}
				outcomes[i].err = err
				continue
			}
			outcomes[i].receipt = w.receipt()
			yield()
			texts = append(texts, w.rows.texts...)
			head, erased = max(head, w.seq), erased || w.erased
		}
		if err := common.flush(); err != nil {
			return err
		}
		return insertTexts(tx, texts)
	})
	if err == nil && erased {
		err = s.forget()
	}
	if err != nil {
		err = s.undo(fmt.Errorf("commit: %w", err))
	} else if head > before {
		if erased {
			s.lastErasure.Store(head)
		}
		s.tidy.fresh += int64(len(texts))
		s.head.Store(head)
		s.memory.lists.settle()
		s.woken.wake(head)
	}
	for i, r := range group {
		if err != nil {
			outcomes[i] = outcome{err: err}
		}
		r.done <- outcomes[i]
	}
}

// forget follows an erasure: memory is read anew, and no file keeps what was erased.
func (s *Store) forget() error {
	if err := s.memory.reload(s.read); err != nil {
		return err
	}
	s.counts.clear()
	for _, statement := range []string{forgetText, forgetLog} {
		if err := s.write.Exec(statement).Error; err != nil {
			return fmt.Errorf("forget what was erased: %w", err)
		}
	}
	return nil
}

// undo brings memory back to what the database holds after a commit that failed.
func (s *Store) undo(cause error) error {
	if err := s.memory.reload(s.read); err != nil {
		return errors.Join(cause, err)
	}
	return cause
}

// apply writes one request. One that is refused is refused before it has written anything, and needs no
// savepoint; a dry run and an erasure are undone, or can be refused, after they have, and stand behind
// one. Memory follows at once: the head has not moved, so no reader looks at it, and the next request of
// the group does.
func (s *Store) apply(common *shared, r *request) (*writer, error) {
	if err := r.ctx.Err(); err != nil {
		return nil, fmt.Errorf("wait to write: %w", err)
	}
	plain := common.plain(r)
	if !plain {
		if err := common.flush(); err != nil {
			return nil, brokenError{err}
		}
	}
	w := newWriter(common, r.batch)
	w.plain = plain
	if err := w.guarded(); err != nil {
		return nil, err
	}
	if r.batch.DryRun {
		return &writer{results: w.results, seq: w.before}, nil
	}
	if w.seq == w.before {
		return w, nil
	}
	common.seq = w.seq
	s.memory.follow(w)
	if r.batch.Coverage != "" {
		s.coverage.Store(&r.batch.Coverage)
	}
	common.note(w)
	if !plain {
		if err := common.count(); err != nil {
			return nil, brokenError{err}
		}
	}
	return w, nil
}

// guarded applies a request, behind a savepoint where it may have to be undone.
func (w *writer) guarded() error {
	const name = "request"
	guarded := w.batch.DryRun || slices.ContainsFunc(w.batch.Changes, func(c Change) bool { return c.Operation == Erase })
	if guarded {
		if err := w.tx.SavePoint(name).Error; err != nil {
			return brokenError{fmt.Errorf("begin a request: %w", err)}
		}
	}
	err := w.apply()
	if err == nil && !w.batch.DryRun {
		err = w.finish()
	}
	if guarded && (err != nil || w.batch.DryRun) {
		if undone := w.tx.RollbackTo(name).Error; undone != nil {
			return brokenError{errors.Join(err, undone)}
		}
	}
	switch {
	case err != nil && (Full(err) || w.writing && !guarded && !w.plain):
		return brokenError{err}
	case err != nil:
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// brokenError marks an error after which the whole transaction has to end.
type brokenError struct{ error }

func (b brokenError) Unwrap() error { return b.error }

func broken(err error) bool {
	var b brokenError
	return errors.As(err, &b)
}
