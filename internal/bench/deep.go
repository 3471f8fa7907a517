package main

import (
	"context"
	"math/rand/v2"
	"time"
)

// Further things that are measured, by the names they have in tables.
const (
	deepCursor = "deep cursor"
	oneEvent   = "one event"
)

// deep measures pages halfway down the list of all events.
func (b bench) deep(ctx context.Context, queries []query) error {
	head := b.store.Head()
	err := b.over(deepCursor, storePage, queries, b.passes, func(_ int, q query) error { return b.read(ctx, head, q) })
	if err != nil {
		return err
	}
	return b.handlers(deepCursor, queries)
}

// one measures single events by their ids, chosen at random.
func (b bench) one(ctx context.Context, round int) error {
	r := rand.New(rand.NewPCG(uint64(round), 11))
	queries := make([]query, b.each)
	ids := make([]string, b.each)
	for i := range queries {
		ids[i] = b.world.EventID(r.IntN(b.world.Events))
		queries[i].address = "/v1/events/" + ids[i]
	}
	head := b.store.Head()
	err := b.over(oneEvent, storePage, queries, b.passes, func(i int, _ query) error {
		_, err := head.Event(ctx, ids[i], time.Time{})
		return err
	})
	if err != nil {
		return err
	}
	return b.handlers(oneEvent, queries)
}
