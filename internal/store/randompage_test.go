package store_test

import (
	"context"
	"net/url"
	"slices"

	"backchannel/internal/filter"
	"backchannel/internal/store"
)

// page walks the pages of a filter to the end and back, in the default order and another.
func (run *run) page(v *store.View, f *filter.Filter, q url.Values) {
	run.t.Helper()
	run.paged++
	sorts := store.Sorts()
	for _, sort := range []store.Sort{store.ByDateDesc, sorts[run.paged%(len(sorts)-1)]} { // the last is relevance, which q alone has
		whole := ids(run.t, v, store.EventQuery{Filter: f, Sort: sort})
		var forward, backward []string
		query := store.EventQuery{Filter: f, Sort: sort, Limit: 7}
		var last store.Page
		for {
			page, at := run.onePage(v, query)
			forward = append(forward, page...)
			if last = at; at.Next == "" || len(forward) > len(whole) {
				break
			}
			query.Cursor = at.Next
		}
		backward = forward[max(0, len(forward)-(len(forward)-1)%7-1):]
		for last.Prev != "" && len(backward) <= len(whole) {
			query.Cursor = last.Prev
			page, at := run.onePage(v, query)
			backward, last = append(slices.Clone(page), backward...), at
		}
		if !slices.Equal(forward, whole) || !slices.Equal(backward, whole) {
			run.t.Errorf("%s\nby %s pages give %q\nand back %q\nnot %q", q.Encode(), sort, forward, backward, whole)
		}
	}
}

func (run *run) onePage(v *store.View, query store.EventQuery) ([]string, store.Page) {
	run.t.Helper()
	list, err := v.Events(context.Background(), query)
	if err != nil {
		run.t.Fatal(err)
	}
	var page []string
	for row, err := range list.All() {
		if err != nil {
			run.t.Fatal(err)
		}
		page = append(page, row.ID)
	}
	return page, list.Page()
}
