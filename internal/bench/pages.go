package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
)

// page measures one sort of page in every way, beside its floors.
func (b bench) page(ctx context.Context, sort string, queries []query) error {
	head := b.store.Head()
	keys := make([][]any, len(queries))
	for i, q := range queries {
		ids, err := b.ids(ctx, q)
		if err == nil {
			keys[i], err = b.floor.keys(ctx, ids)
		}
		if err != nil {
			return err
		}
	}
	if err := b.over(sort, bareSQL, queries, b.passes, func(i int, _ query) error { return b.floor.page(ctx, keys[i]) }); err != nil {
		return err
	}
	err := b.over(sort, storeFresh, queries, 1, func(_ int, q query) error {
		_, _, err := head.Count(ctx, q.Filter, false)
		return err
	})
	if err == nil {
		err = b.over(sort, storePage, queries, b.passes, func(_ int, q query) error { return b.read(ctx, head, q) })
	}
	if err == nil {
		err = b.handlers(sort, queries)
	}
	if err == nil {
		err = b.loopback(sort, queries)
	}
	return err
}

// ids lists the events of a page.
func (b bench) ids(ctx context.Context, q query) ([]string, error) {
	list, err := b.store.Head().Events(ctx, q.EventQuery)
	if err != nil {
		return nil, err
	}
	var ids []string
	for row, err := range list.All() {
		if err != nil {
			return nil, err
		}
		ids = append(ids, row.ID)
	}
	return ids, nil
}

func requests(queries []query) []*http.Request {
	list := make([]*http.Request, len(queries))
	for i, q := range queries {
		list[i] = httptest.NewRequest(http.MethodGet, q.address, nil)
	}
	return list
}

// put answers a request and throws the answer away.
func put(h http.Handler, r *http.Request) error {
	s := sink{header: make(http.Header, 16)}
	if h.ServeHTTP(&s, r); s.status != http.StatusOK {
		return fmt.Errorf("answered %d", s.status)
	}
	return nil
}

// handlers measures the whole answer within this process, without and with the response cache.
func (b bench) handlers(sort string, queries []query) error {
	list := requests(queries)
	err := b.over(sort, httpPage, queries, b.passes, func(i int, _ query) error { return put(b.off, list[i]) })
	if err != nil {
		return err
	}
	for _, r := range list {
		if err := put(b.kept, r); err != nil {
			return err
		}
	}
	return b.over(sort, httpKept, queries, 4*b.passes, func(i int, _ query) error { return put(b.kept, list[i]) })
}

// noEvents is a list in which there are none.
const noEvents = "/v1/events?kind=meeting&from=1700&to=1701"

// loopback measures requests over TCP: the page, the kept page, the same bytes from Echo, a 304, and from Echo an answer
// without events and one without anything; with one core for client and server, in processor time, and with two, on the wall.
func (b bench) loopback(sort string, queries []query) error {
	var bodies [][]byte
	var tags []string
	for _, r := range requests(queries) {
		body, header, err := answer(b.kept, r)
		if err != nil {
			return err
		}
		bodies, tags = append(bodies, body), append(tags, header.Get("Etag"))
		b.bodies = append(b.bodies, len(body))
	}
	none, _, err := answer(b.kept, httptest.NewRequest(http.MethodGet, noEvents, nil))
	if err != nil {
		return err
	}
	var stops []func()
	defer func() {
		for _, stop := range stops {
			stop()
		}
	}()
	var clients []*client
	for _, h := range []http.Handler{b.off, b.kept, floorHTTP(append(bodies, none))} {
		c, stop, err := serve(h)
		if err != nil {
			return err
		}
		clients, stops = append(clients, c), append(stops, stop)
	}
	runs := []*series{
		{tcpPage, clients[0], nil, http.StatusOK, 4}, {tcpKept, clients[1], nil, http.StatusOK, 16},
		{tcpStatic, clients[2], nil, http.StatusOK, 16}, {tcp304, clients[1], nil, http.StatusNotModified, 32},
		{tcpNone, clients[2], nil, http.StatusOK, 32}, {tcpEmpty, clients[2], nil, http.StatusNoContent, 32},
	}
	for i, q := range queries {
		runs[0].add(q.address)
		runs[1].add(q.address)
		_, asked, _ := strings.Cut(q.address, "?") // all servers read as much
		runs[2].add(fmt.Sprintf("/static/%d?%s", i, asked))
		runs[3].add(q.address, "If-None-Match: "+tags[i])
		runs[4].add(fmt.Sprintf("/static/%d?%s", len(queries), asked), "If-None-Match: "+tags[i])
		runs[5].add("/empty?"+asked, "If-None-Match: "+tags[i])
	}
	for _, cores := range []int{1, 2} {
		for _, run := range runs {
			if err := b.together(sort, run, cores); err != nil {
				return err
			}
		}
	}
	return nil
}

// series is a list of requests to one server, put again and again.
type series struct {
	what     string
	client   *client
	requests [][]byte
	want     int // status
	passes   int // times the settings' passes
}

func (s *series) add(address string, header ...string) {
	s.requests = append(s.requests, s.client.request(address, header...))
}

// together puts a series over all connections at once.
func (b bench) together(sort string, s *series, cores int) error {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	// Every connection to the database maps the file for itself: all come to every page first.
	if _, err := s.client.all(s.requests, 2*connections*len(s.requests), s.want); err != nil {
		return err
	}
	runtime.GC()
	total := s.passes * b.passes * len(s.requests)
	before := cpuTime()
	took, err := s.client.all(s.requests, total, s.want)
	if cores == 1 {
		took = cpuTime() - before
	}
	b.note(sort, onCores(s.what, cores), took, total)
	return err
}
