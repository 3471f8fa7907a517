package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// floorSQL reads the documents of given rows by their primary key, and does nothing with them.
type floorSQL struct {
	db        *sql.DB
	find      *sql.Stmt
	documents *sql.Stmt
}

func openFloor(path string) (*floorSQL, error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro&_pragma=query_only(ON)&_pragma=mmap_size(1073741824)")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	f := &floorSQL{db: db}
	if f.find, err = db.Prepare("SELECT skey FROM event_version WHERE event = ? AND sup = 9223372036854775807"); err == nil {
		f.documents, err = db.Prepare("SELECT skey, doc FROM event_document WHERE skey IN (?" + strings.Repeat(",?", pageRows-1) + ")")
	}
	if err != nil {
		db.Close()
		return nil, fmt.Errorf("prepare the bare statements: %w", err)
	}
	return f, nil
}

// keys finds the primary keys of a page's rows.
func (f *floorSQL) keys(ctx context.Context, ids []string) ([]any, error) {
	keys := make([]any, pageRows)
	for i := range keys {
		var key int64
		if err := f.find.QueryRowContext(ctx, ids[min(i, len(ids)-1)]).Scan(&key); err != nil {
			return nil, fmt.Errorf("find %s: %w", ids[min(i, len(ids)-1)], err)
		}
		keys[i] = key
	}
	return keys, nil
}

// page reads the documents of a page.
func (f *floorSQL) page(ctx context.Context, keys []any) error {
	rows, err := f.documents.QueryContext(ctx, keys...)
	if err != nil {
		return fmt.Errorf("read documents: %w", err)
	}
	defer rows.Close()
	var key int64
	var doc sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&key, &doc); err != nil {
			return fmt.Errorf("read documents: %w", err)
		}
	}
	return rows.Err()
}

// floorHTTP is an Echo that answers /static/n with the bytes of body n, and /empty with 204, which has neither a body nor a
// header but the date.
func floorHTTP(bodies [][]byte) http.Handler {
	e := echo.New()
	lengths := make([]string, len(bodies))
	for i, body := range bodies {
		lengths[i] = strconv.Itoa(len(body))
	}
	e.GET("/static/:n", func(c echo.Context) error {
		n, err := strconv.Atoi(c.Param("n"))
		if err != nil || n < 0 || n >= len(bodies) {
			return echo.ErrNotFound
		}
		c.Response().Header().Set(echo.HeaderContentLength, lengths[n])
		return c.Blob(http.StatusOK, echo.MIMEApplicationJSON, bodies[n])
	})
	e.GET("/empty", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	return e
}

// sink is the least http.ResponseWriter: it counts, and can keep what is written.
type sink struct {
	header http.Header
	status int
	bytes  int
	kept   *[]byte // nil: nothing is kept
}

func (s *sink) Header() http.Header    { return s.header }
func (s *sink) WriteHeader(status int) { s.status = status }
func (s *sink) Write(p []byte) (int, error) {
	s.bytes += len(p)
	if s.kept != nil {
		*s.kept = append(*s.kept, p...)
	}
	return len(p), nil
}

// answer puts a request to a handler in this process and keeps the answer.
func answer(h http.Handler, r *http.Request) (body []byte, header http.Header, err error) {
	s := &sink{header: http.Header{}, kept: &body}
	h.ServeHTTP(s, r)
	if s.status != http.StatusOK {
		return nil, nil, fmt.Errorf("the answer to %s is %d: %s", r.RequestURI, s.status, body)
	}
	return body, s.header, nil
}
