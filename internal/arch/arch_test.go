// Package arch holds the import graph to its direction. It has no code of its own.
package arch

import (
	"encoding/json"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "backchannel/"

// order lists the packages from left to right: each may import only what stands left of it.
// Packages of one group do not import each other.
var order = [][]string{
	{"internal/edtf", "db", "docs", "api/web", "internal/live"},
	{"internal/record"},
	{"internal/compare"},
	{"internal/filter"},
	{"internal/format", "internal/ingest"},
	{"internal/store"},
	{"internal/fixture"},
	{"api/rest"},
	{"api"},
}

// aside are programs and test helpers that nothing of the product imports.
var aside = []string{"internal/arch", "internal/bench", "internal/oracle", "docs/gen"}

// owners says which packages alone may import a library.
var owners = map[string][]string{
	"gorm.io/":                 {"internal/store"},
	"modernc.org/sqlite":       {"internal/store"},
	"github.com/pressly/goose": {"internal/store"},
	"github.com/labstack/echo": {"api/rest"},
	"database/sql":             {"internal/store"},
	"github.com/prometheus/":   {"api/rest"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

func packages(t *testing.T) []goPackage {
	t.Helper()
	list := exec.Command("go", "list", "-json=ImportPath,Imports", "backchannel/...")
	out, err := list.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := list.Start(); err != nil {
		t.Fatal(err)
	}
	var all []goPackage
	for dec := json.NewDecoder(out); ; {
		var p goPackage
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	if err := list.Wait(); err != nil {
		t.Fatal(err)
	}
	return all
}

func isAside(name string) bool {
	return slices.ContainsFunc(aside, func(a string) bool { return name == a || strings.HasPrefix(name, a+"/") })
}

func place(name string) int {
	return slices.IndexFunc(order, func(group []string) bool { return slices.Contains(group, name) })
}

func TestImportsRunOneWay(t *testing.T) {
	seen := 0
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		if isAside(name) {
			continue
		}
		if place(name) < 0 {
			t.Errorf("%s has no place in the order", name)
			continue
		}
		seen++
		for _, path := range p.Imports {
			imported, ours := strings.CutPrefix(path, module)
			if ours && (isAside(imported) || place(imported) >= place(name)) {
				t.Errorf("%s imports %s, which does not stand left of it", name, imported)
			}
		}
	}
	if seen < 10 {
		t.Errorf("only %d packages were looked at", seen)
	}
}

func TestEveryLibraryHasItsOwner(t *testing.T) {
	for _, p := range packages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		for _, path := range p.Imports {
			for library, allowed := range owners {
				if strings.HasPrefix(path, library) && !slices.Contains(allowed, name) && !isAside(name) {
					t.Errorf("%s imports %s, which only %v may", name, path, allowed)
				}
			}
		}
	}
}
