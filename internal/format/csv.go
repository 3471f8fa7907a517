package format

import (
	"fmt"
	"io"
	"strconv"
	"strings"
)

// csvEncoder writes RFC 4180: a header, CRLF after each record, quotes where needed. Line ends within a cell become
// LF and NUL becomes ␀, always; with Safe other controls are shown and formulas are guarded (clean.go).
//
// With Proof the last record has "#proof count=N digest=sha256:…" in its first cell, which no id can be, and
// nothing in the others, so that it has as many cells as every record. The digest is over the records between
// header and proof, each without its CRLF (Digest).
type csvEncoder struct {
	w       io.Writer
	opts    Options
	columns []Column
	view    *view
	pick    []int // of a record's cells; nil: all
	digest  Digest
	line    []byte
}

const byteOrderMark = "\uFEFF"

func newCSVEvents(w io.Writer, opts Options) (EventEncoder, error) {
	v := newView(opts)
	return &csvEncoder{w: w, opts: opts, columns: v.columns, view: v}, nil
}

func newCSVRecords(w io.Writer, columns []Column, opts Options) (RecordEncoder, error) {
	columns, pick := pickColumns(columns, opts.Fields)
	return &csvEncoder{w: w, opts: opts, columns: columns, pick: pick}, nil
}

// pickColumns leaves the first column and those that fields= asks for; pick tells where they stood. All of them, and
// nil, where it asks for none.
func pickColumns(columns []Column, fields []string) ([]Column, []int) {
	if len(fields) == 0 {
		return columns, nil
	}
	return pickBy(columns, func(c Column) bool { return chosen(c, fields) })
}

func pickBy(columns []Column, wanted func(Column) bool) (left []Column, pick []int) {
	for i, c := range columns {
		if i == 0 || wanted(c) {
			left, pick = append(left, c), append(pick, i)
		}
	}
	return left, pick
}

// pickCells gives a record's cells as pickColumns gave the columns.
func pickCells(row RecordRow, columns []Column, pick []int) ([]string, error) {
	cells, err := row.Cells()
	if err != nil {
		return nil, err
	}
	if pick != nil {
		picked := make([]string, len(pick))
		for i, at := range pick {
			if at < len(cells) {
				picked[i] = cells[at]
			}
		}
		cells = picked
	}
	if len(cells) != len(columns) {
		return nil, fmt.Errorf("a row has %d cells for %d columns", len(cells), len(columns))
	}
	return cells, nil
}

func (e *csvEncoder) Begin(Head) error {
	e.line = e.line[:0]
	if e.opts.BOM {
		e.line = append(e.line, byteOrderMark...)
	}
	e.line = appendRecord(e.line, namesOf(e.columns), false)
	_, err := e.w.Write(append(e.line, "\r\n"...))
	return err
}

func (e *csvEncoder) Event(row Row) error {
	answer, err := row.Answer()
	if err != nil {
		return err
	}
	return e.view.each(answer, e.write)
}

func (e *csvEncoder) Record(row RecordRow) error {
	cells, err := pickCells(row, e.columns, e.pick)
	if err != nil {
		return err
	}
	return e.write(cells)
}

func (e *csvEncoder) write(cells []string) error {
	e.line = appendRecord(e.line[:0], cells, e.opts.Safe)
	if e.opts.Proof {
		e.digest.Add(e.line)
	}
	e.line = append(e.line, "\r\n"...)
	_, err := e.w.Write(e.line)
	return err
}

func (e *csvEncoder) End(Envelope) error {
	if !e.opts.Proof {
		return nil
	}
	cells := make([]string, len(e.columns))
	cells[0] = "#proof count=" + strconv.Itoa(e.digest.Count()) + " digest=" + e.digest.String()
	_, err := e.w.Write(append(appendRecord(e.line[:0], cells, false), "\r\n"...))
	return err
}

// appendRecord writes cells with commas between and no line end.
func appendRecord(b []byte, cells []string, safe bool) []byte {
	if len(cells) == 1 && cells[0] == "" {
		return append(b, `""`...) // an empty line would be no record
	}
	for i, s := range cells {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendCell(b, s, safe)
	}
	return b
}

func appendCell(b []byte, s string, safe bool) []byte {
	if safe {
		s = guard(visible(s, true))
	} else {
		s = unixLines(s)
	}
	if !strings.ContainsAny(s, ",\"\n") && (s == "" || s[0] != ' ' && s[len(s)-1] != ' ') {
		return append(b, s...)
	}
	b = append(b, '"')
	for {
		before, after, found := strings.Cut(s, `"`)
		b = append(b, before...)
		if !found {
			return append(b, '"')
		}
		b, s = append(b, `""`...), after
	}
}

// unixLines makes line ends LF and NUL ␀, without which common parsers fail, makes broken UTF-8 U+FFFD, and leaves
// all else.
func unixLines(s string) string {
	if !strings.ContainsAny(s, "\r\x00") {
		return strings.ToValidUTF8(s, "\uFFFD")
	}
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\u2400").Replace(s)
	return strings.ToValidUTF8(s, "\uFFFD")
}
