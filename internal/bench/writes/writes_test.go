package main

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
	"time"

	"backchannel/internal/bench/generate"
)

// small is a run that takes no time worth speaking of.
func small(t *testing.T) settings {
	return settings{size: 200, events: 120, rounds: 1, span: 30 * time.Second, clients: 8, readers: 1, pause: time.Millisecond, folder: t.TempDir()}
}

func TestEachWayWritesEveryEventWhilePagesAreRead(t *testing.T) {
	s := small(t)
	world := generate.New(generate.Options{Events: s.size, Seed: 1})
	database, err := generate.Open(context.Background(), s.folder, world, nil)
	if err != nil {
		t.Fatal(err)
	}
	work := t.TempDir()
	todo, err := prepare(context.Background(), s, world, database.Path, work)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range ways(s.clients)[1:] {
		name := one.name
		path := work + "/trial.db"
		if err := copyFile(database.Path, path); err != nil {
			t.Fatal(err)
		}
		got, err := take(context.Background(), s, world, path, one, todo)
		if err != nil || got.writes != s.events || len(got.waits) != s.events {
			t.Errorf("%s: %d of %d were written, %d waits: %v", name, got.writes, s.events, len(got.waits), err)
		}
		after, err := readRows(context.Background(), path, 0, manyWords(t, path))
		if err != nil {
			t.Fatal(err)
		}
		last := after[len(after)-1]
		tables := ""
		for _, one := range last {
			tables += strings.Fields(one.sql)[2] + " "
		}
		if !strings.Contains(tables, "change event_version event_actor") || !strings.Contains(tables, "event_document") {
			t.Errorf("%s: the last change has rows in %s", name, tables)
		}
	}
}

// manyWords has an entry for every change of a database.
func manyWords(t *testing.T, path string) map[int64]string {
	t.Helper()
	seq, err := newest(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	words := map[int64]string{}
	for n := range seq {
		words[n+1] = ""
	}
	return words
}

// newest is the number of a database's last change.
func newest(ctx context.Context, path string) (seq int64, err error) {
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		return 0, fmt.Errorf("open %s: %w", path, err)
	}
	defer db.Close()
	if err := db.QueryRowContext(ctx, "SELECT seq FROM counter").Scan(&seq); err != nil {
		return 0, fmt.Errorf("read the counter: %w", err)
	}
	return seq, nil
}

func TestTheReportTellsMediansAndBars(t *testing.T) {
	var rounds []round
	for _, n := range []int{100, 300, 200} {
		waits := []time.Duration{time.Millisecond, 2 * time.Millisecond, 9 * time.Millisecond}
		one := figures{writes: n, took: time.Second, waits: waits, reads: waits}
		many := figures{writes: 3 * n, took: time.Second, waits: waits, reads: waits[:2]}
		rounds = append(rounds, round{plainOne: one, plainMany: one, plainServed: one, served: many, stored: many,
			quiet: figures{took: time.Second, reads: waits}})
	}
	var out strings.Builder
	report(&out, settings{clients: 64, span: time.Second, size: 10, readers: 2}, rounds)
	for _, want := range []string{
		"| plain transactions | 200 | 2.00 | 9.00 | 3.00 | 2.00 | 9.00 | – |",
		"| POST over HTTP, all clients | 600 |", "| 3.00 | ≥ 2.5 | holds |", "| 2.00 | ≤ 5 | holds |", "| nobody writes | – | – | – |", "takes 0.00 ms",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("it lacks %q:\n%s", want, &out)
		}
	}
}

func TestARunIsBounded(t *testing.T) {
	for name, change := range map[string]func(*settings){
		"-events": func(s *settings) { s.events = maxEvents + 1 }, "-rounds": func(s *settings) { s.rounds = 0 },
		"-seconds": func(s *settings) { s.span = time.Hour }, "-clients": func(s *settings) { s.clients = 1 << 20 },
		"-readers": func(s *settings) { s.readers = -1 }, "-size": func(s *settings) { s.size = 0 }, "-pause": func(s *settings) { s.pause = time.Hour },
	} {
		s := small(t)
		change(&s)
		if err := s.check(); err == nil || !strings.HasPrefix(fmt.Sprint(err), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := small(t).check(); err != nil {
		t.Error(err)
	}
}
