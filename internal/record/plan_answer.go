package record

import (
	"time"

	"backchannel/internal/edtf"
)

// PlanAnswer is a plan as it is served: its own fields, and what events tell of it. Before its text was known the
// provisions are left out.
type PlanAnswer struct {
	Plan
	Citations    []CitationAnswer `json:"citations"` // takes the place of Plan.Citations
	When         edtf.When        `json:"when"`
	KnownAt      *time.Time       `json:"known_at" format:"date-time" extensions:"x-nullable"`       // the first event that tells of it; null: none that is dated
	TextsKnownAt *time.Time       `json:"texts_known_at" format:"date-time" extensions:"x-nullable"` // the first event that discloses or signs it; null: none that is dated
	TabledAt     *PlanMention     `json:"tabled_at" extensions:"x-nullable"`                         // the first event that tables it
	DisclosedBy  []PlanMention    `json:"disclosed_by"`                                              // the events that disclose it, oldest first
	Status       string           `json:"status"`                                                    // a plan_status: the last word on it
	Uses         []PlanMention    `json:"uses"`                                                      // every event that does something with it, oldest first
	Stamp
}

// PlanMention is what one event does with a plan.
type PlanMention struct {
	Event   string     `json:"event"`
	Title   string     `json:"title"`
	As      string     `json:"as"` // a plan_use
	Date    edtf.Date  `json:"date" swaggertype:"string" format:"edtf"`
	KnownAt *time.Time `json:"known_at" format:"date-time" extensions:"x-nullable"`
}
