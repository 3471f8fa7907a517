package main

import (
	"net/url"
	"regexp"
	"strings"

	"backchannel/internal/filter"
)

// registry gives the parameters of the filter language by name.
func registry() map[string]filter.Parameter {
	byName := map[string]filter.Parameter{}
	for _, p := range filter.Registry() {
		byName[p.Name] = p
	}
	return byName
}

// filterParameter documents a parameter of the filter language from its entry in the registry. A list is an array
// written by repeating the parameter: each value is a comma list (or), and all values must hold (and).
func filterParameter(p filter.Parameter) *object {
	words := p.Doc
	if p.Qualifies != "" {
		words += " Binds to the row of " + strings.ReplaceAll(p.Qualifies, ",", " or ") + "."
	}
	out := obj("name", p.Name, "in", "query", "description", words+" Example: `?"+p.Example+"`.")
	examples := exampleValues(p)
	item := obj("type", "string")
	if len(p.Values) > 0 {
		item = choice(p.Values, p.List)
	}
	if !p.List {
		out.set("schema", item)
		if len(examples) > 0 {
			out.set("example", examples[0])
		}
		return out
	}
	out.set("style", "form")
	out.set("explode", true)
	out.set("schema", obj("type", "array", "items", item))
	out.set("example", examples)
	return out
}

// exampleValues gives what the entry's example query holds for the parameter itself.
func exampleValues(p filter.Parameter) []any {
	query, err := url.ParseQuery(p.Example)
	if err != nil {
		return nil
	}
	return texts(query[p.Name])
}

// choice is one of a closed list; in a list parameter also several with commas between, or all of them negated.
func choice(values []string, list bool) *object {
	enum := make([]any, len(values))
	quoted := make([]string, len(values))
	for i, value := range values {
		enum[i], quoted[i] = value, regexp.QuoteMeta(value)
	}
	one := obj("type", "string", "enum", enum)
	if !list {
		return one
	}
	any1 := "(" + strings.Join(quoted, "|") + ")"
	several := obj("type", "string",
		"description", "Several with commas between: one of them. A - before each: none of them.",
		"pattern", "^("+any1+"(,"+any1+")*|-"+any1+"(,-"+any1+")*)$")
	return obj("anyOf", []any{one, several})
}
