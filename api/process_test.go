//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// adminKey is the key that programs of tests are started with.
const adminKey = "bck_test_0123456789abcdefghijklmnopqrstuvwxyz"

// binary builds the program once. It lies beside the test's own binary where that is in a folder that go test clears
// away.
var binary = sync.OnceValues(func() (string, error) {
	beside := filepath.Dir(os.Args[0])
	if !strings.Contains(beside, "go-build") {
		beside = ""
	}
	folder, err := os.MkdirTemp(beside, "program-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, "backchannel")
	if out, err := exec.Command("go", "build", "-o", path, ".").CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return path, nil
})

// process is the program running as a process of its own.
type process struct {
	cmd      *exec.Cmd
	base     string // http://127.0.0.1:port
	out, log *output
	took     time.Duration // from its start to the first answer of /readyz
	ended    sync.Once
}

// begin starts the program on a database and does not wait for anything. wrapper is what it is run under.
func begin(t *testing.T, database string, wrapper ...string) *process {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	args := append(wrapper, path, "--addr=127.0.0.1:0", "--seed=none", "--rate=0", "--database="+database)
	p := &process{cmd: exec.Command(args[0], args[1:]...), out: new(output), log: new(output)}
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "BACKCHANNEL_") {
			p.cmd.Env = append(p.cmd.Env, variable)
		}
	}
	p.cmd.Env = append(p.cmd.Env, "BACKCHANNEL_ADMIN_KEY="+adminKey)
	p.cmd.Stdout, p.cmd.Stderr = p.out, p.log
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // so that a wrapper and what it runs end together
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	return p
}

// launch starts the program and waits until it is ready.
func launch(t *testing.T, database string, wrapper ...string) *process {
	t.Helper()
	started := time.Now()
	p := begin(t, database, wrapper...)
	for deadline := started.Add(time.Minute); !strings.Contains(p.out.String(), "Reference:"); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			p.kill()
			t.Fatalf("it does not start: %s%s", p.out, p.log)
		}
	}
	_, port, _ := strings.Cut(p.out.String(), " at http://localhost:")
	port, _, _ = strings.Cut(port, "\n")
	p.base = "http://127.0.0.1:" + port
	get(t, p.base+"/readyz")
	p.took = time.Since(started)
	return p
}

// kill sends SIGKILL and waits for the end.
func (p *process) kill() {
	p.ended.Do(func() {
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
		_ = p.cmd.Wait() // it says that it was killed
	})
}

// stop ends it as an operator does, and waits for the end.
func (p *process) stop(t *testing.T) {
	t.Helper()
	p.ended.Do(func() {
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGTERM)
		if err := p.cmd.Wait(); err != nil {
			t.Errorf("it does not stop well: %v %s", err, p.log)
		}
	})
}

// patient is the client of these tests; a process that was killed answers nothing, and one that hangs fails the test.
var patient = &http.Client{Timeout: time.Minute, Transport: &http.Transport{MaxIdleConnsPerHost: 32}}

// answered is one whole answer.
type answered struct {
	status int
	header http.Header
	body   []byte
}

// call sends a request with the admin's key. Headers are names and values in turn.
func call(method, address string, body []byte, headers ...string) (answered, error) {
	r, err := http.NewRequest(method, address, strings.NewReader(string(body)))
	if err != nil {
		return answered{}, err
	}
	r.Header.Set("Authorization", "Bearer "+adminKey)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	resp, err := patient.Do(r)
	if err != nil {
		return answered{}, err
	}
	defer resp.Body.Close()
	whole, err := io.ReadAll(resp.Body)
	return answered{resp.StatusCode, resp.Header, whole}, err
}

// provide puts records, given as their path and JSON in turn.
func provide(t *testing.T, base string, records ...string) {
	t.Helper()
	for i := 0; i+1 < len(records); i += 2 {
		a, err := call("PUT", base+"/v1/"+records[i], []byte(records[i+1]))
		if err != nil || a.status != http.StatusCreated {
			t.Fatalf("%s: %d %v %s", records[i], a.status, err, a.body)
		}
	}
}

// read gets an address and decodes the answer; the status is given back.
func read(address string, into any) (int, error) {
	a, err := call("GET", address, nil)
	if err != nil || a.status != http.StatusOK || into == nil {
		return a.status, err
	}
	return a.status, json.Unmarshal(a.body, into)
}
