package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"backchannel/internal/fixture"
)

// TestTheLintersFindNothing runs both linters of OpenAPI documents with all their rules. They are npm packages and lie
// in the node_modules folder that BACKCHANNEL_NODE_MODULES names; versions known to work are @redocly/cli 2.77.0 and
// @stoplight/spectral-cli 6.16.3.
func TestTheLintersFindNothing(t *testing.T) {
	for name, args := range map[string][]string{
		"redocly":  {"lint", "--config", ".redocly.yaml", "--max-problems", "1000", "openapi.yaml", "openapi.json"},
		"spectral": {"lint", "--ruleset", ".spectral.yaml", "--fail-severity", "hint", "openapi.yaml", "openapi.json"},
	} {
		t.Run(name, func(t *testing.T) {
			folder := os.Getenv("BACKCHANNEL_NODE_MODULES")
			program := filepath.Join(folder, ".bin", name)
			if _, err := os.Stat(program); folder == "" || err != nil {
				fixture.Missing(t, name+" (an npm package in the folder BACKCHANNEL_NODE_MODULES)")
			}
			program, err := filepath.Abs(program)
			if err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), program, args...)
			cmd.Dir = ".."
			cmd.Env = append(os.Environ(), "REDOCLY_TELEMETRY=off", "REDOCLY_SUPPRESS_UPDATE_NOTICE=true")
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", name, err, out)
			}
		})
	}
}
