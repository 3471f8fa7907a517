package rest

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"backchannel/internal/format"
)

const home = "http://localhost:8080"

// recipe is an address of docs/for-dashboards.md with what it is said to give.
type recipe struct {
	heading, path string
	n             int
	of            string // events, rows
	first, last   string
}

var (
	addressIn = regexp.MustCompile(regexp.QuoteMeta(home) + `(/[^\s"'` + "`" + `)]+)`)
	promise   = regexp.MustCompile("^Gives (\\d+) (events|rows)(?:, from `([^`]+)` to `([^`]+)`)?\\.$")
)

// recipes reads the addresses, each of which must be followed by its promise before the next comes.
func recipes(t *testing.T) (list []recipe) {
	t.Helper()
	body, err := os.ReadFile("../../docs/for-dashboards.md")
	if err != nil {
		t.Fatal(err)
	}
	var open *recipe
	heading := ""
	for line := range strings.Lines(string(body)) {
		line = strings.TrimSpace(line)
		if text, ok := strings.CutPrefix(line, "## "); ok {
			heading = text
		}
		for _, found := range addressIn.FindAllStringSubmatch(line, -1) {
			if open != nil {
				t.Fatalf("nothing says what %s gives", open.path)
			}
			open = &recipe{heading: heading, path: found[1]}
		}
		if said := promise.FindStringSubmatch(line); said != nil {
			if open == nil {
				t.Fatalf("%q is said of no address", line)
			}
			open.n, _ = strconv.Atoi(said[1])
			open.of, open.first, open.last = said[2], said[3], said[4]
			list = append(list, *open)
			open = nil
		}
	}
	if open != nil {
		t.Fatalf("nothing says what %s gives", open.path)
	}
	return list
}

// pageOf is the HTML of a recipe, with a server of the test's own for the one at home.
func pageOf(t *testing.T, heading, server string) string {
	t.Helper()
	body, err := os.ReadFile("../../docs/for-dashboards.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(body), "\n## "+heading+"\n")
	_, rest, fenced := strings.Cut(rest, "```html\n")
	page, _, closed := strings.Cut(rest, "```\n")
	if !found || !fenced || !closed {
		t.Fatalf("there is no page under %q", heading)
	}
	return strings.ReplaceAll(page, home, server)
}

// rowsOf are the ids of a file with events, or the first cells of any other.
func rowsOf(t *testing.T, f format.Format, body string) (ids []string) {
	t.Helper()
	switch {
	case f.Cap > 0:
		return idsIn(t, f, body)
	case f.Name == "csv":
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(body, "\uFEFF"))).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			ids = append(ids, row[0])
		}
		return ids
	}
	var answer struct {
		Data struct{ Rows []json.RawMessage }
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil {
		t.Fatal(err)
	}
	return make([]string, len(answer.Data.Rows))
}

func TestEveryRecipeForDashboardsGivesWhatItPromises(t *testing.T) {
	s := seededServer(t)
	list := recipes(t)
	if len(list) < 14 {
		t.Errorf("%d addresses were found", len(list))
	}
	for _, r := range list {
		path, _, _ := strings.Cut(r.path, "?")
		_, f, ok := format.CutSuffix(path)
		if !ok {
			f, _ = format.ByName("json")
		}
		reply := ask(t, s, r.path).wants(t, 200)
		if got := reply.Header.Get("Content-Type"); got != f.ContentType() {
			t.Errorf("%s: type %q", r.heading, got)
		}
		got := rowsOf(t, f, reply.body)
		if len(got) != r.n {
			t.Errorf("%s: %s gives %d %s, not %d", r.heading, r.path, len(got), r.of, r.n)
			continue
		}
		if r.of == "events" && (got[0] != r.first || got[len(got)-1] != r.last) {
			t.Errorf("%s: %s is from %s to %s", r.heading, r.path, got[0], got[len(got)-1])
		}
	}
}

func TestEveryProgramHasARecipe(t *testing.T) {
	var headings []string
	for _, r := range recipes(t) {
		headings = append(headings, r.heading)
	}
	for _, want := range []string{"TimelineJS page", "FullCalendar", "vis-timeline", "Grafana Infinity", "Observable and Vega-Lite", "pandas", "QGIS",
		"Google Sheets", "Excel", "Calendar subscription", "Feed reader"} {
		if !slices.Contains(headings, want) {
			t.Errorf("there is no recipe for %s", want)
		}
	}
}
