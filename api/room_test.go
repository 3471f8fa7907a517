//go:build linux

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"backchannel/internal/fixture"
)

// smallDisk mounts a file system of so many bytes in memory. resize gives it another size.
func smallDisk(t *testing.T, bytes int) (folder string, resize func(bytes int)) {
	t.Helper()
	folder = t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, fmt.Sprintf("size=%d", bytes)); err != nil {
		t.Logf("mount: %v", err)
		fixture.Missing(t, "the right to mount a small disk")
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Errorf("unmount: %v", err)
		}
	})
	return folder, func(bytes int) {
		if err := syscall.Mount("tmpfs", folder, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", bytes)); err != nil {
			t.Fatalf("give the disk another size: %v", err)
		}
	}
}

func TestAFullDiskAnswers507AndReadsGoOnUntilThereIsRoom(t *testing.T) {
	folder, resize := smallDisk(t, 2<<20)
	database := filepath.Join(folder, "full.db")
	p := launch(t, database)
	taken := map[string]bool{}
	write := func(n int) answered {
		t.Helper()
		id := fmt.Sprintf("topic-%d", n)
		a, err := call("PUT", p.base+"/v1/topics/"+id, []byte(`{"label":"`+id+" "+strings.Repeat("long ", 35)+`"}`))
		if err != nil {
			t.Fatal(err)
		}
		if a.status == http.StatusCreated {
			taken[id] = true
		}
		return a
	}
	refused, reads := 0, 0
	for n := 0; refused < 10; n++ {
		a := write(n)
		if a.status == http.StatusCreated && n < 2000 {
			continue
		}
		checkNoRoom(t, a)
		refused++
		reads += checkReads(t, p.base, taken)
		if t.Failed() {
			t.Fatalf("after %d writes: %s", n, p.log)
		}
	}
	resize(16 << 20)
	for n := 10_000; n < 10_020; n++ {
		if a := write(n); a.status != http.StatusCreated {
			t.Fatalf("with room again a write answers %d %s\n%s", a.status, a.body, p.log)
		}
	}
	checkReads(t, p.base, taken)
	p.stop(t)
	again := launch(t, database)
	checkReads(t, again.base, taken)
	t.Logf("%d writes taken, then %d refused with 507 and %d reads answered in between, then %d taken", len(taken)-20, refused, reads, 20)
}

func checkNoRoom(t *testing.T, a answered) {
	t.Helper()
	var problem struct {
		Status int
		Code   string
	}
	err := json.Unmarshal(a.body, &problem)
	if a.status != http.StatusInsufficientStorage || a.header.Get("Content-Type") != "application/problem+json" || err != nil || problem.Code != "storage_full" {
		t.Errorf("a write without room answers %d %v %s", a.status, err, a.body)
	}
}

// checkReads looks that everything taken is there, and nothing else, in the list and in one record.
func checkReads(t *testing.T, base string, taken map[string]bool) (reads int) {
	t.Helper()
	a, err := call("GET", base+"/v1/topics.ndjson", nil)
	if err != nil || a.status != http.StatusOK {
		t.Errorf("the list answers %d %v %s", a.status, err, a.body)
	}
	listed := 0
	for line := range strings.Lines(string(a.body)) {
		var row struct{ ID string }
		if err := json.Unmarshal([]byte(line), &row); err != nil || !taken[row.ID] {
			t.Errorf("the list holds %s", line)
		}
		listed++
	}
	if listed != len(taken) {
		t.Errorf("%d topics are listed, %d were taken", listed, len(taken))
	}
	for _, path := range []string{"/v1/topics/topic-0", "/v1/topics/topic-0/revisions", "/v1/events", "/v1/topics.csv", "/readyz", "/healthz"} {
		if status, err := read(base+path, nil); err != nil || status != http.StatusOK {
			t.Errorf("%s answers %d %v", path, status, err)
		}
		reads++
	}
	return reads + 1
}
