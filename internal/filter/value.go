package filter

import (
	"fmt"
	"slices"
	"strings"

	"backchannel/internal/record"
)

// value reads one value of a list. It is false when there was a fault.
func (p *parser) value(f field, given string) (string, bool) {
	switch f.reads {
	case readClosed:
		return p.closed(f, given)
	case readActor:
		return p.named(f.Name, record.TypeActor, given)
	case readSource:
		return p.named(f.Name, record.TypeSource, given)
	case readDocument:
		return p.named(f.Name, record.TypeDocument, given)
	case readTopic:
		return p.named(f.Name, record.TypeTopic, given)
	case readPlan:
		return p.named(f.Name, record.TypePlan, given)
	case readCountry:
		return p.country(given)
	case readGrade, readMinGrade:
		return p.grade(f, given)
	case readID:
		return p.id(f.Name, given)
	}
	return p.place(given)
}

// among widens values to what rows may hold.
func (p *parser) among(f field, values []string) []string {
	var widen func(string) []string
	switch f.reads {
	case readActor:
		widen = p.names.Group
	case readTopic:
		widen = p.names.Subtree
	default:
		return values
	}
	all := slices.Clone(values)
	for _, v := range values {
		all = append(all, widen(v)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// closed reads a value of a closed list; case does not count.
func (p *parser) closed(f field, given string) (string, bool) {
	values := f.values()
	for _, v := range values {
		if strings.EqualFold(v, given) {
			return v, true
		}
	}
	hint := f.Name + " is one of " + strings.Join(values, ", ")
	if near := nearest(given, values); near != "" {
		hint = "did you mean " + f.Name + "=" + near + "? " + hint
	}
	p.fault(f.Name, "unknown_value", given, quoted(given)+" is not "+one(f.Name), hint)
	return "", false
}

// one says what the values of a closed list are.
func one(parameter string) string {
	switch parameter {
	case "verification":
		return "a standing of a leak"
	case "answered":
		return "a relation"
	case "contested":
		return "a particular"
	}
	return "a " + parameter
}

// named finds the one record a name means. An actor merged into another is that other.
func (p *parser) named(parameter string, t record.Type, given string) (string, bool) {
	ids := p.names.Find(t, given)
	if t == record.TypeActor {
		ids = p.unmerged(ids)
	}
	switch len(ids) {
	case 1:
		return ids[0], true
	case 0:
		p.fault(parameter, "unknown_name", given, fmt.Sprintf("no %s is called %s", t, quoted(given)), p.nearName(parameter, t, given))
	default:
		p.ambiguous(parameter, t, given, ids)
	}
	return "", false
}

// unmerged folds merged actors into those they turned out to be.
func (p *parser) unmerged(ids []string) []string {
	var out []string
	for _, id := range ids {
		if group := p.names.Group(id); len(group) > 0 {
			id = group[0]
		}
		if !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func (p *parser) nearName(parameter string, t record.Type, given string) string {
	near := p.names.Nearest(t, given)
	if near == "" {
		return fmt.Sprintf("ids and names are listed at /v1/%s", t.Plural())
	}
	if ids := p.names.Find(t, near); len(ids) == 1 {
		near = ids[0]
	}
	hint := "did you mean " + parameter + "=" + writeItem(item{text: near})
	if label := p.names.Label(t, near); label != "" && label != near {
		hint += " (" + label + ")"
	}
	return hint + "?"
}

// maxCandidates is how many records a hint names.
const maxCandidates = 8

func (p *parser) ambiguous(parameter string, t record.Type, given string, ids []string) {
	var choices []string
	for _, id := range ids[:min(len(ids), maxCandidates)] {
		choice := parameter + "=" + id
		if label := p.names.Label(t, id); label != "" && label != id {
			choice += " (" + label + ")"
		}
		choices = append(choices, choice)
	}
	if more := len(ids) - len(choices); more > 0 {
		choices = append(choices, count(more, "other", "others"))
	}
	p.fault(parameter, "ambiguous_name", given,
		fmt.Sprintf("%s may mean %s", quoted(given), count(len(ids), string(t), t.Plural())), "write the id: "+orList(choices))
}

// country reads an ISO code, or the name of a state.
func (p *parser) country(given string) (string, bool) {
	states := p.names.States()
	code := strings.ToUpper(given)
	if _, ok := states[code]; ok || isCountry(code) {
		return code, true
	}
	var codes []string
	for _, id := range p.unmerged(p.names.Find(record.TypeActor, given)) {
		for code, state := range states {
			if state == id {
				codes = append(codes, code)
			}
		}
	}
	slices.Sort(codes)
	switch len(codes) {
	case 1:
		return codes[0], true
	case 0:
		hint := "write the two-letter code of ISO 3166-1, such as country=RU, or the name of a state"
		near := p.names.Nearest(record.TypeActor, given)
		for code, state := range states {
			if near != "" && (state == near || p.names.Label(record.TypeActor, state) == near) {
				hint = "did you mean country=" + code + " (" + p.label(record.TypeActor, state) + ")?"
			}
		}
		p.fault("country", "unknown_name", given, "no country is called "+quoted(given), hint)
	default:
		p.fault("country", "ambiguous_name", given, quoted(given)+" may mean "+count(len(codes), "country", "countries"),
			"write the code: country="+orList(codes))
	}
	return "", false
}

func (p *parser) label(t record.Type, id string) string { return label(p.names, t, id) }

// label is the name to show, the id where there is none.
func label(names Names, t record.Type, id string) string {
	if l := names.Label(t, id); l != "" {
		return l
	}
	return id
}

// grade reads an Admiralty grade, in either case.
func (p *parser) grade(f field, given string) (string, bool) {
	g := strings.ToUpper(given)
	if len(g) != 2 || !record.Grade(g).Valid() {
		p.fault(f.Name, "bad_grade", given, quoted(given)+" is not an Admiralty grade",
			"write a letter A to F for the source and a digit 1 to 6 for the report, such as "+f.Name+"=B2")
		return "", false
	}
	if f.reads == readMinGrade && unjudged(g) {
		p.fault(f.Name, "bad_grade", given, "F and 6 mean that nobody could judge; they are not the bottom of the scale",
			"write A to E and 1 to 5, such as min_grade=E5 for all that are judged, or grade="+g+" for those just so")
		return "", false
	}
	return g, true
}

// id reads the id of an event. Whether there is such an event is not asked: a stream may wait for one,
// and one that was retracted is simply not found.
func (p *parser) id(parameter, given string) (string, bool) {
	if record.ValidID(given) {
		return given, true
	}
	p.fault(parameter, "bad_id", given, quoted(given)+" is not the id of an event",
		"ids are small letters, digits and hyphens, such as 2025-04-25-putin-witkoff-moscow; use q to search for words")
	return "", false
}

// place takes words as they are.
func (p *parser) place(given string) (string, bool) {
	if len(Tokens(given)) > 0 {
		return strings.Join(strings.Fields(given), " "), true
	}
	p.fault("place", "nothing_to_search", given, quoted(given)+" holds no letter and no digit", "write a word of the place's name or city")
	return "", false
}
