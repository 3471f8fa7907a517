package docs

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Operation is one method on one path of the spec.
type Operation struct {
	Method   string // upper case
	Path     string // with parameters in braces: "/v1/events/{id}"
	ID       string
	Summary  string
	Statuses []string            // documented, "default" among them
	Media    map[string][]string // status → media types
	Examples []Example
}

// Example is a curl line of the spec, which works against the seed data.
type Example struct {
	Label string
	Curl  string // the whole line
	Path  string // its path and query: "/v1/events?kind=meeting"
}

// Operations lists every operation of the spec, by path, then method.
func Operations() []Operation {
	var spec struct {
		Paths map[string]map[string]struct {
			OperationID string `json:"operationId"`
			Summary     string `json:"summary"`
			Responses   map[string]struct {
				Ref     string         `json:"$ref"`
				Content map[string]any `json:"content"`
			} `json:"responses"`
			Samples []struct {
				Label  string `json:"label"`
				Source string `json:"source"`
			} `json:"x-codeSamples"`
		} `json:"paths"`
	}
	if err := json.Unmarshal(OpenAPIJSON, &spec); err != nil {
		panic(fmt.Sprintf("the embedded spec is not JSON: %v", err))
	}
	var list []Operation
	for path, item := range spec.Paths {
		for method, o := range item {
			operation := Operation{Method: strings.ToUpper(method), Path: path, ID: o.OperationID, Summary: o.Summary, Media: map[string][]string{}}
			for status, response := range o.Responses {
				operation.Statuses = append(operation.Statuses, status)
				for mediaType := range response.Content {
					operation.Media[status] = append(operation.Media[status], mediaType)
				}
				if strings.HasPrefix(status, "4") || strings.HasPrefix(status, "5") || status == "default" {
					operation.Media[status] = []string{"application/problem+json"}
				}
				slices.Sort(operation.Media[status])
			}
			slices.Sort(operation.Statuses)
			for _, sample := range o.Samples {
				operation.Examples = append(operation.Examples, Example{sample.Label, sample.Source, pathOf(sample.Source)})
			}
			list = append(list, operation)
		}
	}
	slices.SortFunc(list, func(a, b Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	return list
}

// pathOf cuts the path and query out of a curl line.
func pathOf(curl string) string {
	_, address, _ := strings.Cut(curl, "'http://")
	_, path, _ := strings.Cut(strings.TrimSuffix(address, "'"), "/")
	return "/" + path
}
