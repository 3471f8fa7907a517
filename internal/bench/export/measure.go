package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"

	"backchannel/api/rest"
	"backchannel/internal/store"
)

// export is what was seen of one whole export. Memory is in bytes of Go's heap.
type export struct {
	Format  string
	Rows    int // lines but for the header
	Bytes   int64
	Seconds float64 // with the stops
	Before  int64   // alive with the store open and warm, and nothing under way
	Alive   int64   // the most that was alive at a stop
	Peak    int64   // the most at any time, what was dead and not yet swept included
	Stops   int
}

// own is what the export itself holds: what is there before it grows with the dataset, since lists of it are kept in memory.
func (e export) own() int64 { return e.Alive - e.Before }

// stopEach is after how many bytes the reader stops, so that the server waits for it and nothing is being allocated.
const stopEach = 32 << 20

// settle waits until the server has filled what lies between it and a reader that has stopped, and allocates no more.
func settle() {
	allocated := func() uint64 {
		sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
		metrics.Read(sample)
		return sample[0].Value.Uint64()
	}
	for before, tries := allocated(), 0; tries < 100; tries++ {
		time.Sleep(50 * time.Millisecond)
		now := allocated()
		if now-before < 16<<10 {
			return
		}
		before = now
	}
}

// collect is the percentage at which the collector runs here: low, so that the peak tells what is alive and not how much
// rubbish the collector lets lie, which is in proportion to what was there before.
const collect = 10

// measure exports a whole database as csv and as ndjson over loopback.
func measure(ctx context.Context, path string) ([]export, error) {
	opened, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	handler := rest.New(rest.Options{Store: opened, Kept: -1})
	handler.Ready(true)
	server := httptest.NewServer(handler)
	defer server.Close()
	debug.SetGCPercent(collect)
	var all []export
	for _, format := range []string{"csv", "ndjson"} {
		if _, err := read(ctx, server.URL+"/v1/events."+format+"?limit=1000"); err != nil { // warm
			return nil, err
		}
		e, err := watched(func() (export, error) { return read(ctx, server.URL+"/v1/events."+format) })
		if err != nil {
			return nil, err
		}
		if e.Format = format; format == "csv" {
			e.Rows-- // the header
		}
		all = append(all, e)
	}
	return all, nil
}

// watched looks at the heap once a millisecond while f runs.
func watched(f func() (export, error)) (export, error) {
	before := alive()
	stop, peak := make(chan struct{}), make(chan int64)
	go func() {
		most := int64(0)
		tick := time.NewTicker(time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-stop:
				peak <- most
				return
			case <-tick.C:
				most = max(most, heap())
			}
		}
	}()
	started := time.Now()
	e, err := f()
	e.Seconds = time.Since(started).Seconds()
	close(stop)
	e.Before, e.Peak = before, <-peak
	return e, err
}

// alive is what is left once everything dead has been swept.
func alive() int64 {
	runtime.GC()
	runtime.GC() // what finalizers held
	return heap()
}

func heap() int64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// read reads an answer to its end, with stops at which it looks at what is alive, and counts its bytes and lines; no cell of the generated dataset holds a line end.
func read(ctx context.Context, address string) (e export, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return e, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return e, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return e, fmt.Errorf("%s answers %s", address, response.Status)
	}
	buffer := make([]byte, 64<<10)
	for next := int64(1); ; {
		if e.Bytes >= next {
			settle()
			e.Alive, e.Stops = max(e.Alive, alive()), e.Stops+1
			next = e.Bytes + stopEach
		}
		n, err := response.Body.Read(buffer)
		e.Bytes += int64(n)
		e.Rows += bytes.Count(buffer[:n], []byte("\n"))
		switch err {
		case nil:
		case io.EOF:
			return e, nil
		default:
			return e, fmt.Errorf("read %s: %w", address, err)
		}
	}
}
