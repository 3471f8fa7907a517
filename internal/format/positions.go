package format

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// PositionsTable is a line for each position, with what moved since the one before.
func PositionsTable(points []compare.Point, opts Options) Table {
	t := Table{Columns: []Column{
		{Name: "actor", Kind: Exact}, {Name: "actor_name"}, {Name: "on", Kind: Exact}, {Name: "on_name"}, {Name: "date", Kind: Exact},
		{Name: "label"}, {Name: "value", Kind: Exact}, {Name: "score", Kind: Number}, {Name: "moved"}, {Name: "basis", Kind: Exact}, {Name: "shown_by", Kind: Exact},
		{Name: "title"}, {Name: "note"}, {Name: "known_at", Kind: Exact}, {Name: "documents", Kind: Exact},
	}}
	brief := map[string]bool{"actor_name": true, "on_name": true, "label": true, "value": true, "moved": true, "title": true, "note": true, "shown_by": true}
	for i := range t.Columns {
		t.Columns[i].Brief = brief[t.Columns[i].Name]
	}
	for _, p := range points {
		on, name := p.On.Topic, opts.label(record.TypeTopic, p.On.Topic)
		if on == "" {
			on = strings.Trim(p.On.Plan+" "+p.On.Ordinal, " ")
			name = on
		}
		t.Rows = append(t.Rows, []string{
			p.Actor, opts.label(record.TypeActor, p.Actor), on, name, p.Date.String(), p.When.Label, p.Value, strconv.Itoa(p.Score),
			movedText(p), p.Basis, shownBy(p), p.Title, cmp.Or(p.Note, p.Text), instant(p.KnownAt), strings.Join(p.Documents, cellSeparator),
		})
	}
	return t
}

// shownBy names the event, or the provision of a plan.
func shownBy(p compare.Point) string {
	if p.Event != "" {
		return p.Event
	}
	return p.Plan + " " + p.Ordinal
}

func movedText(p compare.Point) string {
	if p.Moved == nil {
		return ""
	}
	return fmt.Sprintf("%+d from %s (%s)", p.Moved.By, p.Moved.From, cmp.Or(p.Moved.Event, p.Moved.Plan))
}

// DivergenceTable is a line for each step of a series: the number, what it rests on, and its bounds. txt and md leave the
// formula to the title, and the terms to answers of one day.
func DivergenceTable(series []compare.Divergence, opts Options) Table {
	t := Table{Columns: []Column{
		{Name: "date", Kind: Exact}, {Name: "value", Kind: Number}, {Name: "compared", Kind: Number}, {Name: "topics", Kind: Number},
		{Name: "low", Kind: Number}, {Name: "high", Kind: Number}, {Name: "reason"}, {Name: "silent_a"}, {Name: "silent_b"}, {Name: "terms"}, {Name: "formula"},
	}}
	for i := range t.Columns {
		name := t.Columns[i].Name
		t.Columns[i].Brief = name != "formula" && (name != "terms" || len(series) == 1)
	}
	topics := func(ids []string) string {
		return joined(ids, func(id string) string { return opts.label(record.TypeTopic, id) })
	}
	number := func(v *float64) string {
		if v == nil {
			return ""
		}
		return strconv.FormatFloat(*v, 'f', 6, 64)
	}
	for _, d := range series {
		t.Rows = append(t.Rows, []string{
			d.Date, number(d.Value), strconv.Itoa(d.Compared), strconv.Itoa(d.Topics), number(d.Low), number(d.High), d.Reason,
			topics(d.SilentA), topics(d.SilentB),
			joined(d.Terms, func(term compare.DivergenceTerm) string {
				return fmt.Sprintf("%s %+d (%s) against %+d (%s)", opts.label(record.TypeTopic, term.Topic), term.A.Score, shownBy(term.A), term.B.Score, shownBy(term.B))
			}),
			compare.Formula,
		})
	}
	return t
}
