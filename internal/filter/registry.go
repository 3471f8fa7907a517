package filter

import (
	"slices"

	"backchannel/internal/record"
)

// Parameter is one parameter of the language, as the parser, the spec and the docs know it.
type Parameter struct {
	Name      string   // as it stands in the query string
	Doc       string   // one sentence
	Example   string   // "name=value", a query that means something by itself
	List      bool     // commas are or, a minus is not; else the value is read whole and given once
	Qualifies string   // the parameters whose row it binds to when they are given, joined by commas; "" for none
	Values    []string // the closed list its values come from; nil: not closed
}

// reading is how the values of a parameter are read.
type reading int

const (
	readClosed reading = iota // of the vocabulary with the parameter's name
	readActor
	readSource
	readDocument
	readTopic
	readCountry
	readPlace
	readGrade
	readMinGrade
	readID
	readPlan
	readDate
	readMatch
	readKnown
	readBox
	readWords
	readAsOf
	readSnapshot
)

type field struct {
	Parameter
	reads reading
}

// maxValues is how many values one parameter may hold, repeats included; for q, how many words and phrases.
const maxValues = 32

// fields is the language: what is not here is not known. The order is that of Canonical.
var fields = []field{
	{Parameter{Name: "kind", Example: "kind=meeting,call", List: true,
		Doc: "What sort of event it is."}, readClosed},
	{Parameter{Name: "actor", Example: "actor=vladimir-putin&actor=steve-witkoff", List: true,
		Doc: "Who took part, by id or any name; subjects and addressees did not take part."}, readActor},
	{Parameter{Name: "role", Example: "actor=vladimir-putin&role=host", List: true, Qualifies: "actor,representing",
		Doc: "In what role that actor, or whoever represents that side, was there; alone, a role that somebody had."}, readClosed},
	{Parameter{Name: "representing", Example: "representing=russia", List: true,
		Doc: "Whose side somebody who took part represented, by id or any name."}, readActor},
	{Parameter{Name: "speaker", Example: "speaker=dmitry-peskov", List: true,
		Doc: "Who spoke, by id or any name."}, readActor},
	{Parameter{Name: "about", Example: "about=steve-witkoff", List: true,
		Doc: "Whom it is about, is addressed to, or names in a claim, by id or any name."}, readActor},
	{Parameter{Name: "topic", Example: "topic=territory", List: true,
		Doc: "What it is about, by id or label, with the topics below; topics of claims and positions count."}, readTopic},
	{Parameter{Name: "plan", Example: "plan=us-2025-04-17", List: true,
		Doc: "A settlement plan that it tables, discloses, discusses, accepts, rejects, withdraws or signs, or shows a position on, by id or title."}, readPlan},
	{Parameter{Name: "verification", Example: "verification=denied,met_with_non_denial", List: true,
		Doc: "Where a leak stands, from the links that answer it; with or without a minus, only leaks are found."}, readClosed},
	{Parameter{Name: "relation", Example: "relation=non_denial&links_to=2025-04-20-wsj-leak", List: true, Qualifies: "links_to",
		Doc: "How it answers another event, or the one that links_to names."}, readClosed},
	{Parameter{Name: "links_to", Example: "links_to=2025-04-22-ft-leak", List: true,
		Doc: "An event that it links to, by id."}, readID},
	{Parameter{Name: "answered", Example: "answered=denies,non_denial", List: true,
		Doc:    "How another event answers it.",
		Values: record.Values("relation")}, readClosed},
	{Parameter{Name: "contested", Example: "contested=duration,place", List: true,
		Doc:    "A particular that its tellers tell differently; any: whichever it is.",
		Values: append([]string{"any"}, record.Values("particular")...)}, readClosed},
	{Parameter{Name: "source", Example: "source=reuters,tass", List: true,
		Doc: "Who published a cited document, or the leak itself, by id or name."}, readSource},
	{Parameter{Name: "document", Example: "document=s01", List: true,
		Doc: "A cited document, by id or address."}, readDocument},
	{Parameter{Name: "grade", Example: "grade=A1,B1", List: true, Qualifies: "source,document",
		Doc: "The Admiralty grade of its best citation, or of the best from that source or document."}, readGrade},
	{Parameter{Name: "min_grade", Example: "min_grade=B2", List: true, Qualifies: "source,document",
		Doc: "An Admiralty grade that a citation, or one from that source or document, reaches; F and 6 never do."}, readMinGrade},
	{Parameter{Name: "country", Example: "country=RU", List: true,
		Doc: "Where it happened: a two-letter ISO 3166-1 code, or the name of a state."}, readCountry},
	{Parameter{Name: "place", Example: "place=Moscow", List: true,
		Doc: "Where it happened: words of the place's name or city."}, readPlace},
	{Parameter{Name: "bbox", Example: "bbox=19,41,41,70",
		Doc: "Where it happened: west, south, east, north in degrees; west beyond east crosses the 180th meridian."}, readBox},
	{Parameter{Name: "status", Example: "status=occurred", List: true,
		Doc: "Whether it took place; before its start every event is scheduled."}, readClosed},
	{Parameter{Name: "id", Example: "id=2025-04-25-putin-witkoff-moscow", List: true,
		Doc: "The event itself."}, readID},
	{Parameter{Name: "from", Example: "from=2025-02",
		Doc: "Occurred then or later: an EDTF date compared by civil days, or an instant."}, readDate},
	{Parameter{Name: "to", Example: "to=2025-04-30",
		Doc: "Occurred then or earlier, the whole of that day, month or year included."}, readDate},
	{Parameter{Name: "on", Example: "on=2025-04",
		Doc: "Occurred then: the same as from and to with one value."}, readDate},
	{Parameter{Name: "match", Example: "from=2025-02&to=2025-04&match=certain", Qualifies: "from,to,on",
		Doc:    "possible: may have occurred then (the default); certain: did, whichever way its date is read, and never with a date that is approximate, uncertain or open.",
		Values: []string{"possible", "certain"}}, readMatch},
	{Parameter{Name: "known_from", Example: "known_from=2025-04-22",
		Doc: "First known then or later: a date in UTC, or an instant."}, readKnown},
	{Parameter{Name: "known_to", Example: "known_to=2025-04-25T12:00Z",
		Doc: "First known then or earlier: a date in UTC, its last day included, or an instant."}, readKnown},
	{Parameter{Name: "q", Example: `q="front lines" OR ceasefire -sanction*`,
		Doc: `Words in title, summary, quote, claims or the names of those who took part: all of them; "a phrase", -not, this OR that, begin*.`}, readWords},
	{Parameter{Name: "as_of", Example: "as_of=2025-04-22",
		Doc: "Only what was publicly known by then: a date (the end of its last day in UTC), or an instant."}, readAsOf},
	{Parameter{Name: "snapshot", Example: "snapshot=1",
		Doc: "The database as it was: a change number, or a time; a date is the end of its last day in UTC. Digits alone are a number, never a year."}, readSnapshot},
}

// Registry lists every parameter in the order of Canonical. The slices are the caller's own.
func Registry() []Parameter {
	list := make([]Parameter, len(fields))
	for i, f := range fields {
		list[i] = f.Parameter
		list[i].Values = f.values()
	}
	return list
}

// values is the closed list of the field, nil where it has none.
func (f field) values() []string {
	if f.reads == readClosed && f.Values == nil {
		return record.Values(f.Name)
	}
	return slices.Clone(f.Values)
}

// order is where a field stands in Canonical.
func order(name string) int {
	return slices.IndexFunc(fields, func(f field) bool { return f.Name == name })
}
