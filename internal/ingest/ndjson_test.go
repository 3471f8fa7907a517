package ingest

import (
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/iotest"

	"backchannel/db"
)

func TestNDJSONReadsRecordsLineByLine(t *testing.T) {
	lines, faults := NDJSON(strings.NewReader("\ufeff" + `{"type":"topic","record":{"id":"crimea","label":"Crimea"}}` + "\r\n\n" +
		`  {"record":{"id":"tass","name":"TASS","kind":"wire"},"type":"source"}`))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if len(lines) != 2 || lines[0].Number != 1 || lines[1].Number != 3 || lines[0].Record.RecordID() != "crimea" || lines[1].Record.RecordID() != "tass" {
		t.Errorf("got %+v", lines)
	}
}

func TestNDJSONReportsEveryBadLine(t *testing.T) {
	for _, test := range []struct{ name, line, code, pointer string }{
		{"no JSON", `{"type":`, "bad_line", ""},
		{"an array", `[1]`, "bad_line", ""},
		{"a string", `"event"`, "bad_line", ""},
		{"no record", `{"type":"event"}`, "bad_line", ""},
		{"null for a type", `{"type":null,"record":{}}`, "bad_line", ""},
		{"another key", `{"type":"topic","record":{},"x":1}`, "bad_line", ""},
		{"two objects on a line", `{"type":"topic","record":{"id":"crimea","label":"Crimea"}} {}`, "bad_line", ""},
		{"a repeated key", `{"type":"topic","type":"actor","record":{}}`, "repeated_key", "/type"},
		{"a type that is none", `{"type":"evnt","record":{}}`, "unknown_type", "/type"},
		{"a plural type", `{"type":"events","record":{}}`, "unknown_type", "/type"},
		{"an unknown field", `{"type":"topic","record":{"id":"crimea","lable":"Crimea"}}`, "unknown_field", "/record/lable"},
		{"a record that is no object", `{"type":"topic","record":7}`, "wrong_type", "/record"},
		{"bytes that are no UTF-8", "{\"type\":\"topic\",\"record\":{\"id\":\"a\xff\"}}", "invalid_utf8", ""},
		{"a line without end", `{"type":"topic","record":"` + strings.Repeat("x", MaxLine) + `"}`, "line_too_long", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			good := `{"type":"topic","record":{"id":"nato","label":"NATO"}}`
			lines, faults := NDJSON(strings.NewReader(good + "\n" + test.line + "\n" + good))
			if len(lines) != 2 || len(faults) != 1 || faults[0].Number != 2 {
				t.Fatalf("lines %v, faults %v", len(lines), faults)
			}
			if f := faults[0].Faults[0]; f.Code != test.code || f.Pointer != test.pointer {
				t.Errorf("got %s at %q: %s", f.Code, f.Pointer, f.Detail)
			}
		})
	}
}

func TestNDJSONReportsAReaderThatFails(t *testing.T) {
	broken := errors.New("the disk is gone")
	_, faults := NDJSON(io.MultiReader(strings.NewReader("\n\n"), iotest.ErrReader(broken)))
	if len(faults) != 1 || faults[0].Number != 3 || !strings.Contains(faults[0].Error(), "the disk is gone") {
		t.Errorf("got %v", faults)
	}
}

func TestTheSeedCanBeRead(t *testing.T) {
	paths, err := fs.Glob(db.Seed, "seed/*.ndjson")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no seed files: %v", err)
	}
	for _, path := range paths {
		file, err := db.Seed.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		lines, faults := NDJSON(file)
		for _, fault := range faults {
			t.Errorf("%s: %v", path, fault)
		}
		if len(lines) == 0 {
			t.Errorf("%s holds nothing", path)
		}
	}
}

func FuzzNDJSON(f *testing.F) {
	f.Add([]byte(`{"type":"topic","record":{"id":"crimea","label":"Crimea"}}`))
	f.Add([]byte("{\"type\":\"event\",\"record\":{\"date\":\"2025-02~\"}}\n[]\n\n{"))
	f.Fuzz(func(t *testing.T, body []byte) {
		lines, faults := NDJSON(strings.NewReader(string(body)))
		for _, line := range lines {
			if line.Record == nil || line.Number < 1 {
				t.Errorf("a line without a record: %+v", line)
			}
		}
		for _, fault := range faults {
			if len(fault.Faults) == 0 || fault.Faults[0].Detail == "" {
				t.Errorf("a fault without words: %+v", fault)
			}
		}
	})
}
