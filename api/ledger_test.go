//go:build unix

package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
)

// TestMain runs the test's binary as a client that keeps a ledger where LEDGER_CLIENT holds what it has to do.
func TestMain(m *testing.M) {
	task := os.Getenv("LEDGER_CLIENT")
	if task == "" {
		os.Exit(m.Run())
	}
	if err := runClient(task); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// clientTask is what a client has to do until the server no longer answers.
type clientTask struct {
	Base    string // of the server
	Ledger  string // file that is appended to
	Life    int    // number of the server's life; new ids hold it
	Writers int
	Seed    uint64
	Known   []entry // events of earlier lives as they stand, to be changed further
}

// start begins a client as a process of its own.
func (c clientTask) start(t *testing.T, log io.Writer) *exec.Cmd {
	t.Helper()
	task, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	client := exec.Command(os.Args[0])
	client.Env = append(os.Environ(), "LEDGER_CLIENT="+string(task))
	client.Stderr = log
	if err := client.Start(); err != nil {
		t.Fatal(err)
	}
	return client
}

// entry is a line of the ledger: what a client is about to send, and then what was acknowledged of it.
type entry struct {
	Acknowledged bool
	ID           string
	Revision     int
	Seq          int64   // of an acknowledged one: the change that its tag names
	Gone         bool    // a retraction
	Content      content // what was sent; of a retraction, nothing
	Word         string  // stands in this content and no other
}

// content is what is compared of an event: what its editors sent, as requests, answers and revisions all hold it.
type content struct {
	Kind         string        `json:"kind,omitempty"`
	Title        string        `json:"title,omitempty"`
	Summary      string        `json:"summary,omitempty"`
	Date         string        `json:"date,omitempty"`
	Participants []participant `json:"participants,omitempty"`
	Topics       []string      `json:"topics,omitempty"`
	Citations    []citation    `json:"citations,omitempty"`
	Links        []link        `json:"links,omitempty"`
}

type participant struct {
	Actor string `json:"actor"`
	Role  string `json:"role"`
}

type citation struct {
	Document documentID `json:"document"`
}

type link struct {
	To       string `json:"to"`
	Relation string `json:"relation"`
}

// documentID is a document's id, also where the document itself is given in its place.
type documentID string

// UnmarshalJSON implements json.Unmarshaler.
func (d *documentID) UnmarshalJSON(text []byte) error {
	var given struct{ ID string }
	if json.Unmarshal(text, &given) == nil {
		*d = documentID(given.ID)
		return nil
	}
	return json.Unmarshal(text, (*string)(d))
}

// String is the content as text to compare.
func (c content) String() string {
	text, err := json.Marshal(c)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// ledger is a file of entries, one a line.
type ledger struct {
	mu   sync.Mutex
	file *os.File
}

func (l *ledger) write(e entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err = l.file.Write(append(line, '\n'))
	return err
}

// readLedger gives the entries of a ledger; none where there is no file.
func readLedger(t *testing.T, path string) []entry {
	t.Helper()
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var list []entry
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var e entry
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Fatalf("%v in %s", err, lines.Text())
		}
		list = append(list, e)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return list
}

// runClient writes with several writers until the server is gone. That the server refuses something is an error.
func runClient(task string) error {
	var todo clientTask
	if err := json.Unmarshal([]byte(task), &todo); err != nil {
		return err
	}
	file, err := os.OpenFile(todo.Ledger, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	shared := &ledger{file: file}
	errs := make(chan error, todo.Writers)
	for n := range todo.Writers {
		w := &ledgerWriter{clientTask: todo, ledger: shared, n: n, random: rand.New(rand.NewPCG(todo.Seed, uint64(n)))}
		for i, e := range todo.Known {
			if i%todo.Writers == n {
				w.events = append(w.events, e)
			}
		}
		go func() { errs <- w.run() }()
	}
	for range todo.Writers {
		err = errors.Join(err, <-errs)
	}
	return err
}
