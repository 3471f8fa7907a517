// Command load puts requests to a server that is already running on this machine and tells how many it
// answered, how fast, and how long they waited. It is bounded in number and in time, and goes nowhere
// but to loopback.
//
//	go run ./internal/bench/load -address http://127.0.0.1:8080 -paths '/v1/events,/v1/events?kind=meeting' -seconds 10
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// What one run may be asked for at most.
const (
	maxRequests    = 5_000_000
	maxSeconds     = 300
	maxConnections = 1024
)

// plan is one run.
type plan struct {
	address     string
	paths       []string
	requests    int
	seconds     int
	connections int
}

func main() {
	log.SetFlags(0)
	var p plan
	var paths string
	flag.StringVar(&p.address, "address", "http://127.0.0.1:8080", "the server, on loopback")
	flag.StringVar(&paths, "paths", "/v1/events", "what is asked for in turn, with commas between")
	flag.IntVar(&p.requests, "requests", 100_000, "at most so many requests")
	flag.IntVar(&p.seconds, "seconds", 10, "at most so many seconds")
	flag.IntVar(&p.connections, "connections", 8, "requests at a time")
	flag.Parse()
	p.paths = strings.Split(paths, ",")
	if err := p.check(); err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	r, err := p.run(ctx)
	if err != nil {
		log.Fatal(err)
	}
	r.write(os.Stdout)
}

// check refuses what is out of bounds, and any host but this one.
func (p plan) check() error {
	at, err := url.Parse(p.address)
	if err != nil || at.Scheme != "http" || at.Host == "" {
		return fmt.Errorf("-address: %q is no address: write http://127.0.0.1:8080", p.address)
	}
	if ip := net.ParseIP(at.Hostname()); at.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("-address: %s is not on loopback; load is put on this machine only", at.Host)
	}
	for _, c := range []struct {
		name       string
		given, top int
	}{{"requests", p.requests, maxRequests}, {"seconds", p.seconds, maxSeconds}, {"connections", p.connections, maxConnections}} {
		if c.given < 1 || c.given > c.top {
			return fmt.Errorf("-%s: %d is not within 1 to %d", c.name, c.given, c.top)
		}
	}
	for _, path := range p.paths {
		if !strings.HasPrefix(path, "/") {
			return fmt.Errorf("-paths: %q does not begin with a slash", path)
		}
	}
	return nil
}

// result is what became of a run.
type result struct {
	took   time.Duration
	bytes  int64
	waits  []time.Duration // of each answer, rising
	status map[int]int
	failed int
}

// run puts the requests, stopping at whichever bound is met first.
func (p plan) run(ctx context.Context) (result, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(p.seconds)*time.Second)
	defer cancel()
	client := &http.Client{
		Transport:     &http.Transport{MaxIdleConnsPerHost: p.connections, DisableCompression: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	defer client.CloseIdleConnections()
	parts := make([]result, p.connections)
	var next atomic.Int64
	var wait sync.WaitGroup
	started := time.Now()
	for i := range parts {
		wait.Go(func() {
			parts[i].status = map[int]int{}
			for ctx.Err() == nil {
				n := int(next.Add(1)) - 1
				if n >= p.requests {
					return
				}
				parts[i].get(ctx, client, p.address+p.paths[n%len(p.paths)])
			}
		})
	}
	wait.Wait()
	all := result{took: time.Since(started), status: map[int]int{}}
	for _, part := range parts {
		all.add(part)
	}
	slices.Sort(all.waits)
	if len(all.waits) == 0 {
		return all, errors.New("no request was answered; is the server running?")
	}
	return all, nil
}

// get puts one request and reads its answer to the end.
func (r *result) get(ctx context.Context, client *http.Client, address string) {
	started := time.Now()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		r.failed++
		return
	}
	answer, err := client.Do(request)
	if err == nil {
		var n int64
		n, err = io.Copy(io.Discard, answer.Body)
		r.bytes += n
		answer.Body.Close()
	}
	switch {
	case err == nil:
		r.waits = append(r.waits, time.Since(started))
		r.status[answer.StatusCode]++
	case ctx.Err() == nil:
		r.failed++
	}
}

func (r *result) add(part result) {
	r.bytes += part.bytes
	r.failed += part.failed
	r.waits = append(r.waits, part.waits...)
	for status, n := range part.status {
		r.status[status] += n
	}
}

// quantile is the wait that a share of the answers did not exceed.
func (r result) quantile(share float64) time.Duration {
	return r.waits[min(int(share*float64(len(r.waits))), len(r.waits)-1)].Round(time.Microsecond)
}

func (r result) write(out io.Writer) {
	seconds := r.took.Seconds()
	fmt.Fprintf(out, "%d answers in %.1f s: %.0f a second, %.1f MB a second\n",
		len(r.waits), seconds, float64(len(r.waits))/seconds, float64(r.bytes)/1e6/seconds)
	fmt.Fprintf(out, "waits: half %s, p90 %s, p99 %s, longest %s\n", r.quantile(0.5), r.quantile(0.9), r.quantile(0.99), r.quantile(1))
	for _, status := range slices.Sorted(maps.Keys(r.status)) {
		fmt.Fprintf(out, "status %d: %d\n", status, r.status[status])
	}
	if r.failed > 0 {
		fmt.Fprintf(out, "failed: %d\n", r.failed)
	}
}
