package main

import (
	"strings"

	"backchannel/internal/format"
)

const (
	mediaJSON    = "application/json"
	mediaMerge   = "application/merge-patch+json"
	mediaNDJSON  = "application/x-ndjson"
	mediaProblem = "application/problem+json"
)

// content gives the body of a 2xx answer in every media type it comes in. An operation that names none with
// @Produce answers an envelope in every format of the table, anything else in JSON only.
func (c *converter) content(produces []any, schema *object) *object {
	if schema == nil {
		return nil
	}
	mediaTypes := []string{}
	for _, mediaType := range produces {
		mediaTypes = append(mediaTypes, mediaType.(string))
	}
	if len(mediaTypes) == 0 {
		mediaTypes = append(mediaTypes, mediaJSON)
		if c.data(schema) != nil {
			mediaTypes = tableTypes(c.ofEvents(schema))
		}
	}
	out := obj()
	for _, mediaType := range mediaTypes {
		out.set(mediaType, obj("schema", c.body(mediaType, schema)))
	}
	return out
}

// tableTypes lists the media types of the table of formats, in its order.
func tableTypes(formats []format.Format) []string {
	var mediaTypes []string
	for _, f := range formats {
		mediaTypes = append(mediaTypes, f.MediaType)
	}
	return mediaTypes
}

// ofEvents lists the formats of an envelope: events have more than other records.
func (c *converter) ofEvents(envelope *object) []format.Format {
	data := c.data(envelope)
	if item := data.object("items"); item != nil {
		data = item
	}
	if name, ok := schemaName(data); ok && name == "EventAnswer" {
		return format.EventFormats()
	}
	return format.Formats()
}

// fixed is the schema of a format that somebody else laid down; nil for any other.
func fixed(mediaType string) *object {
	for _, f := range format.EventFormats() {
		if f.MediaType == mediaType && f.Cap > 0 {
			schema := obj("type", f.Type, "description", f.Doc)
			if f.Type == "array" {
				schema.set("items", obj("type", "object"))
			}
			return schema
		}
	}
	return nil
}

// body is what the answer looks like in one media type: the envelope, one line of NDJSON, or text.
func (c *converter) body(mediaType string, schema *object) *object {
	if other := fixed(mediaType); other != nil {
		return other
	}
	switch {
	case mediaType == mediaNDJSON:
		return c.line(schema)
	case strings.HasSuffix(mediaType, "json"):
		return schema
	}
	if schema.text("type") == "string" {
		return schema
	}
	return obj("type", "string")
}
