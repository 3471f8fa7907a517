package store

import (
	"fmt"

	"backchannel/internal/record"
)

// mostUsers is how many users of a record an InUse names.
const mostUsers = 100

// InUse says that a record cannot be retracted while others refer to it.
type InUse struct {
	Type  record.Type
	ID    string
	Users []record.Reference // Type and ID of each, at most 100
	More  bool               // there are others
}

// Error implements error.
func (u *InUse) Error() string {
	return fmt.Sprintf("%s %s is in use by %d records or more", u.Type, u.ID, len(u.Users))
}

// checkUnused refuses to retract what stays in use after the batch.
func (w *writer) checkUnused(key identKey) error {
	if key.t == record.TypeEvent || key.t == record.TypeTimeline {
		return nil
	}
	use := &InUse{Type: key.t, ID: key.id}
	var rows []recordReference
	err := w.tx.Where("target_type = ? AND target = ? AND sup = ?", string(key.t), key.id, never).Order("type, id").Limit(mostUsers + 1).Find(&rows).Error
	if err != nil {
		return fmt.Errorf("find users of %s %s: %w", key.t, key.id, err)
	}
	for _, row := range rows {
		use.add(w, record.Type(row.Type), row.ID)
	}
	events, err := w.eventsUsing(key)
	if err != nil {
		return err
	}
	for _, event := range events {
		use.add(w, record.TypeEvent, event)
	}
	if len(use.Users) == 0 {
		return nil
	}
	return use
}

// add counts a user unless the batch retracts it or puts it without the reference.
func (u *InUse) add(w *writer, t record.Type, id string) {
	key := identKey{t, id}
	if w.retracted[key] {
		return
	}
	if s := w.staged[key]; s != nil && !refersTo(s.change.Record, identKey{u.Type, u.ID}) {
		return
	}
	if len(u.Users) == mostUsers {
		u.More = true
		return
	}
	u.Users = append(u.Users, record.Reference{Type: t, ID: id})
}

func refersTo(r record.Record, key identKey) bool {
	for _, ref := range r.References() {
		if ref.Type == key.t && ref.ID == key.id {
			return true
		}
	}
	return false
}

// eventsUsing lists current events with a row that holds the record's number.
func (w *writer) eventsUsing(key identKey) ([]string, error) {
	num, err := w.numBefore(key)
	if err != nil || num == 0 {
		return nil, err
	}
	tables := map[record.Type]string{
		record.TypeActor:    "SELECT skey FROM event_actor WHERE actor = ? AND sup = ?",
		record.TypeTopic:    "SELECT skey FROM event_topic WHERE topic = ? AND sup = ?",
		record.TypeSource:   "SELECT skey FROM event_citation WHERE source = ? AND sup = ?",
		record.TypeDocument: "SELECT skey FROM event_citation WHERE document = ? AND sup = ?",
	}
	query, args := "SELECT skey FROM event_mention WHERE num = ? AND sup = ?", []any{num, never}
	if own := tables[key.t]; own != "" {
		query, args = query+" UNION "+own, append(args, num, never)
	}
	var events []string
	err = w.tx.Raw("SELECT v.event FROM event_version v WHERE v.skey IN ("+query+") ORDER BY v.event LIMIT ?", append(args, mostUsers+1)...).Scan(&events).Error
	if err != nil {
		return nil, fmt.Errorf("find events using %s %s: %w", key.t, key.id, err)
	}
	return events, nil
}

// addMentions writes a row for every reference of an event that no other table holds.
func (w *writer) addMentions(a *record.EventAnswer, v *eventVersion) error {
	held := map[identKey]bool{}
	hold := func(t record.Type, id string) { held[identKey{t, id}] = true }
	for _, p := range a.Participants {
		hold(record.TypeActor, p.Actor)
	}
	for _, topic := range topicsOf(a) {
		hold(record.TypeTopic, topic)
	}
	for _, c := range a.Citations {
		hold(record.TypeSource, c.Source)
	}
	if a.Leak != nil {
		hold(record.TypeSource, a.Leak.Source)
		for _, claim := range a.Leak.Claims {
			for _, actor := range claim.Actors {
				hold(record.TypeActor, actor)
			}
		}
	}
	for _, ref := range a.Own().References() {
		switch ref.Type {
		case record.TypeEvent, record.TypeDocument:
			continue
		}
		if key := (identKey{ref.Type, ref.ID}); !held[key] {
			held[key] = true
			num, err := w.num(ref.Type, ref.ID)
			if err != nil {
				return err
			}
			w.rows.mentions = append(w.rows.mentions, eventMention{num, v.Skey, v.Rec, never})
			if ref.Type == record.TypePlan {
				w.rows.count("plan", num)
			}
		}
	}
	return nil
}

// addReferences writes what a record other than an event refers to.
func (w *writer) addReferences(r record.Record, seq int64) {
	seen := map[identKey]bool{}
	for _, ref := range r.References() {
		if key := (identKey{ref.Type, ref.ID}); !seen[key] {
			seen[key] = true
			w.rows.references = append(w.rows.references, recordReference{
				TargetType: string(ref.Type), Target: ref.ID, Type: string(r.RecordType()), ID: r.RecordID(), Rec: seq, Sup: never,
			})
		}
	}
}
