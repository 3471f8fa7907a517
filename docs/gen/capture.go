package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"backchannel/internal/format"
)

// shownIn lists the formats in which an answer is kept as an example; the operations not here have JSON only.
var shownIn = map[string][]string{
	"listEvents":  {"json", "csv", "txt"},
	"getEvent":    {"json", "csv", "txt"},
	"getAccounts": {"json", "csv", "txt"},
}

// capture asks a running server, which should hold the seed data and nothing else, for the first example of every
// operation that answers an envelope, and keeps the answers under examples for the next generate.
func capture(ctx context.Context, root, server string, document *object) error {
	var faults []error
	eachOperation(document, func(method, path string, operation *object) {
		id := operation.text("operationId")
		samples := operation.list("x-codeSamples")
		if method != "get" || !strings.HasPrefix(path, versionPrefix) || strings.HasPrefix(path, keysPath) || single(path) != "" || len(samples) == 0 {
			return
		}
		names := shownIn[id]
		if names == nil {
			names = []string{"json"}
		}
		for _, name := range names {
			f, ok := format.ByName(name)
			if !ok {
				faults = append(faults, fmt.Errorf("%s is shown in %s, which is no format", id, name))
				continue
			}
			body, err := fetch(ctx, server+withSuffix(examplePath(samples[0].(*object)), f.Suffix))
			if err == nil {
				err = os.WriteFile(filepath.Join(root, "docs", "gen", "examples", id+f.Suffix), body, 0o644)
			}
			if err != nil {
				faults = append(faults, fmt.Errorf("capture %s in %s: %w", id, name, err))
			}
		}
	})
	return errors.Join(faults...)
}

// examplePath is what follows the address in the curl line of a code sample.
func examplePath(sample *object) string {
	_, path, _ := strings.Cut(sample.text("source"), address)
	return strings.TrimSuffix(path, "'")
}

func withSuffix(path, suffix string) string {
	before, query, found := strings.Cut(path, "?")
	if !found {
		return before + suffix
	}
	return before + suffix + "?" + query
}

func fetch(ctx context.Context, url string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s answers %s: %.200s", url, response.Status, body)
	}
	return body, err
}
