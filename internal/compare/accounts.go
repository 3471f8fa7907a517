package compare

import (
	"maps"
	"slices"
	"strings"
	"time"

	"backchannel/internal/record"
)

// Matrix sets beside one another what each teller says of each particular of one event.
type Matrix struct {
	Tellers []MatrixTeller `json:"tellers"` // the earliest known first
	Rows    []MatrixRow    `json:"rows"`    // every particular, in the order of the vocabulary
}

// MatrixTeller is one column: who tells, and in which documents, each once.
type MatrixTeller struct {
	record.Teller
	Documents []string `json:"documents"`
}

// MatrixRow is one particular. Beside State it is as Particulars gives it.
type MatrixRow struct {
	Particular string       `json:"particular"`
	State      string       `json:"state"` // agrees, differs, single, silent
	Value      any          `json:"value,omitempty"`
	Min        *float64     `json:"min,omitempty"`
	Max        *float64     `json:"max,omitempty"`
	Unit       string       `json:"unit,omitempty"` // minutes for duration
	Cells      []MatrixCell `json:"cells"`          // one for each teller, in their order
}

// MatrixCell is what one teller says of one particular.
type MatrixCell struct {
	Silent bool         `json:"silent"`
	Told   []MatrixTold `json:"told"` // the earliest known first; empty where silent
}

// MatrixTold is one telling, with what it rests on.
type MatrixTold struct {
	record.Said
	Derived  bool           `json:"derived,omitempty"` // a length computed from the same citation's start and end
	Document string         `json:"document"`
	Grade    string         `json:"grade"` // of this citation, both characters
	Supports record.Support `json:"supports,omitempty"`
	KnownAt  *time.Time     `json:"known_at" format:"date-time" extensions:"x-nullable"`
}

// Accounts gives the matrix of an event's accounts. Every particular of the vocabulary has its row, silent
// where nobody tells it, and every teller a cell in each row. A teller is whom a citation names, else the
// source of its document; those who tell nothing have no column.
func Accounts(a *record.EventAnswer) Matrix {
	tellings := tellingsOf(a.Citations)
	m := Matrix{Tellers: []MatrixTeller{}, Rows: []MatrixRow{}}
	for _, t := range tellings {
		i := slices.IndexFunc(m.Tellers, func(known MatrixTeller) bool { return known.Teller == t.by })
		if i < 0 {
			i, m.Tellers = len(m.Tellers), append(m.Tellers, MatrixTeller{Teller: t.by})
		}
		m.Tellers[i].Documents = once(m.Tellers[i].Documents, t.told.Document)
	}
	particulars := Particulars(a.Citations)
	for _, name := range particularOrder(particulars) {
		m.Rows = append(m.Rows, row(name, particulars[name], m.Tellers, tellings))
	}
	return m
}

func row(name string, p record.Particular, tellers []MatrixTeller, tellings []telling) MatrixRow {
	r := MatrixRow{Particular: name, State: p.State, Value: p.Value, Min: p.Min, Max: p.Max, Unit: p.Unit}
	if len(p.Told) == 0 {
		r.State = "silent"
	}
	r.Cells = make([]MatrixCell, len(tellers))
	for i, teller := range tellers {
		cell := MatrixCell{Told: []MatrixTold{}}
		for _, t := range tellings {
			if t.by == teller.Teller && t.particular == name {
				cell.Told = append(cell.Told, t.told)
			}
		}
		cell.Silent = len(cell.Told) == 0
		r.Cells[i] = cell
	}
	return r
}

// telling is one teller's word on one particular.
type telling struct {
	by         record.Teller
	particular string
	told       MatrixTold
}

// tellingsOf lists every telling, the earliest known first, those never dated last; among those known at
// one moment in the order of the citations.
func tellingsOf(cs []record.CitationAnswer) []telling {
	var list []telling
	for i := range cs {
		c := &cs[i]
		told := MatrixTold{Document: c.Document.ID, Grade: c.Grade, Supports: c.Supports, KnownAt: c.KnownAt}
		by := c.Teller(c.Source)
		for _, name := range slices.Sorted(maps.Keys(c.Says)) {
			told.Said, told.Derived = c.Says[name], false
			list = append(list, telling{by, name, told})
		}
		if minutes, ok := derive(c.Says); ok {
			told.Said, told.Derived = record.Said{Value: minutes}, true
			list = append(list, telling{by, "duration", told})
		}
	}
	slices.SortStableFunc(list, func(a, b telling) int { return compareKnown(a.told.KnownAt, b.told.KnownAt) })
	return list
}

// particularOrder lists the particulars of the vocabulary in its order, then any others told, by name.
func particularOrder(told map[string]record.Particular) []string {
	order := record.Values("particular")
	var others []string
	for name := range told {
		if !slices.Contains(order, name) {
			others = append(others, name)
		}
	}
	slices.SortFunc(others, strings.Compare)
	return append(order, others...)
}

// Contested lists the particulars whose accounts differ, in the order of the vocabulary; never nil.
func Contested(a *record.EventAnswer) []string {
	list := []string{}
	for _, name := range particularOrder(a.Particulars) {
		if a.Particulars[name].State == "differs" {
			list = append(list, name)
		}
	}
	return list
}
