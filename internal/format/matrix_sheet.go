package format

import (
	"strconv"
	"strings"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// leastTeller is how many columns of the terminal a teller needs to be read beside others.
const leastTeller = 25 // as wide as an instant

// roomy tells whether the tellers of a matrix fit side by side.
func roomy(m compare.Matrix, width int) bool {
	const fixed = 16 + 2*len(gap) + 16 // particular and state
	return len(m.Tellers) > 0 && fixed+len(m.Tellers)*(leastTeller+len(gap)) <= width
}

// matrixSheet is the accounts of an event: which event, then the matrix.
func (o *Options) matrixSheet(a *record.EventAnswer, m compare.Matrix) *sheet {
	s := &sheet{title: a.Title}
	s.fact("id", text(a.ID))
	s.fact("kind", text(string(a.Kind)))
	s.fact("date", text(a.When.Label))
	tellers := rich{}
	for i, name := range o.tellerNames(m) {
		tellers = append(tellers, span{text: name, note: joined(m.Tellers[i].Documents, func(id string) string { return id })})
	}
	if len(tellers) == 0 {
		tellers = text("none")
	}
	s.fact("tellers", tellers)
	var contested []string
	for _, r := range m.Rows {
		if r.State == "differs" {
			contested = append(contested, heading(r.Particular))
		}
	}
	s.fact("contested", text(strings.Join(contested, cellSeparator)))
	if a.Revision > 0 {
		s.fact("revision", text(strconv.Itoa(a.Revision)))
	}
	s.section("Accounts", section{grid: o.matrixGrid(a, m)})
	return s
}

// matrixGrid is the matrix with a column for each teller.
func (o *Options) matrixGrid(a *record.EventAnswer, m compare.Matrix) *grid {
	g := &grid{columns: append([]string{"particular", "state"}, o.tellerNames(m)...)}
	for _, r := range m.Rows {
		row := []rich{text(heading(r.Particular)), text(o.stateOf(r))}
		for _, c := range r.Cells {
			row = append(row, o.matrixCell(a, r.Particular, c))
		}
		g.rows = append(g.rows, row)
	}
	return g
}

// matrixSections adds a section for each particular that somebody tells: a line for each who does, and one with
// those silent on it. A last section names what nobody tells.
func (o *Options) matrixSections(s *sheet, a *record.EventAnswer, m compare.Matrix, width int) {
	names := o.tellerNames(m)
	same := func(name string) string { return name }
	var untold []string
	for _, r := range m.Rows {
		if r.State == "silent" {
			untold = append(untold, heading(r.Particular))
			continue
		}
		var told []item
		var silent []string
		for i, c := range r.Cells {
			if c.Silent {
				silent = append(silent, names[i])
				continue
			}
			told = append(told, item{head: text(names[i] + ": " + o.matrixCell(a, r.Particular, c).plain())})
		}
		if len(silent) > 0 {
			told = append(told, item{head: text("silent: " + joined(silent, same))})
		}
		title := oneLine(heading(r.Particular) + ": " + o.stateOf(r))
		if cellWidth(title) > width {
			title = oneLine(heading(r.Particular) + ": " + r.State)
		}
		s.section(title, section{items: told})
	}
	if len(untold) > 0 {
		s.section("silent", section{text: "Nobody says anything of " + strings.Join(untold, ", ") + "."})
	}
}
