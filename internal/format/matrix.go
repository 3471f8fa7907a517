package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// AccountFormats lists the formats of the accounts of one event.
func AccountFormats() []Format {
	return slices.DeleteFunc(Formats(), func(f Format) bool {
		return !slices.Contains([]string{"json", "csv", "txt", "md"}, f.Name)
	})
}

// WriteAccounts writes who says what about one event: rows are particulars, columns are tellers, and who says
// nothing is shown as silent.
//
// In json data is {"event", "tellers", "rows"}, the parts of compare.Matrix; names are in the envelope's labels. In csv
// it is AccountsTable. md has the same table with names and links; so has txt where its tellers fit side by side,
// else a section for each particular.
func WriteAccounts(f Format, w io.Writer, a *record.EventAnswer, head Head, tail Envelope, opts Options) error {
	opts.Single, opts.Fields, opts.Rows = true, nil, ""
	m := compare.Accounts(a)
	switch f.Name {
	case "json":
		return writeMatrixJSON(w, a, m, head, tail, opts)
	case "csv":
		return WriteTable(f, w, AccountsTable(a, opts), head, tail, opts)
	case "txt", "md":
		if head.Title == "" {
			head.Title = a.Title
		}
		if opts.Digest && tail.Meta.Digest == "" {
			body, err := matrixJSON(a, m)
			if err != nil {
				return err
			}
			var digest Digest
			digest.Add(body)
			tail.Meta.Digest = digest.String()
		}
		p := page{title: head.Title, end: opts.close(head, tail, 1, a), width: opts.Width}
		if p.width <= 0 {
			p.width = DefaultWidth
		}
		p.width = max(p.width, leastWidth)
		print := printMarkdown
		p.sheet = opts.matrixSheet(a, m)
		if yes := tail.Meta.IndependentConfirmation; yes != nil {
			p.sheet.confirmed(*yes)
		}
		if f.Name == "txt" {
			print = printText
			p.sheet.sections = nil
			if roomy(m, p.width) {
				p.sheet.section("Accounts", section{grid: opts.matrixGrid(a, m)})
			} else {
				opts.matrixSections(p.sheet, a, m, p.width)
			}
		}
		_, err := w.Write(print(p))
		return err
	}
	return fmt.Errorf("accounts have no format %q", f.Name)
}

func writeMatrixJSON(w io.Writer, a *record.EventAnswer, m compare.Matrix, head Head, tail Envelope, opts Options) error {
	body, err := matrixJSON(a, m)
	if err != nil {
		return err
	}
	out := newJSON(w, opts, nil)
	out.event = a
	if err := out.Begin(head); err != nil {
		return err
	}
	if err := out.Record(RecordRow{JSON: body}); err != nil {
		return err
	}
	return out.End(tail)
}

// matrixJSON is the accounts of an event on one line.
func matrixJSON(a *record.EventAnswer, m compare.Matrix) ([]byte, error) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	err := enc.Encode(struct {
		Event string `json:"event"`
		compare.Matrix
	}{a.ID, m})
	if err != nil {
		return nil, fmt.Errorf("write the accounts of %s: %w", a.ID, err)
	}
	return escapeControls(bytes.TrimSpace(body.Bytes())), nil
}

// matrixFixed are the columns that stand before those of the tellers.
func matrixFixed() []Column {
	return []Column{
		{Name: "particular", Kind: Exact, Doc: "what is told: duration, place, …"},
		{Name: "state", Kind: Exact, Doc: "agrees, differs, single or silent"},
		{Name: "value", Doc: "where all agree on one value"},
		{Name: "min", Kind: Number, Doc: "the smallest number told"},
		{Name: "max", Kind: Number, Doc: "the largest number told"},
		{Name: "unit", Kind: Exact, Doc: "of value, min and max"},
	}
}

// AccountsTable is the matrix as a table: a line for each particular, a column for each teller under its id
// ("actor:id" or "source:id" where one id alone would be another column too). A cell holds all that the teller says,
// each with its document and grade, or "silent".
func AccountsTable(a *record.EventAnswer, opts Options) Table {
	m := compare.Accounts(a)
	t := Table{Columns: matrixFixed()}
	taken := map[string]int{}
	for _, c := range t.Columns {
		taken[c.Name]++
	}
	for _, teller := range m.Tellers {
		taken[tellerID(teller.Teller)]++
	}
	for _, teller := range m.Tellers {
		id := tellerID(teller.Teller)
		if taken[id] > 1 {
			id = tellerKind(teller.Teller) + ":" + id
		}
		t.Columns = append(t.Columns, Column{Name: id, Doc: "what this teller says"})
	}
	for _, r := range m.Rows {
		cells := []string{r.Particular, r.State, (&Options{}).value(r.Particular, r.Value), numberOrNone(r.Min), numberOrNone(r.Max), r.Unit}
		for _, c := range r.Cells {
			cells = append(cells, opts.matrixCell(a, r.Particular, c).plain())
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

func tellerKind(t record.Teller) string {
	if t.Actor != "" {
		return "actor"
	}
	return "source"
}

// tellerNames are the headings of the tellers, told apart where two have one name.
func (o *Options) tellerNames(m compare.Matrix) []string {
	names, count := make([]string, len(m.Tellers)), map[string]int{}
	for i, t := range m.Tellers {
		names[i] = o.teller(t.Teller)
		count[names[i]]++
	}
	for i, t := range m.Tellers {
		if count[names[i]] > 1 {
			names[i] += " (" + tellerKind(t.Teller) + " " + tellerID(t.Teller) + ")"
		}
	}
	return names
}

// matrixCell is all that one teller says of a particular, each with its document and grade.
func (o *Options) matrixCell(a *record.EventAnswer, particular string, c compare.MatrixCell) rich {
	if c.Silent {
		return text("silent")
	}
	var out rich
	for _, told := range c.Told {
		phrase := o.phrase(particular, told.Said)
		if words := inWords(told.Said); words != "" {
			phrase += ", " + quoted(words)
		}
		notes := append(tellingNotes(told), told.Document, told.Grade)
		notes = slices.DeleteFunc(notes, func(s string) bool { return s == "" })
		out = append(out, span{text: phrase, url: addressOf(a, told.Document), note: strings.Join(notes, ", ")})
	}
	return out
}

// inWords is how a value was put; where there is only the text, that is what was told.
func inWords(s record.Said) string {
	if !s.Comparable() {
		return ""
	}
	return s.Text
}

// tellingNotes say what a telling is beside a plain one.
func tellingNotes(t compare.MatrixTold) []string {
	var notes []string
	if t.Derived {
		notes = append(notes, "from clock times")
	}
	if t.Supports != "" && t.Supports != "supports" {
		notes = append(notes, string(t.Supports)+" the event")
	}
	return notes
}

// addressOf is the address of a document that an event cites.
func addressOf(a *record.EventAnswer, document string) string {
	for i := range a.Citations {
		if a.Citations[i].Document.ID == document {
			return a.Citations[i].URL
		}
	}
	return ""
}

// stateOf is the state of a row with what it rests on: "differs (125–180 min)".
func (o *Options) stateOf(r compare.MatrixRow) string {
	var sum string
	switch {
	case r.Value != nil:
		sum = o.phrase(r.Particular, record.Said{Value: r.Value})
	case r.Min != nil || r.Max != nil:
		sum = o.phrase(r.Particular, record.Said{Min: r.Min, Max: r.Max})
	}
	if sum == "" || r.State == "single" {
		return r.State
	}
	return r.State + " (" + sum + ")"
}
