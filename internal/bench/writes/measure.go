package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
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

// round holds one measure of each sort, taken one after another.
type round struct{ plain, served, quiet figures }

// measure takes all rounds. Each measure begins with a fresh copy of the database.
func measure(ctx context.Context, s settings, world *generate.World, database string) ([]round, error) {
	work, err := os.MkdirTemp(s.folder, "writes-")
	if err != nil {
		return nil, fmt.Errorf("make a folder to write in: %w", err)
	}
	defer os.RemoveAll(work)
	bodies, plain, err := prepare(ctx, s, world, database, work)
	if err != nil {
		return nil, err
	}
	var rounds []round
	for n := range s.rounds {
		var r round
		for _, one := range []struct {
			into  *figures
			write func(ctx context.Context, t *trial) error
		}{
			{&r.quiet, func(ctx context.Context, _ *trial) error { <-ctx.Done(); return nil }},
			{&r.plain, func(ctx context.Context, t *trial) error { return t.writePlain(ctx, plain) }},
			{&r.served, func(ctx context.Context, t *trial) error { return t.writeServed(ctx, s.clients, bodies) }},
		} {
			path := filepath.Join(work, "trial.db")
			if err := copyFile(database, path); err != nil {
				return nil, err
			}
			if *one.into, err = take(ctx, s, world, path, one.write); err != nil {
				return nil, fmt.Errorf("round %d: %w", n+1, err)
			}
		}
		rounds = append(rounds, r)
	}
	return rounds, nil
}

// trial is one measure while it runs.
type trial struct {
	path    string
	key     string // of an editor
	address string // host:port of the server
	mu      sync.Mutex
	figures
}

// take serves a database and measures a way of writing while pages are read.
func take(ctx context.Context, s settings, world *generate.World, path string, write func(context.Context, *trial) error) (figures, error) {
	opened, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return figures{}, err
	}
	defer opened.Close()
	t := &trial{path: path}
	if t.key, _, err = opened.CreateKey(ctx, "writer", "editor", time.Time{}); err != nil {
		return figures{}, err
	}
	stop, err := t.serve(opened)
	if err != nil {
		return figures{}, err
	}
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, s.span)
	defer cancel()
	errs := make([]error, s.readers+1)
	var wait sync.WaitGroup
	for n := range s.readers {
		wait.Go(func() { errs[n] = t.read(ctx, pages(world), n, s.pause) })
	}
	started, worked := time.Now(), processor()
	errs[s.readers] = write(ctx, t)
	t.took, t.worked = time.Since(started), processor()-worked
	cancel()
	wait.Wait()
	return t.figures, errors.Join(errs...)
}

// serve answers on a free port of loopback. No answer is kept: every page is made anew for both ways of writing.
func (t *trial) serve(opened *store.Store) (stop func(), err error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listen on loopback: %w", err)
	}
	t.address = listener.Addr().String()
	server := rest.New(rest.Options{Store: opened, Kept: -1})
	server.Ready(true)
	httpServer := rest.HTTPServer(server, slog.New(slog.DiscardHandler))
	done := make(chan struct{})
	go func() {
		defer close(done)
		httpServer.Serve(listener) // ends with ErrServerClosed
	}()
	return func() {
		httpServer.Close()
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
func (t *trial) read(ctx context.Context, pages []string, from int, pause time.Duration) error {
	c, err := dial(t.address, t.key)
	if err != nil {
		return err
	}
	defer c.Close()
	for n := from; ctx.Err() == nil; n++ {
		started := time.Now()
		if err := c.send("GET", pages[n%len(pages)], nil, 200); err != nil {
			return err
		}
		t.mu.Lock()
		t.reads = append(t.reads, time.Since(started))
		t.mu.Unlock()
		select {
		case <-time.After(pause):
		case <-ctx.Done():
		}
	}
	return nil
}

// writeServed lets clients enter the events over HTTP, each the next one as soon as its last is acknowledged.
func (t *trial) writeServed(ctx context.Context, clients int, bodies [][]byte) error {
	var next atomic.Int64
	errs := make([]error, clients)
	waits := make([][]time.Duration, clients)
	var wait sync.WaitGroup
	for n := range clients {
		wait.Go(func() {
			c, err := dial(t.address, t.key)
			if err != nil {
				errs[n] = err
				return
			}
			defer c.Close()
			for ctx.Err() == nil && errs[n] == nil {
				i := int(next.Add(1)) - 1
				if i >= len(bodies) {
					return
				}
				started := time.Now()
				if errs[n] = c.send("POST", "/v1/events", bodies[i], 201); errs[n] == nil {
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
