package main

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"backchannel/db"
	"backchannel/internal/ingest"
	"backchannel/internal/record"
)

// writeDataset writes the tables of docs/dataset.md anew: what the seed counts, and which facts are in no record.
func writeDataset(root string) error {
	counts, err := seedCounts()
	if err != nil {
		return err
	}
	left, err := leftOut(filepath.Join(root, "db", "seed", "expected.csv"))
	if err != nil {
		return err
	}
	path := filepath.Join(root, "docs", "dataset.md")
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the page on the dataset: %w", err)
	}
	page, err := between(string(text), "counts", counts)
	if err == nil {
		page, err = between(page, "left out", left)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if err := os.WriteFile(path, []byte(page), 0o644); err != nil {
		return fmt.Errorf("write the page on the dataset: %w", err)
	}
	return nil
}

// between puts a table in the place of a page that is marked for it.
func between(page, name, table string) (string, error) {
	start, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->\n"
	before, rest, found := strings.Cut(page, start)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		return "", fmt.Errorf("there is no place between %q and %q", start, end)
	}
	return before + start + table + end + after, nil
}

// seedCounts is a table of how many records of each type the seed has, and events of each kind.
func seedCounts() (string, error) {
	records, err := ingest.Folder(db.Seed, "seed")
	if err != nil {
		return "", err
	}
	types, kinds := map[string]int{}, map[string]int{}
	citations, accounts, links, positions := 0, 0, 0, 0
	for _, r := range records {
		types[string(r.RecordType())]++
		e, ok := r.(*record.Event)
		if !ok {
			continue
		}
		kinds[string(e.Kind)]++
		citations += len(e.Citations)
		links += len(e.Links)
		positions += len(e.Positions)
		for _, c := range e.Citations {
			if len(c.Says) > 0 {
				accounts++
			}
		}
	}
	var b strings.Builder
	b.WriteString("| what | how many |\n|---|---:|\n")
	for _, name := range byCount(types) {
		fmt.Fprintf(&b, "| %ss | %d |\n", name, types[name])
	}
	for _, name := range byCount(kinds) {
		fmt.Fprintf(&b, "| events that are a %s | %d |\n", name, kinds[name])
	}
	fmt.Fprintf(&b, "| citations of events | %d |\n| accounts among them | %d |\n| links between events | %d |\n| positions shown by events | %d |\n", citations, accounts, links, positions)
	return strings.NewReplacer(" a action", " an action", " a agreement", " an agreement").Replace(b.String()), nil
}

// byCount lists names, the most frequent first.
func byCount(counts map[string]int) []string {
	return slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
}

// leftOut is a table of the expected facts that no record states.
func leftOut(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", fmt.Errorf("read the expected facts: %w", err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		return "", fmt.Errorf("read the expected facts: %w", err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	fact, stated, reason := column("fact"), column("stated"), column("left_out")
	if min(fact, stated, reason) < 0 {
		return "", fmt.Errorf("%s has not the columns fact, stated and left_out", path)
	}
	var b strings.Builder
	b.WriteString("| fact | what it states | why it is left out |\n|---|---|---|\n")
	for _, row := range rows[1:] {
		if row[reason] != "" {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", row[fact], strings.ReplaceAll(row[stated], "|", `\|`), row[reason])
		}
	}
	return b.String(), nil
}
