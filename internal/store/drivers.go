package store

import (
	"context"
	"sync"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// mostArms is how many values one walk merges; more are left to the conditions.
const mostArms = 64

// citedRarely is taken for how many events cite one document; nobody counts them.
const citedRarely = 16

// walk offers a link table as the driver of a query: one arm a value.
func (p *planned) walk(c *filter.Clause, at int, field, from, column string, nums []any, where condition, repeats bool) {
	if c.Not || len(nums) > mostArms {
		return
	}
	d := driver{clause: at}
	for _, num := range nums {
		if field == "document" {
			d.rows += citedRarely
		} else {
			d.rows += p.view.store.memory.posting(field, num.(int64))
		}
		sql := column + " = ?"
		if where.sql != "" {
			sql += " AND " + where.sql
		}
		d.arms = append(d.arms, arm{
			from: from, key: "d.skey", interval: true, repeats: repeats,
			where: condition{sql: sql, args: append([]any{num}, where.args...)},
		})
	}
	d.rows = p.share(d.rows)
	p.drivers = append(p.drivers, d)
}

func (p *planned) walkCitations(c *filter.Clause, at int, known condition) {
	if known.sql != "" {
		known.sql = "d." + known.sql
	}
	switch c.Field {
	case "source":
		p.walk(c, at, "source", "event_citation d", "d.source", p.nums(record.TypeSource, c.Among), known, true)
	case "document":
		p.walk(c, at, "document", "event_citation d", "d.document", p.nums(record.TypeDocument, c.Among), known, true)
	}
}

// walkRows offers an index over a column of the versions themselves.
func (p *planned) walkRows(c *filter.Clause, at int, field string, number func(string) int) {
	if c.Not {
		return
	}
	d := driver{clause: at}
	for _, v := range c.Among {
		n := int64(number(v))
		d.rows += p.view.store.memory.posting(field, n)
		d.arms = append(d.arms, arm{
			from: "event_version v", key: "v.skey", isRow: true,
			where: condition{sql: "v." + field + " = ?", args: []any{n}},
		})
	}
	d.rows = p.share(d.rows)
	p.drivers = append(p.drivers, d)
}

// walkIDs offers the events named one by one.
func (p *planned) walkIDs(c *filter.Clause, at int) {
	if c.Not {
		return
	}
	d := driver{clause: at, rows: int64(len(c.Among))}
	for _, id := range c.Among {
		d.arms = append(d.arms, arm{
			from: "event_version v", key: "v.skey", isRow: true, where: condition{sql: "v.event = ?", args: []any{id}},
		})
	}
	p.drivers = append(p.drivers, d)
}

// identNum is an id's number; those of documents are read from the database.
func (s *Store) identNum(t record.Type, id string) int64 {
	if t != record.TypeDocument {
		return s.memory.idents.num(t, id)
	}
	var num int64
	if err := s.read.Raw("SELECT num FROM ident WHERE type = 'document' AND id = ?", id).Row().Scan(&num); err != nil {
		return 0 // cited by nothing
	}
	return num
}

func (m *memory) size() int64 {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.events
}

// span is the first and last civil day on which events begin, but for unknown starts.
func (m *memory) span() (first, last int64) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	days := m.zones.days
	if len(days) > 0 && days[0] == int64(yearZero) {
		days = days[1:]
	}
	if len(days) == 0 {
		return 0, 0
	}
	return days[0], days[len(days)-1]
}

func (m *memory) zoneBound(asOf, seq, lo, hi int64) (first, last int64, ok bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	return m.zones.bound(asOf, seq, lo, hi)
}

// Count says how many events a filter has: exactly up to CountCap or where exact is asked, else that
// there are more than CountCap. It is kept per canonical filter and commit.
func (v *View) Count(ctx context.Context, f *filter.Filter, exact bool) (n int64, isExact bool, err error) {
	limit := int64(CountCap + 1)
	if exact {
		limit = 0
	}
	n, err = v.count(ctx, f, limit)
	if err != nil || exact || n <= CountCap {
		return n, err == nil, err
	}
	return CountCap, false, nil
}

// Undated says how many events as_of leaves out because no moment is known at which they became known.
func (v *View) Undated(ctx context.Context, f *filter.Filter) (int64, error) {
	if f.AsOf.IsZero() {
		return 0, nil
	}
	all := *f
	all.AsOf = time.Time{}
	return v.countUndated(ctx, &all)
}

// countCache keeps counts. It is emptied when full: a count is cheap to make again.
type countCache struct {
	mu   sync.RWMutex
	most int
	kept map[countKey]int64
}

type countKey struct {
	filter string
	seq    int64
	limit  int64
	what   string
}

func newCountCache(most int) *countCache { return &countCache{most: most, kept: map[countKey]int64{}} }

func (c *countCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.kept)
}

func (c *countCache) get(key countKey, make func() (int64, error)) (int64, error) {
	c.mu.RLock()
	n, ok := c.kept[key]
	c.mu.RUnlock()
	if ok {
		return n, nil
	}
	n, err := make()
	if err != nil {
		return 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.kept) >= c.most {
		clear(c.kept)
	}
	c.kept[key] = n
	return n, nil
}
