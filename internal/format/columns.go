package format

import (
	"strconv"
	"strings"
	"time"

	"backchannel/internal/record"
)

// rowContext is what the cells of one row are read from. Beside the event, only what the rows are of is set.
type rowContext struct {
	*Options
	event       *record.EventAnswer
	citation    *record.CitationAnswer
	participant *record.Participant
	link        *linkEnd
	claim       *record.Claim
	particular  string
	told        *record.Told
	ordinal     int // of the row within its event, from 1
}

// linkEnd is a link seen from the event of the row.
type linkEnd struct {
	direction    string // to, from
	other, title string
	relation     record.Relation
	scope        record.Scope
	note         string
}

// cell is a column with how its cells are read.
type cell struct {
	Column
	read func(*rowContext) string
}

const cellSeparator = "; " // between several people, topics, … in one cell

func joined[T any](list []T, text func(T) string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return text(list[0])
	}
	parts := make([]string, len(list))
	for i, item := range list {
		parts[i] = text(item)
	}
	return strings.Join(parts, cellSeparator)
}

func instant(t *time.Time) string {
	if t == nil {
		return ""
	}
	return stamp(*t)
}

// stamp writes an instant in UTC, with as many decimals as it has.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func numberOrNone(f *float64) string {
	if f == nil {
		return ""
	}
	return number(*f)
}

// eventCells are the columns of events in csv, in their fixed order. New ones go to the end.
func eventCells() []cell {
	cells := []cell{
		{Column{Name: "id", Kind: Exact, Doc: "the event's id"}, func(c *rowContext) string { return c.event.ID }},
		{Column{Name: "kind", Kind: Exact, Doc: "meeting, call, statement, leak, proposal, agreement or action"},
			func(c *rowContext) string { return string(c.event.Kind) }},
		{Column{Name: "status", Kind: Exact, Doc: "scheduled, occurred, unconfirmed or cancelled"},
			func(c *rowContext) string { return status(c.event) }},
		{Column{Name: "date", Kind: Exact, Doc: "EDTF, never made finer than it is known"},
			func(c *rowContext) string { return c.event.Date.String() }},
		{Column{Name: "when", Doc: "the date in English"}, func(c *rowContext) string { return c.event.When.Label }},
		{Column{Name: "earliest", Kind: Exact, Field: "when", Doc: "first day the date can mean; empty: open"},
			func(c *rowContext) string { return deref(c.event.When.Earliest) }},
		{Column{Name: "latest", Kind: Exact, Field: "when", Doc: "last day the date can mean; empty: open"},
			func(c *rowContext) string { return deref(c.event.When.Latest) }},
		{Column{Name: "precision", Kind: Exact, Field: "when", Doc: "day, month, year, interval, …"},
			func(c *rowContext) string { return c.event.When.Precision.String() }},
		{Column{Name: "approximate", Kind: Flag, Field: "when", Doc: "the date carries ~"},
			func(c *rowContext) string { return strconv.FormatBool(c.event.When.Approximate) }},
		{Column{Name: "uncertain", Kind: Flag, Field: "when", Doc: "the date carries ?"},
			func(c *rowContext) string { return strconv.FormatBool(c.event.When.Uncertain) }},
		{Column{Name: "start_at", Kind: Exact, Doc: "instant with its offset, where a clock time is known"},
			func(c *rowContext) string { return c.event.StartAt.String() }},
		{Column{Name: "known_at", Kind: Exact, Doc: "instant, UTC; empty: nothing dated supports it"},
			func(c *rowContext) string { return instant(c.event.KnownAt) }},
		{Column{Name: "title"}, func(c *rowContext) string { return c.event.Title }},
		{Column{Name: "summary"}, func(c *rowContext) string { return c.event.Summary }},
	}
	for _, more := range [][]cell{placeCells(), peopleCells(), citedCells(), kindCells(), tieCells(), stampCells()} {
		cells = append(cells, more...)
	}
	return cells
}

func status(a *record.EventAnswer) string {
	if a.Status == "" {
		return "occurred"
	}
	return string(a.Status)
}

func placeCells() []cell {
	read := func(text func(*record.Place) string) func(*rowContext) string {
		return func(c *rowContext) string {
			if c.event.Place == nil {
				return ""
			}
			return text(c.event.Place)
		}
	}
	return []cell{
		{Column{Name: "place", Doc: "name of the place"}, read(func(p *record.Place) string { return p.Name })},
		{Column{Name: "city", Field: "place"}, read(func(p *record.Place) string { return p.City })},
		{Column{Name: "country", Kind: Exact, Field: "place", Doc: "ISO 3166-1 alpha-2"},
			read(func(p *record.Place) string { return p.Country })},
		{Column{Name: "lat", Kind: Number, Field: "place", Doc: "degrees north, WGS 84"},
			read(func(p *record.Place) string { return numberOrNone(p.Lat) })},
		{Column{Name: "lon", Kind: Number, Field: "place", Doc: "degrees east, WGS 84"},
			read(func(p *record.Place) string { return numberOrNone(p.Lon) })},
		{Column{Name: "timezone", Kind: Exact, Field: "place", Doc: "IANA zone"},
			read(func(p *record.Place) string { return p.TZ })},
		{Column{Name: "place_precision", Kind: Exact, Field: "place", Doc: "exact, near, city, region or country"},
			read(func(p *record.Place) string { return p.Precision })},
	}
}

func peopleCells() []cell {
	people := func(text func(*rowContext, record.Participant) string) func(*rowContext) string {
		return func(c *rowContext) string {
			return joined(c.event.Participants, func(p record.Participant) string { return text(c, p) })
		}
	}
	return []cell{
		{Column{Name: "participants", Doc: "names, joined with \"; \", as are all lists in a cell"},
			people(func(c *rowContext, p record.Participant) string { return c.label(record.TypeActor, p.Actor) })},
		{Column{Name: "participant_ids", Kind: Exact, Field: "participants", Doc: "in the order of participants"},
			people(func(_ *rowContext, p record.Participant) string { return p.Actor })},
		{Column{Name: "participant_roles", Kind: Exact, Field: "participants", Doc: "in the order of participants"},
			people(func(_ *rowContext, p record.Participant) string { return string(p.Role) })},
		{Column{Name: "topics", Doc: "labels"}, func(c *rowContext) string {
			return joined(c.event.Topics, func(id string) string { return c.label(record.TypeTopic, id) })
		}},
		{Column{Name: "topic_ids", Kind: Exact, Field: "topics"}, func(c *rowContext) string {
			return strings.Join(c.event.Topics, cellSeparator)
		}},
	}
}

func citedCells() []cell {
	return []cell{
		{Column{Name: "sources", Field: "citations", Doc: "names of those who published what is cited"}, func(c *rowContext) string {
			return joined(sourcesOf(c.event), func(s sourceGrade) string { return c.label(record.TypeSource, s.source) })
		}},
		{Column{Name: "source_ids", Kind: Exact, Field: "citations", Doc: "in the order of sources"}, func(c *rowContext) string {
			return joined(sourcesOf(c.event), func(s sourceGrade) string { return s.source })
		}},
		{Column{Name: "document_ids", Kind: Exact, Field: "citations"}, func(c *rowContext) string {
			return strings.Join(distinct(c.event.Citations, func(a record.CitationAnswer) string { return a.Document.ID }), cellSeparator)
		}},
		{Column{Name: "document_urls", Kind: Address, Field: "citations", Doc: "addresses of the documents, those without left out"},
			func(c *rowContext) string {
				return strings.Join(distinct(c.event.Citations, func(a record.CitationAnswer) string { return a.URL }), cellSeparator)
			}},
		{Column{Name: "best_grade", Kind: Exact, Field: "citations", Doc: "Admiralty code; F and 6 mean cannot be judged"},
			func(c *rowContext) string { return bestGrade(c.event.Citations) }},
		{Column{Name: "length_as_told", Field: "particulars", Doc: "each length with who tells it"}, func(c *rowContext) string {
			return LengthAsTold(c.event.Particulars["duration"], c.Label)
		}},
	}
}

// distinct lists the texts of a list once each, in order, without empty ones.
func distinct[T any](list []T, text func(T) string) []string {
	out := make([]string, 0, len(list))
next:
	for _, item := range list {
		s := text(item)
		for _, had := range out {
			if had == s {
				continue next
			}
		}
		if s != "" {
			out = append(out, s)
		}
	}
	return out
}

func stampCells() []cell {
	return []cell{
		{Column{Name: "revision", Kind: Number, Doc: "with the id it names this state for ever"},
			func(c *rowContext) string { return strconv.Itoa(c.event.Revision) }},
		{Column{Name: "recorded_at", Kind: Exact}, func(c *rowContext) string { return stamp(c.event.RecordedAt) }},
		{Column{Name: "updated_at", Kind: Exact}, func(c *rowContext) string { return stamp(c.event.UpdatedAt) }},
	}
}
