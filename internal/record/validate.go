package record

import (
	"backchannel/internal/edtf"
)

// Validate implements Record.
func (a *Actor) Validate() Faults {
	var c checker
	c.own(TypeActor, a.ID)
	c.choice("/kind", vocabActorKind, string(a.Kind))
	c.required("/name", a.Name, maxName, "Give the name it is known by in English.")
	c.rows("/names", len(a.Names))
	once := c.once("twice")
	for i, name := range a.Names {
		at := index("/names", i)
		c.required(key(at, "name"), name.Name, maxName, "")
		c.lang(key(at, "lang"), name.Lang)
		c.choice(key(at, "kind"), vocabNameKind, string(name.Kind))
		once(at, name.Name)
	}
	c.country("/country", a.Country)
	c.wikidata("/wikidata", a.Wikidata)
	c.roles("/roles", a.Roles)
	c.id("/merged_into", a.MergedInto)
	c.notSelf("/merged_into", a.MergedInto, a.ID, "An actor cannot be merged into itself.")
	return c.done()
}

func (c *checker) roles(at string, roles []Role) {
	c.rows(at, len(roles))
	for i, role := range roles {
		below := index(at, i)
		c.required(key(below, "title"), role.Title, maxName, "")
		c.id(key(below, "at"), role.At)
		c.id(key(below, "on_behalf_of"), role.OnBehalfOf)
		from, _ := role.From.Bounds()
		_, to := role.To.Bounds()
		if from > to {
			c.add(key(below, "to"), "reversed_range", "The role ends before it begins.", role.To.String(), "Swap from and to.")
		}
	}
}

// Validate implements Record.
func (s *Source) Validate() Faults {
	var c checker
	c.own(TypeSource, s.ID)
	c.required("/name", s.Name, maxName, "")
	c.choice("/kind", vocabSourceKind, string(s.Kind))
	c.id("/family", s.Family)
	c.id("/party", s.Party)
	c.country("/country", s.Country)
	c.rows("/langs", len(s.Langs))
	once := c.once("twice")
	for i, lang := range s.Langs {
		c.lang(index("/langs", i), lang)
		once(index("/langs", i), lang)
	}
	c.address("/url", s.URL)
	c.term("/reliability", vocabReliability, s.Reliability)
	return c.done()
}

// Validate implements Record.
func (d *Document) Validate() Faults {
	var c checker
	c.own(TypeDocument, d.ID)
	if d.Source == "" {
		c.missing("/source", "Give the id of the source that published it.")
	}
	if d.Title == "" {
		c.missing("/title", "")
	}
	c.documentFields("", d)
	c.notSelf("/derived_from", d.DerivedFrom, d.ID, "A document cannot be derived from itself.")
	c.notSelf("/seen_through", d.SeenThrough, d.ID, "A document cannot be seen through itself.")
	return c.done()
}

// documentFields checks what a document holds, wherever it stands, but not what it must hold.
func (c *checker) documentFields(at string, d *Document) {
	c.id(key(at, "source"), d.Source)
	c.line(key(at, "title"), d.Title, maxTitle)
	c.address(key(at, "url"), d.URL)
	c.address(key(at, "archived_url"), d.ArchivedURL)
	c.lang(key(at, "lang"), d.Lang)
	c.rows(key(at, "authors"), len(d.Authors))
	once := c.once("twice")
	for i, author := range d.Authors {
		below := index(key(at, "authors"), i)
		c.required(below, author, maxName, "")
		once(below, author)
	}
	c.retrieved(key(at, "retrieved_at"), d.RetrievedAt)
	c.id(key(at, "derived_from"), d.DerivedFrom)
	c.id(key(at, "seen_through"), d.SeenThrough)
}

// retrieved checks that a document was read at an instant or on a day: someone here did it, so it is known.
func (c *checker) retrieved(at string, m edtf.Moment) {
	if m.IsZero() || m.IsInstant() || m.Date().Precision() == edtf.PrecisionDay {
		return
	}
	c.add(at, "invalid_date", "retrieved_at must be an instant or a day.", m.String(), `Write it as "2025-04-25" or "2025-04-25T14:30+03:00".`)
}

// Validate implements Record.
func (t *Topic) Validate() Faults {
	var c checker
	c.own(TypeTopic, t.ID)
	c.required("/label", t.Label, maxName, "")
	c.id("/parent", t.Parent)
	c.notSelf("/parent", t.Parent, t.ID, "A topic cannot stand under itself.")
	c.text("/proposition", t.Proposition, maxText)
	return c.done()
}

// Validate implements Record.
func (t *Timeline) Validate() Faults {
	var c checker
	c.own(TypeTimeline, t.ID)
	c.required("/title", t.Title, maxTitle, "")
	c.text("/description", t.Description, maxPoint)
	c.required("/filter", t.Filter, maxFilter, `Give a query string, such as "kind=meeting&actor=steve-witkoff".`)
	c.rows("/notes", len(t.Notes))
	once := c.once("twice")
	for i, note := range t.Notes {
		at := index("/notes", i)
		c.needID(key(at, "event"), note.Event, "an event")
		c.text(key(at, "text"), note.Text, maxText)
		if note.Text == "" && !note.Pinned {
			c.add(at, "required", "The note neither says nor pins anything.", "", "Give it a text, or pin the event.")
		}
		once(at, note.Event)
	}
	return c.done()
}
