package rest

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"backchannel/docs"
	"backchannel/internal/format"
	"backchannel/internal/record"
)

// examples gives an address for every route under /v1, with the type its json must fit.
func examples() map[string]struct {
	path string
	into func() any
} {
	type example = struct {
		path string
		into func() any
	}
	return map[string]example{
		"/v1/events":                 {"/v1/events", func() any { return &EventPage{} }},
		"/v1/events/:id":             {"/v1/events/2025-04-25-putin-witkoff-moscow", func() any { return &EventOne{} }},
		"/v1/events/:id/accounts":    {"/v1/events/2025-04-25-putin-witkoff-moscow/accounts", func() any { return &AccountsOne{} }},
		"/v1/actors":                 {"/v1/actors", func() any { return &ActorPage{} }},
		"/v1/actors/:id":             {"/v1/actors/steve-witkoff", func() any { return &ActorOne{} }},
		"/v1/sources":                {"/v1/sources", func() any { return &SourcePage{} }},
		"/v1/sources/:id":            {"/v1/sources/tass", func() any { return &SourceOne{} }},
		"/v1/documents":              {"/v1/documents", func() any { return &DocumentPage{} }},
		"/v1/documents/:id":          {"/v1/documents/s01", func() any { return &DocumentOne{} }},
		"/v1/topics":                 {"/v1/topics", func() any { return &TopicPage{} }},
		"/v1/topics/:id":             {"/v1/topics/crimea", func() any { return &TopicOne{} }},
		"/v1/positions":              {"/v1/positions", func() any { return &PositionPage{} }},
		"/v1/divergence":             {"/v1/divergence?actor=united-states&actor=european-union", func() any { return &DivergenceOne{} }},
		"/v1/facets":                 {"/v1/facets?by=kind,actor&limit=3", func() any { return &FacetsOne{} }},
		"/v1/histogram":              {"/v1/histogram?interval=week&split=kind", func() any { return &HistogramOne{} }},
		"/v1/plans":                  {"/v1/plans", func() any { return &PlanPage{} }},
		"/v1/plans/compare":          {"/v1/plans/compare?plan=us-2025-04-17&plan=eu-ua-2025-04-23", func() any { return &PlanComparisonOne{} }},
		"/v1/plans/:id":              {"/v1/plans/us-2025-04-17", func() any { return &PlanOne{} }},
		"/v1/comparisons":            {"/v1/comparisons", func() any { return &ComparisonPage{} }},
		"/v1/comparisons/:id":        {"/v1/comparisons/us-2025-04-17-eu-ua-2025-04-23", func() any { return &ComparisonOne{} }},
		"/v1/timelines":              {"/v1/timelines", func() any { return &TimelinePage{} }},
		"/v1/timelines/:id":          {"/v1/timelines/leaks-april-2025", func() any { return &TimelineOne{} }},
		"/v1/:type/:id/revisions":    {"/v1/events/2025-04-25-putin-witkoff-moscow/revisions", func() any { return &RevisionPage{} }},
		"/v1/:type/:id/revisions/:n": {"/v1/actors/steve-witkoff/revisions/1", func() any { return &RevisionOne{} }},
		"/v1/changes":                {"/v1/changes", func() any { return &ChangePage{} }},
		"/v1/export":                 {"/v1/export", func() any { return nil }},
		"/v1/vocabularies":           {"/v1/vocabularies", func() any { return &VocabularyPage{} }},
	}
}

// offeredAt lists the formats of a route: views have fewer than records.
func offeredAt(path string) []format.Format {
	if strings.HasSuffix(path, "/accounts") || strings.HasSuffix(path, "/compare") || path == "/v1/positions" || path == "/v1/divergence" || path == "/v1/facets" || path == "/v1/histogram" {
		return format.AccountFormats()
	}
	if path == "/v1/events" || path == "/v1/events/:id" {
		return format.EventFormats()
	}
	if path == "/v1/export" {
		return []format.Format{ndjson()}
	}
	return format.Formats()
}

func TestEveryRouteAnswersInEveryFormat(t *testing.T) {
	s := seededServer(t)
	for _, r := range s.routes {
		if r.method != http.MethodGet || r.role != readers || r.path == "/v1/stream" { // which has one format, and no end
			continue
		}
		e, ok := examples()[r.path]
		if !ok {
			t.Errorf("there is no example of %s", r.path)
			continue
		}
		for _, f := range offeredAt(r.path) {
			t.Run(r.path+f.Suffix, func(t *testing.T) {
				whole := ask(t, s, endingless(e.path, f.Suffix)).wants(t, 200)
				if got := whole.Header.Get("Content-Type"); got != f.ContentType() {
					t.Errorf("type %q instead of %q", got, f.ContentType())
				}
				for _, name := range []string{"Etag", "Link", "Content-Disposition", "Cache-Control", "Content-Length", "Server-Timing", "X-Request-Id"} {
					if long := !f.Paged && len(whole.body) > hold; whole.Header.Get(name) == "" && !(long && name == "Content-Length") { // a long stream goes out before its end
						t.Errorf("there is no %s", name)
					}
				}
				check(t, f, whole.body, e.into())
				if got := ask(t, s, withParameter(e.path, "format="+f.Name)).wants(t, 200).body; got != whole.body {
					t.Errorf("format=%s gives another answer than %s", f.Name, f.Suffix)
				}
				if got := ask(t, s, e.path, "Accept", f.MediaType).wants(t, 200).body; got != whole.body {
					t.Errorf("Accept: %s gives another answer than %s", f.MediaType, f.Suffix)
				}
				head := ask(t, s, endingless(e.path, f.Suffix), "METHOD", "HEAD").wants(t, 200)
				if head.body != "" || head.Header.Get("Etag") != whole.Header.Get("Etag") || head.Header.Get("Content-Length") != whole.Header.Get("Content-Length") {
					t.Errorf("HEAD differs: %d bytes, %v", len(head.body), head.Header)
				}
			})
		}
	}
}

// check reads an answer with a parser that is not ours, as far as there is one.
func check(t *testing.T, f format.Format, body string, into any) {
	t.Helper()
	switch f.Name {
	case "json":
		strict(t, body, into)
	case "ndjson":
		lines := bufio.NewScanner(strings.NewReader(body))
		lines.Buffer(nil, 1<<20)
		n := 0
		for ; lines.Scan(); n++ {
			if !json.Valid(lines.Bytes()) {
				t.Errorf("line %d is no JSON: %.200s", n+1, lines.Text())
			}
		}
		if n == 0 || !strings.HasSuffix(body, "\n") {
			t.Errorf("%d lines", n)
		}
	case "csv":
		rows, err := csv.NewReader(strings.NewReader(body)).ReadAll()
		if err != nil || len(rows) < 2 {
			t.Errorf("%d rows: %v", len(rows), err)
		}
	default:
		if f.Cap > 0 {
			if len(idsIn(t, f, body)) == 0 {
				t.Errorf("there is nothing in it: %.300s", body)
			}
			return
		}
		if !strings.Contains(body, "Cite as") {
			t.Errorf("it does not tell how to cite it: %.300s", body)
		}
	}
}

func TestTheSameFilterGivesTheSameEventsInEveryFormat(t *testing.T) {
	s := seededServer(t)
	var page EventPage
	strict(t, ask(t, s, "/v1/events?actor=Witkof&limit=1000").wants(t, 200).body, &page)
	rows, err := csv.NewReader(strings.NewReader(ask(t, s, "/v1/events.csv?actor=Witkof").wants(t, 200).body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(ask(t, s, "/v1/events.ndjson?actor=Witkof").wants(t, 200).body), "\n")
	if len(page.Data) == 0 || len(rows)-1 != len(page.Data) || len(lines) != len(page.Data) || *page.Meta.Total != len(page.Data) {
		t.Fatalf("json %d of %d, csv %d, ndjson %d", len(page.Data), *page.Meta.Total, len(rows)-1, len(lines))
	}
	for i, event := range page.Data {
		if rows[i+1][0] != event.ID || !strings.HasPrefix(lines[i], `{"id":"`+event.ID+`"`) {
			t.Errorf("row %d: json %s, csv %s, ndjson %.60s", i, event.ID, rows[i+1][0], lines[i])
		}
	}
}

func TestAPageNamesEverythingOnIt(t *testing.T) {
	s := seededServer(t)
	var page EventPage
	strict(t, ask(t, s, "/v1/events?limit=20&include=actors,documents,links,topics").wants(t, 200).body, &page)
	documents := map[string]bool{}
	for _, d := range page.Included.Documents {
		documents[d.ID] = true
	}
	for _, event := range page.Data {
		for _, p := range event.Participants {
			if page.Labels.Actors[p.Actor] == "" {
				t.Errorf("%s: there is no name of %s", event.ID, p.Actor)
			}
		}
		for _, id := range event.Topics {
			if page.Labels.Topics[id] == "" {
				t.Errorf("%s: there is no label of %s", event.ID, id)
			}
		}
		for _, c := range event.Citations {
			if page.Labels.Sources[c.Source] == "" {
				t.Errorf("%s: there is no name of %s", event.ID, c.Source)
			}
			if !documents[c.Document.ID] {
				t.Errorf("%s: document %s is not included", event.ID, c.Document.ID)
			}
		}
	}
	if len(page.Included.Actors) == 0 || len(page.Included.Topics) == 0 {
		t.Errorf("included: %d actors, %d topics", len(page.Included.Actors), len(page.Included.Topics))
	}
}

func TestNamesComeInTheLanguageAsked(t *testing.T) {
	s := ownServer(t, Options{},
		&record.Actor{ID: "yuri-ushakov", Kind: "person", Name: "Yuri Ushakov", Names: []record.Name{{Name: "Юрий Ушаков", Lang: "ru", Kind: "official"}}},
		&record.Actor{ID: "russia", Kind: "state", Name: "Russia"},
		&record.Source{ID: "kremlin-ru", Name: "kremlin.ru", Kind: "official", Party: "yuri-ushakov"})
	name := func(address string, headers ...string) string {
		var one SourceOne
		strict(t, ask(t, s, address, headers...).wants(t, 200).body, &one)
		return one.Labels.Actors["yuri-ushakov"]
	}
	if got := name("/v1/sources/kremlin-ru?labels=ru"); got != "Юрий Ушаков" {
		t.Errorf("labels=ru gives %q", got)
	}
	if got := name("/v1/sources/kremlin-ru", "Accept-Language", "ru-RU,ru;q=0.9,en;q=0.5"); got != "Юрий Ушаков" {
		t.Errorf("Accept-Language: ru gives %q", got)
	}
	if got := name("/v1/sources/kremlin-ru?labels=de", "Accept-Language", "ru"); got != "Yuri Ushakov" {
		t.Errorf("labels=de over Accept-Language: ru gives %q", got)
	}
}

func TestPagingGivesEverythingOnce(t *testing.T) {
	s := seededServer(t)
	for _, list := range []string{"/v1/events?limit=7", "/v1/events?limit=7&sort=known&kind=statement", "/v1/documents?limit=50", "/v1/actors?limit=11&kind=person"} {
		t.Run(list, func(t *testing.T) {
			seen, total, before := map[string]bool{}, -1, ""
			for next := list; next != ""; {
				var page struct {
					Data []struct{ ID string }
					Meta struct{ Total int }
					Page struct {
						PrevCursor string `json:"prev_cursor"`
					}
					Links struct{ Next *string }
				}
				got := ask(t, s, next).wants(t, 200)
				if err := json.Unmarshal([]byte(got.body), &page); err != nil {
					t.Fatal(err)
				}
				if before != "" && page.Page.PrevCursor == "" || before == "" && page.Page.PrevCursor != "" {
					t.Errorf("%s has prev_cursor %q", next, page.Page.PrevCursor)
				}
				for _, row := range page.Data {
					if seen[row.ID] {
						t.Errorf("%s came twice", row.ID)
					}
					seen[row.ID] = true
				}
				total, before, next = page.Meta.Total, next, ""
				if page.Links.Next != nil {
					next = *page.Links.Next
					if !strings.Contains(got.Header.Get("Link"), "<"+next+`>; rel="next"`) {
						t.Errorf("Link has no next: %s", got.Header.Get("Link"))
					}
				}
			}
			if len(seen) != total || total < 8 {
				t.Errorf("%d of %d came", len(seen), total)
			}
		})
	}
}

func TestWhatIsAnsweredIsInTheSpec(t *testing.T) {
	s := seededServer(t)
	operations := map[string]docs.Operation{}
	for _, o := range docs.Operations() {
		if o.Method == http.MethodGet {
			operations[o.Path] = o
		}
	}
	documented := func(t *testing.T, path string, got reply) {
		t.Helper()
		o := operations[inBraces(path)]
		status := strconv.Itoa(got.StatusCode)
		if !slices.Contains(o.Statuses, status) {
			t.Errorf("%s: the spec has no %s", path, status)
		}
		mediaType, _, err := mime.ParseMediaType(got.Header.Get("Content-Type"))
		if got.body != "" && (err != nil || !slices.Contains(o.Media[status], mediaType)) {
			t.Errorf("%s: the spec has no %s for %s, but %v", path, mediaType, status, o.Media[status])
		}
	}
	for path, e := range examples() {
		for _, f := range offeredAt(path) {
			documented(t, path, ask(t, s, endingless(e.path, f.Suffix)))
		}
		documented(t, path, ask(t, s, e.path+"?nonsense=1").wants(t, 400))
		documented(t, path, ask(t, s, e.path, "If-None-Match", "*").wants(t, 304))
		documented(t, path, ask(t, s, e.path, "Accept", "image/png").wants(t, 406))
	}
	for _, path := range []string{"/", "/docs", "/docs/scalar.js", "/healthz", "/metrics", "/openapi.json", "/openapi.yaml", "/readyz", "/docs/problems/gone"} {
		route := path
		switch {
		case strings.HasPrefix(path, "/docs/problems/"):
			route = "/docs/problems/:code"
		case strings.HasPrefix(path, "/docs/"):
			continue // any type that a file of the page has
		}
		documented(t, route, ask(t, s, path))
	}
}

// withParameter is an address with a parameter more.
func withParameter(path, parameter string) string {
	if strings.Contains(path, "?") {
		return path + "&" + parameter
	}
	return path + "?" + parameter
}
