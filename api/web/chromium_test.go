package web_test

import (
	"bufio"
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"backchannel/internal/fixture"
)

// browser is a headless Chromium, spoken to over its debugging pipe.
type browser struct {
	in      io.Writer
	next    int
	session string
	answers chan message
	events  []message // what happened so far, in order
}

type message struct {
	ID     int             `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// chromium starts a browser with an empty profile, or skips where there is none.
func chromium(t *testing.T) *browser {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		fixture.Missing(t, "chromium")
	}
	profile, err := os.MkdirTemp("", "chromium")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute) // the test's own ends before it is cleaned up
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
		"--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
		"--window-size=1280,900", "--user-data-dir="+profile, "--remote-debugging-pipe", "about:blank")
	toRead, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, toWrite, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.ExtraFiles = []*os.File{toRead, toWrite} // descriptors 3 and 4
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	toRead.Close()
	toWrite.Close()
	b := &browser{in: in, answers: make(chan message, 1024)}
	go b.listen(out)
	t.Cleanup(func() {
		b.session = ""
		b.call(t, "Browser.close", map[string]any{})
		if err := cmd.Wait(); err != nil {
			t.Errorf("the browser ends badly: %v", err)
		}
		in.Close()
		for range 50 { // its last children still write for a moment
			if os.RemoveAll(profile) == nil {
				return
			}
			time.Sleep(100 * time.Millisecond)
		}
	})
	return b
}

// listen passes messages on until the pipe ends.
func (b *browser) listen(out io.Reader) {
	defer close(b.answers)
	reader := bufio.NewReader(out)
	for {
		line, err := reader.ReadBytes(0)
		if err != nil {
			return
		}
		var m message
		if json.Unmarshal(line[:len(line)-1], &m) == nil {
			b.answers <- m
		}
	}
}

// call sends a command and waits for its result; events on the way are kept.
func (b *browser) call(t *testing.T, method string, params map[string]any) json.RawMessage {
	t.Helper()
	b.next++
	command := map[string]any{"id": b.next, "method": method, "params": params}
	if b.session != "" {
		command["sessionId"] = b.session
	}
	line, err := json.Marshal(command)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.in.Write(append(line, 0)); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	for m := range b.answers {
		switch {
		case m.ID == 0:
			b.events = append(b.events, m)
		case m.ID == b.next && m.Error != nil:
			t.Fatalf("%s: %s", method, m.Error.Message)
		case m.ID == b.next:
			return m.Result
		}
	}
	t.Fatalf("%s: the browser has gone", method)
	return nil
}

// open makes a page, tells the network's and the console's events, and goes to an address.
func (b *browser) open(t *testing.T, address string) {
	t.Helper()
	var target struct {
		TargetID  string `json:"targetId"`
		SessionID string `json:"sessionId"`
	}
	read(t, b.call(t, "Target.createTarget", map[string]any{"url": "about:blank"}), &target)
	read(t, b.call(t, "Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}), &target)
	b.session = target.SessionID
	for _, domain := range []string{"Page", "Network", "Runtime", "Log"} {
		b.call(t, domain+".enable", map[string]any{})
	}
	b.call(t, "Page.navigate", map[string]any{"url": address})
}

// evaluate gives what a script gives, as text.
func (b *browser) evaluate(t *testing.T, script string) string {
	t.Helper()
	var answer struct {
		Result struct {
			Value any `json:"value"`
		} `json:"result"`
	}
	read(t, b.call(t, "Runtime.evaluate", map[string]any{"expression": script, "returnByValue": true}), &answer)
	return fmt.Sprint(answer.Result.Value)
}

// await asks a script again and again until it gives "true".
func (b *browser) await(t *testing.T, script string) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); time.Now().Before(deadline); time.Sleep(200 * time.Millisecond) {
		if b.evaluate(t, script) == "true" {
			return
		}
	}
	t.Fatalf("the page never came to: %s\nit shows:\n%.2000s", script, b.evaluate(t, "document.body.innerText"))
}

// shoot writes what is seen to the file that BACKCHANNEL_SCREENSHOTS names a folder for.
func (b *browser) shoot(t *testing.T, name string) {
	t.Helper()
	folder := os.Getenv("BACKCHANNEL_SCREENSHOTS")
	if folder == "" {
		return
	}
	var picture struct {
		Data string `json:"data"`
	}
	read(t, b.call(t, "Page.captureScreenshot", map[string]any{"format": "png"}), &picture)
	data, err := base64.StdEncoding.DecodeString(picture.Data)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, data json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(data, into); err != nil {
		t.Fatal(err)
	}
}
