package store

import (
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// past tells by which change a version of an event came to its end, by the change that made it; of one that stands it has
// nothing. Few versions are past.
type past map[uint32]uint32

func loadPast(db *gorm.DB) (past, error) {
	var ended []struct{ Rec, Sup uint32 }
	if err := db.Raw("SELECT rec, sup FROM event_version WHERE sup < ?", never).Scan(&ended).Error; err != nil {
		return nil, fmt.Errorf("read the versions that are past: %w", err)
	}
	p := make(past, len(ended))
	for _, v := range ended {
		p[v.Rec] = v.Sup
	}
	return p, nil
}

func (p past) end(skey, sup int64) { p[uint32(seqOfSkey(skey))] = uint32(sup) }

// seqOfSkey is the change that made the version.
func seqOfSkey(skey int64) int64 { return skey & (1<<seqBits - 1) }

// stood says whether a version was its event's by a commit.
func (m *memory) stood(skey, seq int64) bool {
	rec := seqOfSkey(skey)
	if rec > seq {
		return false
	}
	m.mu.RLock()
	defer m.mu.RUnlock()
	sup, ended := m.past[uint32(rec)]
	return !ended || int64(sup) > seq
}

// errEnough ends a walk that has found what it wants.
var errEnough = errors.New("enough")

// direct gives the walk along a part that needs nothing of event_version: along the documents themselves, or along the words
// and the document behind each. Which of them stood is known from memory.
func (p *planned) direct(part part) (from, key string, ok bool) {
	d := p.best()
	if part.margin || part.long || len(d.arms) != 1 || p.needsRow(d.clause, part) {
		return "", "", false
	}
	switch a := d.arms[0]; {
	case d.clause < 0 && a.isRow:
		return "event_document body", "body.skey", true
	case p.match != "":
		return a.from + " CROSS JOIN event_document body ON body.skey = " + a.key, a.key, true
	}
	return "", "", false
}

// takeDirect adds the events of such a walk to the piece at hand, until there are so many.
func (l *EventList) takeDirect(part part, order string, limit int, asm *assembler) (ok bool, err error) {
	from, key, ok := l.plan.direct(part)
	if !ok {
		return false, nil
	}
	var s statement
	s.add("SELECT body.skey, body.doc, body.refs, body.digest FROM "+from+" WHERE "+key+" >= ? AND "+key+" < ?", part.lo, part.hi)
	if where := l.plan.best().arms[0].where; where.sql != "" {
		s.add(" AND "+where.sql, where.args...)
	}
	for _, c := range l.plan.conditions {
		s.add(" AND "+strings.ReplaceAll(c.sql, "{k}", key), c.args...)
	}
	s.add(" ORDER BY " + key + " " + order)
	err = l.view.store.query(l.ctx, s.sql.String(), s.args, func(t tuple) error {
		if !l.view.store.memory.stood(t.int(0), l.view.seq) {
			return nil
		}
		if err := l.add(t, asm); err != nil {
			return err
		}
		if len(l.keys) >= limit {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		err = nil
	}
	return true, err
}
