package store_test

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"backchannel/internal/compare"
	"backchannel/internal/filter"
	"backchannel/internal/oracle"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

type answerKey struct {
	seq  int64
	asOf time.Time
}

type answered struct {
	id     string
	answer *record.EventAnswer
}

// everything gives the answer of every event of a view, as of a moment.
func (run *run) everything(v *store.View, asOf time.Time) []answered {
	run.t.Helper()
	at := answerKey{v.Seq(), asOf}
	if have, ok := run.answers[at]; ok {
		return have
	}
	w, err := run.history.World(v.Seq())
	if err != nil {
		run.t.Fatal(err)
	}
	var all []answered
	for _, id := range sortedKeys(w.Events) {
		row, err := v.Event(context.Background(), id, asOf)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			run.t.Fatalf("event %s at %d: %v", id, v.Seq(), err)
		}
		a, err := row.Answer()
		if err != nil {
			run.t.Fatalf("event %s at %d: %v", id, v.Seq(), err)
		}
		run.reads(w, a, asOf)
		all = append(all, answered{id, a})
	}
	run.answers[at] = all
	run.statuses(v, asOf, all)
	return all
}

// statuses compares how every event's status reads by SQL and in its answer. Few events stand between becoming known
// and their start at any one moment, so that filters at random would seldom ask for them.
func (run *run) statuses(v *store.View, asOf time.Time, all []answered) {
	run.t.Helper()
	for _, status := range record.Values("status") {
		f := &filter.Filter{AsOf: asOf, Clauses: []filter.Clause{{Field: "status", Values: []string{status}, Among: []string{status}}}}
		got := map[string]bool{}
		for _, id := range ids(run.t, v, store.EventQuery{Filter: f}) {
			got[id] = true
		}
		for _, a := range all {
			if reads := string(a.answer.Status); (reads == status) != got[a.id] {
				run.failed++
				run.t.Errorf("event %s at %d as of %s reads %s; by SQL it is %s: %v", a.id, v.Seq(), asOf, reads, status, got[a.id])
			}
		}
	}
}

// reading is what filters look at of an event beyond what its editors typed.
type reading struct {
	Status  string
	KnownAt string
	Sides   []string
	Cited   []string
	Links   []string
	From    map[string]bool
	Stands  *oracle.Standing
	Differ  []string
}

// standing puts a verification into the replay's words.
func standing(v *record.Verification) *oracle.Standing {
	if v == nil {
		return nil
	}
	s := &oracle.Standing{Status: v.Status, Since: v.Since, By: v.By}
	for _, step := range v.History {
		s.Steps = append(s.Steps, oracle.Step(step))
	}
	return s
}

func moment(at *time.Time) string {
	if at == nil {
		return "never"
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// reads compares what is computed in an answer with what the replay makes of the same event.
func (run *run) reads(w *oracle.World, a *record.EventAnswer, asOf time.Time) {
	run.t.Helper()
	s, err := w.Seen(a.ID, asOf)
	if err != nil || s == nil {
		run.t.Errorf("event %s at %d, as of %s, is served; the replay has %v %v", a.ID, w.Seq, asOf, s, err)
		return
	}
	got := reading{Status: string(a.Status), KnownAt: moment(a.KnownAt), From: map[string]bool{}}
	for _, p := range a.Participants {
		got.Sides = append(got.Sides, p.Actor+" "+string(p.Role)+" for "+p.Representing)
	}
	for _, c := range a.Citations {
		got.Cited = append(got.Cited, c.Document.ID+" of "+c.Source+" "+c.Grade+" "+moment(c.KnownAt))
	}
	for _, l := range a.Links {
		got.Links = append(got.Links, string(l.Relation)+" "+l.To)
	}
	for _, l := range a.LinkedFrom {
		got.From[string(l.Relation)+" "+l.From+" ("+l.Title+")"] = true
	}
	want := reading{Status: s.Reads, KnownAt: moment(s.KnownAt), From: map[string]bool{}}
	for _, p := range s.Participants {
		want.Sides = append(want.Sides, p.Actor+" "+p.Role+" for "+p.Representing)
	}
	for _, c := range s.Cited {
		want.Cited = append(want.Cited, c.Document+" of "+c.Source+" "+c.Grade+" "+moment(c.KnownAt))
	}
	for _, l := range s.LinksKnown() {
		want.Links = append(want.Links, l.Relation+" "+l.To)
	}
	for _, answer := range s.Answers() {
		want.From[answer.Relation+" "+answer.From.ID+" ("+answer.From.Title+")"] = true
	}
	want.Stands, got.Stands = s.Standing(), standing(a.Verification)
	if want.Stands != nil {
		run.stood[want.Stands.Status]++
	}
	want.Differ, got.Differ = s.Contested(), compare.Contested(a)
	slices.Sort(got.Differ)
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		run.failed++
		run.t.Errorf("event %s at %d, as of %s, does not read as in the replay (-replay +served):\n%s", a.ID, w.Seq, asOf, diff)
	}
}
