package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"backchannel/internal/format"
)

// address is where the program listens when nothing is configured; the curl lines of the examples go there.
const address = "http://localhost:8080"

// addExamples turns x-examples, which the overlay gives each operation, into curl lines (x-codeSamples), and puts the
// answers kept in files under <operationId>.<format> beside the schemas of their media types.
func addExamples(document *object, files fs.FS) error {
	var faults []error
	eachOperation(document, func(_, _ string, operation *object) {
		if samples := curlLines(operation.take("x-examples")); len(samples) > 0 {
			operation.set("x-codeSamples", samples)
		}
		content := operation.object("responses").object("200").object("content")
		for _, f := range format.EventFormats() {
			media := content.object(f.MediaType)
			if media == nil {
				continue
			}
			data, err := fs.ReadFile(files, operation.text("operationId")+f.Suffix)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err == nil {
				err = addAnswer(media, f, data)
			}
			if err != nil {
				faults = append(faults, fmt.Errorf("example of %s in %s: %w", operation.text("operationId"), f.Name, err))
			}
		}
	})
	return errors.Join(faults...)
}

// curlLines makes a code sample of each {label, path}; with holds the options of a write, which stand before the address.
func curlLines(examples any) []any {
	var samples []any
	list, _ := examples.([]any)
	for _, value := range list {
		e := value.(*object)
		samples = append(samples, obj(
			"lang", "shell",
			"label", e.text("label"),
			"source", "curl "+e.text("with")+"'"+address+e.text("path")+"'",
		))
	}
	return samples
}

// addAnswer puts an answer beside the schema of its media type: JSON as a value, of NDJSON the first line, which is
// what the schema is of, else the text.
func addAnswer(media *object, f format.Format, data []byte) error {
	var value any = string(data)
	if f.MediaType == mediaNDJSON {
		data, _, _ = bytes.Cut(data, []byte("\n"))
	}
	if f.MediaType == mediaNDJSON || f.MediaType == mediaJSON {
		var err error
		if value, err = parseJSON(data); err != nil {
			return err
		}
	}
	media.set("examples", obj("seed", obj("summary", "From the first dataset", "value", value)))
	return nil
}
