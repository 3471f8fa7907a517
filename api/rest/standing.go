package rest

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// standing is what there is of a record when a write begins.
type standing struct {
	view *store.View
	last store.Revision // the newest revision; its number is 0 where there was never one
	gone *store.Gone    // the record was retracted or erased
}

// alive is the number of the revision that stands; 0 where none does.
func (st standing) alive() int {
	if st.gone != nil {
		return 0
	}
	return st.last.Revision
}

func (s *Server) standing(ctx context.Context, t record.Type, id string) (standing, error) {
	st := standing{view: s.Store.Head()}
	n, err := revisionAt(ctx, st.view, t, id)
	switch {
	case errors.As(err, &st.gone):
		st.last, err = lastRevision(ctx, st.view, t, id, st.gone.Seq)
	case errors.Is(err, store.ErrNotFound):
		return st, nil
	case err == nil:
		st.last, err = st.view.Revision(ctx, t, id, n)
	}
	return st, err
}

// revisionAt is the number of the revision of a record that stands in a view.
func revisionAt(ctx context.Context, view *store.View, t record.Type, id string) (int, error) {
	if t != record.TypeEvent {
		row, err := view.Record(ctx, t, id)
		return row.Revision, err
	}
	row, err := view.Event(ctx, id, time.Time{})
	if err != nil {
		return 0, err
	}
	a, err := row.Answer()
	if err != nil {
		return 0, err
	}
	return a.Revision, nil
}

// lastRevision is the one that a change made.
func lastRevision(ctx context.Context, view *store.View, t record.Type, id string, seq int64) (store.Revision, error) {
	history, err := view.Revisions(ctx, t, id)
	if err != nil {
		return store.Revision{}, err
	}
	for _, r := range history {
		if r.Seq == seq {
			return r, nil
		}
	}
	return history[len(history)-1], nil
}

// tagGone tells with a 410 which revision If-Match has to name to restore the record.
func (s *Server) tagGone(x *exchange, p *Problem, err error) {
	var gone *store.Gone
	if p.Gone == nil || p.Gone.Revision != 0 || !errors.As(err, &gone) {
		return
	}
	last, err := lastRevision(x.request.Context(), s.Store.Head(), gone.Type, gone.ID, gone.Seq)
	if err != nil {
		return // the 410 says what matters
	}
	p.Gone.Revision = last.Revision
	p.header("ETag", s.goneTag(last))
}

// goneTag is the tag of a retraction.
func (s *Server) goneTag(last store.Revision) string {
	return `"` + strings.Join([]string{s.Store.Epoch(), s.Build, strconv.Itoa(last.Revision), strconv.FormatInt(last.Seq, 10), "gone"}, ".") + `"`
}

// changeable refuses to change what is not there, what the writer does not say they saw, and what has changed since.
func (s *Server) changeable(x *exchange, w *wish, st standing) error {
	if st.last.Revision == 0 {
		return missing(w.t, w.id, st.view.Nearest(w.t, w.id))
	}
	if st.gone != nil && !w.erase {
		return st.gone
	}
	return s.agreed(x, w, st)
}

// agreed refuses a change by one who does not say what they saw, or saw something else.
func (s *Server) agreed(x *exchange, w *wish, st standing) error {
	switch {
	case len(w.conditions) == 0:
		return problem("revision_required", "")
	case !w.holds(st.last.Revision):
		return s.stale(x, w)
	}
	return nil
}

// place tells what a PUT meets: expect is the revision that the store is to find, fresh that nothing stands there.
func (s *Server) place(x *exchange, w *wish, st standing) (expect int, fresh bool, err error) {
	switch {
	case st.last.Revision == 0 && len(w.conditions) > 0:
		return 0, true, problem("stale_revision", "There is no such record, and the request names a revision of it. Leave If-Match and revision out to enter it.")
	case st.last.Revision == 0:
		return 0, true, nil
	case st.gone != nil && len(w.conditions) == 0:
		return 0, true, st.gone
	case st.gone == nil && w.onlyNew:
		return 0, false, s.stale(x, w)
	}
	return st.alive(), st.gone != nil, s.agreed(x, w, st)
}

// stale is the problem of a write that saw another revision than the one that stands.
func (s *Server) stale(x *exchange, w *wish) error {
	p := problem("stale_revision", "")
	shown, err := s.current(x, w.t, w.id)
	var gone *store.Gone
	switch {
	case errors.As(err, &gone):
		p.Gone = retracted(gone).Gone
		s.tagGone(x, p, gone)
	case errors.Is(err, store.ErrNotFound):
		p.Detail = "There is no such record."
	case err != nil:
		return err
	default:
		p.Current = shown.data()
		p.header("ETag", shown.header.Get("Etag"))
	}
	return p
}
