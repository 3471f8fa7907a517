package oracle

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// tokens gives the words of a text: decomposed, marks dropped, lower case, runs of letters and digits.
func tokens(s string) []string {
	spelled := strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ð", "d", "ı", "i", "ß", "ss", "æ", "ae", "œ", "oe", "þ", "th", "ς", "σ")
	var kept strings.Builder
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.IsMark(r) || unicode.Is(unicode.Cf, r):
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			kept.WriteRune(unicode.ToLower(r))
		default:
			kept.WriteByte(' ')
		}
	}
	return strings.Fields(spelled.Replace(kept.String()))
}

func fold(s string) string { return strings.Join(tokens(s), " ") }

// canonical is the actor that all merged ids fold into.
func (w *World) canonical(actor string) string {
	for i := 0; i < 100; i++ {
		a := w.Actors[actor]
		if a == nil || a.MergedInto == "" {
			break
		}
		actor = a.MergedInto
	}
	return actor
}

// same tells whether two actors are one.
func (w *World) same(a, b string) bool { return w.canonical(a) == w.canonical(b) }

// under tells whether a topic is another or stands somewhere below it.
func (w *World) under(topic, above string) bool {
	for i := 0; i < 100 && topic != ""; i++ {
		if topic == above {
			return true
		}
		t := w.Topics[topic]
		if t == nil {
			return false
		}
		topic = t.Parent
	}
	return false
}

// FindActor gives the one actor a name means: id, then official name, then any other.
func (w *World) FindActor(name string) (string, error) {
	if w.Actors[name] != nil {
		return w.canonical(name), nil
	}
	var official, other []string
	for id, a := range w.Actors {
		isOfficial, isOther := fold(a.Name) == fold(name), false
		for _, n := range a.Names {
			if fold(n.Name) == fold(name) {
				isOfficial = isOfficial || n.Kind == "official"
				isOther = true
			}
		}
		if id = w.canonical(id); isOfficial {
			official = append(official, id)
		} else if isOther {
			other = append(other, id)
		}
	}
	if len(official) == 0 {
		official = other
	}
	return single("actor", name, official)
}

// FindSource gives the one source an id or name means.
func (w *World) FindSource(name string) (string, error) {
	if w.Sources[name] != nil {
		return name, nil
	}
	var found []string
	for id, s := range w.Sources {
		if fold(s.Name) == fold(name) {
			found = append(found, id)
		}
	}
	return single("source", name, found)
}

// FindTopic gives the one topic an id or label means.
func (w *World) FindTopic(name string) (string, error) {
	if w.Topics[name] != nil {
		return name, nil
	}
	var found []string
	for id, t := range w.Topics {
		if fold(t.Label) == fold(name) {
			found = append(found, id)
		}
	}
	return single("topic", name, found)
}

// FindPlan gives the one plan an id, a title or else a label means.
func (w *World) FindPlan(name string) (string, error) {
	if w.Plans[name] != nil {
		return name, nil
	}
	var titled, labelled []string
	for id, p := range w.Plans {
		if fold(p.Title) == fold(name) {
			titled = append(titled, id)
		}
		for _, l := range p.Labels {
			if fold(l.Label) == fold(name) {
				labelled = append(labelled, id)
			}
		}
	}
	if len(titled) == 0 {
		titled = labelled
	}
	return single("plan", name, titled)
}

// FindDocument gives the one document an id or address means.
func (w *World) FindDocument(name string) (string, error) {
	if w.Documents[name] != nil {
		return name, nil
	}
	var found []string
	for id, d := range w.Documents {
		if d.URL == name {
			found = append(found, id)
		}
	}
	return single("document", name, found)
}

// FindCountry gives the code that a code or the name of a state means.
func (w *World) FindCountry(name string) (string, error) {
	if len(name) == 2 {
		return strings.ToUpper(name), nil
	}
	id, err := w.FindActor(name)
	if err != nil {
		return "", err
	}
	if a := w.Actors[id]; a.Kind == "state" && a.Country != "" {
		return a.Country, nil
	}
	return "", fmt.Errorf("%q is no state", name)
}

func single(kind, name string, found []string) (string, error) {
	slices.Sort(found)
	if found = slices.Compact(found); len(found) != 1 {
		return "", fmt.Errorf("%s %q may mean %q", kind, name, found)
	}
	return found[0], nil
}
