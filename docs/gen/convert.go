package main

import (
	"fmt"
	"slices"
	"strings"
)

// convert turns a document of Swagger 2.0 into OpenAPI 3.1.1, without the overlay.
func convert(swagger *object, found shapes) (*object, error) {
	c := &converter{shapes: found, schemas: obj()}
	definitions := swagger.object("definitions")
	c.nameAll(definitions)
	for name, value := range definitions.all() {
		c.schemas.set(c.names[name], c.definition(name, value.(*object)))
	}
	for name, value := range sharedSchemas().all() {
		if c.schemas.has(name) {
			c.fault("schema %s is the step's own: rename the Go type", name)
		}
		c.schemas.set(name, value)
	}
	c.fillVocabularies()
	paths := c.paths(swagger.object("paths"))
	c.schemas.sort()
	info := obj("title", swagger.object("info").get("title"), "version", swagger.object("info").get("version"))
	components := obj(
		"schemas", c.schemas,
		"parameters", obj(),
		"headers", sharedHeaders(),
		"responses", sharedResponses(),
	)
	security := []any{obj()} // nothing is needed
	if c.keyed {
		components.set("securitySchemes", securitySchemes())
		security = append(security, obj(schemeName, []any{}))
	}
	document := obj(
		"openapi", "3.1.1",
		"info", info,
		"servers", []any{obj("url", "/", "description", "This server.")},
		"security", security,
		"tags", []any{},
		"paths", paths,
		"components", components,
	)
	return document, c.err()
}

// paths converts every operation; paths go by the alphabet, methods by their habit.
func (c *converter) paths(from *object) *object {
	out := obj()
	for path, value := range from.all() {
		item := obj()
		for _, method := range methods {
			if operation := value.(*object).object(method); operation != nil {
				item.set(method, c.operation(method, path, operation))
			}
		}
		out.set(path, item)
	}
	out.sort()
	return out
}

// eachOperation walks all operations of a document in order.
func eachOperation(document *object, visit func(method, path string, operation *object)) {
	for path, item := range document.object("paths").all() {
		for method, operation := range item.(*object).all() {
			if o, ok := operation.(*object); ok && slices.Contains(methods, method) {
				visit(method, path, o)
			}
		}
	}
}

// sortTags puts the tags in the order of their names.
func sortTags(document *object) {
	slices.SortFunc(document.list("tags"), func(a, b any) int {
		return strings.Compare(a.(*object).text("name"), b.(*object).text("name"))
	})
}

// hoist puts every parameter that stands in two operations alike among the components, under its own name, and
// refers to it. Where two unlike ones have the name, the one used most often gets it.
func hoist(document *object) {
	uses, first := map[string]int{}, map[string]*object{}
	winner := map[string]string{}
	spelling := func(p *object) string { return string(must(p.MarshalJSON())) }
	eachOperation(document, func(_, _ string, operation *object) {
		for _, value := range operation.list("parameters") {
			p := value.(*object)
			text := spelling(p)
			uses[text]++
			if first[text] == nil {
				first[text] = p
			}
			name := parameterName(p)
			if best := winner[name]; best == "" || uses[text] > uses[best] {
				winner[name] = text
			}
		}
	})
	shared := document.object("components").object("parameters")
	eachOperation(document, func(_, _ string, operation *object) {
		list := operation.list("parameters")
		for i, value := range list {
			p := value.(*object)
			name, text := parameterName(p), spelling(p)
			if uses[text] > 1 && winner[name] == text {
				shared.set(name, first[text])
				list[i] = ref("parameters", name)
			}
		}
	})
	shared.sort()
}

// parameterName is a parameter's name among the components: its own, with where it stands unless in the query.
func parameterName(p *object) string {
	if in := p.text("in"); in != "query" {
		return in + "." + p.text("name")
	}
	return p.text("name")
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(fmt.Sprintf("an object always has JSON: %v", err))
	}
	return data
}

// prune drops components that nothing refers to, again and again until none is left.
func prune(document *object) {
	components := document.object("components")
	for {
		used := references(document)
		dropped := false
		for section, value := range components.all() {
			if section == "securitySchemes" {
				continue
			}
			for name := range value.(*object).all() {
				if !used["#/components/"+section+"/"+name] {
					value.(*object).take(name)
					dropped = true
				}
			}
			if value.(*object).len() == 0 {
				components.take(section)
			}
		}
		if !dropped {
			return
		}
	}
}

// references collects the target of every reference; a schema's reference to itself does not count.
func references(document *object) map[string]bool {
	used := map[string]bool{}
	var walk func(value any, within string)
	walk = func(value any, within string) {
		switch v := value.(type) {
		case []any:
			for _, item := range v {
				walk(item, within)
			}
		case *object:
			if target := v.text("$ref"); target != "" && target != within {
				used[strings.TrimSpace(target)] = true
			}
			for _, below := range v.all() {
				walk(below, within)
			}
		}
	}
	for key, value := range document.all() {
		if key != "components" {
			walk(value, "")
			continue
		}
		for section, members := range value.(*object).all() {
			for name, member := range members.(*object).all() {
				walk(member, "#/components/"+section+"/"+name)
			}
		}
	}
	return used
}
