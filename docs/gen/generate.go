package main

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// spec is the same document in two spellings.
type spec struct {
	document   *object
	json, yaml []byte
}

// generate makes the spec of the program in root.
func generate(ctx context.Context, root string) (*spec, error) {
	folders, err := packages(root, "api/rest", "internal")
	if err != nil {
		return nil, err
	}
	overlay, err := os.ReadFile(filepath.Join(root, "docs", "gen", "overlay.yaml"))
	if err != nil {
		return nil, fmt.Errorf("read the overlay: %w", err)
	}
	return build(ctx, root, folders, overlay, os.DirFS(filepath.Join(root, "docs", "gen", "examples")))
}

// build makes the spec of the handlers and types in folders, the first of which holds the handlers; examples holds
// the answers of addExamples.
func build(ctx context.Context, root string, folders []string, overlay []byte, examples fs.FS) (*spec, error) {
	swagger, err := annotations(ctx, root, folders)
	if err != nil {
		return nil, err
	}
	found, err := scan(root, folders)
	if err != nil {
		return nil, err
	}
	document, err := convert(swagger, found)
	if err != nil {
		return nil, fmt.Errorf("convert to OpenAPI 3.1: %w", err)
	}
	if document, err = applyOverlay(document, overlay); err != nil {
		return nil, err
	}
	if err := addExamples(document, examples); err != nil {
		return nil, err
	}
	sayRoles(document)
	sortTags(document)
	hoist(document)
	prune(document)
	if err := check(document); err != nil {
		return nil, fmt.Errorf("the spec is not whole: %w", err)
	}
	return write(document)
}

func write(document *object) (*spec, error) {
	asJSON, err := writeJSON(document)
	if err != nil {
		return nil, fmt.Errorf("write the spec as JSON: %w", err)
	}
	asYAML, err := writeYAML(document)
	if err != nil {
		return nil, fmt.Errorf("write the spec as YAML: %w", err)
	}
	return &spec{document: document, json: asJSON, yaml: asYAML}, nil
}
