package store

import (
	"context"
	"database/sql"
	"fmt"

	"gorm.io/gorm"
)

// mostPrepared is how many statements the writer keeps. Those of ordinary writes are far fewer.
const mostPrepared = 500

// preparedPool begins transactions over the writer's connection in which every statement is prepared once for good. What
// GORM keeps itself was prepared within a transaction, and database/sql prepares such a statement anew for each
// use in a later one. Only the writer's goroutine uses it.
type preparedPool struct {
	*sql.DB
	ready  map[string]*sql.Stmt
	wanted map[string]bool // met in a transaction, to be prepared before the next
}

func newPreparedPool(db *sql.DB) *preparedPool {
	return &preparedPool{DB: db, ready: map[string]*sql.Stmt{}, wanted: map[string]bool{}}
}

// over gives a handle that does what db does, through the pool.
func (p *preparedPool) over(db *gorm.DB) *gorm.DB {
	session := db.Session(&gorm.Session{NewDB: true, Context: context.Background()})
	session.Statement.ConnPool = p
	return session
}

// BeginTx implements gorm.ConnPoolBeginner.
func (p *preparedPool) BeginTx(ctx context.Context, options *sql.TxOptions) (gorm.ConnPool, error) {
	for query := range p.wanted {
		if statement, err := p.DB.PrepareContext(ctx, query); err == nil { // else it runs as it did
			p.ready[query] = statement
		}
	}
	clear(p.wanted)
	tx, err := p.DB.BeginTx(ctx, options)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	return &preparedTx{tx, p}, nil
}

// preparedTx is a transaction of the pool.
type preparedTx struct {
	*sql.Tx
	pool *preparedPool
}

// find gives the prepared statement of a query, or notes that there should be one.
func (t *preparedTx) find(ctx context.Context, query string) (*sql.Stmt, bool) {
	if statement, ok := t.pool.ready[query]; ok {
		return t.Tx.StmtContext(ctx, statement), true
	}
	if len(t.pool.ready)+len(t.pool.wanted) < mostPrepared {
		t.pool.wanted[query] = true
	}
	return nil, false
}

// ExecContext implements gorm.ConnPool.
func (t *preparedTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if statement, ok := t.find(ctx, query); ok {
		return statement.ExecContext(ctx, args...)
	}
	return t.Tx.ExecContext(ctx, query, args...)
}

// QueryContext implements gorm.ConnPool.
func (t *preparedTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if statement, ok := t.find(ctx, query); ok {
		return statement.QueryContext(ctx, args...)
	}
	return t.Tx.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool.
func (t *preparedTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	if statement, ok := t.find(ctx, query); ok {
		return statement.QueryRowContext(ctx, args...)
	}
	return t.Tx.QueryRowContext(ctx, query, args...)
}
