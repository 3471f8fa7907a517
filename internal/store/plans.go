package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// PlanUses lists what events do with a plan, oldest first: those known by a moment, or with the zero moment all.
func (v *View) PlanUses(ctx context.Context, plan string, asOf time.Time) ([]record.PlanMention, error) {
	f := &filter.Filter{AsOf: asOf, Clauses: []filter.Clause{{Field: "plan", Values: []string{plan}, Among: []string{plan}}}}
	uses := []record.PlanMention{}
	err := v.eachAnswer(ctx, f, func(a *record.EventAnswer) { uses = append(uses, compare.UsesOf(a, plan)...) })
	return uses, err
}

// eachAnswer gives the events of a filter, oldest first.
func (v *View) eachAnswer(ctx context.Context, f *filter.Filter, yield func(*record.EventAnswer)) error {
	list, err := v.Events(ctx, EventQuery{Filter: f, Sort: ByDate})
	if err != nil {
		return err
	}
	for row, err := range list.All() {
		if err != nil {
			return err
		}
		a, err := row.Answer()
		if err != nil {
			return err
		}
		yield(a)
	}
	return nil
}

// PlanKnown tells whether a plan and its text were known at a moment; with the zero moment they were.
func (v *View) PlanKnown(ctx context.Context, plan string, asOf time.Time) (known, texts bool, err error) {
	if asOf.IsZero() {
		return true, true, nil
	}
	uses, err := v.PlanUses(ctx, plan, asOf)
	known, texts = compare.ClockOf(uses).By(asOf)
	return known, texts, err
}

// Plan is a plan as it is served, as it was known at a moment; ErrNotFound when it was not.
func (v *View) Plan(ctx context.Context, row RecordRow, asOf time.Time) (*record.PlanAnswer, error) {
	p := row.Record.(*record.Plan)
	uses, err := v.PlanUses(ctx, p.ID, asOf)
	if err != nil {
		return nil, err
	}
	sources, failed := v.answerSources(ctx)
	revised := true
	if p.Revises != "" {
		if revised, _, err = v.PlanKnown(ctx, p.Revises, asOf); err != nil {
			return nil, err
		}
	}
	a, known := compare.AnswerPlan(p, uses, sources, asOf, func(string) bool { return revised })
	if err := failed(); err != nil {
		return nil, err
	}
	if !known {
		return nil, ErrNotFound
	}
	a.Stamp = row.Stamp
	return a, nil
}

// answerSources looks up what answers need as of the view; failed tells what could not be read.
func (v *View) answerSources(ctx context.Context) (s compare.Sources, failed func() error) {
	var failure error
	return compare.Sources{
		Document: func(id string) *record.Document {
			d, err := v.Document(ctx, id)
			failure = errors.Join(failure, err)
			return d
		},
		Actor: v.Actor, Letter: v.Letter,
	}, func() error { return failure }
}

// ComparisonKnown tells whether a comparison was known at a moment: the texts of both plans were, and where it cites
// documents one of those that bear on it was out.
func (v *View) ComparisonKnown(ctx context.Context, c *record.Comparison, asOf time.Time) (bool, error) {
	if asOf.IsZero() {
		return true, nil
	}
	for _, plan := range []string{c.Left, c.Right} {
		if _, texts, err := v.PlanKnown(ctx, plan, asOf); err != nil || !texts {
			return false, err
		}
	}
	if len(c.Citations) == 0 {
		return true, nil
	}
	for _, cited := range c.Citations {
		d, err := v.Document(ctx, cited.Document.ID)
		if err != nil {
			return false, err
		}
		if at, ok := compare.KnownAt(d); ok && cited.Bears() && !at.After(asOf) {
			return true, nil
		}
	}
	return false, nil
}

// all lists the records of a type that are few: plans and comparisons, in the order of their ids.
func (v *View) all(ctx context.Context, t record.Type) ([]RecordRow, error) {
	var ids []string
	err := v.store.read.WithContext(ctx).Model(&recordVersion{}).
		Where("type = ? AND rec <= ? AND sup > ?", string(t), v.seq, v.seq).Order("id").Pluck("id", &ids).Error
	if err != nil {
		return nil, err
	}
	return v.readRecords(ctx, t, ids)
}

// Comparisons lists every comparison known at a moment, the earliest recorded first.
func (v *View) Comparisons(ctx context.Context, asOf time.Time) ([]RecordRow, error) {
	rows, err := v.all(ctx, record.TypeComparison)
	if err != nil {
		return nil, err
	}
	var known []RecordRow
	for _, row := range rows {
		ok, err := v.ComparisonKnown(ctx, row.Record.(*record.Comparison), asOf)
		if err != nil {
			return nil, err
		}
		if ok {
			known = append(known, row)
		}
	}
	slices.SortStableFunc(known, func(a, b RecordRow) int { return a.RecordedAt.Compare(b.RecordedAt) })
	return known, nil
}

// matchingPlans lists the ids of plans or comparisons that match, sorted.
func (v *View) matchingPlans(ctx context.Context, q RecordQuery, tokens []string) ([]string, error) {
	rows, err := v.all(ctx, q.Type)
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, row := range rows {
		known, texts := true, []string{row.ID}
		switch r := row.Record.(type) {
		case *record.Plan:
			texts, known, err = v.planTexts(ctx, row, q.AsOf)
		case *record.Comparison:
			if plan := q.Where["plan"]; plan != "" && r.Left != plan && r.Right != plan {
				continue
			}
			known, err = v.ComparisonKnown(ctx, r, q.AsOf)
		}
		if err != nil {
			return nil, err
		}
		if known && holdsTokens(texts, tokens) {
			ids = append(ids, row.ID)
		}
	}
	return ids, nil
}

// TopicOrder tells where a topic stands in the tree: parents before what is below them, branches and leaves by id.
func (v *View) TopicOrder() func(topic string) int {
	place := map[string]int{}
	below := map[string][]string{}
	for id, t := range v.topics {
		below[t.record.Parent] = append(below[t.record.Parent], id)
	}
	var walk func(parent string)
	walk = func(parent string) {
		slices.Sort(below[parent])
		for _, id := range below[parent] {
			if _, seen := place[id]; !seen {
				place[id] = len(place)
				walk(id)
			}
		}
	}
	walk("")
	return func(topic string) int { return place[topic] }
}

// ComparisonAt is a comparison without what it cites that was not out by a moment; with the zero moment it is the whole.
func (v *View) ComparisonAt(ctx context.Context, c *record.Comparison, asOf time.Time) (*record.Comparison, error) {
	if asOf.IsZero() {
		return c, nil
	}
	then := *c
	then.Citations = nil
	for _, cited := range c.Citations {
		d, err := v.Document(ctx, cited.Document.ID)
		if err != nil {
			return nil, err
		}
		if at, ok := compare.KnownAt(d); ok && !at.After(asOf) {
			then.Citations = append(then.Citations, cited)
		}
	}
	return &then, nil
}

// Revised lists the plans that one goes back to, the one it revises first, as far as they were known at a moment.
func (v *View) Revised(ctx context.Context, p *record.PlanAnswer, asOf time.Time) (line []string, err error) {
	for at := p.Revises; at != "" && len(line) < mostSteps; {
		line = append(line, at)
		row, err := v.Record(ctx, record.TypePlan, at)
		if err != nil {
			return nil, err
		}
		before, err := v.Plan(ctx, row, asOf)
		if err != nil {
			return nil, err
		}
		at = before.Revises
	}
	return line, nil
}
