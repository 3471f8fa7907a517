package format

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

var update = flag.Bool("update", false, "write the goldens anew")

// corpus reads the events of testdata as the store would serve them.
func corpus(t testing.TB) []Row {
	t.Helper()
	body, err := os.ReadFile("testdata/events.json")
	if err != nil {
		t.Fatal(err)
	}
	var raw []json.RawMessage
	if err := json.Unmarshal(body, &raw); err != nil {
		t.Fatal(err)
	}
	rows := make([]Row, len(raw))
	for i, event := range raw {
		var line bytes.Buffer
		if err := json.Compact(&line, event); err != nil {
			t.Fatal(err)
		}
		rows[i] = rowOf(line.Bytes())
	}
	return rows
}

func rowOf(body []byte) Row {
	return Row{JSON: body, Answer: func() (*record.EventAnswer, error) {
		a := new(record.EventAnswer)
		return a, json.Unmarshal(body, a)
	}}
}

// rowFrom makes a row of an answer.
func rowFrom(t testing.TB, a *record.EventAnswer) Row {
	t.Helper()
	body, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return Row{JSON: body, Answer: func() (*record.EventAnswer, error) { return a, nil }}
}

var testNames = map[string]string{
	"actor/vladimir-putin": "Vladimir Putin", "actor/steve-witkoff": "Steve Witkoff", "actor/yuri-ushakov": "Yuri Ushakov",
	"actor/dmitry-peskov": "Dmitry Peskov", "actor/russia": "Russia", "actor/united-states": "United States",
	"source/kremlin-ru": "Kremlin", "source/sputnik": "Sputnik", "source/unn": "UNN", "source/antiwar": "Antiwar",
	"source/financial-times": "Financial Times", "source/ukrainska-pravda": "Ukrainska Pravda",
	"topic/crimea": "Crimea", "topic/direct-talks": "Direct talks", "topic/four-oblasts": "Four oblasts",
	"plan/us-2025-04-17":              "US proposal of 17 April",
	"event/2025-04-22-ft-freeze-leak": "Putin offers to halt the invasion along the current front line",
}

func testLabel(t record.Type, id string) string { return testNames[string(t)+"/"+id] }

func testDocument(id string) *record.Document {
	switch id {
	case "s01":
		return &record.Document{ID: id, Source: "kremlin-ru", Title: "Meeting with US special envoy", Published: edtf.MustParseMoment("2025-04-25T14:30+03:00")}
	case "s79":
		return &record.Document{ID: id, Source: "ukrainska-pravda", Title: "Kremlin: negotiations \"need silence\"",
			SeenThrough: "s78", DerivedFrom: "s32", Paywalled: true, ArchivedURL: "https://archive.example/s79"}
	}
	return nil
}

func testOptions() Options {
	return Options{Label: testLabel, Document: testDocument, Safe: true, Permalink: testPermalink}
}

func testPermalink(event string) string {
	return "https://backchannel.example/v1/events/" + event + "?snapshot=812&epoch=e1"
}

func testHead() Head { return Head{Title: "events about Crimea, February to April 2025"} }

// testTail is the envelope of a page that is not the last.
func testTail() Envelope {
	return Envelope{
		Page: Page{Limit: 4, NextCursor: "c4"},
		Meta: Meta{
			Total: new(213), TotalIs: "exact", Description: "events about Crimea, February to April 2025",
			AsOf: new("2025-04-30"), Snapshot: 812, Undated: new(2), Coverage: "complete to 2026-01-23",
		},
		Labels:   Labels{"actors": {"vladimir-putin": "Vladimir Putin", "evil": "a\u202Eb\u009B1m<&>"}},
		Included: map[string][]json.RawMessage{"topics": {json.RawMessage(`{"id":"crimea"}`), json.RawMessage(`{"id":"nato"}`)}, "actors": {}},
		Links: Links{Self: "/v1/events?topic=crimea&limit=4", Next: new("/v1/events?topic=crimea&limit=4&cursor=c4"),
			Permalink: "/v1/events?topic=crimea&snapshot=812&epoch=e1"},
		Accessed: "2026-11-25",
	}
}

// write encodes rows in a format.
func write(t testing.TB, name string, opts Options, head Head, rows []Row, tail Envelope) string {
	t.Helper()
	f, ok := ByName(name)
	if !ok {
		t.Fatalf("no format %q", name)
	}
	var b strings.Builder
	enc, err := NewEvents(f, &b, opts)
	if err != nil {
		t.Fatal(err)
	}
	if err := enc.Begin(head); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := enc.Event(row); err != nil {
			t.Fatal(err)
		}
	}
	if err := enc.End(tail); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares with a file of testdata, or writes it.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", strings.ReplaceAll(name, " ", "-"))
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, diff)
	}
}

// python runs a program over an input and gives what it prints. Where a module is missing it exits 3, which counts as the
// tool missing. The interpreter is that of BACKCHANNEL_PYTHON, else python3.
func python(t *testing.T, program, input string) string {
	t.Helper()
	path, err := exec.LookPath(interpreter())
	if err != nil {
		missing(t, "python3")
	}
	cmd := exec.Command(path, "-X", "utf8", "-c", program)
	cmd.Stdin = strings.NewReader(input)
	var out, problem bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &problem
	if err := cmd.Run(); err != nil {
		if cmd.ProcessState != nil && cmd.ProcessState.ExitCode() == 3 {
			missing(t, strings.TrimSpace(problem.String()))
		}
		t.Fatalf("python3: %v\n%s", err, problem.String())
	}
	return out.String()
}

func interpreter() string {
	if name := os.Getenv("BACKCHANNEL_PYTHON"); name != "" {
		return name
	}
	return "python3"
}

func missing(t *testing.T, tool string) {
	t.Helper()
	if os.Getenv("BACKCHANNEL_REQUIRE_ALL") == "1" {
		t.Fatalf("%s is not on this machine", tool)
	}
	t.Skipf("%s is not on this machine", tool)
}
