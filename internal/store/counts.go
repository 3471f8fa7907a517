package store

import (
	"context"
	"fmt"

	"backchannel/internal/filter"
)

func (v *View) count(ctx context.Context, f *filter.Filter, limit int64) (int64, error) {
	key := countKey{f.Canonical(), v.seq, limit, "all"}
	return v.store.counts.get(key, func() (int64, error) {
		p := v.plan(f)
		if p.empty {
			return 0, nil
		}
		var n int64
		for _, part := range p.parts("DESC", -1, p.hi) {
			most := max(limit-n, 0)
			more, err := int64(0), errLong
			if p.listed(part) && p.asOf < 0 {
				more, err = v.countListed(ctx, p, part, most)
			}
			if err == errLong {
				var s statement
				s.add("SELECT count(*) FROM (")
				p.hits(&s, part, "DESC", most)
				s.add(")")
				more, err = v.number(ctx, &s)
			}
			if n += more; err != nil || limit > 0 && n >= limit {
				return n, err
			}
		}
		return n, nil
	})
}

// countListed counts what lists have in common in a part, up to so many; 0: all of it.
func (v *View) countListed(ctx context.Context, p *planned, part part, most int64) (n int64, err error) {
	err = v.together(ctx, p.groups, part.lo, part.hi, true, func(skey int64) (bool, error) {
		if v.store.memory.stood(skey, v.seq) {
			n++
		}
		return most == 0 || n < most, nil
	})
	return n, err
}

func (v *View) countUndated(ctx context.Context, f *filter.Filter) (int64, error) {
	key := countKey{f.Canonical(), v.seq, 0, "undated"}
	return v.store.counts.get(key, func() (int64, error) {
		p := v.plan(f)
		if p.empty {
			return 0, nil
		}
		var s statement
		s.add("SELECT count(*) FROM (")
		p.ranked(&s, "known_at", "ASC", condition{sql: "v.known_at = ?", args: []any{unknown}}, unknown)
		s.add(")")
		return v.number(ctx, &s)
	})
}

func (v *View) number(ctx context.Context, s *statement) (int64, error) {
	var n int64
	err := v.store.query(ctx, s.sql.String(), s.args, func(row tuple) error {
		n = row.int(0)
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("count events: %w", err)
	}
	return n, nil
}
