package format

import (
	"reflect"
	"strconv"

	"backchannel/internal/record"
)

func citationCells() []cell {
	return append(headCells(), append(documentCells(),
		cell{Column{Name: "grade", Kind: Exact, Brief: true, Field: "citations", Doc: "Admiralty code; F and 6 mean cannot be judged"},
			func(c *rowContext) string { return c.citation.Grade }},
		cell{Column{Name: "supports", Kind: Exact, Brief: true, Field: "citations", Doc: "supports, refutes or mentions"},
			func(c *rowContext) string { return supports(c.citation) }},
		cell{Column{Name: "teller", Field: "citations", Doc: "name of who says so in the document"},
			func(c *rowContext) string { return c.teller(tellerOf(c.citation)) }},
		cell{Column{Name: "teller_id", Kind: Exact, Field: "citations"},
			func(c *rowContext) string { return tellerID(tellerOf(c.citation)) }},
		cell{Column{Name: "says", Brief: true, Field: "citations", Doc: "what is said of the particulars"},
			func(c *rowContext) string { return c.says(c.citation.Says) }},
		cell{Column{Name: "locator", Field: "citations", Doc: "where in the document"},
			func(c *rowContext) string { return c.citation.Locator }},
		cell{Column{Name: "excerpt", Field: "citations", Doc: "the passage, as it stands there"},
			func(c *rowContext) string { return c.citation.Excerpt }},
	)...)
}

// documentCells tell which document a citation is of.
func documentCells() []cell {
	read := func(text func(*rowContext, *record.CitationAnswer) string) func(*rowContext) string {
		return func(c *rowContext) string {
			if c.citation == nil {
				return ""
			}
			return text(c, c.citation)
		}
	}
	return []cell{
		{Column{Name: "document", Kind: Exact, Field: "citations", Doc: "id"}, func(c *rowContext) string {
			if c.told != nil {
				return c.told.Document
			}
			return c.citation.Document.ID
		}},
		{Column{Name: "document_title", Field: "citations"}, read(func(c *rowContext, a *record.CitationAnswer) string {
			if d := c.document(a.Document.ID); d != nil {
				return d.Title
			}
			return ""
		})},
		{Column{Name: "source", Brief: true, Field: "citations", Doc: "name of who published it"},
			read(func(c *rowContext, a *record.CitationAnswer) string { return c.label(record.TypeSource, a.Source) })},
		{Column{Name: "source_id", Kind: Exact, Field: "citations"},
			read(func(_ *rowContext, a *record.CitationAnswer) string { return a.Source })},
		{Column{Name: "url", Kind: Address, Brief: true, Field: "citations"},
			read(func(_ *rowContext, a *record.CitationAnswer) string { return a.URL })},
		{Column{Name: "published", Kind: Exact, Field: "citations", Doc: "EDTF or an instant"},
			read(func(_ *rowContext, a *record.CitationAnswer) string { return a.Published.String() })},
		{Column{Name: "known_at", Kind: Exact, Field: "citations", Doc: "instant, UTC; empty: the document has no date"},
			read(func(_ *rowContext, a *record.CitationAnswer) string { return instant(a.KnownAt) })},
	}
}

func supports(c *record.CitationAnswer) string {
	if c.Supports == "" {
		return "supports"
	}
	return string(c.Supports)
}

func tellerID(t record.Teller) string {
	if t.Actor != "" {
		return t.Actor
	}
	return t.Source
}

// says puts all that one citation says of the particulars in a line.
func (o *Options) says(said map[string]record.Said) string {
	if len(said) == 0 {
		return ""
	}
	var parts []string
	for _, name := range particularOrder() {
		if s, ok := said[name]; ok {
			parts = append(parts, name+": "+o.phrase(name, s))
		}
	}
	return joined(parts, func(s string) string { return s })
}

func eachCitation(c *rowContext, yield func() error) error {
	for i := range c.event.Citations {
		c.citation, c.ordinal = &c.event.Citations[i], i+1
		if err := yield(); err != nil {
			return err
		}
	}
	return nil
}

// accountCells are the columns of rows=accounts: one line for each teller of each particular.
func accountCells() []cell {
	return append(append(headCells(),
		cell{Column{Name: "particular", Kind: Exact, Brief: true, Field: "particulars", Doc: "what is told: duration, place, …"},
			func(c *rowContext) string { return c.particular }},
		cell{Column{Name: "teller", Brief: true, Field: "particulars", Doc: "name of who tells it"},
			func(c *rowContext) string { return c.teller(c.told.By) }},
		cell{Column{Name: "teller_id", Kind: Exact, Field: "particulars"}, func(c *rowContext) string { return tellerID(c.told.By) }},
		cell{Column{Name: "told", Brief: true, Field: "particulars", Doc: "value, range or words in one phrase"},
			func(c *rowContext) string { return c.phrase(c.particular, c.told.Said) }},
		cell{Column{Name: "value", Field: "particulars", Doc: "as text, in ndjson too; duration in minutes; ids as they are"}, func(c *rowContext) string {
			return (&Options{}).value(c.particular, c.told.Value)
		}},
		cell{Column{Name: "min", Kind: Number, Field: "particulars"}, func(c *rowContext) string { return numberOrNone(c.told.Min) }},
		cell{Column{Name: "max", Kind: Number, Field: "particulars"}, func(c *rowContext) string { return numberOrNone(c.told.Max) }},
		cell{Column{Name: "unit", Kind: Exact, Field: "particulars", Doc: "of value, min and max"}, func(c *rowContext) string {
			return c.event.Particulars[c.particular].Unit
		}},
		cell{Column{Name: "text", Field: "particulars", Doc: "how it was put"}, func(c *rowContext) string { return c.told.Text }},
		cell{Column{Name: "derived", Kind: Flag, Field: "particulars", Doc: "computed from this teller's start and end"},
			func(c *rowContext) string { return strconv.FormatBool(c.told.Derived) }},
		cell{Column{Name: "state", Kind: Exact, Field: "particulars", Doc: "of the particular: agrees, differs or single"},
			func(c *rowContext) string { return c.event.Particulars[c.particular].State }},
	), append(documentCells(),
		cell{Column{Name: "grade", Kind: Exact, Brief: true, Field: "citations", Doc: "Admiralty code; F and 6 mean cannot be judged"},
			func(c *rowContext) string {
				if c.citation == nil {
					return ""
				}
				return c.citation.Grade
			}},
	)...)
}

func eachAccount(c *rowContext, yield func() error) error {
	for _, name := range orderedParticulars(c.event.Particulars) {
		for i, account := range accountsOf(c.event, name) {
			c.particular, c.ordinal = name, i+1
			c.told, c.citation = account.told, account.citation
			if err := yield(); err != nil {
				return err
			}
		}
	}
	return nil
}

// account is one telling of a particular with the citation it was told in; nil where that is not in the answer.
type account struct {
	told     *record.Told
	citation *record.CitationAnswer
}

// accountsOf lists who tells a particular, each with the very citation: one document may give the word of one teller
// twice, with a grade for each. Where none says just that, it is another of the same document.
func accountsOf(a *record.EventAnswer, particular string) []account {
	const exact = 3
	list := make([]account, len(a.Particulars[particular].Told))
	taken := make([]bool, len(a.Citations))
	for i := range list {
		t := &a.Particulars[particular].Told[i]
		list[i].told = t
		best, at := 0, 0
		for j := range a.Citations {
			c, fit := &a.Citations[j], 0
			switch teller := tellerOf(c) == t.By; {
			case c.Document.ID != t.Document:
			case teller && !taken[j] && says(c, particular, t):
				fit = exact
			case teller:
				fit = 2
			default:
				fit = 1
			}
			if fit > best {
				best, at = fit, j
			}
		}
		if best > 0 {
			list[i].citation = &a.Citations[at]
			taken[at] = taken[at] || best == exact
		}
	}
	return list
}

// says holds where the citation says the same of a particular; a derived length stands in its start and end.
func says(c *record.CitationAnswer, particular string, t *record.Told) bool {
	said, ok := c.Says[particular]
	if !t.Derived {
		return ok && reflect.DeepEqual(said, t.Said)
	}
	_, starts := c.Says["start_at"]
	_, ends := c.Says["end_at"]
	return !ok && starts && ends
}
