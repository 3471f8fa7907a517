package format

import "io"

// ColumnKind says how the cells of a column are read.
type ColumnKind uint8

const (
	// Text is what people wrote: guarded in csv, escaped everywhere.
	Text ColumnKind = iota
	// Exact is an id, a date, an instant or a word of a closed list: never guarded, since none begins a formula.
	Exact
	// Number is a decimal number; empty where there is none. It is never guarded, so that -0.5 stays a number.
	Number
	// Flag is "true" or "false".
	Flag
	// Address is a URL, linked in md.
	Address
)

// Column is one column of a table.
type Column struct {
	Name  string // snake_case; txt and md show it with spaces
	Kind  ColumnKind
	Brief bool   // shown in txt and md too; where no column is, all are
	Field string // the field of the record it is made from; empty: of the same name
	Doc   string // what stands in it, for the docs
}

// field is the top-level field that a column shows a part of.
func (c Column) field() string {
	if c.Field != "" {
		return c.Field
	}
	return c.Name
}

// Table is a finished table: a view, or records of any type. Every row has one cell a column.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// Columns makes text columns of names, all of them shown in every format.
func Columns(names ...string) []Column {
	columns := make([]Column, len(names))
	for i, name := range names {
		columns[i] = Column{Name: name}
	}
	return columns
}

// WriteTable writes a whole table as csv, txt or md. In json and ndjson each row is an object with the columns as
// keys: numbers and flags as such, an empty cell as null, anything else as a string.
func WriteTable(f Format, w io.Writer, t Table, head Head, tail Envelope, opts Options) error {
	enc, err := NewRecords(f, w, t.Columns, opts)
	if err != nil {
		return err
	}
	if err := enc.Begin(head); err != nil {
		return err
	}
	for _, cells := range t.Rows {
		row := RecordRow{Cells: func() ([]string, error) { return cells, nil }}
		if f.Name == "json" || f.Name == "ndjson" {
			row.JSON = appendObject(nil, t.Columns, cells)
		}
		if err := enc.Record(row); err != nil {
			return err
		}
	}
	return enc.End(tail)
}
