// Command bench measures pages of events beside the floors under them, at several sizes of a generated
// dataset, and prints the table of docs/performance.md with its bars. It judges nothing by its exit
// code: a bar that is missed is a line that says so.
//
//	go run ./internal/bench -sizes 10k,100k,1M
//
// It knows databases through the store and HTTP through the real handler; its floors are database/sql
// and Echo. Start reading at measure.go.
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/bench/generate"
)

// settings say what is measured and how often.
type settings struct {
	sizes  []int
	seed   uint64
	folder string
	rounds int
	each   int // different queries a round
	passes int // how often a round goes over them, where nothing is lost by that
	gc     int
}

func main() {
	log.SetFlags(0)
	var s settings
	sizes := flag.String("sizes", "10k", "numbers of events, such as 10k,100k,1M")
	flag.Uint64Var(&s.seed, "seed", 1, "seed of the datasets")
	flag.StringVar(&s.folder, "folder", filepath.Join(os.TempDir(), "backchannel-bench"), "where databases are kept for the next time")
	flag.IntVar(&s.rounds, "rounds", 5, "rounds; what is printed is the median over them")
	flag.IntVar(&s.each, "each", 40, "different queries of each sort in a round")
	flag.IntVar(&s.passes, "passes", 5, "how often a round goes over its queries")
	fill := flag.Bool("fill", false, "only fill the databases")
	percent := flag.Int("gc", 200, "the collector's percentage (GOGC), as the program sets it for itself")
	probed := flag.String("probe", "", "measure start and memory on this database, with the addresses on standard input, and print JSON")
	flag.Parse()
	debug.SetGCPercent(*percent)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if *probed != "" {
		if err := probe(ctx, *probed, os.Stdin, os.Stdout); err != nil {
			log.Fatal(err)
		}
		return
	}
	s.gc = *percent
	var err error
	if s.sizes, err = parseSizes(*sizes); err != nil {
		log.Fatal(err)
	}
	if err := run(ctx, s, *fill); err != nil {
		log.Fatal(err)
	}
}

// parseSizes reads a list of numbers that may end in k or M.
func parseSizes(text string) ([]int, error) {
	var sizes []int
	for word := range strings.SplitSeq(text, ",") {
		digits, factor := strings.TrimSpace(word), 1
		switch {
		case strings.HasSuffix(digits, "k"):
			digits, factor = strings.TrimSuffix(digits, "k"), 1000
		case strings.HasSuffix(digits, "M"):
			digits, factor = strings.TrimSuffix(digits, "M"), 1_000_000
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 1<<31 {
			return nil, fmt.Errorf("-sizes: %q is no number of events: write 10k, 100k or 1M", word)
		}
		sizes = append(sizes, n*factor)
	}
	return sizes, nil
}

// sizeText is how a size is written in tables.
func sizeText(n int) string {
	switch {
	case n%1_000_000 == 0:
		return strconv.Itoa(n/1_000_000) + "M"
	case n%1000 == 0:
		return strconv.Itoa(n/1000) + "k"
	}
	return strconv.Itoa(n)
}

func run(ctx context.Context, s settings, fill bool) error {
	report := newReport(os.Stdout)
	for _, size := range s.sizes {
		world := generate.New(generate.Options{Events: size, Seed: s.seed})
		database, err := generate.Open(ctx, s.folder, world, progress(size))
		if err != nil {
			return err
		}
		if fill {
			fmt.Printf("%s: %d bytes, %s\n", database.Path, database.Bytes, database.Took.Round(time.Millisecond))
			continue
		}
		m, err := measure(ctx, s, world, database)
		if err != nil {
			return fmt.Errorf("at %s: %w", sizeText(size), err)
		}
		report.add(m)
	}
	if len(report.all) > 0 {
		report.bars()
	}
	return nil
}

func progress(size int) func(int) {
	return func(done int) {
		fmt.Fprintf(os.Stderr, "\rfilling the database of %s events: %d", sizeText(size), done)
		if done == size {
			fmt.Fprintln(os.Stderr)
		}
	}
}
