package rest

import (
	"errors"
	"fmt"
	"strings"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// User is a record that refers to another one.
type User struct {
	Type record.Type `json:"type" swaggertype:"string" example:"event"`
	ID   string      `json:"id" example:"2025-04-25-putin-witkoff-moscow"`
	Href string      `json:"href" format:"uri-reference" example:"/v1/events/2025-04-25-putin-witkoff-moscow"`
}

// refused turns what the store says of a write into a problem.
func (s *Server) refused(x *exchange, w *wish, b *sent, err error) error {
	var invalid store.InvalidBatch
	var stale *store.Stale
	var use *store.InUse
	var faults record.Faults
	switch {
	case errors.As(err, &invalid):
		b.take(invalid)
		return faulty("invalid_record", b.faults)
	case errors.As(err, &stale):
		return s.overtaken(x, w, b, stale)
	case errors.As(err, &use):
		return inUse(s.PublicURL, use)
	case errors.As(err, &faults):
		return faulty("invalid_record", faults)
	}
	return err
}

// take adds the faults that the store found. Those of documents made of what citations hold are led back there.
func (b *sent) take(invalid store.InvalidBatch) {
	for _, one := range invalid {
		at := ""
		if e, ok := b.record.(*record.Event); ok && one.Type == record.TypeDocument {
			at = citing(e, one.ID)
		}
		for _, f := range one.Faults {
			f.Pointer = at + f.Pointer
			b.fault(f)
		}
	}
}

// citing points to the citation whose document was to be made under an id.
func citing(e *record.Event, id string) string {
	for i, c := range e.Citations {
		if d := c.Document.Inline; d != nil && (d.ID == id || d.ID == "" && record.MakeID(d) == id) {
			return fmt.Sprintf("/citations/%d/document", i)
		}
	}
	return ""
}

// overtaken is the problem of a write that was checked, and then found something else in its place.
func (s *Server) overtaken(x *exchange, w *wish, b *sent, stale *store.Stale) error {
	if e, ok := b.record.(*record.Event); ok && stale.Type == record.TypeDocument {
		p, err := s.takenProblem(x, stale.Type, stale.ID)
		if err != nil {
			return err
		}
		return p.with(record.Fault{Pointer: b.at + citing(e, stale.ID), Code: "id_taken", Given: stale.ID,
			Detail: fmt.Sprintf("Another document has the id %q.", stale.ID), Hint: "Cite it by its id, or give this one an id of its own."})
	}
	switch {
	case w.id == "":
		return s.taken(x, stale.Type, stale.ID)
	case len(w.conditions) == 0 && !w.onlyNew && stale.Current > 0:
		return problem("revision_required", "")
	}
	return s.stale(x, w)
}

// taken is the problem of an id that a record has already, with that record.
func (s *Server) taken(x *exchange, t record.Type, id string) error {
	p, err := s.takenProblem(x, t, id)
	if err != nil {
		return err
	}
	return p.with(record.Fault{Pointer: "/id", Code: "id_taken", Given: id,
		Detail: fmt.Sprintf("Another %s has the id %q.", t, id), Hint: "Correct that record, or give this one an id of its own."})
}

func (s *Server) takenProblem(x *exchange, t record.Type, id string) (*Problem, error) {
	p := problem("id_taken", fmt.Sprintf("The id %q belongs to another %s.", id, t))
	shown, err := s.current(x, t, id)
	var gone *store.Gone
	switch {
	case errors.As(err, &gone):
		p.Detail = fmt.Sprintf("The id %q belongs to a %s that was retracted; PUT with If-Match restores it.", id, t)
		p.Gone = retracted(gone).Gone
		s.tagGone(x, p, gone)
	case err != nil && !errors.Is(err, store.ErrNotFound): // gone between, which the next try finds
		return nil, err
	case err == nil:
		p.Existing = shown.data()
	}
	return p, nil
}

// inUse is the problem of a record that cannot be retracted, with those who refer to it.
func inUse(base string, use *store.InUse) *Problem {
	var names []string
	p := problem("in_use", "")
	p.More = use.More
	for _, user := range use.Users {
		p.Users = append(p.Users, User{Type: user.Type, ID: user.ID, Href: base + recordPath(user.Type, user.ID)})
		if len(names) < 3 {
			names = append(names, fmt.Sprintf("%s %q", user.Type, user.ID))
		}
	}
	more := ""
	if len(use.Users) > len(names) {
		more = ", and others"
	}
	p.Detail = fmt.Sprintf("The %s %q is in use by %s%s.", use.Type, shorten(use.ID), strings.Join(names, ", "), more)
	return p
}
