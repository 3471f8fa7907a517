package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
)

// plain is a connection with the store's own settings and every statement prepared.
type plain struct {
	db       *sql.DB
	prepared map[string]*sql.Stmt
}

func openPlain(path string, rows [][]statement) (*plain, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?_txlock=immediate&_pragma=synchronous(FULL)&_pragma=busy_timeout(10000)&_pragma=temp_store(MEMORY)"+
		"&_pragma=wal_autocheckpoint(20000)&_pragma=secure_delete(ON)&_pragma=cache_size(-65536)")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	db.SetMaxOpenConns(1)
	p := &plain{db, map[string]*sql.Stmt{}}
	for _, change := range rows {
		for _, s := range change {
			if p.prepared[s.sql] == nil {
				if p.prepared[s.sql], err = db.Prepare(s.sql); err != nil {
					return nil, errors.Join(fmt.Errorf("prepare %s: %w", s.sql, err), db.Close())
				}
			}
		}
	}
	return p, nil
}

// writePlain writes the rows of one event after another through database/sql: one transaction an event, synced at its
// commit. Nothing is looked up or checked.
func (t *trial) writePlain(ctx context.Context, clients int, todo work) error {
	p, err := openPlain(t.path, todo.rows)
	if err != nil {
		return err
	}
	defer p.db.Close()
	return t.all(ctx, clients, len(todo.rows), func(int) (func(int) error, func(), error) {
		return func(i int) error { return writeOne(p.db, p.prepared, todo.rows[i]) }, func() {}, nil
	})
}

// writePlainServed does the same behind an HTTP server that does nothing else: it reads what is sent, writes the rows, and
// sends it back.
func (t *trial) writePlainServed(ctx context.Context, clients int, todo work) error {
	p, err := openPlain(t.path, todo.rows)
	if err != nil {
		return err
	}
	defer p.db.Close()
	stop, err := t.listen(&http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i, err := strconv.Atoi(r.URL.Query().Get("n"))
		body, readErr := io.ReadAll(r.Body)
		if err = errors.Join(err, readErr); err == nil {
			err = writeOne(p.db, p.prepared, todo.rows[i])
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(http.StatusCreated)
		w.Write(body) // a client that has gone is told of by its own error
	})})
	if err != nil {
		return err
	}
	defer stop()
	return t.post(ctx, clients, todo, func(i int) string { return "/?n=" + strconv.Itoa(i) })
}

func writeOne(db *sql.DB, prepared map[string]*sql.Stmt, change []statement) error {
	tx, err := db.Begin()
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	for _, s := range change {
		if _, err := tx.Stmt(prepared[s.sql]).Exec(s.args...); err != nil {
			return errors.Join(fmt.Errorf("%s: %w", s.sql, err), tx.Rollback())
		}
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}
