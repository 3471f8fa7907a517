package main

import (
	"fmt"
	"io"
	"runtime"
	"slices"
	"strconv"
	"time"
)

// The first bars that writes are measured against.
const (
	leastRatio   = 2.5                  // writes ÷ plain transactions
	longestReads = 5 * time.Millisecond // p99 of a page meanwhile
)

// median is the middle of one figure over the rounds.
func median(rounds []round, of func(round) float64) float64 {
	var list []float64
	for _, r := range rounds {
		list = append(list, of(r))
	}
	slices.Sort(list)
	return list[len(list)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// report prints the medians and the bars as Markdown.
func report(out io.Writer, s settings, rounds []round) {
	fmt.Fprintf(out, "%d clients write for %s into a database of %d events while %d readers take a page every %s; medians of %d rounds.\n\n",
		s.clients, s.span, s.size, s.readers, s.pause, len(rounds))
	fmt.Fprintln(out, "| | writes/s | write p50, ms | write p99, ms | pages/s | page p50, ms | page p99, ms | processor, % |")
	fmt.Fprintln(out, "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	for _, one := range ways(s.clients) {
		fmt.Fprint(out, "| ", one.name)
		for _, of := range []func(figures) float64{
			figures.perSecond,
			func(f figures) float64 { return milliseconds(part(f.waits, 0.5)) },
			func(f figures) float64 { return milliseconds(part(f.waits, 0.99)) },
			func(f figures) float64 { return float64(len(f.reads)) / f.took.Seconds() },
			func(f figures) float64 { return milliseconds(part(f.reads, 0.5)) },
			func(f figures) float64 { return milliseconds(part(f.reads, 0.99)) },
			func(f figures) float64 { return 100 * f.worked.Seconds() / f.took.Seconds() },
		} {
			fmt.Fprint(out, " | ", digits(median(rounds, func(r round) float64 { return of(r[one.name]) })))
		}
		fmt.Fprintln(out, " |")
	}
	work := func(name string) float64 {
		return median(rounds, func(r round) float64 { return perWrite(r[name], r[quiet]) })
	}
	fmt.Fprintf(out, "\nA write over HTTP takes %.2f ms of processor time, client and answer included, one into the store %.2f ms, and a plain transaction %.2f ms.\n",
		work(served), work(stored), work(plainOne))
	fmt.Fprintf(out, "\n| bar | reached | | |\n| --- | ---: | --- | --- |\n")
	for _, pair := range [][2]string{{served, plainOne}, {stored, plainMany}, {served, plainServed}} {
		ratio := median(rounds, func(r round) float64 { return r[pair[0]].perSecond() / r[pair[1]].perSecond() })
		fmt.Fprintf(out, "| %s ÷ %s | %.2f | ≥ %g | %s |\n", pair[0], pair[1], ratio, leastRatio, verdict(ratio >= leastRatio))
	}
	for _, while := range [][2]string{{stored, "the store is written to"}, {served, "POST writes"}} {
		reads := median(rounds, func(r round) float64 { return milliseconds(part(r[while[0]].reads, 0.99)) })
		fmt.Fprintf(out, "| page p99 while %s, ms | %.2f | ≤ %g | %s |\n", while[1], reads, milliseconds(longestReads), verdict(reads <= milliseconds(longestReads)))
	}
	fmt.Fprintf(out, "\n%d cores, %s/%s, %s.\n", runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}

// perWrite is the processor time of one write in milliseconds, without what the readers took: as much a page as when
// nobody writes.
func perWrite(f, quiet figures) float64 {
	reading := quiet.worked.Seconds() / float64(max(len(quiet.reads), 1)) * float64(len(f.reads))
	return 1000 * (f.worked.Seconds() - reading) / float64(max(f.writes, 1))
}

func digits(v float64) string {
	switch {
	case v == 0:
		return "–"
	case v < 100:
		return strconv.FormatFloat(v, 'f', 2, 64)
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

func verdict(holds bool) string {
	if holds {
		return "holds"
	}
	return "**missed**"
}
