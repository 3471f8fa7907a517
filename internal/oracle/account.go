package oracle

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Contested lists the particulars of which two accounts known by then exclude one another, sorted.
func (s *Seen) Contested() []string {
	told := map[string][]Said{}
	for _, c := range s.Cited {
		for name, said := range c.Says {
			if said.Value != nil || said.Min != nil || said.Max != nil {
				told[name] = append(told[name], said)
			}
		}
		start, hasStart := minuteOf(c.Says["start_at"])
		end, hasEnd := minuteOf(c.Says["end_at"])
		if _, has := c.Says["duration"]; !has && hasStart && hasEnd && !end.Before(start) {
			told["duration"] = append(told["duration"], Said{Value: end.Sub(start).Minutes()})
		}
	}
	var contested []string
	for name, list := range told {
		for i, a := range list {
			if slices.ContainsFunc(list[:i], func(b Said) bool { return !fits(name, a, b) }) {
				contested = append(contested, name)
				break
			}
		}
	}
	slices.Sort(contested)
	return contested
}

// fits tells whether two tellings of a particular can both be so.
func fits(name string, a, b Said) bool {
	switch name {
	case "duration", "ordinal", "count":
		return reach(a, 1) >= reach(b, -1) && reach(b, 1) >= reach(a, -1)
	case "start_at", "end_at":
		x, okX := minuteOf(a)
		y, okY := minuteOf(b)
		return okX && okY && x.Equal(y)
	case "date":
		x, errX := readDate(fmt.Sprint(a.Value))
		y, errY := readDate(fmt.Sprint(b.Value))
		return errX == nil && errY == nil && slices.ContainsFunc(x.members, func(m span) bool {
			return slices.ContainsFunc(y.members, func(n span) bool { return m.first <= n.last && n.first <= m.last })
		})
	case "participants", "topics":
		return fmt.Sprint(setOf(a.Value)) == fmt.Sprint(setOf(b.Value))
	}
	x, y := fmt.Sprint(a.Value), fmt.Sprint(b.Value)
	return fold(x) == fold(y) && (fold(x) != "" || x == y)
}

// reach gives the upper (1) or lower (-1) end of a number or a range.
func reach(s Said, side int) float64 {
	if n, ok := s.Value.(float64); ok {
		return n
	}
	if side > 0 && s.Max != nil {
		return *s.Max
	}
	if side < 0 && s.Min != nil {
		return *s.Min
	}
	return math.Inf(side)
}

// minuteOf gives the minute that an instant falls in.
func minuteOf(s Said) (time.Time, bool) {
	text, _ := s.Value.(string)
	m, err := readMoment(text)
	return m.at.UTC().Truncate(time.Minute), err == nil && m.instant
}

func setOf(value any) []string {
	list, _ := value.([]any)
	var set []string
	for _, v := range list {
		if text := fmt.Sprint(v); !slices.Contains(set, text) {
			set = append(set, text)
		}
	}
	slices.Sort(set)
	return set
}
