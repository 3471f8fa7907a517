package main

import (
	"backchannel/internal/format"
)

// data gives the schema of an envelope's data, nil where the schema is no envelope.
func (c *converter) data(schema *object) *object {
	return c.resolve(schema).object("properties").object("data")
}

// resolve follows a reference to a schema.
func (c *converter) resolve(schema *object) *object {
	if name, ok := schemaName(schema); ok {
		return c.schemas.object(name)
	}
	return schema
}

// schemaName gives the component that a schema refers to.
func schemaName(schema *object) (string, bool) {
	const prefix = "#/components/schemas/"
	reference := schema.text("$ref")
	if len(reference) <= len(prefix) {
		return "", false
	}
	return reference[len(prefix):], true
}

// line is the schema of one line of NDJSON: the record, the flat row that rows= asks for, or the last line that
// proof=1 asks for. OpenAPI 3.1 has no word for a stream of lines, so the schema of the media type is that of a line.
func (c *converter) line(envelope *object) *object {
	data := c.data(envelope)
	if data == nil {
		return envelope
	}
	item := data.object("items")
	if item == nil {
		return data
	}
	choices := []any{item}
	if name, _ := schemaName(item); name == "EventAnswer" {
		for _, rows := range format.RowNames() {
			if rows != format.RowsEvents {
				choices = append(choices, c.row(rows))
			}
		}
	}
	choices = append(choices, c.proof())
	return obj("description", "One line of the answer.", "anyOf", choices)
}

// row puts the flat rows of rows= among the schemas.
func (c *converter) row(rows string) *object {
	name := capital(rows[:len(rows)-1]) + "Row"
	properties, required := obj(), []any{}
	for _, column := range format.EventColumns(rows) {
		kind := "string"
		switch column.Kind {
		case format.Number:
			kind = "number"
		case format.Flag:
			kind = "boolean"
		}
		described := obj("type", []any{kind, "null"})
		if column.Doc != "" {
			described.set("description", column.Doc)
		}
		properties.set(column.Name, described)
		required = append(required, column.Name)
	}
	c.schemas.set(name, obj(
		"type", "object",
		"description", "One line of rows="+rows+": the columns of the table. An empty cell is null.",
		"required", required,
		"properties", properties,
	))
	return ref("schemas", name)
}

// proof puts the last line of proof=1 among the schemas.
func (c *converter) proof() *object {
	c.schemas.set("ProofLine", obj(
		"type", "object",
		"description", "The last line with proof=1, and the only one without an id: the sign that nothing is missing.",
		"required", []any{"proof"},
		"properties", obj("proof", obj(
			"type", "object",
			"required", []any{"count", "digest"},
			"properties", obj(
				"count", obj("type", "integer", "description", "How many lines stand before this one."),
				"digest", obj("type", "string", "pattern", "^sha256:[0-9a-f]{64}$",
					"description", "SHA-256 over the SHA-256 of each line before this one, without its line end."),
			),
		)),
	))
	return ref("schemas", "ProofLine")
}
