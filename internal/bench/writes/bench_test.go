package main

import (
	"context"
	"path/filepath"
	"strconv"
	"testing"

	"backchannel/internal/bench/generate"
	"backchannel/internal/store"
)

// BenchmarkEntering enters events into the store with 64 writers: what a write costs without HTTP.
func BenchmarkEntering(b *testing.B) {
	world := generate.New(generate.Options{Events: 2000, Seed: 1})
	opened, err := store.Open(b.Context(), store.Options{Path: filepath.Join(b.TempDir(), "entered.db")})
	if err != nil {
		b.Fatal(err)
	}
	defer opened.Close()
	if err := generate.Fill(b.Context(), opened, world, nil); err != nil {
		b.Fatal(err)
	}
	numbers := make(chan int)
	errs := make(chan error, 64)
	b.ReportAllocs()
	b.ResetTimer()
	for range cap(errs) {
		go func() {
			for n := range numbers {
				e := world.Event(n % world.Events)
				e.ID += "-" + strconv.Itoa(n)
				e.Links = nil
				if _, err := opened.Write(context.Background(), store.Batch{Changes: []store.Change{{Operation: store.Put, Record: e}}}); err != nil {
					errs <- err
					return
				}
			}
			errs <- nil
		}()
	}
	for n := range b.N {
		numbers <- n
	}
	close(numbers)
	for range cap(errs) {
		if err := <-errs; err != nil {
			b.Fatal(err)
		}
	}
}
