package store_test

import (
	"bufio"
	"cmp"
	"context"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"backchannel/internal/filter"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// corpus lists the queries of testdata/queries.tsv.
func corpus(t testing.TB) (queries []string) {
	t.Helper()
	file, err := os.Open("testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		query, _, _ := strings.Cut(lines.Text(), "\t")
		if query != "" && query != "query" && !strings.HasPrefix(query, "#") {
			queries = append(queries, query)
		}
	}
	return queries
}

// candidates lists every value that an answer could have in a facet, and more.
func candidates(t testing.TB, v *store.View, field string, all []*record.EventAnswer) []string {
	t.Helper()
	values := map[string]bool{}
	for _, a := range all {
		switch field {
		case "kind":
			values[string(a.Kind)] = true
		case "country":
			if a.Place != nil && a.Place.Country != "" {
				values[a.Place.Country] = true
			}
		case "verification":
			for _, status := range record.Values("verification") {
				values[status] = true
			}
		case "actor":
			for _, p := range a.Participants {
				values[v.Group(p.Actor)[0]] = true
			}
		case "source":
			for _, c := range a.Citations {
				values[c.Source] = true
			}
			if a.Leak != nil && a.Leak.Source != "" {
				values[a.Leak.Source] = true
			}
		}
	}
	if field == "topic" {
		for _, id := range topics(t, v) {
			values[id] = true
		}
	}
	return slices.Sorted(maps.Keys(values))
}

func topics(t testing.TB, v *store.View) (found []string) {
	t.Helper()
	rows, _, _, err := v.Records(context.Background(), store.RecordQuery{Type: record.TypeTopic})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		found = append(found, row.ID)
	}
	return found
}

// naiveFacet asks for each value what the query with that value in place of its own parameter matches.
func naiveFacet(t testing.TB, v *store.View, field string, q url.Values, all []*record.EventAnswer) []store.FacetCount {
	t.Helper()
	counts := []store.FacetCount{}
	for _, value := range candidates(t, v, field, all) {
		with := maps.Clone(q)
		with[field] = []string{value}
		f, faults := filter.Parse(with, v)
		if len(faults) > 0 {
			t.Fatalf("%s: %v", with.Encode(), faults)
		}
		n := int64(0)
		for _, a := range all {
			if f.Match(a, v) {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, store.FacetCount{Value: value, Count: n})
		}
	}
	slices.SortFunc(counts, func(a, b store.FacetCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Value, b.Value))
	})
	return counts
}

// checkFacets compares every facet of a query with the naive count, counted either way.
func checkFacets(t testing.TB, v *store.View, q url.Values, all []*record.EventAnswer) {
	t.Helper()
	f, faults := filter.Parse(q, v)
	if len(faults) > 0 {
		t.Fatalf("%s: %v", q.Encode(), faults)
	}
	for _, field := range store.Facets() {
		want := naiveFacet(t, v, field, q, all)
		for way, count := range map[string]func() ([]store.FacetCount, error){
			"one by one": func() ([]store.FacetCount, error) { return v.Facet(context.Background(), field, f) },
			"by tables":  func() ([]store.FacetCount, error) { return v.FacetByTables(context.Background(), field, f) },
		} {
			got, err := count()
			if err != nil {
				t.Fatalf("%s by %s, %s: %v", q.Encode(), field, way, err)
			}
			if diff := gocmp.Diff(want, append([]store.FacetCount{}, got...)); diff != "" {
				t.Errorf("%s by %s, %s: wanted (-), got (+):\n%s", q.Encode(), field, way, diff)
			}
		}
	}
}

// answersAt gives every event that was known by a moment, as it read then; "" is no moment.
func answersAt(t testing.TB, v *store.View, asOf string) (all []*record.EventAnswer) {
	t.Helper()
	query := ""
	if asOf != "" {
		query = "as_of=" + asOf
	}
	list, err := v.Events(context.Background(), store.EventQuery{Filter: parse(t, query, v)})
	if err != nil {
		t.Fatal(err)
	}
	for row, err := range list.All() {
		if err != nil {
			t.Fatal(err)
		}
		a, err := row.Answer()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, a)
	}
	return all
}

func TestFacetsOfEveryQueryAreWhatMatchingEventByEventGives(t *testing.T) {
	v := seeded(t).Head()
	for _, asOf := range []string{"", "2025-04-18", "2025-04-22", "2025-04-23T12:00Z", "2025-04-30"} {
		all := answersAt(t, v, asOf)
		if len(all) == 0 {
			t.Fatalf("nothing was known by %s", asOf)
		}
		for _, query := range append(corpus(t), "") {
			q, err := url.ParseQuery(query)
			if err != nil {
				t.Fatal(err)
			}
			if q.Has("as_of") && asOf != "" || q.Has("snapshot") {
				continue
			}
			among := all
			if asOf != "" {
				q.Set("as_of", asOf)
			} else if q.Has("as_of") {
				among = answersAt(t, v, q.Get("as_of"))
			}
			checkFacets(t, v, q, among)
		}
	}
}
