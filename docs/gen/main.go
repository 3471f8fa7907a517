// Command gen writes docs/openapi.json and docs/openapi.yaml, the spec that the server serves, and the tables of docs/dataset.md.
//
// For the spec it runs swag over the annotations of api/rest, which gives Swagger 2.0, and turns that into OpenAPI 3.1.1 by
// conventions, so that no handler carries more words than it must:
//
//   - A schema loses its package; a generic type goes behind its argument (EventPage). A clash is an error.
//   - The order of properties, which are always there and which may be null are read from the Go structs: what has
//     neither omitempty nor omitzero is required, and if it is a pointer it may be null; json.RawMessage is an object of
//     any sort.
//   - format "edtf" is the one schema Edtf; a path parameter that is a string is an ID.
//   - Closed lists (enums) come from record.Vocabularies, filter parameters with their words, examples and values
//     from filter.Registry, the media types of an envelope from format.Formats. @Produce narrows the media types.
//   - Every operation under /v1 has 400, 429 and default; one with a path parameter has 404 too, a GET 304 and 406.
//     Errors are application/problem+json with the schema Problem. A @Failure without words of its own, or with
//     the usual ones, is the shared response of that status.
//   - @Security Bearer[editor] means a key is needed, and that the description ends with the role; where some operation
//     has it, all the others take a key or none.
//   - A write has 507; one with a body 413, 415 and 422; one that enters a record 409, one that changes it 409, 410, 412
//     and 428. The body of a PATCH is a JSON Merge Patch or JSON.
//   - A parameter that two operations share becomes a component.
//   - @x-oas {json} on one line is merged onto its operation.
//   - overlay.yaml, an OpenAPI Overlay, then lays the prose and named examples over it, and examples/ gives every
//     operation an answer.
//
// Run it with go generate ./docs. With -capture and the address of a server that holds the seed data, it fetches the
// answers under examples/ anew first. Start reading with generate, then convert.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
)

// @title		Backchannel
// @version	1
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	server := flag.String("capture", "", "address of a running server, such as http://localhost:8080, to take the examples from")
	flag.Parse()
	if err := run(ctx, *server); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, server string) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	spec, err := generate(ctx, root)
	if err != nil {
		return err
	}
	if server != "" {
		if err := capture(ctx, root, server, spec.document); err != nil {
			return err
		}
		if spec, err = generate(ctx, root); err != nil {
			return err
		}
	}
	if err := writeDataset(root); err != nil {
		return err
	}
	for name, data := range map[string][]byte{"openapi.json": spec.json, "openapi.yaml": spec.yaml} {
		if err := os.WriteFile(filepath.Join(root, "docs", name), data, 0o644); err != nil {
			return fmt.Errorf("write the spec: %w", err)
		}
	}
	return nil
}

// moduleRoot walks up from the working folder to the one that holds go.mod.
func moduleRoot() (string, error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the working folder: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(folder, "go.mod")); err == nil {
			return folder, nil
		}
		up := filepath.Dir(folder)
		if up == folder {
			return "", fmt.Errorf("no go.mod above the working folder")
		}
		folder = up
	}
}
