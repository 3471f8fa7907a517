package main

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"backchannel/api/rest"
	"backchannel/internal/bench/generate"
	"backchannel/internal/store"
)

// benchEvents is how many events the benchmarks run over: few enough to be filled in seconds.
const benchEvents = 10_000

// databases is where they are kept for the next time, as the command keeps them.
func databases() string { return filepath.Join(os.TempDir(), "backchannel-bench") }

func open(b testing.TB, events int) dataset {
	b.Helper()
	ctx := context.Background()
	world := generate.New(generate.Options{Events: events, Seed: 1})
	database, err := generate.Open(ctx, databases(), world, nil)
	if err != nil {
		b.Fatal(err)
	}
	opened, err := store.Open(ctx, store.Options{Path: database.Path})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { opened.Close() })
	return dataset{world: world, store: opened}
}

// each runs a benchmark for every sort of page over pages that differ.
func each(b *testing.B, run func(b *testing.B, d dataset, pages []query)) {
	d := open(b, benchEvents)
	for _, sort := range sorts {
		b.Run(sort, func(b *testing.B) {
			pages, err := d.pool(context.Background(), sort, 40)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			b.ResetTimer()
			started := cpuTime()
			run(b, d, pages)
			b.ReportMetric(float64((cpuTime()-started).Nanoseconds())/float64(b.N), "cpu-ns/op")
		})
	}
}

func BenchmarkPageFromTheStore(b *testing.B) {
	each(b, func(b *testing.B, d dataset, pages []query) {
		v := d.store.Head()
		measured := bench{dataset: d}
		for i := range b.N {
			if err := measured.read(context.Background(), v, pages[i%len(pages)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkPageOverHTTP(b *testing.B) {
	each(b, func(b *testing.B, d dataset, pages []query) {
		server := rest.New(rest.Options{Store: d.store, Kept: -1})
		server.Ready(true)
		list := requests(pages)
		b.ResetTimer()
		for i := range b.N {
			if err := put(server, list[i%len(list)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkKeptPageOverHTTP(b *testing.B) {
	each(b, func(b *testing.B, d dataset, pages []query) {
		server := rest.New(rest.Options{Store: d.store})
		server.Ready(true)
		list := requests(pages)
		b.ResetTimer()
		for i := range b.N {
			if err := put(server, list[i%len(list)]); err != nil {
				b.Fatal(err)
			}
		}
	})
}
