package main

import (
	"errors"
	"fmt"
	"strings"
)

// check refuses a spec that lacks what readers count on.
func check(document *object) error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	ids := map[string]string{}
	eachOperation(document, func(method, path string, operation *object) {
		where := strings.ToUpper(method) + " " + path
		for _, key := range []string{"operationId", "summary", "description"} {
			if operation.text(key) == "" {
				fault("%s has no %s", where, key)
			}
		}
		if id := operation.text("operationId"); id != "" {
			if other, ok := ids[id]; ok {
				fault("%s and %s are both called %s", other, where, id)
			}
			ids[id] = where
		}
	})
	for target := range references(document) {
		if !exists(document, target) {
			fault("%s is referred to and not there", target)
		}
	}
	for name, value := range document.object("components").object("schemas").all() {
		bare("schema "+name, value, fault)
	}
	return errors.Join(faults...)
}

// exists tells whether a reference of the form #/a/b/c leads somewhere.
func exists(document *object, target string) bool {
	at := document
	parts := strings.Split(strings.TrimPrefix(target, "#/"), "/")
	for _, part := range parts {
		if at = at.object(part); at == nil {
			return false
		}
	}
	return true
}

// bare reports objects of which nothing is told.
func bare(where string, value any, fault func(string, ...any)) {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			bare(where, item, fault)
		}
	case *object:
		told := v.has("properties") || v.has("additionalProperties") || v.has("allOf") || v.has("anyOf") || v.has("oneOf") || v.has("$ref")
		if v.text("type") == "object" && !told {
			fault("%s says object and nothing more", where)
		}
		for key, below := range v.all() {
			if key != "examples" && key != "example" && key != "default" {
				bare(where+"/"+key, below, fault)
			}
		}
	}
}
