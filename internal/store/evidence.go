package store

import (
	"strings"

	"backchannel/internal/filter"
)

// in writes "column IN (…)", or NOT IN.
func in(column string, negated bool, n int) string {
	if negated {
		return column + " NOT IN (" + marks(n) + ")"
	}
	return column + " IN (" + marks(n) + ")"
}

// verification asks where a leak stood as of the moment asked, or stands where none is. What is no
// leak stands nowhere.
func (p *planned) verification(c *filter.Clause) {
	when, args := "x.final = 1", []any{}
	if !p.filter.AsOf.IsZero() {
		asOf := micros(p.filter.AsOf)
		when, args = "x.known_from <= ? AND x.known_to > ?", []any{asOf, asOf}
	}
	p.require("EXISTS (SELECT 1 FROM event_standing x WHERE x.skey = {k} AND "+when+" AND "+in("x.status", c.Not, len(c.Among))+")",
		join(args, anys(c.Among))...)
}

// links asks for a link of the event itself. It is known when its target is too.
func (p *planned) links(c *filter.Clause) {
	sql, args := in("x.relation", false, len(c.Among)), anys(c.Among)
	if c.Field == "links_to" {
		sql = in("x.target", false, len(c.Among))
		if r := c.Relation; r != nil {
			sql, args = sql+" AND "+in("x.relation", r.Not, len(r.Among)), join(args, anys(r.Among))
		}
	}
	if !p.filter.AsOf.IsZero() {
		sql += " AND EXISTS (SELECT 1 FROM event_version y WHERE y.event = x.target AND y.rec <= ? AND y.sup > ? AND y.known_at <= ?)"
		args = append(args, p.view.seq, p.view.seq, micros(p.filter.AsOf))
	}
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_link x WHERE x.skey = {k} AND "+sql+")", args...)
}

// answered asks for a link of another event to this one, known when that other is.
func (p *planned) answered(c *filter.Clause) {
	args := join(anys(c.Among), []any{p.view.seq, p.view.seq})
	known := ""
	if !p.filter.AsOf.IsZero() {
		known = " AND EXISTS (SELECT 1 FROM event_version y WHERE y.skey = x.skey AND y.known_at <= ?)"
		args = append(args, micros(p.filter.AsOf))
	}
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_link x WHERE x.target = v.event AND "+in("x.relation", false, len(c.Among))+
		" AND x.rec <= ? AND x.sup > ?"+known+")", args...)
}

// contested asks for particulars on which accounts known by then differ.
func (p *planned) contested(c *filter.Clause) {
	var tests []string
	var args []any
	for _, particular := range c.Among {
		if particular == "any" {
			tests = append(tests, "1 = 1")
			continue
		}
		tests, args = append(tests, "x.particular = ?"), append(args, particular)
	}
	known := ""
	if !p.filter.AsOf.IsZero() {
		known, args = " AND x.known_from <= ?", append(args, micros(p.filter.AsOf))
	}
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_contested x WHERE x.skey = {k} AND ("+strings.Join(tests, " OR ")+")"+known+")", args...)
}
