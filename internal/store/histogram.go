package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/filter"
)

// MostSteps is how many steps a histogram has at most.
const MostSteps = 10_000

// ErrTooManySteps is returned for a histogram of more than MostSteps steps.
var ErrTooManySteps = errors.New("the histogram has more steps than can be given")

// HistogramQuery asks when the events of a filter began.
type HistogramQuery struct {
	Filter   *filter.Filter
	Interval string         // one of Intervals
	Zone     *time.Location // nil: the event's own civil days, and hours of UTC
	ByKind   bool
}

// Step is one line of a histogram.
type Step struct {
	Start string // its first day, YYYY-MM-DD; of hours the instant, RFC 3339
	Kind  string // where it is split by kind
	Count int64
}

// Histogram counts events by the step in which they began. Counts, Unplaced and Earlier together are all that match.
type Histogram struct {
	Steps    []Step // oldest first, none left out between the first and the last
	Unplaced int64  // events of which it is not known closely enough when they began
	Earlier  int64  // events that began before the range asked, and reach into it
}

// Histogram counts each event once, where it began: by the instant of its start where that is known, else by its date if
// all the days on which it may have begun lie in one step. A date has no hour. Without a zone the days are those of the
// event's own calendar; with one, an instant falls on the day it was there, and a date stays as it is. The steps go from
// the first to the last of the range asked, and of what is in it where a side is open. It is ErrTooManySteps for more than
// MostSteps.
func (v *View) Histogram(ctx context.Context, q HistogramQuery) (*Histogram, error) {
	c := counted{steps: steps{q.Interval, q.Zone}, filter: q.Filter, counts: map[int64]map[string]int64{}, kinds: map[string]bool{}}
	from, bounded := c.steps.edge(q.Filter.Occurred.From, false)
	to, ended := c.steps.edge(q.Filter.Occurred.To, true)
	if bounded && ended {
		if _, err := c.axis(from, to); err != nil {
			return nil, err
		}
	}
	p := v.plan(q.Filter)
	if !p.empty {
		if err := c.read(ctx, p); err != nil {
			return nil, fmt.Errorf("count events by %s: %w", q.Interval, err)
		}
	}
	h := &Histogram{Steps: []Step{}, Unplaced: c.unplaced, Earlier: c.earlier}
	placed := slices.Sorted(maps.Keys(c.counts))
	if len(placed) == 0 && !(bounded && ended) {
		return h, nil
	}
	if len(placed) > 0 {
		if first := placed[0]; !bounded || first < from {
			from = first
		}
		if last := placed[len(placed)-1]; !ended || last > to {
			to = last
		}
	}
	axis, err := c.axis(from, to)
	if err != nil {
		return nil, err
	}
	for _, key := range axis {
		h.Steps = append(h.Steps, c.lines(key, q.ByKind)...)
	}
	return h, nil
}

// counted is a histogram in the making.
type counted struct {
	steps             steps
	filter            *filter.Filter
	counts            map[int64]map[string]int64 // by step and kind
	kinds             map[string]bool            // that are anywhere in it
	unplaced, earlier int64
}

// axis lists the steps from one to another.
func (c *counted) axis(from, to int64) ([]int64, error) {
	var keys []int64
	for key := from; key <= to; key = c.steps.after(key) {
		if keys = append(keys, key); len(keys) > MostSteps {
			return nil, ErrTooManySteps
		}
	}
	return keys, nil
}

// lines are those of one step: one, or one for each kind that is anywhere in the histogram.
func (c *counted) lines(key int64, byKind bool) []Step {
	step := Step{Start: c.steps.text(key)}
	var split []Step
	for _, kind := range storedKinds() {
		n := c.counts[key][kind]
		step.Count += n
		if c.kinds[kind] {
			split = append(split, Step{step.Start, kind, n})
		}
	}
	if byKind {
		return split
	}
	return []Step{step}
}

// begun is when an event began.
type begun struct {
	kind   string
	lo, hi edtf.Day  // the days on which it may have begun, of its own calendar
	at     time.Time // zero: not known
}

// read counts everything that matches. Of most events the columns tell when they began; of one of more than a day its
// document is asked whether it has a start_at. A set of days has none that counts.
func (c *counted) read(ctx context.Context, p *planned) error {
	var s statement
	p.matched(&s)
	s.add(`SELECT v.kind, v.day_lo, v.sure_hi, v.at_lo, v.at_lo = v.at_hi,
		CASE WHEN v.day_lo < v.day_hi AND v.shape = 0 THEN (SELECT d.doc FROM event_document d WHERE d.skey = v.skey) END
		FROM h CROSS JOIN event_version v ON v.skey = h.skey`)
	return p.view.store.query(ctx, s.sql.String(), s.args, func(row tuple) error {
		b := begun{kind: kindName(int(row.int(0))), lo: edtf.Day(row.int(1)), hi: edtf.Day(row.int(2))}
		if single := row.int(4) != 0; single {
			b.at = instant(row.int(3))
		}
		if doc := row.bytes(5); doc != nil {
			if err := b.fromDocument(doc); err != nil {
				return err
			}
		}
		c.add(b)
		return nil
	})
}

// fromDocument takes the start of an event that has one within days of which it may be any.
func (b *begun) fromDocument(doc []byte) error {
	var own struct {
		StartAt edtf.Moment `json:"start_at"`
	}
	if err := json.Unmarshal(append(slices.Clone(doc), emptyTail...), &own); err != nil {
		return fmt.Errorf("read a stored event: %w", err)
	}
	if own.StartAt.IsInstant() {
		b.at = own.StartAt.Instant()
		b.lo = edtf.DayOf(b.at)
		b.hi = b.lo
	}
	return nil
}

func (c *counted) add(b begun) {
	key, ok := c.place(b)
	switch {
	case c.before(b):
		c.earlier++
	case !ok:
		c.unplaced++
	default:
		if c.counts[key] == nil {
			c.counts[key] = map[string]int64{}
		}
		c.counts[key][b.kind]++
		c.kinds[b.kind] = true
	}
}

// place is the step in which an event began.
func (c *counted) place(b begun) (key int64, ok bool) {
	switch {
	case !b.at.IsZero() && (c.steps.hours() || c.steps.zone != nil):
		return c.steps.ofInstant(b.at), true
	case c.steps.hours(), b.lo == edtf.MinDay, b.hi == edtf.MaxDay:
		return 0, false
	}
	key = c.steps.ofDay(b.lo)
	return key, key == c.steps.ofDay(b.hi)
}

// before holds for what surely began before the range asked: against a day by the event's own days, against an instant by
// its start, or where that is not known by its days against that day in UTC.
func (c *counted) before(b begun) bool {
	from := c.filter.Occurred.From
	switch {
	case from.IsZero():
		return false
	case !from.IsInstant():
		first, _ := from.Date().Bounds()
		return b.hi < first
	case !b.at.IsZero():
		return b.at.Before(from.Instant())
	}
	return b.hi < edtf.DayOf(from.Instant().UTC())
}
