package format

import (
	"fmt"
	"html"
	"slices"
	"strings"

	"backchannel/internal/record"
)

// telling is what the formats without columns for it tell of an event beside its title: when, where, who, where a leak
// stands, since when it is known, the documents it stands on, and the address that gives the same for ever.
func (o *Options) telling(a *record.EventAnswer) []fact {
	s := &sheet{}
	s.fact("When", text(extentOf(a).label(a)))
	if now := status(a); now != "occurred" {
		s.fact("Status", text(now))
	}
	s.fact("Where", text(placeText(a.Place)))
	s.fact("Took part", text(o.people(a, true)))
	s.fact("About", text(o.people(a, false)))
	if a.Statement != nil && a.Statement.Quote != nil {
		s.fact("Quote", text(quoted(a.Statement.Quote.Text)))
		if t := a.Statement.Quote.Translation; t != nil {
			s.fact("Translation", text(quoted(t.Text)))
		}
	}
	if a.Leak != nil {
		for _, c := range a.Leak.Claims {
			s.fact("Claim", text(c.Text))
		}
	}
	s.fact("Topics", text(joined(a.Topics, func(id string) string { return o.label(record.TypeTopic, id) })))
	s.fact("Length as told", text(LengthAsTold(a.Particulars["duration"], o.Label)))
	if v := a.Verification; v != nil {
		words := strings.ReplaceAll(v.Status, "_", " ")
		if v.Since != nil {
			words += " since " + stamp(*v.Since)
		}
		s.fact("Verification", text(words))
	}
	known := "by no dated document"
	if a.KnownAt != nil {
		known = "since " + stamp(*a.KnownAt)
	}
	s.fact("Known", text(known))
	o.changeFact(s, a)
	for _, d := range o.cites(a) {
		source := span{text: d.Name, note: d.Grade, url: d.URL}
		if d.URL == "" {
			source.text += ", document " + d.ID
		}
		s.fact("Source", rich{source})
	}
	if url := o.permalink(a.ID); url != "" {
		s.fact("Permalink", rich{{text: url, url: url}})
	}
	return s.facts
}

// people names those who took part, or those the event is about or addressed to.
func (o *Options) people(a *record.EventAnswer, tookPart bool) string {
	var names []string
	for _, p := range a.Participants {
		if name := o.label(record.TypeActor, p.Actor); p.Role.TookPart() == tookPart && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, cellSeparator)
}

// permalink is the address of an event that gives the same for ever; "" where nobody made one.
func (o *Options) permalink(event string) string {
	if o.Permalink == nil {
		return ""
	}
	return address(o.Permalink(event))
}

// resource is the address of an event as it stands: its permalink without what pins it.
func (o *Options) resource(event string) string {
	url, _, _ := strings.Cut(o.permalink(event), "?")
	return url
}

// absolute gives an address back that can be followed from anywhere, and "" for any other.
func absolute(url string) string {
	lower := strings.ToLower(url)
	if strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://") {
		return address(url)
	}
	return ""
}

// tellText is summary and telling as lines of text.
func (o *Options) tellText(a *record.EventAnswer) []string {
	lines := paragraphs(a.Summary)
	for _, f := range o.telling(a) {
		for _, s := range f.value {
			line := f.name + ": " + rich{{text: s.text, note: s.note}}.plain()
			if s.url != "" && s.url != s.text {
				line += " " + address(s.url)
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// tellHTML is the same as HTML: nothing in it is markup but what stands here, and nothing is linked but addresses of
// the web that can be followed from any page.
func (o *Options) tellHTML(a *record.EventAnswer) string {
	var b strings.Builder
	for _, line := range paragraphs(a.Summary) {
		b.WriteString("<p>" + html.EscapeString(line) + "</p>")
	}
	b.WriteString("<ul>")
	for _, f := range o.telling(a) {
		for _, s := range f.value {
			words := html.EscapeString(oneLine(s.text))
			if url := absolute(s.url); url != "" {
				words = fmt.Sprintf(`<a href="%s">%s</a>`, html.EscapeString(url), words)
			}
			if s.note != "" {
				words += " (" + html.EscapeString(oneLine(s.note)) + ")"
			}
			b.WriteString("<li>" + f.name + ": " + words + "</li>")
		}
	}
	b.WriteString("</ul>")
	return b.String()
}
