package filter

import (
	"strings"

	"backchannel/internal/record"
)

// people says who took part and who spoke.
func (s *sentence) people() {
	with, without := s.clauses("actor")
	each := ""
	if len(with) > 1 && with[0].Role != nil {
		each = ", each"
	}
	s.add(briefly(with, without), both(
		suffixed(prefixed("with ", all(with, s.actor)), each+roleOf(with)),
		suffixed(prefixed("without ", orList(s.actors(without))), roleOf(without))))

	with, without = s.clauses("speaker")
	if s.onlyKind() == "statement" {
		s.add(briefly(with, without), both(prefixed("by ", all(with, s.actor)), prefixed("not by ", orList(s.actors(without)))))
		return
	}
	s.add(briefly(with, without), both(
		suffixed(prefixed("with ", all(with, s.actor)), " speaking"),
		suffixed(prefixed("without ", orList(s.actors(without))), " speaking")))
}

func (s *sentence) actors(clauses []Clause) []string { return each(values(clauses), s.actor) }

func suffixed(text, words string) string {
	if text == "" {
		return ""
	}
	return text + words
}

// briefly tells whether the clauses name one person and no more.
func briefly(with, without []Clause) part {
	if len(with) == 1 && len(with[0].Values) == 1 && with[0].Role == nil && len(without) == 0 {
		return onePerson
	}
	return whole
}

// roleOf says the role bound to clauses, which is the same for all.
func roleOf(clauses []Clause) string {
	if len(clauses) == 0 {
		return ""
	}
	return roleWords(clauses[0].Role)
}

// roleWords says a role bound to somebody: " as host or mediator".
func roleWords(c *Choice) string {
	switch {
	case c == nil:
		return ""
	case c.Not:
		return " in another role than " + orList(c.Values)
	}
	return " as " + orList(c.Values)
}

// sides says whom somebody represented, and roles that somebody had.
func (s *sentence) sides() {
	with, without := s.clauses("representing")
	say := func(someone string, c Clause) string {
		return someone + " representing " + orList(each(c.Values, s.actor)) + roleWords(c.Role)
	}
	var some, none []string
	for _, c := range with {
		some = append(some, say("someone", c))
	}
	for _, c := range without {
		none = append(none, say("anyone", c))
	}
	s.add(whole, both(prefixed("with ", andList(some)), prefixed("without ", orList(none))))

	with, without = s.clauses("role")
	s.add(whole, both(prefixed("with ", all(with, indefinite)), prefixed("without ", orList(each(values(without), indefinite)))))
}

// indefinite puts "a" or "an" before a word.
func indefinite(word string) string {
	if strings.ContainsRune("aeiou", rune(word[0])) {
		return "an " + word
	}
	return "a " + word
}

// subjects says what and whom the events are about.
func (s *sentence) subjects() {
	topic := func(id string) string { return label(s.names, record.TypeTopic, id) }
	topics, noTopics := s.clauses("topic")
	actors, noActors := s.clauses("about")
	var lists [][]string
	for _, c := range topics {
		lists = append(lists, each(c.Values, topic))
	}
	for _, c := range actors {
		lists = append(lists, each(c.Values, s.actor))
	}
	plan := func(id string) string { return label(s.names, record.TypePlan, id) }
	plans, noPlans := s.clauses("plan")
	for _, c := range plans {
		lists = append(lists, each(c.Values, plan))
	}
	without := append(each(values(noTopics), topic), s.actors(noActors)...)
	without = append(without, each(values(noPlans), plan)...)
	s.add(theme, both(prefixed("about ", allOf(lists)), prefixed("not about ", orList(without))))
}

// places says where.
func (s *sentence) places() {
	state := func(code string) string {
		if id := s.names.States()[code]; id != "" {
			return s.actor(id)
		}
		return code
	}
	same := func(v string) string { return v }
	countries, noCountries := s.clauses("country")
	places, noPlaces := s.clauses("place")
	switch {
	case len(places) == 1 && len(countries) == 1 && len(countries[0].Values) == 1:
		s.add(theme, "in "+all(places, same)+", "+all(countries, state))
	default:
		s.add(theme, prefixed("in ", all(places, same)))
		s.add(theme, prefixed("in ", all(countries, state)))
	}
	s.add(whole, prefixed("not in ", orList(append(each(values(noPlaces), same), each(values(noCountries), state)...))))
	if b := s.filter.BBox; b != nil {
		s.add(whole, "between "+degrees(b.South, "S", "N")+" and "+degrees(b.North, "S", "N")+
			", "+degrees(b.West, "W", "E")+" and "+degrees(b.East, "W", "E"))
	}
}

// sources says who reported it, in which documents, and how that is graded.
func (s *sentence) sources() {
	s.cited("source", "reported by ", func(id string) string { return label(s.names, record.TypeSource, id) })
	s.cited("document", "citing ", func(id string) string { return "“" + label(s.names, record.TypeDocument, id) + "”" })
	same := func(v string) string { return v }
	with, without := s.clauses("grade")
	s.add(whole, both(prefixed("graded ", all(with, same)), prefixed("not graded ", orList(values(without)))))
	with, without = s.clauses("min_grade")
	better := func(v string) string { return v + " or better" }
	s.add(whole, both(prefixed("graded ", all(with, better)), prefixed("not graded ", orList(each(values(without), better)))))
}

func (s *sentence) cited(field, verb string, say func(string) string) {
	with, without := s.clauses(field)
	s.add(whole, both(
		suffixed(prefixed(verb, all(with, say)), gradeWords(with)),
		suffixed(prefixed("not "+verb, orList(each(values(without), say))), gradeWords(without))))
}

// gradeWords says the grades bound to sources or documents: " (graded B1 or B2)".
func gradeWords(clauses []Clause) string {
	if len(clauses) == 0 {
		return ""
	}
	var parts []string
	say := func(choice *Choice, words string) {
		if choice == nil {
			return
		}
		grades := orList(each(choice.Values, func(v string) string { return v + words }))
		if choice.Not {
			grades = "not " + grades
		}
		parts = append(parts, grades)
	}
	say(clauses[0].Grade, "")
	say(clauses[0].MinGrade, " or better")
	switch {
	case len(parts) == 0:
		return ""
	case len(clauses) > 1 && !clauses[0].Not:
		return " (each graded " + strings.Join(parts, ", ") + ")"
	}
	return " (graded " + strings.Join(parts, ", ") + ")"
}

// ids says which events are named.
func (s *sentence) ids() {
	same := func(v string) string { return v }
	with, without := s.clauses("id")
	words := "with the id "
	if len(values(with)) > 1 {
		words = "with the ids "
	}
	s.add(whole, both(prefixed(words, all(with, same)), prefixed("other than ", orList(values(without)))))
}
