package format

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/record"
)

// particularOrder is the order in which particulars are told everywhere; others follow by name.
func particularOrder() []string {
	return []string{"date", "start_at", "end_at", "duration", "place", "participants", "topics", "ordinal", "count",
		"authorship", "characterisation", "outcome"}
}

// LengthAsTold puts the accounts of an event's length in one line, each length with those who tell it, in the order
// of the accounts: "180 min (Yuri Ushakov); 125 min (UNN, from its clock times)". label gives the names of actors and
// sources; nil shows ids. It is "" where nobody tells a length.
func LengthAsTold(duration record.Particular, label func(t record.Type, id string) string) string {
	o := Options{Label: label}
	type length struct {
		text    string
		tellers []string
	}
	var lengths []length
	for _, told := range duration.Told {
		text := o.phrase("duration", told.Said)
		if text == "" {
			continue
		}
		teller := o.teller(told.By)
		switch {
		case told.Derived && told.By.Actor != "":
			teller += ", from the clock times given"
		case told.Derived:
			teller += ", from its clock times"
		}
		i := slices.IndexFunc(lengths, func(l length) bool { return l.text == text })
		if i < 0 {
			i, lengths = len(lengths), append(lengths, length{text: text})
		}
		if !slices.Contains(lengths[i].tellers, teller) {
			lengths[i].tellers = append(lengths[i].tellers, teller)
		}
	}
	parts := make([]string, len(lengths))
	for i, l := range lengths {
		parts[i] = l.text + " (" + strings.Join(l.tellers, "; ") + ")"
	}
	return strings.Join(parts, "; ")
}

// phrase is what is said of a particular, in words: the value, else the range, else how it was put.
func (o *Options) phrase(particular string, s record.Said) string {
	unit := ""
	if particular == "duration" {
		unit = " min"
	}
	switch {
	case s.Value != nil:
		return o.value(particular, s.Value) + unit
	case s.Min != nil && s.Max != nil:
		return number(*s.Min) + "–" + number(*s.Max) + unit
	case s.Min != nil:
		return "at least " + number(*s.Min) + unit
	case s.Max != nil:
		return "at most " + number(*s.Max) + unit
	case s.Text != "":
		return "“" + s.Text + "”"
	}
	return ""
}

// value writes the value of a particular; ids become names.
func (o *Options) value(particular string, v any) string {
	list, ok := v.([]any)
	if texts, isTexts := v.([]string); isTexts {
		ok = true
		for _, text := range texts {
			list = append(list, text)
		}
	}
	if !ok {
		return valueText(v)
	}
	names := make([]string, len(list))
	for i, item := range list {
		names[i] = valueText(item)
		switch particular {
		case "participants":
			names[i] = o.label(record.TypeActor, names[i])
		case "topics":
			names[i] = o.label(record.TypeTopic, names[i])
		}
	}
	return strings.Join(names, "; ")
}

func valueText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case float64:
		return number(v)
	case fmt.Stringer: // json.Number among them
		return v.String()
	}
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(body)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }

// orderedParticulars lists the particulars an answer holds, in their fixed order.
func orderedParticulars(all map[string]record.Particular) []string {
	order := particularOrder()
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	place := func(name string) int {
		if i := slices.Index(order, name); i >= 0 {
			return i
		}
		return len(order)
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := place(a) - place(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	return names
}

// tellerOf is who speaks in a citation: its by, else the document's source.
func tellerOf(c *record.CitationAnswer) record.Teller {
	if c.By != nil {
		return *c.By
	}
	return record.Teller{Source: c.Source}
}

// betterGrade tells whether a grade beats another: judged before not judged (F or 6), then by letter, then by digit.
func betterGrade(a, b string) bool {
	if len(a) != 2 || len(b) != 2 {
		return len(a) == 2
	}
	if judged := a[0] != 'F' && a[1] != '6'; judged != (b[0] != 'F' && b[1] != '6') {
		return judged
	}
	return a < b
}

func bestGrade(citations []record.CitationAnswer) string {
	best := ""
	for i := range citations {
		if g := citations[i].Grade; best == "" || betterGrade(g, best) {
			best = g
		}
	}
	return best
}

// sourceGrade is a source that an event's citations come from, with the best grade among them.
type sourceGrade struct {
	source, grade, url string // url of the first document that has one
}

// sourcesOf lists the sources cited, in the order of the citations; the source of a leak that nothing cites is last.
func sourcesOf(a *record.EventAnswer) []sourceGrade {
	var list []sourceGrade
	for i := range a.Citations {
		c := &a.Citations[i]
		at := slices.IndexFunc(list, func(s sourceGrade) bool { return s.source == c.Source })
		if at < 0 {
			list = append(list, sourceGrade{c.Source, c.Grade, c.URL})
			continue
		}
		if betterGrade(c.Grade, list[at].grade) {
			list[at].grade = c.Grade
		}
		if list[at].url == "" {
			list[at].url = c.URL
		}
	}
	if a.Leak != nil && a.Leak.Source != "" &&
		!slices.ContainsFunc(list, func(s sourceGrade) bool { return s.source == a.Leak.Source }) {
		list = append(list, sourceGrade{source: a.Leak.Source})
	}
	return list
}
