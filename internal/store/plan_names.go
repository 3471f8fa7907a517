package store

import (
	"context"
	"errors"
	"slices"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// planTexts gives what a plan is found by at a moment: its id, its title and the labels known by then. It is false when the
// plan was not known.
func (v *View) planTexts(ctx context.Context, row RecordRow, asOf time.Time) (texts []string, known bool, err error) {
	a, err := v.Plan(ctx, row, asOf)
	if errors.Is(err, ErrNotFound) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return append([]string{row.ID}, planNames(&a.Plan)...), true, nil
}

func planNames(p *record.Plan) []string {
	names := []string{p.Title}
	for _, l := range p.Labels {
		names = append(names, l.Label)
	}
	return names
}

// findPlan gives the ids that a name may mean: the id alone, else the plans of that title, else those that somebody calls so.
func (v *View) findPlan(name string) []string {
	rows, err := v.all(context.Background(), record.TypePlan)
	if err != nil {
		return nil
	}
	var titled, labelled []string
	folded := filter.Fold(name)
	for _, row := range rows {
		p := row.Record.(*record.Plan)
		switch {
		case p.ID == name:
			return []string{p.ID}
		case filter.Fold(p.Title) == folded:
			titled = append(titled, p.ID)
		case slices.ContainsFunc(p.Labels, func(l record.PlanLabel) bool { return filter.Fold(l.Label) == folded }):
			labelled = append(labelled, p.ID)
		}
	}
	if len(titled) > 0 {
		return titled
	}
	return labelled
}

// nearestPlan is the closest id or name of a plan.
func (v *View) nearestPlan(name string) string {
	rows, err := v.all(context.Background(), record.TypePlan)
	if err != nil {
		return ""
	}
	var names []string
	for _, row := range rows {
		names = append(append(names, row.ID), planNames(row.Record.(*record.Plan))...)
	}
	return record.Nearest(name, names)
}
