package main

import (
	"context"
	"fmt"
	"net/http"
	"runtime"
	"slices"
	"time"

	"backchannel/api/rest"
	"backchannel/internal/bench/generate"
	"backchannel/internal/store"
)

// What is measured of a page. Everything that is not over loopback runs one after another on one core.
const (
	bareSQL    = "bare SQL"
	storeFresh = "count, fresh"
	storePage  = "store"
	httpPage   = "HTTP"
	httpKept   = "HTTP, kept"
	tcpPage    = "TCP"
	tcpKept    = "TCP, kept"
	tcpStatic  = "static"
	tcp304     = "304"
	tcpNone    = "no events"
	tcpEmpty   = "empty"
)

// onCores names a measure over loopback with so many cores for client and server together.
func onCores(what string, cores int) string { return fmt.Sprintf("%s, %d", what, cores) }

// measurement is everything that was measured at one size: microseconds, by sort and by what, one a round.
type measurement struct {
	size     int
	database generate.Database
	rounds   map[string]map[string][]float64
	bodies   []int   // bytes of each page over HTTP
	unlike   float64 // share of the rows of a half unsettled page that as_of changes
	probed   probeAnswer
}

func (m *measurement) note(sort, what string, took time.Duration, times int) {
	if m.rounds[sort] == nil {
		m.rounds[sort] = map[string][]float64{}
	}
	m.rounds[sort][what] = append(m.rounds[sort][what], float64(took.Nanoseconds())/1000/float64(times))
}

// median is the middle of the rounds, in microseconds.
func (m *measurement) median(sort, what string) float64 {
	list := slices.Clone(m.rounds[sort][what])
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// measure takes all rounds at one size. Each opens the database anew, so that nothing counted in one is
// known in the next, and takes other pages than the one before as far as there are enough.
func measure(ctx context.Context, s settings, world *generate.World, database generate.Database) (*measurement, error) {
	m := &measurement{size: world.Events, database: database, rounds: map[string]map[string][]float64{}}
	first, err := store.Open(ctx, store.Options{Path: database.Path})
	if err != nil {
		return nil, err
	}
	defer first.Close()
	d := dataset{world: world, store: first}
	pools := map[string][]query{}
	for _, sort := range sorts {
		if pools[sort], err = d.pool(ctx, sort, s.each*s.rounds); err != nil {
			return nil, err
		}
	}
	if pools[deepCursor], err = d.cursors(ctx, world.Events/2, s.each*s.rounds); err != nil {
		return nil, err
	}
	moments, err := m.chooseMoments(ctx, d, s)
	if err != nil {
		return nil, err
	}
	if m.probed, err = runProbe(ctx, database.Path, s.gc, pools); err != nil {
		return nil, err
	}
	for round := range s.rounds {
		if err := m.round(ctx, s, world, round, pools, moments); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// bench is what one round measures with.
type bench struct {
	*measurement
	settings
	dataset
	floor     *floorSQL
	off, kept http.Handler // without and with the response cache
}

func (m *measurement) round(ctx context.Context, s settings, world *generate.World, round int, pools map[string][]query, moments []moment) error {
	opened, err := store.Open(ctx, store.Options{Path: m.database.Path})
	if err != nil {
		return err
	}
	defer opened.Close()
	floor, err := openFloor(m.database.Path)
	if err != nil {
		return err
	}
	defer floor.db.Close()
	off, kept := rest.New(rest.Options{Store: opened, Kept: -1}), rest.New(rest.Options{Store: opened})
	off.Ready(true)
	kept.Ready(true)
	b := bench{m, s, dataset{world, opened}, floor, off, kept}
	if err := b.warm(ctx, pools); err != nil {
		return err
	}
	for _, sort := range sorts {
		if err := b.page(ctx, sort, turn(pools[sort], round, s.each)); err != nil {
			return fmt.Errorf("%s: %w", sort, err)
		}
	}
	if err := b.deep(ctx, turn(pools[deepCursor], round, s.each)); err != nil {
		return err
	}
	if err := b.one(ctx, round); err != nil {
		return err
	}
	return b.asOf(ctx, turn(moments, round, s.each))
}

// turn gives a round its part of a pool, going round where the pool is small.
func turn[T any](pool []T, round, each int) []T {
	each = min(each, len(pool))
	part := make([]T, each)
	for i := range part {
		part[i] = pool[(round*each+i)%len(pool)]
	}
	return part
}

// warm puts one page of each sort, so that statements are prepared and the first pages of the indexes read.
func (b bench) warm(ctx context.Context, pools map[string][]query) error {
	for _, sort := range sorts {
		q := pools[sort][len(pools[sort])-1]
		if err := b.read(ctx, b.store.Head(), q); err != nil {
			return err
		}
	}
	return nil
}

// read takes one page from the store as an answer does: the rows, then how many there are in all.
func (b bench) read(ctx context.Context, v *store.View, q query) error {
	list, err := v.Events(ctx, q.EventQuery)
	if err != nil {
		return err
	}
	defer list.Release()
	for _, err := range list.All() {
		if err != nil {
			return err
		}
	}
	if _, _, err := v.Count(ctx, q.Filter, false); err != nil {
		return err
	}
	_, err = v.Undated(ctx, q.Filter)
	return err
}

// oneCore runs f with one core and gives the processor's time that it took, the collector's included.
func oneCore(f func() error) (time.Duration, error) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	runtime.GC()
	started := cpuTime()
	err := f()
	return cpuTime() - started, err
}

// over times f on each query, going over them so many times, and notes the mean.
func (b bench) over(sort, what string, queries []query, passes int, f func(int, query) error) error {
	took, err := oneCore(func() error {
		for range passes {
			for i, q := range queries {
				if err := f(i, q); err != nil {
					return fmt.Errorf("%s: %w", q.address, err)
				}
			}
		}
		return nil
	})
	b.note(sort, what, took, passes*len(queries))
	return err
}
