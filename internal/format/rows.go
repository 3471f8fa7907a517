package format

import (
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/record"
)

// What rows= may ask for: one line for each of these. Every line repeats the event's id, date and title.
const (
	RowsEvents       = "events"
	RowsCitations    = "citations"
	RowsParticipants = "participants"
	RowsLinks        = "links"
	RowsClaims       = "claims"
	RowsAccounts     = "accounts"
)

// RowNames lists the values of rows= on events.
func RowNames() []string {
	return []string{RowsEvents, RowsCitations, RowsParticipants, RowsLinks, RowsClaims, RowsAccounts}
}

// EventColumns lists the columns of rows=; of events where it is empty, none where it is no value of RowNames.
func EventColumns(rows string) []Column {
	cells, _ := viewOf(rows)
	columns := make([]Column, len(cells))
	for i, c := range cells {
		columns[i] = c.Column
	}
	return columns
}

// viewOf gives the columns of rows= and what calls yield with each row of an event.
func viewOf(rows string) ([]cell, func(*rowContext, func() error) error) {
	switch rows {
	case "", RowsEvents:
		return eventCells(), func(_ *rowContext, yield func() error) error { return yield() }
	case RowsCitations:
		return citationCells(), eachCitation
	case RowsParticipants:
		return participantCells(), eachParticipant
	case RowsLinks:
		return linkCells(), eachLink
	case RowsClaims:
		return claimCells(), eachClaim
	case RowsAccounts:
		return accountCells(), eachAccount
	}
	return nil, nil
}

// view turns events into rows of cells.
type view struct {
	columns []Column
	cells   []cell
	rows    func(*rowContext, func() error) error
	at      rowContext
	buffer  []string
}

func newView(opts Options) *view {
	cells, rows := viewOf(opts.Rows)
	v := &view{rows: rows, at: rowContext{Options: &opts}}
	for i, c := range cells {
		// Whichever are chosen, a row says which event it is of.
		always := i == 0 || rowsOfParts(opts.Rows) && (c.Name == "date" || c.Name == "title")
		if len(opts.Fields) == 0 || always || chosen(c.Column, opts.Fields) {
			v.cells = append(v.cells, c)
			v.columns = append(v.columns, c.Column)
		}
	}
	v.buffer = make([]string, len(v.cells))
	return v
}

func rowsOfParts(rows string) bool { return rows != "" && rows != RowsEvents }

// brief leaves only the columns that fit readers, unless they chose some: addresses where they do not show.
func (v *view) brief(addresses bool) *view {
	if len(v.at.Fields) > 0 {
		return v
	}
	v.cells = slices.DeleteFunc(v.cells, func(c cell) bool { return !c.Brief || c.Kind == Address && !addresses })
	v.columns = v.columns[:0]
	for _, c := range v.cells {
		v.columns = append(v.columns, c.Column)
	}
	v.buffer = v.buffer[:len(v.cells)]
	return v
}

// each calls yield with the cells of each row; they are overwritten by the next.
func (v *view) each(a *record.EventAnswer, yield func([]string) error) error {
	v.at = rowContext{Options: v.at.Options, event: a}
	return v.rows(&v.at, func() error {
		for i := range v.cells {
			v.buffer[i] = v.cells[i].read(&v.at)
		}
		return yield(v.buffer)
	})
}

// headCells begin every row of a part of an event.
func headCells() []cell {
	return []cell{
		{Column{Name: "event", Kind: Exact, Brief: true, Field: "id", Doc: "the event's id"}, func(c *rowContext) string { return c.event.ID }},
		{Column{Name: "date", Kind: Exact, Doc: "the event's, EDTF"}, func(c *rowContext) string { return c.event.Date.String() }},
		{Column{Name: "when", Brief: true, Doc: "the event's date in English"}, func(c *rowContext) string { return c.event.When.Label }},
		{Column{Name: "kind", Kind: Exact, Doc: "the event's"}, func(c *rowContext) string { return string(c.event.Kind) }},
		{Column{Name: "title", Brief: true, Doc: "the event's"}, func(c *rowContext) string { return c.event.Title }},
	}
}

func participantCells() []cell {
	return append(headCells(),
		cell{Column{Name: "participant", Brief: true, Field: "participants", Doc: "name"},
			func(c *rowContext) string { return c.label(record.TypeActor, c.participant.Actor) }},
		cell{Column{Name: "participant_id", Kind: Exact, Field: "participants"},
			func(c *rowContext) string { return c.participant.Actor }},
		cell{Column{Name: "role", Kind: Exact, Brief: true, Field: "participants"},
			func(c *rowContext) string { return string(c.participant.Role) }},
		cell{Column{Name: "took_part", Kind: Flag, Field: "participants", Doc: "false for a subject or an addressee"},
			func(c *rowContext) string { return strconv.FormatBool(c.participant.Role.TookPart()) }},
		cell{Column{Name: "representing", Brief: true, Field: "participants", Doc: "name"},
			func(c *rowContext) string { return c.label(record.TypeActor, c.participant.Representing) }},
		cell{Column{Name: "representing_id", Kind: Exact, Field: "participants"},
			func(c *rowContext) string { return c.participant.Representing }},
	)
}

func eachParticipant(c *rowContext, yield func() error) error {
	for i := range c.event.Participants {
		c.participant, c.ordinal = &c.event.Participants[i], i+1
		if err := yield(); err != nil {
			return err
		}
	}
	return nil
}

func linkCells() []cell {
	return append(headCells(),
		cell{Column{Name: "direction", Kind: Exact, Brief: true, Field: "links linked_from", Doc: "to: this event says so of the other; from: the other of this"},
			func(c *rowContext) string { return c.link.direction }},
		cell{Column{Name: "relation", Kind: Exact, Brief: true, Field: "links linked_from"},
			func(c *rowContext) string { return string(c.link.relation) }},
		cell{Column{Name: "scope", Kind: Exact, Brief: true, Field: "links linked_from", Doc: "whole, part, attribution or authenticity"},
			func(c *rowContext) string { return scope(c.link.scope) }},
		cell{Column{Name: "other", Kind: Exact, Field: "links linked_from", Doc: "id of the other event"},
			func(c *rowContext) string { return c.link.other }},
		cell{Column{Name: "other_title", Brief: true, Field: "links linked_from", Doc: "its id where its title is not at hand"},
			func(c *rowContext) string { return c.link.title }},
		cell{Column{Name: "note", Brief: true, Field: "links linked_from"}, func(c *rowContext) string { return c.link.note }},
	)
}

func scope(s record.Scope) string {
	if s == "" {
		return "whole"
	}
	return string(s)
}

// linkEnds lists the links of an event, its own before those of others.
func (o *Options) linkEnds(a *record.EventAnswer) []linkEnd {
	ends := make([]linkEnd, 0, len(a.Links)+len(a.LinkedFrom))
	for _, l := range a.Links {
		ends = append(ends, linkEnd{"to", l.To, o.label(record.TypeEvent, l.To), l.Relation, l.Scope, l.Note})
	}
	for _, l := range a.LinkedFrom {
		title := l.Title
		if title == "" {
			title = o.label(record.TypeEvent, l.From)
		}
		ends = append(ends, linkEnd{"from", l.From, title, l.Relation, l.Scope, l.Note})
	}
	return ends
}

func eachLink(c *rowContext, yield func() error) error {
	for i, end := range c.linkEnds(c.event) {
		c.link, c.ordinal = &end, i+1
		if err := yield(); err != nil {
			return err
		}
	}
	return nil
}

func claimCells() []cell {
	return append(headCells(),
		cell{Column{Name: "claim", Kind: Number, Field: "leak", Doc: "place within the leak, from 1"},
			func(c *rowContext) string { return strconv.Itoa(c.ordinal) }},
		cell{Column{Name: "text", Brief: true, Field: "leak"}, func(c *rowContext) string { return c.claim.Text }},
		cell{Column{Name: "topic", Brief: true, Field: "leak", Doc: "label"},
			func(c *rowContext) string { return c.label(record.TypeTopic, c.claim.Topic) }},
		cell{Column{Name: "topic_id", Kind: Exact, Field: "leak"}, func(c *rowContext) string { return c.claim.Topic }},
		cell{Column{Name: "names", Brief: true, Field: "leak", Doc: "names of the actors it speaks of"}, func(c *rowContext) string {
			return joined(c.claim.Actors, func(id string) string { return c.label(record.TypeActor, id) })
		}},
		cell{Column{Name: "named_ids", Kind: Exact, Field: "leak"},
			func(c *rowContext) string { return strings.Join(c.claim.Actors, cellSeparator) }},
		cell{Column{Name: "source", Brief: true, Field: "leak", Doc: "name of who published the leak"},
			func(c *rowContext) string { return c.label(record.TypeSource, c.event.Leak.Source) }},
		cell{Column{Name: "source_id", Kind: Exact, Field: "leak"}, func(c *rowContext) string { return c.event.Leak.Source }},
		cell{Column{Name: "form", Kind: Exact, Field: "leak"}, func(c *rowContext) string { return c.event.Leak.Form }},
		cell{Column{Name: "attribution", Kind: Exact, Field: "leak"}, func(c *rowContext) string { return c.event.Leak.Attribution }},
		cell{Column{Name: "verification", Kind: Exact, Brief: true, Doc: "where the leak stands"}, func(c *rowContext) string {
			if c.event.Verification == nil {
				return ""
			}
			return c.event.Verification.Status
		}},
	)
}

func eachClaim(c *rowContext, yield func() error) error {
	if c.event.Leak == nil {
		return nil
	}
	for i := range c.event.Leak.Claims {
		c.claim, c.ordinal = &c.event.Leak.Claims[i], i+1
		if err := yield(); err != nil {
			return err
		}
	}
	return nil
}
