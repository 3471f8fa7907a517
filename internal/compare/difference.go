package compare

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"sort"
	"strings"
)

// Difference is one place at which two states of a record differ.
type Difference struct {
	Path   string `json:"path"`   // where: keys joined by "/"; a row of a list is named by what identifies it, in brackets
	Change string `json:"change"` // added, removed, changed
	Before any    `json:"before,omitempty"`
	After  any    `json:"after,omitempty"`
	Words  []Word `json:"words,omitempty"` // of a text that changed: both states in one, word by word
}

// Word is a run of words of a text that changed.
type Word struct {
	Change string `json:"change"` // same, added, removed
	Text   string `json:"text"`
}

// Differences compares two states of a record, given as the JSON of its own fields. Rows of lists are
// paired by what identifies them (a link by relation and target, a citation by document, locator and
// teller, a provision by its ordinal, …), so that a row that only moved is no difference. A state that is
// not there (empty) has nothing. They come in the order of the keys.
func Differences(before, after []byte) ([]Difference, error) {
	var a, b any
	for _, state := range []struct {
		raw  []byte
		into *any
	}{{before, &a}, {after, &b}} {
		if len(state.raw) == 0 {
			*state.into = map[string]any{}
			continue
		}
		if err := json.Unmarshal(state.raw, state.into); err != nil {
			return nil, fmt.Errorf("read a state of a record: %w", err)
		}
	}
	list := []Difference{}
	differ("", a, b, func(d Difference) { list = append(list, d) })
	return list, nil
}

func differ(path string, a, b any, yield func(Difference)) {
	switch {
	case reflect.DeepEqual(a, b):
	case a == nil:
		yield(Difference{Path: path, Change: "added", After: b})
	case b == nil:
		yield(Difference{Path: path, Change: "removed", Before: a})
	default:
		x, isObject := a.(map[string]any)
		y, isToo := b.(map[string]any)
		if isObject && isToo {
			differKeys(path, x, y, yield)
			return
		}
		rows, isList := a.([]any)
		others, isListToo := b.([]any)
		if isList && isListToo {
			differRows(path, rows, others, yield)
			return
		}
		d := Difference{Path: path, Change: "changed", Before: a, After: b}
		if s, ok := a.(string); ok {
			if t, ok := b.(string); ok {
				d.Words = Words(s, t)
			}
		}
		yield(d)
	}
}

func differKeys(path string, a, b map[string]any, yield func(Difference)) {
	keys := map[string]bool{}
	for key := range a {
		keys[key] = true
	}
	for key := range b {
		keys[key] = true
	}
	sorted := make([]string, 0, len(keys))
	for key := range keys {
		sorted = append(sorted, key)
	}
	sort.Strings(sorted)
	for _, key := range sorted {
		differ(strings.TrimPrefix(path+"/"+key, "/"), a[key], b[key], yield)
	}
}

// differRows pairs the rows of two lists by identity; of several with one identity the first with the first.
func differRows(path string, a, b []any, yield func(Difference)) {
	taken := make([]bool, len(b))
	for _, row := range a {
		id := identity(row)
		n := slices.IndexFunc(b, func(other any) bool { return identity(other) == id })
		for n >= 0 && taken[n] {
			next := slices.IndexFunc(b[n+1:], func(other any) bool { return identity(other) == id })
			if next < 0 {
				n = -1
				break
			}
			n += 1 + next
		}
		if n < 0 {
			yield(Difference{Path: path + "[" + id + "]", Change: "removed", Before: row})
			continue
		}
		taken[n] = true
		differ(path+"["+id+"]", row, b[n], yield)
	}
	for n, row := range b {
		if !taken[n] {
			yield(Difference{Path: path + "[" + identity(row) + "]", Change: "added", After: row})
		}
	}
}

// identity names a row: the values of the keys that identify rows of its shape, else all of it.
func identity(row any) string {
	object, ok := row.(map[string]any)
	if !ok {
		return fmt.Sprint(row)
	}
	for _, keys := range [][]string{
		{"relation", "to"}, {"document", "locator", "by"}, {"ordinal"}, {"actor", "role"}, {"plan", "as"},
		{"on", "actors"}, {"topic", "relation"}, {"event"}, {"label"}, {"name"}, {"title", "at"}, {"text"},
	} {
		if _, has := object[keys[0]]; !has || keys[0] == "topic" && object["relation"] == nil {
			continue
		}
		var parts []string
		for _, key := range keys {
			if value, has := object[key]; has && !(keys[0] == "topic" && key == "relation") {
				parts = append(parts, flat(value))
			}
		}
		return strings.Join(parts, ", ")
	}
	return flat(object)
}

func flat(value any) string {
	switch v := value.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for key := range v {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		parts := make([]string, len(keys))
		for i, key := range keys {
			parts[i] = flat(v[key])
		}
		return strings.Join(parts, " ")
	case []any:
		parts := make([]string, len(v))
		for i, one := range v {
			parts[i] = flat(one)
		}
		return strings.Join(parts, "+")
	}
	return fmt.Sprint(value)
}

// mostWords bounds the table that Words fills; longer texts are shown as one removed and one added.
const mostWords = 2000

// Words puts two texts into one, word by word: what is the same in both, what was removed and what was
// added, by the longest common run of words in order. White space counts as one space.
func Words(before, after string) []Word {
	a, b := strings.Fields(before), strings.Fields(after)
	if len(a) > mostWords || len(b) > mostWords {
		return []Word{{"removed", strings.Join(a, " ")}, {"added", strings.Join(b, " ")}}
	}
	longest := make([][]int, len(a)+1) // of a[i:] and b[j:]
	for i := range longest {
		longest[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				longest[i][j] = longest[i+1][j+1] + 1
			} else {
				longest[i][j] = max(longest[i+1][j], longest[i][j+1])
			}
		}
	}
	var words []Word
	add := func(change, word string) {
		if n := len(words); n > 0 && words[n-1].Change == change {
			words[n-1].Text += " " + word
			return
		}
		words = append(words, Word{change, word})
	}
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			add("same", a[i])
			i, j = i+1, j+1
		case i < len(a) && (j == len(b) || longest[i+1][j] >= longest[i][j+1]):
			add("removed", a[i])
			i++
		default:
			add("added", b[j])
			j++
		}
	}
	return words
}
