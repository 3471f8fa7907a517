package format

import "backchannel/internal/record"

// citationItems lists the citations with what leads to their documents.
func (o *Options) citationItems(a *record.EventAnswer) []item {
	var items []item
	for i := range a.Citations {
		c := &a.Citations[i]
		title, d := c.Document.ID, o.document(c.Document.ID)
		if d != nil && d.Title != "" {
			title = d.Title
		}
		head := rich{{text: title, url: c.URL, note: c.Grade}, {text: o.label(record.TypeSource, c.Source)}}
		if label := c.Published.Label(); label != "" {
			head = append(head, span{text: "published " + label})
		}
		if supports(c) != "supports" {
			head = append(head, span{text: supports(c)})
		}
		entry := item{head: head}
		line := func(name, value string) {
			if value != "" {
				entry.lines = append(entry.lines, text(name+": "+value))
			}
		}
		if c.URL != "" {
			entry.lines = append(entry.lines, rich{{text: c.URL, url: c.URL}})
		}
		if d != nil {
			if d.ArchivedURL != "" {
				entry.lines = append(entry.lines, rich{{text: d.ArchivedURL, url: d.ArchivedURL}})
			}
			line("seen through", d.SeenThrough)
			line("derived from", d.DerivedFrom)
			if d.Paywalled {
				line("access", "behind a paywall")
			}
		}
		line("document", c.Document.ID)
		if c.By != nil {
			line("by", o.teller(*c.By))
		}
		line("says", o.says(c.Says))
		line("locator", c.Locator)
		line("excerpt", quoted(c.Excerpt))
		items = append(items, entry)
	}
	return items
}

func quoted(s string) string {
	if s == "" {
		return ""
	}
	return "“" + s + "”"
}
