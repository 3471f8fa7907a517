package store

import (
	"slices"
	"strings"
)

// folder counts events by what their links fold into: a topic into itself and those above it, an actor into the one it was
// merged into, a source into itself. Every pair of number and event comes once.
type folder struct {
	view   *View
	field  string
	into   map[int64][]string // by number
	shared map[string][]int64 // of values that several numbers fold into: the events, some of them more than once
	found  map[string]int64
}

func (f *folder) add(num, skey int64) {
	values, ok := f.into[num]
	if !ok {
		values = f.values(f.view.idents.id(int32(num)))
		f.into[num] = values
	}
	for _, value := range values {
		if f.several(value) {
			f.shared[value] = append(f.shared[value], skey)
		} else {
			f.found[value]++
		}
	}
}

// values are what a link to an id counts for.
func (f *folder) values(id string) []string {
	switch f.field {
	case "topic":
		return f.view.above(id)
	case "actor":
		return []string{f.view.canonical(id)}
	}
	return []string{id}
}

// several holds where more than one number folds into a value.
func (f *folder) several(value string) bool {
	switch f.field {
	case "topic":
		return len(f.view.children[value]) > 0
	case "actor":
		return len(f.view.merged[value]) > 0
	}
	return false
}

// end counts each event of a shared value once.
func (f *folder) end() {
	for value, events := range f.shared {
		slices.Sort(events)
		f.found[value] = int64(len(slices.Compact(events)))
	}
}

// above is a topic and every topic above it; a ring ends where it closes.
func (d *directory) above(topic string) []string {
	line := []string{topic}
	for {
		v := d.topics[line[len(line)-1]]
		if v == nil || v.record.Parent == "" || slices.Contains(line, v.record.Parent) {
			return line
		}
		line = append(line, v.record.Parent)
	}
}

// replaceRow writes the alias of a row into a condition.
func replaceRow(sql, alias string) string { return strings.ReplaceAll(sql, "{r}", alias) }
