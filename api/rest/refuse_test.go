package rest

import (
	"errors"
	"fmt"
	"html/template"
	"net/http"
	"strings"
	"testing"
	"time"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

func TestWhatIsWrongIsRefusedWithAPointerToIt(t *testing.T) {
	s := seededServer(t)
	for _, test := range []struct {
		name, address string
		status        int
		code          string // of the problem
		parameter     string // of the first fault; "": there is none
		fault         string
	}{
		{"an unknown parameter", "/v1/events?actr=Putin", 400, "invalid_query", "actr", "unknown_parameter"},
		{"a bad date", "/v1/events?from=2025-02-30", 400, "invalid_query", "from", "bad_date"},
		{"an unknown name", "/v1/events?actor=Steve+Witkov", 400, "invalid_query", "actor", "unknown_name"},
		{"limit=5000", "/v1/events?limit=5000", 400, "invalid_query", "limit", "out_of_range"},
		{"limit=0", "/v1/events?limit=0", 400, "invalid_query", "limit", "out_of_range"},
		{"a limit in words", "/v1/events.csv?limit=ten", 400, "invalid_query", "limit", "out_of_range"},
		{"a garbage cursor", "/v1/events?cursor=garbage", 400, "invalid_cursor", "cursor", "invalid_cursor"},
		{"a garbage cursor on records", "/v1/actors?cursor=%F0%9F%92%A9", 400, "invalid_cursor", "cursor", "invalid_cursor"},
		{"a snapshot above the head", "/v1/events?snapshot=999999", 400, "snapshot_ahead", "snapshot", "snapshot_ahead"},
		{"a snapshot that is none", "/v1/events?snapshot=-1", 400, "invalid_query", "snapshot", "bad_number"},
		{"control characters", "/v1/events?q=a%00b", 400, "invalid_query", "q", "control_characters"},
		{"control characters on records", "/v1/actors?q=a%0Ab", 400, "invalid_query", "q", "control_characters"},
		{"bytes that are no UTF-8", "/v1/events?q=%FF%FE", 400, "invalid_query", "q", "invalid_utf8"},
		{"bytes that are no UTF-8 on records", "/v1/topics?q=%FF", 400, "invalid_query", "q", "invalid_utf8"},
		{"a broken escape", "/v1/events?q=%zz", 400, "invalid_query", "", "bad_escape"},
		{"a semicolon", "/v1/events?kind=leak;limit=2", 400, "invalid_query", "", "bad_escape"},
		{"a foreign epoch", "/v1/events?snapshot=1&epoch=000000000000", 409, "foreign_epoch", "epoch", "foreign_epoch"},
		{"an unknown format", "/v1/events?format=pdf", 404, "unknown_format", "format", "unknown_format"},
		{"an unknown ending", "/v1/events.pdf", 404, "unknown_format", "", ""},
		{"an unknown order", "/v1/events?sort=title", 400, "invalid_query", "sort", "unknown_value"},
		{"relevance without words", "/v1/events?sort=relevance", 400, "invalid_query", "sort", "needs_parameter"},
		{"an unknown field", "/v1/events?fields=titel", 400, "invalid_query", "fields", "unknown_field"},
		{"an unknown field of actors", "/v1/actors?fields=nme", 400, "invalid_query", "fields", "unknown_field"},
		{"something unknown to include", "/v1/events?include=plans", 400, "invalid_query", "include", "unknown_value"},
		{"include where there is no room", "/v1/events.csv?include=actors", 400, "invalid_query", "include", "not_in_format"},
		{"rows of another kind", "/v1/events.csv?rows=lines", 400, "invalid_query", "rows", "unknown_value"},
		{"rows in json", "/v1/events?rows=citations", 400, "invalid_query", "rows", "not_in_format"},
		{"count in another way", "/v1/events?count=all", 400, "invalid_query", "count", "unknown_value"},
		{"a flag that is neither", "/v1/events.csv?safe=no", 400, "invalid_query", "safe", "unknown_value"},
		{"a language that is none", "/v1/events?labels=russian", 400, "invalid_query", "labels", "unknown_value"},
		{"a parameter given twice", "/v1/events?sort=date&sort=-date", 400, "invalid_query", "sort", "repeated_parameter"},
		{"an empty value", "/v1/events?sort=", 400, "invalid_query", "sort", "empty_value"},
		{"an unknown kind of actor", "/v1/actors?kind=people", 400, "invalid_query", "kind", "unknown_value"},
		{"a country in words", "/v1/actors?country=Russia", 400, "invalid_query", "country", "unknown_value"},
		{"documents of an unknown source", "/v1/documents?source=Reutrs", 400, "invalid_query", "source", "unknown_name"},
		{"as_of on revisions", "/v1/events/2025-04-25-putin-witkoff-moscow/revisions?as_of=2025-04-22", 400, "invalid_query", "as_of", "unknown_parameter"},
		{"a filter on one event", "/v1/events/2025-04-25-putin-witkoff-moscow?kind=leak", 400, "invalid_query", "kind", "unknown_parameter"},
		{"a filter of events on actors", "/v1/actors?topic=crimea", 400, "invalid_query", "topic", "unknown_parameter"},
		{"an event that is not there", "/v1/events/nothing", 404, "not_found", "", ""},
		{"an event not known by then", "/v1/events/2025-04-25-putin-witkoff-moscow?as_of=2025-04-24", 404, "not_found", "", ""},
		{"an actor that is not there", "/v1/actors/steve-witkov", 404, "not_found", "", ""},
		{"an event before it was recorded", "/v1/events/2025-04-25-putin-witkoff-moscow?snapshot=0", 404, "not_found", "", ""},
		{"a revision that is not there", "/v1/actors/steve-witkoff/revisions/7", 404, "not_found", "", ""},
		{"a revision that is no number", "/v1/actors/steve-witkoff/revisions/last", 404, "not_found", "", ""},
		{"a revision below the first", "/v1/actors/steve-witkoff/revisions/0", 404, "not_found", "", ""},
		{"revisions of nothing", "/v1/topics/nothing/revisions", 404, "not_found", "", ""},
		{"revisions of a type that is none", "/v1/events-of/x/revisions", 404, "not_found", "", ""},
		{"an address that is none", "/v2/events", 404, "not_found", "", ""},
		{"an address below an event", "/v1/events/x/y", 404, "not_found", "", ""},
		{"an id that is empty", "/v1/events/", 404, "not_found", "", ""},
		{"an id with a slash in it", "/v1/events/a%2Fb", 404, "not_found", "", ""},
		{"an id of control characters", "/v1/events/%00%1B", 404, "not_found", "", ""},
		{"a query over 4 KiB", "/v1/events?q=" + strings.Repeat("a", 5000), 414, "query_too_long", "", ""},
		{"a path over 4 KiB", "/v1/events/" + strings.Repeat("a", 5000), 414, "query_too_long", "", ""},
		{"a page of the docs that is not there", "/docs/nothing", 404, "not_found", "", ""},
		{"a problem that is not there", "/docs/problems/nothing", 404, "not_found", "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := ask(t, s, test.address).wants(t, test.status).problem(t)
			if p.Code != test.code {
				t.Errorf("code %s instead of %s", p.Code, test.code)
			}
			var first record.Fault
			if len(p.Errors) > 0 {
				first = p.Errors[0]
			}
			if first.Parameter != test.parameter || first.Code != test.fault {
				t.Errorf("fault %+v", first)
			}
		})
	}
}

func TestEveryFaultIsReportedAtOnce(t *testing.T) {
	p := ask(t, seededServer(t), "/v1/events?frm=2025&actor=Nobody+here&to=2025-13&limit=0&sort=x&fields=y").wants(t, 400).problem(t)
	var parameters []string
	for _, fault := range p.Errors {
		parameters = append(parameters, fault.Parameter)
	}
	for _, name := range []string{"frm", "actor", "to", "limit", "sort", "fields"} {
		if !contains(parameters, name) {
			t.Errorf("nothing is said of %s: %v", name, parameters)
		}
	}
	if !strings.Contains(p.Detail, "6 faults") {
		t.Errorf("detail %q", p.Detail)
	}
}

func TestAnAmbiguousNameIsRefusedWithTheCandidates(t *testing.T) {
	s := ownServer(t, Options{},
		&record.Actor{ID: "donald-trump", Kind: "person", Name: "Donald Trump", Names: []record.Name{{Name: "Trump", Kind: "alias"}}},
		&record.Actor{ID: "eric-trump", Kind: "person", Name: "Eric Trump", Names: []record.Name{{Name: "Trump", Kind: "alias"}}})
	for _, address := range []string{"/v1/events?actor=Trump", "/v1/sources?party=Trump"} {
		p := ask(t, s, address).wants(t, 400).problem(t)
		if f := p.Errors[0]; f.Code != "ambiguous_name" || !strings.Contains(f.Detail+f.Hint, "donald-trump") || !strings.Contains(f.Detail+f.Hint, "eric-trump") {
			t.Errorf("%s: %+v", address, f)
		}
	}
}

func TestWhatTrackersAddIsPassedOver(t *testing.T) {
	for _, address := range []string{"/v1/events", "/v1/actors", "/v1/vocabularies"} {
		ask(t, seededServer(t), address+"?utm_source=x&fbclid=y&gclid=z&_=1").wants(t, 200)
	}
}

func TestARetractedRecordIsGoneAndItsHistoryStays(t *testing.T) {
	s := ownServer(t, Options{}, topic("crimea", "Crimea"), topic("nato", "NATO"))
	write(t, s.Store, store.Batch{Changes: []store.Change{{Operation: store.Retract, Type: record.TypeTopic, ID: "nato", Reason: "entered twice."}}})
	p := ask(t, s, "/v1/topics/nato.txt").wants(t, 410).problem(t)
	if p.Gone == nil || p.Gone.Reason != "entered twice." || p.Gone.Seq != 3 || !strings.Contains(p.Detail, "entered twice.") {
		t.Errorf("got %+v: %s", p.Gone, p.Detail)
	}
	ask(t, s, "/v1/topics/nato?snapshot=2").wants(t, 200)
	var history RevisionPage
	strict(t, ask(t, s, "/v1/topics/nato/revisions").wants(t, 200).body, &history)
	if n := len(history.Data); n != 2 || history.Data[1].Operation != store.Retract {
		t.Errorf("history %+v", history.Data)
	}
	for n, what := range map[int]string{1: `"record":{"id":"nato"`, 2: `"record":null`} {
		if body := ask(t, s, fmt.Sprint("/v1/topics/nato/revisions/", n)).wants(t, 200).body; !strings.Contains(body, what) {
			t.Errorf("revision %d: %s", n, body)
		}
	}
	for _, f := range formatNames(format.Formats()...) {
		ask(t, s, "/v1/topics/nato/revisions/2?format="+f).wants(t, 200)
	}
}

func TestAMergedActorSendsToTheOneItIsNow(t *testing.T) {
	s := ownServer(t, Options{},
		&record.Actor{ID: "steve-witkoff", Kind: "person", Name: "Steve Witkoff"},
		&record.Actor{ID: "s-witkoff", Kind: "person", Name: "S. Witkoff", MergedInto: "steve-witkoff"})
	for asked, target := range map[string]string{
		"/v1/actors/s-witkoff":                  "/v1/actors/steve-witkoff",
		"/v1/actors/s-witkoff.txt?labels=ru":    "/v1/actors/steve-witkoff.txt?labels=ru",
		"/v1/actors/s-witkoff?format=csv&bom=1": "/v1/actors/steve-witkoff?format=csv&bom=1",
	} {
		got := ask(t, s, asked).wants(t, 308)
		if got.Header.Get("Location") != target {
			t.Errorf("%s sends to %s", asked, got.Header.Get("Location"))
		}
		ask(t, s, target).wants(t, 200)
	}
}

func TestAMethodThatIsNotAllowedIsToldWhichAre(t *testing.T) {
	s := seededServer(t)
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE", "BREW"} {
		got := ask(t, s, "/v1/vocabularies", "METHOD", method).wants(t, 405)
		got.problem(t)
		if allow := got.Header.Get("Allow"); !strings.Contains(allow, "GET") || !strings.Contains(allow, "HEAD") {
			t.Errorf("%s: Allow is %q", method, allow)
		}
	}
}

func TestAnAcceptHeaderThatAllowsNothingIsToldWhatThereIs(t *testing.T) {
	got := ask(t, seededServer(t), "/v1/events", "Accept", "image/png, text/csv;q=0").wants(t, 406)
	if p := got.problem(t); len(p.Formats) != len(formatNames()) || got.Header.Get("Vary") != "Accept" {
		t.Errorf("formats %v, Vary %q", p.Formats, got.Header.Get("Vary"))
	}
}

func TestErrorsOfTheStoreBecomeProblems(t *testing.T) {
	for _, test := range []struct {
		err  error
		code string
	}{
		{store.ErrNotFound, "not_found"},
		{fmt.Errorf("read: %w", store.ErrBadCursor), "invalid_cursor"},
		{store.ErrTooManyForRelevance, "too_many_for_relevance"},
		{&store.Gone{Type: record.TypeEvent, ID: "x", Seq: 3, RetractedAt: time.Unix(0, 0)}, "gone"},
		{record.Faults{{Parameter: "q", Code: "x", Detail: "y"}}, "invalid_query"},
		{errors.New("open /var/lib/secret: SELECT * FROM event_version"), "internal"},
	} {
		p := problemOf(t.Context(), test.err)
		if p.Code != test.code || strings.Contains(p.Detail, "secret") {
			t.Errorf("%v became %s: %s", test.err, p.Code, p.Detail)
		}
	}
}

func TestEveryCodeHasAPage(t *testing.T) {
	s := seededServer(t)
	seen := map[string]bool{}
	for _, c := range codes() {
		if seen[c.Name] || c.Status < 400 || http.StatusText(c.Status) == "" {
			t.Errorf("%s stands twice, or has no status", c.Name)
		}
		seen[c.Name] = true
		page := ask(t, s, "/docs/problems/"+c.Name).wants(t, 200)
		if !strings.Contains(page.body, template.HTMLEscapeString(c.Title)) || page.Header.Get("Content-Security-Policy") == "" {
			t.Errorf("the page of %s: %s", c.Name, page.body)
		}
	}
}
