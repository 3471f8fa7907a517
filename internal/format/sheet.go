package format

import (
	"slices"
	"strconv"
	"strings"

	"backchannel/internal/record"
)

// sheet is one record for readers: facts, then sections. txt and md write the same sheet.
type sheet struct {
	title    string
	facts    []fact
	sections []section
}

// fact is one line: a name and what stands there.
type fact struct {
	name  string
	value rich
}

// section holds one of: paragraphs, a grid, items.
type section struct {
	title string
	text  string
	grid  *grid
	items []item
}

// item is an entry of a list: a first line and lines that belong to it.
type item struct {
	head  rich
	lines []rich
}

func (s *sheet) fact(name string, value rich) {
	if len(value) > 0 {
		s.facts = append(s.facts, fact{name, value})
	}
}

// confirmed tells whether independent sources support an event.
func (s *sheet) confirmed(yes bool) {
	words := "no two independent sources support it"
	if yes {
		words = "two independent sources or more support it"
	}
	s.fact("independent confirmation", text(words))
}

func (s *sheet) section(title string, sec section) {
	if sec.text != "" || len(sec.items) > 0 || sec.grid != nil && len(sec.grid.rows) > 0 {
		sec.title = title
		s.sections = append(s.sections, sec)
	}
}

// quoteSections hold what was said, in its language and translated.
func quoteSections(s *sheet, said *record.Statement) {
	titled := func(title string, notes ...string) string {
		notes = slices.DeleteFunc(notes, func(s string) bool { return s == "" })
		if len(notes) == 0 {
			return title
		}
		return title + " (" + strings.Join(notes, ", ") + ")"
	}
	verbatim := ""
	if said.Verbatim {
		verbatim = "verbatim"
	}
	s.section(titled("Quote", said.Quote.Lang, verbatim), section{text: said.Quote.Text})
	if t := said.Quote.Translation; t != nil {
		s.section(titled("Translation", t.Lang), section{text: t.Text})
	}
}

// eventSheet is the whole of one event.
func (o *Options) eventSheet(a *record.EventAnswer) *sheet {
	s := &sheet{title: a.Title}
	o.eventFacts(s, a)
	s.section("Summary", section{text: a.Summary})
	if a.Statement != nil && a.Statement.Quote != nil {
		quoteSections(s, a.Statement)
	}
	s.section("Claims", section{grid: o.claimGrid(a)})
	people := &grid{columns: []string{"participant", "role", "representing"}}
	for _, p := range a.Participants {
		people.rows = append(people.rows, []rich{
			text(o.label(record.TypeActor, p.Actor)), text(string(p.Role)), text(o.label(record.TypeActor, p.Representing)),
		})
	}
	s.section("Participants", section{grid: people})
	s.section("Accounts", section{grid: o.accountGrid(a)})
	s.section("Citations", section{items: o.citationItems(a)})
	links := &grid{columns: []string{"relation", "scope", "event", "id", "note"}}
	for _, l := range o.linkEnds(a) {
		relation := "this " + string(l.relation)
		if l.direction == "from" {
			relation = string(l.relation) + " this"
		}
		links.rows = append(links.rows, []rich{text(relation), text(scope(l.scope)), text(l.title), text(l.other), text(l.note)})
	}
	links.dropEmpty("note")
	s.section("Links", section{grid: links})
	o.standSections(s, a)
	return s
}

func (o *Options) eventFacts(s *sheet, a *record.EventAnswer) {
	note := func(text, note string) rich {
		if text == "" {
			return nil
		}
		if text == note {
			note = ""
		}
		return rich{{text: text, note: note}}
	}
	s.fact("id", text(a.ID))
	s.fact("kind", note(string(a.Kind), form(a)))
	if a.Meeting != nil {
		s.fact("venue", text(a.Meeting.Venue))
	}
	s.fact("date", note(a.When.Label, a.Date.String()))
	s.fact("start", note(a.StartAt.Label(), a.StartAt.String()))
	known := text("not known by any dated document")
	if a.KnownAt != nil {
		known = text(stamp(*a.KnownAt))
	}
	s.fact("known", known)
	s.fact("status", text(status(a)))
	if v := a.Verification; v != nil {
		s.fact("verification", note(v.Status, joined(v.By, func(id string) string { return "by " + id })))
		s.fact("since", text(instant(v.Since)))
	}
	if a.Leak != nil {
		s.fact("published by", note(o.label(record.TypeSource, a.Leak.Source), a.Leak.Attribution))
	}
	s.fact("place", placeFact(a.Place))
	s.fact("topics", text(joined(a.Topics, func(id string) string { return o.label(record.TypeTopic, id) })))
	s.fact("length as told", text(LengthAsTold(a.Particulars["duration"], o.Label)))
	s.fact("sources", o.richSources(a))
	if a.Revision > 0 {
		s.fact("revision", note(strconv.Itoa(a.Revision), stamp(a.UpdatedAt)))
		s.fact("recorded", text(stamp(a.RecordedAt)))
	}
}

func placeFact(p *record.Place) rich {
	if p == nil {
		return nil
	}
	var notes []string
	for _, s := range []string{p.Country, p.Precision, p.TZ} {
		if s != "" && s != placeText(p) {
			notes = append(notes, s)
		}
	}
	if p.Lat != nil && p.Lon != nil {
		notes = append(notes, number(*p.Lat)+", "+number(*p.Lon))
	}
	return rich{{text: placeText(p), note: joined(notes, func(s string) string { return s })}}
}

func (o *Options) claimGrid(a *record.EventAnswer) *grid {
	g := &grid{columns: []string{"claim", "topic", "names"}}
	if a.Leak == nil {
		return g
	}
	for _, c := range a.Leak.Claims {
		g.rows = append(g.rows, []rich{
			text(c.Text), text(o.label(record.TypeTopic, c.Topic)),
			text(joined(c.Actors, func(id string) string { return o.label(record.TypeActor, id) })),
		})
	}
	g.dropEmpty("topic", "names")
	return g
}

// accountGrid is who tells what, a line for each.
func (o *Options) accountGrid(a *record.EventAnswer) *grid {
	g := &grid{columns: []string{"particular", "told", "in_words", "by", "document", "grade"}}
	for _, name := range orderedParticulars(a.Particulars) {
		for _, account := range accountsOf(a, name) {
			t := account.told
			told := rich{{text: o.phrase(name, t.Said)}}
			if t.Derived {
				told[0].note = "from its start and end"
			}
			words := t.Text
			if t.Value == nil && t.Min == nil && t.Max == nil {
				words = "" // the phrase is the words
			}
			document, grade := span{text: t.Document}, ""
			if c := account.citation; c != nil {
				document.url, grade = c.URL, c.Grade
			}
			g.rows = append(g.rows, []rich{
				text(name), told, text(words), text(o.teller(t.By)), {document}, text(grade),
			})
		}
	}
	g.dropEmpty("in_words")
	return g
}

// standSections tell what the event did with plans and where it shows people standing.
func (o *Options) standSections(s *sheet, a *record.EventAnswer) {
	plans := &grid{columns: []string{"this_event", "plan"}}
	for _, p := range a.Plans {
		plans.rows = append(plans.rows, []rich{text(p.As), text(o.label(record.TypePlan, p.Plan))})
	}
	s.section("Plans", section{grid: plans})
	positions := &grid{columns: []string{"who", "value", "on", "basis", "note"}}
	for _, p := range a.Positions {
		who := joined(p.Actors, func(id string) string { return o.label(record.TypeActor, id) })
		if who == "" {
			who = o.speakers(a)
		}
		positions.rows = append(positions.rows, []rich{text(who), text(p.Value), text(o.on(p.On)), text(p.Basis), text(p.Note)})
	}
	positions.dropEmpty("note")
	s.section("Positions", section{grid: positions})
}

// speakers names whom the speakers of an event represent: those a position without actors is of.
func (o *Options) speakers(a *record.EventAnswer) string {
	var names []string
	for _, p := range a.Participants {
		if name := o.label(record.TypeActor, p.Representing); p.Role == "speaker" && name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return joined(names, func(s string) string { return s })
}

// recordSheet is one record of another type: every column that has something in it.
func recordSheet(title string, columns []Column, cells []string) *sheet {
	s := &sheet{title: title}
	g := gridOf(columns)
	g.add(columns, cells)
	for i, c := range columns {
		s.fact(heading(c.Name), g.rows[0][i])
	}
	return s
}
