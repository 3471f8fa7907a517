package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"backchannel/api/rest"
	"backchannel/internal/store"
)

// probeAnswer is what a process of its own tells of its start and its memory.
type probeAnswer struct {
	FirstMS  float64 // from the beginning of main to the end of the first page, in milliseconds
	Reads    int
	Resident int // MiB, all of it, then what is the process's own and what is the file mapped in
	Own      int
	Mapped   int
	Heap     int // MiB that Go's heap holds
}

// runProbe starts this program again on a database and lets it answer pages of every sort.
func runProbe(ctx context.Context, path string, gc int, pools map[string][]query) (probeAnswer, error) {
	self, err := os.Executable()
	if err != nil {
		return probeAnswer{}, fmt.Errorf("find this program: %w", err)
	}
	var addresses bytes.Buffer
	for i := range 200 {
		for _, sort := range append([]string{deepCursor}, sorts...) {
			fmt.Fprintln(&addresses, pools[sort][i%len(pools[sort])].address)
		}
	}
	command := exec.CommandContext(ctx, self, "-gc", strconv.Itoa(gc), "-probe", path)
	command.Stdin, command.Stderr = &addresses, os.Stderr
	out, err := command.Output()
	if err != nil {
		return probeAnswer{}, fmt.Errorf("probe %s: %w", path, err)
	}
	var p probeAnswer
	if err := json.Unmarshal(out, &p); err != nil {
		return p, fmt.Errorf("read what the probe tells: %w", err)
	}
	return p, nil
}

// probe is the other side: it opens the database, answers what is asked, and tells.
func probe(ctx context.Context, path string, in io.Reader, out io.Writer) error {
	started := time.Now()
	opened, err := store.Open(ctx, store.Options{Path: path})
	if err != nil {
		return err
	}
	defer opened.Close()
	server := rest.New(rest.Options{Store: opened, Kept: -1})
	server.Ready(true)
	p := probeAnswer{}
	if err := put(server, httptest.NewRequest(http.MethodGet, "/v1/events", nil)); err != nil {
		return err
	}
	p.FirstMS = float64(time.Since(started).Microseconds()) / 1000
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		if err := put(server, httptest.NewRequest(http.MethodGet, lines.Text(), nil)); err != nil {
			return fmt.Errorf("%s: %w", lines.Text(), err)
		}
		p.Reads++
	}
	var heap runtime.MemStats
	runtime.ReadMemStats(&heap)
	p.Heap = int(heap.HeapAlloc >> 20)
	if err := p.status(); err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(p)
}

// status reads what the kernel counts of this process; it stays zero where there is no /proc.
func (p *probeAnswer) status() error {
	body, err := os.ReadFile("/proc/self/status")
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the process's memory: %w", err)
	}
	for line := range strings.Lines(string(body)) {
		fields := strings.Fields(line)
		if len(fields) < 2 {
			continue
		}
		kib, _ := strconv.Atoi(fields[1])
		switch fields[0] {
		case "VmRSS:":
			p.Resident = kib >> 10
		case "RssAnon:":
			p.Own = kib >> 10
		case "RssFile:":
			p.Mapped = kib >> 10
		}
	}
	return nil
}
