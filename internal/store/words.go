package store

import (
	"slices"
	"strings"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// text turns q, and actors who took part together, into an expression for the text index, and q into a
// condition where it only excludes. Each version's words hold a token for each that took part, and the
// index finds what holds several far faster than one list of events is looked up in another.
func (p *planned) text() {
	var required, excluded []string
	if p.filter.Text != nil {
		for _, term := range p.filter.Text.Terms {
			if expression := p.view.matchTerm(term); term.Not {
				excluded = append(excluded, expression)
			} else {
				required = append(required, expression)
			}
		}
	}
	for i := range p.filter.Clauses {
		if c := &p.filter.Clauses[i]; p.inWords(c) {
			required = append(required, p.actorTokens(c.Among))
		}
	}
	switch {
	case len(required) > 0:
		p.match = "(" + strings.Join(required, " AND ") + ")"
		if len(excluded) > 0 {
			p.match += " NOT (" + strings.Join(excluded, " OR ") + ")"
		}
		p.drivers = []driver{{clause: -1, rows: 0, arms: []arm{{
			from: "event_text d", key: "d.rowid", where: condition{sql: matchText, args: []any{p.match}},
		}}}}
	case len(excluded) > 0:
		p.require("{k} NOT IN (SELECT t.rowid FROM event_text t WHERE "+matchText+")", strings.Join(excluded, " OR "))
	}
}

// inWords says whether a clause is left to the text index: an actor who took part, beside another such or beside words.
func (p *planned) inWords(c *filter.Clause) bool {
	if !tookPart(c) {
		return false
	}
	n := 0
	for i := range p.filter.Clauses {
		if tookPart(&p.filter.Clauses[i]) {
			n++
		}
	}
	return n > 1 || p.filter.Text != nil && slices.ContainsFunc(p.filter.Text.Terms, func(t filter.Term) bool { return !t.Not })
}

// tookPart says whether a clause asks for an actor who took part, in whatever role.
func tookPart(c *filter.Clause) bool {
	return c.Field == "actor" && !c.Not && c.Role == nil && c.Representing == nil
}

func (p *planned) actorTokens(ids []string) string {
	var tokens []string
	for _, id := range ids {
		tokens = append(tokens, quoteToken(actorToken(p.view.store.identNum(record.TypeActor, id))))
	}
	return "(" + strings.Join(tokens, " OR ") + ")"
}

// matchTerm writes a term for the text index: any of its phrases, or a participant so named.
func (v *View) matchTerm(term filter.Term) string {
	var any []string
	for _, phrase := range term.Any {
		expression := quoteToken(strings.Join(phrase.Tokens, " "))
		if phrase.Prefix {
			expression += " *"
		}
		any = append(any, expression)
		for _, actor := range v.ActorsNamed(phrase) {
			any = append(any, quoteToken(actorToken(v.store.identNum(record.TypeActor, actor))))
		}
	}
	return "(" + strings.Join(any, " OR ") + ")"
}

// quoteToken quotes tokens for the text index. Tokens hold letters and digits only.
func quoteToken(tokens string) string { return `"` + tokens + `"` }
