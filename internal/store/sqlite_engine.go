package store

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// engine is one connection that answers are read through, straight to the library below the driver. A row costs the driver
// and database/sql as much again as it costs SQLite: a lock and two calls for each of its columns, and a copy of each
// document, for the collector to find. Here a column is a call, and its bytes lie where SQLite has them.
//
// One goroutine uses an engine at a time.
type engine struct {
	tls   *libc.TLS
	db    uintptr
	ready map[string]*prepared // statements that were asked for before
}

// prepared is a statement of an engine.
type prepared struct {
	engine *engine
	handle uintptr
}

// tuple is the row that a statement stands at.
type tuple struct{ *prepared }

// engineError is what SQLite says went wrong.
type engineError struct {
	code int // extended result code
	text string
}

func (e *engineError) Error() string { return fmt.Sprintf("%s (%d)", e.text, e.code) }

// Code gives the extended result code, https://www.sqlite.org/rescode.html.
func (e *engineError) Code() int { return e.code }

// openEngine opens a file that is there, and tells the connection what every one is told first. The connection has no lock
// of its own, as it is never used by two.
func openEngine(name string, pragmas []string) (e *engine, err error) {
	e = &engine{tls: libc.NewTLS(), ready: map[string]*prepared{}}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open %s: %w", name, err), e.close())
		}
	}()
	path, err := libc.CString(name)
	if err != nil {
		return e, err
	}
	defer libc.Xfree(e.tls, path)
	place := e.tls.Alloc(pointerSize)
	defer e.tls.Free(pointerSize)
	rc := sqlite3.Xsqlite3_open_v2(e.tls, path, place, sqlite3.SQLITE_OPEN_READWRITE|sqlite3.SQLITE_OPEN_URI|sqlite3.SQLITE_OPEN_NOMUTEX, 0)
	e.db = *(*uintptr)(pointer(place))
	if rc != sqlite3.SQLITE_OK {
		return e, e.fault(rc)
	}
	sqlite3.Xsqlite3_extended_result_codes(e.tls, e.db, 1)
	// A plan is made once, for any arguments. Otherwise it is made anew wherever the number behind a LIMIT changes.
	stable := libc.NewVaList(int32(1), uintptr(0))
	defer libc.Xfree(e.tls, stable)
	if rc := sqlite3.Xsqlite3_db_config(e.tls, e.db, sqlite3.SQLITE_DBCONFIG_ENABLE_QPSG, stable); rc != sqlite3.SQLITE_OK {
		return e, e.fault(rc)
	}
	for _, pragma := range pragmas {
		if err := e.tell("PRAGMA " + pragma); err != nil {
			return e, err
		}
	}
	return e, nil
}

const pointerSize = int(unsafe.Sizeof(uintptr(0)))

// pointer is a pointer to memory of the library, which the collector does not know.
func pointer(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

// tell runs a statement once, for what it does.
func (e *engine) tell(text string) error {
	statement, err := e.prepare(text)
	if err != nil {
		return err
	}
	defer statement.close()
	return statement.query(context.Background(), nil, func(tuple) error { return nil })
}

func (e *engine) fault(rc int32) error {
	text := "out of memory"
	if e.db != 0 {
		text = libc.GoString(sqlite3.Xsqlite3_errmsg(e.tls, e.db))
	}
	return &engineError{code: int(rc), text: text}
}

// statement gives a statement that is prepared once.
func (e *engine) statement(text string) (*prepared, error) {
	if p, ok := e.ready[text]; ok {
		return p, nil
	}
	p, err := e.prepare(text)
	if err == nil {
		e.ready[text] = p
	}
	return p, err
}

// lookUp finds what has a key, also for the reader of another statement's rows, and then in the same state of the database.
func (e *engine) lookUp(text string, args []any, f func(tuple) error) error {
	statement, err := e.statement(text)
	if err != nil {
		return err
	}
	return statement.query(context.Background(), args, f)
}

// forget closes all statements. None is at work.
func (e *engine) forget() {
	for _, p := range e.ready {
		p.close()
	}
	clear(e.ready)
}

// close ends the connection.
func (e *engine) close() error {
	e.forget()
	var err error
	if e.db != 0 {
		if rc := sqlite3.Xsqlite3_close_v2(e.tls, e.db); rc != sqlite3.SQLITE_OK {
			err = e.fault(rc)
		}
		e.db = 0
	}
	e.tls.Close()
	return err
}

// prepare makes a statement that lasts.
func (e *engine) prepare(text string) (*prepared, error) {
	source, err := libc.CString(text)
	if err != nil {
		return nil, err
	}
	defer libc.Xfree(e.tls, source)
	place := e.tls.Alloc(pointerSize)
	defer e.tls.Free(pointerSize)
	if rc := sqlite3.Xsqlite3_prepare_v3(e.tls, e.db, source, -1, sqlite3.SQLITE_PREPARE_PERSISTENT, place, 0); rc != sqlite3.SQLITE_OK {
		return nil, e.fault(rc)
	}
	return &prepared{engine: e, handle: *(*uintptr)(pointer(place))}, nil
}

// close forgets the statement. What it says of the last run was told by that run.
func (p *prepared) close() { sqlite3.Xsqlite3_finalize(p.engine.tls, p.handle) }

// query runs the statement and gives each row to f, which may run others, but not this. It ends early, with the context's
// error, when that is done.
func (p *prepared) query(ctx context.Context, args []any, f func(tuple) error) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	if ctx.Done() != nil {
		defer p.engine.watch(ctx)()
	}
	defer sqlite3.Xsqlite3_reset(p.engine.tls, p.handle) // says again what the last step said
	for i, arg := range args {
		if err := p.bind(int32(i+1), arg); err != nil {
			return err
		}
	}
	err = p.rows(f)
	if ended := ctx.Err(); ended != nil && Interrupted(err) {
		return ended
	}
	return err
}

// at runs a statement that finds at most a row by its number.
func (p *prepared) at(key int64, f func(tuple) error) error {
	defer sqlite3.Xsqlite3_reset(p.engine.tls, p.handle)
	if rc := sqlite3.Xsqlite3_bind_int64(p.engine.tls, p.handle, 1, key); rc != sqlite3.SQLITE_OK {
		return p.engine.fault(rc)
	}
	return p.rows(f)
}

// rows steps to the end.
func (p *prepared) rows(f func(tuple) error) error {
	for {
		switch rc := sqlite3.Xsqlite3_step(p.engine.tls, p.handle); rc {
		case sqlite3.SQLITE_ROW:
			if err := f(tuple{p}); err != nil {
				return err
			}
		case sqlite3.SQLITE_DONE:
			return nil
		default:
			return p.engine.fault(rc)
		}
	}
}

// watch interrupts what runs once the context is done, until the function that it gives is called. SQLite forgets an
// interrupt that comes before the first step, so it is told again and again.
func (e *engine) watch(ctx context.Context) func() {
	var over atomic.Bool
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		for !over.Load() {
			sqlite3.Xsqlite3_interrupt(e.tls, e.db) // sets a flag, and uses nothing else of the two
			time.Sleep(time.Millisecond)
		}
	})
	return func() {
		over.Store(true)
		if !stop() {
			<-ended
		}
	}
}

// bind sets a parameter. SQLite copies what text and bytes it is given.
func (p *prepared) bind(i int32, arg any) error {
	tls, rc := p.engine.tls, int32(0)
	switch v := arg.(type) {
	case int64:
		rc = sqlite3.Xsqlite3_bind_int64(tls, p.handle, i, v)
	case int:
		rc = sqlite3.Xsqlite3_bind_int64(tls, p.handle, i, int64(v))
	case float64:
		rc = sqlite3.Xsqlite3_bind_double(tls, p.handle, i, v)
	case string:
		text, err := libc.CString(v)
		if err != nil {
			return err
		}
		defer libc.Xfree(tls, text)
		rc = sqlite3.Xsqlite3_bind_text(tls, p.handle, i, text, int32(len(v)), sqlite3.SQLITE_TRANSIENT)
	default:
		return fmt.Errorf("argument %d is a %T, which no statement is asked with", i, arg)
	}
	if rc != sqlite3.SQLITE_OK {
		return p.engine.fault(rc)
	}
	return nil
}

// int is a column as a number: 0 where it is NULL.
func (t tuple) int(column int32) int64 {
	return sqlite3.Xsqlite3_column_int64(t.engine.tls, t.handle, column)
}

// null says whether a column is NULL.
func (t tuple) null(column int32) bool {
	return sqlite3.Xsqlite3_column_type(t.engine.tls, t.handle, column) == sqlite3.SQLITE_NULL
}

// bytes are a column's bytes, valid until the next row; nil where it is NULL or empty.
func (t tuple) bytes(column int32) []byte {
	start := sqlite3.Xsqlite3_column_blob(t.engine.tls, t.handle, column)
	if start == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(pointer(start)), sqlite3.Xsqlite3_column_bytes(t.engine.tls, t.handle, column))
}

// text is a column as text, which lasts.
func (t tuple) text(column int32) string { return string(t.bytes(column)) }
