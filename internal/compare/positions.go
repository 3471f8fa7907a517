package compare

import (
	"cmp"
	"slices"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// Point is where one actor stood on something, shown by one event or by one provision of a plan.
type Point struct {
	Actor     string            `json:"actor"`
	On        record.PositionOn `json:"on"`
	Value     string            `json:"value"` // supports … opposes
	Score     int               `json:"score"` // +2 supports, +1, 0 ambiguous, −1, −2 opposes
	Basis     string            `json:"basis"`
	Note      string            `json:"note,omitempty"`
	Date      edtf.Date         `json:"date" swaggertype:"string" format:"edtf"`
	When      edtf.When         `json:"when"`
	KnownAt   *time.Time        `json:"known_at" format:"date-time" extensions:"x-nullable"` // null: nothing dated tells
	Event     string            `json:"event,omitempty"`
	Plan      string            `json:"plan,omitempty"` // whose provision shows it
	Ordinal   string            `json:"ordinal,omitempty"`
	Title     string            `json:"title"` // of the event, or of the plan
	Text      string            `json:"text,omitempty"`
	Documents []string          `json:"documents"`
	Moved     *Move             `json:"moved" extensions:"x-nullable"` // null: the first on record, or as before

	Clock int   `json:"-"` // the minute of the day at which its event began, in its own offset; 0: not told
	Seq   int64 `json:"-"` // the change that recorded it
}

// Move says how an actor's position differs from the one before on the same thing.
type Move struct {
	From  string `json:"from"` // the value before
	By    int    `json:"by"`   // this score minus the one before
	Event string `json:"event,omitempty"`
	Plan  string `json:"plan,omitempty"`
}

// Score puts a position value on the scale from +2 to −2.
func Score(value string) int {
	return map[string]int{"supports": 2, "supports_conditionally": 1, "opposes_conditionally": -1, "opposes": -2}[value]
}

// EventPoints gives the positions that an event shows, one for each actor. Where a position names none, it is of those
// whom the speakers represent, or who took part where nobody speaks.
func EventPoints(a *record.EventAnswer) []Point {
	var points []Point
	for _, p := range a.Positions {
		for _, actor := range Holders(a, p) {
			points = append(points, Point{
				Actor: actor, On: p.On, Value: p.Value, Score: Score(p.Value), Basis: p.Basis, Note: p.Note,
				Date: a.Date, When: a.When, KnownAt: a.KnownAt, Event: a.ID, Title: a.Title, Documents: documentsOf(a.Citations), Clock: clockOf(a),
			})
		}
	}
	return points
}

// Holders gives whose position an event shows, each once.
func Holders(a *record.EventAnswer, p record.Position) []string {
	if len(p.Actors) == 0 {
		return sides(a)
	}
	var actors []string
	for _, actor := range p.Actors {
		actors = once(actors, actor)
	}
	return actors
}

// sides are those whom the speakers stand for, themselves where they stand for nobody else.
func sides(a *record.EventAnswer) []string {
	var spoke, part []string
	for _, p := range a.Participants {
		side := cmp.Or(p.Representing, p.Actor)
		if p.Role == "speaker" && !slices.Contains(spoke, side) {
			spoke = append(spoke, side)
		}
		if p.Role.TookPart() && !slices.Contains(part, side) {
			part = append(part, side)
		}
	}
	if len(spoke) > 0 {
		return spoke
	}
	return part
}

// PlanPoints gives the positions that a plan's provisions show, one for each actor: of the proponents where a position names
// none. They are dated as the plan is, and known with its text.
func PlanPoints(p *record.PlanAnswer) []Point {
	var points []Point
	for _, v := range p.Provisions {
		for _, position := range v.Positions {
			actors := position.Actors
			if len(actors) == 0 {
				actors = p.Proponents
			}
			for _, actor := range actors {
				points = append(points, Point{
					Actor: actor, On: record.PositionOn{Topic: v.Topic}, Value: position.Value, Score: Score(position.Value), Basis: "document",
					Date: p.Date, When: p.When, KnownAt: p.TextsKnownAt, Plan: p.ID, Ordinal: v.Ordinal, Title: p.Title, Text: v.Text,
					Documents: documentsOf(p.Citations),
				})
			}
		}
	}
	return points
}

func documentsOf(cited []record.CitationAnswer) []string {
	documents := []string{}
	for _, c := range cited {
		if c.Bears() && !slices.Contains(documents, c.Document.ID) {
			documents = append(documents, c.Document.ID)
		}
	}
	return documents
}

// clockOf is the minute of the day at which an event begins; 0 where that is not told, or is not on the one day it took place.
func clockOf(a *record.EventAnswer) int {
	start := a.StartAt.Instant()
	if earliest, latest := a.Date.Bounds(); !a.StartAt.IsInstant() || earliest != latest || edtf.DayOf(start) != latest {
		return 0
	}
	return start.Hour()*60 + start.Minute()
}

// Series orders points by actor, what they are on, date and the change that recorded them, and says of each what moved since
// the one before. Points of one record stay in the order given.
func Series(points []Point) []Point {
	points = slices.Clone(points)
	slices.SortStableFunc(points, func(a, b Point) int {
		return cmp.Or(cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.On.Topic, b.On.Topic), cmp.Compare(a.On.Plan, b.On.Plan),
			cmp.Compare(a.On.Ordinal, b.On.Ordinal), cmp.Compare(dayOf(a), dayOf(b)), cmp.Compare(a.Clock, b.Clock), cmp.Compare(a.Seq, b.Seq))
	})
	for i := 1; i < len(points); i++ {
		before, now := points[i-1], &points[i]
		if before.Actor == now.Actor && before.On == now.On && before.Value != now.Value {
			now.Moved = &Move{From: before.Value, By: now.Score - before.Score, Event: before.Event, Plan: before.Plan}
		}
	}
	return points
}

// dayOf is the last day that a point's date can mean, and no later than the day, in UTC, on which it became known: by then it
// was surely said, however coarse, open or absent the date is.
func dayOf(p Point) edtf.Day {
	earliest, latest := p.Date.Bounds()
	if p.KnownAt == nil {
		return latest
	}
	return min(latest, max(earliest, edtf.DayOf(p.KnownAt.UTC())))
}

// Counts is the day from whose end on a point counts in a divergence: it was said by then, and known. It is false for a
// point that nothing dates.
func (p Point) Counts() (edtf.Day, bool) {
	if p.KnownAt == nil {
		return 0, false
	}
	return max(dayOf(p), edtf.DayOf(p.KnownAt.UTC())), true
}
