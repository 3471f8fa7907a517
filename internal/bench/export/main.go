// Command export measures the memory that exporting a whole dataset takes, at several sizes of a generated one, and prints
// the table of docs/performance.md. It judges nothing by its exit code: a bar that is missed is a line that says so.
//
//	go run ./internal/bench/export -sizes 100k,1M
//
// Each size is measured in a process of its own, which serves the database over loopback and reads the answer itself. The
// database of a million events has 4.5 GB and takes minutes to make; it is kept for the next time. Start reading at measure.go.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"text/tabwriter"

	"backchannel/internal/bench/generate"
)

// bar is how many times the peak at the smallest size the peak at the largest may be.
const bar = 1.3

func main() {
	log.SetFlags(0)
	sizes := flag.String("sizes", "100k,1M", "numbers of events, such as 10k,100k,1M")
	seed := flag.Uint64("seed", 1, "seed of the datasets")
	folder := flag.String("folder", filepath.Join(os.TempDir(), "backchannel-bench"), "where databases are kept for the next time")
	probed := flag.String("probe", "", "measure this database and print JSON")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *sizes, *seed, *folder, *probed); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, sizes string, seed uint64, folder, probed string) error {
	if probed != "" {
		all, err := measure(ctx, probed)
		if err != nil {
			return fmt.Errorf("export %s: %w", probed, err)
		}
		return json.NewEncoder(os.Stdout).Encode(all)
	}
	numbers, err := parseSizes(sizes)
	if err != nil {
		return err
	}
	var lines []line
	for _, n := range numbers {
		world := generate.New(generate.Options{Events: n, Seed: seed})
		database, err := generate.Open(ctx, folder, world, func(int) {})
		if err != nil {
			return err
		}
		all, err := apart(ctx, database.Path)
		if err != nil {
			return err
		}
		for _, e := range all {
			lines = append(lines, line{n, e})
		}
	}
	return report(os.Stdout, lines)
}

// apart measures in a process of its own, so that nothing that was there before counts.
func apart(ctx context.Context, path string) ([]export, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	command := exec.CommandContext(ctx, self, "-probe", path)
	command.Stderr = os.Stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("measure %s: %w", path, err)
	}
	var all []export
	if err := json.Unmarshal(out, &all); err != nil {
		return nil, fmt.Errorf("read what was measured of %s: %w", path, err)
	}
	return all, nil
}

// parseSizes reads a list of numbers that may end in k or M.
func parseSizes(text string) ([]int, error) {
	var sizes []int
	for word := range strings.SplitSeq(text, ",") {
		digits, factor := strings.TrimSpace(word), 1
		if before, ok := strings.CutSuffix(digits, "k"); ok {
			digits, factor = before, 1000
		} else if before, ok := strings.CutSuffix(digits, "M"); ok {
			digits, factor = before, 1_000_000
		}
		n, err := strconv.Atoi(digits)
		if err != nil || n < 1 || n > 1000*1_000_000/factor {
			return nil, fmt.Errorf("-sizes: %q is no number of events: write 10k, 100k or 1M", word)
		}
		sizes = append(sizes, n*factor)
	}
	return sizes, nil
}

// line is one export of one size.
type line struct {
	events int
	export
}

// report prints the exports, then for each format the largest size beside the smallest.
func report(out io.Writer, lines []line) error {
	w := tabwriter.NewWriter(out, 0, 0, 1, ' ', 0)
	fmt.Fprintln(w, "| format\t| events\t| MB\t| seconds\t| stops\t| heap before, MiB\t| alive during, MiB\t| of the export, MiB\t| peak with what is dead, MiB\t|")
	fmt.Fprintln(w, "| ---\t| ---:\t| ---:\t| ---:\t| ---:\t| ---:\t| ---:\t| ---:\t| ---:\t|")
	for _, l := range lines {
		fmt.Fprintf(w, "| %s\t| %d\t| %d\t| %.1f\t| %d\t| %.1f\t| %.1f\t| %.2f\t| %.1f\t|\n",
			l.Format, l.Rows, l.Bytes/1_000_000, l.Seconds, l.Stops, mib(l.Before), mib(l.Alive), mib(l.own()), mib(l.Peak))
	}
	fmt.Fprintln(w)
	for i, first := range lines {
		for j := len(lines) - 1; j > i; j-- {
			if last := lines[j]; last.Format == first.Format && first.events == lines[0].events {
				at := fmt.Sprintf("at %d ÷ at %d", last.events, first.events)
				judge(w, first.Format+": what the export holds, "+at, last.own(), first.own())
				judge(w, first.Format+": peak of everything, "+at, last.Peak, first.Peak)
				break
			}
		}
	}
	return w.Flush()
}

// judge prints a ratio beside the bar.
func judge(w io.Writer, what string, large, small int64) {
	ratio, met := float64(large)/float64(max(small, 1)), "met"
	if ratio > bar {
		met = "**missed**"
	}
	fmt.Fprintf(w, "| %s\t| %.2f\t| ≤ %.1f\t| %s\t|\n", what, ratio, bar, met)
}

func mib(bytes int64) float64 { return float64(bytes) / (1 << 20) }
