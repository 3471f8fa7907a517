package rest

import (
	"fmt"
	"slices"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/edtf"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// DivergenceSeries is how far two actors stand apart, day by day.
type DivergenceSeries struct {
	A       string               `json:"a"` // actor
	B       string               `json:"b"`
	Topic   string               `json:"topic,omitempty"` // the one topic that was named, with those below it
	Formula string               `json:"formula"`
	Undated int                  `json:"undated"` // positions on these topics that never count, since nothing tells when they became known
	Series  []compare.Divergence `json:"series"`  // oldest first
}

// DivergenceOne is an answer with a divergence.
type DivergenceOne struct {
	Data DivergenceSeries `json:"data"`
	Around
}

// DivergenceShape is what a divergence takes.
type DivergenceShape struct {
	// The two actors, by id or any name, one by one.
	Actor []string `query:"actor" form:"actor" collectionFormat:"multi" example:"united-states"`
	// One topic with those below it, by id or label.
	Topic string `query:"topic" form:"topic" example:"crimea"`
	// One day: its end counts. Without on, from and to it is the day by which every position was taken and known.
	On string `query:"on" form:"on" example:"2025-04-30"`
	// The first day of a series.
	From string `query:"from" form:"from" example:"2025-04-01"`
	// The last day of a series; it needs from.
	To string `query:"to" form:"to" example:"2025-04-30"`
	// The step of a series; each number is of its last day.
	Interval string `query:"interval" form:"interval" enums:"day,week,month,quarter,year" default:"month"`
	Point
	Language
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,csv,txt,md" example:"csv"`
	Cells
	Epoch
}

// mostSteps bounds how many numbers a series has.
const mostSteps = 1000

// getDivergence answers with how far two actors stand apart.
//
//	@Summary	Measure how far two actors stand apart
//	@ID			getDivergence
//	@Tags		positions
//	@Produce	json,text/csv,plain,text/markdown
//	@Param		shape	query		DivergenceShape	true	"Who, on what, and when"
//	@Success	200		{object}	DivergenceOne	"A number for each step, with what it rests on"
//	@Failure	406		{object}	Problem
//	@Router		/v1/divergence [get]
func (s *Server) getDivergence(x *exchange) error {
	x.offered = format.AccountFormats()
	q, r, err := s.bind(x, "/v1/divergence", "", s.takes.divergence, false)
	if err != nil {
		return err
	}
	actors := q.twoActors(r)
	topic := r.named("topic", record.TypeTopic, q.view)
	on := r.date("on")
	q.bounds(r)
	interval := r.choice("interval", []string{"month", "day", "week", "quarter", "year"})
	if q.days.to != nil && q.days.from == nil || on != nil && q.days.from != nil {
		r.fault("on", "conflicting_parameters", "", "A day is on; a series has from and to.", "Give on alone, or from and to.")
	}
	q.add("topic", topic)
	q.keep("on", on)
	q.add("interval", interval)
	if q, err = q.done(r); err != nil {
		return err
	}
	if s.known(x, q, 0) {
		return nil
	}
	var stands [2][]compare.Point
	d := DivergenceSeries{A: actors[0], B: actors[1], Topic: topic, Formula: compare.Formula, Series: []compare.Divergence{}}
	for i, actor := range actors {
		one := store.PositionQuery{Actors: []string{actor}, AsOf: q.when.AsOf}
		if topic != "" {
			one.Topics = []string{topic}
		}
		left, err := q.undatedPositions(x.request.Context(), one, func(p compare.Point) bool { return p.On.Topic == "" })
		if err != nil {
			return err
		}
		d.Undated += left
		if stands[i], err = q.view.Positions(x.request.Context(), one); err != nil {
			return err
		}
	}
	days, err := q.steps(on, interval, stands)
	if err != nil {
		return err
	}
	for _, day := range days {
		d.Series = append(d.Series, compare.Diverge(stands[0], stands[1], day, q.when.AsOf, topic != ""))
	}
	return s.answerDivergence(x, q, d)
}

func (s *Server) answerDivergence(x *exchange, q *query, d DivergenceSeries) error {
	body, err := plainJSON(d)
	if err != nil {
		return err
	}
	var points []compare.Point
	for _, one := range d.Series {
		for _, term := range one.Terms {
			points = append(points, term.A, term.B)
		}
	}
	labels := q.pointLabels(points)
	for _, one := range d.Series {
		for _, topic := range slices.Concat(one.SilentA, one.SilentB) {
			labels["topics"][topic] = q.label(record.TypeTopic, topic)
		}
	}
	for _, actor := range []string{d.A, d.B} {
		labels["actors"][actor] = q.label(record.TypeActor, actor)
	}
	title := "How far " + labels["actors"][d.A] + " and " + labels["actors"][d.B] + " stand apart"
	if d.Topic != "" {
		title += " on " + q.label(record.TypeTopic, d.Topic)
	}
	if q.format.Name != "json" {
		title += ": " + d.Formula
	}
	return s.answerView(x, q, view{meta: func(m *format.Meta) { m.Undated = &d.Undated }, title: title, json: body, labels: labels, table: func(o format.Options) format.Table {
		return format.DivergenceTable(d.Series, o)
	}})
}

// twoActors reads the two actors of a divergence.
func (q *query) twoActors(r *parameterReader) []string {
	var actors []string
	for _, name := range r.values["actor"] {
		one := &parameterReader{values: map[string][]string{"actor": {name}}}
		if id := one.namedInto(r, "actor", record.TypeActor, q.view); id != "" {
			if group := q.view.Group(id); len(group) > 0 {
				id = group[0]
			}
			actors = append(actors, id)
			q.add("actor", id)
		}
	}
	if len(r.faults) == 0 && (len(actors) != 2 || actors[0] == actors[1]) {
		r.fault("actor", "bad_count", "", "A divergence is of two different actors.", "Write actor=united-states&actor=european-union.")
	}
	return actors
}

// steps are the days of a divergence: on, or the last day of each step from from to to, or the day by which every position
// was taken and known.
func (q *query) steps(on *edtf.Date, interval string, stands [2][]compare.Point) ([]edtf.Day, error) {
	if on != nil {
		_, latest := on.Bounds()
		return []edtf.Day{latest}, nil
	}
	newest := edtf.MinDay
	for _, p := range slices.Concat(stands[0], stands[1]) {
		if day, ok := p.Counts(); ok && p.On.Topic != "" {
			newest = max(newest, day)
		}
	}
	if q.days.from == nil {
		if newest == edtf.MinDay {
			return nil, nil
		}
		return []edtf.Day{newest}, nil
	}
	first, last := q.days.first(), newest
	if q.days.to != nil {
		last = q.days.last()
	}
	var days []edtf.Day
	for at := first.Time(); edtf.DayOf(at) <= last; {
		next := afterStep(at, interval)
		days = append(days, min(edtf.DayOf(next)-1, last))
		if len(days) > mostSteps {
			return nil, problem("invalid_query", fmt.Sprintf("The series has more than %d steps; ask for a longer interval or a shorter time.", mostSteps))
		}
		at = next
	}
	return days, nil
}

// afterStep is the first moment after the calendar step that a day lies in; weeks begin on Monday.
func afterStep(t time.Time, interval string) time.Time {
	year, month, day := t.Date()
	date := func(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }
	switch interval {
	case "day":
		return date(year, month, day+1)
	case "week":
		return date(year, month, day+7-(int(t.Weekday())+6)%7)
	case "quarter":
		return date(year, (month-1)/3*3+4, 1)
	case "year":
		return date(year+1, 1, 1)
	}
	return date(year, month+1, 1)
}
