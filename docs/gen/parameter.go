package main

import (
	"cmp"
	"slices"
	"strings"

	"backchannel/internal/filter"
)

// parameters converts the parameters of an operation and splits off the body.
func (c *converter) parameters(where string, from *object) (parameters []any, body *object) {
	for _, value := range from.list("parameters") {
		p := value.(*object)
		switch p.text("in") {
		case "body":
			consumes := from.list("consumes")
			if len(consumes) == 0 && strings.HasPrefix(where, "PATCH ") {
				consumes = []any{mediaMerge, mediaJSON}
			}
			body = c.requestBody(p, consumes)
		case "formData":
			c.fault("%s: form parameter %s is not converted: take the body whole", where, p.text("name"))
		default:
			parameters = append(parameters, c.parameter(where, p))
		}
	}
	slices.SortStableFunc(parameters, func(a, b any) int { return cmp.Compare(place(a), place(b)) })
	return parameters, body
}

// place orders parameters: those of the path, the filter language in its own order, then the others as they come.
func place(parameter any) int {
	p := parameter.(*object)
	language := filter.Registry()
	if p.text("in") == "path" {
		return -1
	}
	for i, f := range language {
		if f.Name == p.text("name") {
			return i
		}
	}
	return len(language)
}

// parameterKeys belong to the parameter; everything else swag writes beside them belongs to its schema.
var parameterKeys = []string{"name", "in", "description", "required"}

func (c *converter) parameter(where string, from *object) *object {
	out := obj("name", from.text("name"), "in", from.text("in"), "description", from.get("description"))
	if out.text("in") == "query" && !out.has("description") {
		f, ok := registry()[out.text("name")]
		if !ok {
			c.fault("%s: parameter %s has no comment and is none of the filter language", where, out.text("name"))
		}
		return filterParameter(f)
	}
	if from.get("required") == true {
		out.set("required", true)
	}
	style := from.take("collectionFormat")
	example := from.take("example")
	for _, key := range parameterKeys {
		from.take(key)
	}
	schema := c.schema(from)
	if schema.text("type") == "array" && out.text("in") == "query" {
		out.set("style", "form")
		out.set("explode", style == "multi")
	}
	if out.text("in") == "path" && out.text("name") == "id" {
		schema = ref("schemas", "ID")
	}
	out.set("schema", schema)
	if example != nil {
		out.set("example", example)
	}
	return out
}

// requestBody converts a body parameter. Without @Accept it is JSON, and of a PATCH a JSON Merge Patch too.
func (c *converter) requestBody(from *object, consumes []any) *object {
	if len(consumes) == 0 {
		consumes = []any{mediaJSON}
	}
	content := obj()
	for _, mediaType := range consumes {
		schema := c.schema(from.object("schema"))
		if !strings.HasSuffix(mediaType.(string), "json") {
			schema = obj("type", "string")
		}
		content.set(mediaType.(string), obj("schema", schema))
	}
	return obj("description", from.get("description"), "required", from.get("required") == true, "content", content)
}
