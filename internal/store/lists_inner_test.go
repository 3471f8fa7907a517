package store

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestTwoListsInOneAndWhatTheyHaveInCommon(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	rising := func() []int64 {
		list := make([]int64, r.IntN(40))
		for i := range list {
			list[i] = int64(r.IntN(60))
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	for range 2000 {
		a, b := rising(), rising()
		var want []int64
		for _, n := range a {
			if slices.Contains(b, n) {
				want = append(want, n)
			}
		}
		if diff := cmp.Diff(want, inBoth(a, b), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("of %v and %v (-want +got)\n%s", a, b, diff)
		}
		all := slices.Concat(a, b)
		slices.Sort(all)
		if diff := cmp.Diff(all, merged(a, b), cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%v and %v in one (-want +got)\n%s", a, b, diff)
		}
	}
}

func TestABlockHasWhatWasWrittenWhileItWasRead(t *testing.T) {
	mine := list{"actor", 7}
	key := blockKey{mine, 3}
	at := func(n int64) int64 { return key.block<<blockBits | n }
	took := func(n int64) []listEntry { return []listEntry{{mine, at(n)}} }
	held := func(a *lists) []int64 {
		b, _ := a.get(key)
		if b == nil {
			return nil
		}
		return slices.Compact(slices.Clone(b.skeys))
	}
	for _, c := range []struct {
		what string
		do   func(a *lists, read func() (turn int64))
		want []int64
	}{
		{"read between two commits", func(a *lists, read func() int64) {
			a.put(key, []int64{at(1)}, read())
			a.add(took(2))
			a.settle()
		}, []int64{at(1), at(2)}},
		{"read before what is being written can be seen", func(a *lists, read func() int64) {
			a.add(took(2))
			a.put(key, []int64{at(1)}, read())
			a.settle()
		}, []int64{at(1), at(2)}},
		{"read while a commit began", func(a *lists, read func() int64) {
			turn := read()
			a.add(took(2))
			a.put(key, []int64{at(1)}, turn)
		}, nil},
		{"read while a commit ended", func(a *lists, read func() int64) {
			a.add(took(2))
			turn := read()
			a.settle()
			a.put(key, []int64{at(1)}, turn)
		}, nil},
		{"of another, of another time, and of another field", func(a *lists, read func() int64) {
			a.put(key, []int64{at(1)}, read())
			a.add([]listEntry{{list{"actor", 8}, at(2)}, {mine, at(2) << 1}, {list{"kind", 7}, at(2)}})
		}, []int64{at(1)}},
		{"written before what is there", func(a *lists, read func() int64) {
			a.put(key, []int64{at(4), at(6)}, read())
			a.add([]listEntry{{mine, at(9)}, {mine, at(5)}, {mine, at(1)}, {mine, at(6)}})
		}, []int64{at(1), at(4), at(5), at(6), at(9)}},
		{"memory read anew", func(a *lists, read func() int64) {
			a.put(key, []int64{at(1)}, read())
			a.clear()
		}, nil},
	} {
		a := newLists()
		c.do(a, func() int64 { _, turn := a.get(key); return turn })
		if diff := cmp.Diff(c.want, held(a)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.what, diff)
		}
	}
}

func TestBlocksAreBounded(t *testing.T) {
	a := newLists()
	large := make([]int64, mostInBlock)
	for i := range int64(3 * mostHeld / mostInBlock) {
		a.put(blockKey{list{"actor", 1}, i}, large, 0)
		sum := 0
		for _, b := range a.blocks {
			sum += len(b.skeys) + len(b.late)
		}
		if sum != a.held || sum > mostHeld || sum == 0 {
			t.Fatalf("after %d blocks %d numbers are held and %d counted", i+1, sum, a.held)
		}
	}
	held := func(l list, n int64) *block { b, _ := a.get(blockKey{l, n}); return b }
	long := list{"actor", 2}
	a.put(blockKey{long, 1}, make([]int64, mostInBlock+1), 0)
	a.add([]listEntry{{long, 1 << blockBits}})
	if b := held(long, 1); b == nil || !b.long || len(b.skeys)+len(b.late) > 0 {
		t.Errorf("of a long block %+v is held", b)
	}
	third := list{"kind", 3}
	_, turn := a.get(blockKey{third, 0})
	a.put(blockKey{third, 0}, []int64{1}, turn)
	for i := range int64(mostLate + 1) {
		a.add([]listEntry{{third, i}})
	}
	if held(third, 0) != nil {
		t.Error("a block is held however much was written since it was read")
	}
}
