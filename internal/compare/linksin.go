package compare

import (
	"slices"
	"time"

	"backchannel/internal/record"
)

// Voices looks up who stands behind sources and documents, all as of one snapshot. A nil function, and
// "" from Family or Root, means that each source is its own family, none speaks for a party, and no
// document rewrites another.
type Voices struct {
	Family func(source string) string   // owner or wire a source belongs to
	Party  func(source string) string   // actor a source speaks for, "" for none
	Root   func(document string) string // source of the document that this one goes back to by derived_from
}

// LinksIn gives one link of an event to a leak as Verify takes it, one LinkIn for each moment at which it
// gained force: the link itself, and where it rests on other families each of those that came to report
// the linking event later, so that a family counts from when its document became known. leakKnown is when
// the leak became known, nil for never.
func LinksIn(from *record.EventAnswer, link record.Link, leakKnown *time.Time, v Voices) []LinkIn {
	base := LinkIn{From: from.ID, Relation: link.Relation, Scope: link.Scope, Note: link.Note}
	var known *time.Time
	if from.KnownAt != nil && leakKnown != nil {
		known = later(from.KnownAt, leakKnown)
	}
	at := func(moment *time.Time) LinkIn {
		l := base
		if moment != nil {
			l.KnownAt, l.Known = moment.UTC(), true
		}
		return l
	}
	if from.Kind == "leak" {
		l := at(known)
		if from.Leak != nil && from.Leak.Source != "" {
			l.Source = from.Leak.Source
			l.Families, l.Parties = []string{v.family(l.Source)}, []string{v.party(l.Source)}
			return []LinkIn{l}
		}
	} else {
		base.Carriers = carriers(from)
	}
	links := []LinkIn{at(known)}
	for i := range from.Citations {
		c := &from.Citations[i]
		if !upholds(c) {
			continue
		}
		var moment *time.Time
		if known != nil && c.KnownAt != nil {
			moment = later(known, c.KnownAt)
		}
		root := v.root(c)
		parties := v.parties(c.Source, root)
		n := slices.IndexFunc(links, func(l LinkIn) bool {
			return l.Known == (moment != nil) && (moment == nil || l.KnownAt.Equal(*moment)) && len(l.Families) == len(l.Parties)
		})
		if n < 0 || len(parties) > 1 { // each of two parties is held against this family alone
			n, links = len(links), append(links, at(moment))
		}
		links[n].Families = append(links[n].Families, v.family(root))
		links[n].Parties = append(links[n].Parties, parties...)
	}
	return links
}

// carriers are those who speak in an event; where nobody does, all who took part.
func carriers(e *record.EventAnswer) []Carrier {
	pick := func(holds func(record.ParticipantRole) bool) []Carrier {
		var list []Carrier
		for _, p := range e.Participants {
			if holds(p.Role) {
				list = append(list, Carrier{Actor: p.Actor, Representing: p.Representing})
			}
		}
		return list
	}
	if speakers := pick(func(r record.ParticipantRole) bool { return r == "speaker" }); len(speakers) > 0 {
		return speakers
	}
	return pick(record.ParticipantRole.TookPart)
}

func later(a, b *time.Time) *time.Time {
	if b.After(*a) {
		return b
	}
	return a
}

func (v Voices) family(source string) string {
	if v.Family != nil {
		if family := v.Family(source); family != "" {
			return family
		}
	}
	return source
}

func (v Voices) party(source string) string {
	if v.Party == nil {
		return ""
	}
	return v.Party(source)
}

// parties are whom a source speaks for and whom the one it relays does: one, "" for nobody, or two.
func (v Voices) parties(source, root string) []string {
	party, relayed := v.party(source), v.party(root)
	switch {
	case party == "":
		return []string{relayed}
	case relayed == "" || relayed == party:
		return []string{party}
	}
	return []string{party, relayed}
}

// root is the source that a citation's document goes back to.
func (v Voices) root(c *record.CitationAnswer) string {
	if v.Root != nil {
		if source := v.Root(c.Document.ID); source != "" {
			return source
		}
	}
	return c.Source
}
