package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"backchannel/internal/record"
)

// lists holds the versions of events that actors took part in, and those of each kind, in blocks of half a year, as far as somebody
// has asked for them. Two famous actors meet in one event of many: where both lists lie in memory they are compared in a few
// microseconds, while the text index has to be read for each; and what a list holds is counted without reading it again after each write.
type lists struct {
	mu      sync.Mutex
	blocks  map[blockKey]*block
	held    int         // numbers in all blocks
	writing []listEntry // what is being written, and is not to be read yet
	turns   int64       // rises whenever something is written and whenever that can be read
}

// list names a list: a field, and the number of an actor or a kind.
type list struct {
	field string // "actor" or "kind"
	num   int64
}

type listEntry struct {
	list
	skey int64
}

// blockKey is a list and a block of the axis of skey.
type blockKey struct {
	list
	block int64
}

// block is rising in skey, and the slice does not change; what was written since then is in late, in the order of writing. It
// holds versions that are past, and may hold one twice. Of one that is too long to be worth holding only that is known.
type block struct {
	skeys, late []int64
	long        bool
}

const (
	blockBits   = seqBits + 18 // of skey within a block: 2^18 minutes
	mostHeld    = 1 << 21      // numbers in all blocks: 16 MiB
	mostLate    = 256          // in a block, before it is read anew
	mostInBlock = 1 << 17      // numbers in one block
	lastOfBlock = 1<<blockBits - 1
)

func newLists() *lists { return &lists{blocks: map[blockKey]*block{}} }

// entriesOf lists where the rows of a request stand.
func entriesOf(r *rows) []listEntry {
	entries := make([]listEntry, 0, len(r.versions)+len(r.actors))
	for i := range r.versions {
		entries = append(entries, listEntry{list{"kind", int64(r.versions[i].Kind)}, r.versions[i].Skey})
	}
	for _, row := range r.actors {
		if row.Role < tookPartBelow {
			entries = append(entries, listEntry{list{"actor", row.Actor}, row.Skey})
		}
	}
	return entries
}

// add notes what is being written. Memory is told before the commit.
func (a *lists) add(entries []listEntry) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turns++
	a.writing = append(a.writing, entries...)
	for _, e := range entries {
		a.note(e)
	}
}

// settle says that what was being written can be read.
func (a *lists) settle() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turns++
	a.writing = a.writing[:0]
}

func (a *lists) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turns++
	clear(a.blocks)
	a.held, a.writing = 0, nil
}

func (a *lists) note(e listEntry) {
	key := blockKey{e.list, e.skey >> blockBits}
	b := a.blocks[key]
	switch {
	case b == nil || b.long:
	case len(b.late) >= mostLate:
		a.held -= len(b.skeys) + len(b.late)
		delete(a.blocks, key)
	default:
		b.late = append(b.late, e.skey)
		a.held++
	}
}

// get gives a block as it is held, nil where none is, and the turn.
func (a *lists) get(key blockKey) (held *block, turn int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.blocks[key]
	if b == nil {
		return nil, a.turns
	}
	if len(b.late) > 0 {
		slices.Sort(b.late)
		b.skeys, b.late = merged(b.skeys, b.late), nil
	}
	return &block{skeys: b.skeys, long: b.long}, a.turns
}

// merged makes one rising list of two.
func merged(a, b []int64) []int64 {
	all := make([]int64, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		i, _ := slices.BinarySearch(a, b[0])
		all = append(append(all, a[:i]...), b[0])
		a, b = a[i:], b[1:]
	}
	return append(append(all, a...), b...)
}

// put holds a block that was read since a turn. It lacks what is being written, and is not held where more may have been
// written meanwhile. When there is no room all go: they are read again where they are asked for.
func (a *lists) put(key blockKey, skeys []int64, turn int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.turns != turn || a.blocks[key] != nil {
		return
	}
	if len(skeys) > mostInBlock {
		a.blocks[key] = &block{long: true}
		return
	}
	if a.held += len(skeys); a.held > mostHeld {
		clear(a.blocks)
		a.held = len(skeys)
	}
	a.blocks[key] = &block{skeys: skeys}
	for _, e := range a.writing {
		if e.list == key.list && e.skey>>blockBits == key.block {
			a.note(e)
		}
	}
}

// in reads a list's rows between two skeys.
func (l list) in() string {
	if l.field == "kind" {
		return "SELECT skey FROM event_version WHERE kind = ? AND skey >= ? AND skey <= ?"
	}
	return "SELECT skey FROM event_actor WHERE actor = ? AND skey >= ? AND skey <= ? AND role < " + strconv.Itoa(tookPartBelow)
}

// errLong says that a list has more in one block than is worth holding: the tables are asked instead.
var errLong = errors.New("a long list")

// listed gives, rising, what a list has in a block, or errLong.
func (v *View) listed(ctx context.Context, key blockKey) ([]int64, error) {
	held := v.store.memory.lists
	have, turn := held.get(key)
	switch {
	case have == nil:
	case have.long:
		return nil, errLong
	default:
		return have.skeys, nil
	}
	var skeys []int64
	first := key.block << blockBits
	err := v.store.query(ctx, key.in()+" ORDER BY skey LIMIT ?", []any{key.num, first, first | lastOfBlock, mostInBlock + 1}, func(t tuple) error {
		skeys = append(skeys, t.int(0))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("list events by %s: %w", key.field, err)
	}
	held.put(key, skeys, turn)
	if len(skeys) > mostInBlock {
		return nil, errLong
	}
	return skeys, nil
}

// inAny gives what any of some lists has in a block.
func (v *View) inAny(ctx context.Context, group []list, at int64) ([]int64, error) {
	var all []int64
	for i, one := range group {
		skeys, err := v.listed(ctx, blockKey{one, at})
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all = skeys
		} else if len(skeys) > 0 {
			all = merged(all, skeys)
		}
	}
	return all, nil
}

// mostLists is how many lists one value of a filter may stand for.
const mostLists = 16

// byLists notes the groups of a filter that asks for nothing but who took part, of what kind, when, and what was known.
func (p *planned) byLists() {
	if p.filter.Text != nil || len(p.conditions) != p.asOf+1 {
		return
	}
	var groups [][]list
	for i := range p.filter.Clauses {
		c := &p.filter.Clauses[i]
		var num func(value string) int64
		switch {
		case len(c.Among) > mostLists || c.Not:
			return
		case tookPart(c):
			num = func(id string) int64 { return p.view.store.identNum(record.TypeActor, id) }
		case c.Field == "kind":
			num = func(word string) int64 { return int64(kindNumber(word)) }
		default:
			return
		}
		group := make([]list, len(c.Among))
		for j, value := range c.Among {
			group[j] = list{c.Field, num(value)}
		}
		groups = append(groups, group)
	}
	p.groups = groups
}

// together yields the versions in [lo, hi) that stand in a list of each group, by skey in an order, until f says that it
// has enough.
func (v *View) together(ctx context.Context, groups [][]list, lo, hi int64, descending bool, f func(skey int64) (more bool, err error)) error {
	at, step := lo>>blockBits, int64(1)
	if descending {
		at, step = (hi-1)>>blockBits, -1
	}
	for at >= lo>>blockBits && at <= (hi-1)>>blockBits {
		common, err := v.inAny(ctx, groups[0], at)
		if err != nil {
			return err
		}
		if len(common) == 0 {
			next, ok, err := v.nextListed(ctx, groups[0], at, descending)
			if err != nil || !ok {
				return err
			}
			at = next
			continue
		}
		for _, group := range groups[1:] {
			others, err := v.inAny(ctx, group, at)
			if err != nil {
				return err
			}
			common = inBoth(common, others)
		}
		if descending {
			common = slices.Clone(common)
			slices.Reverse(common)
		}
		for i, skey := range common {
			if skey < lo || skey >= hi || i > 0 && skey == common[i-1] {
				continue
			}
			if more, err := f(skey); err != nil || !more {
				return err
			}
		}
		at += step
	}
	return nil
}

// nextListed is the nearest block beyond one in which any of the lists has anything.
func (v *View) nextListed(ctx context.Context, group []list, at int64, descending bool) (next int64, ok bool, err error) {
	order, lo, hi := " ORDER BY skey LIMIT 1", (at+1)<<blockBits, int64(never)
	if descending {
		order, lo, hi = " ORDER BY skey DESC LIMIT 1", 0, at<<blockBits-1
	}
	for _, one := range group {
		err := v.store.readers.lookUp(ctx, one.in()+order, []any{one.num, lo, hi}, func(t tuple) error {
			if found := t.int(0) >> blockBits; !ok || descending == (found > next) {
				next, ok = found, true
			}
			return nil
		})
		if err != nil {
			return 0, false, fmt.Errorf("list events by %s: %w", one.field, err)
		}
	}
	return next, ok, nil
}

// inBoth gives what two rising lists have in common. It leaps along the longer one.
func inBoth(short, long []int64) []int64 {
	if len(short) > len(long) {
		short, long = long, short
	}
	var both []int64
	for _, want := range short {
		stride := 1
		for stride < len(long) && long[stride] < want {
			stride *= 2
		}
		i, ok := slices.BinarySearch(long[:min(stride+1, len(long))], want)
		if long = long[i:]; ok {
			both = append(both, want)
		}
	}
	return both
}
