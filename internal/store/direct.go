package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"
)

// Lists by date, by words and by several actors need nothing of event_version but which versions stood and what was known:
// memory tells the one and the stored document the other. They walk the documents themselves, or look up the document behind
// each key, and leave the table of versions aside.

// errEnough ends a walk that has found what it wants.
var errEnough = errors.New("enough")

// direct says whether a part can be walked so, along its only arm.
func (p *planned) direct(part part) (a arm, ok bool) {
	d := p.best()
	if part.margin || part.long || len(d.arms) != 1 || d.clause >= 0 || !d.arms[0].isRow && p.match == "" {
		return arm{}, false
	}
	for i, c := range p.conditions {
		if c.row && i != p.asOf {
			return arm{}, false
		}
	}
	return d.arms[0], true
}

// listed says whether a part is what lists in memory have in common.
func (p *planned) listed(part part) bool { return len(p.groups) > 0 && !part.margin && !part.long }

// takeDirect adds the events of such a part to the piece at hand, until there are so many.
func (l *EventList) takeDirect(part part, order string, limit int, asm *assembler) (ok bool, err error) {
	if l.plan.listed(part) {
		before := len(l.keys)
		if err := l.takeTogether(part, order, limit, asm); err != errLong {
			return true, err
		}
		l.keys, l.rows = l.keys[:before], l.rows[:before]
	}
	a, ok := l.plan.direct(part)
	if !ok {
		return false, nil
	}
	from, key := "event_document body", "body.skey"
	if !a.isRow {
		from, key = a.from+" CROSS JOIN event_document body ON body.skey = "+a.key, a.key
	}
	var s statement
	s.add("SELECT body.skey, body.doc, body.refs, body.digest FROM "+from+" WHERE "+key+" >= ? AND "+key+" < ?", part.lo, part.hi)
	if a.where.sql != "" {
		s.add(" AND "+a.where.sql, a.where.args...)
	}
	for i, c := range l.plan.conditions {
		if i != l.plan.asOf {
			s.add(" AND "+strings.ReplaceAll(c.sql, "{k}", key), c.args...)
		}
	}
	s.add(" ORDER BY " + key + " " + order)
	err = l.view.store.query(l.ctx, s.sql.String(), s.args, func(t tuple) error {
		if !l.view.store.memory.stood(t.int(0), l.view.seq) {
			return nil
		}
		return l.addKnown(t, limit, asm)
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return true, err
}

// documentOf reads a version with its document.
const documentOf = "SELECT skey, doc, refs, digest FROM event_document WHERE skey = ?"

// takeTogether adds the events that stand in a list of each group.
func (l *EventList) takeTogether(part part, order string, limit int, asm *assembler) error {
	keys := make([]int64, 0, limit)
	more := func(skey int64) (bool, error) {
		if l.view.store.memory.stood(skey, l.view.seq) {
			keys = append(keys, skey)
		}
		return len(l.keys)+len(keys) < limit, nil
	}
	for lo, hi := part.lo, part.hi; lo < hi; {
		keys = keys[:0]
		if err := l.view.together(l.ctx, l.plan.groups, lo, hi, order == "DESC", more); err != nil || len(keys) == 0 {
			return err
		}
		err := l.view.store.readers.each(l.ctx, documentOf, keys, func(t tuple) error { return l.addKnown(t, limit, asm) })
		if errors.Is(err, errEnough) {
			return nil
		}
		if err != nil {
			return err
		}
		// Not all were known: the rest of the part may hold more.
		if last := keys[len(keys)-1]; order == "DESC" {
			hi = last
		} else {
			lo = last + 1
		}
	}
	return nil
}

// addKnown adds an event if it was known by the moment asked for. It is errEnough once there are so many.
func (l *EventList) addKnown(t tuple, limit int, asm *assembler) error {
	known, err := asm.known(t.bytes(1), t.bytes(2))
	if err != nil || !known {
		return err
	}
	if err := l.add(t, asm); err != nil {
		return err
	}
	if len(l.keys) >= limit {
		return errEnough
	}
	return nil
}

// ownKnown stands before the moment at which an event became known; those of its citations stand before it, and in a string
// the quotes would be escaped.
var ownKnown = []byte(`"known_at":`)

// known says whether an event was known by the moment asked for. What is settled was.
func (a *assembler) known(doc, refs []byte) (bool, error) {
	if a.asOf.IsZero() {
		return true, nil
	}
	if settled, _ := binary.Varint(refs); settled <= micros(a.asOf) {
		return true, nil
	}
	i := bytes.LastIndex(doc, ownKnown)
	if i < 0 {
		return false, fmt.Errorf("a stored event does not tell when it became known")
	}
	value := doc[i+len(ownKnown):]
	if value = value[:valueEnd(value, 0)]; string(value) == "null" {
		return false, nil
	}
	at, err := time.Parse(time.RFC3339Nano, string(unquoted(value)))
	if err != nil {
		return false, fmt.Errorf("read when a stored event became known: %w", err)
	}
	return !at.After(a.asOf), nil
}
