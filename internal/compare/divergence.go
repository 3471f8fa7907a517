package compare

import (
	"fmt"
	"math"
	"slices"
	"time"

	"backchannel/internal/edtf"
)

// Formula is how a divergence is computed, as it is published with every number.
const Formula = "mean of |a − b| / 4 over the topics that both have spoken on, scores from +2 (supports) to −2 (opposes), the newest position of each carried forward"

// leastCompared is how many topics a divergence needs, unless one topic was named.
const leastCompared = 3

// Divergence is how far two actors stand apart on one day, from 0 (alike) to 1 (opposed).
type Divergence struct {
	Date     string           `json:"date"`                          // the day, YYYY-MM-DD
	Value    *float64         `json:"value" extensions:"x-nullable"` // null: reason says why
	Reason   string           `json:"reason,omitempty"`
	Compared int              `json:"compared"`                     // topics that both have spoken on
	Topics   int              `json:"topics"`                       // topics that either has spoken on
	Low      *float64         `json:"low" extensions:"x-nullable"`  // the value if both stood alike wherever one is silent
	High     *float64         `json:"high" extensions:"x-nullable"` // the value if they were opposed there
	SilentA  []string         `json:"silent_a"`                     // topics on which only the second has spoken
	SilentB  []string         `json:"silent_b"`
	Terms    []DivergenceTerm `json:"terms"` // one for each topic compared
}

// DivergenceTerm is one topic's part in a divergence, with the two positions behind it.
type DivergenceTerm struct {
	Topic    string  `json:"topic"`
	Distance float64 `json:"distance"` // |a − b| / 4
	A        Point   `json:"a"`
	B        Point   `json:"b"`
}

// Diverge computes how far two actors stand apart at the end of a day, from what was known by then and, unless it is the
// zero moment, by asOf. Positions on plans do not enter. named says that one topic was asked for, so that any number will do.
func Diverge(a, b []Point, day edtf.Day, asOf time.Time, named bool) Divergence {
	end := day.Time().Add(24*time.Hour - time.Microsecond)
	if !asOf.IsZero() && asOf.Before(end) {
		end = asOf
	}
	left, right := newest(a, day, end), newest(b, day, end)
	d := Divergence{Date: day.String(), SilentA: []string{}, SilentB: []string{}, Terms: []DivergenceTerm{}}
	sum := 0.0
	for _, topic := range topicsIn(left, right) {
		x, hasX := left[topic]
		y, hasY := right[topic]
		d.Topics++
		switch {
		case !hasX:
			d.SilentA = append(d.SilentA, topic)
		case !hasY:
			d.SilentB = append(d.SilentB, topic)
		default:
			distance := math.Abs(float64(x.Score-y.Score)) / 4
			sum += distance
			d.Terms = append(d.Terms, DivergenceTerm{Topic: topic, Distance: distance, A: x, B: y})
		}
	}
	d.Compared = len(d.Terms)
	if d.Topics > 0 {
		low, high := sum/float64(d.Topics), (sum+float64(d.Topics-d.Compared))/float64(d.Topics)
		d.Low, d.High = &low, &high
	}
	switch {
	case d.Compared == 0:
		d.Reason = "no topic that both have spoken on"
	case d.Compared < leastCompared && !named:
		d.Reason = fmt.Sprintf("fewer than %d topics compared", leastCompared)
	default:
		value := sum / float64(d.Compared)
		d.Value = &value
	}
	return d
}

// newest gives the newest position on each topic by the end of a day that was known by a moment.
func newest(points []Point, day edtf.Day, known time.Time) map[string]Point {
	found := map[string]Point{}
	for _, p := range points {
		if p.On.Topic == "" || dayOf(p) > day || !by(p.KnownAt, known) {
			continue
		}
		if before, ok := found[p.On.Topic]; !ok || dayOf(p) >= dayOf(before) {
			p.Moved = nil
			found[p.On.Topic] = p
		}
	}
	return found
}

func topicsIn(sets ...map[string]Point) []string {
	var topics []string
	for _, set := range sets {
		for topic := range set {
			if !slices.Contains(topics, topic) {
				topics = append(topics, topic)
			}
		}
	}
	slices.Sort(topics)
	return topics
}
