package format

import (
	"io"
	"strings"
)

func newTextEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return newReadersEvents(w, opts, false, printText), nil
}

func newTextRecords(w io.Writer, columns []Column, opts Options) (RecordEncoder, error) {
	return newReadersRecords(w, columns, opts, false, printText), nil
}

// printText lays a page out for the terminal. Nothing in it is obeyed by one (clean.go).
func printText(p page) []byte {
	var t terminal
	t.width = p.width
	if p.title != "" {
		t.paragraph(p.title, "", "")
		if p.sheet != nil {
			t.line(strings.Repeat("=", min(p.width, cellWidth(oneLine(p.title)))))
		}
		t.line("")
	}
	if p.sheet != nil {
		t.sheet(p.sheet)
	} else if len(p.grid.rows) > 0 {
		t.lines(p.grid.lines(p.width))
		t.line("")
	}
	t.closing(p.end)
	return []byte(t.String())
}

// terminal is text being written in lines of a width.
type terminal struct {
	strings.Builder
	width int
}

func (t *terminal) line(s string) {
	t.WriteString(strings.TrimRight(s, " "))
	t.WriteByte('\n')
}

func (t *terminal) lines(list []string) {
	for _, s := range list {
		t.line(s)
	}
}

// paragraph wraps a text, with one indent for its first line and another for the others.
func (t *terminal) paragraph(s, first, others string) {
	for i, line := range wrap(oneLine(s), t.width-cellWidth(others)) {
		if i == 0 {
			t.line(first + line)
		} else {
			t.line(others + line)
		}
	}
}

func (t *terminal) sheet(s *sheet) {
	column := 0
	for _, f := range s.facts {
		column = max(column, cellWidth(f.name)+len(gap))
	}
	for _, f := range s.facts {
		t.paragraph(f.value.plain(), pad(f.name, column), strings.Repeat(" ", column))
	}
	for _, sec := range s.sections {
		t.line("")
		t.line(strings.ToUpper(sec.title))
		switch {
		case sec.grid != nil:
			for _, line := range sec.grid.lines(t.width - len(gap)) {
				t.line(gap + line)
			}
		case sec.text != "":
			for _, paragraph := range paragraphs(sec.text) {
				t.paragraph(paragraph, gap, gap)
			}
		}
		for _, it := range sec.items {
			t.paragraph(it.head.plain(), "- ", gap)
			for _, line := range it.lines {
				t.detail(line)
			}
		}
	}
	t.line("")
}

// detail writes a line of an item. An address is never broken, so that it can be clicked and copied.
func (t *terminal) detail(r rich) {
	if len(r) == 1 && r[0].url != "" {
		t.line(gap + gap + oneLine(r[0].text))
		return
	}
	t.paragraph(r.plain(), gap+gap, gap+gap+gap)
}

// closing ends the page. Addresses are not broken.
func (t *terminal) closing(c closing) {
	switch {
	case c.next != "":
		t.line(c.count + ", next: " + oneLine(c.next))
	case c.count != "":
		t.line(c.count)
	}
	if len(c.notes) > 0 {
		t.paragraph(strings.Join(c.notes, " · "), "", "")
	}
	t.line("Cite as: " + strings.Join(c.work.cite(oneLine, oneLine), ", "))
}
