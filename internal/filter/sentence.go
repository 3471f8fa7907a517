package filter

import (
	"slices"
	"strings"

	"backchannel/internal/record"
)

// Sentence tells the filter in English: "meetings with Vladimir Putin and Steve Witkoff, February to
// April 2025". It begins in lower case and has no full stop. The snapshot is not told.
func (f *Filter) Sentence(names Names) string {
	s := &sentence{filter: f, names: names}
	s.head()
	s.people()
	s.sides()
	s.subjects()
	s.places()
	s.standing()
	s.links()
	s.sources()
	s.ids()
	s.text()
	s.times()
	return s.out.String()
}

// sentence is written part by part. A part is set off by a comma unless what stands before is too short
// to be misread.
type sentence struct {
	filter *Filter
	names  Names
	out    strings.Builder
	before part
}

type part int

const (
	bareHead  part = iota // "meetings": anything may follow
	onePerson             // "by Dmitry Peskov": what it was about or where it was may follow
	whole                 // anything else: a comma follows
	theme                 // a part that may follow one person
)

func (s *sentence) add(kind part, text string) {
	switch {
	case text == "":
		return
	case s.before == bareHead, s.before == onePerson && kind == theme:
		s.out.WriteString(" " + text)
	default:
		s.out.WriteString(", " + text)
	}
	if s.before = whole; kind == onePerson {
		s.before = onePerson
	}
}

// clauses gives those of a field, those without a minus before those with one.
func (s *sentence) clauses(field string) (with, without []Clause) {
	for _, c := range s.filter.Clauses {
		switch {
		case c.Field != field:
		case c.Not:
			without = append(without, c)
		default:
			with = append(with, c)
		}
	}
	return with, without
}

// values puts the values of clauses into one list.
func values(clauses []Clause) (all []string) {
	for _, c := range clauses {
		all = append(all, c.Values...)
	}
	return all
}

// all joins clauses by and: "A and either B or C".
func all(clauses []Clause, say func(string) string) string {
	lists := make([][]string, len(clauses))
	for i, c := range clauses {
		lists[i] = each(c.Values, say)
	}
	return allOf(lists)
}

// allOf joins lists by and, the words of each by or; single words come first.
func allOf(lists [][]string) string {
	if len(lists) == 1 {
		return orList(lists[0])
	}
	var single, several []string
	for _, list := range lists {
		if len(list) == 1 {
			single = append(single, list[0])
		} else {
			several = append(several, oneOf(list))
		}
	}
	return andList(append(single, several...))
}

// oneOf joins two words or more by or where and stands around them.
func oneOf(words []string) string {
	if len(words) == 2 {
		return "either " + orList(words)
	}
	return "one of " + orList(words)
}

func each(values []string, say func(string) string) []string {
	said := make([]string, len(values))
	for i, v := range values {
		said[i] = say(v)
	}
	return said
}

// both joins what has to be and what must not be: "with A but without B".
func both(with, without string) string {
	if with != "" && without != "" {
		return with + " but " + without
	}
	return with + without
}

// prefixed puts words before a text, unless it is empty.
func prefixed(words, text string) string {
	if text == "" {
		return ""
	}
	return words + text
}

func (s *sentence) actor(id string) string { return article(label(s.names, record.TypeActor, id)) }

// article puts "the" before names that are spoken with it.
func article(name string) string {
	switch name {
	case "United States", "United Kingdom", "United Nations", "United Arab Emirates", "European Union", "Netherlands",
		"Kremlin", "White House", "State Department", "Vatican", "Holy See", "E3", "G7", "G20":
		return "the " + name
	}
	return name
}

// onlyKind is the one kind the filter lets through, "" when there are several.
func (s *sentence) onlyKind() string {
	with, without := s.clauses("kind")
	if len(with) == 1 && len(without) == 0 && len(with[0].Values) == 1 {
		return with[0].Values[0]
	}
	return ""
}

// head says what sort of events, and whether they took place.
func (s *sentence) head() {
	plural := func(kind string) string { return kind + "s" }
	with, without := s.clauses("kind")
	before, after := s.status()
	noun, but := "events", andList(each(values(without), plural))
	if slices.ContainsFunc(s.filter.Clauses, func(c Clause) bool { return c.Field == "verification" }) {
		noun = "leaks" // nothing else has a standing
	}
	if len(with) > 0 {
		noun = andList(each(with[0].Values, plural))
	}
	for _, c := range with[min(1, len(with)):] {
		noun += " that are also " + orList(each(c.Values, plural))
		s.before = whole
	}
	switch {
	case but == "":
	case len(with) > 0:
		but, s.before = " but not "+but, whole
	case before+after == "" && noun == "events":
		noun, but, s.before = "everything", " but "+but, whole
	default:
		but, s.before = " other than "+but, whole
	}
	if after != "" {
		s.before = whole
	}
	s.out.WriteString(before + noun + after + but)
}

// status says whether the events took place, in words before the noun or after it.
func (s *sentence) status() (before, after string) {
	with, without := s.clauses("status")
	if len(with) == 1 && len(without) == 0 && !slices.Contains(with[0].Values, "occurred") {
		return orList(with[0].Values) + " ", ""
	}
	does := map[string]string{"occurred": "took place", "scheduled": "are scheduled", "unconfirmed": "are unconfirmed", "cancelled": "were cancelled"}
	doesNot := map[string]string{"occurred": "did not take place", "scheduled": "are not scheduled",
		"unconfirmed": "are not unconfirmed", "cancelled": "were not cancelled"}
	var parts []string
	for _, c := range with {
		parts = append(parts, orList(each(c.Values, func(v string) string { return does[v] })))
	}
	for _, v := range values(without) {
		parts = append(parts, doesNot[v])
	}
	return "", prefixed(" that ", andList(parts))
}
