package store

import (
	"fmt"
	"slices"

	"backchannel/internal/record"
)

// chunk is how many ids stand in one IN list at most.
const chunk = 256

// inChunks calls f with the ids in lists whose lengths are powers of four up to chunk, so that few
// statements serve all; a shorter list is filled up with its last id. Most ask for one record.
func inChunks(ids []string, f func(list []string) error) error {
	for len(ids) > 0 {
		size := 1
		for size < min(len(ids), chunk) {
			size *= 4
		}
		list := make([]string, size)
		n := copy(list, ids)
		for i := n; i < size; i++ {
			list[i] = ids[n-1]
		}
		if err := f(list); err != nil {
			return err
		}
		ids = ids[n:]
	}
	return nil
}

// readCurrent reads what stands in the database for each key.
func (w *writer) readCurrent(keys []identKey) error {
	byType := map[record.Type][]string{}
	for _, key := range keys {
		if _, ok := w.current[key]; !ok {
			w.current[key] = &currentRecord{}
			if w.plain && key.t == record.TypeEvent && w.shared.current[key.id] != nil {
				continue // nothing is recorded of it
			}
			byType[key.t] = append(byType[key.t], key.id)
		}
	}
	if w.before == 0 {
		return nil
	}
	for t, ids := range byType {
		if err := inChunks(ids, func(list []string) error { return w.readNewest(t, list) }); err != nil {
			return err
		}
		if t != record.TypeEvent {
			continue
		}
		ids = slices.DeleteFunc(ids, func(id string) bool { return w.current[identKey{t, id}].revision == 0 })
		if err := inChunks(ids, w.readSkeys); err != nil {
			return err
		}
	}
	return nil
}

func (w *writer) readNewest(t record.Type, ids []string) error {
	rows, err := w.tx.Raw(`SELECT c.id, c.seq, c.revision, c.operation, c.body,
			(SELECT f.recorded_at FROM change f WHERE f.type = c.type AND f.id = c.id ORDER BY f.seq LIMIT 1)
		FROM change c
		WHERE c.type = ? AND c.id IN ? AND c.seq = (SELECT max(n.seq) FROM change n WHERE n.type = c.type AND n.id = c.id)`,
		string(t), ids).Rows()
	if err != nil {
		return fmt.Errorf("read current revisions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, operation string
		var now currentRecord
		if err := rows.Scan(&id, &now.rec, &now.revision, &operation, &now.own, &now.first); err != nil {
			return fmt.Errorf("read current revisions: %w", err)
		}
		if now.gone = operation == string(Retract) || operation == string(Erase) && len(now.own) == 0; now.gone {
			now.goneSeq = now.rec
		}
		w.current[identKey{t, id}] = &now
	}
	return rows.Err()
}

func (w *writer) readSkeys(ids []string) error {
	rows, err := w.tx.Raw("SELECT event, skey FROM event_version WHERE event IN ? AND sup = ?", ids, never).Rows()
	if err != nil {
		return fmt.Errorf("read current versions: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var id string
		var skey int64
		if err := rows.Scan(&id, &skey); err != nil {
			return fmt.Errorf("read current versions: %w", err)
		}
		w.current[identKey{record.TypeEvent, id}].skey = skey
	}
	return rows.Err()
}

// checkReferences refuses a batch that would leave a reference to nothing. References resolve within
// the batch in any order.
func (w *writer) checkReferences() error {
	missing := map[identKey]bool{}
	for _, s := range w.staged {
		for _, ref := range s.change.Record.References() {
			missing[identKey{ref.Type, ref.ID}] = true
		}
	}
	if err := w.strikeKnown(missing); err != nil {
		return err
	}
	if len(missing) == 0 {
		return nil
	}
	var invalid InvalidBatch
	for i, c := range w.batch.Changes {
		if c.Operation != Put {
			continue
		}
		if faults := w.dangling(c.Record, missing); len(faults) > 0 {
			invalid = append(invalid, Invalid{i, c.Record.RecordType(), c.Record.RecordID(), faults})
		}
	}
	return invalid
}

func (w *writer) dangling(r record.Record, missing map[identKey]bool) record.Faults {
	var faults record.Faults
	for _, ref := range r.References() {
		if missing[identKey{ref.Type, ref.ID}] {
			fault := record.Fault{
				Pointer: ref.Pointer, Code: "dangling_reference", Given: ref.ID,
				Detail: fmt.Sprintf("there is no %s with the id %q", ref.Type, ref.ID),
				Hint:   "enter it first, or in the same batch",
			}
			if near := w.head().Nearest(ref.Type, ref.ID); near != "" {
				fault.Hint = fmt.Sprintf("did you mean %q? Otherwise enter it first, or in the same batch", near)
			}
			faults = append(faults, fault)
		}
	}
	return faults
}

// strikeKnown strikes off the keys that exist, in the batch or before it.
func (w *writer) strikeKnown(missing map[identKey]bool) error {
	head := w.head()
	rest := map[record.Type][]string{}
	for key := range missing {
		switch {
		case w.retracted[key]:
		case w.staged[key] != nil, head.holds(key), key.t == record.TypeDocument && w.shared.documents[key.id] != nil:
			delete(missing, key)
		case key.t != record.TypeActor && key.t != record.TypeSource && key.t != record.TypeTopic:
			rest[key.t] = append(rest[key.t], key.id)
		}
	}
	if w.before == 0 {
		return nil
	}
	for t, ids := range rest {
		query, args := "SELECT id FROM record_version WHERE sup = ? AND id IN ? AND type = ?", []any{string(t)}
		if t == record.TypeEvent {
			query, args = "SELECT event FROM event_version WHERE sup = ? AND event IN ?", nil
		}
		err := inChunks(ids, func(list []string) error {
			var found []string
			if err := w.tx.Raw(query, append([]any{never, list}, args...)...).Scan(&found).Error; err != nil {
				return fmt.Errorf("check references to %s: %w", t.Plural(), err)
			}
			for _, id := range found {
				delete(missing, identKey{t, id})
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// head is the directory before the batch.
func (w *writer) head() *directory { return w.store.memory.directory(w.before) }

func (d *directory) holds(key identKey) bool {
	switch key.t {
	case record.TypeActor:
		return d.actors[key.id] != nil
	case record.TypeSource:
		return d.sources[key.id] != nil
	case record.TypeTopic:
		return d.topics[key.id] != nil
	}
	return false
}
