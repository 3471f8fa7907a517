package store

import (
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
		p.asOf = len(p.conditions)
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
	case "plan":
		p.plan(c, at)
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

func (p *planned) plan(c *filter.Clause, at int) {
	nums := p.nums(record.TypePlan, c.Among)
	p.require(not(c)+"EXISTS (SELECT 1 FROM event_mention x WHERE x.num IN ("+marks(len(nums))+") AND x.skey = {k})", nums...)
	p.walk(c, at, "plan", "event_mention d", "d.num", nums, condition{}, false)
}

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
