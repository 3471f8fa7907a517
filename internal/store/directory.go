package store

import (
	"maps"
	"slices"
	"strings"

	"backchannel/internal/filter"
	"backchannel/internal/format"
	"backchannel/internal/record"
)

// directory is the names and trees as of one commit. It never changes once made, and implements
// filter.Names but for documents, which a View looks up in the database.
type directory struct {
	idents  *idents
	actors  map[string]*versioned[record.Actor]
	sources map[string]*versioned[record.Source]
	topics  map[string]*versioned[record.Topic]

	official map[record.Type]map[string][]string // folded name → ids
	others   map[record.Type]map[string][]string
	merged   map[string][]string // canonical actor → those merged into it, sorted
	children map[string][]string // topic → its children, sorted
	words    map[string][]nameWords
	labels   [][2]string       // by ident number: id, label
	members  [][]byte          // by ident number: the label as a member of a JSON object
	letters  []byte            // by ident number: a source's letter, else 0
	states   map[string]string // country code → actor
}

// nameWords is one name of an actor in tokens, filed under its first token and every later one.
type nameWords struct {
	actor  string
	tokens []string
	at     int // where the filing token stands
}

func newDirectory(m *memory, seq int64) *directory {
	d := &directory{
		idents: m.idents, actors: snapshotOf(m.actors, seq), sources: snapshotOf(m.sources, seq), topics: snapshotOf(m.topics, seq),
		official: map[record.Type]map[string][]string{}, others: map[record.Type]map[string][]string{},
		merged: map[string][]string{}, children: map[string][]string{}, words: map[string][]nameWords{}, states: map[string]string{},
	}
	for id, v := range d.actors {
		d.name(record.TypeActor, true, v.record.Name, id)
		for _, n := range v.record.Names {
			d.name(record.TypeActor, n.Kind == "official", n.Name, id)
		}
		for _, n := range actorNames(v.record) {
			d.file(id, n)
		}
		if v.record.Kind == "state" && v.record.Country != "" && v.record.MergedInto == "" {
			if have, ok := d.states[v.record.Country]; !ok || id < have {
				d.states[v.record.Country] = id
			}
		}
	}
	for id, v := range d.actors {
		if v.record.MergedInto != "" {
			into := d.canonical(id)
			d.merged[into] = append(d.merged[into], id)
		}
	}
	for id, v := range d.sources {
		d.name(record.TypeSource, true, v.record.Name, id)
	}
	for id, v := range d.topics {
		d.name(record.TypeTopic, true, v.record.Label, id)
		if v.record.Parent != "" {
			d.children[v.record.Parent] = append(d.children[v.record.Parent], id)
		}
	}
	for _, lists := range []map[string][]string{d.merged, d.children} {
		for _, ids := range lists {
			slices.Sort(ids)
		}
	}
	d.number()
	return d
}

func snapshotOf[T any](h history[T], seq int64) map[string]*versioned[T] {
	found := make(map[string]*versioned[T], len(h))
	for id := range h {
		if v := h.at(id, seq); v != nil {
			copied := *v
			found[id] = &copied
		}
	}
	return found
}

// number lays labels out by ident number, for the hot path.
func (d *directory) number() {
	d.labels = make([][2]string, d.idents.next())
	d.letters, d.members = make([]byte, len(d.labels)), make([][]byte, len(d.labels))
	set := func(t record.Type, id, label string) {
		if num := d.idents.num(t, id); num != 0 {
			d.labels[num], d.members[num] = [2]string{id, label}, format.Member(id, label)
		}
	}
	for id, v := range d.actors {
		set(record.TypeActor, id, v.record.Name)
	}
	for id, v := range d.sources {
		set(record.TypeSource, id, v.record.Name)
		if num := d.idents.num(record.TypeSource, id); num != 0 {
			d.letters[num] = v.record.Letter()
		}
	}
	for id, v := range d.topics {
		set(record.TypeTopic, id, v.record.Label)
	}
}

func actorNames(a *record.Actor) []string {
	names := []string{a.Name}
	for _, n := range a.Names {
		names = append(names, n.Name)
	}
	return names
}

func (d *directory) name(t record.Type, official bool, name, id string) {
	index := d.others
	if official {
		index = d.official
	}
	if index[t] == nil {
		index[t] = map[string][]string{}
	}
	key := filter.Fold(name)
	if !slices.Contains(index[t][key], id) {
		index[t][key] = append(index[t][key], id)
	}
}

func (d *directory) file(actor, name string) {
	tokens := filter.Tokens(name)
	for i, token := range tokens {
		d.words[token] = append(d.words[token], nameWords{actor, tokens, i})
	}
}

// Named is what an ident number stands for in this view: its id and its label.
func (d *directory) Named(num int32) (id, label string) {
	if int(num) < len(d.labels) && d.labels[num][0] != "" {
		return d.labels[num][0], d.labels[num][1]
	}
	id = d.idents.id(num)
	return id, id
}

// Member is what Named gives, written as a member of a JSON object. It is not to be changed.
func (d *directory) Member(num int32) []byte {
	if int(num) < len(d.members) && d.members[num] != nil {
		return d.members[num]
	}
	return format.Member(d.Named(num))
}

// Find implements filter.Names for actors, sources and topics.
func (d *directory) Find(t record.Type, name string) []string {
	if d.Label(t, name) != "" {
		return []string{name}
	}
	key := filter.Fold(name)
	found := d.official[t][key]
	if len(found) == 0 {
		found = d.others[t][key]
	}
	if t == record.TypeActor {
		found = d.foldMerged(found)
	}
	found = slices.Clone(found)
	slices.Sort(found)
	return found
}

// foldMerged replaces merged actors by what they were merged into.
func (d *directory) foldMerged(ids []string) []string {
	var folded []string
	for _, id := range ids {
		if into := d.canonical(id); !slices.Contains(folded, into) {
			folded = append(folded, into)
		}
	}
	return folded
}

// Label implements filter.Names.
func (d *directory) Label(t record.Type, id string) string {
	switch t {
	case record.TypeActor:
		if v := d.actors[id]; v != nil {
			return v.record.Name
		}
	case record.TypeSource:
		if v := d.sources[id]; v != nil {
			return v.record.Name
		}
	case record.TypeTopic:
		if v := d.topics[id]; v != nil {
			return v.record.Label
		}
	}
	return ""
}

// LabelIn is an actor's official name in a language, where it has one; else its label.
func (d *directory) LabelIn(t record.Type, id, lang string) string {
	if v := d.actors[id]; t == record.TypeActor && v != nil && lang != "" {
		for _, n := range v.record.Names {
			if n.Lang == lang && n.Kind == "official" {
				return n.Name
			}
		}
	}
	return d.Label(t, id)
}

// Nearest implements filter.Names: the id whose id or name is closest.
func (d *directory) Nearest(t record.Type, name string) string {
	owners := map[string]string{}
	own := func(spelling, id string) {
		if have, ok := owners[spelling]; !ok || id < have {
			owners[spelling] = id
		}
	}
	for _, index := range []map[string][]string{d.official[t], d.others[t]} {
		for folded, ids := range index {
			for _, id := range ids {
				own(folded, id)
				own(filter.Fold(id), id)
			}
		}
	}
	return owners[record.Nearest(filter.Fold(name), slices.Sorted(maps.Keys(owners)))]
}

// canonical follows merged_into; a ring ends where it closes.
func (d *directory) canonical(actor string) string {
	for range len(d.actors) {
		v := d.actors[actor]
		if v == nil || v.record.MergedInto == "" {
			return actor
		}
		actor = v.record.MergedInto
	}
	return actor
}

// Group implements filter.Names.
func (d *directory) Group(actor string) []string {
	into := d.canonical(actor)
	return append([]string{into}, d.merged[into]...)
}

// Subtree implements filter.Names.
func (d *directory) Subtree(topic string) []string {
	tree := []string{topic}
	for i := 0; i < len(tree); i++ {
		for _, child := range d.children[tree[i]] {
			if !slices.Contains(tree, child) {
				tree = append(tree, child)
			}
		}
	}
	return tree
}

// ActorsNamed implements filter.Names. Merged actors count with those they were merged into.
func (d *directory) ActorsNamed(p filter.Phrase) []string {
	found := map[string]bool{}
	for _, candidate := range d.filed(p) {
		if candidate.matches(p) {
			for _, id := range d.Group(candidate.actor) {
				found[id] = true
			}
		}
	}
	ids := make([]string, 0, len(found))
	for id := range found {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// filed lists the names that hold the phrase's first token.
func (d *directory) filed(p filter.Phrase) []nameWords {
	if len(p.Tokens) == 0 {
		return nil
	}
	if len(p.Tokens) > 1 || !p.Prefix {
		return d.words[p.Tokens[0]]
	}
	var all []nameWords
	for token, names := range d.words {
		if strings.HasPrefix(token, p.Tokens[0]) {
			all = append(all, names...)
		}
	}
	return all
}

func (n nameWords) matches(p filter.Phrase) bool {
	rest := n.tokens[n.at:]
	if len(rest) < len(p.Tokens) {
		return false
	}
	for i, token := range p.Tokens {
		last := p.Prefix && i == len(p.Tokens)-1
		if rest[i] != token && !(last && strings.HasPrefix(rest[i], token)) {
			return false
		}
	}
	return true
}

// ActorNames implements filter.Names.
func (d *directory) ActorNames(actor string) []string {
	var names []string
	for _, id := range d.Group(actor) {
		if v := d.actors[id]; v != nil {
			names = append(names, actorNames(v.record)...)
		}
	}
	return names
}

// Letter implements filter.Names.
func (d *directory) Letter(source string) byte {
	if v := d.sources[source]; v != nil {
		return v.record.Letter()
	}
	return 'F'
}

// letterOf is a source's letter by its ident number.
func (d *directory) letterOf(num int32) byte {
	if int(num) < len(d.letters) && d.letters[num] != 0 {
		return d.letters[num]
	}
	return 'F'
}

// States implements filter.Names.
func (d *directory) States() map[string]string { return d.states }

// Actor is an actor's record as of the view; nil when there is none.
func (d *directory) Actor(id string) *record.Actor {
	if v := d.actors[id]; v != nil {
		return v.record
	}
	return nil
}
