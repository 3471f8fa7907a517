package rest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// FacetsOne is an answer with counts by facet.
type FacetsOne struct {
	Data format.FacetCounts `json:"data"`
	Around
}

// FacetShape is what counts by facet take beside the filter.
type FacetShape struct {
	// By what is counted, with commas between: kind, topic, actor, source, country, verification. All of them unless it is given.
	By string `query:"by" form:"by" example:"kind,topic"`
	// How many values of each facet at most. csv gives all unless it is given.
	Limit int `query:"limit" form:"limit" minimum:"1" maximum:"1000" default:"50"`
	SavedFilter
	Language
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,csv,txt,md" example:"csv"`
	Cells
	Epoch
}

// getFacets answers with how many events have each value of some fields.
//
//	@Summary	Count events by facet
//	@ID			getFacets
//	@Tags		events
//	@Produce	json,text/csv,plain,text/markdown
//	@Param		filter	query		EventFilter	false	"The filter"
//	@Param		shape	query		FacetShape	false	"By what, and how many values"
//	@Success	200		{object}	FacetsOne	"A row for each value of each facet"
//	@Failure	406		{object}	Problem
//	@Router		/v1/facets [get]
func (s *Server) getFacets(x *exchange) error {
	x.offered = format.AccountFormats()
	q, r, err := s.bind(x, "/v1/facets", "", s.takes.facets, true)
	if err != nil {
		return err
	}
	by := q.facets(r)
	if q, err = q.done(r); err != nil {
		return err
	}
	if s.known(x, q, 0) {
		return nil
	}
	ctx := x.request.Context()
	counts, err := q.facetCounts(ctx, by)
	if err != nil {
		return err
	}
	body, err := plainJSON(counts)
	if err != nil {
		return err
	}
	v := view{title: "Counts by " + strings.Join(by, ", ") + ": " + q.when.Sentence(q.view), json: body, labels: facetLabels(counts.Rows),
		table: func(format.Options) format.Table { return format.FacetsTable(*counts) }}
	total := len(counts.Rows)
	for _, more := range counts.More {
		total += more.Count
	}
	if v.meta, err = q.countsMeta(ctx, total); err != nil {
		return err
	}
	return s.answerView(x, q, v)
}

// facets reads by what is counted, and how many values are given.
func (q *query) facets(r *parameterReader) []string {
	by := r.list("by")
	for _, field := range by {
		if !slices.Contains(store.Facets(), field) {
			r.fault("by", "unknown_value", field, fmt.Sprintf("Nothing is counted by %q.", shorten(field)), nearestOf(field, store.Facets()))
		}
	}
	if len(by) == 0 {
		by = store.Facets()
	} else {
		q.add("by", strings.Join(by, ","))
	}
	faults := len(r.faults)
	if q.limit = r.number("limit", 1, maxLimit); q.limit == 0 && !q.format.Streams {
		q.limit = defaultLimit
	}
	for i := faults; i < len(r.faults); i++ {
		if r.faults[i].Code == "out_of_range" {
			r.faults[i].Hint = fmt.Sprintf("Ask for at most %d, or take .csv without limit, which gives every value.", maxLimit)
		}
	}
	return by
}

// facetCounts counts facet by facet.
func (q *query) facetCounts(ctx context.Context, by []string) (*format.FacetCounts, error) {
	events, _, err := q.view.Count(ctx, q.when, true)
	if err != nil {
		return nil, err
	}
	asked := q.when
	if asked.Asked != nil {
		asked = asked.Asked
	}
	c := &format.FacetCounts{Events: int(events), Rows: []format.FacetRow{}, More: []format.FacetMore{}}
	for _, field := range by {
		values, err := q.view.Facet(ctx, field, asked, q.within...)
		if err != nil {
			return nil, err
		}
		more := format.FacetMore{Facet: field}
		if q.limit > 0 && len(values) > q.limit {
			more.Count = len(values) - q.limit
			values = values[:q.limit]
		}
		c.More = append(c.More, more)
		for _, v := range values {
			c.Rows = append(c.Rows, format.FacetRow{Facet: field, Value: v.Value, Label: q.facetLabel(field, v.Value), Count: int(v.Count)})
		}
	}
	return c, nil
}

// facetLabel is the name of a value: of a country that of its state where there is one.
func (q *query) facetLabel(field, value string) string {
	label := ""
	switch field {
	case "topic", "actor", "source":
		label = q.label(record.Type(field), value)
	case "country":
		if state := q.view.States()[value]; state != "" {
			label = q.label(record.TypeActor, state)
		}
	default:
		label = strings.ReplaceAll(value, "_", " ")
	}
	if label == "" {
		return value
	}
	return label
}

// facetLabels gives the names of what the rows are about.
func facetLabels(rows []format.FacetRow) format.Labels {
	labels := format.Labels{"actors": {}, "topics": {}, "sources": {}}
	for _, row := range rows {
		if names := labels[row.Facet+"s"]; names != nil {
			names[row.Value] = row.Label
		}
	}
	return labels
}

// countsMeta tells of the filter that was counted over, and how many lines a table has without a limit; 0: as many as are shown.
func (q *query) countsMeta(ctx context.Context, total int) (func(*format.Meta), error) {
	undated, err := q.view.Undated(ctx, q.when)
	return func(m *format.Meta) {
		if m.Description = q.when.Sentence(q.view); total > 0 {
			m.Total = ptr(total)
		}
		if !q.when.AsOf.IsZero() {
			m.Undated = ptr(int(undated))
		}
	}, err
}

// countRoutes are those of the views that count events.
func (s *Server) countRoutes() []route {
	return []route{
		{http.MethodGet, "/v1/facets", s.getFacets, readers},
		{http.MethodGet, "/v1/histogram", s.getHistogram, readers},
	}
}
