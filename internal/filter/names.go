package filter

import "backchannel/internal/record"

// Names is what the language needs to know of the records: names, merges and trees as of one snapshot.
type Names interface {
	// Find gives the ids a name may mean: the exact id alone; else those whose official name it is; else
	// those whose other name it is. Case, diacritics and ё/е do not count. Actors have spellings, sources
	// an id and a name, topics an id and a label, documents an id and addresses. Several ids are a tie.
	Find(t record.Type, name string) []string
	// Label is the name to show, "" for an id that is not there.
	Label(t record.Type, id string) string
	// Nearest is the closest id or name, "" when nothing is near.
	Nearest(t record.Type, name string) string
	// Group is the actor that this one and all merged with it fold into, then each of those merged into it.
	Group(actor string) []string
	// Subtree is the topic and every topic below it.
	Subtree(topic string) []string
	// ActorsNamed gives the actors one of whose names contains the phrase. Merged actors share their
	// names: all of a group are given when one is.
	ActorsNamed(p Phrase) []string
	// ActorNames gives every name of an actor, with those of the actors merged into it.
	ActorNames(actor string) []string
	// Letter is the reliability of a source, F where nobody judged.
	Letter(source string) byte
	// States gives, for each country code (ISO 3166-1 alpha-2, upper case), the actor of kind state that
	// has it. The map is not to be changed.
	States() map[string]string
}
