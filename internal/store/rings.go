package store

import (
	"fmt"
	"slices"

	"backchannel/internal/record"
)

// mostSteps bounds how far a chain is followed; none that people make is as long.
const mostSteps = 1000

// chain is a field by which records of one type point to another of that type, and which must not
// lead back to where it began.
type chain struct {
	t       record.Type
	pointer string
	next    func(record.Record) string
}

func chains() []chain {
	return []chain{
		{record.TypeActor, "/merged_into", func(r record.Record) string { return r.(*record.Actor).MergedInto }},
		{record.TypeTopic, "/parent", func(r record.Record) string { return r.(*record.Topic).Parent }},
		{record.TypeDocument, "/derived_from", func(r record.Record) string { return r.(*record.Document).DerivedFrom }},
		{record.TypeDocument, "/seen_through", func(r record.Record) string { return r.(*record.Document).SeenThrough }},
		{record.TypePlan, "/revises", func(r record.Record) string { return r.(*record.Plan).Revises }},
	}
}

// checkRings refuses a batch that would close a ring: of merges, topics, derived documents and
// revised plans, and of the links between events that may not form one.
func (w *writer) checkRings() error {
	var invalid InvalidBatch
	for i, c := range w.batch.Changes {
		if c.Operation != Put {
			continue
		}
		var faults record.Faults
		for _, ch := range chains() {
			if ch.t != c.Record.RecordType() {
				continue
			}
			ring, err := w.closesRing(ch, c.Record)
			if err != nil {
				return err
			}
			if ring {
				faults = append(faults, record.Fault{Pointer: ch.pointer, Code: "circle", Given: ch.next(c.Record),
					Detail: "following this leads back to the record itself", Hint: "end the chain at a record that points no further"})
			}
		}
		if e, ok := c.Record.(*record.Event); ok {
			rings, err := w.linkRings(e)
			if err != nil {
				return err
			}
			faults = append(faults, rings...)
		}
		if len(faults) > 0 {
			invalid = append(invalid, Invalid{i, c.Record.RecordType(), c.Record.RecordID(), faults})
		}
	}
	if len(invalid) > 0 {
		return invalid
	}
	return nil
}

func (w *writer) closesRing(ch chain, r record.Record) (bool, error) {
	at := ch.next(r)
	for range mostSteps {
		if at == "" {
			return false, nil
		}
		if at == r.RecordID() {
			return true, nil
		}
		next, err := w.currentRecord(identKey{ch.t, at})
		if err != nil {
			return false, err
		}
		if next == nil {
			return false, nil
		}
		at = ch.next(next)
	}
	return true, nil
}

// currentRecord is a record as it stands with the batch; nil when there is none.
func (w *writer) currentRecord(key identKey) (record.Record, error) {
	if s := w.staged[key]; s != nil {
		return s.change.Record, nil
	}
	head := w.head()
	switch key.t {
	case record.TypeActor:
		if v := head.actors[key.id]; v != nil {
			return v.record, nil
		}
		return nil, nil
	case record.TypeTopic:
		if v := head.topics[key.id]; v != nil {
			return v.record, nil
		}
		return nil, nil
	case record.TypeDocument:
		if d := w.shared.documents[key.id]; d != nil {
			return d.record, nil
		}
	}
	var bodies [][]byte
	err := w.tx.Raw(`SELECT c.body FROM record_version v JOIN change c ON c.seq = v.rec
		WHERE v.type = ? AND v.id = ? AND v.sup = ?`, string(key.t), key.id, never).Scan(&bodies).Error
	if err != nil {
		return nil, fmt.Errorf("read %s %s: %w", key.t, key.id, err)
	}
	if len(bodies) == 0 {
		return nil, nil
	}
	return decodeOwn(key.t, bodies[0])
}

// linkRings finds links of relations that may not form circles whose target leads back here.
func (w *writer) linkRings(e *record.Event) (faults record.Faults, err error) {
	for n, l := range e.Links {
		switch l.Relation {
		case "supersedes", "part_of", "prepares":
		default:
			continue
		}
		back, err := w.reaches(e.ID, l.To, l.Relation)
		if err != nil {
			return nil, err
		}
		if back {
			faults = append(faults, record.Fault{Pointer: fmt.Sprintf("/links/%d", n), Code: "circle", Given: l.To,
				Detail: fmt.Sprintf("%s leads back from %s to this event", l.Relation, l.To), Hint: "turn one of the links round, or leave it out"})
		}
	}
	return faults, nil
}

// reaches says whether an event can be come to from another along links of one relation. It walks
// backward from the event, over the links that stand with the batch.
func (w *writer) reaches(event, from string, relation record.Relation) (bool, error) {
	into := map[string][]string{}
	for key, s := range w.staged {
		if e, ok := s.change.Record.(*record.Event); ok {
			for _, l := range e.Links {
				if l.Relation == relation {
					into[l.To] = append(into[l.To], key.id)
				}
			}
		}
	}
	seen := map[string]bool{event: true}
	for open := []string{event}; len(open) > 0; open = open[1:] {
		before, err := w.linking(open[0], relation)
		if err != nil {
			return false, err
		}
		for _, id := range append(before, into[open[0]]...) {
			if id == from {
				return true, nil
			}
			if !seen[id] {
				seen[id] = true
				open = append(open, id)
			}
		}
	}
	return false, nil
}

// linking lists the events of the database, but for those that the batch changes, with a link of a relation to an event.
func (w *writer) linking(event string, relation record.Relation) (from []string, err error) {
	if in, _ := w.store.memory.linked(event); !in {
		return nil, nil
	}
	if err := w.tx.Raw("SELECT event FROM event_link WHERE target = ? AND sup = ? AND relation = ?", event, never, string(relation)).Scan(&from).Error; err != nil {
		return nil, fmt.Errorf("read the links to %s: %w", event, err)
	}
	return slices.DeleteFunc(from, func(id string) bool { return w.staged[identKey{record.TypeEvent, id}] != nil }), nil
}
