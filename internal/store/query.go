package store

import (
	"slices"
	"strings"

	"backchannel/internal/filter"
)

// statement is SQL text with its bind arguments. User text only ever stands in arguments.
type statement struct {
	sql  strings.Builder
	args []any
}

func (s *statement) add(sql string, args ...any) {
	s.sql.WriteString(sql)
	s.args = append(s.args, args...)
}

// condition is one thing that must hold of a version. In its SQL {k} is the skey; it may name columns
// of v, the version's row, which is joined only when some condition does.
type condition struct {
	sql  string
	args []any
	row  bool // names v
}

// planned is a filter turned into SQL against one view.
type planned struct {
	view       *View
	filter     *filter.Filter
	conditions []condition
	drivers    []driver
	margin     []condition // of a range, asked of what begins below body only
	lo, hi     int64       // skey range, hi exclusive
	asOf       int         // the condition of as_of, among conditions; -1: none
	body       int64       // from here on what begins in the range holds it
	long       int64       // events in event_long below lo may reach into the range; 0: none asked
	match      string      // what the words must match; "" where q has no positive term
	groups     [][]list    // what matches stands in one of each; nil where more is asked than this, a range and as_of
	empty      bool        // nothing can match
}

// driver is one way to walk the matching versions in skey order: one arm a value, each arm the rows
// of one table that hold the value.
type driver struct {
	clause int // the clause it makes superfluous; -1: none
	rows   int64
	arms   []arm
}

// arm is the walk along one value of one table.
type arm struct {
	from     string // table and alias d
	key      string // its skey column
	where    condition
	interval bool // d carries rec and sup
	repeats  bool // one skey may stand several times
	isRow    bool // d is the version's row itself
}

// plan turns a filter into SQL against the view.
func (v *View) plan(f *filter.Filter) *planned {
	p := &planned{view: v, filter: f, lo: 0, hi: never, asOf: -1}
	p.occurred()
	p.clocks()
	p.box()
	p.byLists()
	for i := range f.Clauses {
		p.clause(i)
	}
	p.text()
	p.bound()
	p.drivers = append(p.drivers, p.base())
	return p
}

func (p *planned) require(sql string, args ...any) {
	p.conditions = append(p.conditions, condition{sql, args, strings.Contains(sql, "v.")})
}

// base walks the versions themselves.
func (p *planned) base() driver {
	return driver{clause: -1, rows: p.share(p.view.store.memory.size()), arms: []arm{{from: "event_version v", key: "v.skey", isRow: true}}}
}

// share scales a number of versions by how much of the time axis the range covers.
func (p *planned) share(rows int64) int64 {
	first, last := p.view.store.memory.span()
	if last <= first {
		return rows
	}
	lo, hi := max(dayOfSkey(max(p.lo, 0)), first), min(dayOfSkey(p.hi), last)
	if hi < lo {
		return 0
	}
	return int64(float64(rows) * float64(hi-lo+1) / float64(last-first+1))
}

// best is the driver with the fewest rows to walk. A search by words always drives itself: probing
// the text index row by row costs far more than walking it.
func (p *planned) best() driver {
	best := p.drivers[0]
	for _, d := range p.drivers[1:] {
		if d.rows < best.rows {
			best = d
		}
	}
	return best
}

// part is a piece of the skey axis: the body, where all that begins in the range holds it; the margin
// below it, where something may begin that reaches into the range; the long events below that. They do
// not overlap, so a list is one after the other, and a later one is read only when it is come to.
type part struct {
	lo, hi int64
	margin bool // the range's conditions are asked
	long   bool // events in event_long alone
}

// parts gives the pieces of (after, before) in an order.
func (p *planned) parts(order string, after, before int64) []part {
	lo, hi := max(p.lo, after+1), min(p.hi, before)
	parts := []part{{lo: max(lo, p.body), hi: hi}, {lo: lo, hi: min(hi, p.body), margin: true}}
	if p.long > 0 {
		parts = append(parts, part{lo: max(after+1, 0), hi: min(p.lo, before), margin: true, long: true})
	}
	parts = slices.DeleteFunc(parts, func(part part) bool { return part.lo >= part.hi })
	if order == "ASC" {
		slices.Reverse(parts)
	}
	return parts
}

// hits writes the ordered, distinct skeys of a part that match, at most limit of them.
func (p *planned) hits(s *statement, part part, order string, limit int64) {
	d := p.best()
	if part.long {
		side := arm{from: "event_long d", key: "d.skey"}
		if p.match != "" {
			side.where = condition{sql: "d.skey IN (SELECT t.rowid FROM event_text t WHERE " + matchText + ")", args: []any{p.match}}
		}
		d = driver{clause: -1, arms: []arm{side}}
	}
	for i, a := range d.arms {
		if i > 0 {
			s.add(" UNION ")
		}
		p.arm(s, a, d.clause, part)
	}
	s.add(" ORDER BY 1 " + order)
	if limit > 0 {
		s.add(" LIMIT ?", limit)
	}
}

// arm writes one walk with every condition but those that it satisfies by itself.
func (p *planned) arm(s *statement, a arm, satisfied int, part part) {
	joined := !a.isRow && (!a.interval || p.needsRow(satisfied, part))
	s.add("SELECT ")
	if a.repeats {
		s.add("DISTINCT ")
	}
	s.add(a.key + " FROM " + a.from)
	if joined {
		s.add(" CROSS JOIN event_version v ON v.skey = " + a.key)
	}
	s.add(" WHERE "+a.key+" >= ? AND "+a.key+" < ?", part.lo, part.hi)
	if a.where.sql != "" {
		s.add(" AND "+a.where.sql, a.where.args...)
	}
	interval := "v"
	if a.interval {
		interval = "d"
	}
	s.add(" AND "+interval+".rec <= ? AND "+interval+".sup > ?", p.view.seq, p.view.seq)
	for i, c := range p.conditions {
		if i != satisfied || satisfied < 0 {
			s.add(" AND "+strings.ReplaceAll(c.sql, "{k}", a.key), c.args...)
		}
	}
	if part.margin {
		for _, c := range p.margin {
			s.add(" AND "+strings.ReplaceAll(c.sql, "{k}", a.key), c.args...)
		}
	}
}

func (p *planned) needsRow(satisfied int, part part) bool {
	if part.margin && len(p.margin) > 0 {
		return true
	}
	for i, c := range p.conditions {
		if c.row && (i != satisfied || satisfied < 0) {
			return true
		}
	}
	return false
}

// sortable is how many versions a range may hold to be sorted by another clock, instead of walking
// that clock's index past all that lies outside the range.
const sortable = 20_000

// ranked writes the matching versions in an order by another column, after a key of that order.
func (p *planned) ranked(s *statement, column, order string, where condition, limit int64) {
	// The sign keeps SQLite from walking the range and sorting it, unless the range is small.
	key := "+v.skey"
	if !p.filter.Occurred.IsZero() && p.share(p.view.store.memory.size()) < sortable {
		key = "v.skey"
	}
	s.add("SELECT v.skey, v." + column + " FROM event_version v WHERE " + key + " >= ? AND " + key + " < ?")
	low := p.lo
	if p.long > 0 {
		low = 0
	}
	s.args = append(s.args, low, p.hi)
	s.add(" AND v.rec <= ? AND v.sup > ?", p.view.seq, p.view.seq)
	if p.long > 0 {
		s.add(" AND (v.skey >= ? OR v.skey IN (SELECT l.skey FROM event_long l))", p.lo)
	}
	for _, c := range slices.Concat(p.conditions, p.margin) {
		s.add(" AND "+strings.ReplaceAll(c.sql, "{k}", "v.skey"), c.args...)
	}
	if p.match != "" {
		s.add(" AND v.skey IN (SELECT t.rowid FROM event_text t WHERE "+matchText+")", p.match)
	}
	if where.sql != "" {
		s.add(" AND "+where.sql, where.args...)
	}
	s.add(" ORDER BY v." + column + " " + order + ", v.skey " + order)
	s.add(" LIMIT ?", limit)
}

// marks writes n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

func anys[T any](list []T) []any {
	out := make([]any, len(list))
	for i, v := range list {
		out[i] = v
	}
	return out
}
