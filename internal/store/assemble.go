package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"backchannel/internal/record"
)

// assembler turns stored documents into answers as of a view and a moment.
type assembler struct {
	view   *View
	asOf   time.Time // zero: everything
	refs   refs
	room   *room
	engine *engine // that the documents come from, for what is looked up beside them
}

// row fills an answer from what is stored of it. The stored bytes serve as they are, with the letters
// of sources that were graded anew and the tail, unless as_of falls before everything in the event was
// known.
func (a *assembler) row(row *EventRow, skey int64, doc, rawRefs, digest []byte) error {
	a.refs.decodeInto(rawRefs)
	id, err := idOf(doc)
	if err != nil {
		return err
	}
	*row = EventRow{ID: id, Actors: a.room.keep(a.refs.actors), Sources: a.room.keep(a.refs.sources), Topics: a.room.keep(a.refs.topics)}
	body := a.room.copy(doc)
	same := true
	for _, p := range a.refs.patches {
		if letter := a.view.letterOf(p.source); body[p.offset] != letter {
			body[p.offset], same = letter, false
		}
	}
	in, out := a.view.store.memory.linked(id)
	var links []record.LinkedFrom
	if in {
		if links, err = a.linkedFrom(id); err != nil {
			return err
		}
	}
	if !a.asOf.IsZero() && (out || micros(a.asOf) < a.refs.settled) {
		return a.pruned(row, body, skey, links)
	}
	if row.JSON, err = appendTail(body, links); err != nil {
		return err
	}
	if same && len(links) == 0 {
		copy(row.Digest[:], digest)
		return nil
	}
	row.Digest = sha256.Sum256(row.JSON)
	return nil
}

// appendTail closes a document with the links to its event.
func appendTail(body []byte, links []record.LinkedFrom) ([]byte, error) {
	if len(links) == 0 {
		return append(body, emptyTail...), nil
	}
	tail, err := plainJSON(links)
	if err != nil {
		return nil, fmt.Errorf("marshal links: %w", err)
	}
	body = append(body, `,"linked_from":`...)
	return append(append(body, tail...), '}'), nil
}

func decodeAnswer(doc []byte) (*record.EventAnswer, error) {
	var a record.EventAnswer
	if err := json.Unmarshal(doc, &a); err != nil {
		return nil, fmt.Errorf("read a stored event: %w", err)
	}
	return &a, nil
}

// idOf reads the id, with which every stored document begins.
func idOf(doc []byte) (string, error) {
	rest, ok := bytes.CutPrefix(doc, []byte(`{"id":"`))
	end := bytes.IndexByte(rest, '"')
	if !ok || end < 0 {
		return "", fmt.Errorf("a stored event does not begin with its id")
	}
	return string(rest[:end]), nil
}

// Event reads one event as of the view and, unless it is zero, of a moment. It is ErrNotFound where
// there was none or it was not known by then, and *Gone where it was retracted.
func (v *View) Event(ctx context.Context, id string, asOf time.Time) (*EventRow, error) {
	var row *EventRow
	err := v.store.readers.lookUp(ctx, `SELECT v.known_at, v.skey, d.doc, d.refs, d.digest FROM event_version v CROSS JOIN event_document d ON d.skey = v.skey
		WHERE v.event = ? AND v.rec <= ? AND v.sup > ?`, []any{id, v.seq, v.seq}, func(t tuple) error {
		if !asOf.IsZero() && t.int(0) > micros(asOf) {
			return ErrNotFound
		}
		row = &EventRow{}
		doc := t.bytes(2)
		asm := assembler{view: v, asOf: asOf, engine: t.engine, room: &room{block: make([]byte, len(doc)+len(emptyTail)), nums: make([]int32, 32)}}
		return asm.row(row, t.int(1), doc, t.bytes(3), t.bytes(4))
	})
	switch {
	case err == ErrNotFound:
		return nil, err
	case err != nil:
		return nil, fmt.Errorf("read event %s: %w", id, err)
	case row == nil:
		return nil, v.absent(ctx, record.TypeEvent, id)
	}
	return row, nil
}

// absent tells why a record is not there: never recorded by then, or retracted.
func (v *View) absent(ctx context.Context, t record.Type, id string) error {
	var last changeRow
	err := v.store.readers.lookUp(ctx, "SELECT seq, operation, recorded_at, reason FROM change WHERE type = ? AND id = ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
		[]any{string(t), id, v.seq}, func(row tuple) error {
			last.Seq, last.Operation, last.RecordedAt, last.Reason = row.int(0), row.text(1), row.int(2), row.text(3)
			return nil
		})
	if err != nil {
		return fmt.Errorf("find %s %s: %w", t, id, err)
	}
	if last.Seq != 0 && last.Operation != string(Put) {
		return &Gone{Type: t, ID: id, Seq: last.Seq, RetractedAt: instant(last.RecordedAt), Reason: last.Reason}
	}
	return ErrNotFound
}

// Recorded says whether there ever was a record with an id, by the time of the view.
func (v *View) Recorded(ctx context.Context, t record.Type, id string) (bool, error) {
	found := false
	err := v.store.readers.lookUp(ctx, "SELECT seq FROM change WHERE type = ? AND id = ? AND seq <= ? LIMIT 1", []any{string(t), id, v.seq}, func(tuple) error {
		found = true
		return nil
	})
	if err != nil {
		return false, fmt.Errorf("look for %s %s: %w", t, id, err)
	}
	return found, nil
}
