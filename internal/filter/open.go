package filter

// Open takes the clauses of a facet's field out of a filter, so that its values can be counted: a count is how many events
// the filter has with a value put in their place. in is the clause that a value makes there, without values: what binds
// to one that stands for actor (role, representing of the same row) or source (grade, min_grade) is taken out of the filter
// and stands in it, as Parse would bind it. The filter given is not changed.
func (f *Filter) Open(field string) (open *Filter, in Clause) {
	rest := *f
	rest.Clauses = nil
	in = Clause{Field: field}
	for _, c := range f.Clauses {
		if c.Field == field {
			in.takeFrom(&c)
			continue
		}
		if in.binds(&c) {
			continue
		}
		rest.Clauses = append(rest.Clauses, c)
	}
	return &rest, in
}

// takeFrom takes over what is bound to a clause, unless something is already.
func (c *Clause) takeFrom(other *Clause) {
	for _, side := range [][2]**Choice{
		{&c.Role, &other.Role}, {&c.Representing, &other.Representing}, {&c.Grade, &other.Grade}, {&c.MinGrade, &other.MinGrade},
	} {
		if *side[0] == nil {
			*side[0] = *side[1]
		}
	}
}

// binds takes over the qualifiers that another field's clause gives up once there is a clause of this one; it holds where
// nothing is left of the other.
func (c *Clause) binds(other *Clause) bool {
	choice := &Choice{Not: other.Not, Values: other.Values, Among: other.Among}
	switch c.Field + " " + other.Field {
	case "actor role":
		c.takeFrom(&Clause{Role: choice, Representing: other.Representing})
		return true
	case "actor representing":
		c.takeFrom(&Clause{Role: other.Role})
		other.Role = nil
	case "source document":
		c.takeFrom(&Clause{Grade: other.Grade, MinGrade: other.MinGrade})
	case "source grade":
		c.takeFrom(&Clause{Grade: choice})
		return true
	case "source min_grade":
		c.takeFrom(&Clause{MinGrade: choice})
		return true
	}
	return false
}

// With gives the filter with one more clause.
func (f *Filter) With(c Clause) *Filter {
	more := *f
	more.Clauses = append(append([]Clause(nil), f.Clauses...), c)
	sortClauses(more.Clauses)
	return &more
}
