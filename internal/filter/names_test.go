package filter

import (
	"maps"
	"slices"
	"strings"

	"backchannel/internal/record"
)

// library is Names over a few records.
type library struct {
	actors    map[string]record.Actor
	topics    map[string]record.Topic
	sources   map[string]record.Source
	documents map[string]record.Document
}

func newLibrary() *library {
	l := &library{
		actors: map[string]record.Actor{}, topics: map[string]record.Topic{},
		sources: map[string]record.Source{}, documents: map[string]record.Document{},
	}
	actor := func(id string, kind record.ActorKind, name, country, merged string, names ...string) {
		a := record.Actor{ID: id, Kind: kind, Name: name, Country: country, MergedInto: merged}
		for _, n := range names {
			a.Names = append(a.Names, record.Name{Name: n, Kind: "alias"})
		}
		l.actors[id] = a
	}
	actor("vladimir-putin", "person", "Vladimir Putin", "RU", "", "Putin, Vladimir", "Владимир Путин", "Putin")
	actor("steve-witkoff", "person", "Steve Witkoff", "US", "", "Уиткофф", "Witkof", "Vitkov")
	actor("steven-witkoff", "person", "Steven Witkoff", "US", "steve-witkoff")
	actor("dmitry-peskov", "person", "Dmitry Peskov", "RU", "", "Дмитрий Песков", "Dmitry")
	actor("kirill-dmitriev", "person", "Kirill Dmitriev", "RU", "", "Dmitry")
	actor("yuri-ushakov", "person", "Yuri Ushakov", "RU", "", "Юрий Ушаков")
	actor("marco-rubio", "person", "Marco Rubio", "US", "")
	actor("radoslaw-sikorski", "person", "Radosław Sikorski", "PL", "")
	actor("russia", "state", "Russia", "RU", "", "Russian Federation", "Россия")
	actor("united-states", "state", "United States", "US", "", "USA", "America")
	actor("united-kingdom", "state", "United Kingdom", "GB", "", "UK", "Britain")
	actor("ukraine", "state", "Ukraine", "UA", "")
	actor("kremlin", "office", "Kremlin", "RU", "")

	topic := func(id, label, parent string) { l.topics[id] = record.Topic{ID: id, Label: label, Parent: parent} }
	topic("territory", "Territory", "")
	topic("crimea", "Crimea", "territory")
	topic("kharkiv", "Kharkiv", "territory")
	topic("sanctions", "Sanctions", "")
	topic("nato", "NATO", "")

	source := func(id, name, letter string) { l.sources[id] = record.Source{ID: id, Name: name, Reliability: letter} }
	source("reuters", "Reuters", "A")
	source("tass", "TASS", "C")
	source("wall-street-journal", "The Wall Street Journal", "B")
	source("kremlin-ru", "Kremlin.ru", "B")

	l.documents["s01"] = record.Document{ID: "s01", Source: "kremlin-ru", Title: "Meeting with Steve Witkoff",
		URL: "https://kremlin.example/events/1,2"}
	l.documents["s02"] = record.Document{ID: "s02", Source: "reuters", Title: "Putin meets envoy"}
	return l
}

// spellings gives every record's id, its official name, and its other names.
func (l *library) spellings(t record.Type) map[string][]string {
	all := map[string][]string{}
	switch t {
	case record.TypeActor:
		for id, a := range l.actors {
			all[id] = []string{a.Name}
			for _, n := range a.Names {
				all[id] = append(all[id], n.Name)
			}
		}
	case record.TypeTopic:
		for id, r := range l.topics {
			all[id] = []string{r.Label}
		}
	case record.TypeSource:
		for id, r := range l.sources {
			all[id] = []string{r.Name}
		}
	case record.TypePlan:
		all["p1"], all["p2"], all["us-2025-04-17"] = []string{"The Plan"}, []string{"Counter-proposal"}, []string{"US plan"}
	case record.TypeDocument:
		for id, r := range l.documents {
			all[id] = []string{r.Title, r.URL}
		}
	}
	return all
}

func (l *library) Find(t record.Type, name string) []string {
	var official, others []string
	for id, names := range l.spellings(t) {
		if id == name {
			return []string{id}
		}
		for i, n := range names {
			if Fold(n) != Fold(name) {
				continue
			}
			if i == 0 {
				official = append(official, id)
			} else if !slices.Contains(others, id) {
				others = append(others, id)
			}
		}
	}
	slices.Sort(official)
	slices.Sort(others)
	if len(official) > 0 {
		return official
	}
	return others
}

func (l *library) Label(t record.Type, id string) string {
	if names := l.spellings(t)[id]; len(names) > 0 {
		return names[0]
	}
	return ""
}

func (l *library) Nearest(t record.Type, name string) string {
	folded := map[string]string{}
	for id, names := range l.spellings(t) {
		for _, n := range append(names, id) {
			folded[Fold(n)] = n
		}
	}
	return folded[record.Nearest(Fold(name), slices.Sorted(maps.Keys(folded)))]
}

func (l *library) Group(actor string) []string {
	if into := l.actors[actor].MergedInto; into != "" {
		actor = into
	}
	group := []string{actor}
	for id, a := range l.actors {
		if a.MergedInto == actor {
			group = append(group, id)
		}
	}
	slices.Sort(group[1:])
	return group
}

func (l *library) Subtree(topic string) []string {
	tree := []string{topic}
	for i := 0; i < len(tree); i++ {
		for id, t := range l.topics {
			if t.Parent == tree[i] {
				tree = append(tree, id)
			}
		}
	}
	slices.Sort(tree)
	return tree
}

func (l *library) ActorNames(actor string) []string {
	var names []string
	for _, id := range l.Group(actor) {
		names = append(names, l.spellings(record.TypeActor)[id]...)
	}
	return names
}

func (l *library) ActorsNamed(p Phrase) []string {
	var found []string
	for id := range l.actors {
		if slices.ContainsFunc(l.ActorNames(id), func(n string) bool { return p.in(Tokens(n)) }) {
			found = append(found, id)
		}
	}
	slices.Sort(found)
	return found
}

func (l *library) Letter(source string) byte {
	s := l.sources[source]
	return s.Letter()
}

func (l *library) States() map[string]string {
	states := map[string]string{}
	for id, a := range l.actors {
		if a.Kind == "state" {
			states[strings.ToUpper(a.Country)] = id
		}
	}
	return states
}
