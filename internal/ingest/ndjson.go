// Package ingest reads records from files. NDJSON is one {"type":"event","record":{…}} a line.
//
// It knows the shape of a file and leaves the shape of a record to record.Decode. Whether a record is right in itself
// and whether what it refers to exists is for Validate and the store: a file may name its records in any order.
//
// Start with NDJSON.
package ingest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"backchannel/internal/record"
)

// MaxLine is how many bytes one line may have, as many as the body of a request.
const MaxLine = 1 << 20

// Line is one record of a file.
type Line struct {
	Number int // from 1
	Record record.Record
}

// LineFault is what is wrong with one line. The pointers of its faults lead into the line.
type LineFault struct {
	Number int // from 1; 0: the file as a whole
	Faults record.Faults
}

// Error names the line and its faults.
func (f LineFault) Error() string { return fmt.Sprintf("line %d: %v", f.Number, f.Faults) }

// Unwrap gives the faults.
func (f LineFault) Unwrap() error { return f.Faults }

// NDJSON reads a whole file. Blank lines are passed over, a byte order mark at the start too. Every line that cannot
// be read is reported and the others are returned; a reader that fails is reported with the line it failed in.
func NDJSON(r io.Reader) ([]Line, []LineFault) {
	var lines []Line
	var faults []LineFault
	in := bufio.NewReaderSize(r, 64<<10)
	for number := 1; ; number++ {
		text, long, err := readLine(in)
		if number == 1 {
			text = bytes.TrimPrefix(text, []byte("\ufeff"))
		}
		switch text = bytes.TrimSpace(text); {
		case long:
			faults = append(faults, LineFault{number, record.Faults{{Code: "line_too_long",
				Detail: fmt.Sprintf("The line is longer than %d bytes.", MaxLine)}}})
		case len(text) > 0:
			one, wrong := decode(text)
			if wrong != nil {
				faults = append(faults, LineFault{number, wrong})
			} else {
				lines = append(lines, Line{number, one})
			}
		}
		if errors.Is(err, io.EOF) {
			return lines, faults
		}
		if err != nil {
			return lines, append(faults, LineFault{number, record.Faults{{Code: "unreadable",
				Detail: fmt.Sprintf("The file cannot be read on: %v.", err)}}})
		}
	}
}

// readLine gives the next line without its end. Of one that is too long it keeps nothing.
func readLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		piece, err := in.ReadSlice('\n')
		if long = long || len(line)+len(piece) > MaxLine+len("\r\n"); long {
			line = nil
		} else {
			line = append(line, piece...)
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// wrapper is one line. Its record is looked into by record.Decode.
type wrapper struct {
	Type   *string         `json:"type"`
	Record json.RawMessage `json:"record"`
}

func decode(text []byte) (record.Record, record.Faults) {
	if !utf8.Valid(text) {
		return nil, record.Faults{{Code: "invalid_utf8", Detail: "The line is not UTF-8 text."}}
	}
	if faults := repeatedKeys(text); faults != nil {
		return nil, faults
	}
	var w wrapper
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&w); err != nil {
		return nil, notALine(err.Error())
	}
	if dec.InputOffset() != int64(len(text)) {
		return nil, notALine("something stands after its end")
	}
	if w.Type == nil || w.Record == nil {
		return nil, notALine("type or record is missing")
	}
	t, ok := record.ParseType(*w.Type)
	if !ok || string(t) != *w.Type {
		hint := record.Nearest(*w.Type, typeNames())
		if hint != "" {
			hint = fmt.Sprintf("Did you mean %q?", hint)
		}
		return nil, record.Faults{{Pointer: "/type", Code: "unknown_type", Given: *w.Type,
			Detail: fmt.Sprintf("There is no record type %q.", *w.Type), Hint: hint}}
	}
	r, faults := record.Decode(t, w.Record)
	for i := range faults {
		faults[i].Pointer = "/record" + faults[i].Pointer
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return r, nil
}

// repeatedKeys looks at the line's own keys; those within the record are record.Decode's to check. Text that is no
// object is left to the decoder's own words.
func repeatedKeys(text []byte) record.Faults {
	dec := json.NewDecoder(bytes.NewReader(text))
	if token, err := dec.Token(); err != nil || token != json.Delim('{') {
		return nil
	}
	seen := map[string]bool{}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil
		}
		name := key.(string) // the keys of an object are strings
		if seen[name] {
			return record.Faults{{Pointer: "/" + name, Code: "repeated_key", Given: name,
				Detail: fmt.Sprintf("The key %q stands twice.", name)}}
		}
		seen[name] = true
		var value json.RawMessage
		if dec.Decode(&value) != nil {
			return nil
		}
	}
	return nil
}

func notALine(why string) record.Faults {
	return record.Faults{{Code: "bad_line", Detail: "The line cannot be read: " + why + ".",
		Hint: `A line is {"type":"event","record":{…}}.`}}
}

func typeNames() []string {
	names := make([]string, 0, 8)
	for _, t := range record.Types() {
		names = append(names, string(t))
	}
	return names
}
