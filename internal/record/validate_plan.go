package record

import (
	"math"
	"slices"
	"strings"
)

// Validate implements Record.
func (p *Plan) Validate() Faults {
	var c checker
	c.own(TypePlan, p.ID)
	c.required("/title", p.Title, maxTitle, "")
	c.rows("/labels", len(p.Labels))
	once := c.once("twice for the same user")
	for i, label := range p.Labels {
		at := index("/labels", i)
		c.required(key(at, "label"), label.Label, maxName, "")
		c.text(key(at, "note"), label.Note, maxText)
		user := ""
		if label.UsedBy != nil {
			c.teller(key(at, "used_by"), *label.UsedBy)
			user = label.UsedBy.Key()
		}
		if label.Label != "" {
			once(at, label.Label+"\n"+user)
		}
	}
	c.ids("/proponents", p.Proponents, "an actor")
	c.ids("/addressees", p.Addressees, "an actor")
	c.term("/form", vocabPlanForm, p.Form)
	c.id("/revises", p.Revises)
	c.notSelf("/revises", p.Revises, p.ID, "A plan cannot revise itself.")
	c.citations("/citations", p.Citations)
	c.provisions("/provisions", p)
	return c.done()
}

func (c *checker) provisions(at string, p *Plan) {
	c.rows(at, len(p.Provisions))
	once := c.once("twice")
	for i, v := range p.Provisions {
		below := index(at, i)
		c.required(key(below, "ordinal"), v.Ordinal, 32, "Give the point's number in the text, such as 3 or 2a.")
		c.line(key(below, "section"), v.Section, maxName)
		c.needID(key(below, "topic"), v.Topic, "a topic")
		if v.Text == "" {
			c.missing(key(below, "text"), "")
		}
		c.text(key(below, "text"), v.Text, maxPoint)
		c.lang(key(below, "lang"), v.Lang)
		c.term(key(below, "modality"), vocabModality, v.Modality)
		c.term(key(below, "sequence"), vocabSequence, v.Sequence)
		if v.Quantity != nil {
			c.required(key(key(below, "quantity"), "unit"), v.Quantity.Unit, maxName, "Say of what, such as troops, USD or days.")
			if math.IsNaN(v.Quantity.Value) || math.IsInf(v.Quantity.Value, 0) {
				c.add(key(key(below, "quantity"), "value"), "out_of_range", "value must be a number.", "", "")
			}
		}
		c.provisionPositions(key(below, "positions"), p, v.Positions)
		once(key(below, "ordinal"), v.Ordinal)
	}
}

func (c *checker) provisionPositions(at string, p *Plan, list []ProvisionPosition) {
	c.rows(at, len(list))
	once := c.once("twice")
	for i, position := range list {
		below := index(at, i)
		c.choice(key(below, "value"), vocabPosition, position.Value)
		c.ids(key(below, "actors"), position.Actors, "an actor")
		if len(position.Actors) == 0 && len(p.Proponents) == 0 {
			c.missing(key(below, "actors"), "Say whose position it is: the plan has no proponents.")
		}
		once(below, "position of "+strings.Join(slices.Sorted(slices.Values(position.Actors)), " "))
	}
}

// Validate implements Record.
func (v *Comparison) Validate() Faults {
	var c checker
	c.own(TypeComparison, v.ID)
	c.needID("/left", v.Left, "a plan")
	c.needID("/right", v.Right, "a plan")
	c.notSelf("/right", v.Right, v.Left, "A plan cannot be compared with itself.")
	c.teller("/coder", v.Coder)
	c.rows("/rows", len(v.Rows))
	once := c.once("twice")
	for i, row := range v.Rows {
		at := index("/rows", i)
		c.needID(key(at, "topic"), row.Topic, "a topic")
		c.choice(key(at, "relation"), vocabComparison, row.Relation)
		c.text(key(at, "explanation"), row.Explanation, maxText)
		once(key(at, "topic"), row.Topic)
	}
	c.citations("/citations", v.Citations)
	return c.done()
}
