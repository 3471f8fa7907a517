package store

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// readers are the connections that answers are read through, each with its own statements. In a pool of database/sql every
// query takes the pool's only lock half a dozen times, and with two queries at once the second waits for the first
// more often than not.
type readers struct {
	places chan struct{} // one for each that is lent
	mu     sync.Mutex
	idle   []*reader // the last to come back is the first to go: its pages and statements are at hand
	all    []*reader
}

// reader is one connection. Whoever has taken it uses it alone.
type reader struct {
	open   func() (*engine, error)
	engine *engine // nil: not open yet
}

// mostReady is how many statements one reader keeps.
const mostReady = 300

// newReaders makes so many readers. They connect when they are first used.
func newReaders(n int, open func() (*engine, error)) *readers {
	r := &readers{places: make(chan struct{}, n)}
	for range n {
		one := &reader{open: open}
		r.idle, r.all = append(r.idle, one), append(r.all, one)
	}
	return r
}

func (r *readers) take(ctx context.Context) (*reader, error) {
	select {
	case r.places <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("wait to read: %w", ctx.Err())
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	one := r.idle[len(r.idle)-1]
	r.idle = r.idle[:len(r.idle)-1]
	return one, nil
}

func (r *readers) giveBack(one *reader) {
	r.mu.Lock()
	r.idle = append(r.idle, one)
	r.mu.Unlock()
	<-r.places
}

// close ends every connection. Nobody reads any more.
func (r *readers) close() error {
	var errs []error
	for _, one := range r.all {
		errs = append(errs, one.close())
	}
	return errors.Join(errs...)
}

// query runs a statement and gives each row to f, which must not take another reader: all may be taken by those who wait for one.
func (r *readers) query(ctx context.Context, text string, args []any, f func(tuple) error) error {
	one, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer r.giveBack(one)
	return one.query(ctx, text, args, f)
}

// lookUp is query for what is found at once, by its key. Once begun it is not broken off: watching over it would cost more
// than it does.
func (r *readers) lookUp(ctx context.Context, text string, args []any, f func(tuple) error) error {
	one, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer r.giveBack(one)
	return one.query(context.WithoutCancel(ctx), text, args, f)
}

// each runs a statement for one key after the other, in one transaction: to begin and to end one takes as long as a row.
func (r *readers) each(ctx context.Context, text string, keys []int64, f func(tuple) error) (err error) {
	one, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer r.giveBack(one)
	statement, err := one.prepare(text)
	if err != nil {
		return err
	}
	nothing := func(tuple) error { return nil }
	if err := one.query(context.WithoutCancel(ctx), "BEGIN", nil, nothing); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, one.query(context.WithoutCancel(ctx), "COMMIT", nil, nothing)) }()
	for _, key := range keys {
		if err := statement.at(key, f); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (one *reader) query(ctx context.Context, text string, args []any, f func(tuple) error) error {
	statement, err := one.prepare(text)
	if err != nil {
		return err
	}
	return statement.query(ctx, args, f)
}

// prepare gives a statement, on a connection that is opened for the first.
func (one *reader) prepare(text string) (*prepared, error) {
	if one.engine == nil {
		engine, err := one.open()
		if err != nil {
			return nil, err
		}
		one.engine = engine
	}
	if len(one.engine.ready) >= mostReady {
		one.engine.forget()
	}
	return one.engine.statement(text)
}

func (one *reader) close() error {
	if one.engine == nil {
		return nil
	}
	return one.engine.close()
}
