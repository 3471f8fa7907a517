package rest

import (
	"encoding/csv"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/format"
)

var filters = flag.Int("backchannel.filters", 500, "random `filters` to ask in every format")

// randomFilter joins parameters of one or two queries of the table worked out by hand, and sometimes an order.
func randomFilter(random *rand.Rand, table []string) string {
	values := url.Values{}
	for range 1 + random.IntN(2) {
		parts, err := url.ParseQuery(table[random.IntN(len(table))])
		if err != nil {
			continue
		}
		for name, given := range parts {
			if len(values[name]) == 0 || name == "actor" || name == "topic" {
				values[name] = append(values[name], given...)
			}
		}
	}
	if random.IntN(3) == 0 {
		values.Set("sort", []string{"date", "known", "-known", "recorded", "-recorded"}[random.IntN(5)])
	}
	return values.Encode()
}

// idsAs reads which events an answer to a query holds, in its order. json is asked for all of one page.
func idsAs(t *testing.T, s *Server, f format.Format, query string) []string {
	t.Helper()
	switch f.Name {
	case "json":
		return found(t, s, "/v1/events?limit=1000&"+query)
	case "ndjson":
		ids := []string{}
		for _, line := range strings.Fields(ask(t, s, "/v1/events.ndjson?fields=id&"+query).wants(t, 200).body) {
			ids = append(ids, strings.TrimSuffix(strings.TrimPrefix(line, `{"id":"`), `"}`))
		}
		return ids
	case "csv":
		rows, err := csv.NewReader(strings.NewReader(ask(t, s, "/v1/events.csv?"+query).wants(t, 200).body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		ids := []string{}
		for _, row := range rows[1:] {
			ids = append(ids, row[slices.Index(rows[0], "id")])
		}
		return ids
	}
	return idsIn(t, f, ask(t, s, "/v1/events"+f.Suffix+"?"+query).wants(t, 200).body)
}

func TestAnyFilterFindsTheSameEventsInEveryFormat(t *testing.T) {
	s := seededServer(t)
	body, err := os.ReadFile("../../internal/store/testdata/queries.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var table []string
	for _, line := range strings.Split(string(body), "\n")[1:] {
		if query, _, ok := strings.Cut(line, "\t"); ok && !strings.HasPrefix(query, "#") {
			table = append(table, query)
		}
	}
	random := rand.New(rand.NewPCG(7, 2025))
	asked, some := 0, 0
	for range *filters * 4 {
		if asked >= *filters {
			break
		}
		query := randomFilter(random, table)
		if refused := ask(t, s, "/v1/events?"+query); refused.StatusCode != 200 {
			for _, f := range format.EventFormats() {
				ask(t, s, "/v1/events"+f.Suffix+"?"+query).wants(t, refused.StatusCode)
			}
			continue
		}
		asked++
		want := idsAs(t, s, format.EventFormats()[0], query)
		if len(want) > 0 {
			some++
		}
		for _, f := range format.EventFormats()[1:] {
			if f.Name == "txt" || f.Name == "md" { // tables without ids: they end with how many they show
				shown := ask(t, s, "/v1/events"+f.Suffix+"?limit=1000&"+query).wants(t, 200).body
				if !strings.Contains(shown, fmt.Sprintf("\n%d of %d\n", len(want), len(want))) {
					t.Errorf("%s in %s does not say that it shows %d", query, f.Name, len(want))
				}
				continue
			}
			if diff := cmp.Diff(want, idsAs(t, s, f, query)); diff != "" {
				t.Errorf("%s in %s: json has (-), it has (+): %s", query, f.Name, diff)
			}
		}
	}
	if asked < *filters || some < asked/4 {
		t.Errorf("%d filters were asked, of which %d found something", asked, some)
	}
	t.Logf("%d filters, of which %d found something", asked, some)
}
