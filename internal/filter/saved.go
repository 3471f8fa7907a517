package filter

import (
	"strings"

	"backchannel/internal/record"
)

// Saved is a filter that was saved under a name: a timeline.
type Saved struct {
	ID     string
	Filter *Filter
}

// Within narrows a filter to saved ones: an event must match what is asked and each of them. Canonical then writes what is
// asked and names the timelines; everything else sees one filter. Saved filters that ask something of the clocks are taken
// without it. Faults tell of parts that cannot hold together, or cannot be told in one filter.
func (f *Filter) Within(saved ...Saved) (*Filter, record.Faults) {
	if len(saved) == 0 {
		return f, nil
	}
	merged := *f
	merged.Asked = f
	merged.Timelines = nil
	var faults record.Faults
	for _, s := range saved {
		merged.Timelines = append(merged.Timelines, s.ID)
		merged.Clauses = append(append([]Clause(nil), merged.Clauses...), s.Filter.Clauses...)
		merged.Text = bothTexts(merged.Text, s.Filter.Text)
		m := merger{filter: &merged, saved: s}
		m.occurred()
		m.known()
		m.box()
		faults = append(faults, m.faults...)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	sortClauses(merged.Clauses)
	return &merged, nil
}

func bothTexts(a, b *Text) *Text {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return &Text{Terms: append(append([]Term(nil), a.Terms...), b.Terms...)}
}

// merger narrows one filter to one that was saved.
type merger struct {
	filter *Filter
	saved  Saved
	faults record.Faults
}

func (m *merger) fault(name, detail, hint string) {
	m.faults = append(m.faults, record.Fault{Parameter: name, Code: "conflicting_parameters", Given: m.saved.ID,
		Detail: "Timeline " + quoted(m.saved.ID) + " " + detail + ".", Hint: hint})
}

// occurred takes the narrower of two ranges. Days and instants are compared in different ways, and so is what is certain:
// those are not mixed.
func (m *merger) occurred() {
	f, s := m.filter, m.saved.Filter
	switch {
	case s.Occurred.IsZero() && !s.Certain:
		return
	case f.Occurred.IsZero() && !f.Certain:
		f.Occurred, f.Certain = s.Occurred, s.Certain
		return
	case f.Certain != s.Certain:
		m.fault("timeline", "and the query ask differently for what is certain", "give match as the timeline has it: "+s.Canonical())
		return
	}
	mixed := func(a, b interface {
		IsZero() bool
		IsInstant() bool
	}) bool {
		return !a.IsZero() && !b.IsZero() && a.IsInstant() != b.IsInstant()
	}
	if mixed(f.Occurred.From, s.Occurred.From) || mixed(f.Occurred.To, s.Occurred.To) {
		m.fault("timeline", "is bounded by days where the query is by instants, or the other way round", "give from and to as the timeline has them: "+s.Canonical())
		return
	}
	if from := s.Occurred.From; !from.IsZero() {
		mine, _ := f.Occurred.From.First()
		if theirs, _ := from.First(); f.Occurred.From.IsZero() || theirs.After(mine) {
			f.Occurred.From = from
		}
	}
	if to := s.Occurred.To; !to.IsZero() {
		mine, _ := f.Occurred.To.Last()
		if theirs, _ := to.Last(); f.Occurred.To.IsZero() || theirs.Before(mine) {
			f.Occurred.To = to
		}
	}
	if inverted(f.Occurred) {
		m.fault("timeline", "ends before the query begins, or begins after it ends", "ask for a time within the timeline: "+s.Canonical())
	}
}

func (m *merger) known() {
	f, s := m.filter, m.saved.Filter
	if f.Known.From.Before(s.Known.From) {
		f.Known.From = s.Known.From
	}
	if !s.Known.To.IsZero() && (f.Known.To.IsZero() || s.Known.To.Before(f.Known.To)) {
		f.Known.To = s.Known.To
	}
	if k := f.Known; !k.From.IsZero() && !k.To.IsZero() && k.From.After(k.To) {
		m.fault("timeline", "and the query ask for different times of becoming known", "ask for a time within the timeline: "+s.Canonical())
	}
}

func (m *merger) box() {
	f, s := m.filter, m.saved.Filter
	switch {
	case s.BBox == nil:
	case f.BBox == nil:
		f.BBox = s.BBox
	case *f.BBox != *s.BBox:
		m.fault("timeline", "has a bbox of its own", "leave bbox out: the timeline has "+s.BBox.String())
	}
}

// withTimelines adds the timelines to a query string.
func (f *Filter) withTimelines(query string) string {
	var b strings.Builder
	b.WriteString(query)
	for _, id := range f.Timelines {
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString("timeline=" + escape(id))
	}
	return b.String()
}
