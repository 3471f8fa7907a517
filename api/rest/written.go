package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// captured is an answer made for a part of another one.
type captured struct {
	header http.Header
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (c *captured) Header() http.Header { return c.header }

// WriteHeader implements http.ResponseWriter. An answer that is not of 200 comes as an error instead.
func (c *captured) WriteHeader(int) {}

// Write implements http.ResponseWriter.
func (c *captured) Write(p []byte) (int, error) { return c.body.Write(p) }

// data is the record in the answer.
func (c *captured) data() json.RawMessage {
	var answer struct {
		Data json.RawMessage `json:"data"`
	}
	if json.Unmarshal(c.body.Bytes(), &answer) != nil {
		return nil
	}
	return answer.Data
}

// within makes an answer as a GET of the path would, for a write that is done or refused: nothing of it is kept, no
// header of the request counts, and neither the deadline nor the client's leaving ends it.
func (s *Server) within(x *exchange, path, id string, answer func(x *exchange) error) (*captured, error) {
	c := &captured{header: http.Header{}}
	ctx := context.WithoutCancel(x.request.Context())
	r := (&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}, RequestURI: path, Host: x.request.Host, TLS: x.request.TLS,
		Header: http.Header{}}).WithContext(ctx)
	inner := &exchange{ResponseWriter: c, request: r, client: ctx, started: x.started, id: x.id, route: x.route, unkept: true,
		param: func(name string) string {
			if name == "id" {
				return id
			}
			return ""
		}}
	if err := answer(inner); err != nil {
		return nil, err
	}
	return c, nil
}

// current is the answer that a GET of the record gives now.
func (s *Server) current(x *exchange, t record.Type, id string) (*captured, error) {
	return s.shown(x, t, id, s.Store.Head())
}

// shown is the answer that a GET of the record gave when the view was the newest. A merged actor is shown itself.
func (s *Server) shown(x *exchange, t record.Type, id string, view *store.View) (*captured, error) {
	return s.within(x, recordPath(t, id), id, func(x *exchange) error {
		q, err := s.bindAt(x, t, view)
		if err != nil {
			return err
		}
		ctx := x.request.Context()
		if t != record.TypeEvent {
			row, err := view.Record(ctx, t, id)
			if err != nil {
				return err
			}
			return s.answerRecords(x, q, row.Revision, &recordList{ctx: ctx, view: view, rows: []store.RecordRow{row}, total: 1})
		}
		row, err := view.Event(ctx, id, time.Time{})
		if err != nil {
			return err
		}
		a, err := row.Answer()
		if err != nil {
			return err
		}
		return s.answerEvent(x, q, row, a)
	})
}

// bindAt is bindOne at a view.
func (s *Server) bindAt(x *exchange, t record.Type, view *store.View) (*query, error) {
	q, err := s.bindOne(x, t)
	if err == nil {
		q.view = view
		q.settle()
	}
	return q, err
}

// recordPath is the path of a record.
func recordPath(t record.Type, id string) string {
	return "/v1/" + t.Plural() + "/" + url.PathEscape(id)
}

// answerWritten answers a write that put a record with the record as it now is. It is shown as of the write's own
// commit, so that its tag never stands for what somebody else has written since.
func (s *Server) answerWritten(x *exchange, t record.Type, id string, receipt store.Receipt, status int) error {
	x.deadline.Stop() // it is written: from here on the answer is only to be told
	view, err := s.Store.Commit(receipt)
	if err != nil {
		return err
	}
	shown, err := s.shown(x, t, id, view)
	if err != nil {
		return err
	}
	if status == http.StatusCreated {
		x.Header().Set("Location", s.PublicURL+recordPath(t, id))
	}
	shown.pass(x, status)
	return nil
}

// pass sends a captured answer as the answer.
func (c *captured) pass(x *exchange, status int) {
	h := x.Header()
	for name, values := range c.header {
		if name != "Server-Timing" && name != "Content-Length" {
			h[name] = values
		}
	}
	x.whole(status, c.body.Bytes())
}

// answerRevision answers a retraction or an erasure with its line of the history.
func (s *Server) answerRevision(x *exchange, w *wish, receipt store.Receipt) error {
	x.deadline.Stop()
	result := receipt.Results[0]
	view, err := s.Store.Commit(receipt)
	if err != nil {
		return err
	}
	line := store.Revision{Seq: result.Seq, Type: w.t, ID: w.id, Revision: result.Revision, Operation: store.Retract,
		RecordedAt: s.Now().UTC(), RecordedBy: w.by, Reason: w.reason}
	if w.erase {
		line.Operation = store.Erase
	}
	if !w.dry {
		if line, err = view.Revision(context.WithoutCancel(x.request.Context()), w.t, w.id, result.Revision); err != nil {
			return err
		}
	}
	path := recordPath(w.t, w.id) + "/revisions/" + strconv.Itoa(line.Revision)
	shown, err := s.within(x, path, w.id, func(x *exchange) error {
		q, err := s.bindHistory(x, path, w.t)
		if err != nil {
			return err
		}
		q.view = view
		q.settle()
		return s.answerRevisions(x, q, line.Revision, []RevisionAnswer{{Revision: line, Record: line.Body}})
	})
	if err != nil {
		return err
	}
	if w.dry {
		shown.unwritten()
	}
	shown.pass(x, http.StatusOK)
	return nil
}
