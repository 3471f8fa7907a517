package format

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
)

func TestJSONCopiesRowsAsTheyAre(t *testing.T) {
	body := `{"id":"x",  "title":"kept \u0041 as <it> is"}`
	got := write(t, "json", Options{}, Head{}, []Row{{JSON: []byte(body)}, {JSON: []byte(body)}}, Envelope{})
	if !strings.HasPrefix(got, "{\"data\":[\n"+body+",\n"+body+"\n]\n,") {
		t.Errorf("got %s", got)
	}
}

func TestJSONEnvelopes(t *testing.T) {
	tests := []struct {
		name string
		opts Options
		rows []Row
		want string
	}{
		{"an empty list", Options{}, nil,
			`{"data":[],"page":{"limit":0,"next_cursor":"","prev_cursor":""},"meta":{"total":0,"as_of":null,"snapshot":7},` +
				`"labels":{"actors":{},"sources":{},"topics":{}},"included":{},"links":{"self":"/v1/x?a=1&b=2","next":null}}`},
		{"one record has no page, total or next", Options{Single: true}, []Row{{JSON: []byte(`{"id":"x"}`)}},
			`{"data":{"id":"x"},"meta":{"as_of":null,"snapshot":7},` +
				`"labels":{"actors":{},"sources":{},"topics":{}},"included":{},"links":{"self":"/v1/x?a=1&b=2"}}`},
		{"one record that did not come is null", Options{Single: true}, nil,
			`{"data":null,"meta":{"as_of":null,"snapshot":7},` +
				`"labels":{"actors":{},"sources":{},"topics":{}},"included":{},"links":{"self":"/v1/x?a=1&b=2"}}`},
		{"fields= keeps the id", Options{Fields: []string{"title"}}, []Row{{JSON: []byte(`{"id":"x","kind":"call","title":"t"}`)}},
			`{"data":[{"id":"x","title":"t"}],"page":{"limit":0,"next_cursor":"","prev_cursor":""},"meta":{"total":0,"as_of":null,"snapshot":7},` +
				`"labels":{"actors":{},"sources":{},"topics":{}},"included":{},"links":{"self":"/v1/x?a=1&b=2","next":null}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := write(t, "json", test.opts, Head{}, test.rows, Envelope{Meta: Meta{Total: new(0), Snapshot: 7}, Links: Links{Self: "/v1/x?a=1&b=2"}})
			if diff := cmp.Diff(test.want, strings.ReplaceAll(got, "\n", "")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
			if strings.Count(got, "\n") == 0 || !strings.HasSuffix(got, "}\n") {
				t.Errorf("the answer does not end its line: %q", got)
			}
		})
	}
}

// digestOf is the digest that json tells in meta.
func digestOf(t *testing.T, body string) string {
	t.Helper()
	var read struct{ Meta Meta }
	if err := json.Unmarshal([]byte(body), &read); err != nil {
		t.Fatal(err)
	}
	return read.Meta.Digest
}

func TestJSONAndNDJSONTellTheSameDigest(t *testing.T) {
	rows := corpus(t)
	for _, fields := range [][]string{nil, {"title", "lat"}} {
		page := digestOf(t, write(t, "json", Options{Digest: true, Fields: fields}, Head{}, rows, Envelope{}))
		lines := write(t, "ndjson", Options{Proof: true, Fields: fields}, Head{}, rows, Envelope{})
		if page == "" || !strings.HasSuffix(lines, `{"proof":{"count":4,"digest":"`+page+"\"}}\n") {
			t.Errorf("fields=%v: json tells %s, ndjson ends %s", fields, page, lines[len(lines)-120:])
		}
	}
}

func TestDigestsThatCameWithRowsAreUsed(t *testing.T) {
	rows := corpus(t)
	want := digestOf(t, write(t, "json", Options{Digest: true}, Head{}, rows, Envelope{}))
	for i := range rows {
		sum := RowDigest(rows[i].JSON)
		rows[i].Digest = sum[:]
	}
	if got := digestOf(t, write(t, "json", Options{Digest: true}, Head{}, rows, Envelope{})); got != want {
		t.Errorf("with digests %s, without %s", got, want)
	}
	pruned := digestOf(t, write(t, "json", Options{Digest: true, Fields: []string{"title"}}, Head{}, rows, Envelope{}))
	if pruned == want {
		t.Error("the digest of whole rows was told of pruned ones")
	}
	if got := digestOf(t, write(t, "json", Options{Digest: true}, Head{}, rows, Envelope{Meta: Meta{Digest: "sha256:own"}})); got != "sha256:own" {
		t.Errorf("the caller's digest became %s", got)
	}
	if got := digestOf(t, write(t, "json", Options{}, Head{}, rows, Envelope{})); got != "" {
		t.Errorf("nobody asked for %s", got)
	}
}

func TestPythonChecksTheProofs(t *testing.T) {
	const program = `
import hashlib, json, re, sys
body = sys.stdin.buffer.read()
end = b"\r\n" if body.startswith(b"id,") else b"\n"
lines = body.split(end)[:-1]
if end == b"\r\n":
    lines = lines[1:]
proof = lines.pop()
digest = hashlib.sha256(b"".join(hashlib.sha256(l).digest() for l in lines)).hexdigest()
count = int(re.search(rb'count"?[:=](\d+)', proof).group(1))
print(count == len(lines), ("sha256:" + digest).encode() in proof)`
	for _, name := range []string{"ndjson", "csv"} {
		for _, rows := range [][]Row{corpus(t), nil} {
			got := python(t, program, write(t, name, Options{Proof: true, Safe: true}, Head{}, rows, Envelope{}))
			if strings.TrimSpace(got) != "True True" {
				t.Errorf("%s of %d rows: count and digest are %s", name, len(rows), got)
			}
		}
	}
}

func TestNDJSONKeepsARowOnItsLine(t *testing.T) {
	got := write(t, "ndjson", Options{}, Head{}, []Row{{JSON: []byte("{\n  \"id\": \"x\"\n}")}}, Envelope{})
	if got != "{\"id\":\"x\"}\n" {
		t.Errorf("got %q", got)
	}
}

func TestCopyingARowAllocatesNothing(t *testing.T) {
	rows := corpus(t)
	for _, name := range []string{"json", "ndjson"} {
		f, _ := ByName(name)
		enc, err := NewEvents(f, io.Discard, Options{Digest: true, Proof: true})
		if err != nil {
			t.Fatal(err)
		}
		_ = enc.Event(rows[0])
		if n := testing.AllocsPerRun(100, func() { _ = enc.Event(rows[0]) }); n > 0 {
			t.Errorf("%s allocates %v times a row", name, n)
		}
	}
}

// brokenWriter fails after some bytes.
type brokenWriter struct{ left int }

var errBroken = errors.New("broken pipe")

func (w *brokenWriter) Write(b []byte) (int, error) {
	if w.left -= len(b); w.left < 0 {
		return 0, errBroken
	}
	return len(b), nil
}

func TestAFailingWriterIsReported(t *testing.T) {
	rows := corpus(t)
	for _, f := range Formats() {
		whole := len(write(t, f.Name, Options{Proof: true}, Head{}, rows, testTail()))
		for _, left := range []int{0, 5, 700, whole - 1} {
			enc, err := NewEvents(f, &brokenWriter{left}, Options{Proof: true})
			if err != nil {
				t.Fatal(err)
			}
			err = enc.Begin(Head{})
			for _, row := range rows {
				if err == nil {
					err = enc.Event(row)
				}
			}
			if err == nil {
				err = enc.End(testTail())
			}
			if !errors.Is(err, errBroken) {
				t.Errorf("%s with room for %d bytes: %v", f.Name, left, err)
			}
		}
	}
}

func TestAnEventThatCannotBeReadIsReported(t *testing.T) {
	row := Row{JSON: []byte(`[]`), Answer: func() (*record.EventAnswer, error) { return nil, errBroken }}
	for _, f := range Formats() {
		enc, _ := NewEvents(f, io.Discard, Options{Fields: []string{"title"}})
		_ = enc.Begin(Head{})
		if err := enc.Event(row); err == nil {
			t.Errorf("%s took an event that is none", f.Name)
		}
	}
}
