package format

import (
	"strconv"
	"strings"

	"backchannel/internal/record"
)

// briefColumns are what txt and md show of a list of events.
func (o *Options) briefColumns() []string {
	columns := []string{"date", "kind", "title", "place", "length_as_told", "sources"}
	if o.Place != nil {
		columns = append([]string{"number"}, columns...)
	}
	return columns
}

// brief is one event under briefColumns. The date is the label, never finer than it is known.
func (o *Options) brief(a *record.EventAnswer) []rich {
	kind := span{text: string(a.Kind)}
	switch {
	case a.Verification != nil:
		kind.note = strings.ReplaceAll(a.Verification.Status, "_", " ")
	case status(a) != "occurred":
		kind.note = status(a)
	}
	cells := []rich{
		text(a.When.Label), {kind}, text(a.Title), text(placeText(a.Place)),
		text(LengthAsTold(a.Particulars["duration"], o.Label)), o.richSources(a),
	}
	if o.Place != nil {
		cells = append([]rich{text(o.Place(a.ID))}, cells...)
	}
	return cells
}

func placeText(p *record.Place) string {
	if p == nil {
		return ""
	}
	switch {
	case p.Name == "" && p.City == "":
		return p.Country
	case p.Name == "" || p.Name == p.City:
		return p.City
	case p.City == "" || strings.Contains(p.Name, p.City):
		return p.Name
	}
	return p.Name + ", " + p.City
}

// richSources are the sources of an event, each with its grade, leading to its first document.
func (o *Options) richSources(a *record.EventAnswer) rich {
	var out rich
	for _, s := range sourcesOf(a) {
		out = append(out, span{text: o.label(record.TypeSource, s.source), url: s.url, note: s.grade})
	}
	return out
}

// closing is what txt and md end with: where the list stands, what it was read from, and how to cite it.
type closing struct {
	count string // "50 of 213", "1 event"
	next  string // address of the next page; empty on the last
	notes []string
	title string
	work  *work // what is cited
}

// close reads the envelope; shown is how many rows were written. a is the one event that the answer is of, nil for
// any other.
func (o *Options) close(head Head, tail Envelope, shown int, a *record.EventAnswer) closing {
	c := closing{title: head.Title}
	if c.title == "" {
		c.title = tail.Meta.Description
	}
	c.work = cited(a, c.title, tail.citing(head))
	if !o.Single {
		c.count = countText(shown, tail.Meta)
		if tail.Links.Next != nil {
			c.next = *tail.Links.Next
		}
	}
	if tail.Meta.AsOf != nil && *tail.Meta.AsOf != "" {
		c.notes = append(c.notes, "as known on "+*tail.Meta.AsOf)
	}
	if tail.Meta.Snapshot != 0 {
		c.notes = append(c.notes, "snapshot "+strconv.FormatInt(tail.Meta.Snapshot, 10))
	}
	if n := tail.Meta.Undated; n != nil && *n > 0 && !o.Single {
		c.notes = append(c.notes, strconv.Itoa(*n)+" more left out, since nothing dated supports them")
	}
	if tail.Meta.Coverage != "" {
		c.notes = append(c.notes, "coverage: "+tail.Meta.Coverage)
	}
	return c
}

func countText(shown int, m Meta) string {
	switch {
	case m.Total == nil:
		return strconv.Itoa(shown)
	case m.TotalIs == "at_least":
		return strconv.Itoa(shown) + " of at least " + strconv.Itoa(*m.Total)
	}
	return strconv.Itoa(shown) + " of " + strconv.Itoa(*m.Total)
}
