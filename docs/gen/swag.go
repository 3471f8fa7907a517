package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// annotations runs swag over the folders and gives its Swagger 2.0. The folders hold the handlers and every type
// they name; the general annotations stand above main.
func annotations(ctx context.Context, root string, folders []string) (*object, error) {
	out, err := os.MkdirTemp("", "swagger")
	if err != nil {
		return nil, fmt.Errorf("make a folder for swag's output: %w", err)
	}
	defer os.RemoveAll(out)
	general, err := filepath.Rel(folders[0], "docs/gen/main.go")
	if err != nil {
		return nil, fmt.Errorf("find the general annotations: %w", err)
	}
	cmd := exec.CommandContext(ctx, "go", "tool", "swag", "init", "--quiet",
		"--generalInfo", general, "--dir", strings.Join(folders, ","),
		"--outputTypes", "json", "--output", out)
	cmd.Dir = root
	text, err := cmd.CombinedOutput()
	if err != nil {
		return nil, fmt.Errorf("swag: %w\n%s", err, text)
	}
	for line := range strings.Lines(string(text)) { // two handlers on one route only warn
		if strings.Contains(line, "warning") {
			return nil, fmt.Errorf("swag: %s", strings.TrimSpace(line))
		}
	}
	data, err := os.ReadFile(filepath.Join(out, "swagger.json"))
	if err != nil {
		return nil, fmt.Errorf("read swag's output: %w", err)
	}
	return parseObject(data)
}
