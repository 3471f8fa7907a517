package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// How much of the log one answer looks at.
const (
	logPage   = 500 // lines read at once
	walkLimit = 500 // commits a page with a filter walks through
)

// ChangeAnswer is one line of the change log. The record is as it was entered; null where it was taken away.
type ChangeAnswer struct {
	store.Revision
	// What it is to the filter: the record is in it now, or is not any more, or what the filter means may have changed
	// and everything is to be read anew. Without a filter: the record stands, or does not any more.
	Effect string          `json:"effect" enums:"put,drop,resync"`
	Record json.RawMessage `json:"record" swaggertype:"object" extensions:"x-nullable"`
}

// ChangePage is an answer with changes.
type ChangePage struct {
	Data []ChangeAnswer `json:"data"`
	AroundList
}

// listChanges answers with the change log.
//
//	@Summary		List changes
//	@Description	The change log in the order of seq, records of every type, with who, when, why and by what cause. With a filter only what comes into it or goes out of it. The next page begins at page.next_cursor, given as since; after the last one go on with since=meta.snapshot.
//	@ID				listChanges
//	@Tags			changes
//	@Param			filter	query		EventFilter	false	"The filter"
//	@Param			list	query		ChangeList	false	"Where it begins, and how it is written"
//	@Success		200		{object}	ChangePage	"The changes"
//	@Failure		409		{object}	Problem		"The epoch is another database's: begin with its export"
//	@Router			/v1/changes [get]
func (s *Server) listChanges(x *exchange) error {
	q, after, err := s.bindChanges(x)
	if err != nil || s.known(x, q, 0) {
		return err
	}
	w := &journey{s: s, q: q, at: after}
	rows := w.lines
	if q.when.Canonical() != "" {
		w.timelines = x.request.URL.Query()["timeline"]
		rows = w.effects
	}
	return s.answerChanges(x, w, rows(x.request.Context()))
}

func (s *Server) bindChanges(x *exchange) (*query, position, error) {
	at := position{0, whole}
	q, r, err := s.bindFeed(x, "/v1/changes", s.takes.changes)
	if err != nil {
		return nil, at, err
	}
	if q.limit = r.number("limit", 1, maxLimit); q.limit == 0 && !q.format.Streams {
		q.limit = defaultLimit
	}
	if q, err = q.done(r); err != nil || q.cursor == "" {
		return q, at, err
	}
	given, epoch, ok := parsePosition(q.cursor)
	switch {
	case !ok:
		return nil, at, badPosition("since", q.cursor)
	case epoch != "" && epoch != q.view.Epoch():
		return nil, at, problem("foreign_epoch", "").with(record.Fault{Parameter: "since", Code: "foreign_epoch", Given: shorten(q.cursor),
			Detail: "This database has another epoch.", Hint: "Begin anew with /v1/export.ndjson."})
	case given.seq > q.view.Seq():
		return nil, at, problem("snapshot_ahead", "").with(record.Fault{Parameter: "since", Code: "snapshot_ahead", Given: shorten(q.cursor),
			Detail: fmt.Sprintf("The newest change is number %d.", q.view.Seq()), Hint: "Begin anew with /v1/export.ndjson if this database was restored from a backup."})
	}
	return q, given, nil
}

// journey reads the log from a position on. When it ends, more tells whether it stopped before the end of the view.
type journey struct {
	s         *Server
	q         *query
	at        position
	timelines []string
	more      bool
}

// lines yields every line of the log.
func (w *journey) lines(ctx context.Context) iter.Seq2[ChangeAnswer, error] {
	return func(yield func(ChangeAnswer, error) bool) {
		for n := 0; ; {
			page, err := w.q.view.Changes(ctx, w.at.seq, logPage)
			if err != nil {
				yield(ChangeAnswer{}, err)
				return
			}
			for _, line := range page {
				if w.q.limit > 0 && n == w.q.limit {
					w.more = true
					return
				}
				n++
				w.at = position{line.Seq, whole}
				a := ChangeAnswer{Revision: line, Effect: "put", Record: line.Body}
				if len(line.Body) == 0 {
					a.Effect, a.Record = "drop", nil
				}
				if !yield(a, nil) {
					return
				}
			}
			if len(page) < logPage {
				return
			}
		}
	}
}

// effects yields what changes do to the filter, as the stream has it.
func (w *journey) effects(ctx context.Context) iter.Seq2[ChangeAnswer, error] {
	return func(yield func(ChangeAnswer, error) bool) {
		n := 0
		for walked := 0; ; walked++ {
			m, err := w.s.feed.after(ctx, w.at.from())
			if err != nil {
				yield(ChangeAnswer{}, err)
				return
			}
			if m == nil || m.seq > w.q.view.Seq() {
				return
			}
			if w.more = w.q.limit > 0 && walked == walkLimit; w.more {
				return
			}
			list, places, err := w.of(ctx, m)
			if err != nil {
				yield(ChangeAnswer{}, err)
				return
			}
			for i, a := range list {
				if w.more = w.q.limit > 0 && n == w.q.limit; w.more {
					return
				}
				n++
				if w.at = places[i]; !yield(a, nil) {
					return
				}
			}
			w.at = position{m.seq, whole}
		}
	}
}

// of lists what a passage does to the filter, behind its place, and where each of it stands.
func (w *journey) of(ctx context.Context, m *passage) (list []ChangeAnswer, places []position, err error) {
	if line := m.moves(w.q.when, w.timelines); line != nil {
		place := position{m.seq, whole}
		return []ChangeAnswer{{Revision: *line, Effect: "resync", Record: line.Body}}, []position{place}, nil
	}
	for i := range m.steps {
		s := &m.steps[i]
		if !w.at.before(s.at) {
			continue
		}
		effect := m.effect(s, w.q.when)
		if effect == "" {
			continue
		}
		a := ChangeAnswer{Revision: s.line, Effect: effect}
		if a.Record, err = own(ctx, m.now, s); err != nil {
			return nil, nil, err
		}
		list, places = append(list, a), append(places, s.at)
	}
	return list, places, nil
}

// own is the event as it was entered; nil where it is gone.
func own(ctx context.Context, v *store.View, s *step) (json.RawMessage, error) {
	if s.after == nil || len(s.line.Body) > 0 {
		return s.line.Body, nil
	}
	r, err := v.Revision(ctx, record.TypeEvent, s.id, s.after.Revision)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return r.Body, err
}

// changeColumns are the table of changes.
func changeColumns() []format.Column {
	return append(append([]format.Column{{Name: "effect", Kind: format.Exact, Brief: true}}, revisionColumns(false)...),
		format.Column{Name: "record", Doc: "as JSON"})
}

func (a ChangeAnswer) cells() []string {
	return append(append([]string{a.Effect}, RevisionAnswer{Revision: a.Revision}.cells(false)...), string(a.Record))
}

// answerChanges writes changes as they come.
func (s *Server) answerChanges(x *exchange, w *journey, rows iter.Seq2[ChangeAnswer, error]) error {
	q := w.q
	out := s.spool(x, q, 0)
	defer out.close()
	enc, err := format.NewRecords(q.format, out, changeColumns(), q.options(x.request.Context()))
	if err != nil {
		return err
	}
	if err := enc.Begin(s.head(q, "Changes")); err != nil {
		return err
	}
	for a, err := range rows {
		if err != nil {
			return err
		}
		body, err := plainJSON(a)
		if err != nil {
			return err
		}
		if err := enc.Record(format.RecordRow{JSON: body, Cells: func() ([]string, error) { return a.cells(), nil }}); err != nil {
			return err
		}
	}
	page := store.Page{}
	if w.more {
		page.Next = w.at.String()
	}
	tail := s.envelope(q, page)
	tail.Meta.Description = "Changes"
	if q.when.Canonical() != "" {
		tail.Meta.Description = "Changes of: " + q.when.Sentence(q.view)
	}
	if err := enc.End(tail); err != nil {
		return err
	}
	return out.end(page)
}
