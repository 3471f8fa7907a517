package rest

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/http"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// unwritten takes off what would give an answer to a dry run for one that can be cited, kept or built on.
func (c *captured) unwritten() {
	for _, name := range []string{"Etag", "Link", "Content-Disposition"} {
		c.header.Del(name)
	}
	c.header.Set("Cache-Control", "no-store")
}

// answerDry answers a dry run with the record as it would be shown, as far as that follows from the record itself: what
// other events say of it stands as it did.
func (s *Server) answerDry(x *exchange, w *wish, r record.Record, result store.Result) error {
	view := s.Store.Head()
	stamp := record.Stamp{Revision: result.Revision, RecordedAt: s.Now().UTC(), UpdatedAt: s.Now().UTC()}
	shown, err := s.within(x, recordPath(w.t, result.ID), result.ID, func(x *exchange) error {
		q, err := s.bindAt(x, w.t, view)
		if err != nil {
			return err
		}
		e, isEvent := r.(*record.Event)
		if !isEvent {
			if row, err := view.Record(x.request.Context(), w.t, result.ID); err == nil {
				stamp.RecordedAt = row.RecordedAt
			}
			row := store.RecordRow{ID: result.ID, Record: r, Stamp: stamp}
			return s.answerRecords(x, q, stamp.Revision, &recordList{view: view, rows: []store.RecordRow{row}, total: 1})
		}
		row, a, err := dryEvent(x.request.Context(), view, e, stamp)
		if err != nil {
			return err
		}
		return s.answerEvent(x, q, row, a)
	})
	if err != nil {
		return err
	}
	shown.unwritten()
	shown.pass(x, http.StatusOK)
	return nil
}

// dryEvent is an event as it would be served.
func dryEvent(ctx context.Context, view *store.View, e *record.Event, stamp record.Stamp) (*store.EventRow, *record.EventAnswer, error) {
	made := map[string]*record.Document{}
	own := *e
	own.Citations = make([]record.Citation, len(e.Citations))
	for i, c := range e.Citations {
		c.Document.ID = inlineID(view, c.Document)
		if c.Document.Inline != nil {
			made[c.Document.ID], c.Document.Inline = c.Document.Inline, nil
		}
		own.Citations[i] = c
	}
	a := compare.Answer(&own, compare.Sources{Actor: view.Actor, Letter: view.Letter, Document: func(id string) *record.Document {
		if d, err := view.Document(ctx, id); err == nil && d != nil {
			return d
		}
		return made[id]
	}})
	a.Stamp = stamp
	if a.Kind == "leak" {
		a.Verification = &record.Verification{Status: "unverified", By: []string{}}
	}
	before, err := currentEvent(ctx, view, e.ID)
	if err != nil {
		return nil, nil, err
	}
	if before != nil {
		a.RecordedAt, a.LinkedFrom = before.RecordedAt, before.LinkedFrom
		if a.Kind == "leak" && before.Verification != nil {
			a.Verification = before.Verification
		}
	}
	body, err := plainJSON(a)
	if err != nil {
		return nil, nil, err
	}
	return &store.EventRow{ID: e.ID, JSON: body, Digest: sha256.Sum256(body)}, a, nil
}

// inlineID is the id of a citation's document: that of the one with its address, else the one it would be given.
func inlineID(view *store.View, ref record.DocumentRef) string {
	if ref.ID != "" || ref.Inline == nil {
		return ref.ID
	}
	if ref.Inline.URL != "" {
		if found := view.Find(record.TypeDocument, ref.Inline.URL); len(found) > 0 {
			return found[0]
		}
	}
	if ref.Inline.ID != "" {
		return ref.Inline.ID
	}
	return record.MakeID(ref.Inline)
}

// currentEvent is an event as it is served; nil where there is none.
func currentEvent(ctx context.Context, view *store.View, id string) (*record.EventAnswer, error) {
	row, err := view.Event(ctx, id, time.Time{})
	var gone *store.Gone
	if errors.Is(err, store.ErrNotFound) || errors.As(err, &gone) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the event as it stands: %w", err)
	}
	return row.Answer()
}
