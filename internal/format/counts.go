package format

import (
	"fmt"
	"strconv"
)

// FacetRow is a value of a facet and how many events have it.
type FacetRow struct {
	Facet string `json:"facet"` // kind, topic, actor, source, country or verification
	Value string `json:"value"` // an id, an ISO 3166-1 alpha-2 code or a word of the facet's list
	Label string `json:"label"` // its name
	Count int    `json:"count"` // events, each once
}

// FacetCounts are facets of the events of a filter.
type FacetCounts struct {
	Events int         `json:"events"` // that the whole filter finds
	Rows   []FacetRow  `json:"rows"`   // facet by facet as asked, those of most events first, then by value
	More   []FacetMore `json:"more"`   // for each facet asked how many values limit leaves out
}

// FacetMore is how many values of a facet are beyond the limit.
type FacetMore struct {
	Facet string `json:"facet"`
	Count int    `json:"count"` // values; 0: all are given
}

// FacetsTable is a line for each value. The last of a facet that was cut says by how much.
func FacetsTable(c FacetCounts) Table {
	t := Table{Columns: []Column{
		{Name: "facet", Kind: Exact, Brief: true}, {Name: "value", Kind: Exact, Brief: true}, {Name: "label", Brief: true}, {Name: "count", Kind: Number, Brief: true},
		{Name: "note", Doc: "on the last line of a facet: how many more values limit leaves out"},
	}}
	for _, more := range c.More {
		for _, row := range c.Rows {
			if row.Facet == more.Facet {
				t.Rows = append(t.Rows, []string{row.Facet, row.Value, row.Label, strconv.Itoa(row.Count), ""})
			}
		}
		if more.Count > 0 {
			t.Columns[4].Brief = true
			t.Rows[len(t.Rows)-1][4] = fmt.Sprintf("%d more not shown", more.Count)
		}
	}
	return t
}

// HistogramRow is a step of time and how many events began in it.
type HistogramRow struct {
	Start string `json:"start"`          // its first day, YYYY-MM-DD; of hours the instant with its offset, RFC 3339
	Kind  string `json:"kind,omitempty"` // with split=kind: which of them
	Count int    `json:"count"`
}

// HistogramCounts are the events of a filter over time. The counts with unplaced and earlier make events.
type HistogramCounts struct {
	Interval string         `json:"interval"`
	TZ       string         `json:"tz,omitempty"` // the zone of days or hours; absent: each event's own days, and hours of UTC
	Events   int            `json:"events"`       // that the filter finds
	Unplaced int            `json:"unplaced"`     // of those, how many have too coarse a date to say in which step they began
	Earlier  int            `json:"earlier"`      // of those, how many began before the time asked and reach into it
	Rows     []HistogramRow `json:"rows"`         // oldest first, steps without events too
}

// HistogramTable is a line for each step, and one without a start for what stands in none.
func HistogramTable(c HistogramCounts, split bool) Table {
	t := Table{Columns: []Column{
		{Name: "start", Kind: Exact, Brief: true}, {Name: "kind", Kind: Exact, Brief: split}, {Name: "count", Kind: Number, Brief: true},
		{Name: "note", Doc: "why a line has no start", Brief: c.Unplaced+c.Earlier > 0},
	}}
	for _, row := range c.Rows {
		t.Rows = append(t.Rows, []string{row.Start, row.Kind, strconv.Itoa(row.Count), ""})
	}
	beside := func(n int, note string) {
		if n > 0 {
			t.Rows = append(t.Rows, []string{"", "", strconv.Itoa(n), note})
		}
	}
	beside(c.Unplaced, "dated too coarsely for this interval")
	beside(c.Earlier, "began before the time asked")
	return t
}
