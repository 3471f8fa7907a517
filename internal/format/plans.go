package format

import (
	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// PlansTable is a matrix of plans as a table: a line for each topic, a column for each plan, then how each pair stands to
// each other. With provisions it is a line for each provision instead.
func PlansTable(m compare.PlanMatrix, provisions bool, opts Options) Table {
	if provisions {
		return provisionsTable(m, opts)
	}
	t := Table{Columns: []Column{{Name: "topic", Kind: Exact}, {Name: "label", Brief: true}}}
	for _, p := range m.Plans {
		t.Columns = append(t.Columns, Column{Name: p.ID, Brief: true})
	}
	t.Columns = append(t.Columns, Column{Name: "relation", Brief: true}, Column{Name: "explanation", Brief: true}, Column{Name: "coder", Brief: len(m.Plans) > 2})
	for _, row := range m.Rows {
		cells := []string{row.Topic, opts.label(record.TypeTopic, row.Topic)}
		for i, c := range row.Cells {
			cells = append(cells, cellOf(c, m.Plans[i].Texts))
		}
		t.Rows = append(t.Rows, append(cells,
			joined(row.Relations, func(r compare.PlanRelation) string { return pairText(m, r, heading(r.Relation)) }),
			joined(row.Relations, func(r compare.PlanRelation) string { return r.Explanation }),
			joined(row.Relations, func(r compare.PlanRelation) string {
				if r.Coder == nil {
					return ""
				}
				return opts.teller(*r.Coder)
			})))
	}
	return t
}

func cellOf(c compare.PlanCell, texts bool) string {
	switch {
	case !texts:
		return "text not known"
	case c.Untold:
		return "not on record"
	case c.Silent:
		return "silent"
	}
	return joined(c.Provisions, func(v record.Provision) string { return v.Text })
}

// pairText names the pair where there is more than one.
func pairText(m compare.PlanMatrix, r compare.PlanRelation, text string) string {
	if len(m.Plans) == 2 {
		return text
	}
	return r.Left + " – " + r.Right + ": " + text
}

func provisionsTable(m compare.PlanMatrix, opts Options) Table {
	t := Table{Columns: []Column{
		{Name: "plan", Kind: Exact, Brief: true}, {Name: "ordinal", Brief: true}, {Name: "section", Brief: true}, {Name: "topic", Kind: Exact},
		{Name: "label", Brief: true}, {Name: "text", Brief: true}, {Name: "modality", Kind: Exact, Brief: true}, {Name: "sequence", Kind: Exact},
	}}
	for i := range m.Plans {
		for _, row := range m.Rows {
			for _, v := range row.Cells[i].Provisions {
				t.Rows = append(t.Rows, []string{
					m.Plans[i].ID, v.Ordinal, v.Section, v.Topic, opts.label(record.TypeTopic, v.Topic), v.Text, v.Modality, v.Sequence})
			}
		}
	}
	return t
}
