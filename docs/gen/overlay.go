package main

import (
	"errors"
	"fmt"

	"github.com/pb33f/libopenapi"
)

// applyOverlay lays an OpenAPI Overlay 1.0 document over the spec: the prose and the named examples. An action
// that hits nothing is a fault, so that no words are lost when an operation changes its name.
func applyOverlay(document *object, overlay []byte) (*object, error) {
	text, err := writeJSON(document)
	if err != nil {
		return nil, err
	}
	result, err := libopenapi.ApplyOverlayFromBytesToSpecBytes(text, overlay)
	if err != nil {
		return nil, fmt.Errorf("apply the overlay: %w", err)
	}
	var faults []error
	for _, warning := range result.Warnings {
		faults = append(faults, fmt.Errorf("overlay: %s: %s", warning.Target, warning.Message))
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	value, err := parseYAML(result.Bytes)
	if err != nil {
		return nil, fmt.Errorf("read the spec after the overlay: %w", err)
	}
	return value.(*object), nil
}
