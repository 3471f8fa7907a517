package rest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"backchannel/internal/compare"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// How many plans are set side by side.
const (
	fewestPlans = 2
	mostPlans   = 6
)

// PlanComparison is plans side by side, topic by topic.
type PlanComparison struct {
	Coder  *record.Teller  `json:"coder" extensions:"x-nullable"` // whose judgement was asked for; null: of each pair the earliest recorded
	Coders []record.Teller `json:"coders"`                        // who has judged some pair of these plans
	compare.PlanMatrix
}

// PlanComparisonOne is an answer with plans side by side.
type PlanComparisonOne struct {
	Data PlanComparison `json:"data"`
	Around
}

// CompareShape is what a comparison of plans takes.
type CompareShape struct {
	// The plans, by id, title or label: two to six, with commas between or one by one.
	Plan []string `query:"plan" form:"plan" example:"us-2025-04-17,eu-ua-2025-04-23"`
	// Whose judgement: a source or an actor, by id or name.
	Coder string `query:"coder" form:"coder" example:"backchannel-dataset"`
	// 1 adds what changed word by word between plans in one line of revisions; tables then hold that alone, a line for each change.
	Text string `query:"text" form:"text" enums:"0,1" default:"0"`
	// Tables: a line for each provision instead of one for each topic.
	Rows string `query:"rows" form:"rows" enums:"topics,provisions" default:"topics"`
	Point
	Language
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,csv,txt,md" example:"csv"`
	Cells
	Epoch
}

// comparePlans answers with plans side by side.
//
//	@Summary	Compare plans point by point
//	@ID			comparePlans
//	@Tags		plans
//	@Produce	json,text/csv,plain,text/markdown
//	@Param		shape	query		CompareShape		true	"Which plans, and whose judgement"
//	@Success	200		{object}	PlanComparisonOne	"A row for each topic, a column for each plan"
//	@Failure	406		{object}	Problem
//	@Router		/v1/plans/compare [get]
func (s *Server) comparePlans(x *exchange) error {
	x.offered = format.AccountFormats()
	q, r, err := s.bind(x, "/v1/plans/compare", record.TypePlan, s.takes.compare, false)
	if err != nil {
		return err
	}
	q.bindPlans(r)
	if q, err = q.done(r); err != nil {
		return err
	}
	if s.known(x, q, 0) {
		return nil
	}
	c, err := q.comparison(x.request.Context())
	if err != nil {
		return err
	}
	return s.answerComparison(x, q, c)
}

// bindPlans reads which plans are compared, and how.
func (q *query) bindPlans(r *parameterReader) {
	q.plans = r.namedAll("plan", record.TypePlan, q.view)
	if n := len(q.plans); len(r.faults) == 0 && (n < fewestPlans || n > mostPlans) {
		r.fault("plan", "bad_count", "", fmt.Sprintf("%d different plans are given; %d to %d can be compared.", n, fewestPlans, mostPlans),
			"Write plan=us-2025-04-17&plan=eu-ua-2025-04-23; GET /v1/plans lists them.")
	}
	if coder := r.text("coder"); coder != "" {
		q.bindCoder(r, coder)
	}
	q.textToo = r.flag("text", false)
	if q.rows = r.choice("rows", []string{"topics", "provisions"}); q.rows == "topics" {
		q.rows = ""
	}
}

// bindCoder finds the source or actor that is meant.
func (q *query) bindCoder(r *parameterReader, name string) {
	sources, actors := q.view.Find(record.TypeSource, name), q.view.Find(record.TypeActor, name)
	switch {
	case len(sources) == 1 && len(actors) == 0:
		q.coder = &record.Teller{Source: sources[0]}
	case len(actors) == 1 && len(sources) == 0:
		q.coder = &record.Teller{Actor: actors[0]}
	case len(sources)+len(actors) == 0:
		r.fault("coder", "unknown_name", name, fmt.Sprintf("No source and no actor is called %q.", shorten(name)), "The coders of a pair stand in coders of the answer without coder=.")
	default:
		r.fault("coder", "ambiguous_name", name, fmt.Sprintf("%q may mean more than one source or actor.", shorten(name)), "Write the id.")
	}
}

// comparison reads the plans as they were known, and the judgements on them.
func (q *query) comparison(ctx context.Context) (*PlanComparison, error) {
	var plans []*record.PlanAnswer
	for _, id := range q.plans {
		row, err := q.view.Record(ctx, record.TypePlan, id)
		if err != nil {
			return nil, err
		}
		a, err := q.view.Plan(ctx, row, q.when.AsOf)
		if errors.Is(err, store.ErrNotFound) {
			return nil, missing(record.TypePlan, id, "")
		}
		if err != nil {
			return nil, err
		}
		plans = append(plans, a)
	}
	rows, err := q.view.Comparisons(ctx, q.when.AsOf)
	if err != nil {
		return nil, err
	}
	c := &PlanComparison{Coder: q.coder, Coders: []record.Teller{}}
	var coded []*record.Comparison
	for _, row := range rows {
		one := row.Record.(*record.Comparison)
		if !slices.Contains(q.plans, one.Left) || !slices.Contains(q.plans, one.Right) {
			continue
		}
		if !slices.Contains(c.Coders, one.Coder) {
			c.Coders = append(c.Coders, one.Coder)
		}
		if q.coder == nil || *q.coder == one.Coder {
			coded = append(coded, one)
		}
	}
	c.PlanMatrix = compare.ComparePlans(plans, coded, q.view.TopicOrder())
	if q.textToo {
		c.Text, err = q.revised(ctx, plans)
	}
	return c, err
}

// revised is what changed in words between each two plans in one line of revisions.
func (q *query) revised(ctx context.Context, plans []*record.PlanAnswer) ([]compare.TextChange, error) {
	changes := []compare.TextChange{}
	for _, to := range plans {
		line, err := q.view.Revised(ctx, to, q.when.AsOf)
		if err != nil {
			return nil, err
		}
		for _, from := range plans {
			if slices.Contains(line, from.ID) {
				changes = append(changes, compare.ReviseText(from, to)...)
			}
		}
	}
	return changes, nil
}

// textTable is what changed in words, a line for each provision.
func textTable(changes []compare.TextChange, o format.Options) format.Table {
	t := format.Table{Columns: []format.Column{
		{Name: "from", Kind: format.Exact, Brief: true, Doc: "the plan revised"}, {Name: "to", Kind: format.Exact, Brief: true},
		{Name: "ordinal", Brief: true}, {Name: "topic", Kind: format.Exact}, {Name: "label", Brief: true},
		{Name: "change", Kind: format.Exact, Brief: true}, {Name: "difference", Brief: true, Doc: "both in one: [-removed-] and {+added+}"},
	}}
	for _, c := range changes {
		t.Rows = append(t.Rows, []string{c.From, c.To, c.Ordinal, c.Topic, o.Label(record.TypeTopic, c.Topic), c.Change, marked(compare.Difference{Words: c.Words}, "", "")})
	}
	return t
}

// answerComparison writes plans side by side.
func (s *Server) answerComparison(x *exchange, q *query, c *PlanComparison) error {
	var titles []string
	for _, p := range c.Plans {
		titles = append(titles, p.Title)
	}
	title := strings.Join(titles, " · ")
	body, err := plainJSON(c)
	if err != nil {
		return err
	}
	labels := format.Labels{"topics": {}, "sources": {}, "actors": {}}
	for _, row := range c.Rows {
		labels["topics"][row.Topic] = q.label(record.TypeTopic, row.Topic)
	}
	for _, coder := range c.Coders {
		if coder.Source != "" {
			labels["sources"][coder.Source] = q.label(record.TypeSource, coder.Source)
		} else {
			labels["actors"][coder.Actor] = q.label(record.TypeActor, coder.Actor)
		}
	}
	return s.answerView(x, q, view{title: title, json: body, labels: labels, table: func(o format.Options) format.Table {
		if q.textToo {
			return textTable(c.Text, o)
		}
		return format.PlansTable(c.PlanMatrix, q.rows == "provisions", o)
	}})
}

// view is an answer that is one object in json and a table elsewhere.
type view struct {
	title  string
	json   []byte   // the one object
	rows   [][]byte // or the objects of a list
	labels format.Labels
	table  func(format.Options) format.Table
	meta   func(*format.Meta) // what else meta says; nil: nothing
}

// answerView writes a view.
func (s *Server) answerView(x *exchange, q *query, v view) error {
	out := s.spool(x, q, 0)
	defer out.close()
	opts, tail, head := q.options(x.request.Context()), s.envelope(q, store.Page{}), s.head(q, v.title)
	opts.Rows, opts.View, tail.Labels = "", true, v.labels
	if q.format.Name != "json" {
		opts.Single = false
		table := v.table(opts)
		var digest format.Digest
		for _, row := range v.all() {
			digest.Add(row)
		}
		tail.Meta.Digest = digest.String()
		tail.Meta.Total, tail.Meta.TotalIs, tail.Meta.Description = ptr(len(table.Rows)), "exact", v.title
		v.tell(&tail.Meta)
		if err := format.WriteTable(q.format, out, table, head, tail, opts); err != nil {
			return err
		}
		return out.end(store.Page{})
	}
	enc, err := format.NewRecords(q.format, out, nil, opts)
	if err != nil {
		return err
	}
	if err := enc.Begin(head); err != nil {
		return err
	}
	for _, row := range v.all() {
		if err := enc.Record(format.RecordRow{JSON: row}); err != nil {
			return err
		}
	}
	if v.json == nil {
		tail.Meta.Total, tail.Meta.TotalIs, tail.Meta.Description = ptr(len(v.rows)), "exact", v.title
	}
	v.tell(&tail.Meta)
	if err := enc.End(tail); err != nil {
		return err
	}
	return out.end(store.Page{})
}

// tell adds what a view says of itself.
func (v view) tell(m *format.Meta) {
	if v.meta != nil {
		v.meta(m)
	}
}

// all are the objects of the view.
func (v view) all() [][]byte {
	if v.json != nil {
		return [][]byte{v.json}
	}
	return v.rows
}
