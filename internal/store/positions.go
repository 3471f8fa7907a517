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

// PositionQuery asks for positions. Every part that is given must hold.
type PositionQuery struct {
	Actor string // with those merged into it
	Topic string // with the topics below it
	Plan  string // on the plan or one of its provisions, or shown by one
	AsOf  time.Time
}

// Positions lists where actors stood, by actor, what it is on and date, from events and from provisions of plans. An actor
// merged into another counts as that one.
func (v *View) Positions(ctx context.Context, q PositionQuery) ([]compare.Point, error) {
	var points []compare.Point
	add := func(list []compare.Point) {
		for _, p := range list {
			if group := v.Group(p.Actor); len(group) > 0 {
				p.Actor = group[0]
			}
			if v.asked(q, p) {
				points = append(points, p)
			}
		}
	}
	any := []string{"any"}
	f := &filter.Filter{AsOf: q.AsOf, Clauses: []filter.Clause{{Field: "positions", Values: any, Among: any}}}
	if q.Topic != "" {
		f.Clauses = append(f.Clauses, filter.Clause{Field: "topic", Values: []string{q.Topic}, Among: v.Subtree(q.Topic)})
	}
	if err := v.eachAnswer(ctx, f, func(a *record.EventAnswer) { add(compare.EventPoints(a)) }); err != nil {
		return nil, err
	}
	plans, err := v.all(ctx, record.TypePlan)
	if err != nil {
		return nil, err
	}
	for _, row := range plans {
		if !slices.ContainsFunc(row.Record.(*record.Plan).Provisions, func(p record.Provision) bool { return len(p.Positions) > 0 }) {
			continue
		}
		a, err := v.Plan(ctx, row, q.AsOf)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, err
		}
		add(compare.PlanPoints(a))
	}
	return compare.Series(points), nil
}

// asked tells whether a position is one that the query asks for.
func (v *View) asked(q PositionQuery, p compare.Point) bool {
	if q.Actor != "" && p.Actor != q.Actor {
		return false
	}
	if q.Topic != "" && !slices.Contains(v.Subtree(q.Topic), p.On.Topic) {
		return false
	}
	return q.Plan == "" || p.On.Plan == q.Plan || p.Plan == q.Plan
}
