package format

import (
	"bytes"
	"crypto/sha1"
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// atomFeed writes Atom (RFC 4287). published and updated are those of the record: when it was entered, when it was
// last changed. Ids are UUIDs made of the event's id, the same wherever and whenever the event is served. Documents
// are links with the relation via; the date in EDTF and the moment it became known are terms of Dublin Core. The
// feed's own updated stands at its end, when the newest entry is known; of a feed without entries it is 1970. What was
// retracted is an at:deleted-entry (RFC 6721) after the entries.
type atomFeed struct {
	w      io.Writer
	opts   Options
	newest time.Time
	buf    bytes.Buffer
}

func newAtomEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return &atomFeed{w: w, opts: opts, newest: time.Unix(0, 0).UTC()}, nil
}

func (e *atomFeed) Begin(head Head) error {
	e.buf.WriteString(`<?xml version="1.0" encoding="utf-8"?>` + "\n")
	e.buf.WriteString(`<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:at="http://purl.org/atompub/tombstones/1.0" xml:lang="en">` + "\n")
	e.element("id", urn("feed "+head.Self))
	e.element("title", titled(head))
	e.buf.WriteString("<author><name>" + site + "</name></author>\n")
	e.link("self", head.Self)
	e.link("bookmark", head.Permalink)
	e.element("generator", site)
	return e.flush()
}

func (e *atomFeed) Event(row Row) error {
	a, err := row.Answer()
	if err != nil {
		return err
	}
	if a.UpdatedAt.After(e.newest) {
		e.newest = a.UpdatedAt.UTC()
	}
	e.buf.WriteString("<entry>\n")
	e.element("id", urn("event "+a.ID))
	e.element("title", headline(a))
	e.element("published", stampOf(a.RecordedAt))
	e.element("updated", stampOf(a.UpdatedAt))
	e.link("alternate", e.opts.permalink(a.ID))
	for _, d := range e.opts.cites(a) {
		e.link("via", absolute(d.URL))
	}
	for _, word := range tags(a) {
		e.buf.WriteString(`<category term="`)
		e.escaped(word)
		e.buf.WriteString("\"/>\n")
	}
	if summary := oneLine(a.Summary); summary != "" {
		e.element("summary", summary)
	}
	e.typed("content", "html", e.opts.tellHTML(a))
	e.element("dcterms:identifier", a.ID)
	e.element("dcterms:date", a.Date.String())
	e.element("dcterms:temporal", a.When.Label)
	if a.KnownAt != nil {
		e.element("dcterms:available", stamp(*a.KnownAt))
	}
	if a.Verification != nil {
		e.element("dcterms:provenance", "verification: "+a.Verification.Status)
	}
	e.buf.WriteString("</entry>\n")
	return e.flush()
}

func (e *atomFeed) retraction(r Retraction) {
	if r.At.After(e.newest) {
		e.newest = r.At.UTC()
	}
	e.buf.WriteString(`<at:deleted-entry ref="` + urn("event "+r.Was.ID) + `" when="` + stampOf(r.At) + "\">\n")
	e.element("at:comment", r.sentence())
	e.element("dcterms:identifier", r.Was.ID)
	e.buf.WriteString("</at:deleted-entry>\n")
}

func (e *atomFeed) End(tail Envelope) error {
	for _, r := range e.opts.Retracted {
		e.retraction(r)
	}
	if tail.Links.Next != nil {
		e.link("next", *tail.Links.Next)
	}
	e.element("updated", stampOf(e.newest))
	e.buf.WriteString("</feed>\n")
	return e.flush()
}

func (e *atomFeed) flush() error {
	_, err := e.w.Write(e.buf.Bytes())
	e.buf.Reset()
	return err
}

// element writes an element of text.
func (e *atomFeed) element(name, content string) {
	e.buf.WriteString("<" + name + ">")
	e.escaped(content)
	e.buf.WriteString("</" + name + ">\n")
}

func (e *atomFeed) typed(name, kind, content string) {
	e.buf.WriteString("<" + name + ` type="` + kind + `">`)
	e.escaped(content)
	e.buf.WriteString("</" + name + ">\n")
}

// link writes a link, unless there is no address.
func (e *atomFeed) link(relation, url string) {
	if url == "" {
		return
	}
	e.buf.WriteString(`<link rel="` + relation + `" href="`)
	e.escaped(address(url))
	e.buf.WriteString("\"/>\n")
}

// escaped writes text for an element or an attribute. Controls, most of which XML cannot hold, are shown.
func (e *atomFeed) escaped(s string) { _ = xml.EscapeText(&e.buf, []byte(visible(s, true))) } // a buffer takes everything

// stampOf is stamp for what must be told: a time that nobody knows is the first of all.
func stampOf(t time.Time) string { return t.UTC().Format(time.RFC3339Nano) }

// urn is a UUID of version 5 in the namespace of addresses, for a name that this program gives.
func urn(name string) string {
	namespace := []byte{0x6b, 0xa7, 0xb8, 0x11, 0x9d, 0xad, 0x11, 0xd1, 0x80, 0xb4, 0x00, 0xc0, 0x4f, 0xd4, 0x30, 0xc8}
	sum := sha1.Sum(append(namespace, "backchannel "+name...))
	u := sum[:16]
	u[6], u[8] = u[6]&0x0f|0x50, u[8]&0x3f|0x80
	return fmt.Sprintf("urn:uuid:%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
