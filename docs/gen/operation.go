package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// methods is the order of operations under a path.
var methods = []string{"get", "head", "post", "put", "patch", "delete"}

// operation converts one operation of Swagger 2.0.
func (c *converter) operation(method, path string, from *object) *object {
	where := strings.ToUpper(method) + " " + path
	parameters, body := c.parameters(where, from)
	out := obj(
		"tags", listOrNil(from.list("tags")),
		"summary", from.get("summary"),
		"description", from.get("description"),
		"operationId", from.get("operationId"),
		"deprecated", from.get("deprecated"),
		"parameters", listOrNil(parameters),
	)
	if body != nil {
		out.set("requestBody", body)
	}
	out.set("responses", c.responses(method, path, from))
	if security := from.list("security"); len(security) > 0 {
		c.keyed = true
		out.set("security", []any{obj(schemeName, []any{})})
		out.set("x-roles", roles(security))
	}
	if over := from.object("x-oas"); over != nil {
		out.merge(over)
	}
	out.object("responses").sort(statusOrder(out.object("responses"))...)
	for key := range from.all() {
		if strings.HasPrefix(key, "x-") && key != "x-oas" {
			out.set(key, from.get(key))
		}
	}
	return out
}

func listOrNil(list []any) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// sayRoles puts the role that an operation needs at the end of its description: a bearer scheme has no scopes.
func sayRoles(document *object) {
	eachOperation(document, func(_, _ string, operation *object) {
		needed, _ := operation.take("x-roles").([]any)
		for _, role := range needed {
			words := strings.TrimRight(operation.text("description"), "\n")
			operation.set("description", words+"\n\nIt needs a key with the role "+role.(string)+".\n")
		}
	})
}

// roles gives what @Security Bearer[editor] lists.
func roles(security []any) []any {
	needed := []any{}
	for _, scheme := range security {
		for _, scopes := range scheme.(*object).all() {
			list, _ := scopes.([]any)
			needed = append(needed, list...)
		}
	}
	return needed
}

// responses converts the responses, and adds those that every operation of its sort has.
func (c *converter) responses(method, path string, from *object) *object {
	out := obj()
	for status, value := range from.object("responses").all() {
		out.set(status, c.response(method, path, status, value.(*object), from.list("produces")))
	}
	for _, status := range usual(method, path, from) {
		if !out.has(status) {
			out.set(status, sharedResponse(status))
		}
	}
	return out
}

// statusOrder lists the statuses by number, default last.
func statusOrder(responses *object) []string {
	order := slices.Sorted(slices.Values(responses.keys))
	if i := slices.Index(order, "default"); i >= 0 {
		order = append(slices.Delete(order, i, i+1), "default")
	}
	return order
}

// usual lists the statuses that handlers need not name: the quota and any other fault everywhere, what cannot be
// found where an id is asked for, what has not changed where an answer has an ETag, and on records what is not
// understood.
func usual(method, path string, from *object) []string {
	statuses := []string{"429", "default"}
	if strings.Contains(path, "{") {
		statuses = append(statuses, "404")
	}
	if method == "get" && tagged(path) && path != streamPath {
		statuses = append(statuses, "304")
	}
	if len(from.list("security")) > 0 {
		statuses = append(statuses, "401", "403")
	}
	if !strings.HasPrefix(path, versionPrefix) {
		return statuses
	}
	statuses = append(statuses, "400")
	statuses = append(statuses, written(method, path, from)...)
	if method == "get" && (len(from.list("produces")) == 0 || single(path) != "") {
		statuses = append(statuses, "406")
	}
	for _, p := range from.list("parameters") {
		if p.(*object).text("name") == "epoch" {
			statuses = append(statuses, "409")
		}
	}
	return statuses
}

// streamPath is the one route whose answer does not end.
const streamPath = versionPrefix + "/stream"

// single is the one media type of a route that has only one and still takes notice of Accept; "" of any other.
func single(path string) string {
	switch path {
	case streamPath:
		return "text/event-stream"
	case versionPrefix + "/export":
		return mediaNDJSON
	}
	return ""
}

// keysPath is where the keys are, which are no records.
const keysPath = versionPrefix + "/keys"

// written lists what a write may meet: those of its body, of the record that is there, and a full disk.
func written(method, path string, from *object) []string {
	if method == "get" || len(from.list("security")) == 0 {
		return nil
	}
	statuses := []string{"507"}
	for _, p := range from.list("parameters") {
		if p.(*object).text("in") == "body" {
			statuses = append(statuses, "413", "415", "422")
		}
	}
	switch {
	case strings.HasPrefix(path, keysPath):
	case strings.Contains(path, "{id}"):
		statuses = append(statuses, "409", "410", "412", "428")
	default:
		statuses = append(statuses, "409")
	}
	return statuses
}

// tagged tells whether what stands at a path is served with an ETag: records, and files.
func tagged(path string) bool {
	return strings.HasPrefix(path, versionPrefix) && !strings.HasPrefix(path, keysPath) || strings.HasPrefix(path, "/openapi.") || path == "/docs" || path == "/docs/{path}"
}

// response converts one response. Errors are problem documents and nothing else.
func (c *converter) response(method, path, status string, from *object, produces []any) *object {
	description := from.text("description")
	code, _ := strconv.Atoi(status)
	if code >= 400 || status == "default" {
		if description == "" || description == http.StatusText(code) {
			return sharedResponse(status)
		}
		return problemResponse(description)
	}
	out := obj("description", description)
	headers := obj()
	for name, value := range from.object("headers").all() {
		headers.set(name, c.header(name, value.(*object)))
	}
	for _, name := range usualHeaders(method, path, code) {
		if !headers.has(name) {
			headers.set(name, ref("headers", name))
		}
	}
	if headers.len() > 0 {
		out.set("headers", headers)
	}
	if schema := from.object("schema"); schema != nil && method != "head" {
		if method != "get" && len(produces) == 0 {
			produces = []any{mediaJSON}
		}
		out.set("content", c.content(produces, c.schema(schema)))
	}
	return out
}

// header converts a header of Swagger 2.0; one of the shared headers is referred to.
func (c *converter) header(name string, from *object) *object {
	if sharedHeaders().has(name) {
		return ref("headers", name)
	}
	described := obj("description", from.get("description"))
	from.take("description")
	described.set("schema", c.schema(from))
	return described
}
