package oracle

import (
	"net/url"
	"slices"
	"strings"
)

// listTest is the condition that a list asks before its minus; nil where it only qualifies another.
func (w *World) listTest(q url.Values, name string, v values) func(*Seen) bool {
	switch name {
	case "kind":
		return func(s *Seen) bool { return v.has(s.Kind) }
	case "status":
		return func(s *Seen) bool { return v.has(s.Reads) }
	case "id":
		return func(s *Seen) bool { return v.has(s.ID) }
	case "country":
		return func(s *Seen) bool { return s.Place != nil && v.has(s.Place.Country) }
	case "place":
		return func(s *Seen) bool { return s.Place != nil && at(s.Place, v) }
	case "topic":
		return func(s *Seen) bool {
			return slices.ContainsFunc(s.AllTopics(), func(topic string) bool {
				return slices.ContainsFunc(v.list, func(above string) bool { return w.under(topic, above) })
			})
		}
	case "plan":
		return func(s *Seen) bool { return slices.ContainsFunc(s.AllPlans(), v.has) }
	case "about":
		return func(s *Seen) bool { return slices.ContainsFunc(s.About(), w.oneOf(v)) }
	case "speaker":
		return func(s *Seen) bool {
			return slices.ContainsFunc(s.Participants, func(p Participant) bool { return p.Role == "speaker" && w.oneOf(v)(p.Actor) })
		}
	case "actor", "role", "representing":
		return w.participantTest(q, name, v)
	case "relation", "links_to":
		return linkTest(q, name, v)
	case "answered":
		return func(s *Seen) bool {
			return slices.ContainsFunc(s.Answers(), func(a Answer) bool { return v.has(a.Relation) })
		}
	case "contested":
		return func(s *Seen) bool {
			return slices.ContainsFunc(s.Contested(), v.has) || v.has("any") && len(s.Contested()) > 0
		}
	}
	return citationTest(q, name, v)
}

// oneOf tells whether an actor is one of those asked for, merges folded.
func (w *World) oneOf(v values) func(actor string) bool {
	return func(actor string) bool {
		return actor != "" && slices.ContainsFunc(v.list, func(asked string) bool { return w.same(asked, actor) })
	}
}

// at tells whether the words of a value stand in the place's name or city, or across "name, city".
func at(p *Place, v values) bool {
	return slices.ContainsFunc(v.list, func(text string) bool {
		return word{tokens: tokens(text)}.in(p.Name + ", " + p.City)
	})
}

// participantTest asks for a row: who, on whose side, and in what role where a role qualifies it. A role qualifies
// actor where that is given, else representing, else it stands alone.
func (w *World) participantTest(q url.Values, name string, v values) func(*Seen) bool {
	qualified := "representing"
	if q.Has("actor") {
		qualified = "actor"
	}
	if name == "role" && q.Has(qualified) {
		return nil
	}
	takesPart := Participant.TookPart
	if name == qualified && q.Has("role") {
		roles, _ := readList(strings.ToLower(q.Get("role")))
		takesPart = func(p Participant) bool { return roles.has(p.Role) != roles.not }
	}
	return func(s *Seen) bool {
		for _, p := range s.Participants {
			switch name {
			case "actor":
				if takesPart(p) && w.oneOf(v)(p.Actor) {
					return true
				}
			case "representing":
				if takesPart(p) && w.oneOf(v)(p.Representing) {
					return true
				}
			case "role":
				if v.has(p.Role) {
					return true
				}
			}
		}
		return false
	}
}

// linkTest asks for a link of the event: where to, and of what relation where a relation qualifies it.
func linkTest(q url.Values, name string, v values) func(*Seen) bool {
	if name == "relation" {
		if q.Has("links_to") {
			return nil
		}
		return func(s *Seen) bool {
			return slices.ContainsFunc(s.LinksKnown(), func(l Link) bool { return v.has(l.Relation) })
		}
	}
	relations, _ := readList(strings.ToLower(q.Get("relation")))
	return func(s *Seen) bool {
		return slices.ContainsFunc(s.LinksKnown(), func(l Link) bool {
			return v.has(l.To) && (len(relations.list) == 0 || relations.has(l.Relation) != relations.not)
		})
	}
}

// citationTest asks for citations: of whom, of what, and how graded where a grade qualifies them.
func citationTest(q url.Values, name string, v values) func(*Seen) bool {
	if (name == "grade" || name == "min_grade") && (q.Has("source") || q.Has("document")) {
		return nil
	}
	admits := func(c Cited) bool { return true }
	best, least := values{}, values{}
	switch name {
	case "source":
		admits = func(c Cited) bool { return v.has(c.Source) }
	case "document":
		admits = func(c Cited) bool { return v.has(c.Document) }
	case "grade":
		best = v
		best.not = false
	case "min_grade":
		least = v
		least.not = false
	}
	if name == "source" || name == "document" {
		best, _ = readList(strings.ToUpper(q.Get("grade")))
		least, _ = readList(strings.ToUpper(q.Get("min_grade")))
	}
	return func(s *Seen) bool {
		if name == "source" && len(best.list) == 0 && len(least.list) == 0 && s.Leak != nil && v.has(s.Leak.Source) {
			return true
		}
		return graded(s.Cited, admits, best, least)
	}
}

// graded tells whether there are citations admitted, the best of them is as asked, and one of them is good enough (with
// a minus: one is not).
func graded(cited []Cited, admits func(Cited) bool, best, least values) bool {
	var grades []string
	for _, c := range cited {
		if admits(c) {
			grades = append(grades, c.Grade)
		}
	}
	if len(grades) == 0 {
		return false
	}
	top := slices.MinFunc(grades, func(a, b string) int {
		return strings.Compare(badness(a), badness(b))
	})
	if len(best.list) > 0 && best.has(top) == best.not {
		return false
	}
	return len(least.list) == 0 || slices.ContainsFunc(grades, func(g string) bool { return reaches(g, least.list) != least.not })
}

// badness sorts grades: F and 6 cannot be judged and come last; else by letter, then digit.
func badness(grade string) string {
	if strings.ContainsAny(grade, "F6") {
		return "z" + grade
	}
	return grade
}

func reaches(grade string, least []string) bool {
	return !strings.ContainsAny(grade, "F6") && slices.ContainsFunc(least, func(l string) bool {
		return grade[:1] <= l[:1] && grade[1:] <= l[1:]
	})
}
