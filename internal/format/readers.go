package format

import (
	"io"
	"slices"

	"backchannel/internal/record"
)

// readersEncoder gathers a page for txt and md, which lay it out when it is whole, and hands it to print.
type readersEncoder struct {
	w       io.Writer
	opts    Options
	print   func(page) []byte
	columns []Column
	view    *view // events by columns; nil: the brief list
	pick    []int
	head    Head
	grid    *grid
	sheet   *sheet
	rows    int                 // events or records, however many lines they make
	event   *record.EventAnswer // of an answer with one
	digest  Digest              // that of the same answer in json
}

// page is what is printed: a grid, or the sheet of one record.
type page struct {
	title string
	grid  *grid
	sheet *sheet
	end   closing
	width int
}

// newReadersEvents gives the encoder of events; addresses tells whether address columns fit without being chosen.
func newReadersEvents(w io.Writer, opts Options, addresses bool, print func(page) []byte) *readersEncoder {
	e := &readersEncoder{w: w, opts: opts, print: print, grid: &grid{columns: opts.briefColumns()}}
	if rowsOfParts(opts.Rows) || len(opts.Fields) > 0 {
		e.view = newView(opts).brief(addresses)
		e.columns = e.view.columns
		e.grid = gridOf(e.columns)
	}
	return e
}

func newReadersRecords(w io.Writer, columns []Column, opts Options, addresses bool, print func(page) []byte) *readersEncoder {
	anyBrief := slices.ContainsFunc(columns, func(c Column) bool { return c.Brief })
	columns, pick := pickColumns(columns, opts.Fields)
	if pick == nil && anyBrief && !opts.Single {
		columns, pick = pickBy(columns, func(c Column) bool { return c.Brief && (addresses || c.Kind != Address) })
	}
	return &readersEncoder{w: w, opts: opts, print: print, columns: columns, pick: pick, grid: gridOf(columns)}
}

func (e *readersEncoder) Begin(head Head) error {
	e.head = head
	return nil
}

func (e *readersEncoder) Event(row Row) error {
	a, err := row.Answer()
	if err != nil {
		return err
	}
	e.rows++
	if e.opts.Single {
		e.event = a
	}
	if e.opts.Digest {
		e.digest.add(row.JSON, row.Digest)
	}
	switch {
	case e.view != nil:
		return e.view.each(a, func(cells []string) error {
			e.grid.add(e.columns, cells)
			return nil
		})
	case e.opts.Single:
		e.sheet = e.opts.eventSheet(a)
	default:
		e.grid.rows = append(e.grid.rows, e.opts.brief(a))
	}
	return nil
}

func (e *readersEncoder) Record(row RecordRow) error {
	cells, err := pickCells(row, e.columns, e.pick)
	if err != nil {
		return err
	}
	e.rows++
	if e.opts.Digest && len(row.JSON) > 0 {
		e.digest.add(row.JSON, row.Digest)
	}
	if e.opts.Single {
		e.sheet = recordSheet(e.head.Title, e.columns, cells)
		return nil
	}
	e.grid.add(e.columns, cells)
	return nil
}

func (e *readersEncoder) End(tail Envelope) error {
	if e.opts.Digest && e.view == nil && len(e.opts.Fields) == 0 && e.digest.Count() == e.rows && tail.Meta.Digest == "" {
		tail.Meta.Digest = e.digest.String()
	}
	p := page{grid: e.grid, sheet: e.sheet, end: e.opts.close(e.head, tail, e.rows, e.event), width: e.opts.Width}
	if yes := tail.Meta.IndependentConfirmation; yes != nil && p.sheet != nil {
		p.sheet.confirmed(*yes)
	}
	if p.title = p.end.title; p.sheet != nil {
		p.grid = nil
		if p.sheet.title != "" {
			p.title = p.sheet.title
		}
	}
	if p.width <= 0 {
		p.width = DefaultWidth
	}
	p.width = max(p.width, leastWidth)
	if e.view == nil && p.grid != nil && e.columns == nil {
		p.grid.dropEmpty("place", "length_as_told")
	}
	_, err := e.w.Write(e.print(p))
	return err
}

// leastWidth is the narrowest terminal that is laid out for.
const leastWidth = 40
