package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
	"github.com/pb33f/libopenapi-validator/config"

	"backchannel/api/rest"
	"backchannel/docs"
	"backchannel/internal/fixture"
)

// unspoken are headers of HTTP itself, which the spec does not repeat.
var unspoken = []string{
	"access-control-allow-origin", "access-control-expose-headers", "accept-ranges", "allow", "content-encoding",
	"content-language", "content-security-policy", "referrer-policy", "x-content-type-options", "x-frame-options",
}

// strict reads the spec with a validator that refuses parameters, headers, media types and keys that are not in it.
// Maps with ids for keys are open by nature, and so is a record as it was entered.
func strict(t *testing.T) validator.Validator {
	t.Helper()
	document, err := libopenapi.NewDocument(docs.OpenAPIJSON)
	if err != nil {
		t.Fatal(err)
	}
	v, faults := validator.NewValidator(document, config.WithStrictMode(), config.WithStrictIgnoredHeadersExtra(unspoken...),
		config.WithStrictIgnorePaths("$.body.labels.**", "$.body.data.record.**", "$.body.data[*].record.**"))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if ok, faults := v.ValidateDocument(); !ok {
		t.Fatal(faults[0])
	}
	return v
}

func TestWhatTheServerAnswersIsWhatTheSpecSays(t *testing.T) {
	paths := []string{
		"/v1/events?limit=1000", "/v1/events?sort=known&include=actors,documents,links,topics&limit=5", "/v1/events?kind=meeting,call&format=md",
		"/v1/events?as_of=2025-04-22&snapshot=1", "/v1/actors?limit=1000&labels=ru", "/v1/sources?limit=1000", "/v1/documents?limit=1000",
		"/v1/topics?limit=1000", "/v1/vocabularies?format=csv", "/v1/events?rows=accounts&format=txt", "/v1/events?from=2025-13",
		"/v1/events/nobody-knows", "/v1/events?epoch=another", "/v1/events?snapshot=999999",
	}
	for _, o := range docs.Operations() {
		for _, e := range o.Examples {
			if o.Method != http.MethodGet || strings.HasPrefix(o.Path, keysPath) || single(o.Path) != "" { // api/rest runs those with a key, and the validator reads no lines and no streams
				continue
			}
			if e.Path != "/openapi.json" { // open by nature through and through; the linters read it
				paths = append(paths, e.Path)
			}
		}
	}
	v := strict(t)
	server := rest.New(rest.Options{Store: fixture.Seeded(t)})
	for _, path := range paths {
		t.Run(path, func(t *testing.T) { exchange(t, v, server, path) })
	}
}

func exchange(t *testing.T, v validator.Validator, server http.Handler, path string) {
	before, query, _ := strings.Cut(path, "?")
	for _, suffix := range []string{".csv", ".txt", ".md"} { // the server rewrites an ending to format=, the spec has that
		if short, ok := strings.CutSuffix(before, suffix); ok && strings.HasPrefix(short, versionPrefix) {
			before, query = short, strings.TrimPrefix(query+"&format="+suffix[1:], "&")
		}
	}
	// A comma is data of the value; written bare, the validator takes it for the end of one.
	request := httptest.NewRequest(http.MethodGet, before+"?"+strings.ReplaceAll(query, ",", "%2C"), nil)
	recorder := httptest.NewRecorder()
	server.ServeHTTP(recorder, request)
	response := recorder.Result()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	response.Body = io.NopCloser(bytes.NewReader(body))
	if ok, faults := v.ValidateHttpRequestResponse(request, response); !ok {
		for _, fault := range faults {
			text := fmt.Sprintf("%d: %s: %s", response.StatusCode, fault.Message, fault.Reason)
			for _, detail := range fault.SchemaValidationErrors {
				text += "\n    " + detail.Reason + " " + detail.FieldPath
			}
			t.Error(text)
		}
	}
}
