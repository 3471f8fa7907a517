package rest

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	jsonpatch "github.com/evanphx/json-patch/v5"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// postRecord enters a record under an id that nothing has.
func (s *Server) postRecord(x *exchange, t record.Type) error {
	w, err := s.bindWish(x, t, Entering{})
	if err != nil {
		return err
	}
	body, err := readBody(x, mediaJSON)
	if err != nil {
		return err
	}
	s.takeTurn(x)
	defer x.endTurn()
	b := decodeRecord(t, body)
	b.name("")
	if err := s.check(x, &b); err != nil {
		return err
	}
	there, err := s.Store.Head().Recorded(x.request.Context(), t, b.record.RecordID())
	if err != nil {
		return err
	}
	if there {
		return s.taken(x, t, b.record.RecordID())
	}
	return s.enter(x, w, &b, 0, http.StatusCreated)
}

// putRecord makes a record what the body says: it replaces the one that is there, restores one that was retracted, or
// enters a new one. It takes what a GET gave.
func (s *Server) putRecord(x *exchange, t record.Type) error {
	w, err := s.bindWish(x, t, Changing{})
	if err != nil {
		return err
	}
	body, err := readBody(x, mediaJSON)
	if err != nil {
		return err
	}
	s.takeTurn(x)
	defer x.endTurn()
	b := decodeRecord(t, body)
	b.name(w.id)
	if err := s.check(x, &b); err != nil {
		return err
	}
	w.saw(b.revision)
	st, err := s.standing(x.request.Context(), t, w.id)
	if err != nil {
		return err
	}
	expect, fresh, err := s.place(x, w, st)
	if err != nil {
		return err
	}
	if err := keepAsEntered(x.request.Context(), b.record, st); err != nil {
		return err
	}
	if fresh {
		return s.enter(x, w, &b, expect, http.StatusCreated)
	}
	return s.enter(x, w, &b, expect, http.StatusOK)
}

// patchRecord changes what the body names (RFC 7396) in the record as it was entered.
func (s *Server) patchRecord(x *exchange, t record.Type) error {
	w, err := s.bindWish(x, t, Changing{})
	if err != nil {
		return err
	}
	body, err := readBody(x, mediaMerge, mediaJSON)
	if err != nil {
		return err
	}
	s.takeTurn(x)
	defer x.endTurn()
	b := decodeRecord(t, body) // the patch by itself: keys, types and dates are those of a record
	b.name(w.id)
	if b.record == nil || b.at != "" {
		return patchOfAnswer(&b)
	}
	w.saw(b.revision)
	st, err := s.standing(x.request.Context(), t, w.id)
	if err != nil {
		return err
	}
	if err := s.changeable(x, w, st); err != nil {
		return err
	}
	if err := b.merge(t, st.last.Body, body); err != nil {
		return err
	}
	if err := s.check(x, &b); err != nil {
		return err
	}
	return s.enter(x, w, &b, st.alive(), http.StatusOK)
}

func patchOfAnswer(b *sent) error {
	if b.record != nil {
		b.faults = append(b.faults, record.Fault{Pointer: "/data", Code: "unknown_field",
			Detail: "A patch holds what changes, and no whole answer.", Hint: "Send the changed keys alone, or use PUT."})
	}
	return b.problem()
}

// merge lays the patch over the record as it was entered.
func (b *sent) merge(t record.Type, own, patch []byte) error {
	merged, err := jsonpatch.MergePatch(own, patch)
	if err != nil {
		b.fault(record.Fault{Code: "invalid_patch", Detail: "The patch cannot be applied.", Hint: "Send one JSON object with the keys that change."})
		return b.problem()
	}
	id := b.record.RecordID()
	decoded, faults := record.Decode(t, merged)
	if decoded == nil {
		return fmt.Errorf("read a patched %s: %w", t, faults)
	}
	b.and(faults)
	if b.record = decoded; decoded.RecordID() == "" {
		record.SetID(decoded, id)
	}
	return nil
}

// check refuses a body with faults: those of its form, those of the record, and where there are any, references to
// nothing too, so that all are told at once. Without any, the store checks the references where it writes.
func (s *Server) check(x *exchange, b *sent) error {
	if b.record == nil {
		return b.problem()
	}
	b.and(b.record.Validate())
	if t, ok := b.record.(*record.Timeline); ok && t.Filter != "" {
		b.and(settleTimeline(t, s.Store.Head()))
	}
	if len(b.faults) > 0 {
		dangling, err := danglingFaults(x.request.Context(), s.Store.Head(), b.record)
		if err != nil {
			return err
		}
		b.and(dangling)
	}
	return b.problem()
}

// mostLookups bounds how many references of a body with faults are looked up.
const mostLookups = 200

// danglingFaults finds references to nothing, in the store's words.
func danglingFaults(ctx context.Context, view *store.View, r record.Record) (record.Faults, error) {
	var faults record.Faults
	for i, ref := range r.References() {
		if i == mostLookups {
			break
		}
		_, err := revisionAt(ctx, view, ref.Type, ref.ID)
		var gone *store.Gone
		if err == nil || ref.Type == r.RecordType() && ref.ID == r.RecordID() {
			continue
		}
		if !errors.Is(err, store.ErrNotFound) && !errors.As(err, &gone) {
			return nil, err
		}
		f := record.Fault{Pointer: ref.Pointer, Code: "dangling_reference", Given: shorten(ref.ID),
			Detail: fmt.Sprintf("there is no %s with the id %q", ref.Type, shorten(ref.ID)), Hint: "enter it first"}
		if near := view.Nearest(ref.Type, ref.ID); near != "" {
			f.Hint = fmt.Sprintf("did you mean %q? Otherwise enter it first", near)
		}
		faults = append(faults, f)
	}
	return faults, nil
}

// enter writes a record, and answers with it as it is served.
func (s *Server) enter(x *exchange, w *wish, b *sent, expect, status int) error {
	x.endTurn()
	receipt, err := s.Store.Write(x.request.Context(), w.batch(store.Change{Operation: store.Put, Record: b.record, Expect: &expect}))
	s.takeTurn(x)
	if err != nil {
		return s.refused(x, w, b, err)
	}
	if w.dry {
		return s.answerDry(x, w, b.record, receipt.Results[0])
	}
	return s.answerWritten(x, w.t, b.record.RecordID(), receipt, status)
}

// deleteRecord retracts a record, or with erase= erases it.
func (s *Server) deleteRecord(x *exchange, t record.Type) error {
	w, err := s.bindWish(x, t, Retracting{})
	if err != nil {
		return err
	}
	change := store.Change{Operation: store.Retract, Type: t, ID: w.id}
	if w.erase {
		if err := s.need(x, admins); err != nil {
			return err
		}
		change.Operation = store.Erase
	}
	return s.take(x, w, change)
}

// take writes a retraction or an erasure, and answers with its line of the history.
func (s *Server) take(x *exchange, w *wish, change store.Change) error {
	st, err := s.standing(x.request.Context(), w.t, w.id)
	if err != nil {
		return err
	}
	if err := s.changeable(x, w, st); err != nil {
		return err
	}
	change.Expect = ptr(st.alive())
	receipt, err := s.Store.Write(x.request.Context(), w.batch(change))
	if err != nil {
		return s.refused(x, w, &sent{}, err)
	}
	if w.erase && !w.dry {
		s.forget()
	}
	return s.answerRevision(x, w, receipt)
}
