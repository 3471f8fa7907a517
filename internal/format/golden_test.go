package format

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEncodersWriteTheGoldens(t *testing.T) {
	rows := corpus(t)
	with := func(change func(*Options)) Options {
		o := testOptions()
		change(&o)
		return o
	}
	last := testTail()
	last.Links.Next, last.Meta.Total, last.Meta.AsOf = nil, new(4), nil
	tests := []struct {
		name, format string
		opts         Options
		rows         []Row
		tail         Envelope
	}{
		{"a page", "json", with(func(o *Options) { o.Digest = true }), rows, testTail()},
		{"one event", "json", with(func(o *Options) { o.Single = true }), rows[:1], testTail()},
		{"chosen fields", "json", with(func(o *Options) { o.Fields = []string{"title", "date", "lat"} }), rows, last},
		{"lines", "ndjson", with(func(o *Options) { o.Proof = true }), rows, last},
		{"accounts", "ndjson", with(func(o *Options) { o.Rows, o.Proof = RowsAccounts, true }), rows, last},
		{"events", "csv", with(func(o *Options) { o.Proof = true }), rows, last},
		{"events with a mark", "csv", with(func(o *Options) { o.BOM, o.Fields = true, []string{"place", "title"} }), rows, last},
		{"accounts", "csv", with(func(o *Options) { o.Rows = RowsAccounts }), rows, last},
		{"citations", "csv", with(func(o *Options) { o.Rows = RowsCitations }), rows, last},
		{"participants", "csv", with(func(o *Options) { o.Rows = RowsParticipants }), rows, last},
		{"links", "csv", with(func(o *Options) { o.Rows = RowsLinks }), rows, last},
		{"claims", "csv", with(func(o *Options) { o.Rows = RowsClaims }), rows, last},
		{"a page", "txt", testOptions(), rows, testTail()},
		{"narrow", "txt", with(func(o *Options) { o.Width = 60 }), rows[:2], last},
		{"narrower", "txt", with(func(o *Options) { o.Width = 40 }), rows[:2], last},
		{"nothing", "txt", testOptions(), nil, Envelope{Meta: Meta{Total: new(0), Snapshot: 812}}},
		{"meeting", "txt", with(func(o *Options) { o.Single = true }), rows[:1], last},
		{"leak", "txt", with(func(o *Options) { o.Single = true }), rows[1:2], last},
		{"statement", "txt", with(func(o *Options) { o.Single = true }), rows[2:3], last},
		{"accounts", "txt", with(func(o *Options) { o.Rows = RowsAccounts }), rows, last},
		{"chosen fields", "txt", with(func(o *Options) { o.Fields = []string{"date", "title", "document_urls"} }), rows, last},
		{"a page", "md", testOptions(), rows, testTail()},
		{"meeting", "md", with(func(o *Options) { o.Single = true }), rows[:1], last},
		{"leak", "md", with(func(o *Options) { o.Single = true }), rows[1:2], last},
		{"citations", "md", with(func(o *Options) { o.Rows = RowsCitations }), rows, last},
	}
	for _, f := range ofEvents() {
		tests = append(tests, struct {
			name, format string
			opts         Options
			rows         []Row
			tail         Envelope
		}{"every event", f.Name, testOptions(), rows, last})
	}
	for _, test := range tests {
		t.Run(test.format+" "+test.name, func(t *testing.T) {
			golden(t, test.name+"."+test.format, write(t, test.format, test.opts, testHead(), test.rows, test.tail))
		})
	}
}

// goldens gives the files of testdata with an ending; records.* hold several answers one after the other.
func goldens(t *testing.T, ending string) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("testdata/*" + ending)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no goldens end with %s: %v", ending, err)
	}
	files := map[string]string{}
	for _, path := range paths {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(filepath.Base(path), "records.") {
			files[path] = string(body)
		}
	}
	return files
}

func TestOtherParsersReadTheGoldensOfCSV(t *testing.T) {
	const program = `
import csv, io, json, sys
text = sys.stdin.buffer.read().decode("utf-8-sig")
rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
assert all(None not in row and None not in row.values() for row in rows), "cells without a column"
json.dump([list(row.values()) for row in rows], sys.stdout)`
	for path, body := range goldens(t, ".csv") {
		if strings.Count(body, "\r") != strings.Count(body, "\r\n") || !strings.HasSuffix(body, "\r\n") {
			t.Errorf("%s: records do not end with CRLF", path)
		}
		want, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, byteOrderMark))).ReadAll()
		if err != nil {
			t.Errorf("%s: %v", path, err)
			continue
		}
		var read [][]string
		if err := json.Unmarshal([]byte(python(t, program, body)), &read); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want[1:], read); diff != "" {
			t.Errorf("%s (-go +python):\n%s", path, diff)
		}
	}
}

func TestOtherParsersReadTheGoldensOfJSON(t *testing.T) {
	const program = `
import json, sys
def once(pairs):
    keys = [key for key, _ in pairs]
    assert len(keys) == len(set(keys)), "a key stands twice in " + str(keys)
    return dict(pairs)
body = sys.stdin.buffer.read()
for text in [body] if body.startswith(b'{"data"') or body.startswith(b"[") else body.splitlines():
    json.loads(text, object_pairs_hook=once)
print("read")`
	for _, ending := range []string{".json", ".ndjson"} {
		for path, body := range goldens(t, ending) {
			dec := json.NewDecoder(bytes.NewReader([]byte(body)))
			for dec.More() {
				var value any
				if err := dec.Decode(&value); err != nil {
					t.Errorf("%s: %v", path, err)
					break
				}
			}
			if got := python(t, program, body); strings.TrimSpace(got) != "read" {
				t.Errorf("%s: %s", path, got)
			}
		}
	}
}

func TestGoldensForReadersHoldNoTrailingSpace(t *testing.T) {
	for path, body := range goldens(t, ".txt") {
		for line := range strings.Lines(body) {
			if strings.TrimRight(line, " \n") != strings.TrimSuffix(line, "\n") {
				t.Errorf("%s: %q", path, line)
			}
		}
	}
}
