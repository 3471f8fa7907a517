package rest

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/format"
)

// told writes the rows of some facets as "value n".
func told(c format.FacetCounts, facet string) string {
	var list []string
	for _, row := range c.Rows {
		if row.Facet == facet {
			list = append(list, fmt.Sprintf("%s %d", row.Value, row.Count))
		}
	}
	return strings.Join(list, ", ")
}

// The Bloomberg leak is of 18 April and the Wall Street Journal's of the 20th; on the 21st Peskov answers both with a non-denial. On the
// 22nd Axios, the Financial Times and The Washington Post print theirs; The Telegraph's is known with the 23rd.
func TestLeaksAreCountedByWhereTheyStoodAsOfTheTimeAsked(t *testing.T) {
	s := seededServer(t)
	for _, c := range []struct{ query, verification, kind string }{
		{"as_of=2025-04-17", "", ""},
		{"as_of=2025-04-18&kind=leak", "unverified 1", "leak 1"},
		{"as_of=2025-04-20", "unverified 2", "leak 2"},
		{"as_of=2025-04-21", "met_with_non_denial 2", "leak 2"},
		{"as_of=2025-04-21&verification=unverified", "met_with_non_denial 2", ""},
		{"as_of=2025-04-21&verification=met_with_non_denial", "met_with_non_denial 2", "leak 2"},
		{"as_of=2025-04-20&verification=-unverified&id=2025-04-20-wsj-leak", "unverified 1", ""},
		{"kind=statement&to=2025-04-30", "", "leak 8"},
	} {
		var one FacetsOne
		strict(t, ask(t, s, "/v1/facets?by=verification,kind&"+c.query).wants(t, 200).body, &one)
		kinds := ""
		for kind := range strings.SplitSeq(told(one.Data, "kind"), ", ") {
			if strings.HasPrefix(kind, "leak ") {
				kinds = kind
			}
		}
		if got := told(one.Data, "verification"); got != c.verification || kinds != c.kind {
			t.Errorf("%s: %q and %q instead of %q and %q", c.query, got, kinds, c.verification, c.kind)
		}
	}
}

// Putin and Witkoff met four times by 25 April 2025: on 11 February in Moscow, 13 March in Moscow, 11 April in St Petersburg, 25 April in Moscow.
const fourMeetings = "kind=meeting&actor=vladimir-putin&actor=steve-witkoff&to=2025-04-25"

func TestTheFourMeetingsCountByFacetAndOverTime(t *testing.T) {
	s := seededServer(t)
	var one FacetsOne
	strict(t, ask(t, s, "/v1/facets?by=country,actor,verification&"+fourMeetings).wants(t, 200).body, &one)
	if got := told(one.Data, "country"); got != "RU 4" || one.Data.Events != 4 || told(one.Data, "verification") != "" {
		t.Errorf("by country %q of %d, by verification %q", got, one.Data.Events, told(one.Data, "verification"))
	}
	if one.Data.Rows[0].Label != "Russia" || one.Labels.Actors["steve-witkoff"] != "Steve Witkoff" {
		t.Errorf("labels %+v, %v", one.Data.Rows[0], one.Labels)
	}
	if !strings.HasPrefix(one.Meta.Description, "meetings with Vladimir Putin and Steve Witkoff") {
		t.Errorf("described as %q", one.Meta.Description)
	}
	for query, want := range map[string]string{
		"interval=month":                     "2025-02-01 1, 2025-03-01 1, 2025-04-01 2",
		"interval=quarter":                   "2025-01-01 2, 2025-04-01 2",
		"interval=week":                      "2025-02-10 1, 2025-02-17 0, 2025-02-24 0, 2025-03-03 0, 2025-03-10 1, 2025-03-17 0, 2025-03-24 0, 2025-03-31 0, 2025-04-07 1, 2025-04-14 0, 2025-04-21 1",
		"interval=year&from=2024&split=kind": "2024-01-01 meeting 0, 2025-01-01 meeting 4",
		"as_of=2025-04-24":                   "2025-02-01 1, 2025-03-01 1, 2025-04-01 1",
	} {
		var h HistogramOne
		strict(t, ask(t, s, "/v1/histogram?"+fourMeetings+"&"+query).wants(t, 200).body, &h)
		var got []string
		for _, row := range h.Data.Rows {
			got = append(got, strings.TrimSpace(strings.ReplaceAll(fmt.Sprintf("%s %s %d", row.Start, row.Kind, row.Count), "  ", " ")))
		}
		if diff := cmp.Diff(want, strings.Join(got, ", ")); diff != "" || h.Data.Unplaced != 0 {
			t.Errorf("%s: wanted (-), got (+): %s", query, diff)
		}
	}
}

func TestEveryCountIsHowManyEventsItsValueFinds(t *testing.T) {
	s := seededServer(t)
	for _, query := range []string{"", "kind=statement&as_of=2025-04-24", "actor=vladimir-putin&role=principal", "topic=territory&source=-tass", "min_grade=B2",
		"timeline=leaks-april-2025", "q=crimea&from=2025-04-20"} {
		values, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		var one FacetsOne
		strict(t, ask(t, s, "/v1/facets?limit=8&"+query).wants(t, 200).body, &one)
		if len(one.Data.Rows) < 12 {
			t.Errorf("%s has %d rows", query, len(one.Data.Rows))
		}
		for _, row := range one.Data.Rows {
			with := url.Values{}
			for name, given := range values {
				with[name] = given
			}
			with.Set(row.Facet, row.Value)
			var page EventPage
			strict(t, ask(t, s, "/v1/events?count=exact&limit=1&"+with.Encode()).wants(t, 200).body, &page)
			if *page.Meta.Total != row.Count {
				t.Errorf("%s: %s %s is counted %d times and finds %d events", query, row.Facet, row.Value, row.Count, *page.Meta.Total)
			}
		}
	}
}

func TestACutFacetSaysByHowMuch(t *testing.T) {
	s := seededServer(t)
	var whole, cut FacetsOne
	strict(t, ask(t, s, "/v1/facets?by=source,kind&limit=1000").wants(t, 200).body, &whole)
	strict(t, ask(t, s, "/v1/facets?by=source,kind&limit=2").wants(t, 200).body, &cut)
	sources := strings.Count(told(whole.Data, "source"), ",") + 1
	if diff := cmp.Diff([]format.FacetMore{{Facet: "source", Count: sources - 2}, {Facet: "kind", Count: 5}}, cut.Data.More); diff != "" || len(cut.Data.Rows) != 4 {
		t.Errorf("%d sources, %d rows: %s", sources, len(cut.Data.Rows), diff)
	}
	if diff := cmp.Diff([]format.FacetMore{{Facet: "source"}, {Facet: "kind"}}, whole.Data.More); diff != "" {
		t.Errorf("nothing was cut: %s", diff)
	}
	for _, ending := range []string{".txt", ".md", ".csv"} {
		body := ask(t, s, "/v1/facets"+ending+"?by=source,kind&limit=2").wants(t, 200).body
		if !strings.Contains(body, fmt.Sprintf("%d more not shown", sources-2)) || !strings.Contains(body, "5 more not shown") {
			t.Errorf("%s does not say what is left out: %s", ending, body)
		}
		if ending != ".csv" && (!strings.Contains(body, fmt.Sprintf("4 of %d", sources+7)) || !strings.Contains(body, "Cite as")) {
			t.Errorf("%s ends %s", ending, body[len(body)-600:])
		}
	}
	if lines := strings.Count(ask(t, s, "/v1/facets.csv?by=source").wants(t, 200).body, "\n"); lines != sources+1 {
		t.Errorf("csv has %d lines of %d sources", lines, sources)
	}
}

// The Telegraph's leak is of 22 or 23 April, which is no day and one week.
func TestADateThatIsTooCoarseIsCountedBeside(t *testing.T) {
	s := seededServer(t)
	const leak = "id=2025-04-22-telegraph-leak"
	for query, want := range map[string]string{
		"interval=day":              ",,1,dated too coarsely for this interval",
		"interval=hour":             ",,1,dated too coarsely for this interval",
		"interval=week":             "2025-04-21,,1,",
		"interval=week&split=kind":  "2025-04-21,leak,1,",
		"interval=day&on=2025-04-2": "",
	} {
		r := ask(t, s, "/v1/histogram.csv?"+leak+"&"+query)
		if want == "" {
			r.wants(t, 400)
			continue
		}
		if lines := strings.Split(strings.TrimSpace(strings.ReplaceAll(r.wants(t, 200).body, "\r", "")), "\n"); len(lines) != 2 || lines[1] != want {
			t.Errorf("%s: %q instead of %q", query, lines, want)
		}
	}
}

func TestCountsHaveAPermalinkATagAndClocks(t *testing.T) {
	s := seededServer(t)
	for _, path := range []string{"/v1/facets?by=actor&limit=3&kind=call", "/v1/histogram?interval=day&split=kind&tz=Europe%2FKyiv&kind=call", "/v1/facets?timeline=leaks-april-2025"} {
		first := ask(t, s, path).wants(t, 200)
		ask(t, s, path, "If-None-Match", first.Header.Get("Etag")).wants(t, 304)
		link := strings.TrimPrefix(strings.Split(first.Header.Get("Link"), ">")[0], "<")
		again := ask(t, s, link).wants(t, 200)
		data := func(body string) string { head, _, _ := strings.Cut(body, `"meta"`); return head }
		if data(again.body) != data(first.body) {
			t.Errorf("%s gives %s and not %s", link, again.body, first.body)
		}
	}
	if body := ask(t, s, "/v1/histogram?as_of=2025-04-22").wants(t, 200).body; !strings.Contains(body, `"undated":`) || !strings.Contains(body, `"as_of":"2025-04-22"`) {
		t.Errorf("the clocks are not told: %s", body)
	}
	if body := ask(t, s, "/v1/facets?snapshot=0").wants(t, 200).body; !strings.Contains(body, `"events":0,"rows":[]`) {
		t.Errorf("before the first change there was %s", body)
	}
}

func TestBadCountsAreRefused(t *testing.T) {
	s := seededServer(t)
	for path, parameter := range map[string]string{
		"/v1/facets?by=place": "by", "/v1/facets?by=": "by", "/v1/facets?limit=0": "limit", "/v1/facets?limit=1001": "limit", "/v1/facets?kind=party": "kind",
		"/v1/facets?cursor=x": "cursor", "/v1/facets?sort=date": "sort", "/v1/facets?timeline=none": "timeline",
		"/v1/histogram?interval=minute": "interval", "/v1/histogram?split=actor": "split", "/v1/histogram?tz=Moscow": "tz", "/v1/histogram?tz=Local": "tz",
		"/v1/histogram?interval=hour&from=1990&to=2025": "interval", "/v1/histogram?from=2025-13": "from",
	} {
		p := ask(t, s, path).wants(t, 400).problem(t)
		if len(p.Errors) != 1 || p.Errors[0].Parameter != parameter || p.Errors[0].Hint == "" {
			t.Errorf("%s: %+v", path, p.Errors)
		}
	}
	for _, path := range []string{"/v1/facets.ndjson", "/v1/histogram.ics"} {
		ask(t, s, path).wants(t, 404)
	}
}
