package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// converter turns one Swagger 2.0 document into OpenAPI 3.1.1.
type converter struct {
	shapes  shapes
	names   map[string]string // definition → name of its component
	kinds   map[string]string // reference → type of its schema
	schemas *object           // components/schemas
	keyed   bool              // some operation needs a key
	faults  []error
}

func (c *converter) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Errorf(format, args...))
}

// componentName drops the package of a definition and gives it a capital; a generic type goes behind its
// arguments: rest.page-record_Event is EventPage.
func componentName(definition string) string {
	generic, arguments, _ := strings.Cut(definition, "-")
	name := capital(generic[strings.LastIndex(generic, ".")+1:])
	var before strings.Builder
	if arguments != "" {
		for _, argument := range strings.Split(arguments, "-") {
			before.WriteString(capital(argument[strings.LastIndexAny(argument, "_.")+1:]))
		}
	}
	return before.String() + name
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return string(unicode.ToUpper(rune(s[0]))) + s[1:]
}

// nameAll gives every definition its component's name; two definitions of one name are a fault.
func (c *converter) nameAll(definitions *object) {
	c.names, c.kinds = map[string]string{}, map[string]string{"#/components/schemas/Edtf": "string"}
	taken := map[string]string{}
	for definition := range definitions.all() {
		name := componentName(definition)
		if other, ok := taken[name]; ok {
			c.fault("schemas %s and %s would both be called %s: rename one of the types", other, definition, name)
		}
		taken[name] = definition
		c.names[definition] = name
		c.kinds["#/components/schemas/"+name] = definitions.object(definition).text("type")
	}
}

// definition converts one definition. The order of its properties, what is always there and what may be null are
// read from the Go struct, because swag does not tell.
func (c *converter) definition(name string, from *object) *object {
	out := c.schema(from)
	generic, _, _ := strings.Cut(name, "-")
	fields, ok := c.shapes.fields(generic)
	if !ok {
		return out
	}
	properties, required := out.object("properties"), []any{}
	order := make([]string, len(fields))
	for i, f := range fields {
		order[i] = f.name
		if !properties.has(f.name) {
			continue
		}
		if f.required {
			required = append(required, f.name)
		}
		if f.raw {
			properties.object(f.name).set("additionalProperties", true)
		}
		if f.nullable {
			properties.set(f.name, nullable(properties.object(f.name)))
		}
	}
	properties.sort(order...)
	if doc := c.shapes[generic].doc; doc != "" && !out.has("description") {
		out.set("description", doc)
	}
	out.take("required")
	if len(required) > 0 {
		out.set("required", required)
	}
	out.sort(schemaKeys...)
	return out
}

// schemaKeys is the order in which a schema's keys are written, and the list of those taken over as they are.
var schemaKeys = []string{
	"$ref", "type", "format", "title", "description", "enum", "pattern", "default", "minimum", "maximum", "multipleOf",
	"minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "items", "required", "properties", "propertyNames",
	"additionalProperties", "allOf", "anyOf", "examples", "readOnly", "deprecated",
}

// schema converts a schema of Swagger 2.0.
func (c *converter) schema(from *object) *object {
	out := obj()
	null := from.get("x-nullable") == true
	if all := from.list("allOf"); len(all) == 1 { // swag's way to put words beside a reference
		if below, ok := all[0].(*object); ok {
			out.set("$ref", c.reference(below.get("$ref")))
		}
	} else if len(all) > 1 {
		c.fault("allOf of %d schemas is not converted: write a struct", len(all))
	}
	for key, value := range from.all() {
		switch key {
		case "allOf", "x-nullable", "x-enum-varnames", "x-enum-comments", "x-enum-descriptions", "x-order":
		case "$ref":
			out.set(key, c.reference(value))
		case "format":
			if value == "edtf" {
				out.set("$ref", "#/components/schemas/Edtf")
				continue
			}
			out.set(key, value)
		case "example":
			out.set("examples", []any{value})
		case "items":
			out.set(key, c.schema(value.(*object)))
		case "additionalProperties":
			if below, ok := value.(*object); ok {
				value = c.schema(below)
			}
			out.set(key, value)
		case "properties":
			properties := obj()
			for name, below := range value.(*object).all() {
				properties.set(name, c.schema(below.(*object)))
			}
			out.set(key, properties)
		default:
			if !slices.Contains(schemaKeys, key) {
				c.fault("schema key %s is not converted", key)
			}
			out.set(key, value)
		}
	}
	if strings.HasSuffix(out.text("$ref"), "/Edtf") { // whatever swag said of it
		out.take("type")
		out.take("format")
	}
	if out.text("type") == "file" {
		out = obj("type", "string", "format", "binary")
	}
	if null {
		out = nullable(out)
	}
	if out.has("$ref") && out.len() > 1 {
		out = c.beside(out)
	}
	out.sort(schemaKeys...)
	return out
}

// beside puts words beside a reference. 3.1 allows that as it stands, yet many of its readers pass over one of the two;
// a type and an allOf are read by all.
func (c *converter) beside(s *object) *object {
	reference := s.take("$ref").(string)
	s.set("allOf", []any{obj("$ref", reference)})
	if kind := c.kinds[reference]; kind != "" {
		s.set("type", kind)
	}
	return s
}

// reference gives the component that a reference to a definition points to.
func (c *converter) reference(value any) string {
	text, _ := value.(string)
	definition := strings.TrimPrefix(text, "#/definitions/")
	name, ok := c.names[definition]
	if !ok {
		c.fault("%s refers to nothing", text)
	}
	return "#/components/schemas/" + name
}

// nullable lets a schema be null too.
func nullable(s *object) *object {
	if all := s.list("allOf"); len(all) == 1 {
		s.take("allOf")
		s.take("type")
		s.set("$ref", all[0].(*object).get("$ref"))
	}
	if reference, ok := s.take("$ref").(string); ok {
		s.set("anyOf", []any{obj("$ref", reference), obj("type", "null")})
		s.sort(schemaKeys...)
		return s
	}
	if kind, ok := s.get("type").(string); ok {
		s.set("type", []any{kind, "null"})
	}
	if values := s.list("enum"); len(values) > 0 && !slices.Contains(values, any(nil)) {
		s.set("enum", append(slices.Clone(values), nil))
	}
	return s
}

// err joins the faults found.
func (c *converter) err() error { return errors.Join(c.faults...) }
