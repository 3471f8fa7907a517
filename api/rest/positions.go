package rest

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// PositionPage is an answer with positions.
type PositionPage struct {
	Data []compare.Point `json:"data"`
	AroundList
}

// PositionList is what the list of positions takes.
type PositionList struct {
	// Whose, by id or any name; of several with commas between any.
	Actor string `query:"actor" form:"actor" example:"united-states,russia"`
	// On what topic or a topic below it, by id or label; of several with commas between any.
	Topic string `query:"topic" form:"topic" example:"crimea"`
	// On a plan, or shown by one of its provisions; of several with commas between any.
	Plan string `query:"plan" form:"plan" example:"us-2025-04-17"`
	// Only of this value: supports, supports_conditionally, ambiguous, opposes_conditionally or opposes; of several with commas between any.
	Value string `query:"value" form:"value" example:"opposes,opposes_conditionally"`
	// Only on this basis: on_record, readout, document, vote, attributed_anonymous or inferred; of several with commas between any.
	Basis string `query:"basis" form:"basis" example:"on_record"`
	// Taken then or later: an EDTF date.
	From string `query:"from" form:"from" example:"2025-04-01"`
	// Taken then or earlier: an EDTF date, its last day included.
	To string `query:"to" form:"to" example:"2025-04-30"`
	Point
	Language
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,csv,txt,md" example:"csv"`
	Cells
	Epoch
}

// dates are the days asked for; nil: no bound.
type dates struct{ from, to *edtf.Date }

// date reads an EDTF date; nil where none is given.
func (r *parameterReader) date(name string) *edtf.Date {
	text := r.text(name)
	if text == "" {
		return nil
	}
	d, err := edtf.Parse(text)
	if err != nil {
		r.fault(name, "bad_date", text, fmt.Sprintf("%q is not an EDTF date: %v.", shorten(text), err), "Write a date such as "+name+"=2025-04-22.")
		return nil
	}
	return &d
}

// bounds reads from and to.
func (q *query) bounds(r *parameterReader) {
	q.days = dates{r.date("from"), r.date("to")}
	if q.days.from != nil && q.days.to != nil && q.days.first() > q.days.last() {
		r.fault("from", "inverted_range", q.days.from.String(), "from is after to.", "Swap the two.")
	}
	q.keep("from", q.days.from)
	q.keep("to", q.days.to)
}

// keep puts a date among the parameters of the address.
func (q *query) keep(name string, d *edtf.Date) {
	if d != nil {
		q.asked = append(q.asked, pair{name, d.String()})
	}
}

func (d dates) first() edtf.Day {
	if d.from == nil {
		return edtf.MinDay
	}
	earliest, _ := d.from.Bounds()
	return earliest
}

func (d dates) last() edtf.Day {
	if d.to == nil {
		return edtf.MaxDay
	}
	_, latest := d.to.Bounds()
	return latest
}

// listPositions answers with who stood where when, and what moved.
//
//	@Summary	List positions
//	@ID			listPositions
//	@Tags		positions
//	@Produce	json,text/csv,plain,text/markdown
//	@Param		list	query		PositionList	false	"Which of them"
//	@Success	200		{object}	PositionPage	"Positions by actor, what they are on, and date"
//	@Failure	406		{object}	Problem
//	@Router		/v1/positions [get]
func (s *Server) listPositions(x *exchange) error {
	x.offered = format.AccountFormats()
	q, r, err := s.bind(x, "/v1/positions", "", s.takes.positions, false)
	if err != nil {
		return err
	}
	q.single = false
	ask := q.positions(r)
	value, basis := r.anyOf("value", record.Values("position")), r.anyOf("basis", record.Values("basis"))
	q.bounds(r)
	q.add("value", strings.Join(value, ","))
	q.add("basis", strings.Join(basis, ","))
	if q, err = q.done(r); err != nil {
		return err
	}
	if s.known(x, q, 0) {
		return nil
	}
	points, err := q.view.Positions(x.request.Context(), ask)
	if err != nil {
		return err
	}
	unasked := func(p compare.Point) bool {
		earliest, latest := p.Date.Bounds()
		return len(value) > 0 && !slices.Contains(value, p.Value) || len(basis) > 0 && !slices.Contains(basis, p.Basis) || latest < q.days.first() || earliest > q.days.last()
	}
	points = slices.DeleteFunc(points, unasked)
	v := view{title: positionsTitle(q, ask), labels: q.pointLabels(points), table: func(o format.Options) format.Table { return format.PositionsTable(points, o) }}
	for _, p := range points {
		body, err := plainJSON(p)
		if err != nil {
			return err
		}
		v.rows = append(v.rows, body)
	}
	if !ask.AsOf.IsZero() {
		undated, err := q.undatedPositions(x.request.Context(), ask, unasked)
		if err != nil {
			return err
		}
		v.meta = func(m *format.Meta) { m.Undated = &undated }
	}
	return s.answerView(x, q, v)
}

// undatedPositions counts the positions of which nothing tells when they became known, so that no as_of shows them.
func (q *query) undatedPositions(ctx context.Context, ask store.PositionQuery, unasked func(compare.Point) bool) (int, error) {
	ask.AsOf = time.Time{}
	points, err := q.view.Positions(ctx, ask)
	return len(slices.DeleteFunc(points, func(p compare.Point) bool { return p.KnownAt != nil || unasked(p) })), err
}

// positions reads whose positions are asked for, and on what.
func (q *query) positions(r *parameterReader) store.PositionQuery {
	ask := store.PositionQuery{
		Actors: q.allNamed(r, "actor", record.TypeActor), Topics: q.allNamed(r, "topic", record.TypeTopic),
		Plans: q.allNamed(r, "plan", record.TypePlan), AsOf: q.when.AsOf,
	}
	for i, actor := range ask.Actors {
		if group := q.view.Group(actor); len(group) > 0 {
			ask.Actors[i] = group[0]
		}
	}
	q.add("actor", strings.Join(ask.Actors, ","))
	q.add("topic", strings.Join(ask.Topics, ","))
	q.add("plan", strings.Join(ask.Plans, ","))
	return ask
}

// allNamed reads names of a parameter that is given once.
func (q *query) allNamed(r *parameterReader, name string, t record.Type) []string {
	if r.text(name) == "" {
		return nil
	}
	return r.namedAll(name, t, q.view)
}

// add puts a parameter that a view was asked with into its address.
func (q *query) add(name, value string) {
	if value != "" {
		q.asked = append(q.asked, pair{name, value})
	}
}

func positionsTitle(q *query, ask store.PositionQuery) string {
	title := "Positions"
	named := func(joint string, t record.Type, ids []string) {
		for i, id := range ids {
			if i > 0 {
				joint = " or "
			}
			title += joint + q.label(t, id)
		}
	}
	named(" of ", record.TypeActor, ask.Actors)
	named(" on ", record.TypeTopic, ask.Topics)
	named(" on ", record.TypePlan, ask.Plans)
	return title
}

// pointLabels gives the names of actors and topics of positions.
func (q *query) pointLabels(points []compare.Point) format.Labels {
	labels := format.Labels{"actors": {}, "topics": {}, "sources": {}}
	for _, p := range points {
		labels["actors"][p.Actor] = q.label(record.TypeActor, p.Actor)
		if p.On.Topic != "" {
			labels["topics"][p.On.Topic] = q.label(record.TypeTopic, p.On.Topic)
		}
	}
	return labels
}

// positionRoutes are those of the views of positions.
func (s *Server) positionRoutes() []route {
	return []route{
		{http.MethodGet, "/v1/positions", s.listPositions, readers},
		{http.MethodGet, "/v1/divergence", s.getDivergence, readers},
	}
}
