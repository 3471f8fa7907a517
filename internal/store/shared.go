package store

import (
	"database/sql"
	"fmt"

	"gorm.io/gorm"

	"backchannel/internal/record"
)

// shared is what the requests of one commit have in common. Most requests enter new events and link none: what they look up
// is read for all of them at once, and their rows are inserted together. Any other request finds in the database what
// the ones before it have written, as if it were alone.
type shared struct {
	store   *Store
	tx      *gorm.DB
	seq     int64 // the last change
	counted int64 // the last change that the database's counter tells of
	rows    rows  // of requests that are accepted, not inserted yet
	lookups
}

// lookups are what is known of the database without asking it again.
type lookups struct {
	current   map[string]*currentRecord // events that are put, as they were before the commit
	touched   map[string]bool           // events that a request of the commit has looked at or put
	documents map[string]*citedDocument // current ones; what is not here is asked for
	numbers   map[string]int64          // of documents that are first cited by what waits
	places    map[string]int64          // that what waits is the first to name
	lastPlace int64
}

type citedDocument struct {
	record *record.Document
	num    int64 // 0: cited for the first time
}

// entersEvents says whether a request does nothing but enter events that have no links and cite documents by their ids.
func (r *request) entersEvents() bool {
	if r.batch.DryRun || r.batch.Coverage != "" || len(r.batch.Changes) == 0 {
		return false
	}
	for _, c := range r.batch.Changes {
		e, ok := c.Record.(*record.Event)
		if c.Operation != Put || !ok || len(e.Links) > 0 {
			return false
		}
		for _, citation := range e.Citations {
			if citation.Document.ID == "" {
				return false
			}
		}
	}
	return true
}

// prepare reads what requests that enter events will look up.
func (s *shared) prepare(group []*request) error {
	s.lookups = lookups{
		current: map[string]*currentRecord{}, touched: map[string]bool{}, documents: map[string]*citedDocument{},
		numbers: map[string]int64{}, places: map[string]int64{},
	}
	var events, documents []string
	asked := map[string]bool{}
	for _, r := range group {
		if !r.entersEvents() {
			continue
		}
		for _, c := range r.batch.Changes {
			e := c.Record.(*record.Event)
			if s.current[e.ID] == nil {
				s.current[e.ID] = &currentRecord{}
				events = append(events, e.ID)
			}
			for _, citation := range e.Citations {
				if id := citation.Document.ID; !asked[id] {
					asked[id] = true
					documents = append(documents, id)
				}
			}
		}
	}
	if s.seq == 0 {
		return nil
	}
	w := newWriter(s, Batch{})
	err := inChunks(events, func(list []string) error { return w.readNewest(record.TypeEvent, list) })
	if err != nil {
		return err
	}
	for key, now := range w.current {
		s.current[key.id] = now
	}
	return inChunks(documents, s.readDocuments)
}

// readDocuments reads current documents with the numbers that they are cited by.
func (s *shared) readDocuments(ids []string) error {
	rows, err := s.tx.Raw(`SELECT v.id, v.rec, c.body, (SELECT i.num FROM ident i WHERE i.type = 'document' AND i.id = v.id)
		FROM record_version v JOIN change c ON c.seq = v.rec
		WHERE v.type = 'document' AND v.id IN ? AND v.sup = ?`, ids, never).Rows()
	if err != nil {
		return fmt.Errorf("read cited documents: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var rec int64
		var body sql.RawBytes
		var num sql.NullInt64
		if err := rows.Scan(&id, &rec, &body, &num); err != nil {
			return fmt.Errorf("read cited documents: %w", err)
		}
		d, err := s.store.memory.decoded.document(rec, body)
		if err != nil {
			return fmt.Errorf("read document %s: %w", id, err)
		}
		s.documents[id] = &citedDocument{d, num.Int64}
	}
	return rows.Err()
}

// plain says whether a request can join those whose rows wait: it enters events that nothing was ever recorded of.
func (s *shared) plain(r *request) bool {
	if !r.entersEvents() {
		return false
	}
	for _, c := range r.batch.Changes {
		id := c.Record.RecordID()
		if now := s.current[id]; now == nil || now.revision > 0 || s.touched[id] {
			return false
		}
	}
	return true
}

// accept takes over what a plain request would write.
func (s *shared) accept(w *writer) {
	for _, row := range w.rows.idents {
		s.numbers[row.ID] = row.Num // all others have theirs from their first version on
	}
	for _, row := range w.rows.places {
		s.places[row.Words] = row.Num
	}
	s.lastPlace = max(s.lastPlace, w.lastPlace)
	s.rows.take(&w.rows)
}

// note follows a request that has been written.
func (s *shared) note(w *writer) {
	for key := range w.current {
		if key.t == record.TypeEvent {
			s.touched[key.id] = true
		}
	}
	if w.plain {
		s.accept(w)
		return
	}
	for key, num := range w.nums {
		if d := s.documents[key.id]; d != nil && key.t == record.TypeDocument {
			d.num = num
		}
	}
	for key := range w.current {
		if key.t == record.TypeDocument {
			delete(s.documents, key.id)
		}
	}
	if w.erased {
		clear(s.documents)
	}
}

// flush writes what waits, and brings the counter to where it belongs.
func (s *shared) flush() error {
	err := s.rows.insert(s.tx)
	s.rows = rows{}
	for id, num := range s.numbers {
		if d := s.documents[id]; d != nil {
			d.num = num
		}
	}
	clear(s.numbers)
	clear(s.places)
	s.lastPlace = 0
	if err == nil {
		err = s.count()
	}
	return err
}

// count moves the database's counter to the last change.
func (s *shared) count() error {
	if s.seq == s.counted {
		return nil
	}
	s.counted = s.seq
	if err := s.tx.Model(&counter{ID: 1}).Update("seq", s.seq).Error; err != nil {
		return fmt.Errorf("move the counter: %w", err)
	}
	return nil
}
