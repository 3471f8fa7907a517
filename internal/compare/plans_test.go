package compare_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/compare"
	"backchannel/internal/record"
)

// planOf is a plan that speaks of some topics, its provisions numbered from 1.
func planOf(id string, topics ...string) *record.PlanAnswer {
	a := &record.PlanAnswer{Plan: record.Plan{ID: id}}
	for i, topic := range topics {
		a.Provisions = append(a.Provisions, record.Provision{Ordinal: string(rune('1' + i)), Topic: topic, Text: id + " on " + topic})
	}
	return a
}

func TestAPlanWhoseTextIsNotKnownIsNotSaidToBeSilent(t *testing.T) {
	byName := func(topic string) int { return int(topic[0]) }
	tests := map[string]struct {
		plans     []*record.PlanAnswer
		relations []string // on topic a
		onlyIn    []compare.OnlyIn
	}{
		"both texts are known":     {[]*record.PlanAnswer{planOf("p", "a"), planOf("q", "b")}, []string{"only_left"}, []compare.OnlyIn{{"p", []string{"a"}}, {"q", []string{"b"}}}},
		"the right one is not":     {[]*record.PlanAnswer{planOf("p", "a"), planOf("q")}, []string{"uncoded"}, []compare.OnlyIn{{"p", []string{}}, {"q", []string{}}}},
		"the left one is not":      {[]*record.PlanAnswer{planOf("p"), planOf("q", "a")}, []string{"uncoded"}, []compare.OnlyIn{{"p", []string{}}, {"q", []string{}}}},
		"one of three is not":      {[]*record.PlanAnswer{planOf("p", "a"), planOf("q", "b"), planOf("r")}, []string{"only_left", "uncoded", "uncoded"}, []compare.OnlyIn{{"p", []string{}}, {"q", []string{}}, {"r", []string{}}}},
		"three are, two are quiet": {[]*record.PlanAnswer{planOf("p", "a"), planOf("q", "b"), planOf("r", "b")}, []string{"only_left", "only_left", "silent"}, []compare.OnlyIn{{"p", []string{"a"}}, {"q", []string{}}, {"r", []string{}}}},
	}
	for name, test := range tests {
		m := compare.ComparePlans(test.plans, nil, byName)
		var relations []string
		for _, r := range m.Rows[0].Relations {
			relations = append(relations, r.Relation)
		}
		if diff := cmp.Diff(test.relations, relations); diff != "" {
			t.Errorf("%s: relations wanted (-), got (+): %s", name, diff)
		}
		if diff := cmp.Diff(test.onlyIn, m.OnlyIn); diff != "" {
			t.Errorf("%s: only in one wanted (-), got (+): %s", name, diff)
		}
	}
}

func TestATextOnRecordInPartIsNotSaidToLeaveAnythingOut(t *testing.T) {
	byName := func(topic string) int { return int(topic[0]) }
	whole, part := planOf("p", "a", "b", "c"), planOf("q", "x", "b")
	part.Partial = true
	coded := []*record.Comparison{{ID: "p-q", Left: "p", Right: "q", Rows: []record.ComparisonRow{
		{Topic: "b", Relation: "equivalent"}, {Topic: "c", Relation: "conflicting", Explanation: "The third point is struck."}}}}
	m := compare.ComparePlans([]*record.PlanAnswer{whole, part}, coded, byName)
	var got []string
	for _, row := range m.Rows {
		got = append(got, row.Topic+" "+row.Relations[0].Relation)
		if cell := row.Cells[1]; cell.Silent || cell.Untold != (len(cell.Provisions) == 0) {
			t.Errorf("on %s the part tells %+v", row.Topic, cell)
		}
		if row.Cells[0].Untold || row.Cells[0].Silent != (row.Topic == "x") {
			t.Errorf("on %s the whole tells %+v", row.Topic, row.Cells[0])
		}
	}
	want := []string{"a uncoded", "b equivalent", "c conflicting", "x only_right"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("relations wanted (-), got (+): %s", diff)
	}
	if diff := cmp.Diff([]compare.OnlyIn{{"p", []string{}}, {"q", []string{"x"}}}, m.OnlyIn); diff != "" {
		t.Errorf("only in one wanted (-), got (+): %s", diff)
	}
	if diff := cmp.Diff([]string{"c"}, m.Conflicting); diff != "" {
		t.Errorf("conflicting wanted (-), got (+): %s", diff)
	}
	changes := func(from, to *record.PlanAnswer) (list []string) {
		for _, c := range compare.ReviseText(from, to) {
			list = append(list, c.Ordinal+" "+c.Change)
		}
		return list
	}
	if diff := cmp.Diff([]string{"1 changed", "2 changed"}, changes(whole, part)); diff != "" {
		t.Errorf("changes to a part wanted (-), got (+): %s", diff)
	}
	if diff := cmp.Diff([]string{"1 changed", "2 changed"}, changes(part, whole)); diff != "" {
		t.Errorf("changes from a part wanted (-), got (+): %s", diff)
	}
}

func TestNothingIsAddedToATextThatIsNotKnown(t *testing.T) {
	if changes := compare.ReviseText(planOf("p"), planOf("q", "a")); len(changes) != 0 {
		t.Errorf("against a text that is not known: %v", changes)
	}
	if changes := compare.ReviseText(planOf("p", "a"), planOf("q")); len(changes) != 0 {
		t.Errorf("a text that is not known against one that is: %v", changes)
	}
	if changes := compare.ReviseText(planOf("p", "a"), planOf("q", "a", "b")); len(changes) != 2 {
		t.Errorf("both known: %v", changes)
	}
}
