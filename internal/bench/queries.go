package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/url"
	"time"

	"backchannel/internal/bench/generate"
	"backchannel/internal/filter"
	"backchannel/internal/store"
)

// pageRows is the limit of every page that is measured.
const pageRows = 50

// The five sorts of pages.
const (
	latest     = "latest"
	kindRange  = "kind + range"
	actorRange = "actor + range"
	twoActors  = "two actors"
	textRange  = "text + range"
)

var sorts = []string{latest, kindRange, actorRange, twoActors, textRange}

// query is one page, as the store is asked for it and as HTTP is.
type query struct {
	store.EventQuery
	address string
	rows    int
}

// dataset is an open database with what its queries are made of.
type dataset struct {
	world *generate.World
	store *store.Store
}

// parse makes a page of a filter's text and of a cursor.
func (d dataset) parse(text, cursor string) (query, error) {
	values, err := url.ParseQuery(text)
	if err != nil {
		return query{}, fmt.Errorf("parse %q: %w", text, err)
	}
	f, faults := filter.Parse(values, d.store.Head())
	if len(faults) > 0 {
		return query{}, fmt.Errorf("parse %q: %+v", text, faults)
	}
	q := query{EventQuery: store.EventQuery{Filter: f, Limit: pageRows, Cursor: cursor}}
	q.address = "/v1/events?" + text
	if cursor != "" {
		q.address += "&cursor=" + cursor
	}
	return q, nil
}

// pool makes up to n different pages of one sort, each of pageRows rows and with more behind them. They
// differ in actors, kinds, words and ranges; of latest, in how far one has paged.
func (d dataset) pool(ctx context.Context, sort string, n int) ([]query, error) {
	if sort == latest {
		return d.cursors(ctx, 0, n)
	}
	r := rand.New(rand.NewPCG(uint64(len(sort)), 7))
	texts := map[string]bool{}
	var pages []query
	for tries := 0; len(pages) < n && tries < 20*n; tries++ {
		text := d.text(sort, r)
		if texts[text] {
			continue
		}
		texts[text] = true
		q, err := d.parse(text, "")
		if err != nil {
			return nil, err
		}
		full, err := d.full(ctx, &q)
		if err != nil {
			return nil, err
		}
		if full {
			pages = append(pages, q)
		}
	}
	if len(pages) == 0 {
		return nil, fmt.Errorf("no page of %s is full", sort)
	}
	return pages, nil
}

// famous is how many of the most famous actors are asked for in pairs. Most of these pairs have a full
// page at every size, so that the sizes are asked for the same.
const famous = 6

// text writes a random filter of one sort.
func (d dataset) text(sort string, r *rand.Rand) string {
	switch sort {
	case kindRange:
		return "kind=" + []string{"meeting", "call", "statement", "leak"}[r.IntN(4)] + years(r, 6)
	case actorRange:
		return "actor=" + d.world.Actors[r.IntN(40)].ID + years(r, 10)
	case twoActors:
		rank := r.IntN(famous)
		other := r.IntN(famous)
		if other == rank {
			other = generate.Counterpart(rank, r.IntN(generate.Counterparts))
		}
		return "actor=" + d.world.Actors[rank].ID + "&actor=" + d.world.Actors[other].ID
	default:
		return "q=" + d.world.Words[3+r.IntN(60)] + years(r, 10)
	}
}

// years writes a range of so many years that begins on a random day.
func years(r *rand.Rand, n int) string {
	from := time.Date(1996, 1, 1+r.IntN(365*(30-n)), 0, 0, 0, 0, time.UTC)
	return "&from=" + from.Format(time.DateOnly) + "&to=" + from.AddDate(n, 0, 0).Format(time.DateOnly)
}

// full says whether the page has all its rows and more behind them, and notes how many it has.
func (d dataset) full(ctx context.Context, q *query) (bool, error) {
	list, err := d.store.Head().Events(ctx, q.EventQuery)
	if err != nil {
		return false, err
	}
	q.rows = 0
	for _, err := range list.All() {
		if err != nil {
			return false, err
		}
		q.rows++
	}
	return q.rows == pageRows && list.Page().Next != "", nil
}

// cursors gives n pages of the list of all events, from the one behind skip rows on. It pages there with
// the largest pages there are.
func (d dataset) cursors(ctx context.Context, skip, n int) ([]query, error) {
	const stride = 1000
	q, err := d.parse("", "")
	if err != nil {
		return nil, err
	}
	var pages []query
	for seen := 0; len(pages) < n; {
		if seen >= skip {
			page, err := d.parse("", q.Cursor)
			if err != nil {
				return nil, err
			}
			page.rows = pageRows
			pages = append(pages, page)
			q.Limit = pageRows
		} else {
			q.Limit = min(stride, skip-seen)
		}
		list, err := d.store.Head().Events(ctx, q.EventQuery)
		if err != nil {
			return nil, err
		}
		if q.Cursor = list.Page().Next; q.Cursor == "" {
			break
		}
		seen += q.Limit
	}
	return pages, nil
}
