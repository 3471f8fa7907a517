package format

import (
	"strings"

	"backchannel/internal/record"
)

// form is the one word that the object of an event's kind says of its form: bilateral, phone, briefing, draft, …
func form(a *record.EventAnswer) string {
	switch {
	case a.Meeting != nil:
		return a.Meeting.Format
	case a.Call != nil:
		return a.Call.Medium
	case a.Statement != nil:
		return a.Statement.Channel
	case a.Leak != nil:
		return a.Leak.Form
	case a.Proposal != nil:
		return a.Proposal.Form
	case a.Agreement != nil:
		return a.Agreement.Form
	case a.Action != nil:
		return a.Action.Type
	}
	return ""
}

func kindCells() []cell {
	quote := func(text func(*record.Quote) string) func(*rowContext) string {
		return func(c *rowContext) string {
			if c.event.Statement == nil || c.event.Statement.Quote == nil {
				return ""
			}
			return text(c.event.Statement.Quote)
		}
	}
	translation := func(q *record.Quote) string {
		if q.Translation == nil {
			return ""
		}
		return q.Translation.Text
	}
	leak := func(text func(*rowContext, *record.Leak) string) func(*rowContext) string {
		return func(c *rowContext) string {
			if c.event.Leak == nil {
				return ""
			}
			return text(c, c.event.Leak)
		}
	}
	return []cell{
		{Column{Name: "form", Kind: Exact, Field: "meeting call statement leak proposal agreement action",
			Doc: "of its kind: bilateral, phone, briefing, transcript, draft, signed, truce, …"},
			func(c *rowContext) string { return form(c.event) }},
		{Column{Name: "quote", Field: "statement", Doc: "in its own language"},
			quote(func(q *record.Quote) string { return q.Text })},
		{Column{Name: "quote_lang", Kind: Exact, Field: "statement", Doc: "BCP 47"},
			quote(func(q *record.Quote) string { return q.Lang })},
		{Column{Name: "quote_translation", Field: "statement"}, quote(translation)},
		{Column{Name: "claims", Field: "leak", Doc: "what a leak says"}, leak(func(_ *rowContext, l *record.Leak) string {
			return joined(l.Claims, func(c record.Claim) string { return c.Text })
		})},
		{Column{Name: "verification", Kind: Exact, Doc: "where a leak stands"}, func(c *rowContext) string {
			if c.event.Verification == nil {
				return ""
			}
			return c.event.Verification.Status
		}},
	}
}

func tieCells() []cell {
	return []cell{
		{Column{Name: "links", Kind: Exact, Doc: "relation and id of the event it points to"}, func(c *rowContext) string {
			return joined(c.event.Links, func(l record.Link) string { return string(l.Relation) + " " + l.To })
		}},
		{Column{Name: "linked_from", Kind: Exact, Doc: "relation and id of the event that points here"}, func(c *rowContext) string {
			return joined(c.event.LinkedFrom, func(l record.LinkedFrom) string { return string(l.Relation) + " " + l.From })
		}},
		{Column{Name: "plans", Kind: Exact, Doc: "what it did with which plan"}, func(c *rowContext) string {
			return joined(c.event.Plans, func(p record.PlanUse) string { return p.As + " " + p.Plan })
		}},
		{Column{Name: "positions", Doc: "who stands where on what"}, func(c *rowContext) string {
			return joined(c.event.Positions, func(p record.Position) string {
				return c.holders(p.Actors) + c.on(p.On) + ": " + p.Value
			})
		}},
	}
}

// holders names those who hold a position, with a space after; "" where the speaker speaks for the side.
func (o *Options) holders(actors []string) string {
	if len(actors) == 0 {
		return ""
	}
	names := make([]string, len(actors))
	for i, id := range actors {
		names[i] = o.label(record.TypeActor, id)
	}
	return strings.Join(names, ", ") + " on "
}

// on names what a position is on.
func (o *Options) on(on record.PositionOn) string {
	switch {
	case on.Topic != "":
		return o.label(record.TypeTopic, on.Topic)
	case on.Ordinal != "":
		return o.label(record.TypePlan, on.Plan) + ", point " + on.Ordinal
	}
	return o.label(record.TypePlan, on.Plan)
}
