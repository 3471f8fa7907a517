package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"backchannel/api/rest"
	"backchannel/internal/edtf"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// figures are what a run gives.
type figures struct {
	plan          plan
	writes        int
	received      int
	breaks        int
	missed, twice int
	different     int // subscribers whose events are not those of the list in the end
	waits         [2][]time.Duration
}

// measure serves a new database and lets the subscribers follow.
func measure(ctx context.Context, p plan) (*figures, error) {
	folder, err := os.MkdirTemp("", "streams")
	if err != nil {
		return nil, fmt.Errorf("make a folder: %w", err)
	}
	defer os.RemoveAll(folder)
	st, err := store.Open(ctx, store.Options{Path: filepath.Join(folder, "streams.db")})
	if err != nil {
		return nil, err
	}
	defer st.Close()
	times := &clock{at: map[int64]time.Time{}, in: map[int64]int{}}
	defer st.OnCommit(times.note)()
	if err := begin(ctx, st); err != nil {
		return nil, err
	}
	api := rest.New(rest.Options{Store: st, Streams: 2 * mostSubscribers, Each: 2 * mostSubscribers})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	server := rest.HTTPServer(api, slog.New(slog.DiscardHandler))
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	f, err := run(ctx, p, st, api, listener.Addr().String(), times)
	api.Drain()
	server.Close()
	<-served
	return f, err
}

// begin writes what the events refer to.
func begin(ctx context.Context, st *store.Store) error {
	_, err := st.Write(ctx, store.Batch{By: "bench", Changes: []store.Change{
		{Operation: store.Put, Record: &record.Actor{ID: "speaker", Kind: "person", Name: "Speaker"}},
		{Operation: store.Put, Record: &record.Source{ID: "wire", Name: "Wire", Kind: "wire", Reliability: "B"}},
		{Operation: store.Put, Record: &record.Document{ID: "page", Source: "wire", Title: "Page"}},
	}})
	if err != nil {
		return err
	}
	history := store.Batch{By: "bench"}
	for n := range filler {
		e := statement(fmt.Sprintf("history-%d", n), n)
		e.Summary = strings.Repeat("What was said then. ", 100)
		history.Changes = append(history.Changes, store.Change{Operation: store.Put, Record: e})
	}
	_, err = st.Write(ctx, history)
	return err
}

// filler is how many events there are before the run: more megabytes than the system keeps of a connection that nobody reads, so that
// the one who sleeps and asks for all of them holds its stream up.
const filler = 4000

func statement(id string, n int) *record.Event {
	return &record.Event{ID: id, Kind: "statement", Title: fmt.Sprintf("Statement %d", n), Date: edtf.MustParse("2025-04-25"),
		Participants: []record.Participant{{Actor: "speaker", Role: "speaker"}}, Citations: []record.Citation{{Document: record.DocumentRef{ID: "page"}, Grade: "2"}},
		Statement: &record.Statement{Channel: "remarks"}}
}

func run(ctx context.Context, p plan, st *store.Store, api http.Handler, address string, times *clock) (*figures, error) {
	until := &atomic.Int64{}
	until.Store(1 << 62)
	var all []*subscriber
	var wait sync.WaitGroup
	failed := make(chan error, p.subscribers)
	for range p.subscribers {
		s := &subscriber{address: address, clock: times, state: map[string]int{}, seq: st.Seq(), last: fmt.Sprintf("%s:%d", st.Epoch(), st.Seq())}
		all = append(all, s)
		wait.Go(func() {
			if err := s.follow(ctx, until); err != nil {
				failed <- err
			}
		})
	}
	f := &figures{plan: p}
	if err := f.write(ctx, st, all, address, times); err != nil {
		return nil, err
	}
	until.Store(st.Seq())
	for _, s := range all { // who is told nothing more looks at the end when it connects
		if s.done.Load() >= st.Seq() {
			s.leave()
		}
	}
	wait.Wait()
	close(failed)
	for err := range failed {
		return nil, err
	}
	want, err := list(api)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		f.add(s, want)
	}
	return f, nil
}

// write writes events at a steady pace, and every second lets some subscribers break off.
func (f *figures) write(ctx context.Context, st *store.Store, all []*subscriber, address string, times *clock) error {
	random := rand.New(rand.NewPCG(1, 2))
	tick := time.NewTicker(time.Second / time.Duration(f.plan.writes))
	defer tick.Stop()
	total := f.plan.seconds * f.plan.writes
	for n := range total {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if n == total/2 {
			times.turn()
			if f.plan.asleep {
				conn, err := net.Dial("tcp", address)
				if err != nil {
					return fmt.Errorf("connect the one who sleeps: %w", err)
				}
				defer conn.Close()
				fmt.Fprintf(conn, "GET /v1/stream?since=0 HTTP/1.1\r\nHost: %s\r\n\r\n", address)
			}
		}
		e := statement(fmt.Sprintf("event-%d", random.IntN(f.plan.events)), n)
		if _, err := st.Write(ctx, store.Batch{By: "bench", Changes: []store.Change{{Operation: store.Put, Record: e}}}); err != nil {
			return err
		}
		if f.writes++; n%f.plan.writes == 0 {
			for _, s := range all {
				if random.Float64() < f.plan.leaving {
					s.leave()
				}
			}
		}
	}
	return nil
}

// list gives the revisions of the events that were written in the run, as the list has them.
func list(api http.Handler) (map[string]int, error) {
	answer := httptest.NewRecorder()
	api.ServeHTTP(answer, httptest.NewRequest(http.MethodGet, "/v1/events.ndjson?fields=id,revision", nil))
	all := map[string]int{}
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		var one struct {
			ID       string `json:"id"`
			Revision int    `json:"revision"`
		}
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("read the list: %w", err)
		}
		if strings.HasPrefix(one.ID, "event-") {
			all[one.ID] = one.Revision
		}
	}
	return all, nil
}

func (f *figures) add(s *subscriber, want map[string]int) {
	f.missed, f.twice, f.breaks = f.missed+s.missed, f.twice+s.twice, f.breaks+s.breaks
	for half, waits := range s.waits {
		f.waits[half] = append(f.waits[half], waits...)
		f.received += len(waits)
	}
	same := len(s.state) == len(want)
	for id, revision := range want {
		same = same && s.state[id] == revision
	}
	if !same {
		f.different++
	}
}

func (f *figures) print(out io.Writer) {
	fmt.Fprintf(out, "%d subscribers, %d s, %d writes: %d events received, %d connections broken off and made again\n", f.plan.subscribers, f.plan.seconds, f.writes, f.received, f.breaks)
	fmt.Fprintf(out, "missed %d, twice or out of order %d, subscribers whose events are not those of the list in the end %d\n", f.missed, f.twice, f.different)
	first, second := percentiles(f.waits[0]), percentiles(f.waits[1])
	fmt.Fprintf(out, "from the commit to the subscriber, ms: p50 %.1f, p99 %.1f, worst %.1f\n", first[0], first[1], first[2])
	if f.plan.asleep {
		fmt.Fprintf(out, "beside one that never reads:           p50 %.1f, p99 %.1f, worst %.1f; p99 ÷ p99 before %.2f\n", second[0], second[1], second[2], second[1]/first[1])
	}
}

// percentiles are the 50th, the 99th and the last, in milliseconds.
func percentiles(waits []time.Duration) [3]float64 {
	if len(waits) == 0 {
		return [3]float64{}
	}
	slices.Sort(waits)
	at := func(share float64) float64 {
		return float64(waits[int(share*float64(len(waits)-1))].Microseconds()) / 1000
	}
	return [3]float64{at(0.5), at(0.99), at(1)}
}
