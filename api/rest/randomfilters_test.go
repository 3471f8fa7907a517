package rest

import (
	"encoding/csv"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// filters is how many random filters are asked in every format.
var filters = flag.Int("filters", 25, "random filters to ask in every format; the full run makes 500")

// filterMaker makes filters out of what events of the seed hold, so that most of them hold for some.
type filterMaker struct {
	rnd    *rand.Rand
	events []record.EventAnswer
}

func pickOf[T any](r *rand.Rand, list []T) (one T) {
	if len(list) > 0 {
		one = list[r.IntN(len(list))]
	}
	return one
}

// parts gives some parameters that an event answers to.
func (m *filterMaker) parts(e *record.EventAnswer) []string {
	day, _ := e.Date.Bounds()
	words := strings.Fields(e.Title)
	who, cited := pickOf(m.rnd, e.Participants), pickOf(m.rnd, e.Citations)
	all := []string{
		"kind=" + string(e.Kind), "kind=-leak", "actor=" + who.Actor, "actor=-" + who.Actor, "representing=" + who.Representing, "topic=" + pickOf(m.rnd, e.Topics),
		"topic=-sanctions", "source=" + cited.Source, "document=" + cited.Document.ID, "min_grade=B3", "grade=" + cited.Grade, "id=" + e.ID, "status=occurred",
		"from=" + (day - 20).String(), "to=" + (day + 20).String(), "on=" + day.String()[:7], "known_from=" + day.String(), "known_to=" + (day + 3).String(),
		"q=" + url.QueryEscape(pickOf(m.rnd, words)), "contested=any", "timeline=putin-witkoff-meetings", "timeline=leaks-april-2025", "as_of=" + (day + 2).String(),
	}
	if e.Place != nil {
		all = append(all, "country="+e.Place.Country, "place="+url.QueryEscape(e.Place.City))
	}
	if e.Verification != nil {
		all = append(all, "verification="+e.Verification.Status)
	}
	m.rnd.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:m.rnd.IntN(4)]
}

func (m *filterMaker) query() string {
	e := pickOf(m.rnd, m.events)
	parts, had := []string{}, map[string]bool{}
	for _, part := range m.parts(&e) {
		name, value, _ := strings.Cut(part, "=")
		if value != "" && value != "-" && !had[name] {
			parts, had[name] = append(parts, part), true
		}
	}
	sorts := store.Sorts()
	return strings.Join(append(parts, "sort="+string(sorts[m.rnd.IntN(len(sorts)-1)])), "&") // without relevance, which needs words
}

// idsOf reads which events an answer in any format holds.
func idsOf(t *testing.T, f format.Format, body string) []string {
	t.Helper()
	ids := []string{}
	switch f.Name {
	case "json":
		var page EventPage
		strict(t, body, &page)
		for _, e := range page.Data {
			ids = append(ids, e.ID)
		}
	case "ndjson":
		for line := range strings.Lines(body) {
			var e struct{ ID string }
			if err := json.Unmarshal([]byte(line), &e); err != nil {
				t.Fatal(err)
			}
			ids = append(ids, e.ID)
		}
	case "csv":
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			ids = append(ids, row[0])
		}
	case "txt", "md": // with the column id alone
		_, rows, found := strings.Cut(body, "---\n")
		if f.Name == "md" {
			_, rows, found = strings.Cut(body, "| --- |\n")
		}
		if table, _, _ := strings.Cut(rows, "\n\n"); found {
			for row := range strings.Lines(table) {
				ids = append(ids, strings.Trim(row, "| \n"))
			}
		}
	default:
		return idsIn(t, f, body)
	}
	return ids
}

func TestRandomFiltersGiveTheSameEventsInEveryFormat(t *testing.T) {
	s := seededServer(t)
	var all EventPage
	strict(t, ask(t, s, "/v1/events?limit=1000").wants(t, 200).body, &all)
	m := &filterMaker{rand.New(rand.NewPCG(testSeed(t), 7)), all.Data}
	some, asked := 0, 0
	for asked < *filters {
		query := m.query()
		first := ask(t, s, "/v1/events?limit=1000&"+query)
		if first.StatusCode == 400 && first.problem(t).Errors[0].Code == "conflicting_parameters" {
			continue // times that exclude one another
		}
		want := idsOf(t, format.EventFormats()[0], first.wants(t, 200).body)
		if asked++; len(want) > 0 {
			some++
		}
		for _, f := range format.EventFormats() {
			whole := query
			if f.Paged {
				whole += "&limit=1000"
			}
			if f.Name == "txt" || f.Name == "md" {
				whole += "&fields=id"
			}
			if got := idsOf(t, f, ask(t, s, "/v1/events"+f.Suffix+"?"+whole).wants(t, 200).body); !slices.Equal(got, want) {
				t.Errorf("%s in %s: %s\n got %v\nwant %v", query, f.Name, firstDifference(got, want), got, want)
			}
		}
	}
	if some < *filters/3 {
		t.Errorf("of %d filters %d hold for any event: the test says little", *filters, some)
	}
}

func firstDifference(got, want []string) string {
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			return fmt.Sprintf("%d and %d, apart from number %d on", len(got), len(want), i+1)
		}
	}
	return fmt.Sprintf("%d and %d", len(got), len(want))
}
