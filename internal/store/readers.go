package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// readers are the connections that answers are read through, each a pool of its own with its own statements. In one pool
// every query takes the pool's only lock half a dozen times, and with two queries at once the second waits for the first
// more often than not.
type readers struct {
	places chan struct{} // one for each that is lent
	mu     sync.Mutex
	idle   []*reader // the last to come back is the first to go: its pages and statements are at hand
	all    []*reader
}

// reader is one connection. Whoever has taken it uses it alone.
type reader struct {
	db    *sql.DB
	ready map[string]*sql.Stmt
}

// mostReady is how many statements one reader keeps.
const mostReady = 300

// newReaders makes so many readers. They connect when they are first used.
func newReaders(n int, open func() (*sql.DB, error)) (*readers, error) {
	r := &readers{places: make(chan struct{}, n)}
	for range n {
		db, err := open()
		if err != nil {
			return nil, errors.Join(err, r.close())
		}
		db.SetMaxOpenConns(1)
		db.SetMaxIdleConns(1)
		one := &reader{db: db, ready: map[string]*sql.Stmt{}}
		r.idle, r.all = append(r.idle, one), append(r.all, one)
	}
	return r, nil
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
		errs = append(errs, one.db.Close())
	}
	return errors.Join(errs...)
}

// query runs a statement and gives each row to f, which must not ask for another.
func (r *readers) query(ctx context.Context, text string, args []any, f func(*sql.Rows) error) error {
	one, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer r.giveBack(one)
	return one.query(ctx, text, args, f)
}

// lookUp is query for what is found at once, by its key. Once begun it is not broken off: two goroutines that watch over it
// cost more than it does.
func (r *readers) lookUp(ctx context.Context, text string, args []any, f func(*sql.Rows) error) error {
	one, err := r.take(ctx)
	if err != nil {
		return err
	}
	defer r.giveBack(one)
	return one.query(context.WithoutCancel(ctx), text, args, f)
}

func (one *reader) query(ctx context.Context, text string, args []any, f func(*sql.Rows) error) error {
	statement, err := one.prepare(ctx, text)
	if err != nil {
		return err
	}
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (one *reader) prepare(ctx context.Context, text string) (*sql.Stmt, error) {
	if statement, ok := one.ready[text]; ok {
		return statement, nil
	}
	if len(one.ready) >= mostReady {
		for _, statement := range one.ready {
			statement.Close()
		}
		clear(one.ready)
	}
	statement, err := one.db.PrepareContext(ctx, text)
	if err == nil {
		one.ready[text] = statement
	}
	return statement, err
}
