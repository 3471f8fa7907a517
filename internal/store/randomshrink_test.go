package store_test

import (
	"fmt"
	"maps"
	"net/url"
	"slices"

	"backchannel/internal/filter"
	"backchannel/internal/store"
)

// explain fails with a query made as small as it can be while the two still differ.
func (run *run) explain(q url.Values, who string, got, want []string) {
	run.t.Helper()
	run.failed++
	small := run.shrink(q, who)
	var more, fewer []string
	for _, id := range got {
		if !slices.Contains(want, id) {
			more = append(more, id+fmt.Sprintf(" (fails %q)", run.history.Why(q, id)))
		}
	}
	for _, id := range want {
		if !slices.Contains(got, id) {
			fewer = append(fewer, id)
		}
	}
	decoded, _ := url.QueryUnescape(q.Encode())
	if len(more)+len(fewer) == 0 {
		run.t.Errorf("%s\n%s orders otherwise than the replay, with %s already:\n got %q\nwant %q", decoded, who, small, got, want)
		return
	}
	run.t.Errorf("%s\n%s differs from the replay, with %s already:\nwrongly found %q\nwrongly left out %q", decoded, who, small, more, fewer)
}

// shrink drops parameters for as long as the answers still differ.
func (run *run) shrink(q url.Values, who string) string {
	small := maps.Clone(q)
	for again := true; again; {
		again = false
		for _, name := range sortedKeys(small) {
			smaller := maps.Clone(small)
			delete(smaller, name)
			if run.differs(smaller, who) {
				small, again = smaller, true
				break
			}
		}
	}
	decoded, _ := url.QueryUnescape(small.Encode())
	return decoded
}

// differs tells whether the program still gives another answer to a query than the replay.
func (run *run) differs(q url.Values, who string) bool {
	v := run.view(q)
	f, faults := filter.Parse(q, v)
	want, err := run.history.Ask(q)
	if len(faults) > 0 || err != nil {
		return false
	}
	if who == "SQL" {
		return !slices.Equal(ids(run.t, v, store.EventQuery{Filter: f, Sort: store.ByDate}), want)
	}
	n := 0
	for _, a := range run.everything(v, f.AsOf) {
		if f.Match(a.answer, v) {
			if !slices.Contains(want, a.id) {
				return true
			}
			n++
		}
	}
	return n != len(want)
}
