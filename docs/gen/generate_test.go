package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write the golden files")

// sampleFolders hold the sample's handlers and the types they name.
var sampleFolders = []string{"docs/gen/testdata/sample", "internal/record", "internal/format", "internal/edtf"}

func sample(t *testing.T) *spec {
	t.Helper()
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	overlay, err := os.ReadFile("testdata/overlay.yaml")
	if err != nil {
		t.Fatal(err)
	}
	made, err := build(t.Context(), root, sampleFolders, overlay, os.DirFS("testdata/examples"))
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestTheSampleComesOutAsTheGoldenSpec(t *testing.T) {
	document := sample(t).document
	schemas := document.object("components").object("schemas")
	for name := range schemas.all() { // those of internal/record are not the sample's
		if name != "EventPage" && name != "EventOne" && name != "Problem" && name != "CitationAnswer" {
			schemas.take(name)
		}
	}
	got, err := writeYAML(document)
	if err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join("testdata", "sample.yaml")
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the spec of the sample changed (run with -update and read the difference):\n%s", diff)
	}
}

func TestAnOverlayThatHitsNothingIsRefused(t *testing.T) {
	document := sample(t).document
	_, err := applyOverlay(document, []byte(`
overlay: 1.0.0
info: {title: Sample, version: "1"}
actions:
  - target: $.paths['/v1/nowhere'].get
    update: {description: Lost words.}
`))
	if err == nil || !strings.Contains(err.Error(), "/v1/nowhere") {
		t.Errorf("the words of an operation that is gone are lost in silence: %v", err)
	}
}
