package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"backchannel/api/rest"
	"backchannel/internal/bench/generate"
	"backchannel/internal/store"
)

// figures are those of one measure.
type figures struct {
	writes int           // that were acknowledged
	took   time.Duration // for all of them
	worked time.Duration // processor time of the whole process meanwhile, readers and clients included
	waits  []time.Duration
	reads  []time.Duration
}

func (f figures) perSecond() float64 { return float64(f.writes) / f.took.Seconds() }

// part is the wait that a share of all did not exceed.
func part(waits []time.Duration, share float64) time.Duration {
	if len(waits) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(waits))
	return sorted[min(int(share*float64(len(sorted))), len(sorted)-1)]
}

// way is one way of writing.
type way struct {
	name    string
	clients int
	write   func(t *trial, ctx context.Context, clients int, todo work) error
}

// The ways, and that in which nobody writes.
const (
	quiet       = "nobody writes"
	plainOne    = "plain transactions"
	plainMany   = "plain transactions, all clients"
	stored      = "the store, all clients"
	plainServed = "plain transactions over HTTP, all clients"
	served      = "POST over HTTP, all clients"
)

func ways(clients int) []way {
	return []way{
		{quiet, 0, func(_ *trial, ctx context.Context, _ int, _ work) error { <-ctx.Done(); return nil }},
		{plainOne, 1, (*trial).writePlain},
		{plainMany, clients, (*trial).writePlain},
		{stored, clients, (*trial).writeStored},
		{plainServed, clients, (*trial).writePlainServed},
		{served, clients, (*trial).writeServed},
	}
}

// round holds one measure of each way, taken one after another.
type round map[string]figures

// measure takes all rounds. Each measure begins with a fresh copy of the database.
func measure(ctx context.Context, s settings, world *generate.World, database string) ([]round, error) {
	folder, err := os.MkdirTemp(s.folder, "writes-")
	if err != nil {
		return nil, fmt.Errorf("make a folder to write in: %w", err)
	}
	defer os.RemoveAll(folder)
	todo, err := prepare(ctx, s, world, database, folder)
	if err != nil {
		return nil, err
	}
	var rounds []round
	for n := range s.rounds {
		r := round{}
		for _, one := range ways(s.clients) {
			path := filepath.Join(folder, "trial.db")
			if err := copyFile(database, path); err != nil {
				return nil, err
			}
			if r[one.name], err = take(ctx, s, world, path, one, todo); err != nil {
				return nil, fmt.Errorf("round %d, %s: %w", n+1, one.name, err)
			}
		}
		rounds = append(rounds, r)
	}
	return rounds, nil
}

// trial is one measure while it runs.
type trial struct {
	path    string
	store   *store.Store
	key     string    // of an editor
	address string    // host:port of the server
	counted time.Time // what begins before is not: statements are being prepared, and the plain ones are already
	mu      sync.Mutex
	figures
}

// take serves a database and measures a way of writing while pages are read.
func take(ctx context.Context, s settings, world *generate.World, path string, one way, todo work) (figures, error) {
	opened, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return figures{}, err
	}
	defer opened.Close()
	t := &trial{path: path, store: opened}
	if t.key, _, err = opened.CreateKey(ctx, "writer", "editor", time.Time{}); err != nil {
		return figures{}, err
	}
	server := rest.New(rest.Options{Store: opened, Kept: -1}) // every page is made anew for all ways of writing
	server.Ready(true)
	stop, err := t.listen(rest.HTTPServer(server, slog.New(slog.DiscardHandler)))
	if err != nil {
		return figures{}, err
	}
	defer stop()
	reading := t.address
	ctx, cancel := context.WithTimeout(ctx, s.warm+s.span)
	defer cancel()
	t.counted = time.Now().Add(s.warm)
	before := make(chan time.Duration, 1)
	time.AfterFunc(s.warm, func() { before <- processor() })
	errs := make([]error, s.readers+1)
	var wait sync.WaitGroup
	for n := range s.readers {
		wait.Go(func() { errs[n] = t.read(ctx, reading, pages(world), n, s.pause) })
	}
	errs[s.readers] = one.write(t, ctx, one.clients, todo)
	if t.took = time.Since(t.counted); t.took > 0 {
		t.worked = processor() - <-before
	}
	cancel()
	wait.Wait()
	return t.figures, errors.Join(errs...)
}

// listen answers on a free port of loopback, which becomes the trial's address.
func (t *trial) listen(server *http.Server) (stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	t.address = listener.Addr().String()
	done := make(chan struct{})
	go func() {
		defer close(done)
		server.Serve(listener) // ends with ErrServerClosed
	}()
	return func() {
		server.Close()
		<-done
	}, nil
}

// pages are what readers ask for in turn.
func pages(world *generate.World) []string {
	list := []string{"/v1/events"}
	for i := range 20 {
		list = append(list,
			"/v1/events?actor="+world.Actors[i].ID+"&from=2005&to=2020",
			fmt.Sprintf("/v1/events?kind=meeting&from=%d&to=%d", 1998+i, 2004+i))
	}
	return list
}

// read asks for pages until the time is over.
func (t *trial) read(ctx context.Context, address string, pages []string, from int, pause time.Duration) error {
	c, err := dial(address, t.key)
	if err != nil {
		return err
	}
	defer c.Close()
	for n := from; ctx.Err() == nil; n++ {
		started := time.Now()
		if err := c.send("GET", pages[n%len(pages)], nil, 200); err != nil {
			return err
		}
		if started.After(t.counted) {
			t.mu.Lock()
			t.reads = append(t.reads, time.Since(started))
			t.mu.Unlock()
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
	return nil
}

// writeServed lets clients enter the events over HTTP.
func (t *trial) writeServed(ctx context.Context, clients int, todo work) error {
	return t.post(ctx, clients, todo, func(int) string { return "/v1/events" })
}

// writeStored lets clients hand the events to the store within this process.
func (t *trial) writeStored(ctx context.Context, clients int, todo work) error {
	return t.all(ctx, clients, len(todo.events), func(int) (func(int) error, func(), error) {
		return func(i int) error {
			_, err := t.store.Write(context.WithoutCancel(ctx), store.Batch{Changes: []store.Change{{Operation: store.Put, Record: todo.events[i], Expect: new(int)}}})
			return err
		}, func() {}, nil
	})
}

// post lets clients send the events, each over a connection of its own.
func (t *trial) post(ctx context.Context, clients int, todo work, path func(i int) string) error {
	return t.all(ctx, clients, len(todo.bodies), func(int) (func(int) error, func(), error) {
		c, err := dial(t.address, t.key)
		if err != nil {
			return nil, nil, err
		}
		return func(i int) error { return c.send("POST", path(i), todo.bodies[i], 201) }, func() { c.Close() }, nil
	})
}

// all lets clients write the events, each the next one as soon as its last is acknowledged, and notes how long each waited.
func (t *trial) all(ctx context.Context, clients, events int, start func(client int) (write func(i int) error, stop func(), err error)) error {
	var next atomic.Int64
	errs := make([]error, clients)
	waits := make([][]time.Duration, clients)
	var wait sync.WaitGroup
	for n := range clients {
		wait.Go(func() {
			write, stop, err := start(n)
			if err != nil {
				errs[n] = err
				return
			}
			defer stop()
			for ctx.Err() == nil && errs[n] == nil {
				i := int(next.Add(1)) - 1
				if i >= events {
					return
				}
				started := time.Now()
				if errs[n] = write(i); errs[n] == nil && started.After(t.counted) {
					waits[n] = append(waits[n], time.Since(started))
				}
			}
		})
	}
	wait.Wait()
	t.waits = slices.Concat(waits...)
	t.writes = len(t.waits)
	return errors.Join(errs...)
}

func copyFile(from, to string) error {
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Remove(to + suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove what is left of a trial: %w", err)
		}
	}
	in, err := os.Open(from)
	if err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return fmt.Errorf("copy the database: %w", err)
	}
	return nil
}
