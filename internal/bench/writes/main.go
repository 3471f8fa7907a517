// Command writes measures durable writes over HTTP beside plain transactions that insert the same rows, and how long a
// page takes meanwhile. It prints the tables of docs/performance.md and judges nothing by its exit code.
//
//	go run ./internal/bench/writes
//
// Everything is in one process and over loopback. Start reading at measure.go; what a plain transaction does stands in
// plain.go, and which rows it writes in rows.go.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"runtime/pprof"
	"time"

	"backchannel/internal/bench/generate"
)

// What one run may be asked for at most.
const (
	maxRounds  = 20
	maxSeconds = 60
	maxClients = 512
	maxEvents  = 200_000
)

// settings say what is measured.
type settings struct {
	size    int           // events in the database before the first write
	events  int           // events there are to write
	rounds  int           // what is printed is the median over them
	span    time.Duration // how long one measure takes
	warm    time.Duration // how long a measure runs before it counts
	clients int           // that write at the same time
	readers int           // that read at the same time, each with a pause between two pages
	pause   time.Duration
	folder  string // where the database is kept for the next time
}

func (s settings) check() error {
	for _, limit := range []struct {
		name      string
		value, to int
	}{
		{"-size", s.size, maxEvents}, {"-events", s.events, maxEvents}, {"-rounds", s.rounds, maxRounds},
		{"-seconds", int(s.span / time.Second), maxSeconds}, {"-clients", s.clients, maxClients}, {"-readers", s.readers + 1, maxClients},
	} {
		if limit.value < 1 || limit.value > limit.to {
			return fmt.Errorf("%s is %d: write a number from 1 to %d", limit.name, limit.value, limit.to)
		}
	}
	if s.warm < 0 || s.warm > time.Minute {
		return fmt.Errorf("-warm is %s: write a time of up to a minute", s.warm)
	}
	if s.pause < 0 || s.pause > time.Minute {
		return fmt.Errorf("-pause is %s: write a time of up to a minute", s.pause)
	}
	return nil
}

func main() {
	log.SetFlags(0)
	var s settings
	seconds := flag.Int("seconds", 5, "how long one measure takes")
	flag.IntVar(&s.size, "size", 10_000, "events in the database before the first write")
	flag.IntVar(&s.events, "events", 20_000, "events there are to write; a measure ends when they are written")
	flag.IntVar(&s.rounds, "rounds", 3, "rounds; what is printed is the median over them")
	flag.IntVar(&s.clients, "clients", 64, "clients that write at the same time")
	flag.IntVar(&s.readers, "readers", 2, "clients that read pages at the same time")
	flag.DurationVar(&s.warm, "warm", 500*time.Millisecond, "how long a measure runs before it counts")
	flag.DurationVar(&s.pause, "pause", 10*time.Millisecond, "between two pages of one reader")
	flag.StringVar(&s.folder, "folder", filepath.Join(os.TempDir(), "backchannel-bench"), "where the database is kept for the next time")
	percent := flag.Int("gc", 200, "how far the heap grows before it is swept, in per cent of what is alive, as the program has it")
	spare := flag.Int("spare", 2, "threads that run Go code at most beyond the number of cores, as the program has it")
	profile := flag.String("profile", "", "write a profile of the processor's time into this file")
	flag.Parse()
	debug.SetGCPercent(*percent)
	runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + max(*spare, 0))
	s.span = time.Duration(*seconds) * time.Second
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := profiled(*profile, func() error { return run(ctx, s) }); err != nil {
		log.Fatal(err)
	}
}

// profiled runs f, and keeps what the processor did meanwhile where a file is named.
func profiled(path string, f func() error) error {
	if path == "" {
		return f()
	}
	file, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("make the profile: %w", err)
	}
	if err := pprof.StartCPUProfile(file); err != nil {
		return errors.Join(fmt.Errorf("begin the profile: %w", err), file.Close())
	}
	err = f()
	pprof.StopCPUProfile()
	return errors.Join(err, file.Close())
}

func run(ctx context.Context, s settings) error {
	if err := s.check(); err != nil {
		return err
	}
	world := generate.New(generate.Options{Events: s.size, Seed: 1})
	database, err := generate.Open(ctx, s.folder, world, nil)
	if err != nil {
		return err
	}
	rounds, err := measure(ctx, s, world, database.Path)
	if err != nil {
		return err
	}
	report(os.Stdout, s, rounds)
	return nil
}
