// Package filter is the filter language: what may stand in the query string of every route that yields
// events. Parse reads a query into a Filter, Match asks it of one event, Sentence says it in English,
// Canonical writes it back. What is not in Registry is not in the language.
//
// # The grammar
//
//	query     = [ parameter { "&" parameter } ]           all must hold
//	parameter = name "=" ( list | whole )
//	list      = value { "," value }                       any of them (comma is or)
//	          | "-" value { "," "-" value }               none of them (minus is not)
//	value     = text without a comma
//	          | `"` text, "" for a quote in it `"`        quotes make one value of anything
//
// A list parameter may be repeated: repeating is and. So
//
//	kind=meeting,call                                     meetings and calls
//	actor=vladimir-putin&actor=steve-witkoff              both took part
//	topic=crimea,nato&topic=-sanctions                    one of two topics, and not that one
//	actor="Putin, Vladimir"                               one name
//	actor=-"Putin, Vladimir",-steve-witkoff               neither of them
//
// One list holds either plain values or values with a minus; to mix them, repeat the parameter. Space
// around a value does not count. The values of closed lists and grades are read in either case. Actors,
// sources, topics and documents are given by id, by any name, or (documents) by address; an actor stands
// for all merged with it, a topic for all below it.
//
// Four lists qualify another and are given once. They bind to one row:
//
//	role               the participant that actor names, else the one whose side representing names
//	relation           the link to the event that links_to names
//	grade, min_grade   the citations that source or document admits
//
// With a role, the participant may be a subject or addressee; without one it has to have taken part.
// With nothing to qualify they are filters of their own. representing stays its own filter beside actor.
//
// The other parameters are read whole, commas and all, and are given once:
//
//	from to on         time = EDTF date | instant         "2025-02", "2025-04-25T14:30+03:00"
//	known_from known_to as_of                             the same, a date being a day in UTC
//	match              "possible" | "certain"
//	bbox               west "," south "," east "," north
//	q                  words "phrases" -not this OR that begin*     see ParseText
//	snapshot           a change number | time
//
// A date reaches from its first day to its last: to=2025-04 holds 30 April. Dates are compared by civil
// days of the place, instants by instants. In an instant a space counts as +, which is what a plus in a
// query string becomes.
//
// Parameters that trackers add (utm_*, fbclid, gclid, _) are passed over. Anything else is a fault.
//
// # Faults
//
// All faults of a query are reported at once, each with the parameter, the piece, and the right spelling
// or the nearest there is. Their codes:
//
//	unknown_parameter unknown_value unknown_name ambiguous_name
//	bad_date bad_number bad_grade bad_id unclosed_quote invalid_utf8 control_characters
//	empty_value too_many_values repeated_parameter mixed_negation
//	conflicting_parameters inverted_range nothing_to_search
//
// # Elsewhere
//
// The package knows no SQL, no HTTP and no storage: records are known through Names. Start reading at
// fields in registry.go, then ParseWith, then Match.
package filter
