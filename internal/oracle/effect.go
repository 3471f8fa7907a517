package oracle

import (
	"slices"
	"time"
)

// effects tells what an answer does to the leak by the table of the rules. Another family that says the same is noted
// in heard with the families behind the leak, since two of them together corroborate it.
func (l *leak) effects(a answer, own map[string]bool, moment *time.Time, heard map[string]bool) []effect {
	since := l.both(a.from.KnownAt)
	one := func(status string) []effect { return []effect{{status, a.from.ID, since}} }
	concerned := l.carriedByConcerned(a)
	switch {
	case a.Relation == "confirms" && concerned && a.Scope == "part":
		return one("partially_confirmed")
	case a.Relation == "confirms" && concerned:
		return one("confirmed")
	case a.Relation == "denies" && concerned && (a.Scope == "attribution" || a.Scope == "authenticity"):
		return one("disputed_in_part")
	case a.Relation == "denies" && concerned:
		return one("denied")
	case (a.Relation == "non_denial" || a.Relation == "declines_comment") && concerned:
		return one("met_with_non_denial")
	case a.Relation == "retracts" && l.Leak != nil && l.Leak.Source != "" && !concerned:
		if source := a.from.leaker(); source != "" {
			if source == l.Leak.Source {
				return one("withdrawn_by_source")
			}
			return nil
		}
		return l.reports(a, "withdrawn_by_source", func(v voice) bool { return own[v.family] })
	case (a.Relation == "confirms" || a.Relation == "repeats") && !concerned:
		free := func(v voice) bool { return !own[v.family] && !l.has(v.parties...) }
		if source := a.from.leaker(); source != "" {
			v := l.world.sourceVoice(source)
			if !free(v) {
				return nil
			}
			if moment == nil || since != nil && !since.After(*moment) {
				heard[v.family] = true
			}
			return one("corroborated")
		}
		found := l.reports(a, "corroborated", free)
		for _, c := range a.from.Cited {
			at := l.both(a.from.KnownAt, c.KnownAt)
			if v := l.world.voice(c); c.Supports && free(v) && (moment == nil || at != nil && !at.After(*moment)) {
				heard[v.family] = true
			}
		}
		return found
	}
	return nil
}

// reports gives an effect for each document that supports the answering event and whose voice counts.
func (l *leak) reports(a answer, status string, counts func(voice) bool) (effects []effect) {
	for _, c := range a.from.Cited {
		if c.Supports && counts(l.world.voice(c)) {
			effects = append(effects, effect{status, a.from.ID, l.both(a.from.KnownAt, c.KnownAt)})
		}
	}
	return effects
}

// both is the moment by which the leak and all of these were known; nil where one never was.
func (l *leak) both(moments ...*time.Time) *time.Time {
	latest := l.KnownAt
	for _, m := range moments {
		if m == nil || latest == nil {
			return nil
		}
		if m.After(*latest) {
			latest = m
		}
	}
	return latest
}

// carriedByConcerned tells whether an actor concerned says so: of those who speak, or where nobody does of those who
// took part. What stands in another leak is its source's word.
func (l *leak) carriedByConcerned(a answer) bool {
	if a.from.Kind == "leak" {
		return false
	}
	speakers := slices.DeleteFunc(slices.Clone(a.from.Participants), func(p Participant) bool { return p.Role != "speaker" })
	if len(speakers) == 0 {
		speakers = slices.DeleteFunc(slices.Clone(a.from.Participants), func(p Participant) bool { return !p.TookPart() })
	}
	return slices.ContainsFunc(speakers, func(p Participant) bool { return l.has(p.Actor, p.Representing) })
}

func (l *leak) has(actors ...string) bool {
	return slices.ContainsFunc(actors, func(actor string) bool { return actor != "" && l.concerned[l.world.canonical(actor)] })
}
