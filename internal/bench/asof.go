package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strconv"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/store"
)

// The pages of the clocks. Each is the page of events up to a day, newest first.
const (
	current       = "to a day"
	settled       = "as_of, settled"
	halfUnsettled = "as_of, half unsettled"
	snapshot      = "as_of, settled, with snapshot"
	halfSnapshot  = "as_of, half unsettled, with snapshot"
	undated       = "undated, fresh"
)

// clocks is the sort under which they are noted.
const clocks = "clocks"

// moment is one day with the pages that end there.
type moment struct {
	pages map[string]query
	seq   int64 // of the pages with a snapshot
}

// back are the distances, in days, between the end of the page and as_of among which the one is chosen
// that leaves about half of its events unsettled.
var back = []int{0, 1, 2, 3, 4, 6, 8, 10, 13, 17, 22, 30, 45}

// chooseMoments takes random days from the first half of the dataset's time, and a commit by which about
// three fifths were recorded.
func (m *measurement) chooseMoments(ctx context.Context, d dataset, s settings) ([]moment, error) {
	view, err := d.store.View(ctx, filter.Snapshot{Set: true, Seq: d.store.Seq() * 3 / 5})
	if err != nil {
		return nil, err
	}
	r := rand.New(rand.NewPCG(3, 13))
	days := make([]time.Time, s.each*s.rounds)
	for i := range days {
		days[i] = time.Date(2001, 1, 1+r.IntN(8*365), 0, 0, 0, 0, time.UTC)
	}
	distance, nearest := 0, math.Inf(1)
	for _, candidate := range back {
		share, err := d.unlike(ctx, days[:min(20, len(days))], candidate)
		if err != nil {
			return nil, err
		}
		if off := math.Abs(share - 0.5); off < nearest {
			distance, nearest, m.unlike = candidate, off, share
		}
	}
	var moments []moment
	for _, day := range days {
		at, err := d.moment(day, distance, view.Seq())
		if err != nil {
			return nil, err
		}
		moments = append(moments, at)
	}
	return moments, nil
}

func (d dataset) moment(day time.Time, distance int, seq int64) (moment, error) {
	to := "to=" + day.AddDate(0, 0, -distance).Format(time.DateOnly)
	half, pinned := "&as_of="+day.Format(time.DateOnly), "&snapshot="+strconv.FormatInt(seq, 10)
	const late = "&as_of=2026-05-01"
	at := moment{pages: map[string]query{}, seq: seq}
	for what, text := range map[string]string{
		current: to, settled: to + late, halfUnsettled: to + half, snapshot: to + late + pinned, halfSnapshot: to + half + pinned,
	} {
		q, err := d.parse(text, "")
		if err != nil {
			return at, err
		}
		at.pages[what] = q
	}
	return at, nil
}

// unlike is the share of a page's events whose bytes as_of changes, the page ending so many days before it.
func (d dataset) unlike(ctx context.Context, days []time.Time, distance int) (float64, error) {
	differ, all := 0.0, 0.0
	v := d.store.Head()
	for _, day := range days {
		at, err := d.moment(day, distance, v.Seq())
		if err != nil {
			return 0, err
		}
		list, err := v.Events(ctx, at.pages[halfUnsettled].EventQuery)
		if err != nil {
			return 0, err
		}
		for row, err := range list.All() {
			if err != nil {
				return 0, err
			}
			now, err := v.Event(ctx, row.ID, time.Time{})
			if err != nil {
				return 0, err
			}
			if all++; !bytes.Equal(now.JSON, row.JSON) {
				differ++
			}
		}
	}
	return differ / max(all, 1), nil
}

// asOf measures the pages of the clocks, in the store and as whole answers.
func (b bench) asOf(ctx context.Context, moments []moment) error {
	pinned, err := b.store.View(ctx, filter.Snapshot{Set: true, Seq: moments[0].seq})
	if err != nil {
		return err
	}
	views := map[string]*store.View{snapshot: pinned, halfSnapshot: pinned}
	for _, what := range []string{current, settled, halfUnsettled, snapshot, halfSnapshot} {
		v := views[what]
		if v == nil {
			v = b.store.Head()
		}
		pages := make([]query, len(moments))
		for i, at := range moments {
			pages[i] = at.pages[what]
			if _, _, err := v.Count(ctx, pages[i].Filter, false); err != nil {
				return err
			}
		}
		if what == settled {
			err := b.over(clocks, undated, pages, 1, func(_ int, q query) error {
				_, err := v.Undated(ctx, q.Filter)
				return err
			})
			if err != nil {
				return err
			}
		}
		if err := b.read(ctx, v, pages[0]); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		if err := b.clock(ctx, what, v, pages); err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
	}
	return nil
}

func (b bench) clock(ctx context.Context, what string, v *store.View, pages []query) error {
	for _, q := range pages { // what as_of leaves out is counted once for all that follows
		if _, err := v.Undated(ctx, q.Filter); err != nil {
			return err
		}
	}
	err := b.over(clocks, what, pages, b.passes, func(_ int, q query) error { return b.read(ctx, v, q) })
	if err != nil {
		return err
	}
	list := make([]*http.Request, len(pages))
	for i, q := range pages {
		list[i] = httptest.NewRequest(http.MethodGet, q.address, nil)
	}
	return b.over(clocks, httpOf(what), pages, b.passes, func(i int, _ query) error { return put(b.off, list[i]) })
}

func httpOf(what string) string { return what + ", HTTP" }
