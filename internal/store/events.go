package store

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// fetch is how many events are read at once where a list has no limit: long exports hold no
// transaction open, and stay consistent because they read one commit.
const fetch = 500

// Events reads the events of a query. When it returns without an error the first of them are there.
func (v *View) Events(ctx context.Context, q EventQuery) (*EventList, error) {
	if q.Sort == "" {
		q.Sort = ByDateDesc
	}
	l := &EventList{ctx: ctx, view: v, query: q, plan: v.plan(q.Filter), order: orderOf(q.Sort)}
	if q.Cursor != "" {
		c, err := v.openCursor(q.Cursor, q)
		if err != nil {
			return nil, err
		}
		l.from = &c
	}
	if q.Sort == ByRelevance {
		return l, l.rank()
	}
	return l, l.start()
}

// EventList is the answer to a query, read in pieces.
type EventList struct {
	ctx   context.Context
	view  *View
	query EventQuery
	plan  *planned
	order ordering
	from  *cursor // where the list begins; nil: at an end

	keys   []position // of the piece at hand
	rows   []EventRow
	more   bool // there are events beyond the piece
	page   Page
	ranked []position // relevance: every match in order
	room   *room      // of the rows; nil: none taken, or given back
}

// position is where an event stands in an order: the sort key, then skey.
type position struct {
	key, skey int64
}

// ordering is how a sort is read from the database.
type ordering struct {
	column     string // of event_version; "": skey alone
	descending bool
}

func orderOf(s Sort) ordering {
	o := ordering{descending: strings.HasPrefix(string(s), "-")}
	switch s {
	case ByKnown, ByKnownDesc:
		o.column = "known_at"
	case ByRecorded, ByRecordedDesc:
		o.column = "rec"
	}
	return o
}

func (o ordering) sql(backward bool) string {
	if o.descending != backward {
		return "DESC"
	}
	return "ASC"
}

// start reads the first piece and sets the page's cursors where there is a limit.
func (l *EventList) start() error {
	if l.plan.empty {
		return nil
	}
	want := int64(l.query.Limit)
	if want == 0 {
		want = fetch
	}
	backward := l.from != nil && l.from.back
	var after *position
	if l.from != nil {
		after = &l.from.at
	}
	if err := l.piece(after, backward, want); err != nil {
		return err
	}
	if l.query.Limit > 0 {
		l.setPage(backward)
	}
	return nil
}

// piece reads up to want events after a position, in the list's order also where it is read backward,
// and notes whether there are more.
func (l *EventList) piece(after *position, backward bool, want int64) error {
	var err error
	if l.order.column == "" {
		err = l.takeByDate(after, backward, want+1)
	} else {
		l.rows = l.rows[:0]
		l.keys, err = l.read(after, backward, want+1)
	}
	if err != nil {
		return err
	}
	if l.more = int64(len(l.keys)) > want; l.more {
		l.keys, l.rows = l.keys[:want], l.rows[:min(int(want), len(l.rows))]
	}
	if backward {
		slices.Reverse(l.keys)
		slices.Reverse(l.rows)
	}
	if len(l.rows) == len(l.keys) {
		return nil
	}
	return l.load()
}

// setPage gives the cursors of both neighbours.
func (l *EventList) setPage(backward bool) {
	if len(l.keys) == 0 {
		return
	}
	first, last := l.keys[0], l.keys[len(l.keys)-1]
	if l.more || backward {
		l.page.Next = l.view.makeCursor(cursor{at: last}, l.query)
	}
	if backward && l.more || !backward && l.from != nil {
		l.page.Prev = l.view.makeCursor(cursor{at: first, back: true}, l.query)
	}
}

// Page gives the cursors of the neighbouring pages.
func (l *EventList) Page() Page { return l.page }

// All yields the events. It may be ranged over once.
func (l *EventList) All() iter.Seq2[*EventRow, error] {
	return func(yield func(*EventRow, error) bool) {
		for {
			for i := range l.rows {
				if !yield(&l.rows[i], nil) {
					return
				}
			}
			if l.query.Limit > 0 || !l.more {
				return
			}
			if err := l.next(); err != nil {
				yield(nil, err)
				return
			}
		}
	}
}

// next reads the piece that follows.
func (l *EventList) next() error {
	if l.ranked != nil {
		l.keys, l.ranked = cut(l.ranked, fetch)
		l.more = len(l.ranked) > 0
		return l.load()
	}
	after := l.keys[len(l.keys)-1]
	return l.piece(&after, false, fetch)
}

func cut(list []position, n int) (head, tail []position) {
	n = min(n, len(list))
	return list[:n], list[n:]
}

// takeByDate reads the next events by date, or backward, together with their documents: a statement a
// part, which finds the keys and looks behind each.
func (l *EventList) takeByDate(after *position, backward bool, limit int64) error {
	low, high := int64(-1), l.plan.hi
	order := l.order.sql(backward)
	if after != nil && order == "DESC" {
		high = after.skey
	} else if after != nil {
		low = after.skey
	}
	if l.keys, l.rows = l.keys[:0], l.rows[:0]; cap(l.rows) == 0 {
		l.keys, l.rows = make([]position, 0, limit), make([]EventRow, 0, limit)
	}
	asm := l.assembler()
	for _, part := range l.plan.parts(order, low, high) {
		done, err := l.takeDirect(part, order, int(limit), &asm)
		if err == nil && !done {
			var s statement
			s.add("WITH h (skey) AS (")
			l.plan.hits(&s, part, order, limit-int64(len(l.keys)))
			s.add(") SELECT h.skey, d.doc, d.refs, d.digest FROM h CROSS JOIN event_document d ON d.skey = h.skey")
			err = l.view.store.query(l.ctx, s.sql.String(), s.args, func(t tuple) error { return l.add(t, &asm) })
		}
		if err != nil {
			return fmt.Errorf("read events: %w", err)
		}
		if int64(len(l.keys)) >= limit {
			break
		}
	}
	// The rows come in the order of the keys: each is looked up as it is found. Should an engine ever
	// do it otherwise, this says so instead of giving a page out of order.
	for i := 1; i < len(l.keys); i++ {
		if (l.keys[i-1].skey < l.keys[i].skey) != (order == "ASC") {
			return fmt.Errorf("read events: they do not come in order")
		}
	}
	return nil
}

// add puts an event, read with its document, at the end of the piece at hand.
func (l *EventList) add(t tuple, asm *assembler) error {
	skey := t.int(0)
	l.keys, l.rows = append(l.keys, position{skey: skey}), append(l.rows, EventRow{})
	asm.engine = t.engine
	return asm.row(&l.rows[len(l.rows)-1], skey, t.bytes(1), t.bytes(2), t.bytes(3))
}

func (l *EventList) assembler() assembler {
	switch {
	case l.room == nil:
		l.room = rooms.Get().(*room)
	case l.query.Limit == 0: // the rows of the last piece have been read
		l.room.reset()
	}
	return assembler{view: l.view, asOf: l.query.Filter.AsOf, room: l.room}
}

// Release gives back the memory of the rows, which are not to be used any more. A list that is not released is left to the
// collector.
func (l *EventList) Release() {
	if l.room != nil {
		l.room.release()
	}
	l.room, l.keys, l.rows = nil, nil, nil
}

// read gives the next positions after one in an order by another column, or backward.
func (l *EventList) read(after *position, backward bool, limit int64) ([]position, error) {
	if l.order.column == "known_at" && l.order.descending {
		return l.readKnownFirst(after, backward, limit)
	}
	return l.readRanked(condition{}, after, backward, limit)
}

// readKnownFirst reads newest known first, and what has no known moment behind all that has one.
func (l *EventList) readKnownFirst(after *position, backward bool, limit int64) ([]position, error) {
	dated := condition{sql: "v.known_at < ?", args: []any{unknown}}
	undated := condition{sql: "v.known_at = ?", args: []any{unknown}}
	parts := []condition{dated, undated}
	if backward {
		slices.Reverse(parts)
	}
	var found []position
	for i, part := range parts {
		at := after
		if after != nil && (after.key == unknown) != (part.sql == undated.sql) {
			if i == 0 {
				continue // the position lies in the other part
			}
			at = nil
		}
		keys, err := l.readRanked(part, at, backward, limit-int64(len(found)))
		if err != nil {
			return nil, err
		}
		if found = append(found, keys...); int64(len(found)) >= limit {
			break
		}
	}
	return found, nil
}

func (l *EventList) readRanked(where condition, after *position, backward bool, limit int64) ([]position, error) {
	order := l.order.sql(backward)
	if after != nil {
		compare := ">"
		if order == "DESC" {
			compare = "<"
		}
		if where.sql != "" {
			where.sql += " AND "
		}
		where.sql += "(v." + l.order.column + ", v.skey) " + compare + " (?, ?)"
		where.args = append(slices.Clone(where.args), after.key, after.skey)
	}
	var s statement
	l.plan.ranked(&s, l.order.column, order, where, limit)
	return l.positions(&s, true)
}

// positions runs a statement that gives skeys, with a sort key beside them or not.
func (l *EventList) positions(s *statement, keyed bool) ([]position, error) {
	var found []position
	err := l.view.store.query(l.ctx, s.sql.String(), s.args, func(t tuple) error {
		at := position{skey: t.int(0)}
		if keyed {
			at.key = t.int(1)
		}
		found = append(found, at)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find events: %w", err)
	}
	return found, nil
}

// load reads the documents of the positions at hand and puts their answers together.
func (l *EventList) load() error {
	l.rows = l.rows[:0]
	asm := l.assembler()
	for keys := l.keys; len(keys) > 0; {
		group, rest := cut(keys, chunk)
		keys = rest
		if err := l.loadGroup(group, &asm); err != nil {
			return err
		}
	}
	return nil
}

// loadGroup reads up to chunk documents. One statement serves every size up to a power of two.
func (l *EventList) loadGroup(group []position, asm *assembler) error {
	size := 1
	for size < len(group) {
		size *= 2
	}
	args := make([]any, size)
	place := make(map[int64]int, len(group))
	for i := range args {
		at := group[min(i, len(group)-1)]
		args[i], place[at.skey] = at.skey, min(i, len(group)-1)
	}
	base := len(l.rows)
	l.rows = append(l.rows, make([]EventRow, len(group))...)
	n := 0
	err := l.view.store.query(l.ctx, "SELECT skey, doc, refs, digest FROM event_document WHERE skey IN ("+marks(size)+")", args, func(t tuple) error {
		n++
		skey := t.int(0)
		asm.engine = t.engine
		return asm.row(&l.rows[base+place[skey]], skey, t.bytes(1), t.bytes(2), t.bytes(3))
	})
	if err != nil {
		return fmt.Errorf("read events: %w", err)
	}
	if n != len(group) {
		return fmt.Errorf("read events: %d of %d documents are there", n, len(group))
	}
	return nil
}

// query runs a statement, prepared once per connection, and gives each row to f.
func (s *Store) query(ctx context.Context, text string, args []any, f func(tuple) error) error {
	return s.readers.query(ctx, text, args, f)
}
