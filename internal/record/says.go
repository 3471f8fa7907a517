package record

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"backchannel/internal/edtf"
)

// maxMinutes bounds a duration: a hundred years.
const maxMinutes = 100 * 366 * 24 * 60

// Number gives a value that is a number. Values read from JSON are float64; those set in code may be int.
func (s Said) Number() (float64, bool) {
	switch v := s.Value.(type) {
	case float64:
		return v, true
	case int:
		return float64(v), true
	}
	return 0, false
}

// List gives a value that is a list of strings, and nil for any other. Values read from JSON are
// []any; those set in code may be []string.
func (s Said) List() []string {
	switch v := s.Value.(type) {
	case []string:
		return v
	case []any:
		list := make([]string, len(v))
		for i, item := range v {
			text, ok := item.(string)
			if !ok {
				return nil
			}
			list[i] = text
		}
		return list
	}
	return nil
}

// Word gives a value that is a string.
func (s Said) Word() (string, bool) {
	word, ok := s.Value.(string)
	return word, ok
}

// Comparable tells whether there is a value or a range, and not only a text.
func (s Said) Comparable() bool { return s.Value != nil || s.Min != nil || s.Max != nil }

// IsNumeric tells whether values of the particular are numbers, which may be ranges.
func IsNumeric(particular string) bool {
	return particular == "duration" || particular == "ordinal" || particular == "count"
}

// says checks what a citation says of the particulars.
func (c *checker) says(at string, says map[string]Said) {
	names := Values(vocabParticular)
	for _, name := range slices.Sorted(maps.Keys(says)) {
		below := key(at, name)
		if !slices.Contains(names, name) {
			c.add(below, "unknown_value", fmt.Sprintf("There is no particular %s.", quoted(name)), name, allowed(name, names))
			continue
		}
		c.said(below, name, says[name])
	}
}

func (c *checker) said(at, name string, s Said) {
	if !s.Comparable() && s.Text == "" {
		c.add(at, "required", name+" says nothing.", "", "Give a value, a range (min, max) or a text.")
		return
	}
	c.line(key(at, "text"), s.Text, maxPhrase)
	if s.Min != nil || s.Max != nil {
		c.span(at, name, s)
	}
	if s.Value != nil {
		c.told(key(at, "value"), name, s)
	}
}

func (c *checker) span(at, name string, s Said) {
	if !IsNumeric(name) {
		c.add(at, "not_a_range", fmt.Sprintf("%s is not a number, so it has no min and max.", name), "", "Give a value, or only a text.")
		return
	}
	if s.Value != nil {
		c.add(at, "conflict", name+" has both a value and a range.", "", "Keep one of them.")
	}
	if s.Min != nil {
		c.amount(key(at, "min"), name, *s.Min)
	}
	if s.Max != nil {
		c.amount(key(at, "max"), name, *s.Max)
	}
	if s.Min != nil && s.Max != nil && *s.Min > *s.Max {
		c.add(key(at, "min"), "reversed_range", fmt.Sprintf("min %g is greater than max %g.", *s.Min, *s.Max), "", "Swap them.")
	}
}

// told checks that a value is of the type of its particular.
func (c *checker) told(at, name string, s Said) {
	switch name {
	case "duration", "ordinal", "count":
		if v, ok := s.Number(); ok {
			c.amount(at, name, v)
			return
		}
		c.mistyped(at, name, "a number", s.Value)
	case "participants", "topics":
		list := s.List()
		if len(list) == 0 {
			c.mistyped(at, name, "a list of ids", s.Value)
			return
		}
		c.ids(at, list, "an existing record")
	case "date":
		if word, ok := s.Word(); !ok {
			c.mistyped(at, name, "an EDTF date in a string", s.Value)
		} else if _, err := edtf.Parse(word); err != nil {
			c.faults = append(c.faults, dateFault(at, word, err))
		}
	case "start_at", "end_at":
		c.instant(at, name, s)
	default:
		if word, ok := s.Word(); ok && word != "" {
			c.line(at, word, maxPhrase)
			return
		}
		c.mistyped(at, name, "a word or short phrase in a string", s.Value)
	}
}

func (c *checker) instant(at, name string, s Said) {
	word, ok := s.Word()
	if !ok {
		c.mistyped(at, name, "an instant in a string", s.Value)
		return
	}
	moment, err := edtf.ParseMoment(word)
	switch {
	case err != nil:
		c.faults = append(c.faults, dateFault(at, word, err))
	case !moment.IsInstant():
		c.add(at, "not_an_instant", fmt.Sprintf("%s must have a clock time and an offset.", name), word,
			`Write it as "2025-04-25T14:20+03:00", or say the day under date.`)
	}
}

func (c *checker) mistyped(at, name, want string, value any) {
	c.add(at, "wrong_type", fmt.Sprintf("The value of %s must be %s.", name, want), fmt.Sprint(value), "")
}

// amount checks a number: minutes not below 0, an ordinal whole from 1, a count whole from 0.
func (c *checker) amount(at, name string, v float64) {
	low, high, unit := 0.0, float64(math.MaxInt32), "a whole number from 0"
	switch name {
	case "duration":
		high, unit = maxMinutes, "minutes, from 0"
	case "ordinal":
		low, unit = 1, "a whole number from 1"
	}
	whole := name == "duration" || v == math.Trunc(v)
	if !whole || !(v >= low && v <= high) {
		c.add(at, "out_of_range", fmt.Sprintf("%s must be %s to %.0f.", strings.TrimSpace(name), unit, high), fmt.Sprint(v), "")
	}
}
