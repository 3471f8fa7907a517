package store

import (
	"fmt"
	"hash/maphash"
	"time"

	"gorm.io/gorm"

	"backchannel/internal/record"
)

// linkIndex tells which events are or ever were at either end of a link, so that the others, most of all, need not be looked
// up. The links themselves stay in the database. It holds hashes: an event that shares one is looked up in vain.
type linkIndex struct {
	seed    maphash.Seed
	in, out map[uint64]struct{} // targets; events with links of their own
}

func newLinkIndex() *linkIndex {
	return &linkIndex{seed: maphash.MakeSeed(), in: map[uint64]struct{}{}, out: map[uint64]struct{}{}}
}

func loadLinks(db *gorm.DB) (*linkIndex, error) {
	index := newLinkIndex()
	rows, err := db.Raw("SELECT event, target FROM event_link").Rows()
	if err != nil {
		return nil, fmt.Errorf("read the links: %w", err)
	}
	defer rows.Close()
	var event, target string
	for rows.Next() {
		if err := rows.Scan(&event, &target); err != nil {
			return nil, fmt.Errorf("read the links: %w", err)
		}
		index.add(event, target)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("read the links: %w", err)
	}
	return index, nil
}

func (x *linkIndex) add(event, target string) {
	x.out[maphash.String(x.seed, event)] = struct{}{}
	x.in[maphash.String(x.seed, target)] = struct{}{}
}

// touches says whether an event may be the target of a link, and whether it may have links of its own.
func (x *linkIndex) touches(event string) (in, out bool) {
	h := maphash.String(x.seed, event)
	_, in = x.in[h]
	_, out = x.out[h]
	return in, out
}

func (m *memory) linked(event string) (in, out bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.links.touches(event)
}

// linkedFrom lists the links to an event as of the view and of a moment (zero: all), by the id of who links, not by when that was
// recorded, and in the order of its links: a new version of one that links leaves what it links to as it reads. A link is known at
// the later of its event's and its target's time.
func (a *assembler) linkedFrom(event string) ([]record.LinkedFrom, error) {
	var links []record.LinkedFrom
	err := a.engine.lookUp(`SELECT l.event, l.title, l.relation, l.scope, l.note, v.known_at FROM event_link l CROSS JOIN event_version v ON v.skey = l.skey
		WHERE l.target = ? AND l.rec <= ? AND l.sup > ? ORDER BY l.event, l.ordinal`, []any{event, a.view.seq, a.view.seq}, func(t tuple) error {
		if a.asOf.IsZero() || t.int(5) <= micros(a.asOf) {
			links = append(links, record.LinkedFrom{
				From: t.text(0), Title: t.text(1), Relation: record.Relation(t.text(2)), Scope: record.Scope(t.text(3)), Note: t.text(4),
			})
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the links to %s: %w", event, err)
	}
	return links, nil
}

// eventKnownAt is when an event became known, for pruning links to it; false where nothing tells, or it was not there.
func (a *assembler) eventKnownAt(event string) (at time.Time, ok bool, err error) {
	err = a.engine.lookUp("SELECT known_at FROM event_version WHERE event = ? AND rec <= ? AND sup > ?", []any{event, a.view.seq, a.view.seq}, func(t tuple) error {
		if known := t.int(0); known != unknown {
			at, ok = instant(known), true
		}
		return nil
	})
	if err != nil {
		err = fmt.Errorf("read when %s became known: %w", event, err)
	}
	return at, ok, err
}
