package store

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"backchannel/internal/record"
)

// attendance holds the versions of events that actors took part in, in blocks of half a year, as far as somebody has asked for
// them. Two famous actors meet in one event of many: where both lists lie in memory they are compared in a few microseconds,
// while the text index has to be read for each.
type attendance struct {
	mu      sync.Mutex
	blocks  map[blockKey]*block
	held    int          // numbers in all blocks
	writing []eventActor // what is being written, and is not to be read yet
	turns   int64        // rises whenever something is written and whenever that can be read
}

// blockKey is an actor's number and a block of the axis of skey.
type blockKey struct{ actor, block int64 }

// block is rising in skey, and does not change; what was written since it was read is in late, in the order of writing. It
// holds versions that are past, and may hold one twice.
type block struct{ skeys, late []int64 }

const (
	blockBits   = seqBits + 18 // of skey within a block: 2^18 minutes
	mostHeld    = 1 << 21      // numbers in all blocks: 16 MiB
	mostLate    = 256          // in a block, before it is read anew
	lastOfBlock = 1<<blockBits - 1
)

func newAttendance() *attendance { return &attendance{blocks: map[blockKey]*block{}} }

// add notes who takes part in what is being written. Memory is told before the commit.
func (a *attendance) add(rows []eventActor) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turns++
	a.writing = append(a.writing, rows...)
	for _, row := range rows {
		a.note(row)
	}
}

// settle says that what was being written can be read.
func (a *attendance) settle() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turns++
	a.writing = a.writing[:0]
}

func (a *attendance) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.turns++
	clear(a.blocks)
	a.held, a.writing = 0, nil
}

func (a *attendance) note(row eventActor) {
	key := blockKey{row.Actor, row.Skey >> blockBits}
	b := a.blocks[key]
	switch {
	case b == nil || row.Role >= tookPartBelow:
	case len(b.late) >= mostLate:
		a.held -= len(b.skeys) + len(b.late)
		delete(a.blocks, key)
	default:
		b.late = append(b.late, row.Skey)
		a.held++
	}
}

// get gives a block as it is held, and the turn.
func (a *attendance) get(key blockKey) (skeys []int64, ok bool, turn int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.blocks[key]
	if b == nil {
		return nil, false, a.turns
	}
	if len(b.late) == 0 {
		return b.skeys, true, a.turns
	}
	skeys = slices.Concat(b.skeys, b.late)
	slices.Sort(skeys)
	return skeys, true, a.turns
}

// put holds a block that was read since a turn. It lacks what is being written, and is not held where more may have been
// written meanwhile. When there is no room all go: they are read again where they are asked for.
func (a *attendance) put(key blockKey, skeys []int64, turn int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.turns != turn || len(skeys) > mostHeld/4 || a.blocks[key] != nil {
		return
	}
	if a.held += len(skeys); a.held > mostHeld {
		clear(a.blocks)
		a.held = len(skeys)
	}
	a.blocks[key] = &block{skeys: skeys}
	for _, row := range a.writing {
		if row.Actor == key.actor && row.Skey>>blockBits == key.block {
			a.note(row)
		}
	}
}

// attended lists, rising, the versions in a block that an actor took part in.
func (v *View) attended(ctx context.Context, key blockKey) ([]int64, error) {
	held := v.store.memory.attendance
	skeys, ok, turn := held.get(key)
	if ok {
		return skeys, nil
	}
	first := key.block << blockBits
	err := v.store.query(ctx, "SELECT skey FROM event_actor WHERE actor = ? AND skey >= ? AND skey <= ? AND role < ? ORDER BY skey",
		[]any{key.actor, first, first | lastOfBlock, tookPartBelow}, func(t tuple) error {
			skeys = append(skeys, t.int(0))
			return nil
		})
	if err != nil {
		return nil, fmt.Errorf("read what an actor took part in: %w", err)
	}
	held.put(key, skeys, turn)
	return skeys, nil
}

// anyAttended lists the versions in a block that any of some actors took part in.
func (v *View) anyAttended(ctx context.Context, actors []int64, at int64) ([]int64, error) {
	var all []int64
	for i, actor := range actors {
		skeys, err := v.attended(ctx, blockKey{actor, at})
		if err != nil {
			return nil, err
		}
		if i == 0 {
			all = skeys
		} else if len(skeys) > 0 {
			all = slices.Concat(all, skeys)
			slices.Sort(all)
		}
	}
	return all, nil
}

// who notes the groups of a filter that asks for nothing but who took part, when, and what was known.
func (p *planned) who() {
	if p.filter.Text != nil || len(p.conditions) != p.asOf+1 {
		return
	}
	var groups [][]int64
	for i := range p.filter.Clauses {
		c := &p.filter.Clauses[i]
		if !tookPart(c) {
			return
		}
		nums := make([]int64, len(c.Among))
		for j, id := range c.Among {
			nums[j] = p.view.store.identNum(record.TypeActor, id)
		}
		groups = append(groups, nums)
	}
	p.groups = groups
}

// together yields the versions in [lo, hi) that somebody of each group took part in, by skey in an order, until f says that it
// has enough.
func (v *View) together(ctx context.Context, groups [][]int64, lo, hi int64, descending bool, f func(skey int64) (more bool, err error)) error {
	at, step := lo>>blockBits, int64(1)
	if descending {
		at, step = (hi-1)>>blockBits, -1
	}
	for at >= lo>>blockBits && at <= (hi-1)>>blockBits {
		common, err := v.anyAttended(ctx, groups[0], at)
		if err != nil {
			return err
		}
		if len(common) == 0 {
			next, ok, err := v.nextAttended(ctx, groups[0], at, descending)
			if err != nil || !ok {
				return err
			}
			at = next
			continue
		}
		for _, group := range groups[1:] {
			others, err := v.anyAttended(ctx, group, at)
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

// nextAttended is the nearest block beyond one in which any of the actors took part in anything.
func (v *View) nextAttended(ctx context.Context, actors []int64, at int64, descending bool) (next int64, ok bool, err error) {
	query, bound := "SELECT min(skey) FROM event_actor WHERE actor = ? AND skey > ?", at<<blockBits|lastOfBlock
	if descending {
		query, bound = "SELECT max(skey) FROM event_actor WHERE actor = ? AND skey < ?", at<<blockBits
	}
	for _, actor := range actors {
		err := v.store.readers.lookUp(ctx, query, []any{actor, bound}, func(t tuple) error {
			if t.null(0) {
				return nil
			}
			if found := t.int(0) >> blockBits; !ok || descending == (found > next) {
				next, ok = found, true
			}
			return nil
		})
		if err != nil {
			return 0, false, fmt.Errorf("find what an actor took part in: %w", err)
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
