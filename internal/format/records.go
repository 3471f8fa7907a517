package format

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"backchannel/internal/record"
)

// recordCell is a column of records of one type, with how its cells are read.
type recordCell[T any] struct {
	Column
	read func(*Options, T) string
}

// RecordColumns lists the columns of a type's table, in their fixed order; for events it is EventColumns("").
func RecordColumns(t record.Type) []Column {
	var columns []Column
	switch t {
	case record.TypeActor:
		columns = columnsOf(actorCells())
	case record.TypeSource:
		columns = columnsOf(sourceCells())
	case record.TypeDocument:
		columns = columnsOf(documentRecordCells())
	case record.TypeTopic:
		columns = columnsOf(topicCells())
	case record.TypePlan:
		columns = columnsOf(planCells())
	case record.TypeComparison:
		columns = columnsOf(comparisonCells())
	case record.TypeTimeline:
		columns = columnsOf(timelineCells())
	case record.TypeEvent:
		return EventColumns("")
	default:
		return nil
	}
	return append(columns,
		Column{Name: "revision", Kind: Number, Doc: "with the id it names this state for ever"},
		Column{Name: "recorded_at", Kind: Exact, Doc: "instant, UTC"},
		Column{Name: "updated_at", Kind: Exact, Doc: "instant, UTC"})
}

// RecordCells gives the cells of a record under RecordColumns of its type. It is an error for events, which have an
// encoder of their own.
func RecordCells(r record.Record, stamps record.Stamp, opts Options) ([]string, error) {
	var cells []string
	switch r := r.(type) {
	case *record.Actor:
		cells = readCells(&opts, r, actorCells())
	case *record.Source:
		cells = readCells(&opts, r, sourceCells())
	case *record.Document:
		cells = readCells(&opts, r, documentRecordCells())
	case *record.Topic:
		cells = readCells(&opts, r, topicCells())
	case *record.Plan:
		cells = readCells(&opts, r, planCells())
	case *record.Comparison:
		cells = readCells(&opts, r, comparisonCells())
	case *record.Timeline:
		cells = readCells(&opts, r, timelineCells())
	default:
		return nil, fmt.Errorf("no cells for a %T", r)
	}
	return append(cells, strconv.Itoa(stamps.Revision), stamp(stamps.RecordedAt), stamp(stamps.UpdatedAt)), nil
}

// VocabularyTable is every closed list in one table, a line for each word.
func VocabularyTable(all []record.Vocabulary) Table {
	t := Table{Columns: []Column{
		{Name: "vocabulary", Kind: Exact, Brief: true}, {Name: "value", Kind: Exact, Brief: true},
		{Name: "definition", Brief: true},
	}}
	for _, v := range all {
		for _, term := range v.Terms {
			t.Rows = append(t.Rows, []string{v.Name, term.Value, term.Definition})
		}
	}
	return t
}

func columnsOf[T any](cells []recordCell[T]) []Column {
	columns := make([]Column, len(cells), len(cells)+3)
	for i, c := range cells {
		columns[i] = c.Column
	}
	return columns
}

func readCells[T any](o *Options, r T, cells []recordCell[T]) []string {
	out := make([]string, len(cells), len(cells)+3)
	for i, c := range cells {
		out[i] = c.read(o, r)
	}
	return out
}

func actorCells() []recordCell[*record.Actor] {
	type a = *record.Actor
	return []recordCell[a]{
		{Column{Name: "id", Kind: Exact, Brief: true}, func(_ *Options, r a) string { return r.ID }},
		{Column{Name: "kind", Kind: Exact, Brief: true}, func(_ *Options, r a) string { return string(r.Kind) }},
		{Column{Name: "name", Brief: true}, func(_ *Options, r a) string { return r.Name }},
		{Column{Name: "names", Brief: true, Doc: "other spellings"}, func(_ *Options, r a) string {
			return joined(r.Names, func(n record.Name) string { return n.Name })
		}},
		{Column{Name: "country", Kind: Exact, Brief: true, Doc: "ISO 3166-1 alpha-2"}, func(_ *Options, r a) string { return r.Country }},
		{Column{Name: "roles", Brief: true, Doc: "offices held, with their time"}, func(o *Options, r a) string {
			return joined(r.Roles, o.role)
		}},
		{Column{Name: "wikidata", Kind: Exact}, func(_ *Options, r a) string { return r.Wikidata }},
		{Column{Name: "merged_into", Kind: Exact}, func(_ *Options, r a) string { return r.MergedInto }},
	}
}

// role puts an office in words: "envoy, White House, for United States, 2025-01-20/..".
func (o *Options) role(r record.Role) string {
	parts := []string{r.Title}
	if r.At != "" {
		parts = append(parts, o.label(record.TypeActor, r.At))
	}
	if r.OnBehalfOf != "" {
		parts = append(parts, "for "+o.label(record.TypeActor, r.OnBehalfOf))
	}
	if !r.From.IsZero() || !r.To.IsZero() {
		parts = append(parts, openEnd(r.From.String())+"/"+openEnd(r.To.String()))
	}
	return strings.Join(parts, ", ")
}

func openEnd(s string) string {
	if s == "" {
		return ".."
	}
	return s
}

func sourceCells() []recordCell[*record.Source] {
	type s = *record.Source
	return []recordCell[s]{
		{Column{Name: "id", Kind: Exact, Brief: true}, func(_ *Options, r s) string { return r.ID }},
		{Column{Name: "name", Brief: true}, func(_ *Options, r s) string { return r.Name }},
		{Column{Name: "kind", Kind: Exact, Brief: true}, func(_ *Options, r s) string { return string(r.Kind) }},
		{Column{Name: "family", Kind: Exact, Brief: true, Doc: "owner or wire; its own id where it stands alone"},
			func(_ *Options, r s) string { return r.FamilyOrSelf() }},
		{Column{Name: "party", Kind: Exact, Brief: true, Doc: "actor it speaks for"}, func(_ *Options, r s) string { return r.Party }},
		{Column{Name: "country", Kind: Exact, Brief: true}, func(_ *Options, r s) string { return r.Country }},
		{Column{Name: "reliability", Kind: Exact, Brief: true, Doc: "Admiralty letter; F: cannot be judged"},
			func(_ *Options, r s) string { return string(r.Letter()) }},
		{Column{Name: "langs", Kind: Exact}, func(_ *Options, r s) string { return strings.Join(r.Langs, cellSeparator) }},
		{Column{Name: "url", Kind: Address, Brief: true}, func(_ *Options, r s) string { return r.URL }},
	}
}

func documentRecordCells() []recordCell[*record.Document] {
	type d = *record.Document
	return []recordCell[d]{
		{Column{Name: "id", Kind: Exact, Brief: true}, func(_ *Options, r d) string { return r.ID }},
		{Column{Name: "source", Brief: true, Doc: "name"}, func(o *Options, r d) string { return o.label(record.TypeSource, r.Source) }},
		{Column{Name: "source_id", Kind: Exact, Field: "source"}, func(_ *Options, r d) string { return r.Source }},
		{Column{Name: "title", Brief: true}, func(_ *Options, r d) string { return r.Title }},
		{Column{Name: "published", Kind: Exact, Brief: true, Doc: "EDTF or an instant"}, func(_ *Options, r d) string { return r.Published.String() }},
		{Column{Name: "retrieved_at", Kind: Exact}, func(_ *Options, r d) string { return r.RetrievedAt.String() }},
		{Column{Name: "authors"}, func(_ *Options, r d) string { return strings.Join(r.Authors, cellSeparator) }},
		{Column{Name: "lang", Kind: Exact}, func(_ *Options, r d) string { return r.Lang }},
		{Column{Name: "derived_from", Kind: Exact, Doc: "document it rewrites"}, func(_ *Options, r d) string { return r.DerivedFrom }},
		{Column{Name: "seen_through", Kind: Exact, Brief: true, Doc: "document that reports it; it was not read itself"},
			func(_ *Options, r d) string { return r.SeenThrough }},
		{Column{Name: "paywalled", Kind: Flag}, func(_ *Options, r d) string { return strconv.FormatBool(r.Paywalled) }},
		{Column{Name: "url", Kind: Address, Brief: true}, func(_ *Options, r d) string { return r.URL }},
		{Column{Name: "archived_url", Kind: Address}, func(_ *Options, r d) string { return r.ArchivedURL }},
	}
}

func topicCells() []recordCell[*record.Topic] {
	type t = *record.Topic
	return []recordCell[t]{
		{Column{Name: "id", Kind: Exact, Brief: true}, func(_ *Options, r t) string { return r.ID }},
		{Column{Name: "label", Brief: true}, func(_ *Options, r t) string { return r.Label }},
		{Column{Name: "parent", Kind: Exact, Brief: true}, func(_ *Options, r t) string { return r.Parent }},
		{Column{Name: "proposition", Brief: true, Doc: "what a position is for or against"}, func(_ *Options, r t) string { return r.Proposition }},
	}
}

func planCells() []recordCell[*record.Plan] {
	type p = *record.Plan
	names := func(o *Options, ids []string) string {
		return joined(ids, func(id string) string { return o.label(record.TypeActor, id) })
	}
	return []recordCell[p]{
		{Column{Name: "id", Kind: Exact, Brief: true}, func(_ *Options, r p) string { return r.ID }},
		{Column{Name: "title", Brief: true}, func(_ *Options, r p) string { return r.Title }},
		{Column{Name: "labels", Doc: "what people call it"}, func(_ *Options, r p) string {
			return joined(r.Labels, func(l record.PlanLabel) string { return l.Label })
		}},
		{Column{Name: "date", Kind: Exact, Brief: true}, func(_ *Options, r p) string { return r.Date.String() }},
		{Column{Name: "form", Kind: Exact, Brief: true}, func(_ *Options, r p) string { return r.Form }},
		{Column{Name: "proponents", Brief: true}, func(o *Options, r p) string { return names(o, r.Proponents) }},
		{Column{Name: "addressees"}, func(o *Options, r p) string { return names(o, r.Addressees) }},
		{Column{Name: "revises", Kind: Exact, Brief: true}, func(_ *Options, r p) string { return r.Revises }},
		{Column{Name: "provisions", Kind: Number, Brief: true, Doc: "how many"}, func(_ *Options, r p) string { return strconv.Itoa(len(r.Provisions)) }},
	}
}

func comparisonCells() []recordCell[*record.Comparison] {
	type c = *record.Comparison
	return []recordCell[c]{
		{Column{Name: "id", Kind: Exact, Brief: true}, func(_ *Options, r c) string { return r.ID }},
		{Column{Name: "left", Kind: Exact, Brief: true}, func(_ *Options, r c) string { return r.Left }},
		{Column{Name: "right", Kind: Exact, Brief: true}, func(_ *Options, r c) string { return r.Right }},
		{Column{Name: "coder", Brief: true, Doc: "name"}, func(o *Options, r c) string { return o.teller(r.Coder) }},
		{Column{Name: "rows", Brief: true, Doc: "topic and relation of each"}, func(o *Options, r c) string {
			return joined(r.Rows, func(row record.ComparisonRow) string {
				return o.label(record.TypeTopic, row.Topic) + ": " + row.Relation
			})
		}},
	}
}

func timelineCells() []recordCell[*record.Timeline] {
	type t = *record.Timeline
	return []recordCell[t]{
		{Column{Name: "id", Kind: Exact, Brief: true}, func(_ *Options, r t) string { return r.ID }},
		{Column{Name: "title", Brief: true}, func(_ *Options, r t) string { return r.Title }},
		{Column{Name: "description", Brief: true}, func(_ *Options, r t) string { return r.Description }},
		{Column{Name: "filter", Brief: true, Doc: "query string"}, func(_ *Options, r t) string { return r.Filter }},
		{Column{Name: "notes", Kind: Number, Doc: "how many"}, func(_ *Options, r t) string { return strconv.Itoa(len(r.Notes)) }},
	}
}

// DecodeRecord reads a served record of another type than event, for RecordCells.
func DecodeRecord(t record.Type, body []byte) (record.Record, record.Stamp, error) {
	var stamps record.Stamp
	r := record.New(t)
	if r == nil || t == record.TypeEvent {
		return nil, stamps, fmt.Errorf("decode a record: no table of %q", t)
	}
	if err := json.Unmarshal(body, r); err != nil {
		return nil, stamps, fmt.Errorf("decode %s: %w", t, err)
	}
	if err := json.Unmarshal(body, &stamps); err != nil {
		return nil, stamps, fmt.Errorf("decode the stamp of %s: %w", t, err)
	}
	return r, stamps, nil
}
