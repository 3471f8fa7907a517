// Command streams has many subscribers follow a stream over loopback while events are written, some of them breaking off every
// second, and tells how long a commit took to reach them, and whether anything was missed, came twice or out of order. Halfway one
// more joins that never reads. It is bounded in number and in time, and goes nowhere but to loopback.
//
//	go run ./internal/bench/streams -subscribers 1000 -seconds 60
//
// Start reading at measure.go.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"time"
)

// What one run may be asked for at most.
const (
	mostSubscribers = 12_000
	mostSeconds     = 300
)

// plan is one run.
type plan struct {
	subscribers int
	seconds     int
	writes      int     // a second
	leaving     float64 // share of the subscribers that break off in a second
	events      int     // different ones that are written again and again
	asleep      bool    // one that never reads joins halfway
}

func (p plan) check() error {
	switch {
	case p.subscribers < 1 || p.subscribers > mostSubscribers:
		return fmt.Errorf("-subscribers is 1 to %d", mostSubscribers)
	case p.seconds < 1 || p.seconds > mostSeconds:
		return fmt.Errorf("-seconds is 1 to %d", mostSeconds)
	case p.writes < 1 || p.writes > 1000:
		return fmt.Errorf("-writes is 1 to 1000")
	case p.leaving < 0 || p.leaving > 1:
		return fmt.Errorf("-leaving is 0 to 1")
	case p.events < 1 || p.events > 10_000:
		return fmt.Errorf("-events is 1 to 10000")
	}
	return nil
}

func main() {
	log.SetFlags(0)
	var p plan
	flag.IntVar(&p.subscribers, "subscribers", 1000, "how many follow the stream")
	flag.IntVar(&p.seconds, "seconds", 60, "how long events are written")
	flag.IntVar(&p.writes, "writes", 10, "events written in a second")
	flag.Float64Var(&p.leaving, "leaving", 0.02, "share of the subscribers that break off in a second and come back")
	flag.IntVar(&p.events, "events", 200, "different events that are written")
	flag.BoolVar(&p.asleep, "asleep", true, "one more that never reads joins halfway")
	flag.Parse()
	if err := p.check(); err != nil {
		log.Fatal(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, time.Duration(p.seconds)*time.Second+2*time.Minute)
	defer cancel()
	f, err := measure(ctx, p)
	if err != nil {
		log.Fatal(err)
	}
	f.print(os.Stdout)
}
