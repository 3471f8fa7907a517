package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
)

// report collects measurements and writes them as Markdown.
type report struct {
	out io.Writer
	all []*measurement
}

func newReport(out io.Writer) *report { return &report{out: out} }

// add keeps a measurement, and shows its tables at once: a larger size may take minutes.
func (r *report) add(m *measurement) {
	r.all = append(r.all, m)
	r.size(m)
}

// table writes a Markdown table, its first column left aligned and the others right.
func (r *report) table(head []string, rows [][]string) {
	line := func(cells []string) { fmt.Fprintln(r.out, "| "+strings.Join(cells, " | ")+" |") }
	line(head)
	marks := make([]string, len(head))
	for i := range marks {
		marks[i] = "---:"
	}
	marks[0] = "---"
	line(marks)
	for _, row := range rows {
		line(row)
	}
	fmt.Fprintln(r.out)
}

// us writes microseconds with three digits that count.
func us(v float64) string {
	switch {
	case v == 0:
		return "–"
	case v < 10:
		return strconv.FormatFloat(v, 'f', 2, 64)
	case v < 100:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 0, 64)
}

func ratio(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// size writes what was measured at one size.
func (r *report) size(m *measurement) {
	fmt.Fprintf(r.out, "### %s events\n\n", sizeText(m.size))
	fmt.Fprintf(r.out, "File %.0f MB", float64(m.database.Bytes)/1e6)
	if m.database.Took > 0 {
		fmt.Fprintf(r.out, ", filled in %.0f s (%.0f events a second)", m.database.Took.Seconds(), float64(m.size)/m.database.Took.Seconds())
	}
	total := 0
	for _, n := range m.bodies {
		total += n
	}
	p := m.probed
	fmt.Fprintf(r.out, "; a page has %.0f KB. First page %.0f ms after the start; after %d reads %d MiB resident: %d own (%d of them Go's heap), %d of the file.\n\n",
		float64(total)/float64(max(len(m.bodies), 1))/1000, p.FirstMS, p.Reads, p.Resident, p.Own, p.Heap, p.Mapped)
	var rows [][]string
	for _, sort := range sorts {
		row := []string{sort}
		for _, what := range []string{bareSQL, storePage, storeFresh, httpPage, httpKept} {
			row = append(row, us(m.median(sort, what)))
		}
		rows = append(rows, row)
	}
	for _, sort := range []string{deepCursor, oneEvent} {
		rows = append(rows, []string{sort, "–", us(m.median(sort, storePage)), "–", us(m.median(sort, httpPage)), us(m.median(sort, httpKept))})
	}
	r.table([]string{"µs a page, one core", bareSQL, storePage, storeFresh, httpPage, httpKept}, rows)
	r.loopback(m)
	r.clocks(m)
}

func (r *report) loopback(m *measurement) {
	var rows [][]string
	for _, sort := range sorts {
		row := []string{sort}
		for _, what := range []string{tcpPage, tcpKept, tcpStatic, tcp304, tcpNone, tcpEmpty} {
			row = append(row, us(m.median(sort, onCores(what, 1)))+" · "+us(m.median(sort, onCores(what, 2))))
		}
		rows = append(rows, row)
	}
	r.table([]string{"µs a request over TCP, one core · two", "page", "page, kept", "Echo static", "304", "Echo, no events", "Echo 204"}, rows)
}

func (r *report) clocks(m *measurement) {
	base, baseHTTP := m.median(clocks, current), m.median(clocks, httpOf(current))
	var rows [][]string
	for _, what := range []string{current, settled, halfUnsettled, snapshot, halfSnapshot} {
		v, http := m.median(clocks, what), m.median(clocks, httpOf(what))
		rows = append(rows, []string{what, us(v), ratio(v / base), us(http), ratio(http / baseHTTP)})
	}
	r.table([]string{"µs a page by the clocks", "store", "÷ current", "HTTP", "÷ current"}, rows)
	fmt.Fprintf(r.out, "Of a half unsettled page's events as_of changes %.0f %%. Counting the undated for the first time takes %s µs.\n\n",
		100*m.unlike, us(m.median(clocks, undated)))
}

// machine says what it ran on.
func machine() string {
	model := "unknown processor"
	if body, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(body)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%s, %d cores, %s/%s, %s", model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version())
}
