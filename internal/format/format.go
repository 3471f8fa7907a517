// Package format writes records out: one encoder a file, one table of formats.
//
// It knows how a finished record looks as JSON, CSV, a table for the terminal, Markdown, a calendar or a feed. It refuses to know
// where records come from, what a filter is, and HTTP beyond the Accept header. Text in records is other people's:
// every encoder takes it as hostile and makes it safe for its own readers (clean.go says how).
//
// Start with table below: each row is one format, and everything else (negotiation, suffixes, the spec, the docs)
// is read from it. Adding a format is a file with an encoder and a row here.
package format

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
)

// Format is one way of writing records.
type Format struct {
	Name      string   // the value of ?format=
	Suffix    string   // ending of a path, with its dot: ".csv"
	MediaType string   // without parameters: "text/csv"
	Aliases   []string // other media types that an Accept header may name
	Paged     bool     // cut at limit, with the way to the next page in the body
	Streams   bool     // everything that matches is written unless a limit is asked for
	Cap       int      // the same, but more events than this are refused instead; 0: Paged or Streams
	Type      string   // of the whole, for the spec, where somebody else laid the format down: object, array, string
	Doc       string   // one sentence for the docs and the spec
	For       string   // programs that read it, for the docs

	parameters map[string]string // of the media type as it is served
	events     func(io.Writer, Options) (EventEncoder, error)
	records    func(io.Writer, []Column, Options) (RecordEncoder, error)
}

var table = sync.OnceValue(func() []Format { return append(general(), ofEvents()...) })

// general are the formats of records of every type.
func general() []Format {
	return []Format{
		{
			Name: "json", Suffix: ".json", MediaType: "application/json", Paged: true,
			For:    "programs of your own, Grafana Infinity",
			Doc:    "The envelope: data, page, meta, labels, included and links.",
			events: newJSONEvents, records: newJSONRecords,
		},
		{
			Name: "ndjson", Suffix: ".ndjson", MediaType: "application/x-ndjson",
			Aliases: []string{"application/ndjson", "application/jsonl", "application/x-jsonlines"}, Streams: true,
			For:    "pandas, DuckDB, jq",
			Doc:    "One JSON object a line; with proof=1 a last line holds the count and a digest.",
			events: newNDJSONEvents, records: newNDJSONRecords,
		},
		{
			Name: "csv", Suffix: ".csv", MediaType: "text/csv", Aliases: []string{"application/csv"}, Streams: true,
			For: "pandas, R, Excel, Google Sheets, Observable, Vega-Lite",
			Doc: "RFC 4180 with fixed columns; cells that a spreadsheet would run are guarded unless safe=0, " +
				"bom=1 writes a byte order mark, proof=1 ends with a record of count and digest.",
			parameters: map[string]string{"charset": "utf-8", "header": "present"},
			events:     newCSVEvents, records: newCSVRecords,
		},
		{
			Name: "txt", Suffix: ".txt", MediaType: "text/plain", Paged: true,
			For:        "a terminal",
			Doc:        "A table for the terminal, or one event as a sheet.",
			parameters: map[string]string{"charset": "utf-8"},
			events:     newTextEvents, records: newTextRecords,
		},
		{
			Name: "md", Suffix: ".md", MediaType: "text/markdown", Aliases: []string{"text/x-markdown"}, Paged: true,
			For:        "notes, issues, wikis",
			Doc:        "The same as txt in GitHub-flavoured Markdown, with documents linked.",
			parameters: map[string]string{"charset": "utf-8", "variant": "GFM"},
			events:     newMarkdownEvents, records: newMarkdownRecords,
		},
	}
}

// maxWhole is how many events a format holds that gives all or nothing: what a calendar, a feed reader or a page of
// others still takes at once.
const maxWhole = 5000

// ofEvents are the formats of events alone, each laid down by somebody else. Types that have no registered name have
// one in the tree of this program; those of JSON end in +json, so that any reader of JSON takes them.
func ofEvents() []Format {
	return []Format{
		{
			Name: "ics", Suffix: ".ics", MediaType: "text/calendar", Cap: maxWhole, Type: "string",
			For: "Thunderbird, Apple Calendar, Google Calendar, Outlook",
			Doc: "iCalendar (RFC 5545), to subscribe to: clock times in UTC, any other date all-day over every day it can mean, " +
				"with the date in the summary.",
			parameters: map[string]string{"charset": "utf-8"},
			events:     newCalendarEvents,
		},
		{
			Name: "atom", Suffix: ".atom", MediaType: "application/atom+xml", Cap: maxWhole, Type: "string",
			For:    "feed readers",
			Doc:    "Atom (RFC 4287), to subscribe to: published and updated are those of the record.",
			events: newAtomEvents,
		},
		{
			Name: "feed", Suffix: ".feed.json", MediaType: "application/feed+json", Cap: maxWhole, Type: "object",
			For:    "feed readers",
			Doc:    "JSON Feed 1.1, to subscribe to; _backchannel holds what the format has no place for.",
			events: newFeedEvents,
		},
		{
			Name: "geojson", Suffix: ".geojson", MediaType: "application/geo+json", Cap: maxWhole, Type: "object",
			For:    "QGIS, Leaflet, MapLibre, kepler.gl",
			Doc:    "GeoJSON (RFC 7946), for maps: a point where the place has coordinates, else a feature without geometry.",
			events: newGeoJSONEvents,
		},
		{
			Name: "jsonld", Suffix: ".jsonld", MediaType: "application/ld+json", Cap: maxWhole, Type: "object",
			For:    "search engines, tools of linked data",
			Doc:    "JSON-LD with events of schema.org and the date in EDTF.",
			events: newLinkedEvents,
		},
		{
			Name: "timelinejs", Suffix: ".timelinejs.json", MediaType: "application/vnd.backchannel.timelinejs+json", Cap: maxWhole, Type: "object",
			For:    "TimelineJS",
			Doc:    "The JSON of TimelineJS 3: dates as precise as they are known.",
			events: newTimelineEvents,
		},
		{
			Name: "timelinejs-csv", Suffix: ".timelinejs.csv", MediaType: "text/vnd.backchannel.timelinejs", Cap: maxWhole, Type: "string",
			For:        "TimelineJS by way of a spreadsheet",
			Doc:        "The spreadsheet of TimelineJS 3, with the same; safe and bom as in csv.",
			parameters: map[string]string{"charset": "utf-8", "header": "present"},
			events:     newTimelineCSVEvents,
		},
		{
			Name: "fullcalendar", Suffix: ".fullcalendar.json", MediaType: "application/vnd.backchannel.fullcalendar+json", Cap: maxWhole, Type: "array",
			For:    "FullCalendar, vis-timeline",
			Doc:    "An event source of FullCalendar; dates without a clock time are allDay.",
			events: newFullCalendarEvents,
		},
		{
			Name: "grafana", Suffix: ".grafana.json", MediaType: "application/vnd.backchannel.grafana+json", Cap: maxWhole, Type: "array",
			For:    "Grafana Infinity",
			Doc:    "Annotations of Grafana, times in milliseconds.",
			events: newGrafanaEvents,
		},
	}
}

// Formats lists the formats of records of every type, json first: the order in which a server without a wish from the
// client prefers them.
func Formats() []Format {
	return slices.DeleteFunc(EventFormats(), func(f Format) bool { return f.records == nil })
}

// EventFormats lists every format; events have them all.
func EventFormats() []Format { return slices.Clone(table()) }

// ByName finds the format that ?format= names.
func ByName(name string) (Format, bool) {
	for _, f := range table() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// CutSuffix takes the format's suffix off a path: "/v1/events.csv" gives "/v1/events" and csv. The longest
// suffix wins. ok is false, and the path comes back whole, where no suffix fits or nothing stands before it.
func CutSuffix(path string) (rest string, f Format, ok bool) {
	rest = path
	for _, row := range table() {
		before, found := strings.CutSuffix(path, row.Suffix)
		if !found || before == "" || strings.HasSuffix(before, "/") || ok && len(row.Suffix) <= len(f.Suffix) {
			continue
		}
		rest, f, ok = before, row, true
	}
	return rest, f, ok
}

// ContentType is the media type with its parameters, for the header of that name.
func (f Format) ContentType() string {
	text := f.MediaType
	for _, name := range []string{"charset", "header", "variant"} {
		if value, ok := f.parameters[name]; ok {
			text += "; " + name + "=" + value
		}
	}
	return text
}

// NewEvents gives the encoder of events in a format. The error is a record.Faults where the format does not have the
// rows asked for; a format that is not in Formats is an error too.
func NewEvents(f Format, w io.Writer, opts Options) (EventEncoder, error) {
	row, ok := ByName(f.Name)
	if !ok || row.events == nil {
		return nil, fmt.Errorf("events have no format %q", f.Name)
	}
	faults := append(CheckRows(opts.Rows), CheckShape(row, opts.Rows)...)
	if faults = append(faults, CheckChoice(row, opts.Fields)...); len(faults) > 0 {
		return nil, faults
	}
	return row.events(w, opts)
}

// NewRecords gives the encoder of records that are not events. The columns are those of csv, txt and md; json and
// ndjson write each record's own JSON and take no notice of them, except that fields= may name a column.
func NewRecords(f Format, w io.Writer, columns []Column, opts Options) (RecordEncoder, error) {
	row, ok := ByName(f.Name)
	if !ok || row.records == nil {
		return nil, fmt.Errorf("records have no format %q", f.Name)
	}
	return row.records(w, columns, opts)
}
