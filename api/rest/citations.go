package rest

import (
	"encoding/json"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// tries is how often a citation is added to the newest revision while others change it.
const tries = 10

// addCitation adds one citation to an event as it stands.
//
//	@Summary	Add a citation to an event
//	@ID			addCitation
//	@Tags		events
//	@Param		id			path		string			true	"The event's id"
//	@Param		citation	body		record.Citation	true	"The citation; its document is an id, or an object that is found by its address or made"
//	@Param		writing		query		Changing		false	"What goes into the history"
//	@Success	200,201		{object}	EventOne		"The event with the citation"
//	@Security	Bearer[editor]
//	@Router		/v1/events/{id}/citations [post]
func (s *Server) addCitation(x *exchange) error {
	w, err := s.bindWish(x, record.TypeEvent, Changing{})
	if err != nil {
		return err
	}
	body, err := readBody(x, mediaJSON)
	if err != nil {
		return err
	}
	citation, b := decodeCitation(body)
	if b.record == nil {
		return b.problem()
	}
	for range tries {
		if err = s.cite(x, w, citation, b.faults); !isStale(err) || len(w.conditions) > 0 {
			break
		}
	}
	if isStale(err) {
		return s.stale(x, w)
	}
	return err
}

// isStale tells whether somebody else was faster.
func isStale(err error) bool {
	var stale *store.Stale
	return errors.As(err, &stale) && stale.Type == record.TypeEvent
}

// cite writes the event that stands with one citation more. It is a *store.Stale where another write came between.
func (s *Server) cite(x *exchange, w *wish, citation record.Citation, faults record.Faults) error {
	ctx := x.request.Context()
	st, err := s.standing(ctx, w.t, w.id)
	if err != nil {
		return err
	}
	switch {
	case st.last.Revision == 0:
		return missing(w.t, w.id, "")
	case st.gone != nil:
		return st.gone
	case !w.holds(st.last.Revision):
		return s.stale(x, w)
	}
	e := record.New(record.TypeEvent).(*record.Event)
	if err := json.Unmarshal(st.last.Body, e); err != nil {
		return err
	}
	e.Citations = append(e.Citations, citation)
	b := sent{record: e}
	b.and(e.Validate())
	if len(b.faults)+len(faults) > 0 {
		dangling, err := danglingFaults(ctx, s.Store.Head(), e)
		if err != nil {
			return err
		}
		b.and(dangling)
		return faulty("invalid_record", faults.And(b.ofLast().faults))
	}
	receipt, err := s.Store.Write(ctx, w.batch(store.Change{Operation: store.Put, Record: e, Expect: ptr(st.alive())}))
	switch {
	case isStale(err):
		return err
	case err != nil:
		return s.refusedCitation(x, w, &b, err)
	case w.dry:
		return s.answerDry(x, w, e, receipt.Results[0])
	}
	return s.answerWritten(x, w.t, w.id, receipt, http.StatusCreated)
}

func (s *Server) refusedCitation(x *exchange, w *wish, b *sent, err error) error {
	err = s.refused(x, w, b, err)
	var p *Problem
	if errors.As(err, &p) {
		p.Errors = (&sent{record: b.record, faults: p.Errors}).ofLast().faults
	}
	return err
}

// ofLast gives the faults of an event's last citation pointers that begin at it; those of the event stay as they are.
func (b *sent) ofLast() *sent {
	last := "/citations/" + strconv.Itoa(len(b.record.(*record.Event).Citations)-1)
	b.faults = slices.Clone(b.faults)
	for i, f := range b.faults {
		if rest, ok := strings.CutPrefix(f.Pointer, last); ok && (rest == "" || rest[0] == '/') {
			b.faults[i].Pointer = rest
		}
	}
	return b
}

// decodeCitation reads a citation as strictly as a record: it is read as the one citation of an event.
func decodeCitation(body []byte) (record.Citation, sent) {
	if keys, _ := topKeys(body); keys == nil {
		_, faults := record.Decode(record.TypeEvent, body)
		return record.Citation{}, sent{faults: faults}
	}
	wrapped := slices.Concat([]byte(`{"citations":[`), body, []byte(`]}`))
	r, faults := record.Decode(record.TypeEvent, wrapped)
	b := sent{record: r, faults: faults}
	return r.(*record.Event).Citations[0], *b.ofLast()
}
