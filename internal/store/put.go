package store

import (
	"fmt"
	"strings"

	"backchannel/internal/compare"
	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// putRecord writes a version of a record other than an event, or ends it.
func (w *writer) putRecord(c Change, key identKey, before *currentRecord, seq int64) error {
	if before.alive() > 0 {
		if err := w.endRecord(key, seq); err != nil {
			return err
		}
	}
	if err := w.noteNamed(key, c, before, seq); err != nil {
		return err
	}
	if c.Operation == Put {
		w.rows.records = append(w.rows.records, w.recordRow(key, seq))
		w.addReferences(c.Record, seq)
		switch r := c.Record.(type) {
		case *record.Document:
			w.rows.documents = append(w.rows.documents, w.documentRow(r, seq))
		case *record.Source:
			num, err := w.num(key.t, key.id)
			if err != nil {
				return err
			}
			w.rows.letters = append(w.rows.letters, sourceLetter{num, seq, never, int(r.Letter())})
		}
	}
	if before.alive() == 0 {
		return nil
	}
	return w.cause(key, c, before, seq)
}

func (w *writer) recordRow(key identKey, seq int64) recordVersion {
	now := w.current[key]
	return recordVersion{
		Type: string(key.t), ID: key.id, Rec: seq, Sup: never,
		Revision: now.revision, FirstRecordedAt: now.first, RecordedAt: micros(w.at),
	}
}

func (w *writer) documentRow(d *record.Document, seq int64) documentIndex {
	row := documentIndex{ID: d.ID, Rec: seq, Sup: never, Source: d.Source, Address: d.URL, KnownAt: unknown}
	row.Words = " " + strings.Join(filter.Tokens(strings.Join(append([]string{d.ID, d.Title, d.URL}, d.Authors...), " ")), " ") + " "
	if at, ok := compare.KnownAt(d); ok {
		row.KnownAt = micros(at)
	}
	return row
}

func (w *writer) endRecord(key identKey, seq int64) error {
	done := w.tx.Exec("UPDATE record_version SET sup = ? WHERE type = ? AND id = ? AND sup = ?", seq, string(key.t), key.id, never)
	if done.Error == nil && done.RowsAffected != 1 {
		done.Error = fmt.Errorf("%d current versions", done.RowsAffected)
	}
	if done.Error == nil {
		done = w.tx.Exec("UPDATE record_reference SET sup = ? WHERE type = ? AND id = ? AND sup = ?", seq, string(key.t), key.id, never)
	}
	if done.Error == nil && key.t == record.TypeDocument {
		done = w.tx.Exec("UPDATE document_index SET sup = ? WHERE id = ? AND sup = ?", seq, key.id, never)
	}
	if done.Error == nil && key.t == record.TypeSource {
		num, err := w.num(key.t, key.id)
		if err != nil {
			return err
		}
		done = w.tx.Exec("UPDATE source_letter SET sup = ? WHERE source = ? AND sup = ?", seq, num, never)
	}
	if done.Error != nil {
		return fmt.Errorf("end %s %s: %w", key.t, key.id, done.Error)
	}
	return nil
}

// noteNamed lets memory follow a change of an actor, source or topic after the commit. Each has an
// ident number from its first version on, so that a directory knows the number of all it names.
func (w *writer) noteNamed(key identKey, c Change, before *currentRecord, seq int64) error {
	switch key.t {
	case record.TypeActor, record.TypeSource, record.TypeTopic:
	default:
		return nil
	}
	if _, err := w.num(key.t, key.id); err != nil {
		return err
	}
	w.touched = true
	var row recordVersion
	if c.Operation == Put {
		row = w.recordRow(key, seq)
	}
	w.followed = append(w.followed, func(m *memory) {
		if before.alive() > 0 {
			m.endNamed(key.t, key.id, seq)
		}
		if c.Operation == Put {
			m.addNamed(c.Record, row)
		}
	})
	return nil
}

// cause finds the events that rest on what changed: those citing a document, and those whose sides
// follow from an actor's roles. Leaks that are answered may rest on it at one remove.
func (w *writer) cause(key identKey, c Change, before *currentRecord, seq int64) error {
	var query string
	switch key.t {
	case record.TypeDocument:
		if err := w.affectDerived(key.id, seq); err != nil {
			return err
		}
		query = `SELECT DISTINCT v.event FROM event_citation x JOIN event_version v ON v.skey = x.skey
			WHERE x.document = ? AND x.sup = ? ORDER BY v.event`
	case record.TypeSource:
		return w.affectAll(seq)
	case record.TypeActor:
		if err := w.affectAll(seq); err != nil {
			return err
		}
		if !w.rolesChanged(c, before) {
			return nil
		}
		query = `SELECT DISTINCT v.event FROM event_actor x JOIN event_version v ON v.skey = x.skey
			WHERE x.actor = ? AND x.sup = ? ORDER BY v.event`
	default:
		return nil
	}
	num, err := w.num(key.t, key.id)
	if err != nil {
		return err
	}
	var events []string
	if err := w.tx.Raw(query, num, never).Scan(&events).Error; err != nil {
		return fmt.Errorf("find what rests on %s %s: %w", key.t, key.id, err)
	}
	for _, event := range events {
		w.caused = append(w.caused, causedChange{event, seq})
	}
	return nil
}

func (w *writer) rolesChanged(c Change, before *currentRecord) bool {
	if c.Operation != Put {
		return true
	}
	old, err := decodeOwn(record.TypeActor, before.own)
	if err != nil {
		return true
	}
	was, is := *old.(*record.Actor), *c.Record.(*record.Actor)
	a, errA := plainJSON([]any{was.Kind, was.Roles})
	b, errB := plainJSON([]any{is.Kind, is.Roles})
	return errA != nil || errB != nil || string(a) != string(b)
}

// rederive writes a new version of every event that a change of something else has altered.
func (w *writer) rederive() error {
	var keys []identKey
	causes := map[identKey]int64{}
	for _, c := range w.caused {
		key := identKey{record.TypeEvent, c.event}
		if s := w.staged[key]; s != nil && !w.results[s.index].Unchanged {
			continue // put with the batch already
		}
		if _, again := causes[key]; !again && !w.retracted[key] {
			causes[key] = c.cause
			keys = append(keys, key)
		}
	}
	if err := w.readCurrent(keys); err != nil {
		return err
	}
	for _, key := range keys {
		now := w.current[key]
		rec, err := decodeOwn(record.TypeEvent, now.own)
		if err != nil {
			return fmt.Errorf("read event %s: %w", key.id, err)
		}
		seq := w.log(key, Put, now.own, logged{cause: causes[key]})
		if err := w.putEvent(rec.(*record.Event), now, seq); err != nil {
			return err
		}
	}
	return nil
}
