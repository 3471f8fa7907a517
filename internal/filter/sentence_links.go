package filter

import "slices"

// standing says where leaks stand: "that are denied", or set off by a comma "denied or met with a non-denial".
func (s *sentence) standing() {
	with, without := s.clauses("verification")
	words := both(all(with, standing), prefixed("not ", orList(each(values(without), standing))))
	if s.before == bareHead {
		words = prefixed("that are ", words)
	}
	s.add(whole, words)
}

// standing names where a leak stands as one says it of the leak.
func standing(status string) string {
	switch status {
	case "withdrawn_by_source":
		return "withdrawn by their source"
	case "partially_confirmed":
		return "partly confirmed"
	case "disputed_in_part":
		return "partly disputed"
	case "met_with_non_denial":
		return "met with a non-denial"
	}
	return status
}

// links says what answers what, and of which accounts differ.
func (s *sentence) links() {
	s.linksTo()
	with, without := s.clauses("relation")
	s.add(whole, both(prefixed("linked to another as ", all(with, noun)), prefixed("linked to none as ", orList(each(values(without), noun)))))
	with, without = s.clauses("answered")
	s.add(whole, both(prefixed("answered by ", all(with, noun)), prefixed("not answered by ", orList(each(values(without), noun)))))
	s.accounts()
}

func (s *sentence) linksTo() {
	with, without := s.clauses("links_to")
	words := func(clauses []Clause) string {
		if len(clauses) == 0 || clauses[0].Relation == nil {
			return ""
		}
		as := " as "
		if clauses[0].Relation.Not {
			as = " otherwise than as "
		}
		return as + orList(each(clauses[0].Relation.Values, noun))
	}
	same := func(v string) string { return v }
	s.add(whole, both(suffixed(prefixed("linked to ", all(with, same)), words(with)),
		suffixed(prefixed("not linked to ", orList(values(without))), words(without))))
}

// accounts says of which particulars accounts differ.
func (s *sentence) accounts() {
	with, without := s.clauses("contested")
	any := func(c Clause) bool { return c.has("any") }
	named := slices.DeleteFunc(slices.Clone(with), any) // where one is named, some one is too
	differ := prefixed(" on ", all(named, particular))
	agree := prefixed(" on ", orList(each(values(without), particular)))
	if slices.ContainsFunc(without, any) {
		agree = ""
	}
	switch {
	case len(with)+len(without) == 0:
	case len(without) == 0:
		s.add(whole, "whose accounts differ"+differ)
	case len(with) == 0:
		s.add(whole, "whose accounts do not differ"+agree)
	default:
		s.add(whole, "whose accounts differ"+differ+" but do not differ"+agree)
	}
}

// noun names a link by its relation.
func noun(relation string) string {
	switch relation {
	case "confirms":
		return "a confirmation"
	case "denies":
		return "a denial"
	case "contradicts":
		return "a contradiction"
	case "non_denial":
		return "a non-denial"
	case "declines_comment":
		return "a refusal to comment"
	case "clarifies":
		return "a clarification"
	case "corrects":
		return "a correction"
	case "repeats":
		return "a repetition"
	case "retracts":
		return "a retraction"
	case "supersedes":
		return "a replacement"
	case "responds_to":
		return "a response"
	case "follows":
		return "a sequel"
	case "prepares":
		return "a preparation"
	case "part_of":
		return "a part of it"
	}
	return relation
}

// particular names one as a sentence does.
func particular(name string) string {
	switch name {
	case "start_at":
		return "the start"
	case "end_at":
		return "the end"
	case "characterisation":
		return "how it went"
	}
	return "the " + name
}
