package rest

import (
	"context"
	"iter"
	"sync"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// listEvents answers with the events of a filter.
//
//	@Summary		List events
//	@Description	Every event that the filter holds for, newest first.
//	@ID				listEvents
//	@Tags			events
//	@Param			filter	query		EventFilter	false	"The filter"
//	@Param			list	query		EventList	false	"What is shown of them"
//	@Success		200		{object}	EventPage	"The events"
//	@Router			/v1/events [get]
func (s *Server) listEvents(x *exchange) error {
	x.offered = format.EventFormats()
	q, err := s.bindEvents(x)
	if err != nil {
		return err
	}
	if s.known(x, q, 0) {
		return nil
	}
	if err := q.whole(x.request.Context()); err != nil {
		return err
	}
	list, err := q.view.Events(x.request.Context(), q.events())
	if err != nil {
		return err
	}
	defer list.Release()
	return s.answerEvents(x, q, 0, list.All(), list.Page)
}

// getEvent answers with one event.
//
//	@Summary		Get an event
//	@Description	One event with everything that is computed of it.
//	@ID				getEvent
//	@Tags			events
//	@Param			id		path		string		true	"The event's id"
//	@Param			shape	query		OneEvent	false	"What is shown of it"
//	@Success		200		{object}	EventOne	"The event"
//	@Failure		410		{object}	Problem		"It was retracted"
//	@Router			/v1/events/{id} [get]
func (s *Server) getEvent(x *exchange) error {
	x.offered = format.EventFormats()
	q, err := s.bindOne(x, record.TypeEvent)
	if err != nil {
		return err
	}
	row, answer, err := s.event(x, q)
	if err != nil || s.known(x, q, answer.Revision) {
		return err
	}
	return s.answerEvent(x, q, row, answer)
}

// answerEvent writes one event.
func (s *Server) answerEvent(x *exchange, q *query, row *store.EventRow, answer *record.EventAnswer) error {
	return s.answerEvents(x, q, answer.Revision, one(row), func() store.Page { return store.Page{} })
}

// one yields a single row.
func one[T any](row T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) { yield(row, nil) }
}

// encode writes one event. Of one that was asked for alone it is found whether independent sources support it.
func (q *query) encode(ctx context.Context, enc format.EventEncoder, row *store.EventRow) error {
	written := format.Row{JSON: row.JSON, Digest: row.Digest[:]}
	switch {
	case q.single:
		written.Answer = sync.OnceValues(row.Answer)
	case q.format.Name != "json": // a list of which copies the bytes
		written.Answer = row.Answer
	}
	if q.single && q.format.Paged {
		answer, err := written.Answer()
		if err != nil {
			return err
		}
		if err := q.confirm(ctx, answer); err != nil {
			return err
		}
	}
	return enc.Event(written)
}
