package format

import (
	"strings"
)

// span is a piece of a cell for readers: a text that may lead somewhere, with a note in brackets.
type span struct {
	text, url, note string
}

// rich is a cell for readers; its spans are parted by "; ".
type rich []span

func text(s string) rich {
	if s == "" {
		return nil
	}
	return rich{{text: s}}
}

func (r rich) plain() string {
	parts := make([]string, len(r))
	for i, s := range r {
		parts[i] = oneLine(s.text)
		if s.note != "" {
			parts[i] += " (" + oneLine(s.note) + ")"
		}
	}
	return strings.Join(parts, cellSeparator)
}

// grid is a table for readers.
type grid struct {
	columns []string
	rows    [][]rich
}

// gridOf makes a grid of plain cells; addresses lead to themselves.
func gridOf(columns []Column) *grid { return &grid{columns: namesOf(columns)} }

func (g *grid) add(columns []Column, cells []string) {
	row := make([]rich, len(cells))
	for i, s := range cells {
		row[i] = text(s)
		if columns[i].Kind == Address && s != "" {
			row[i] = nil
			for _, url := range strings.Split(s, cellSeparator) {
				row[i] = append(row[i], span{text: url, url: url})
			}
		}
	}
	g.rows = append(g.rows, row)
}

// dropEmpty leaves out the columns of those named in which no row has anything.
func (g *grid) dropEmpty(names ...string) {
	for _, name := range names {
		for i, column := range g.columns {
			if column != name || g.fills(i) {
				continue
			}
			g.columns = append(g.columns[:i:i], g.columns[i+1:]...)
			for j, row := range g.rows {
				g.rows[j] = append(row[:i:i], row[i+1:]...)
			}
			break
		}
	}
}

func (g *grid) fills(column int) bool {
	for _, row := range g.rows {
		if len(row[column]) > 0 {
			return true
		}
	}
	return false
}

// heading is how a column's name is shown.
func heading(name string) string { return strings.ReplaceAll(name, "_", " ") }

const (
	gap         = "  " // between columns in the terminal
	leastColumn = 7    // columns of the terminal that one of the grid needs to be read
)

// lines lays the grid out in a width: a heading, a rule, then the rows, with an empty line between them where any
// takes more than one. With more columns than can be read side by side each cell gets its own line (list).
func (g *grid) lines(width int) []string {
	if width < len(g.columns)*(leastColumn+len(gap)) {
		return g.list(width)
	}
	cells := make([][]string, len(g.rows))
	for i, row := range g.rows {
		cells[i] = make([]string, len(row))
		for j, r := range row {
			cells[i][j] = r.plain()
		}
	}
	headings := make([]string, len(g.columns))
	for i, name := range g.columns {
		headings[i] = strings.ToUpper(heading(oneLine(name)))
	}
	widths := fit(headings, cells, width)
	out := layOut(headings, widths)
	rule := make([]string, len(widths))
	for i, w := range widths {
		rule[i] = strings.Repeat("-", w)
	}
	out = append(out, strings.Join(rule, gap))
	blocks, tall := make([][]string, len(cells)), false
	for i, row := range cells {
		blocks[i] = layOut(row, widths)
		tall = tall || len(blocks[i]) > 1
	}
	for i, block := range blocks {
		if tall && i > 0 {
			out = append(out, "")
		}
		out = append(out, block...)
	}
	return out
}

// list lays the grid out with a line for each cell that has something in it, and an empty line between rows.
func (g *grid) list(width int) []string {
	column := 0
	for _, name := range g.columns {
		column = max(column, cellWidth(name)+len(gap))
	}
	column = min(column, width/2)
	var out []string
	for i, row := range g.rows {
		if i > 0 {
			out = append(out, "")
		}
		for j, r := range row {
			if s := r.plain(); s != "" {
				out = append(out, layOut([]string{heading(oneLine(g.columns[j])), s}, []int{column - len(gap), width - column})...)
			}
		}
	}
	return out
}

// layOut writes one row, its cells wrapped side by side.
func layOut(cells []string, widths []int) []string {
	wrapped, height := make([][]string, len(cells)), 1
	for i, s := range cells {
		wrapped[i] = wrap(s, widths[i])
		height = max(height, len(wrapped[i]))
	}
	out := make([]string, height)
	for y := range out {
		var b strings.Builder
		for i, lines := range wrapped {
			part := ""
			if y < len(lines) {
				part = lines[y]
			}
			if i > 0 {
				b.WriteString(gap)
			}
			b.WriteString(pad(part, widths[i]))
		}
		out[y] = strings.TrimRight(b.String(), " ")
	}
	return out
}

// fit shares a width among columns: each takes what it needs, and where that is too much the widest gives way first,
// down to its longest word (up to 16), then further.
func fit(headings []string, cells [][]string, width int) []int {
	const longest, least = 16, 4
	need, floor := make([]int, len(headings)), make([]int, len(headings))
	measure := func(i int, s string) {
		need[i] = max(need[i], cellWidth(s))
		for word := range strings.FieldsSeq(s) {
			floor[i] = max(floor[i], min(longest, cellWidth(word)))
		}
	}
	for i, name := range headings {
		measure(i, name)
		for _, row := range cells {
			measure(i, row[i])
		}
	}
	room := width - len(gap)*(len(need)-1)
	total := 0
	for i := range need {
		need[i] = max(1, min(need[i], room))
		total += need[i]
	}
	for _, limit := range [][]int{floor, nil} {
		for total > room {
			widest := -1
			for i, n := range need {
				bound := least
				if limit != nil {
					bound = max(limit[i], least)
				}
				if n > bound && (widest < 0 || n > need[widest]) {
					widest = i
				}
			}
			if widest < 0 {
				break
			}
			need[widest]--
			total--
		}
	}
	return need
}
