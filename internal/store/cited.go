package store

import (
	"strings"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// letter is a citation's Admiralty letter as a character code: its own, or its source's as of the view.
const letter = "(CASE WHEN x.letter <> 0 THEN x.letter ELSE coalesce((SELECT l.letter FROM source_letter l WHERE l.source = x.source AND l.rec <= ? AND l.sup > ?), 70) END)"

// citation turns a clause on citations into a condition. A grade that holds F or 6 is unjudged and
// ranks behind every judged one.
func (p *planned) citation(c *filter.Clause, at int) {
	sql, args := "x.skey = {k}", []any{}
	switch c.Field {
	case "source":
		args = p.nums(record.TypeSource, c.Among)
		sql = "x.source IN (" + marks(len(args)) + ") AND " + sql
	case "document":
		args = p.nums(record.TypeDocument, c.Among)
		sql = "x.document IN (" + marks(len(args)) + ") AND " + sql
	}
	known := condition{}
	if !p.filter.AsOf.IsZero() {
		known = condition{sql: "known_at <= ?", args: []any{micros(p.filter.AsOf)}}
		sql, args = sql+" AND x."+known.sql, append(args, known.args...)
	}
	graded := c.Grade != nil || c.MinGrade != nil || c.Field == "grade" || c.Field == "min_grade"
	if !graded {
		p.require(not(c)+"EXISTS (SELECT 1 FROM event_citation x WHERE "+sql+")", args...)
		p.walkCitations(c, at, known)
		return
	}
	sql += " AND x.ordinal >= 0"
	var tests []string
	var all []any
	test := func(s string, a ...any) { tests, all = append(tests, s), append(all, a...) }
	if c.MinGrade != nil {
		reach, a := p.reaches(c.MinGrade.Among)
		if c.MinGrade.Not {
			reach = "NOT " + reach
		}
		test("EXISTS (SELECT 1 FROM event_citation x WHERE "+sql+" AND "+reach+")", join(args, a)...)
	}
	if c.Field == "min_grade" {
		reach, a := p.reaches(c.Among)
		test("EXISTS (SELECT 1 FROM event_citation x WHERE "+sql+" AND "+reach+")", join(args, a)...)
	}
	if choice := c.Grade; choice != nil {
		best, a := p.bestGrade(sql, args, choice.Among, choice.Not)
		test(best, a...)
	}
	if c.Field == "grade" {
		best, a := p.bestGrade(sql, args, c.Among, false)
		test(best, a...)
	}
	p.require(not(c)+"("+strings.Join(tests, " AND ")+")", all...)
}

func join(lists ...[]any) []any {
	var all []any
	for _, list := range lists {
		all = append(all, list...)
	}
	return all
}

// reaches is the condition that a citation is judged, and at least as good as one of the grades in
// both letter and digit.
func (p *planned) reaches(grades []string) (sql string, args []any) {
	var tests []string
	for _, g := range grades {
		tests = append(tests, letter+" <= ? AND x.digit <= ?")
		args = append(args, p.view.seq, p.view.seq, int(g[0]), int(g[1]-'0'))
	}
	sql = "(x.digit < 6 AND " + letter + " < 70 AND (" + strings.Join(tests, " OR ") + "))"
	return sql, append([]any{p.view.seq, p.view.seq}, args...)
}

// bestGrade is the condition that the best of the citations has one of the grades, or with negated
// that there is one and it has none of them.
func (p *planned) bestGrade(where string, whereArgs []any, grades []string, negated bool) (sql string, args []any) {
	rank := "coalesce((SELECT min(CASE WHEN x.digit = 6 OR " + letter + " = 70 THEN 10000 ELSE 0 END + " + letter + " * 10 + x.digit)" +
		" FROM event_citation x WHERE " + where + "), 0)"
	args = join([]any{p.view.seq, p.view.seq, p.view.seq, p.view.seq}, whereArgs)
	in := " IN ("
	if negated {
		in = " NOT IN (0,"
	}
	for _, g := range grades {
		n := int(g[0])*10 + int(g[1]-'0')
		if g[0] == 'F' || g[1] == '6' {
			n += 10000
		}
		args = append(args, n)
	}
	return rank + in + marks(len(grades)) + ")", args
}
