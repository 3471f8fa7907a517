package main

import (
	"path/filepath"
	"strings"
	"testing"

	"backchannel/internal/bench/generate"
	"backchannel/internal/store"
)

func TestAnExportIsReadToItsEndAndItsHeapIsSeen(t *testing.T) {
	const events = 300
	path := filepath.Join(t.TempDir(), "export.db")
	opened, err := store.Open(t.Context(), store.Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	if err := generate.Fill(t.Context(), opened, generate.New(generate.Options{Events: events, Seed: 1}), nil); err != nil {
		t.Fatal(err)
	}
	if err := opened.Close(); err != nil {
		t.Fatal(err)
	}
	all, err := measure(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 || all[0].Format != "csv" || all[1].Format != "ndjson" {
		t.Fatalf("exports %+v", all)
	}
	for _, e := range all {
		if e.Rows != events || e.Bytes < events*100 || e.Before <= 0 || e.Stops < 1 || e.Alive <= 0 || e.Peak <= 0 || e.Seconds <= 0 {
			t.Errorf("%+v", e)
		}
	}
}

func TestSizesAreReadWithTheirLetters(t *testing.T) {
	got, err := parseSizes("7, 10k,1M")
	if err != nil || len(got) != 3 || got[0] != 7 || got[1] != 10_000 || got[2] != 1_000_000 {
		t.Errorf("%v, %v", got, err)
	}
	for _, text := range []string{"", "x", "-1", "0", "99999999M"} {
		if _, err := parseSizes(text); err == nil {
			t.Errorf("%q is taken for a size", text)
		}
	}
}

func TestTheReportSetsTheLargestSizeBesideTheSmallest(t *testing.T) {
	of := func(events int, format string, own int64) line {
		return line{events, export{Format: format, Rows: events, Before: 1 << 20, Alive: 1<<20 + own, Peak: 2 << 20}}
	}
	var out strings.Builder
	if err := report(&out, []line{of(10, "csv", 100), of(10, "ndjson", 100), of(100, "csv", 120), of(100, "ndjson", 200)}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"1.00 | ≤ 1.3 | met", "1.20 | ≤ 1.3 | met", "2.00 | ≤ 1.3 | **missed**"} {
		if !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
			t.Errorf("there is no %q in\n%s", want, out.String())
		}
	}
}
