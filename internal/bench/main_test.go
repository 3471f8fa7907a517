package main

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/bench/generate"
)

func TestSizesAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string][]int{"10k,100k,1M": {10_000, 100_000, 1_000_000}, "750": {750}, "2k , 3": {2000, 3}} {
		got, err := parseSizes(text)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", text, err, diff)
		}
		for _, n := range got {
			back, err := parseSizes(sizeText(n))
			if err != nil || back[0] != n {
				t.Errorf("%d is written %s", n, sizeText(n))
			}
		}
	}
	for _, text := range []string{"", "k", "0", "-5", "1G", "10k,,"} {
		if got, err := parseSizes(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

func TestPagesOfEverySortAreFullAndDiffer(t *testing.T) {
	d := open(t, benchEvents)
	for _, sort := range sorts {
		pages, err := d.pool(context.Background(), sort, 10)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, q := range pages {
			if q.rows != pageRows || seen[q.address] {
				t.Errorf("%s: %s has %d rows, seen %v", sort, q.address, q.rows, seen[q.address])
			}
			seen[q.address] = true
		}
		if len(pages) < 5 {
			t.Errorf("%s has %d pages", sort, len(pages))
		}
	}
}

func TestRoundsTakeDifferentPagesWhileThereAreEnough(t *testing.T) {
	pool := []int{0, 1, 2, 3, 4, 5, 6}
	got := [][]int{turn(pool, 0, 3), turn(pool, 1, 3), turn(pool, 2, 3), turn(pool, 0, 20)}
	want := [][]int{{0, 1, 2}, {3, 4, 5}, {6, 0, 1}, pool}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOneShortRoundMeasuresEverythingAndWritesItsTables(t *testing.T) {
	ctx := context.Background()
	d := open(t, benchEvents)
	s := settings{rounds: 1, each: 3, passes: 1}
	database, err := generate.Open(ctx, databases(), d.world, nil)
	if err != nil {
		t.Fatal(err)
	}
	m := &measurement{size: benchEvents, database: database, rounds: map[string]map[string][]float64{}}
	pools := map[string][]query{}
	for _, sort := range sorts {
		if pools[sort], err = d.pool(ctx, sort, s.each); err != nil {
			t.Fatal(err)
		}
	}
	if pools[deepCursor], err = d.cursors(ctx, benchEvents/2, s.each); err != nil {
		t.Fatal(err)
	}
	moments, err := m.chooseMoments(ctx, d, s)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.round(ctx, s, d.world, 0, pools, moments); err != nil {
		t.Fatal(err)
	}
	for _, sort := range sorts {
		for _, what := range []string{bareSQL, storePage, storeFresh, httpPage, httpKept, onCores(tcpPage, 1), onCores(tcp304, 2)} {
			if m.median(sort, what) <= 0 {
				t.Errorf("%s, %s was not measured", sort, what)
			}
		}
	}
	var out strings.Builder
	r := newReport(&out)
	r.add(m)
	r.bars()
	for _, want := range []string{"### 10k events", "| text + range |", "as_of, half unsettled", "### First bars", "304 ÷ answer without events"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestABarSaysWhetherItHolds(t *testing.T) {
	for _, c := range []struct {
		bar  bar
		want []string
	}{
		{bar{"a", 0.12, true, 0.1, "n"}, []string{"a", "0.12", "≥ 0.1", "holds", "n"}},
		{bar{"a", 0.09, true, 0.1, ""}, []string{"a", "0.09", "≥ 0.1", "**missed**", ""}},
		{bar{"b", 1.6, false, 1.5, ""}, []string{"b", "1.60", "≤ 1.5", "**missed**", ""}},
		{bar{"c", 120, false, 250, ""}, []string{"c", "120", "≤ 250", "holds", ""}},
	} {
		if diff := cmp.Diff(c.want, c.bar.row()); diff != "" {
			t.Error(diff)
		}
	}
}
