package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// output is a writer that one goroutine writes to while another reads.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// program is a running server.
type program struct {
	base, greeting string
	log            *output
	stop           func() error
}

// start runs the program until it has greeted.
func start(t *testing.T, args ...string) program {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, log := new(output), new(output)
	ended := make(chan error, 1)
	go func() { ended <- execute(ctx, append([]string{"--addr=127.0.0.1:0"}, args...), nil, out, log) }()
	for deadline := time.Now().Add(30 * time.Second); !strings.Contains(out.String(), "Reference:"); time.Sleep(5 * time.Millisecond) {
		select {
		case err := <-ended:
			t.Fatalf("it ended: %v\n%s", err, log)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("it does not start: %s", log)
		}
	}
	greeting := out.String()
	_, base, _ := strings.Cut(greeting, " at http://")
	base, _, _ = strings.Cut(base, "\n")
	stop := sync.OnceValue(func() error {
		cancel()
		return <-ended
	})
	t.Cleanup(func() { _ = stop() })
	return program{base: "http://" + base, greeting: greeting, log: log, stop: stop}
}

func get(t *testing.T, address string) string {
	t.Helper()
	resp, err := http.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Fatalf("%s: %d %v %s", address, resp.StatusCode, err, body)
	}
	return string(body)
}

func TestItStartsSeedsServesAndStops(t *testing.T) {
	database := filepath.Join(t.TempDir(), "backchannel.db")
	p := start(t, "--database="+database)
	if !strings.Contains(p.greeting, database) {
		t.Errorf("it does not say where the database is: %s", p.greeting)
	}
	lines := 0
	for line := range strings.Lines(p.greeting) {
		if _, address, ok := strings.Cut(strings.TrimSpace(line), "curl -sS '"); ok {
			lines++
			if body := get(t, strings.TrimSuffix(address, "'")); !strings.Contains(body, "Cite as") {
				t.Errorf("%s answers %.200s", line, body)
			}
		}
	}
	if lines != 3 {
		t.Errorf("%d curl lines in %s", lines, p.greeting)
	}
	if body := get(t, p.base+"/readyz"); body != "ready\n" {
		t.Errorf("/readyz says %q", body)
	}
	health := get(t, p.base+"/healthz")
	if err := p.stop(); err != nil {
		t.Fatalf("it does not stop well: %v\n%s", err, p.log)
	}
	if resp, err := http.Get(p.base + "/readyz"); err == nil {
		resp.Body.Close()
		t.Error("it still answers")
	}

	again := start(t, "--database="+database)
	if got := get(t, again.base+"/healthz"); got != health {
		t.Errorf("a second start changed the database: %s, then %s", health, got)
	}
	if strings.Contains(again.log.String(), "seeded") {
		t.Error("a second start seeded again")
	}
	if err := again.stop(); err != nil {
		t.Error(err)
	}
}

func TestItStaysEmptyWhenAskedTo(t *testing.T) {
	p := start(t, "serve", "--seed=none", "--log=json", "--rate=0", "--database="+filepath.Join(t.TempDir(), "empty.db"))
	if body := get(t, p.base+"/v1/events"); !strings.Contains(body, `"total":0`) {
		t.Errorf("an empty database answers %s", body)
	}
	for _, path := range []string{"/", "/v1/events.csv", "/v1/events.txt", "/v1/actors.md", "/v1/topics.ndjson", "/v1/vocabularies.txt"} {
		get(t, p.base+path)
	}
	if line, _, _ := strings.Cut(p.log.String(), "\n"); !strings.HasPrefix(line, "{") {
		t.Errorf("the log is no JSON: %s", line)
	}
	if err := p.stop(); err != nil {
		t.Error(err)
	}
}

func TestRequestsThatAreRunningEndBeforeItDoes(t *testing.T) {
	p := start(t, "--database="+filepath.Join(t.TempDir(), "b.db"))
	var group sync.WaitGroup
	errs := make(chan error, 64)
	begun := make(chan struct{}, 64)
	for range 64 {
		group.Go(func() {
			resp, err := http.Get(p.base + "/v1/events.csv")
			begun <- struct{}{}
			if err != nil {
				return // it came too late
			}
			defer resp.Body.Close()
			if _, err := io.Copy(io.Discard, resp.Body); err != nil {
				errs <- fmt.Errorf("an answer was cut off: %w", err)
			}
		})
	}
	<-begun
	if err := p.stop(); err != nil {
		t.Error(err)
	}
	group.Wait()
	close(errs)
	for err := range errs {
		t.Error(err)
	}
}

func TestWhatCannotStartSaysWhy(t *testing.T) {
	p := start(t, "--seed=none", "--database="+filepath.Join(t.TempDir(), "b.db"))
	taken := strings.TrimPrefix(strings.Replace(p.base, "localhost", "127.0.0.1", 1), "http://")
	for _, test := range []struct{ name, arg, says string }{
		{"an address that is taken", "--addr=" + taken, "choose another address with --addr"},
		{"an address that is none", "--addr=nonsense", "listen on nonsense"},
		{"a database that cannot be made", "--database=/proc/nowhere/b.db", "open the database /proc/nowhere/b.db"},
	} {
		t.Run(test.name, func(t *testing.T) {
			args := []string{"--database=" + filepath.Join(t.TempDir(), "c.db"), "--addr=127.0.0.1:0", test.arg}
			err := execute(t.Context(), args, nil, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("it says %v", err)
			}
		})
	}
}

func TestAnInterruptedStartIsNoError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := execute(ctx, []string{"--addr=127.0.0.1:0", "--database=" + filepath.Join(t.TempDir(), "b.db")}, nil, io.Discard, io.Discard)
	if err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
}
