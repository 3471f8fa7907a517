package format

import (
	"bytes"
	"encoding/json"
	"io"
	"strconv"
)

// ndjsonEncoder writes one object a line, LF after each. With Proof the last line is
// {"proof":{"count":N,"digest":"sha256:…"}}: the only line without an id, and the sign that nothing is missing.
type ndjsonEncoder struct {
	w      io.Writer
	opts   Options
	keep   map[string]bool
	view   *view // nil: whole events
	digest Digest
	line   []byte
}

func newNDJSONEvents(w io.Writer, opts Options) (EventEncoder, error) {
	e := &ndjsonEncoder{w: w, opts: opts, keep: eventKeep(opts)}
	if opts.Rows != "" && opts.Rows != RowsEvents {
		e.view = newView(opts)
	}
	return e, nil
}

func newNDJSONRecords(w io.Writer, columns []Column, opts Options) (RecordEncoder, error) {
	return &ndjsonEncoder{w: w, opts: opts, keep: recordKeep(columns, opts.Fields)}, nil
}

func (e *ndjsonEncoder) Begin(Head) error { return nil }

func (e *ndjsonEncoder) Event(row Row) error {
	if e.view == nil {
		return e.row(row.JSON, row.Digest)
	}
	answer, err := row.Answer()
	if err != nil {
		return err
	}
	return e.view.each(answer, func(cells []string) error {
		return e.write(appendObject(e.line[:0], e.view.columns, cells), nil)
	})
}

func (e *ndjsonEncoder) Record(row RecordRow) error { return e.row(row.JSON, row.Digest) }

func (e *ndjsonEncoder) row(body, digest []byte) error {
	if e.keep != nil {
		var err error
		if e.line, err = prune(e.line[:0], body, e.keep); err != nil {
			return err
		}
		return e.write(e.line, nil)
	}
	if bytes.IndexByte(body, '\n') >= 0 { // a line is a line, whatever the caller brought
		var b bytes.Buffer
		if err := json.Compact(&b, body); err != nil {
			return err
		}
		body, digest = b.Bytes(), nil
	}
	e.line = append(e.line[:0], body...)
	return e.write(e.line, digest)
}

// write ends the line, which is kept as the buffer of the next.
func (e *ndjsonEncoder) write(line, digest []byte) error {
	if e.opts.Proof {
		e.digest.add(line, digest)
	}
	e.line = append(line, '\n')
	_, err := e.w.Write(e.line)
	return err
}

func (e *ndjsonEncoder) End(Envelope) error {
	if !e.opts.Proof {
		return nil
	}
	_, err := io.WriteString(e.w, `{"proof":{"count":`+strconv.Itoa(e.digest.Count())+`,"digest":"`+e.digest.String()+"\"}}\n")
	return err
}

// appendObject writes a row of a table as an object, keys in the order of the columns.
func appendObject(b []byte, columns []Column, cells []string) []byte {
	b = append(b, '{')
	for i, c := range columns {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendString(b, c.Name)
		b = append(b, ':')
		switch cell := cells[i]; {
		case cell == "":
			b = append(b, "null"...)
		case c.Kind == Flag && (cell == "true" || cell == "false"), c.Kind == Number && isNumber(cell):
			b = append(b, cell...)
		default:
			b = appendString(b, cell)
		}
	}
	return append(b, '}')
}
