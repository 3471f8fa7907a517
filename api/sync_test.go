//go:build linux

package main

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"backchannel/internal/fixture"
)

// What strace writes of the system calls of one write. A call during which another thread makes one ends on a line of its
// own, "<... fsync resumed>".
var (
	walWritten = regexp.MustCompile(`pwrite64\(\d+<[^>]*-wal>`)
	walSync    = regexp.MustCompile(`^(\d+) +f(?:data)?sync\(\d+<[^>]*-wal>(.*)$`)
	resumed    = regexp.MustCompile(`^(\d+) +<\.\.\. f(?:data)?sync resumed>.*= 0$`)
	told       = regexp.MustCompile(`write\(\d+<[^>]*>, "HTTP/1\.1 201`)
)

// traced runs the program under strace, which writes what it is told to into a file.
func traced(t *testing.T, database string, options ...string) (p *process, trace string) {
	t.Helper()
	tool, err := exec.LookPath("strace")
	if err != nil {
		fixture.Missing(t, "strace")
	}
	trace = filepath.Join(t.TempDir(), "trace")
	if out, err := exec.Command(tool, "-o", trace, "true").CombinedOutput(); err != nil {
		t.Logf("strace: %v %s", err, out)
		fixture.Missing(t, "the right to run strace")
	}
	return launch(t, database, append([]string{tool, "-f", "-y", "-s", "64", "-o", trace}, options...)...), trace
}

func TestTheAnswerWaitsForTheDisk(t *testing.T) {
	p, trace := traced(t, filepath.Join(t.TempDir(), "synced.db"), "-e", "trace=read,write,pwrite64,fsync,fdatasync")
	const writes = 20
	for i := range writes {
		provide(t, p.base, "topics/t"+string(rune('a'+i)), `{"label":"T"}`)
	}
	p.stop(t)
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	// The state of the log: what is written to it is safe from the end of a sync that began later.
	written, safe, answers := false, false, 0
	open := map[string]bool{} // threads whose sync has begun after the newest write
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		switch sync, end := walSync.FindStringSubmatch(line), resumed.FindStringSubmatch(line); {
		case walWritten.MatchString(line):
			written, safe = true, false
			clear(open)
		case sync != nil && strings.HasSuffix(sync[2], "= 0"):
			safe = true
		case sync != nil:
			open[sync[1]] = true
		case end != nil && open[end[1]]:
			safe = true
		case told.MatchString(line):
			if !written || !safe {
				t.Errorf("answer %d was sent when the write-ahead log was written %v and synced %v", answers+1, written, safe)
			}
			answers++
			written, safe = false, false
		}
	}
	if answers != writes {
		t.Errorf("the trace shows %d answers to %d writes: %.2000s", answers, writes, text)
	}
}

func TestAWriteThatTheDiskDoesNotTakeIsNotAcknowledged(t *testing.T) {
	database := filepath.Join(t.TempDir(), "refused.db")
	first := launch(t, database)
	provide(t, first.base, "topics/before", `{"label":"Before"}`)
	first.stop(t)
	p, trace := traced(t, database, "-P", database+"-wal", "-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:error=EIO")
	a, err := call("PUT", p.base+"/v1/topics/lost", []byte(`{"label":"Lost"}`))
	if err != nil || a.status/100 != 5 || a.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a write whose sync fails answers %d %v %s", a.status, err, a.body)
	}
	for topic, want := range map[string]int{"lost": http.StatusNotFound, "before": http.StatusOK} {
		if status, err := read(p.base+"/v1/topics/"+topic, nil); err != nil || status != want {
			t.Errorf("%s answers %d %v", topic, status, err)
		}
	}
	if text, err := os.ReadFile(trace); err != nil || !strings.Contains(string(text), "INJECTED") {
		t.Errorf("no sync failed: %v %s", err, text)
	}
}
