package filter

import (
	"slices"

	"backchannel/internal/record"
)

// Match tells whether an event is in the filter. The event is one as Answer of compare fills it in
// (representing, and grade and source of citations, resolved), already pruned to AsOf: neither AsOf nor
// Snapshot is looked at.
func (f *Filter) Match(a *record.EventAnswer, names Names) bool {
	for i := range f.Clauses {
		c := &f.Clauses[i]
		if c.Field == "verification" && a.Verification == nil || c.holds(a) == c.Not {
			return false
		}
	}
	return f.occurred(&a.Event) && f.known(a) && f.BBox.holds(a.Place) && f.Text.holds(a, names)
}

// holds tells whether a row is there that the clause asks for; Not is the caller's.
func (c *Clause) holds(a *record.EventAnswer) bool {
	switch c.Field {
	case "kind":
		return c.has(string(a.Kind))
	case "status":
		if a.Status == "" {
			return c.has("occurred")
		}
		return c.has(string(a.Status))
	case "id":
		return c.has(a.ID)
	case "actor", "role", "representing", "speaker", "about":
		return slices.ContainsFunc(a.Participants, c.participant) || c.Field == "about" && c.claimed(a.Leak)
	case "topic":
		return c.topic(a)
	case "plan":
		return slices.ContainsFunc(a.Plans, func(u record.PlanUse) bool { return c.has(u.Plan) }) ||
			slices.ContainsFunc(a.Positions, func(p record.Position) bool { return c.has(p.On.Plan) })
	case "verification":
		return c.has(a.Verification.Status)
	case "relation", "links_to":
		return slices.ContainsFunc(a.Links, c.link)
	case "answered":
		return slices.ContainsFunc(a.LinkedFrom, func(l record.LinkedFrom) bool { return c.has(string(l.Relation)) })
	case "contested":
		return c.contested(a.Particulars)
	case "source", "document", "grade", "min_grade":
		return c.cited(a)
	case "country":
		return a.Place != nil && c.has(a.Place.Country)
	case "place":
		return a.Place != nil && c.place(a.Place)
	}
	return false
}

// link tells whether a link of the event, with the relation bound to it, is one the clause asks for.
func (c *Clause) link(l record.Link) bool {
	if c.Field == "relation" {
		return c.has(string(l.Relation))
	}
	return c.has(l.To) && (c.Relation == nil || c.Relation.holds(string(l.Relation)))
}

func (c *Clause) contested(particulars map[string]record.Particular) bool {
	for name, told := range particulars {
		if told.State == "differs" && (c.has(name) || c.has("any")) {
			return true
		}
	}
	return false
}

func (c *Clause) has(value string) bool { return slices.Contains(c.Among, value) }

func (c *Choice) holds(value string) bool { return slices.Contains(c.Among, value) != c.Not }

// participant tells whether this row, with the qualifiers bound to it, is one the clause asks for.
func (c *Clause) participant(p record.Participant) bool {
	if c.Representing != nil && !c.Representing.holds(p.Representing) {
		return false
	}
	tookPart := p.Role.TookPart()
	if c.Role != nil {
		tookPart = c.Role.holds(string(p.Role))
	}
	switch c.Field {
	case "actor":
		return tookPart && c.has(p.Actor)
	case "representing":
		return tookPart && p.Representing != "" && c.has(p.Representing)
	case "role":
		return c.has(string(p.Role))
	case "speaker":
		return p.Role == "speaker" && c.has(p.Actor)
	default: // about
		return !p.Role.TookPart() && c.has(p.Actor)
	}
}

// claimed tells whether a claim of the leak names one of the actors.
func (c *Clause) claimed(leak *record.Leak) bool {
	if leak == nil {
		return false
	}
	return slices.ContainsFunc(leak.Claims, func(claim record.Claim) bool { return slices.ContainsFunc(claim.Actors, c.has) })
}

func (c *Clause) topic(a *record.EventAnswer) bool {
	if slices.ContainsFunc(a.Topics, c.has) {
		return true
	}
	if a.Leak != nil && slices.ContainsFunc(a.Leak.Claims, func(claim record.Claim) bool { return c.has(claim.Topic) }) {
		return true
	}
	return slices.ContainsFunc(a.Positions, func(p record.Position) bool { return c.has(p.On.Topic) })
}

// cited tells whether the citations that the clause's source or document admits are graded as asked. The
// source of a leak is one it has without a citation, and so without a grade.
func (c *Clause) cited(a *record.EventAnswer) bool {
	ungraded := c.Grade == nil && c.MinGrade == nil
	if c.Field == "source" && ungraded && a.Leak != nil && a.Leak.Source != "" && c.has(a.Leak.Source) {
		return true
	}
	best := ""
	enough := c.MinGrade == nil && c.Field != "min_grade"
	for i := range a.Citations {
		citation := &a.Citations[i]
		if c.Field == "source" && !c.has(citation.Source) || c.Field == "document" && !c.has(citation.Document.ID) {
			continue
		}
		if best == "" || better(citation.Grade, best) {
			best = citation.Grade
		}
		switch {
		case c.Field == "min_grade":
			enough = enough || reaches(citation.Grade, c.Among)
		case c.MinGrade != nil:
			enough = enough || reaches(citation.Grade, c.MinGrade.Among) != c.MinGrade.Not
		}
	}
	switch {
	case best == "" || !enough:
		return false
	case c.Field == "grade":
		return c.has(best)
	}
	return c.Grade == nil || c.Grade.holds(best)
}

// unjudged holds for grades with F or 6: nobody could tell.
func unjudged(grade string) bool { return grade[0] == 'F' || grade[1] == '6' }

// better orders grades: judged before unjudged, then by letter, then by digit.
func better(a, b string) bool {
	if unjudged(a) != unjudged(b) {
		return unjudged(b)
	}
	return a < b
}

// reaches tells whether a grade is at least one of the given in both letter and digit.
func reaches(grade string, least []string) bool {
	return !unjudged(grade) && slices.ContainsFunc(least, func(l string) bool { return grade[0] <= l[0] && grade[1] <= l[1] })
}

// place tells whether the words of a value stand one after the other in "name, city".
func (c *Clause) place(p *record.Place) bool {
	there := Tokens(p.Name + ", " + p.City)
	return slices.ContainsFunc(c.Among, func(value string) bool { return Phrase{Tokens: Tokens(value)}.in(there) })
}

// holds tells whether a place lies in the box; one without coordinates does not. Any place, and none,
// does when there is no box.
func (b *Box) holds(p *record.Place) bool {
	if b == nil {
		return true
	}
	if p == nil || p.Lat == nil || p.Lon == nil || *p.Lat < b.South || *p.Lat > b.North {
		return false
	}
	if b.West <= b.East {
		return *p.Lon >= b.West && *p.Lon <= b.East
	}
	return *p.Lon >= b.West || *p.Lon <= b.East
}

// holds tells whether every term does, in the event's texts and the names of those who took part. It
// does when there are no words.
func (t *Text) holds(a *record.EventAnswer, names Names) bool {
	if t == nil {
		return true
	}
	texts := EventText(a)
	named := false
	for _, term := range t.Terms {
		found := term.in(texts)
		if !found && !named {
			texts, named = append(texts, nameTexts(a, names)...), true
			found = term.in(texts)
		}
		if found == term.Not {
			return false
		}
	}
	return true
}

func (t *Term) in(texts [][]string) bool {
	for _, phrase := range t.Any {
		if slices.ContainsFunc(texts, phrase.in) {
			return true
		}
	}
	return false
}

// nameTexts gives the names of those who took part, each as its tokens.
func nameTexts(a *record.EventAnswer, names Names) (texts [][]string) {
	for _, p := range a.Participants {
		if !p.Role.TookPart() {
			continue
		}
		actor := p.Actor
		if group := names.Group(actor); len(group) > 0 {
			actor = group[0]
		}
		for _, name := range names.ActorNames(actor) {
			texts = append(texts, Tokens(name))
		}
	}
	return texts
}
