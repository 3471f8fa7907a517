package rest

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"backchannel/internal/filter"
	"backchannel/internal/record"
)

// parameterReader reads parameters one by one and gathers what is wrong with them.
type parameterReader struct {
	values url.Values
	faults record.Faults
}

func (r *parameterReader) fault(name, code, given, detail, hint string) {
	r.faults = append(r.faults, record.Fault{Parameter: name, Code: code, Given: shorten(given), Detail: detail, Hint: hint})
}

// known reports every parameter that is not in the list. What trackers add to links is passed over.
func (r *parameterReader) known(names []string) {
	for name := range r.values {
		if slices.Contains(names, name) || strings.HasPrefix(name, "utm_") || slices.Contains([]string{"fbclid", "gclid", "_"}, name) {
			continue
		}
		r.fault(shorten(name), "unknown_parameter", name, fmt.Sprintf("There is no parameter %q here.", shorten(name)), nearestOf(name, names))
	}
	slices.SortStableFunc(r.faults, func(a, b record.Fault) int { return strings.Compare(a.Parameter, b.Parameter) })
}

// nearestOf is the hint that names the nearest right word, or all of them.
func nearestOf(word string, names []string) string {
	if near := record.Nearest(word, names); near != "" {
		return fmt.Sprintf("Did you mean %q?", near)
	}
	return "Known here: " + strings.Join(names, ", ") + "."
}

// text reads a parameter that is given once.
func (r *parameterReader) text(name string) string {
	given := r.values[name]
	if len(given) == 0 {
		return ""
	}
	v := strings.TrimSpace(given[0])
	switch {
	case len(given) > 1:
		r.fault(name, "repeated_parameter", given[1], fmt.Sprintf("%s is given %d times.", name, len(given)), "Give it once.")
	case !utf8.ValidString(v):
		r.fault(name, "invalid_utf8", v, "The value is not UTF-8 text.", "Percent-encode the text as UTF-8.")
	case strings.ContainsFunc(v, unicode.IsControl):
		r.fault(name, "control_characters", v, "The value holds control characters (a line break, a tab or the like).", "Write plain text.")
	case v == "":
		r.fault(name, "empty_value", v, "No value is given.", "Leave "+name+" out.")
	default:
		return v
	}
	return ""
}

// choice reads one word of a closed list.
func (r *parameterReader) choice(name string, words []string) string {
	v := r.text(name)
	if v != "" && !slices.Contains(words, v) {
		r.fault(name, "unknown_value", v, fmt.Sprintf("%q is no value of %s.", shorten(v), name), nearestOf(v, words))
		return ""
	}
	return v
}

// list reads words with commas between, once each.
func (r *parameterReader) list(name string) []string {
	v := r.text(name)
	if v == "" {
		return nil
	}
	var words []string
	for word := range strings.SplitSeq(v, ",") {
		if word = strings.TrimSpace(word); word == "" {
			r.fault(name, "empty_value", v, "There is an empty word in the list.", "Leave it out, and its comma with it.")
		} else if !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return words
}

// flag reads 0 or 1.
func (r *parameterReader) flag(name string, absent bool) bool {
	switch r.choice(name, []string{"0", "1"}) {
	case "0":
		return false
	case "1":
		return true
	}
	return absent
}

// number reads a whole number within bounds; 0 when it is absent or wrong.
func (r *parameterReader) number(name string, low, high int) int {
	v := r.text(name)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < low || n > high {
		r.fault(name, "out_of_range", v, fmt.Sprintf("%s must be a whole number from %d to %d.", name, low, high),
			fmt.Sprintf("Ask for at most %d and follow links.next, or take .ndjson or .csv, which give everything.", high))
		return 0
	}
	return n
}

// named reads the id or a name of a record, and gives its id.
func (r *parameterReader) named(name string, t record.Type, names filter.Names) string {
	v := r.text(name)
	if v == "" {
		return ""
	}
	switch found := names.Find(t, v); len(found) {
	case 1:
		return found[0]
	case 0:
		hint := ""
		if near := names.Nearest(t, v); near != "" {
			hint = fmt.Sprintf("Did you mean %q?", near)
		}
		r.fault(name, "unknown_name", v, fmt.Sprintf("No %s is called %q.", t, shorten(v)), hint)
	default:
		r.fault(name, "ambiguous_name", v, fmt.Sprintf("%q may be %s.", shorten(v), strings.Join(found, " or ")), "Write the id.")
	}
	return ""
}

// namedAll reads the names of records with commas between, in quotes where a name holds one, and as often as given; each id once.
func (r *parameterReader) namedAll(name string, t record.Type, names filter.Names) (ids []string) {
	for _, given := range r.values[name] {
		list, ok := filter.List(given)
		if !ok {
			r.fault(name, "bad_list", given, "A quote is not closed, or a name begins with a minus, which means nothing here.", `Write names with commas between; one that holds a comma stands in double quotes.`)
			continue
		}
		for _, one := range list {
			id := (&parameterReader{values: map[string][]string{name: {one}}}).namedInto(r, name, t, names)
			if id != "" && !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// namedInto is named whose faults go to another reader.
func (r *parameterReader) namedInto(to *parameterReader, name string, t record.Type, names filter.Names) string {
	id := r.named(name, t, names)
	to.faults = append(to.faults, r.faults...)
	return id
}

// anyOf reads a list of words with commas between, each of them one that is known.
func (r *parameterReader) anyOf(name string, words []string) []string {
	given := r.list(name)
	for _, v := range given {
		if !slices.Contains(words, v) {
			r.fault(name, "unknown_value", v, fmt.Sprintf("%q is no value of %s.", shorten(v), name), nearestOf(v, words))
		}
	}
	return given
}
