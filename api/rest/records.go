package rest

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"strings"
	"time"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// listRecords answers with records of a type other than event.
func (s *Server) listRecords(x *exchange, t record.Type) error {
	q, err := s.bindRecords(x, t)
	if err != nil {
		return err
	}
	if s.known(x, q, 0) {
		return nil
	}
	list := &recordList{ctx: x.request.Context(), view: q.view, query: store.RecordQuery{
		Type: t, Text: q.text, Where: q.where, AsOf: q.recordsAsOf(), Limit: q.limit, Cursor: q.cursor,
	}, asOf: q.when.AsOf}
	if err := list.start(); err != nil {
		return err
	}
	return s.answerRecords(x, q, 0, list)
}

// getRecord answers with one record of a type other than event. An actor merged into another answers 308.
func (s *Server) getRecord(x *exchange, t record.Type) error {
	q, err := s.bindOne(x, t)
	if err != nil {
		return err
	}
	row, err := q.view.Record(x.request.Context(), t, x.param("id"))
	if errors.Is(err, store.ErrNotFound) {
		return missing(t, x.param("id"), q.view.Nearest(t, x.param("id")))
	}
	if err != nil {
		return err
	}
	if a, ok := row.Record.(*record.Actor); ok && a.MergedInto != "" {
		s.moved(x, q, q.view.Group(a.ID)[0])
		return nil
	}
	if known, err := s.recordKnown(x.request.Context(), q, row); err != nil || !known {
		return errors.Join(err, missing(t, x.param("id"), ""))
	}
	if s.known(x, q, row.Revision) {
		return nil
	}
	return s.answerRecords(x, q, row.Revision, &recordList{ctx: x.request.Context(), view: q.view, rows: []store.RecordRow{row}, total: 1, asOf: q.when.AsOf})
}

// moved sends the reader of a merged actor to the one it was merged into, with ending and query as they were.
func (s *Server) moved(x *exchange, q *query, id string) {
	target := s.PublicURL + "/v1/actors/" + id
	if x.suffix != "" {
		target += q.format.Suffix
	}
	if x.request.URL.RawQuery != "" {
		target += "?" + x.request.URL.RawQuery
	}
	h := x.Header()
	h.Set("Location", target)
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", "text/plain; charset=utf-8")
	x.whole(http.StatusPermanentRedirect, []byte("This actor was merged into "+id+": "+target+"\n"))
}

// recordList reads records page by page, so that a whole export holds no more than one page.
type recordList struct {
	ctx   context.Context
	view  *store.View
	query store.RecordQuery
	rows  []store.RecordRow
	total int64
	page  store.Page
	all   bool // there is no limit
	asOf  time.Time
}

// start reads the first page.
func (l *recordList) start() (err error) {
	if l.all = l.query.Limit == 0; l.all {
		l.query.Limit = maxLimit
	}
	l.rows, l.total, l.page, err = l.view.Records(l.ctx, l.query)
	return err
}

func (l *recordList) each() iter.Seq2[servedRow, error] {
	return func(yield func(servedRow, error) bool) {
		for {
			for _, row := range l.rows {
				row, err := l.known(row)
				if err != nil {
					yield(servedRow{}, err)
					return
				}
				if !yield(row, nil) {
					return
				}
			}
			if !l.all || l.page.Next == "" {
				return
			}
			l.query.Cursor = l.page.Next
			var err error
			if l.rows, _, l.page, err = l.view.Records(l.ctx, l.query); err != nil {
				yield(servedRow{}, err)
				return
			}
		}
	}
}

// answerRecords writes records as they come.
func (s *Server) answerRecords(x *exchange, q *query, revision int, list *recordList) error {
	opts := q.options(x.request.Context())
	out := s.spool(x, q, revision)
	defer out.close()
	enc, err := format.NewRecords(q.format, out, format.RecordColumns(q.t), opts)
	if err != nil {
		return err
	}
	if err := enc.Begin(s.head(q, titleOf(q, list))); err != nil {
		return err
	}
	labels := format.Labels{}
	for row, err := range list.each() {
		if err != nil {
			return err
		}
		body, err := row.json()
		if err != nil {
			return err
		}
		cells := func() ([]string, error) { return format.RecordCells(row.Record, row.Stamp, opts) }
		if err := enc.Record(format.RecordRow{JSON: body, Cells: cells}); err != nil {
			return err
		}
		if !q.format.Streams {
			q.name(labels, row.Record)
		}
	}
	tail := s.envelope(q, list.page)
	tail.Labels, tail.Meta.Total, tail.Meta.TotalIs = labels, ptr(int(list.total)), "exact"
	if !q.single {
		tail.Meta.Description = titleOf(q, list)
		if !list.query.AsOf.IsZero() && !q.format.Streams {
			undated, err := q.view.UndatedRecords(x.request.Context(), list.query)
			if err != nil {
				return err
			}
			tail.Meta.Undated = &undated
		}
	}
	if err := enc.End(tail); err != nil {
		return err
	}
	return out.end(list.page)
}

// titleOf is what a list or a record is called.
func titleOf(q *query, list *recordList) string {
	if q.single && len(list.rows) == 1 {
		return q.label(q.t, list.rows[0].ID)
	}
	title := strings.ToUpper(q.t.Plural()[:1]) + q.t.Plural()[1:]
	if q.text != "" {
		title += " matching " + q.text
	}
	for _, name := range []string{"kind", "country", "family", "party", "source", "parent", "plan"} {
		if value := q.where[name]; value != "" {
			title += ", " + name + " " + value
		}
	}
	return title
}

// name adds the names of what a record refers to.
func (q *query) name(labels format.Labels, r record.Record) {
	for _, ref := range r.References() {
		if ref.Type != record.TypeActor && ref.Type != record.TypeSource && ref.Type != record.TypeTopic {
			continue
		}
		plural := ref.Type.Plural()
		if labels[plural] == nil {
			labels[plural] = map[string]string{}
		}
		if label := q.label(ref.Type, ref.ID); label != "" {
			labels[plural][ref.ID] = label
		}
	}
}
