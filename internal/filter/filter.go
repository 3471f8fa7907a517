package filter

import (
	"time"

	"backchannel/internal/edtf"
)

// Filter is one parsed filter: every part that is given must hold. The zero Filter holds for every event.
// Parse makes it; its order is fixed (clauses as in Registry, those of one field as typed, values of one
// list sorted), so that equal queries give equal filters.
type Filter struct {
	Clauses  []Clause   // all must hold
	Occurred Range      // from, to, on; zero: any time
	Known    KnownRange // known_from, known_to; zero: any time
	Certain  bool       // match=certain; without a range it leaves out events dated with ~, ? or an open end
	BBox     *Box       // bbox; nil: anywhere, or nowhere known
	Text     *Text      // q; nil: any words
	AsOf     time.Time  // UTC; a day given is its last microsecond; zero: not asked
	Snapshot Snapshot

	Timelines []string // ids of the saved filters it was narrowed to by Within, whose parts are among those above
	Asked     *Filter  // what was asked beside the timelines; nil where there are none
}

// Clause is one condition on a field. It holds when one of Among is found, on a row that its qualifiers
// admit; Not turns that round: no such row is there.
type Clause struct {
	Field  string   // the parameter's name, one of the lists of Registry
	Not    bool     // none of Values
	Values []string // sorted; canonical ids for actors, sources, documents and topics, upper-case codes for countries, else as typed
	Among  []string // what rows may hold: Values widened by merged actors and by topics below; Values itself otherwise

	Role         *Choice // of an actor or representing clause: the same participant row has such a role; it takes the place of "took part"
	Representing *Choice // of an actor or role clause: the same row represents one of these; Parse gives representing as its own clause
	Relation     *Choice // of a links_to clause: the same link has such a relation
	Grade        *Choice // of a source or document clause: the best citation it admits has such a grade
	MinGrade     *Choice // of a source or document clause: a citation it admits is graded so or better
}

// Choice is a qualifier bound to a clause: one of Among, or with Not none of them.
type Choice struct {
	Not    bool
	Values []string
	Among  []string
}

// Range is when an event occurred. A side that is a date is compared by civil days, a side that is an
// instant (always in UTC here) by instants. From reaches from its earliest day on, To up to its latest.
// From equal to To is what `on` asks. A zero side is no bound.
type Range struct{ From, To edtf.Moment }

// IsZero tells whether any time will do.
func (r Range) IsZero() bool { return r.From.IsZero() && r.To.IsZero() }

// KnownRange is when an event became known: UTC, both ends included, microseconds. A zero side is no bound.
type KnownRange struct{ From, To time.Time }

// IsZero tells whether any time will do.
func (r KnownRange) IsZero() bool { return r.From.IsZero() && r.To.IsZero() }

// Box is a rectangle in degrees, WGS 84. With West greater than East it crosses the 180th meridian.
type Box struct{ West, South, East, North float64 }

// Text is what q asks: every term must hold.
type Text struct{ Terms []Term }

// Term holds when one of its phrases is found; with Not, when none is. Any is never empty.
type Term struct {
	Not bool
	Any []Phrase
}

// Phrase is consecutive tokens within one text or one name.
type Phrase struct {
	Tokens []string // as Tokens gives them, never empty
	Prefix bool     // the last token is the beginning of a word
	Text   string   // as typed, for Sentence and Canonical: no quotes, single spaces
}

// Snapshot is the state of the database asked for. Set is false when none was; else Seq is the number,
// or At, when not zero, the time (UTC; of a day its last microsecond).
type Snapshot struct {
	Seq int64
	At  time.Time
	Set bool
}
