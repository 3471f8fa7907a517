package store

import (
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// occurred turns the range of civil days or instants, each side in its own terms, into conditions
// and into bounds of skey.
func (p *planned) occurred() {
	f := p.filter
	if f.Certain {
		p.require("v.certain = 1")
	}
	var lower, upper string
	var lowerArg, upperArg int64
	if m := f.Occurred.From; !m.IsZero() {
		var first int64
		if lower, lowerArg, first = p.from(m); first > int64(edtf.MinDay) {
			p.lo = skeyOfDay(first - longDays)
		}
	}
	if m := f.Occurred.To; !m.IsZero() {
		var last int64
		if upper, upperArg, last = p.to(m); last < int64(edtf.MaxDay) {
			p.hi = skeyOfDay(last + 1)
		}
	}
	if lower != "" {
		p.atMargin("v."+lower+" >= ?", lowerArg)
	}
	if upper != "" {
		p.atMargin("v."+upper+" <= ?", upperArg)
	}
	if lower != "" && upper != "" && !f.Certain {
		p.atMargin(`(v.shape = 0 OR EXISTS (SELECT 1 FROM event_member m WHERE m.skey = {k} AND m.`+
			lower+" >= ? AND m."+upper+" <= ?))", lowerArg, upperArg)
	}
	p.body = p.wholly()
	if p.lo > 0 {
		p.long = p.view.store.memory.posting("long", 0)
	}
}

// atMargin adds a condition of the range.
func (p *planned) atMargin(sql string, args ...any) {
	p.margin = append(p.margin, condition{sql, args, true})
}

// wholly is the skey from which on all that begins before hi holds the range. Between two days that is
// what begins on the first or later: it begins no later than the last, for skey < hi says just that, and
// ends no earlier than it begins; of a set, the earliest member does. Instants do not follow the civil
// day, and certain asks more: there everything is margin.
func (p *planned) wholly() int64 {
	f := p.filter
	if f.Certain || f.Occurred.From.IsInstant() || f.Occurred.To.IsInstant() {
		return never
	}
	if f.Occurred.From.IsZero() {
		return 0
	}
	earliest, _ := f.Occurred.From.Date().Bounds()
	return skeyOfDay(int64(earliest))
}

// from gives the column that must not end before the moment, what it is compared with, and the
// earliest civil day that an event of at most a day's length can have.
func (p *planned) from(m edtf.Moment) (column string, arg, first int64) {
	if m.IsInstant() {
		column, arg = "at_hi", micros(m.Instant())
		if p.filter.Certain {
			column = "at_lo"
		}
		return column, arg, int64(edtf.DayOf(m.Instant().UTC())) - 1
	}
	column = "day_hi"
	if p.filter.Certain {
		column = "sure_lo"
	}
	earliest, _ := m.Date().Bounds()
	return column, int64(earliest), int64(earliest)
}

// to gives the column that must not begin after the moment, what it is compared with, and the latest
// civil day on which an event can begin.
func (p *planned) to(m edtf.Moment) (column string, arg, last int64) {
	if m.IsInstant() {
		column, arg = "at_lo", micros(m.Instant())
		if p.filter.Certain {
			column = "at_hi"
		}
		return column, arg, int64(edtf.DayOf(m.Instant().UTC())) + 1
	}
	column = "day_lo"
	if p.filter.Certain {
		column = "sure_hi"
	}
	_, latest := m.Date().Bounds()
	return column, int64(latest), int64(latest)
}

// clocks turns as_of and the known range into conditions.
func (p *planned) clocks() {
	f := p.filter
	if !f.AsOf.IsZero() {
		p.require("v.known_at <= ?", micros(f.AsOf))
	}
	if !f.Known.From.IsZero() {
		p.require("v.known_at >= ? AND v.known_at < ?", micros(f.Known.From), unknown)
	}
	if !f.Known.To.IsZero() {
		p.require("v.known_at <= ?", micros(f.Known.To))
	}
}

func (p *planned) box() {
	b := p.filter.BBox
	if b == nil {
		return
	}
	p.require("v.lat >= ? AND v.lat <= ?", b.South, b.North)
	if b.West <= b.East {
		p.require("v.lon >= ? AND v.lon <= ?", b.West, b.East)
	} else {
		p.require("(v.lon >= ? OR v.lon <= ?)", b.West, b.East)
	}
}

// clause turns one clause into its condition, at the same index in conditions as it is noted in the
// driver that makes it superfluous.
func (p *planned) clause(i int) {
	c := &p.filter.Clauses[i]
	if p.inWords(c) {
		return
	}
	at := len(p.conditions)
	switch c.Field {
	case "kind":
		p.numbers(c, "v.kind", kindNumber)
		p.walkRows(c, at, "kind", kindNumber)
	case "status":
		p.status(c)
	case "id":
		p.oneOf(c, "v.event", anys(c.Among))
		p.walkIDs(c, at)
	case "country":
		p.oneOf(c, "v.country", anys(c.Among))
	case "place":
		p.place(c)
	case "topic":
		p.topic(c, at)
	case "actor", "speaker", "about":
		p.participant(c, at)
	case "role", "representing":
		p.someParticipant(c)
	case "source", "document", "grade", "min_grade":
		p.citation(c, at)
	case "verification":
		p.verification(c)
	case "relation", "links_to":
		p.links(c)
	case "answered":
		p.answered(c)
	case "contested":
		p.contested(c)
	}
}

func not(c *filter.Clause) string {
	if c.Not {
		return "NOT "
	}
	return ""
}

func (p *planned) oneOf(c *filter.Clause, column string, args []any) {
	p.require(not(c)+"("+column+" IN ("+marks(len(args))+"))", args...)
}

func (p *planned) numbers(c *filter.Clause, column string, number func(string) int) {
	args := make([]any, len(c.Among))
	for i, v := range c.Among {
		args[i] = number(v)
	}
	p.oneOf(c, column, args)
}

// status reads as scheduled before an event's start where as_of asks how it read then.
func (p *planned) status(c *filter.Clause) {
	if p.filter.AsOf.IsZero() {
		p.numbers(c, "v.status", statusNumber)
		return
	}
	args := []any{micros(p.filter.AsOf), statusNumber("occurred"), statusNumber("unconfirmed"), statusNumber("scheduled")}
	for _, v := range c.Among {
		args = append(args, statusNumber(v))
	}
	p.require(not(c)+"((CASE WHEN v.starts_at > ? AND v.status IN (?, ?) THEN ? ELSE v.status END) IN ("+marks(len(c.Among))+"))", args...)
}

func (p *planned) place(c *filter.Clause) {
	var tests []string
	var args []any
	for _, v := range c.Among {
		tests = append(tests, "instr(w.words, ?) > 0")
		args = append(args, " "+strings.Join(filter.Tokens(v), " ")+" ")
	}
	p.require(not(c)+"(v.place IN (SELECT w.num FROM place w WHERE "+strings.Join(tests, " OR ")+"))", args...)
}

// nums gives the ident numbers of ids. An id without one stands in no link row; its number is one
// that no row holds.
func (p *planned) nums(t record.Type, ids []string) []any {
	args := make([]any, len(ids))
	for i, id := range ids {
		num := p.view.store.identNum(t, id)
		if num == 0 {
			num = -1
		}
		args[i] = num
	}
	return args
}

func (p *planned) topic(c *filter.Clause, at int) {
	nums := p.nums(record.TypeTopic, c.Among)
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_topic x WHERE x.topic IN ("+marks(len(nums))+") AND x.skey = {k})", nums...)
	p.walk(c, at, "topic", "event_topic d", "d.topic", nums, condition{}, false)
}

// roles writes the condition on a participant row's role that a clause asks for.
func (p *planned) roles(c *filter.Clause) (sql string, args []any) {
	if c.Role == nil {
		return "role < " + strconv.Itoa(tookPartBelow), nil
	}
	negated := ""
	if c.Role.Not {
		negated = "NOT "
	}
	for _, v := range c.Role.Among {
		args = append(args, roleNumber(record.ParticipantRole(v)))
	}
	return "role < " + strconv.Itoa(roleNamed) + " AND {r}.role " + negated + "IN (" + marks(len(args)) + ")", args
}

func (p *planned) participant(c *filter.Clause, at int) {
	role, args := p.roles(c)
	switch c.Field {
	case "speaker":
		role, args = "role = ?", []any{roleNumber("speaker")}
	case "about":
		role, args = "role >= "+strconv.Itoa(tookPartBelow), nil
	}
	sql := "{r}." + role
	if c.Representing != nil {
		more, sides := p.representing(c.Representing)
		sql, args = sql+" AND {r}."+more, append(args, sides...)
	}
	nums := p.nums(record.TypeActor, c.Among)
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_actor x WHERE x.actor IN ("+marks(len(nums))+") AND x.skey = {k} AND "+
		strings.ReplaceAll(sql, "{r}", "x")+")", append(append([]any{}, nums...), args...)...)
	p.walk(c, at, "actor", "event_actor d", "d.actor", nums, condition{sql: strings.ReplaceAll(sql, "{r}", "d"), args: args}, true)
}

func (p *planned) representing(choice *filter.Choice) (sql string, args []any) {
	args = p.nums(record.TypeActor, choice.Among)
	if choice.Not {
		return "representing NOT IN (" + marks(len(args)) + ")", args
	}
	return "representing IN (" + marks(len(args)) + ")", args
}

// someParticipant is a role or a side that somebody had, whoever it was.
func (p *planned) someParticipant(c *filter.Clause) {
	var sql string
	var args []any
	if c.Field == "role" {
		for _, v := range c.Among {
			args = append(args, roleNumber(record.ParticipantRole(v)))
		}
		sql = "x.role IN (" + marks(len(args)) + ")"
		if c.Representing != nil {
			more, sides := p.representing(c.Representing)
			sql, args = sql+" AND x."+more, append(args, sides...)
		}
	} else {
		side, sides := p.representing(&filter.Choice{Among: c.Among})
		role, more := p.roles(c)
		sql = "x." + side + " AND x." + strings.ReplaceAll(role, "{r}", "x")
		args = append(sides, more...)
	}
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_actor x WHERE x.skey = {k} AND "+sql+")", args...)
}

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

// inWords says whether a clause is left to the text index: an actor who took part, in whatever role, beside
// another such or beside words.
func (p *planned) inWords(c *filter.Clause) bool {
	together := func(c filter.Clause) bool {
		return c.Field == "actor" && !c.Not && c.Role == nil && c.Representing == nil
	}
	if !together(*c) {
		return false
	}
	n := 0
	for _, other := range p.filter.Clauses {
		if together(other) {
			n++
		}
	}
	return n > 1 || p.filter.Text != nil && slices.ContainsFunc(p.filter.Text.Terms, func(t filter.Term) bool { return !t.Not })
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

// bound narrows the skey range to the days that can hold anything known and recorded by then.
func (p *planned) bound() {
	asOf := always
	if !p.filter.AsOf.IsZero() {
		asOf = micros(p.filter.AsOf)
	}
	low := max(p.lo, 0)
	if p.long > 0 {
		low = 0
	}
	first, last, ok := p.view.store.memory.zoneBound(asOf, p.view.seq, dayOfSkey(low), dayOfSkey(p.hi-1))
	if !ok {
		p.empty = true
		return
	}
	p.lo, p.hi = max(p.lo, skeyOfDay(first)), min(p.hi, skeyOfDay(last+1))
	if p.long == 0 {
		return
	}
	if p.lo = max(p.lo, 0); p.lo >= p.hi {
		p.lo = p.hi
	}
}
