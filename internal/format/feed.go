package format

import (
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"backchannel/internal/record"
)

// feedItem is an item of a JSON Feed.
type feedItem struct {
	ID          string    `json:"id"`
	URL         string    `json:"url,omitempty"`
	ExternalURL string    `json:"external_url,omitempty"` // the first document that has an address
	Title       string    `json:"title"`
	Summary     string    `json:"summary,omitempty"`
	ContentText string    `json:"content_text"`
	Published   time.Time `json:"date_published"` // when it was first recorded
	Modified    time.Time `json:"date_modified"`
	Tags        []string  `json:"tags"`
	Own         carried   `json:"_backchannel"`
}

// feedTail is what a JSON Feed tells of itself beside its items.
type feedTail struct {
	readFrom
	Retracted []feedRetraction `json:"retracted,omitempty"`
}

type feedRetraction struct {
	ID     string    `json:"id"`
	At     time.Time `json:"at"`
	Reason string    `json:"reason,omitempty"`
}

func feedTailOf(o *Options, tail Envelope) feedTail {
	t := feedTail{readFrom: readFromOf(tail)}
	for _, r := range o.Retracted {
		t.Retracted = append(t.Retracted, feedRetraction{r.Was.ID, r.At.UTC(), r.Reason})
	}
	return t
}

// newFeedEvents writes a JSON Feed 1.1. What was retracted, for which a JSON Feed has no place, is listed in its
// _backchannel. An item's id is the event's; its dates are those of the record, and when the
// event was stands in the text and in _backchannel. Addresses that readers follow are there where they can be followed
// from anywhere; the permalink is in _backchannel in any case.
func newFeedEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return &listed{
		w: w,
		open: func(head Head) (any, string) {
			return struct {
				Version  string `json:"version"`
				Title    string `json:"title"`
				Feed     string `json:"feed_url,omitempty"`
				Language string `json:"language"`
			}{"https://jsonfeed.org/version/1.1", titled(head), absolute(head.Self), "en"}, "items"
		},
		row: func(a *record.EventAnswer) (any, error) {
			i := feedItem{
				ID: a.ID, URL: absolute(opts.permalink(a.ID)), Title: headline(a), Summary: oneLine(a.Summary),
				ContentText: strings.Join(opts.tellText(a), "\n"), Published: a.RecordedAt.UTC(), Modified: a.UpdatedAt.UTC(),
				Tags: tags(a), Own: opts.carry(a),
			}
			for _, d := range i.Own.Documents {
				if i.ExternalURL = absolute(d.URL); i.ExternalURL != "" {
					break
				}
			}
			return i, nil
		},
		close: func(tail Envelope) any {
			next := ""
			if tail.Links.Next != nil {
				next = absolute(*tail.Links.Next)
			}
			return struct {
				Next string   `json:"next_url,omitempty"`
				Own  feedTail `json:"_backchannel"`
			}{next, feedTailOf(&opts, tail)}
		},
	}, nil
}

// titled is the title of a feed, a calendar or a time axis: the filter as a sentence, with a capital where a sentence has
// one, else the name of the site.
func titled(head Head) string {
	title := oneLine(head.Title)
	if title == "" {
		return site
	}
	first, size := utf8.DecodeRuneInString(title)
	return string(unicode.ToUpper(first)) + title[size:]
}
