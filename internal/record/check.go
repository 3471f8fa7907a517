package record

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"backchannel/internal/edtf"
)

// Limits of what a record may hold, in characters (Unicode code points) and rows. They are far above
// what honest records need, and keep a single record readable and cheap.
const (
	maxName   = 200  // names, labels, roles' titles, sections, venues, cities, authors
	maxTitle  = 300  // titles and locators
	maxPhrase = 300  // what says gives as a comparable word or phrase
	maxText   = 2000 // summaries, notes, excerpts, explanations, propositions
	maxQuote  = 1000 // a quote, its translation, a claim: short passages only
	maxPoint  = 5000 // the text of a provision, the description of a timeline
	maxURL    = 2048 // bytes
	maxFilter = 8192 // bytes
	maxRows   = 500  // rows of any list
)

// checker collects the faults of one record.
type checker struct{ faults Faults }

func (c *checker) add(at, code, detail, given, hint string) {
	c.faults = append(c.faults, Fault{Pointer: at, Code: code, Detail: detail, Given: shorten(printable(given)), Hint: hint})
}

// done gives nil when there is no fault.
func (c *checker) done() Faults { return c.faults }

func (c *checker) missing(at, hint string) {
	c.add(at, "required", last(at)+" is missing.", "", hint)
}

// line checks a text of one line that may be absent.
func (c *checker) line(at, s string, limit int) {
	if strings.ContainsAny(s, "\n\r\t") {
		c.add(at, "control_character", last(at)+" must be one line, without line ends and tabs.", s, "Put a space in their place.")
		return
	}
	c.text(at, s, limit)
}

// text checks a text of any number of lines that may be absent.
func (c *checker) text(at, s string, limit int) {
	if s == "" {
		return
	}
	if fault, bad := unclean(s, at); bad || !utf8.ValidString(s) {
		if !bad {
			fault = Fault{Pointer: at, Code: "invalid_utf8", Detail: "The text is not UTF-8."}
		}
		c.faults = append(c.faults, fault)
		return
	}
	if strings.TrimSpace(s) == "" {
		c.add(at, "required", last(at)+" is only white space.", "", "Write something, or leave the key out.")
	}
	if n := utf8.RuneCountInString(s); n > limit {
		c.add(at, "too_long", fmt.Sprintf("%s has %d characters; at most %d are kept.", last(at), n, limit), s, "Shorten it.")
	}
}

// required checks that a text of one line is there.
func (c *checker) required(at, s string, limit int, hint string) {
	if s == "" {
		c.missing(at, hint)
		return
	}
	c.line(at, s, limit)
}

// term checks a value of a closed list that may be absent.
func (c *checker) term(at, vocabulary, value string) {
	if value == "" {
		return
	}
	values := Values(vocabulary)
	for _, v := range values {
		if v == value {
			return
		}
	}
	c.add(at, "unknown_value", fmt.Sprintf("%s cannot be %s.", last(at), quoted(value)), value, allowed(value, values))
}

// choice checks a value of a closed list that must be there.
func (c *checker) choice(at, vocabulary, value string) {
	if value == "" {
		c.missing(at, "One of "+strings.Join(Values(vocabulary), ", ")+".")
		return
	}
	c.term(at, vocabulary, value)
}

func allowed(value string, values []string) string {
	list := "One of " + strings.Join(values, ", ") + "."
	if near := nearest(strings.ReplaceAll(value, " ", "_"), values); near != "" {
		return fmt.Sprintf("Did you mean %s? %s", quoted(near), list)
	}
	return list
}

// own checks a record's own id.
func (c *checker) own(t Type, id string) {
	switch {
	case id == "":
		c.missing("/id", "Give a readable id, such as "+exampleID(t)+".")
	case !ValidID(id):
		c.badID("/id", id)
	case Reserved(t, id):
		c.add("/id", "reserved_id", quoted(id)+" is a word that addresses need; no record can have it as its id.", id,
			"Add a word to it.")
	}
}

func exampleID(t Type) string {
	if t == TypeEvent {
		return quoted("2025-04-22-peskov-fakes")
	}
	return quoted("steve-witkoff")
}

// id checks the form of another record's id that may be absent.
func (c *checker) id(at, id string) {
	if id != "" && !ValidID(id) {
		c.badID(at, id)
	}
}

// needID checks the form of another record's id that must be there.
func (c *checker) needID(at, id, what string) {
	if id == "" {
		c.missing(at, "Give the id of "+what+".")
		return
	}
	c.id(at, id)
}

func (c *checker) badID(at, id string) {
	hint := "Use 2 to 128 of a–z, 0–9 and hyphens, with no hyphen at either end."
	if slug := Slug(id, maxID); ValidID(slug) {
		hint += " Perhaps " + quoted(slug) + "."
	}
	c.add(at, "invalid_id", quoted(id)+" is no id.", id, hint)
}

// ids checks a list of other records' ids, each once.
func (c *checker) ids(at string, list []string, what string) {
	c.rows(at, len(list))
	once := c.once("twice")
	for i, id := range list {
		c.needID(index(at, i), id, what)
		once(index(at, i), id)
	}
}

// rows checks the length of a list.
func (c *checker) rows(at string, n int) {
	if n > maxRows {
		c.add(at, "too_many", fmt.Sprintf("%s has %d rows; at most %d are kept.", last(at), n, maxRows), "", "Leave some out.")
	}
}

// once gives a function that reports an identity met before; the empty one is passed over.
func (c *checker) once(how string) func(at, identity string) {
	seen := map[string]string{}
	return func(at, identity string) {
		if identity == "" {
			return
		}
		if first, ok := seen[identity]; ok {
			c.add(at, "duplicate", fmt.Sprintf("%s stands here %s; first at %s.", quoted(strings.Join(strings.Fields(identity), " ")), how, first),
				"", "Keep one of them.")
			return
		}
		seen[identity] = at
	}
}

// notSelf reports a record that refers to itself.
func (c *checker) notSelf(at, id, own, how string) {
	if id != "" && id == own {
		c.add(at, "self_reference", how, id, "Name another one, or leave it out.")
	}
}

// address checks an absolute http or https address that may be absent.
func (c *checker) address(at, s string) {
	if s == "" {
		return
	}
	const hint = "Write the whole address, such as https://www.reuters.com/world/."
	if len(s) > maxURL {
		c.add(at, "too_long", fmt.Sprintf("%s has %d bytes; at most %d are kept.", last(at), len(s), maxURL), s, "Shorten it.")
		return
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || strings.ContainsAny(s, " \t\n\r\"<>\\^`{|}"):
		c.add(at, "invalid_url", quoted(s)+" is not an address.", s, hint)
	case u.Scheme != "http" && u.Scheme != "https":
		c.add(at, "invalid_url", last(at)+" must begin with http:// or https://.", s, hint)
	case u.Hostname() == "" || u.Opaque != "":
		c.add(at, "invalid_url", last(at)+" names no host.", s, hint)
	case u.User != nil:
		c.add(at, "invalid_url", last(at)+" holds a user name or password.", u.Redacted(), "Leave out what stands before the @.")
	}
}

// teller checks that exactly one of an actor and a source is named.
func (c *checker) teller(at string, by Teller) {
	switch {
	case by.Actor == "" && by.Source == "":
		c.add(at, "required", last(at)+" names nobody.", "", `Write {"actor": id} or {"source": id}.`)
	case by.Actor != "" && by.Source != "":
		c.add(at, "conflict", last(at)+" names both an actor and a source.", "", "Keep the one who says it.")
	}
	c.id(key(at, "actor"), by.Actor)
	c.id(key(at, "source"), by.Source)
}

// within tells whether a civil day is one the date can mean, a set being asked member by member.
func within(d edtf.Date, day edtf.Day) bool { return d.Overlaps(day, day) }
