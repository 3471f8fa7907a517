package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// Problem is an RFC 9457 problem document, the body of every answer from 400 up.
type Problem struct {
	Type      string        `json:"type" format:"uri-reference" example:"/docs/problems/invalid_query"` // page that explains the code
	Title     string        `json:"title"`
	Status    int           `json:"status"`
	Detail    string        `json:"detail"`
	Code      string        `json:"code"` // stable
	RequestID string        `json:"request_id"`
	Errors    record.Faults `json:"errors,omitempty"` // everything wrong with the request, all at once
	Gone      *Retraction   `json:"gone,omitempty"`

	Current  json.RawMessage `json:"current,omitempty" swaggertype:"object"`  // the record as it stands, where another revision was expected
	Existing json.RawMessage `json:"existing,omitempty" swaggertype:"object"` // the record that has the id already
	Users    []User          `json:"users,omitempty"`                         // the records that refer to one that cannot go
	More     bool            `json:"more,omitempty"`                          // there are more users than those listed

	Formats []string `json:"formats,omitempty"` // those offered, where the one asked for is not

	cause   error // for the log alone
	headers map[string]string
}

// Retraction tells when and why a record was withdrawn.
type Retraction struct {
	At       time.Time `json:"at" format:"date-time"`
	Seq      int64     `json:"seq"`                // the change that did it
	Revision int       `json:"revision,omitempty"` // what If-Match has to name to restore it
	Reason   string    `json:"reason,omitempty"`
}

// Error implements error.
func (p *Problem) Error() string { return p.Code + ": " + p.Detail }

// Unwrap gives the cause.
func (p *Problem) Unwrap() error { return p.cause }

// errDeadline is the cause of a context whose request took too long.
var errDeadline = errors.New("the request took too long")

// problem makes a problem of a code, with a sentence on this case.
func problem(name, detail string) *Problem {
	c := codeOf(name)
	if detail == "" {
		detail = c.Why
	}
	return &Problem{Type: "/docs/problems/" + c.Name, Title: c.Title, Status: c.Status, Detail: detail, Code: c.Name}
}

func (p *Problem) with(faults ...record.Fault) *Problem {
	p.Errors = append(p.Errors, faults...)
	return p
}

func (p *Problem) header(name, value string) *Problem {
	if p.headers == nil {
		p.headers = map[string]string{}
	}
	p.headers[name] = value
	return p
}

// invalid is the problem of a query with faults.
func invalid(faults record.Faults) *Problem {
	detail := "The query has a fault: " + faults[0].Detail
	if len(faults) > 1 {
		detail = fmt.Sprintf("The query has %d faults; the first: %s", len(faults), faults[0].Detail)
	}
	return problem("invalid_query", detail).with(faults...)
}

// problemOf turns any error into a problem. What it does not know is internal, and only the log learns of it.
func problemOf(ctx context.Context, err error) *Problem {
	var known *Problem
	var faults record.Faults
	var gone *store.Gone
	var routing *echo.HTTPError
	switch {
	case errors.As(err, &known):
		return known
	case errors.As(err, &faults) && len(faults) > 0:
		return invalid(faults)
	case errors.As(err, &gone):
		return retracted(gone)
	case errors.Is(err, store.ErrNotFound):
		return problem("not_found", "")
	case errors.Is(err, store.ErrBadCursor):
		return problem("invalid_cursor", "").with(record.Fault{Parameter: "cursor", Code: "invalid_cursor",
			Detail: "The cursor does not belong to this query.", Hint: codeOf("invalid_cursor").Remedy})
	case errors.Is(err, store.ErrTooManyForRelevance):
		return problem("too_many_for_relevance", "").with(record.Fault{Parameter: "sort", Code: "too_many_for_relevance",
			Given: "relevance", Detail: "More than 10,000 events match.", Hint: codeOf("too_many_for_relevance").Remedy})
	case errors.Is(err, store.ErrTooManyPositions):
		return problem("invalid_query", "More than 20,000 events with positions match.").with(record.Fault{Parameter: "actor", Code: "too_many",
			Detail: "More than 20,000 events with positions match.", Hint: "Name an actor or a topic, or both."})
	case store.Full(err):
		return caused(err, "storage_full")
	case errors.Is(context.Cause(ctx), errDeadline):
		return caused(err, "too_costly").header("Retry-After", "5")
	case store.Interrupted(err), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return caused(err, "too_costly").header("Retry-After", "5")
	case errors.As(err, &routing):
		return routed(routing)
	}
	return caused(err, "internal")
}

func caused(err error, name string) *Problem {
	p := problem(name, "")
	p.cause = err
	return p
}

// routed turns what Echo itself refuses into a problem.
func routed(err *echo.HTTPError) *Problem {
	switch err.Code {
	case http.StatusNotFound:
		return problem("not_found", "There is no such address.")
	case http.StatusMethodNotAllowed:
		return problem("method_not_allowed", "")
	case http.StatusRequestEntityTooLarge:
		return problem("body_too_large", "")
	}
	return caused(err, "internal")
}

func retracted(g *store.Gone) *Problem {
	detail := fmt.Sprintf("The %s %q was retracted on %s", g.Type, g.ID, g.RetractedAt.UTC().Format("2 January 2006, 15:04 UTC"))
	if g.Reason != "" {
		detail += ": " + strings.TrimRight(g.Reason, ".")
	}
	p := problem("gone", detail+".")
	p.Gone = &Retraction{At: g.RetractedAt.UTC(), Seq: g.Seq, Reason: g.Reason}
	return p
}

// missing is the problem of an id that is not there, with the nearest one that is.
func missing(t record.Type, id, nearest string) *Problem {
	p := problem("not_found", fmt.Sprintf("There is no %s %q at this point in time.", t, shorten(id)))
	if nearest != "" {
		p.Detail += fmt.Sprintf(" Did you mean %q?", nearest)
	}
	return p
}

// write answers with the problem. It is no use once the answer has begun.
func (p *Problem) write(x *exchange) {
	p.RequestID = x.id
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(p); err != nil {
		panic(fmt.Errorf("write a problem: %w", err)) // strings and numbers always encode
	}
	h := x.Header()
	for _, name := range []string{"Etag", "Link", "Content-Disposition", "Content-Encoding"} {
		delete(h, name)
	}
	for name, value := range p.headers {
		h.Set(name, value)
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Language", "en")
	h.Set("Cache-Control", "no-store")
	x.fault = p
	x.whole(p.Status, []byte(redact(body.String())))
}

// shorten cuts a piece of a request to what a sentence can hold.
func shorten(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if r := []rune(s); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return s
}
