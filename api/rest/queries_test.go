package rest

import (
	"encoding/csv"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestQueriesWorkedOutByHandGiveTheirEventsInEveryFormat asks the queries of the store's table over HTTP.
func TestQueriesWorkedOutByHandGiveTheirEventsInEveryFormat(t *testing.T) {
	s := seededServer(t)
	table, err := os.ReadFile("../../internal/store/testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for n, line := range strings.Split(strings.TrimSpace(string(table)), "\n") {
		cells := strings.Split(line, "\t")
		if n == 0 || strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		asked++
		values, err := url.ParseQuery(cells[0])
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Fields(cells[1])
		slices.Sort(want)
		query := values.Encode()
		rows, err := csv.NewReader(strings.NewReader(ask(t, s, "/v1/events.csv?"+query).wants(t, 200).body)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", cells[0], err)
		}
		inCSV := []string{}
		for _, row := range rows[1:] {
			inCSV = append(inCSV, row[slices.Index(rows[0], "id")])
		}
		lines := ask(t, s, "/v1/events.ndjson?fields=id&"+query).wants(t, 200).body
		inLines := []string{}
		for _, one := range strings.Fields(lines) {
			inLines = append(inLines, strings.TrimSuffix(strings.TrimPrefix(one, `{"id":"`), `"}`))
		}
		answers := map[string][]string{"csv": inCSV, "ndjson": inLines}
		for _, f := range ofEvents() {
			answers[f.Name] = idsIn(t, f, ask(t, s, "/v1/events"+f.Suffix+"?"+query).wants(t, 200).body)
		}
		for format, got := range answers {
			slices.Sort(got)
			if !slices.Equal(got, want) && len(got)+len(want) > 0 {
				t.Errorf("%s in %s\n got %v\nwant %v\n(%s)", cells[0], format, got, want, cells[2])
			}
		}
	}
	if asked < 80 {
		t.Errorf("only %d queries were asked", asked)
	}
}
