package filter

import (
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"backchannel/internal/record"
)

// Parse reads a query that holds nothing but a filter (and what trackers add to links, which is skipped).
// It reports every fault at once and then gives no filter; the codes of faults are listed in the
// package comment.
func Parse(q url.Values, names Names) (*Filter, record.Faults) { return ParseWith(q, names, nil) }

// ParseWith is Parse for a route that takes other parameters too: those in also are left to it.
func ParseWith(q url.Values, names Names, also []string) (*Filter, record.Faults) {
	p := &parser{query: q, names: names, filter: new(Filter), choices: map[string]*Choice{}}
	p.unknownParameters(also)
	for _, f := range fields {
		given := p.clean(f.Name, q[f.Name])
		switch {
		case len(given) == 0:
		case f.List:
			p.lists(f, given)
		case len(given) > 1:
			p.fault(f.Name, "repeated_parameter", given[1], f.Name+" is given "+strconv.Itoa(len(given))+" times",
				"give it once")
		default:
			p.whole(f, given[0])
		}
	}
	p.bind()
	p.checkRange()
	if len(p.faults) > 0 {
		return nil, p.faults
	}
	return p.filter, nil
}

type parser struct {
	query   url.Values
	names   Names
	filter  *Filter
	choices map[string]*Choice // qualifiers read and not yet bound
	faults  record.Faults
}

// clean reports values that are no text or empty, and gives the others, trimmed.
func (p *parser) clean(name string, values []string) []string {
	var clean []string
	for _, v := range values {
		trimmed := strings.TrimSpace(v)
		switch {
		case !utf8.ValidString(v):
			p.fault(name, "invalid_utf8", v, "the value is not UTF-8 text", "percent-encode the text as UTF-8")
		case strings.ContainsFunc(v, func(r rune) bool { return unicode.IsControl(r) || isDirection(r) }):
			p.fault(name, "control_characters", v, "the value holds control characters (a line break, a tab or the like)",
				"write plain text; a space is + or %20")
		case trimmed == "":
			p.fault(name, "empty_value", v, "no value is given", "leave "+name+" out to ask for any")
		default:
			clean = append(clean, trimmed)
		}
	}
	return clean
}

// lists reads every occurrence of a list parameter: each is a clause, or the one choice of a qualifier.
func (p *parser) lists(f field, given []string) {
	qualifier := f.Qualifies != ""
	if qualifier && len(given) > 1 {
		p.fault(f.Name, "repeated_parameter", given[1], f.Name+" is given "+strconv.Itoa(len(given))+" times",
			"give it once, with commas for or: "+f.Name+"="+strings.Join(shownAll(given), ","))
		return
	}
	total := 0
	var clauses []Clause
	for _, g := range given {
		items, ok := splitList(g)
		if !ok {
			p.fault(f.Name, "unclosed_quote", g, "a value that begins with a double quote has to end with one",
				`close the quote before the comma; "" stands for a quote within`)
			continue
		}
		total += len(items)
		if total > maxValues {
			p.fault(f.Name, "too_many_values", "", "more than "+count(maxValues, "value", "values")+" of "+f.Name,
				"ask in several queries")
			return
		}
		if c, ok := p.list(f, items); ok && !slices.ContainsFunc(clauses, c.same) {
			clauses = append(clauses, c)
		}
	}
	if qualifier && len(clauses) == 1 {
		c := clauses[0]
		p.choices[f.Name] = &Choice{Not: c.Not, Values: c.Values, Among: c.Among}
		return
	}
	p.filter.Clauses = append(p.filter.Clauses, clauses...)
}

func shownAll(list []string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = shown(s)
	}
	return out
}

// same tells whether two clauses of one field ask the same.
func (c Clause) same(d Clause) bool { return c.Not == d.Not && slices.Equal(c.Values, d.Values) }

// list reads the items of one list. ok is false when there was a fault.
func (p *parser) list(f field, items []item) (c Clause, ok bool) {
	c = Clause{Field: f.Name, Not: items[0].not}
	ok = true
	for _, it := range items {
		if it.text == "" {
			p.fault(f.Name, "empty_value", "", "there is an empty value in the list", "leave it out, and its comma or minus with it")
			return c, false
		}
		if it.not != c.Not {
			p.fault(f.Name, "mixed_negation", it.text, "one list holds values with and without a minus",
				"repeat the parameter instead: "+mixedHint(f.Name, items))
			return c, false
		}
	}
	for _, it := range items {
		value, known := p.value(f, it.text)
		if !known {
			ok = false
			continue
		}
		c.Values = append(c.Values, value)
	}
	slices.Sort(c.Values)
	c.Values = slices.Compact(c.Values)
	c.Among = p.among(f, c.Values)
	return c, ok
}

// mixedHint writes a mixed list as two.
func mixedHint(name string, items []item) string {
	var with, without []string
	for _, it := range items {
		if text := shown(writeItem(it)); it.not {
			without = append(without, text)
		} else {
			with = append(with, text)
		}
	}
	return name + "=" + strings.Join(with, ",") + "&" + name + "=" + strings.Join(without, ",")
}

// bind ties the qualifiers to the clauses they qualify; one that has none becomes a clause. Clauses end
// in the order of the registry.
func (p *parser) bind() {
	clauses := p.filter.Clauses
	has := func(field string) bool {
		return slices.ContainsFunc(clauses, func(c Clause) bool { return c.Field == field })
	}
	roleOf := "representing"
	if has("actor") {
		roleOf = "actor"
	}
	for i := range clauses {
		switch c := &clauses[i]; c.Field {
		case roleOf:
			c.Role = p.choices["role"]
		case "links_to":
			c.Relation = p.choices["relation"]
		case "source", "document":
			c.Grade, c.MinGrade = p.choices["grade"], p.choices["min_grade"]
		}
	}
	alone := func(name string) {
		if c := p.choices[name]; c != nil {
			clauses = append(clauses, Clause{Field: name, Not: c.Not, Values: c.Values, Among: c.Among})
		}
	}
	if !has(roleOf) {
		alone("role")
	}
	if !has("links_to") {
		alone("relation")
	}
	if !has("source") && !has("document") {
		alone("grade")
		alone("min_grade")
	}
	sortClauses(clauses)
	p.filter.Clauses = clauses
}

// sortClauses puts clauses in the order of the registry, those of one field as they stand.
func sortClauses(clauses []Clause) {
	slices.SortStableFunc(clauses, func(a, b Clause) int { return order(a.Field) - order(b.Field) })
}
