package store_test

import (
	"slices"
	"strings"

	"backchannel/internal/filter"
	"backchannel/internal/oracle"
	"backchannel/internal/record"
)

// addList gives the query a list: of the anchor's own values with others, or of others with a minus.
func (a *asker) addList(field string) {
	own, others := a.choices(field)
	var list []string
	minus := ""
	switch {
	case a.chance(18):
		minus = "-"
		for _, v := range some(a.r, others, 3) {
			if !slices.Contains(own, v) || a.chance(10) {
				list = append(list, v)
			}
		}
	case len(own) > 0 && a.chance(92):
		list = append(list, pick(a.r, own))
		if a.chance(35) {
			list = append(list, some(a.r, others, 2)...)
		}
	default:
		list = some(a.r, others, 2)
	}
	if len(list) == 0 {
		if len(others) == 0 {
			return
		}
		list = others[:1]
	}
	a.r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for i, v := range list {
		list[i] = minus + a.quoted(a.spelled(field, v))
	}
	a.query.Add(field, strings.Join(list, pick(a.r, []string{",", ",", ", "})))
}

// choices gives the values of a field that fit the anchor, and all there are.
func (a *asker) choices(field string) (own, all []string) {
	s := a.anchor
	switch field {
	case "kind":
		return []string{s.Kind}, record.Values("kind")
	case "status":
		return []string{s.Reads}, record.Values("status")
	case "role":
		return given(a.row.Role), record.Values("role")
	case "id":
		return []string{s.ID}, sortedKeys(a.world.Events)
	case "actor":
		if a.row.TookPart() || a.query.Has("role") {
			own = given(a.row.Actor)
		}
		return own, sortedKeys(a.world.Actors)
	case "representing":
		return given(a.row.Representing), sortedKeys(a.world.Actors)
	case "speaker":
		for _, p := range s.Participants {
			if p.Role == "speaker" {
				own = append(own, p.Actor)
			}
		}
		return own, sortedKeys(a.world.Actors)
	case "about":
		return s.About(), sortedKeys(a.world.Actors)
	case "topic":
		for _, id := range s.AllTopics() {
			own = append(own, id)
			for parent := a.world.Topics[id].Parent; parent != ""; parent = a.world.Topics[parent].Parent {
				own = append(own, parent)
			}
		}
		return own, sortedKeys(a.world.Topics)
	case "plan":
		return s.AllPlans(), sortedKeys(a.world.Plans)
	case "source":
		own = given(a.cited.Source)
		if s.Leak != nil {
			own = append(own, given(s.Leak.Source)...)
		}
		return own, sortedKeys(a.world.Sources)
	case "document":
		return given(a.cited.Document), sortedKeys(a.world.Documents)
	case "verification", "relation", "links_to", "answered", "contested":
		return a.evidence(field)
	}
	return a.moreChoices(field)
}

func (a *asker) moreChoices(field string) (own, all []string) {
	s := a.anchor
	for _, letter := range "ABCDEF" {
		for _, digit := range "123456" {
			all = append(all, string(letter)+string(digit))
		}
	}
	switch field {
	case "grade":
		best := ""
		for _, c := range s.Cited {
			same := !a.query.Has("source") || c.Source == a.cited.Source
			if same = same && (!a.query.Has("document") || c.Document == a.cited.Document); same && (best == "" || worse(best) > worse(c.Grade)) {
				best = c.Grade
			}
		}
		return given(best), all
	case "min_grade":
		all = slices.DeleteFunc(all, func(g string) bool { return strings.ContainsAny(g, "F6") })
		if slices.Contains(all, a.cited.Grade) {
			own = []string{a.cited.Grade, string(a.cited.Grade[0]) + "5", "E" + a.cited.Grade[1:]}
		}
		return own, all
	case "country":
		if s.Place != nil {
			own = given(s.Place.Country)
		}
		return own, []string{"RU", "US", "FR", "UA", "KI", "FJ", "GB", "CH"}
	}
	// place
	if p := s.Place; p != nil {
		own = append(given(p.Name), given(p.City)...)
		words := filter.Tokens(p.Name + ", " + p.City)
		if n := len(words); n > 0 {
			from := a.r.IntN(n)
			own = append(own, strings.Join(words[from:from+1+a.r.IntN(n-from)], " "))
		}
	}
	return own, []string{"Moscow", "paris", "The Palace", "Санкт-Петербург", "Suva", "London", "hall"}
}

func worse(grade string) string {
	if strings.ContainsAny(grade, "F6") {
		return "~" + grade
	}
	return grade
}

func given(value string) []string {
	if value == "" {
		return nil
	}
	return []string{value}
}

// spelled gives a value by some name that means it and nothing else, or in some case.
func (a *asker) spelled(field, value string) string {
	var names []string
	var find func(name string) (string, error)
	switch field {
	case "actor", "about", "speaker", "representing":
		find = a.world.FindActor
		for id, actor := range a.world.Actors {
			if same, err := find(id); err == nil && same == canonical(a.world, value) {
				names = append(names, actor.Name)
				for _, n := range actor.Names {
					names = append(names, n.Name)
				}
			}
		}
	case "source":
		find, names = a.world.FindSource, []string{a.world.Sources[value].Name}
	case "topic":
		find, names = a.world.FindTopic, []string{a.world.Topics[value].Label}
	case "plan":
		find, names = a.world.FindPlan, []string{a.world.Plans[value].Title}
	case "document":
		find, names = a.world.FindDocument, given(a.world.Documents[value].URL)
	case "country":
		find = a.world.FindCountry
		for _, actor := range a.world.Actors {
			if actor.Kind == "state" && actor.Country == value {
				names = append(names, actor.Name)
			}
		}
	case "kind", "status", "role", "grade", "min_grade", "verification", "relation", "answered", "contested":
		return pick(a.r, []string{value, value, strings.ToUpper(value), strings.ToLower(value)})
	default:
		return value
	}
	slices.Sort(names)
	if len(names) == 0 || a.chance(50) {
		return value
	}
	name := pick(a.r, names)
	if field != "document" {
		name = pick(a.r, []string{name, name, strings.ToUpper(name), strings.ToLower(name)})
	}
	want, _ := find(value)
	if got, err := find(name); err != nil || got != want {
		return value
	}
	return name
}

func canonical(w *oracle.World, actor string) string {
	id, err := w.FindActor(actor)
	if err != nil {
		return actor
	}
	return id
}

// quoted puts a value in quotes where it needs them, and sometimes where it does not.
func (a *asker) quoted(value string) string {
	if strings.ContainsAny(value, `,"`) || strings.HasPrefix(value, "-") || a.chance(15) {
		return `"` + strings.ReplaceAll(value, `"`, `""`) + `"`
	}
	return value
}

// words makes a text search of words of the anchor and of others.
func (a *asker) words() string {
	var texts []string
	for _, text := range a.anchor.Texts(a.world) {
		if len(strings.Fields(text)) > 0 {
			texts = append(texts, text)
		}
	}
	slices.Sort(texts)
	others := []string{"ceasefire", "nuclear", "Ёлка", "переговоры", "sanction*", `"no such words"`, "Łódź", "30-day", "the"}
	var pieces []string
	for range 1 + a.r.IntN(3) {
		words := strings.Fields(pick(a.r, texts))
		from := a.r.IntN(len(words))
		word := strings.ReplaceAll(words[from], `"`, "")
		switch a.r.IntN(8) {
		case 0:
			pieces = append(pieces, "-"+pick(a.r, others))
		case 1:
			pieces = append(pieces, word, "OR", pick(a.r, others))
		case 2, 6:
			runes := []rune(word + "e")
			pieces = append(pieces, string(runes[:1+a.r.IntN(len(runes))])+"*")
		case 3, 4:
			to := min(len(words), from+1+a.r.IntN(3))
			phrase := strings.ReplaceAll(strings.Join(words[from:to], " "), `"`, "")
			pieces = append(pieces, pick(a.r, []string{`"` + phrase + `"`, "“" + phrase + "”", `"` + phrase + `"*`}))
		case 5:
			pieces = append(pieces, pick(a.r, []string{strings.ToUpper(word), strings.ToLower(word)}))
		default:
			pieces = append(pieces, word)
		}
	}
	if text := strings.TrimSpace(strings.Join(pieces, " ")); len(filter.Tokens(text)) > 0 {
		return text
	}
	return "ceasefire"
}
