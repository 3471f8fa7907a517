package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

func TestThePageOnTheDatasetCountsTheSeedAndNamesWhatIsLeftOut(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(root, "docs", "dataset.md"))
	if err != nil {
		t.Fatal(err)
	}
	counts, err := seedCounts()
	if err != nil {
		t.Fatal(err)
	}
	left, err := leftOut(filepath.Join(root, "db", "seed", "expected.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for name, table := range map[string]string{"counts": counts, "left out": left} {
		if want, err := between(string(page), name, table); err != nil || want != string(page) {
			t.Errorf("the table %q of docs/dataset.md is not what go generate ./docs writes (%v)", name, err)
		}
	}
	lines, err := os.ReadFile(filepath.Join(root, "db", "seed", "events.ndjson"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "| events | " + strconv.Itoa(strings.Count(string(lines), "\n")) + " |"; !strings.Contains(counts, want) {
		t.Errorf("no %q in\n%s", want, counts)
	}
}

func TestATableIsPutWhereItIsMarked(t *testing.T) {
	page := "Before.\n<!-- x -->\nold\n<!-- end of x -->\nAfter.\n"
	if got, err := between(page, "x", "new\n"); err != nil || got != "Before.\n<!-- x -->\nnew\n<!-- end of x -->\nAfter.\n" {
		t.Errorf("%q, %v", got, err)
	}
	for _, broken := range []string{"Before.\n", "<!-- x -->\n", "<!-- end of x -->\n<!-- x -->\n"} {
		if got, err := between(broken, "x", "new\n"); err == nil {
			t.Errorf("%q gives %q", broken, got)
		}
	}
}
