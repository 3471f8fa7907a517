//go:build unix

package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

var kills = flag.Int("backchannel.kills", 8, "how often TestEveryAcknowledgedWriteOutlivesTheKill kills the server")

// TestEveryAcknowledgedWriteOutlivesTheKill kills the server with SIGKILL while a client, a process of its own, writes with
// eight writers and keeps a ledger: each write stands in it before it is sent, and again when it is acknowledged. After
// each start everything in the ledger is looked for. One kill in eight meets the server while it starts.
//
// A killed process leaves what it has written to the operating system; that the disk has it too before the answer is
// what TestTheAnswerWaitsForTheDisk shows. The whole run, as docs/reliability.md tells it, is
//
//	go test ./api -run TestEveryAcknowledgedWrite -v -backchannel.kills=200 -timeout 60m
func TestEveryAcknowledgedWriteOutlivesTheKill(t *testing.T) {
	folder := t.TempDir()
	w := &witness{t: t, database: filepath.Join(folder, "killed.db"), events: map[string]*history{}, listed: map[string]bool{}, seqs: map[int64]string{},
		random: rand.New(rand.NewPCG(1, uint64(*kills)))}
	p := launch(t, w.database)
	w.prepare(p.base)
	var took []time.Duration
	for life := range *kills {
		if life%8 == 7 {
			p.kill()
			p = begin(t, w.database)
			time.Sleep(time.Duration(w.random.IntN(60)) * time.Millisecond)
			p.kill()
		} else {
			w.writeUntilKilled(p, life, filepath.Join(folder, fmt.Sprintf("ledger-%d", life)))
		}
		p = launch(t, w.database)
		took = append(took, p.took)
		w.check(p.base)
		if t.Failed() {
			t.Fatalf("after kill %d of %d; the database is in %s", life+1, *kills, w.database)
		}
	}
	w.checkWhole(p.base)
	slices.Sort(took)
	t.Logf("%d kills, %d acknowledged writes of %d events, %d lost, %d writes were done and not yet acknowledged, start after a kill: median %s, longest %s",
		*kills, w.acknowledged, len(w.events), w.lost, w.unheard, took[len(took)/2].Round(time.Millisecond), took[len(took)-1].Round(time.Millisecond))
	if w.acknowledged < *kills {
		t.Errorf("only %d writes were acknowledged between %d kills", w.acknowledged, *kills)
	}
}

// prepare enters what the events refer to.
func (w *witness) prepare(base string) {
	provide(w.t, base,
		"actors/anna-arlen", `{"kind":"person","name":"Anna Arlen"}`,
		"actors/ben-birk", `{"kind":"person","name":"Ben Birk"}`,
		"topics/territory", `{"label":"Territory"}`,
		"sources/the-wire", `{"kind":"wire","name":"The Wire","reliability":"B"}`,
		"documents/d1", `{"source":"the-wire","title":"They met","published":"2025-03-01"}`,
		"events/2025-03-01-first", `{"kind":"meeting","title":"The first","date":"2025-03-01","participants":[{"actor":"anna-arlen","role":"principal"}],"citations":[{"document":"d1"}]}`)
	var health struct{ Epoch string }
	if _, err := read(base+"/healthz", &health); err != nil {
		w.t.Fatal(err)
	}
	w.epoch = health.Epoch
}

// writeUntilKilled lets a client write, kills the server at a random moment, and reads the client's ledger.
func (w *witness) writeUntilKilled(p *process, life int, path string) {
	w.t.Helper()
	var complaint output
	client := clientTask{Base: p.base, Ledger: path, Life: life, Writers: 8, Seed: w.random.Uint64(), Known: w.some(64)}.start(w.t, &complaint)
	defer func() { _ = client.Process.Kill() }() // it has ended, unless the test fails
	for deadline := time.Now().Add(time.Minute); len(readLedger(w.t, path)) == 0; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatalf("the client writes nothing: %s", &complaint)
		}
	}
	time.Sleep(time.Duration(1+w.random.IntN(400)) * time.Millisecond)
	p.kill()
	if err := client.Wait(); err != nil {
		w.t.Fatalf("the client met something else than the server's end: %v %s\n%s", err, &complaint, p.log)
	}
	w.learn(readLedger(w.t, path))
}

// some picks events to be changed in the next life.
func (w *witness) some(n int) []entry {
	var list []entry
	for _, i := range w.random.Perm(len(w.ids))[:min(n, len(w.ids))] {
		list = append(list, w.events[w.ids[i]].stands)
	}
	return list
}

// checkHealth looks that no change is missing at the end, and that the history is the one that it was.
func (w *witness) checkHealth(base string) {
	w.t.Helper()
	var health struct {
		Seq   int64
		Epoch string
	}
	if _, err := read(base+"/healthz", &health); err != nil {
		w.t.Fatal(err)
	}
	if health.Seq < w.newest || health.Epoch != w.epoch {
		w.t.Errorf("it is at change %d of epoch %s; change %d of %s was acknowledged", health.Seq, health.Epoch, w.newest, w.epoch)
	}
}

// checkExport compares every event there is with the ledger.
func (w *witness) checkExport(base string) {
	w.t.Helper()
	a, err := call("GET", base+"/v1/events.ndjson", nil)
	if err != nil || a.status != 200 {
		w.t.Fatalf("the export: %d %v", a.status, err)
	}
	there := map[string]bool{}
	for line := range strings.Lines(string(a.body)) {
		var row struct {
			ID       string
			Revision int
			content
		}
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			w.t.Fatalf("%v in %s", err, line)
		}
		there[row.ID] = true
		if h := w.events[row.ID]; h == nil && row.ID != "2025-03-01-first" {
			w.t.Errorf("nobody wrote %s", row.ID)
		} else if h != nil && (h.stands.Gone || row.Revision != h.stands.Revision || row.content.String() != h.stands.Content.String()) {
			w.t.Errorf("%s stands as revision %d, %s; the ledger says %+v", row.ID, row.Revision, row.content, h.stands)
		}
	}
	for id, h := range w.events {
		if !h.stands.Gone && !there[id] {
			w.lose("%s is not among the events", id)
		}
	}
}
