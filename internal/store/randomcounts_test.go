package store_test

import (
	"net/url"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// counts compares the facets and a histogram of every fourth filter with counts made event by event.
func (run *run) counts(v *store.View, f *filter.Filter, q url.Values) {
	run.t.Helper()
	if run.paged%4 != 0 {
		return
	}
	var all []*record.EventAnswer
	for _, a := range run.everything(v, f.AsOf) {
		all = append(all, a.answer)
	}
	checkFacets(run.t, v, q, all)
	zones := []*time.Location{nil, time.UTC, zoneOf(run.t, "Europe/Moscow"), zoneOf(run.t, "America/St_Johns")}
	for i, interval := range store.Intervals() {
		checkHistogram(run.t, v, q, interval, zones[(run.paged/4+i)%len(zones)], all)
	}
}
