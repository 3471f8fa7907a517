package format

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/record"
)

// Citing is what a citation names of an answer beside its title. A zero value is left out.
type Citing struct {
	Permalink string    // address that gives the same for ever
	Digest    string    // "sha256:" and hexadecimal
	Revision  int       // of an event; 0: the answer's own
	Snapshot  int64     // seq the answer was read at
	AsOf      string    // the moment up to which things were to be known; empty: none was asked for
	Accessed  time.Time // the day it was read, in UTC; what was pinned to a snapshot needs none, as it does not change
	Site      string    // who publishes it; empty: Backchannel
}

// Citations is one citation in the forms that people and their programs take. Each names permalink, revision,
// snapshot, digest and the day of access; none holds a character that a terminal would obey.
type Citations struct {
	Text   string          `json:"text"`   // one line without a line end
	BibTeX string          `json:"bibtex"` // one @misc entry in UTF-8, lines end with LF
	RIS    string          `json:"ris"`    // one reference in UTF-8, lines end with CR LF
	CSL    json.RawMessage `json:"csl"`    // CSL-JSON: a list of one CSLItem
}

// site is the name of who publishes where nobody says another.
const site = "Backchannel"

// work is what is cited, every text in it cleaned to one line.
type work struct {
	key     string // letters, digits and hyphens
	title   string
	site    string
	url     string
	event   *record.EventAnswer // nil: a page
	changed time.Time           // when its revision was recorded; zero: not told
	state   []string            // "revision 3", "snapshot 812", "sha256:…"
	version string
	read    time.Time
}

// CiteEvent makes the citations of one event. The date of the work is that of its revision; the date of the event
// stands beside the title, never finer than it is known.
func CiteEvent(a *record.EventAnswer, c Citing) Citations { return eventWork(a, c).citations() }

func eventWork(a *record.EventAnswer, c Citing) *work {
	if c.Revision == 0 {
		c.Revision = a.Revision
	}
	w := newWork(a.Title, c)
	w.event, w.key = a, "backchannel-"+slug(a.ID)
	if c.Revision > 0 {
		w.key += "-r" + strconv.Itoa(c.Revision)
	}
	if c.Revision == a.Revision {
		w.changed = a.UpdatedAt.UTC()
	}
	return w
}

// CitePage makes the citations of a page, whose title is its query as a sentence.
func CitePage(title string, c Citing) Citations { return pageWork(title, c).citations() }

func pageWork(title string, c Citing) *work {
	w := newWork(title, c)
	sum := sha256.Sum256([]byte(c.Permalink))
	w.key = "backchannel-"
	if c.Snapshot > 0 {
		w.key += "s" + strconv.FormatInt(c.Snapshot, 10) + "-"
	}
	w.key += hex.EncodeToString(sum[:5])
	return w
}

func newWork(title string, c Citing) *work {
	w := &work{title: oneLine(title), site: oneLine(c.Site), url: address(c.Permalink), read: c.Accessed.UTC()}
	if w.site == "" {
		w.site = site
	}
	if asOf := oneLine(c.AsOf); asOf != "" {
		w.state = append(w.state, "as known on "+asOf)
	}
	if c.Revision > 0 {
		w.version = "revision " + strconv.Itoa(c.Revision)
		w.state = append(w.state, w.version)
	}
	if c.Snapshot > 0 {
		w.state = append(w.state, "snapshot "+strconv.FormatInt(c.Snapshot, 10))
	}
	if digest := oneLine(c.Digest); digest != "" {
		w.state = append(w.state, digest)
	}
	return w
}

func (w *work) citations() Citations {
	return Citations{Text: w.text(), BibTeX: w.bibTeX(), RIS: w.ris(), CSL: w.csl()}
}

// happened is the date of the event in English, "" for a page.
func (w *work) happened() string {
	if w.event == nil {
		return ""
	}
	return oneLine(w.event.When.Label)
}

// note is the state of what was read, with the day of access: what not every style prints from fields of their own.
func (w *work) note() string {
	var parts []string
	if date := w.happened(); date != "" {
		parts = append(parts, "event of "+date)
	}
	parts = append(parts, w.state...)
	if !w.read.IsZero() {
		parts = append(parts, "accessed "+w.read.Format(time.DateOnly))
	}
	return strings.Join(parts, ", ")
}

// text is the citation in one line.
func (w *work) text() string {
	same := func(s string) string { return s }
	return strings.Join(w.cite(same, same), ", ")
}

// cite lists the parts of the citation in words: who, what, of when, where, which state, when it was read. The line
// "Cite as" of txt and md holds the same. text and link write them for their readers.
func (w *work) cite(text, link func(string) string) []string {
	parts := []string{text(w.site)}
	if w.title != "" {
		parts = append(parts, "“"+text(w.title)+"”")
	}
	if date := w.happened(); date != "" {
		parts = append(parts, text("event of "+date))
	}
	if w.url != "" {
		parts = append(parts, link(w.url))
	}
	for _, state := range w.state {
		parts = append(parts, text(state))
	}
	if !w.read.IsZero() {
		parts = append(parts, text("read on "+w.read.Format(time.DateOnly)))
	}
	return parts
}

// citing is what an answer says of itself for its citation.
func (tail *Envelope) citing(head Head) Citing {
	c := Citing{Permalink: tail.Links.Permalink, Digest: tail.Meta.Digest, Snapshot: tail.Meta.Snapshot}
	if c.Permalink == "" {
		c.Permalink = head.Permalink
	}
	if tail.Meta.AsOf != nil {
		c.AsOf = *tail.Meta.AsOf
	}
	c.Accessed, _ = time.Parse(time.DateOnly, tail.Accessed) // no day: none is told
	return c
}

// cited is an answer as a work: of one event, else of a page.
func cited(a *record.EventAnswer, title string, c Citing) *work {
	if a != nil {
		return eventWork(a, c)
	}
	return pageWork(title, c)
}

// address percent-encodes what would end an address in one of the forms, or be obeyed in it: spaces, controls, quotes,
// braces, backslashes, semicolons, which part addresses in RIS, and all that is not ASCII. It means the same then.
func address(url string) string {
	ends := func(c byte) bool { return c <= ' ' || c >= 0x7F || endsAddress[c] }
	var b strings.Builder
	last := 0
	for i := 0; i < len(url); i++ {
		if c := url[i]; ends(c) {
			fmt.Fprintf(&b, "%s%%%02X", url[last:i], c)
			last = i + 1
		}
	}
	if last == 0 {
		return url
	}
	return b.String() + url[last:]
}

// endsAddress are the visible characters that address encodes.
var endsAddress = func() (ends [0x80]bool) {
	for _, c := range "\"<>\\^`{|};" {
		ends[c] = true
	}
	return ends
}()

// slug leaves of an id what every program takes in a key.
func slug(id string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-':
			return r
		}
		return '-'
	}, id)
}
