// # Verification of a leak
//
// Where a leak stands is computed from the links that answer it, as of a moment (Verify gives the whole
// history, At one moment of it). A link counts from the moment at which both of its ends are known.
//
//	relation                     carried by                         what it does
//	confirms                     an actor concerned                 confirmed; with scope part partially_confirmed
//	confirms                     anyone else                        corroborates, as repeats does
//	denies                       an actor concerned                 denied; with scope attribution or authenticity disputed_in_part
//	non_denial, declines_comment an actor concerned                 met_with_non_denial
//	repeats                      a source family of its own         corroborates
//	retracts                     the leak's own source              withdrawn_by_source
//	any other, or anyone else                                       nothing; it is listed with the event
//
// The standing is the first of these that holds:
//
//	withdrawn_by_source  its own source retracts it
//	disputed             confirmed and denied
//	confirmed            as a whole
//	denied               as a whole or a part of what it says
//	partially_confirmed
//	disputed_in_part
//	met_with_non_denial
//	corroborated         two source families that are independent of each other and of the parties
//	unverified           none of these
//
// An actor concerned (Concerned) is a participant of the leak in any role, one that its claims name, or
// whoever represents the same state; so their spokesman is one too. What an actor concerned says in
// another leak is carried by that leak's source and not by the actor: it corroborates at most. A leak whose
// own source is not told has the families of those who report it, each followed to its root document
// (Concern.WithRoots), as far as they were known. A family is independent where it is another than the leak's own and a source of it that says so speaks for no
// actor concerned; what an actor concerned repeats corroborates nothing, whoever reports it. A leak whose
// own source speaks for an actor concerned (Concern.WithParties) needs two other families.
//
// Links that nothing dates have no moment at which they became known. Verify puts them after everything
// else, in a last Standing marked Undated, which holds without as_of and never with one; Dated leaves
// them out.
package compare

import (
	"slices"
	"strings"
	"time"

	"backchannel/internal/record"
)

// The standings, in order of precedence. They are the values of the vocabulary "verification".
const (
	withdrawnBySource  = "withdrawn_by_source"
	disputed           = "disputed"
	confirmed          = "confirmed"
	denied             = "denied"
	partiallyConfirmed = "partially_confirmed"
	disputedInPart     = "disputed_in_part"
	metWithNonDenial   = "met_with_non_denial"
	corroborated       = "corroborated"
	unverified         = "unverified"
)

// LinkIn is one link to a leak with what its effect depends on. LinksIn makes it from the linking event.
// Families and Parties stand in pairs: Parties[i] is the actor that the source of Families[i] speaks for,
// "" for none. With lists of different lengths each party is held against every family.
type LinkIn struct {
	From     string // linking event
	Relation record.Relation
	Scope    record.Scope
	Note     string
	KnownAt  time.Time // later of both ends' known_at
	Known    bool      // false: never dated
	Carriers []Carrier // who says so: the speakers of the linking event, else all who took part
	Source   string    // the linking event's own source when it is itself a leak, else ""
	Families []string  // source families of its supporting citations, each followed to its root document
	Parties  []string  // actors its sources speak for
}

// Carrier is an actor who says what a link says, and whom they speak for there.
type Carrier struct {
	Actor        string
	Representing string
}

// Standing is where a leak stood for a time, as far as was known then.
type Standing struct {
	Status    string
	KnownFrom time.Time // UTC; zero where Undated
	KnownTo   time.Time // the moment the next one begins; zero: for good
	By        []string  // events whose links decide it, by the moment they became known, then by id; never nil
	Undated   bool      // rests on what nothing dates: holds without as_of only
}

// Verify gives the leak's whole history as more became known, oldest first. It begins at the leak's own
// known_at, unverified where no answer was known at that same moment; one Standing ends where the next
// begins, and no two adjacent ones have the same status by the same events. Links that are never dated,
// and all links where the leak itself is not, decide the last one (Undated). family gives the family of a
// source; nil, or "" from it: the source is its own. The order of links is of no effect.
func Verify(leak *record.EventAnswer, concern Concern, family func(source string) string, links []LinkIn) []Standing {
	j := judge{concern: concern, family: Voices{Family: family}.family}
	links = slices.Clone(links)
	for i := range links {
		links[i].Known = links[i].Known && leak.KnownAt != nil
		if links[i].Known && links[i].KnownAt.Before(*leak.KnownAt) {
			links[i].KnownAt = *leak.KnownAt
		}
	}
	slices.SortStableFunc(links, compareLinks)
	dated := Dated(links)
	var history []Standing
	if leak.KnownAt != nil {
		for i, at := range moments(leak, dated) {
			j.hear(leak, at)
			status, by := j.standing(knownBy(dated, at))
			if i > 0 && history[len(history)-1].same(status, by) {
				continue
			}
			if i > 0 {
				history[len(history)-1].KnownTo = at
			}
			history = append(history, Standing{Status: status, KnownFrom: at, By: by})
		}
	}
	j.hear(leak, time.Time{})
	status, by := j.standing(links)
	if len(history) == 0 || !history[len(history)-1].same(status, by) {
		history = append(history, Standing{Status: status, By: by, Undated: true})
	}
	return history
}

// Dated gives the links that became known at some moment, in the order given: those that count under as_of.
func Dated(links []LinkIn) []LinkIn { return keep(links, func(l LinkIn) bool { return l.Known }) }

// Verification writes a history as it is served, with the standing that holds without as_of. Prune
// reads it back to a moment. It is nil for no history.
func Verification(history []Standing) *record.Verification {
	if len(history) == 0 {
		return nil
	}
	steps := make([]record.VerificationStep, len(history))
	for i, s := range history {
		steps[i] = record.VerificationStep{Status: s.Status, By: slices.Clone(s.By)}
		if !s.Undated {
			since := s.KnownFrom
			steps[i].Since = &since
		}
	}
	return verificationOf(steps)
}

// At reads a history at a moment, the zero time standing for no as_of at all. It is false where the
// leak was not known by then.
func At(history []Standing, asOf time.Time) (record.Verification, bool) {
	v := Verification(history)
	if !asOf.IsZero() {
		v = pruneVerification(v, asOf)
	}
	if v == nil {
		return record.Verification{}, false
	}
	return *v, true
}

func (s *Standing) same(status string, by []string) bool {
	return s.Status == status && slices.Equal(s.By, by)
}

// compareLinks sorts by the moment a link became known, those never dated last, then by id.
func compareLinks(a, b LinkIn) int {
	switch {
	case a.Known != b.Known && a.Known:
		return -1
	case a.Known != b.Known:
		return 1
	case a.Known:
		if c := a.KnownAt.Compare(b.KnownAt); c != 0 {
			return c
		}
	}
	return strings.Compare(a.From, b.From)
}

// moments lists when something became known, each once, in UTC: the leak, then its links, and the reports of
// a leak that no source is told of.
func moments(leak *record.EventAnswer, dated []LinkIn) []time.Time {
	list := []time.Time{leak.KnownAt.UTC()}
	for _, l := range dated {
		list = append(list, l.KnownAt.UTC())
	}
	if !sourced(leak) {
		for i := range leak.Citations {
			if c := &leak.Citations[i]; upholds(c) && c.KnownAt != nil && c.KnownAt.After(*leak.KnownAt) {
				list = append(list, c.KnownAt.UTC())
			}
		}
	}
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

func knownBy(dated []LinkIn, at time.Time) []LinkIn {
	return keep(dated, func(l LinkIn) bool { return !l.KnownAt.After(at) })
}
