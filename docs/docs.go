// Package docs holds the API's spec as it is served, generated from the annotations of api/rest. It refuses to know
// how it was made (docs/gen does) and what it describes. The prose beside it is for people.
package docs

import _ "embed"

//go:generate go run ./gen

// OpenAPIJSON is the spec, OpenAPI 3.1.1, as JSON. It is not to be changed.
//
//go:embed openapi.json
var OpenAPIJSON []byte

// OpenAPIYAML is the same spec as YAML. It is not to be changed.
//
//go:embed openapi.yaml
var OpenAPIYAML []byte
