package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// Facets are the fields of which values are counted.
func Facets() []string {
	return []string{"kind", "topic", "actor", "source", "country", "verification"}
}

// FacetCount is a value of a facet and how many events have it.
type FacetCount struct {
	Value string
	Count int64
}

// Facet counts the values of a field over a filter, those of most events first, then by value. A count is exactly how many
// events the filter has with that value in place of its clauses on the field, whatever binds to them included: so a topic
// counts what is under the topics below it too, once, and an actor what those merged into it took part in; of leaks alone
// it is told where they stand, as of the moment asked. The timelines saved narrow it with whatever they ask of the field.
func (v *View) Facet(ctx context.Context, field string, f *filter.Filter, saved ...filter.Saved) ([]FacetCount, error) {
	return v.facet(ctx, field, fewMatches, f, saved)
}

// facet looks links up one by one where at most few events match.
func (v *View) facet(ctx context.Context, field string, few int64, f *filter.Filter, saved []filter.Saved) ([]FacetCount, error) {
	open, in := f.Open(field)
	open, faults := open.Within(saved...)
	if len(faults) > 0 {
		return nil, fmt.Errorf("count by %s: %w", field, faults)
	}
	p := v.plan(open)
	if p.empty {
		return nil, nil
	}
	n, err := v.count(ctx, open, few+1)
	if err != nil || n == 0 {
		return nil, err
	}
	found := map[string]int64{}
	switch field {
	case "kind", "country", "verification":
		err = p.countWords(ctx, field, found)
	case "source":
		if in.Grade != nil || in.MinGrade != nil {
			err = v.countGraded(ctx, open, in, found)
			break
		}
		fallthrough
	default:
		err = p.countLinked(ctx, in, n <= few, found)
	}
	if err != nil {
		return nil, fmt.Errorf("count by %s: %w", field, err)
	}
	counts := make([]FacetCount, 0, len(found))
	for value, n := range found {
		counts = append(counts, FacetCount{value, n})
	}
	slices.SortFunc(counts, func(a, b FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return counts, nil
}

// fewMatches is up to how many events their links are looked up one by one instead of walking a whole table of links.
const fewMatches = 1000

// matched begins a statement with h, the skeys of everything that matches, each once.
func (p *planned) matched(s *statement) {
	parts := p.parts("ASC", -1, p.hi)
	s.add("WITH ")
	for i, part := range parts {
		s.add("h" + strconv.Itoa(i) + " (skey) AS (")
		p.hits(s, part, "ASC", 0)
		s.add("), ")
	}
	s.add("h (skey) AS MATERIALIZED (")
	if len(parts) == 0 {
		s.add("SELECT 0 WHERE 1 = 0")
	}
	for i := range parts {
		if i > 0 {
			s.add(" UNION ALL ")
		}
		s.add("SELECT skey FROM h" + strconv.Itoa(i))
	}
	s.add(") ")
}

// countWords counts a field of which an event has one value at most.
func (p *planned) countWords(ctx context.Context, field string, found map[string]int64) error {
	var s statement
	p.matched(&s)
	switch field {
	case "kind":
		s.add("SELECT v.kind, count(*) FROM h CROSS JOIN event_version v ON v.skey = h.skey GROUP BY v.kind")
	case "country":
		s.add("SELECT v.country, count(*) FROM h CROSS JOIN event_version v ON v.skey = h.skey WHERE v.country <> '' GROUP BY v.country")
	case "verification":
		s.add("SELECT x.status, count(*) FROM h CROSS JOIN event_standing x ON x.skey = h.skey WHERE ")
		if p.filter.AsOf.IsZero() {
			s.add("x.final = 1")
		} else {
			s.add("x.known_from <= ? AND x.known_to > ?", micros(p.filter.AsOf), micros(p.filter.AsOf))
		}
		s.add(" GROUP BY x.status")
	}
	return p.view.store.query(ctx, s.sql.String(), s.args, func(row tuple) error {
		if field == "kind" {
			found[kindName(int(row.int(0)))] = row.int(1)
		} else {
			found[row.text(0)] = row.int(1)
		}
		return nil
	})
}

// kindName is the kind of a number that kindNumber gave.
func kindName(number int) string { return storedKinds()[number-1] }

// countLinked counts what a table of links holds of the events, a value and event once.
func (p *planned) countLinked(ctx context.Context, in filter.Clause, few bool, found map[string]int64) error {
	var s statement
	p.matched(&s)
	table, where := "event_"+in.Field, condition{sql: "1 = 1"}
	switch in.Field {
	case "actor":
		where.sql, where.args = p.roles(&in)
		if where.sql = "{r}." + where.sql; in.Representing != nil {
			more, sides := p.representing(in.Representing)
			where = condition{sql: where.sql + " AND {r}." + more, args: join(where.args, sides)}
		}
	case "source":
		if table = "event_citation"; !p.filter.AsOf.IsZero() {
			where = condition{sql: "{r}.known_at <= ?", args: []any{micros(p.filter.AsOf)}}
		}
	}
	s.add("SELECT DISTINCT d." + in.Field + ", d.skey FROM ")
	switch {
	case !few:
		s.add(table+" d WHERE d.rec <= ? AND d.sup > ? AND +d.skey IN (SELECT skey FROM h) AND ", p.view.seq, p.view.seq)
	case in.Field == "topic": // the one table without an index by event
		s.add("h CROSS JOIN ident i ON i.type = ? CROSS JOIN event_topic d ON d.topic = i.num AND d.skey = h.skey WHERE ", string(record.TypeTopic))
	default:
		s.add("h CROSS JOIN " + table + " d ON d.skey = h.skey WHERE ")
	}
	s.add(replaceRow(where.sql, "d"), where.args...)
	folded := folder{view: p.view, field: in.Field, into: map[int64][]string{}, shared: map[string][]int64{}, found: found}
	err := p.view.store.query(ctx, s.sql.String(), s.args, func(row tuple) error {
		folded.add(row.int(0), row.int(1))
		return nil
	})
	folded.end()
	return err
}

// countGraded counts the sources of events whose citations of them are graded as asked: so few ask for both that each
// event is read.
func (v *View) countGraded(ctx context.Context, f *filter.Filter, in filter.Clause, found map[string]int64) error {
	return v.eachAnswer(ctx, f, func(a *record.EventAnswer) {
		var sources []string
		for i := range a.Citations {
			sources = append(sources, a.Citations[i].Source)
		}
		for _, source := range unique(sources) {
			one := in
			one.Among = []string{source}
			if (&filter.Filter{Clauses: []filter.Clause{one}}).Match(a, v) {
				found[source]++
			}
		}
	})
}
