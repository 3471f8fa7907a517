package store

import (
	"database/sql"
	"errors"
	"fmt"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// num is an id's ident number, a new one where it has none yet.
func (w *writer) num(t record.Type, id string) (int64, error) {
	key := identKey{t, id}
	if num, ok := w.nums[key]; ok {
		return num, nil
	}
	num, err := w.numBefore(key)
	if err != nil {
		return 0, err
	}
	if num == 0 {
		num = w.nextNum(t)
		w.rows.idents = append(w.rows.idents, identRow{num, string(t), id})
	}
	w.nums[key] = num
	return num, nil
}

func (w *writer) numBefore(key identKey) (int64, error) {
	if key.t != record.TypeDocument {
		return w.store.memory.idents.num(key.t, key.id), nil
	}
	if w.before == 0 {
		return 0, nil
	}
	if num, ok := w.shared.numbers[key.id]; ok {
		return num, nil
	}
	if d := w.shared.documents[key.id]; d != nil {
		return d.num, nil
	}
	var num int64
	err := w.tx.Raw("SELECT num FROM ident WHERE type = ? AND id = ?", string(key.t), key.id).Row().Scan(&num)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read the number of %s %s: %w", key.t, key.id, err)
	}
	return num, nil
}

func (w *writer) nextNum(t record.Type) int64 {
	if t == record.TypeDocument {
		w.newDocuments++
		return w.store.memory.idents.nextDocument + w.newDocuments - 1
	}
	w.newNames++
	return w.store.memory.idents.next() + w.newNames - 1
}

// placeNum is the number of a place's words, a new one where they have none yet.
func (w *writer) placeNum(words string) (int64, error) {
	if num, ok := w.places[words]; ok {
		return num, nil
	}
	if num, ok := w.shared.places[words]; ok {
		return num, nil
	}
	var num int64
	err := w.tx.Raw("SELECT num FROM place WHERE words = ?", words).Row().Scan(&num)
	if errors.Is(err, sql.ErrNoRows) {
		if w.lastPlace = max(w.lastPlace, w.shared.lastPlace); w.lastPlace == 0 {
			if err := w.tx.Raw("SELECT coalesce(max(num), 0) FROM place").Scan(&w.lastPlace).Error; err != nil {
				return 0, fmt.Errorf("number a place: %w", err)
			}
		}
		w.lastPlace++
		num, err = w.lastPlace, nil
		w.rows.places = append(w.rows.places, placeRow{num, words})
	}
	if err != nil {
		return 0, fmt.Errorf("read a place: %w", err)
	}
	w.places[words] = num
	return num, nil
}

// sources looks things up as they stand with the batch.
func (w *writer) sources() compare.Sources {
	return compare.Sources{
		Document: func(id string) *record.Document { return w.cited[id] },
		Actor: func(id string) *record.Actor {
			if s := w.staged[identKey{record.TypeActor, id}]; s != nil {
				return s.change.Record.(*record.Actor)
			}
			return w.head().Actor(id)
		},
		Letter: func(id string) byte {
			if s := w.staged[identKey{record.TypeSource, id}]; s != nil {
				return s.change.Record.(*record.Source).Letter()
			}
			return w.head().Letter(id)
		},
	}
}

// fetchDocuments makes every document that an event cites available.
func (w *writer) fetchDocuments(e *record.Event) error {
	for _, c := range e.Citations {
		id := c.Document.ID
		if w.cited[id] != nil {
			continue
		}
		if s := w.staged[identKey{record.TypeDocument, id}]; s != nil {
			w.cited[id] = s.change.Record.(*record.Document)
			continue
		}
		if d := w.shared.documents[id]; d != nil {
			w.cited[id] = d.record
			continue
		}
		var body []byte
		err := w.tx.Raw(`SELECT c.body FROM record_version v JOIN change c ON c.seq = v.rec
			WHERE v.type = 'document' AND v.id = ? AND v.sup = ?`, id, never).Row().Scan(&body)
		if err != nil {
			return fmt.Errorf("read document %s: %w", id, err)
		}
		rec, err := decodeOwn(record.TypeDocument, body)
		if err != nil {
			return fmt.Errorf("read document %s: %w", id, err)
		}
		w.cited[id] = rec.(*record.Document)
	}
	return nil
}

// follow brings memory to where the batch has brought the database.
func (m *memory) follow(w *writer) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, row := range w.rows.idents {
		if row.Num < firstDocument {
			m.idents.set(row.Num, record.Type(row.Type), row.ID)
		}
	}
	m.idents.nextDocument += w.newDocuments
	for _, f := range w.followed {
		f(m)
	}
	if w.touched {
		m.named = append(m.named, w.seq)
	}
	m.lists.add(entriesOf(&w.rows))
	for _, z := range w.rows.zones {
		m.zones.note(z.Day, z.MinKnown, z.MinRec)
	}
	m.zones.settle()
	for key, n := range w.rows.postings {
		m.postings[key] += n
	}
	m.events = m.postings[postingKey{"event", 0}]
}
