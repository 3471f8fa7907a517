package compare

import (
	"slices"

	"backchannel/internal/record"
)

// PlanMatrix sets plans side by side: rows are topics, columns the plans in the order asked for.
type PlanMatrix struct {
	Plans       []PlanColumn `json:"plans"`
	Rows        []PlanRow    `json:"rows"`
	Shared      []string     `json:"shared"`      // topics that a coder finds identical, equivalent or compatible in every pair
	Conflicting []string     `json:"conflicting"` // topics that a coder finds conflicting in some pair
	OnlyIn      []OnlyIn     `json:"only_in"`     // one a plan
	Text        []TextChange `json:"text,omitempty"`
}

// OnlyIn lists the topics that one plan speaks of and no other of those compared; none while the text of any is not known,
// and none on which the text of another is not told.
type OnlyIn struct {
	Plan   string   `json:"plan"`
	Topics []string `json:"topics"`
}

// PlanColumn is one of the plans.
type PlanColumn struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Texts   bool   `json:"texts"`   // false: its text was not known by then, and its silence says nothing
	Partial bool   `json:"partial"` // only part of its text is on record
}

// PlanRow is what the plans say on one topic.
type PlanRow struct {
	Topic     string         `json:"topic"`
	Cells     []PlanCell     `json:"cells"`     // one a plan
	Relations []PlanRelation `json:"relations"` // one for each pair of plans
}

// PlanCell is what one plan says on a topic.
type PlanCell struct {
	Plan       string             `json:"plan"`
	Silent     bool               `json:"silent"` // its text says nothing on the topic
	Untold     bool               `json:"untold"` // what is on record of its text says nothing, and that is only part of it
	Provisions []record.Provision `json:"provisions"`
}

// PlanRelation is how two plans stand to each other on a topic: as a coder has it, or only_left, only_right, silent, or
// uncoded where no coder has said and both speak, or the text of one is not known or not told.
type PlanRelation struct {
	Left        string         `json:"left"`
	Right       string         `json:"right"`
	Relation    string         `json:"relation"`
	Explanation string         `json:"explanation,omitempty"`
	Coder       *record.Teller `json:"coder,omitempty"`
	Comparison  string         `json:"comparison,omitempty"`
}

// TextChange is a provision that two plans in one line of revisions have in different words.
type TextChange struct {
	From    string `json:"from"` // the plan that was revised
	To      string `json:"to"`   // the plan that revises it
	Ordinal string `json:"ordinal"`
	Topic   string `json:"topic"`
	Change  string `json:"change"` // added, removed, changed
	Words   []Word `json:"words"`
}

// ComparePlans sets plans side by side. coded lists the comparisons to choose from, the first of a pair wins; one that was
// entered the other way round is turned. order gives where a topic stands among the others.
func ComparePlans(plans []*record.PlanAnswer, coded []*record.Comparison, order func(topic string) int) PlanMatrix {
	m := PlanMatrix{Shared: []string{}, Conflicting: []string{}, OnlyIn: []OnlyIn{}, Rows: []PlanRow{}}
	var topics []string
	for _, p := range plans {
		m.Plans = append(m.Plans, PlanColumn{ID: p.ID, Title: p.Title, Texts: len(p.Provisions) > 0, Partial: p.Partial})
		m.OnlyIn = append(m.OnlyIn, OnlyIn{p.ID, []string{}})
		for _, v := range p.Provisions {
			if !slices.Contains(topics, v.Topic) {
				topics = append(topics, v.Topic)
			}
		}
	}
	slices.SortStableFunc(topics, func(a, b string) int { return order(a) - order(b) })
	for _, topic := range topics {
		row := PlanRow{Topic: topic}
		for _, p := range plans {
			cell := PlanCell{Plan: p.ID, Provisions: []record.Provision{}}
			for _, v := range p.Provisions {
				if v.Topic == topic {
					cell.Provisions = append(cell.Provisions, v)
				}
			}
			none := len(cell.Provisions) == 0
			cell.Silent, cell.Untold = none && !p.Partial, none && p.Partial
			row.Cells = append(row.Cells, cell)
		}
		row.relate(m.Plans, coded)
		m.sum(row)
		m.Rows = append(m.Rows, row)
	}
	return m
}

// relate says how each pair of plans stands on the topic.
func (r *PlanRow) relate(plans []PlanColumn, coded []*record.Comparison) {
	for i, left := range r.Cells {
		for j, right := range r.Cells[i+1:] {
			relation := PlanRelation{Left: left.Plan, Right: right.Plan}
			switch {
			case !plans[i].Texts || !plans[i+1+j].Texts:
				relation.Relation = "uncoded"
			case left.Untold || right.Untold:
				relation.coded(r.Topic, coded)
			case left.Silent && right.Silent:
				relation.Relation = "silent"
			case right.Silent:
				relation.Relation = "only_left"
			case left.Silent:
				relation.Relation = "only_right"
			default:
				relation.coded(r.Topic, coded)
			}
			r.Relations = append(r.Relations, relation)
		}
	}
}

// coded takes the judgement of the first comparison of the two plans.
func (r *PlanRelation) coded(topic string, coded []*record.Comparison) {
	r.Relation = "uncoded"
	for _, c := range coded {
		turned := c.Left == r.Right && c.Right == r.Left
		if !turned && (c.Left != r.Left || c.Right != r.Right) {
			continue
		}
		for _, row := range c.Rows {
			if row.Topic == topic {
				r.Relation, r.Explanation, r.Coder, r.Comparison = row.Relation, row.Explanation, &c.Coder, c.ID
				if turned {
					r.Relation = turnedRound(row.Relation)
				}
			}
		}
		return
	}
}

// turnedRound is a relation seen from the other plan.
func turnedRound(relation string) string {
	switch relation {
	case "narrower":
		return "broader"
	case "broader":
		return "narrower"
	}
	return relation
}

// sum files a row under what the plans share, where they conflict, and what one has alone.
func (m *PlanMatrix) sum(row PlanRow) {
	var speaking []int
	told := true
	for i, c := range row.Cells {
		if len(c.Provisions) > 0 {
			speaking = append(speaking, i)
		}
		told = told && !c.Untold
	}
	if len(speaking) == 1 && told {
		if alone := &m.OnlyIn[speaking[0]]; m.textsKnown() {
			alone.Topics = append(alone.Topics, row.Topic)
		}
		return
	}
	shared := len(speaking) == len(row.Cells)
	for _, r := range row.Relations {
		switch r.Relation {
		case "conflicting":
			m.Conflicting = append(m.Conflicting, row.Topic)
			return
		case "identical", "equivalent", "compatible":
		default:
			shared = false
		}
	}
	if shared {
		m.Shared = append(m.Shared, row.Topic)
	}
}

// textsKnown tells whether the text of every plan was known.
func (m *PlanMatrix) textsKnown() bool {
	return !slices.ContainsFunc(m.Plans, func(p PlanColumn) bool { return !p.Texts })
}

// ReviseText compares the texts of two plans provision by provision, by ordinal, with the words marked; the same words are
// no change, and a text that is not known tells of none. Of a text that is on record in part nothing is said to be missing.
func ReviseText(from, to *record.PlanAnswer) []TextChange {
	changes := []TextChange{}
	if len(from.Provisions) == 0 || len(to.Provisions) == 0 {
		return changes
	}
	add := func(v record.Provision, change string, words []Word) {
		changes = append(changes, TextChange{From: from.ID, To: to.ID, Ordinal: v.Ordinal, Topic: v.Topic, Change: change, Words: words})
	}
	find := func(list []record.Provision, ordinal string) *record.Provision {
		if i := slices.IndexFunc(list, func(v record.Provision) bool { return v.Ordinal == ordinal }); i >= 0 {
			return &list[i]
		}
		return nil
	}
	for _, before := range from.Provisions {
		switch after := find(to.Provisions, before.Ordinal); {
		case after == nil && to.Partial:
		case after == nil:
			add(before, "removed", []Word{{Change: "removed", Text: before.Text}})
		case after.Text != before.Text:
			add(*after, "changed", Words(before.Text, after.Text))
		}
	}
	for _, after := range to.Provisions {
		if !from.Partial && find(from.Provisions, after.Ordinal) == nil {
			add(after, "added", []Word{{Change: "added", Text: after.Text}})
		}
	}
	return changes
}
