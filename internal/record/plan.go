package record

import "backchannel/internal/edtf"

// Plan is one version of a proposed or agreed text.
type Plan struct {
	ID         string      `json:"id"`
	Title      string      `json:"title"`
	Labels     []PlanLabel `json:"labels,omitempty"`
	Proponents []string    `json:"proponents,omitempty"` // actors
	Addressees []string    `json:"addressees,omitempty"` // actors
	Form       string      `json:"form,omitempty"`
	Date       edtf.Date   `json:"date,omitzero" swaggertype:"string" format:"edtf"`
	Revises    string      `json:"revises,omitempty"` // plan
	Partial    bool        `json:"partial,omitempty"` // only part of its text is on record: what it does not tell may well stand in it
	Citations  []Citation  `json:"citations,omitempty"`
	Provisions []Provision `json:"provisions,omitempty"`
}

// PlanLabel is what someone calls a plan; the same label may mean different plans to different users.
type PlanLabel struct {
	Label  string  `json:"label"`
	UsedBy *Teller `json:"used_by,omitempty"`
	Note   string  `json:"note,omitempty"`
}

// Provision is one point of a plan, filed under a topic. Its identity within the plan is the ordinal.
type Provision struct {
	Ordinal   string              `json:"ordinal"`
	Section   string              `json:"section,omitempty"`
	Topic     string              `json:"topic"`
	Text      string              `json:"text"`
	Verbatim  bool                `json:"verbatim,omitempty"`
	Lang      string              `json:"lang,omitempty"`
	Modality  string              `json:"modality,omitempty"`
	Sequence  string              `json:"sequence,omitempty"`
	Quantity  *Quantity           `json:"quantity,omitempty"`
	Positions []ProvisionPosition `json:"positions,omitempty"`
}

// Quantity is an amount a provision sets.
type Quantity struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// ProvisionPosition is where a provision shows someone standing on the provision's topic.
type ProvisionPosition struct {
	Value  string   `json:"value"`
	Actors []string `json:"actors,omitempty"` // absent: the proponents
}

// Comparison is one coder's judgement of two plans, topic by topic.
type Comparison struct {
	ID        string          `json:"id"`
	Left      string          `json:"left"`  // plan
	Right     string          `json:"right"` // plan
	Coder     Teller          `json:"coder"`
	Rows      []ComparisonRow `json:"rows"`
	Citations []Citation      `json:"citations,omitempty"`
}

// ComparisonRow is the judgement on one topic.
type ComparisonRow struct {
	Topic       string `json:"topic"`
	Relation    string `json:"relation"`
	Explanation string `json:"explanation,omitempty"`
}

// Timeline is a saved, named filter with optional hand-picked notes.
type Timeline struct {
	ID          string         `json:"id"`
	Title       string         `json:"title"`
	Description string         `json:"description,omitempty"`
	Filter      string         `json:"filter"` // a query string, canonical, with ids
	Notes       []TimelineNote `json:"notes,omitempty"`
}

// TimelineNote is an editor's word on one event of a timeline.
type TimelineNote struct {
	Event  string `json:"event"`
	Text   string `json:"text,omitempty"`
	Pinned bool   `json:"pinned,omitempty"`
}

// RecordType implements Record.
func (p *Plan) RecordType() Type { return TypePlan }

// RecordID implements Record.
func (p *Plan) RecordID() string { return p.ID }

// RecordType implements Record.
func (c *Comparison) RecordType() Type { return TypeComparison }

// RecordID implements Record.
func (c *Comparison) RecordID() string { return c.ID }

// RecordType implements Record.
func (t *Timeline) RecordType() Type { return TypeTimeline }

// RecordID implements Record.
func (t *Timeline) RecordID() string { return t.ID }
