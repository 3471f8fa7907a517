package oracle

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// test is one condition of a query.
type test struct {
	parameter string
	holds     func(*Seen) bool
}

// Ask gives the ids of the events that a query holds for, in order of occurrence: by earliest day, then by the clock of
// a start on that day, then by the change that made the version.
func (h *History) Ask(q url.Values) ([]string, error) {
	w, err := h.Snapshot(q.Get("snapshot"))
	if err != nil {
		return nil, err
	}
	asOf, err := AsOf(q.Get("as_of"))
	if err != nil {
		return nil, err
	}
	tests, err := w.tests(q)
	if err != nil {
		return nil, err
	}
	var found []*Seen
	for id := range w.Events {
		s, err := w.Seen(id, asOf)
		if err != nil {
			return nil, fmt.Errorf("event %s: %w", id, err)
		}
		if s != nil && !slices.ContainsFunc(tests, func(t test) bool { return !t.holds(s) }) {
			found = append(found, s)
		}
	}
	slices.SortFunc(found, func(a, b *Seen) int {
		return cmp.Or(cmp.Compare(a.minute(), b.minute()), cmp.Compare(a.Seq, b.Seq))
	})
	ids := make([]string, len(found))
	for i, s := range found {
		ids[i] = s.ID
	}
	return ids, nil
}

// Why names the parameters of a query that do not hold for an event.
func (h *History) Why(q url.Values, id string) []string {
	w, err := h.Snapshot(q.Get("snapshot"))
	if err != nil {
		return []string{err.Error()}
	}
	asOf, _ := AsOf(q.Get("as_of"))
	s, err := w.Seen(id, asOf)
	if err != nil || s == nil {
		return []string{fmt.Sprint("not seen ", err)}
	}
	tests, _ := w.tests(q)
	failed := []string{}
	for _, t := range tests {
		if !t.holds(s) {
			failed = append(failed, t.parameter)
		}
	}
	return failed
}

// minute is where an event stands in the order of occurrence.
func (s *Seen) minute() int {
	first := s.date.first()
	if first == noStart {
		return noStart
	}
	minute := first * 24 * 60
	if s.start != nil && dayNumber(s.start.Year(), int(s.start.Month()), s.start.Day()) == first {
		minute += s.start.Hour()*60 + s.start.Minute()
	}
	return minute
}

// Snapshot gives the world a snapshot names: a change number, a time, or with "" the newest.
func (h *History) Snapshot(text string) (*World, error) {
	at := Commit{Seq: 1 << 62}
	switch seq, err := strconv.ParseInt(text, 10, 64); {
	case err == nil:
		at.Seq = seq
	case text != "":
		m, err := readMoment(text)
		if err != nil {
			return nil, err
		}
		at.At, _ = m.ends()
	}
	last := int64(0)
	for _, c := range h.Commits() {
		if c.Seq <= at.Seq && (at.At.IsZero() || !c.At.After(at.At)) {
			last = c.Seq
		}
	}
	return h.World(last)
}

// AsOf reads as_of; zero where it is not given.
func AsOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	m, err := readMoment(text)
	if err != nil {
		return time.Time{}, err
	}
	at, ok := m.ends()
	if !ok {
		return time.Time{}, fmt.Errorf("%q has no end", text)
	}
	return at.UTC(), nil
}

// tests turns every parameter into a condition.
func (w *World) tests(q url.Values) ([]test, error) {
	var tests []test
	for name, given := range q {
		for _, text := range given {
			holds, err := w.test(q, name, strings.TrimSpace(text))
			if err != nil {
				return nil, fmt.Errorf("%s=%s: %w", name, text, err)
			}
			if holds != nil {
				tests = append(tests, test{name, holds})
			}
		}
	}
	return tests, nil
}

func (w *World) test(q url.Values, name, text string) (func(*Seen) bool, error) {
	switch name {
	case "as_of", "snapshot":
		return nil, nil
	case "from", "to", "on", "match", "known_from", "known_to":
		return w.timeTest(q, name, text)
	case "bbox":
		b, err := readBox(text)
		return func(s *Seen) bool { return b.holds(s.Place) }, err
	case "q":
		terms := readWords(text)
		return func(s *Seen) bool { return w.says(s, terms) }, nil
	}
	v, err := readList(text)
	if err != nil {
		return nil, err
	}
	if err := w.resolve(name, &v); err != nil {
		return nil, err
	}
	if name == "verification" { // with or without a minus it asks for a leak
		return func(s *Seen) bool {
			standing := s.Standing()
			return standing != nil && v.has(standing.Status) != v.not
		}, nil
	}
	if holds := w.listTest(q, name, v); holds != nil {
		return func(s *Seen) bool { return holds(s) != v.not }, nil
	}
	return nil, nil
}

// resolve puts ids in the place of names.
func (w *World) resolve(name string, v *values) error {
	find := func(s string) (string, error) { return s, nil }
	switch name {
	case "actor", "about", "speaker", "representing":
		find = w.FindActor
	case "source":
		find = w.FindSource
	case "document":
		find = w.FindDocument
	case "topic":
		find = w.FindTopic
	case "plan":
		find = w.FindPlan
	case "country":
		find = w.FindCountry
	case "grade", "min_grade":
		find = func(s string) (string, error) { return strings.ToUpper(s), nil }
	case "kind", "status", "role", "verification", "relation", "answered", "contested":
		find = func(s string) (string, error) { return strings.ToLower(s), nil }
	case "place", "id", "links_to":
	default:
		return fmt.Errorf("there is no parameter %s", name)
	}
	for i, text := range v.list {
		id, err := find(text)
		if err != nil {
			return err
		}
		v.list[i] = id
	}
	return nil
}

// says tells whether every term of q holds.
func (w *World) says(s *Seen, terms []term) bool {
	texts := s.Texts(w)
	for _, t := range terms {
		found := slices.ContainsFunc(t.any, func(word word) bool { return slices.ContainsFunc(texts, word.in) })
		if found == t.not {
			return false
		}
	}
	return true
}
