package record

import "backchannel/internal/edtf"

// Source is who publishes: a wire, newspaper, ministry, channel.
type Source struct {
	ID     string     `json:"id"`
	Name   string     `json:"name"`
	Kind   SourceKind `json:"kind"`
	Family string     `json:"family,omitempty"` // owner or wire it belongs to; absent: its own id
	Party  string     `json:"party,omitempty"`  // actor, where the source speaks for one
	// Country is ISO 3166-1 alpha-2.
	Country     string   `json:"country,omitempty"`
	Langs       []string `json:"langs,omitempty"` // BCP 47
	URL         string   `json:"url,omitempty"`
	Reliability string   `json:"reliability,omitempty"` // Admiralty letter A–F; absent: F
}

// SourceKind is one of wire, newspaper, broadcaster, online, official, state_media, social, research, other.
type SourceKind string

// FamilyOrSelf is the family that counts for independence: the named one, else the source itself.
func (s *Source) FamilyOrSelf() string {
	if s.Family != "" {
		return s.Family
	}
	return s.ID
}

// Letter is the source's Admiralty letter; unrated is F (cannot be judged).
func (s *Source) Letter() byte {
	if s.Reliability == "" {
		return 'F'
	}
	return s.Reliability[0]
}

// RecordType implements Record.
func (s *Source) RecordType() Type { return TypeSource }

// RecordID implements Record.
func (s *Source) RecordID() string { return s.ID }

// Document is one published thing of a source: an article, readout, post, text.
type Document struct {
	ID          string      `json:"id"`
	Source      string      `json:"source"`
	Title       string      `json:"title"`
	URL         string      `json:"url,omitempty"`
	ArchivedURL string      `json:"archived_url,omitempty"`
	Lang        string      `json:"lang,omitempty"` // BCP 47
	Authors     []string    `json:"authors,omitempty"`
	Published   edtf.Moment `json:"published,omitzero" swaggertype:"string" format:"edtf"`
	RetrievedAt edtf.Moment `json:"retrieved_at,omitzero" swaggertype:"string" format:"edtf"`
	DerivedFrom string      `json:"derived_from,omitempty"` // document it rewrites or copies
	SeenThrough string      `json:"seen_through,omitempty"` // document that reports this one, which was not read itself
	Paywalled   bool        `json:"paywalled,omitempty"`
}

// RecordType implements Record.
func (d *Document) RecordType() Type { return TypeDocument }

// RecordID implements Record.
func (d *Document) RecordID() string { return d.ID }

// Topic is an issue under negotiation, in a tree.
type Topic struct {
	ID          string `json:"id"`
	Label       string `json:"label"`
	Parent      string `json:"parent,omitempty"`
	Proposition string `json:"proposition,omitempty"` // the sentence a position is for or against
}

// RecordType implements Record.
func (t *Topic) RecordType() Type { return TypeTopic }

// RecordID implements Record.
func (t *Topic) RecordID() string { return t.ID }
