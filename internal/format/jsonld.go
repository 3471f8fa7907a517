package format

import (
	"io"
	"time"

	"backchannel/internal/edtf"
	"backchannel/internal/record"
)

// edtfType names the datatype of dates in EDTF.
const edtfType = "http://id.loc.gov/datatypes/edtf/EDTF"

type (
	linkedEvent struct {
		Type        string           `json:"@type"`
		ID          string           `json:"@id,omitempty"`
		Identifier  string           `json:"identifier"`
		URL         string           `json:"url,omitempty"`
		Name        string           `json:"name"`
		Description string           `json:"description,omitempty"`
		Start       string           `json:"startDate,omitempty"` // ISO 8601 as precise as it is known
		End         string           `json:"endDate,omitempty"`
		Status      string           `json:"eventStatus,omitempty"`
		Place       *linkedPlace     `json:"location,omitempty"`
		Attendees   []linkedThing    `json:"attendee,omitempty"`
		About       []linkedThing    `json:"about,omitempty"` // those it is about, and topics
		Keywords    []string         `json:"keywords"`
		Documents   []linkedDocument `json:"subjectOf,omitempty"`
		Date        linkedValue      `json:"dcterms:date"`
		When        string           `json:"dcterms:temporal"`            // the date in English
		Known       *time.Time       `json:"dcterms:available,omitempty"` // when it became publicly known
		Provenance  *linkedStanding  `json:"dcterms:provenance,omitempty"`
		Created     time.Time        `json:"dcterms:created"`
		Modified    time.Time        `json:"dcterms:modified"`
	}
	linkedValue struct {
		Value string `json:"@value"`
		Type  string `json:"@type"`
	}
	linkedThing struct {
		Identifier string `json:"identifier"`
		Name       string `json:"name"`
	}
	linkedStanding struct {
		Type  string     `json:"@type"`
		Name  string     `json:"name"` // "verification: denied"
		Since *time.Time `json:"dcterms:valid,omitempty"`
	}
	linkedDocument struct {
		Type       string      `json:"@type"`
		Identifier string      `json:"identifier"`
		URL        string      `json:"url,omitempty"`
		Publisher  linkedThing `json:"publisher"`
		Published  string      `json:"datePublished,omitempty"`
	}
	linkedPlace struct {
		Type    string            `json:"@type"`
		Name    string            `json:"name,omitempty"`
		Address map[string]string `json:"address,omitempty"`
		Geo     map[string]any    `json:"geo,omitempty"`
	}
)

// newLinkedEvents writes JSON-LD: a graph of schema.org Events. startDate and endDate are there where ISO 8601 can
// write what is known and no more; the date in EDTF and in English is there always, in terms of Dublin Core. < > and &
// are escaped, so that it can stand in a page as it is.
func newLinkedEvents(w io.Writer, opts Options) (EventEncoder, error) {
	return &listed{
		w: w, html: true,
		open: func(Head) (any, string) {
			return struct {
				Context []any `json:"@context"`
			}{[]any{"https://schema.org", map[string]string{"dcterms": "http://purl.org/dc/terms/"}}}, "@graph"
		},
		row: func(a *record.EventAnswer) (any, error) { return opts.linked(a), nil },
	}, nil
}

func (o *Options) linked(a *record.EventAnswer) linkedEvent {
	e := linkedEvent{
		Type: "Event", ID: o.resource(a.ID), Identifier: a.ID, URL: o.permalink(a.ID), Name: a.Title, Description: a.Summary,
		Place: linkedPlaceOf(a.Place), Keywords: tags(a), Date: linkedValue{a.Date.String(), edtfType}, When: extentOf(a).label(a),
		Known: a.KnownAt, Created: a.RecordedAt.UTC(), Modified: a.UpdatedAt.UTC(),
	}
	e.Start, e.End = isoDates(a)
	switch status(a) {
	case "cancelled":
		e.Status = "https://schema.org/EventCancelled"
	case "scheduled":
		e.Status = "https://schema.org/EventScheduled"
	}
	if v := a.Verification; v != nil {
		e.Provenance = &linkedStanding{"dcterms:ProvenanceStatement", "verification: " + v.Status, v.Since}
	}
	for _, p := range a.Participants {
		who := linkedThing{p.Actor, o.label(record.TypeActor, p.Actor)}
		if p.Role.TookPart() {
			e.Attendees = append(e.Attendees, who)
		} else {
			e.About = append(e.About, who)
		}
	}
	for _, id := range a.Topics {
		e.About = append(e.About, linkedThing{id, o.label(record.TypeTopic, id)})
	}
	for _, d := range o.cites(a) {
		document := linkedDocument{Type: "CreativeWork", Identifier: d.ID, URL: absolute(d.URL), Publisher: linkedThing{d.Source, d.Name}}
		if m, err := edtf.ParseMoment(d.Published); err == nil && (m.IsInstant() || isoDate(m.Date()) != "") {
			document.Published = d.Published
		}
		e.Documents = append(e.Documents, document)
	}
	return e
}

// isoDates are start and end in ISO 8601; "" where it has no way to write what is known.
func isoDates(a *record.EventAnswer) (start, end string) {
	if x := extentOf(a); x.start.IsInstant() {
		return x.start.String(), x.end.String()
	}
	if !a.Date.IsInterval() {
		return isoDate(a.Date), ""
	}
	from, to := a.Date.Ends()
	return isoDate(from), isoDate(to)
}

// isoDate is a day, a month or a year that is neither approximate nor uncertain.
func isoDate(d edtf.Date) string {
	text := d.String()
	if _, _, _, ok := d.Fields(); !ok || d.Precision() == edtf.PrecisionSeason || d.Approximate() || d.Uncertain() {
		return ""
	}
	for i := range len(text) {
		if text[i] == 'X' {
			return ""
		}
	}
	return text
}

func linkedPlaceOf(p *record.Place) *linkedPlace {
	if p == nil {
		return nil
	}
	place := &linkedPlace{Type: "Place", Name: placeText(p)}
	if p.City != "" || p.Country != "" {
		place.Address = map[string]string{"@type": "PostalAddress"}
		for key, value := range map[string]string{"addressLocality": p.City, "addressCountry": p.Country} {
			if value != "" {
				place.Address[key] = value
			}
		}
	}
	if p.Lat != nil && p.Lon != nil {
		place.Geo = map[string]any{"@type": "GeoCoordinates", "latitude": *p.Lat, "longitude": *p.Lon}
	}
	return place
}
