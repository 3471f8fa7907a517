// Package compare computes what a record shows beside its own fields: when a document and an event became
// known, what the tellers say of the particulars, and how an event read at an earlier moment. Everything
// here is a pure function of its arguments: no clock, no storage, no state.
//
// Three clocks are kept apart (see the docs): occurred (StartInstant), known (KnownAt, Times, Prune) and
// recorded, which this package never sees: its lookups (Sources) already stand at one snapshot.
//
// Start reading at Answer, which makes the served form of an event, and Prune, which takes it back in time.
package compare
