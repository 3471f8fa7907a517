package record

// citations checks the citations of an event, a plan or a comparison. A citation's identity is its
// document, locator and teller.
func (c *checker) citations(at string, list []Citation) {
	c.rows(at, len(list))
	once := c.once("twice with the same locator and teller")
	for i, citation := range list {
		below := index(at, i)
		c.citation(below, citation)
		if identity := citation.Identity(); !citation.Document.IsZero() {
			once(below, identity)
		}
	}
}

// Identity is what tells a citation from the others of its record: document, locator and teller.
func (c Citation) Identity() string {
	identity := c.Document.Key() + "\n" + c.Locator
	if c.By != nil {
		identity += "\n" + c.By.Key()
	}
	return identity
}

// Key names a teller: the actor's or source's id, with its type so that the two never meet.
func (t Teller) Key() string {
	if t.Actor != "" {
		return "actor " + t.Actor
	}
	if t.Source != "" {
		return "source " + t.Source
	}
	return ""
}

// Teller is who tells what the citation says: the one it names, else the source of its document.
func (c Citation) Teller(documentSource string) Teller {
	if c.By != nil {
		return *c.By
	}
	return Teller{Source: documentSource}
}

// Bears tells whether the citation makes its record known: it supports or refutes and does not only mention.
func (c Citation) Bears() bool { return c.Supports != "mentions" }

func (c *checker) citation(at string, v Citation) {
	document := key(at, "document")
	switch {
	case v.Document.IsZero():
		c.missing(document, "Give the id of a document, or the document itself as an object.")
	case v.Document.ID != "":
		c.id(document, v.Document.ID)
	default:
		c.inline(document, v.Document.Inline)
	}
	if !v.Grade.Valid() {
		c.add(key(at, "grade"), "invalid_grade", quoted(string(v.Grade))+" is no grade.", string(v.Grade),
			"Write a letter A–F and a digit 1–6, such as B1; or only the digit, where the letter is the source's own.")
	}
	if v.By != nil {
		c.teller(key(at, "by"), *v.By)
	}
	c.says(key(at, "says"), v.Says)
	c.line(key(at, "locator"), v.Locator, maxTitle)
	c.text(key(at, "excerpt"), v.Excerpt, maxText)
	c.term(key(at, "supports"), vocabSupport, string(v.Supports))
}

// inline checks a document that stands in a citation in the place of an id: it is found by its
// address, else made, so it needs an address, or the source and title of a new document.
func (c *checker) inline(at string, d *Document) {
	if d.URL == "" && (d.Source == "" || d.Title == "") {
		c.add(at, "required", "The document can be neither found nor made.", "", "Give its url, or at least its source and title.")
	}
	if d.ID != "" {
		c.id(key(at, "id"), d.ID)
	}
	c.documentFields(at, d)
}
