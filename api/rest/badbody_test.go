package rest

import (
	"fmt"
	"strings"
	"testing"
)

// badBody is a body that is refused, with the fault that has to be among those told.
type badBody struct{ name, path, body, fault string }

const (
	topics    = "/v1/topics"
	events    = "/v1/events"
	actors    = "/v1/actors"
	documents = "/v1/documents"
	sources   = "/v1/sources"
)

// eventWith is a good event with some keys more, each of which takes the place of a good one.
func eventWith(keys string) string {
	return `{"id":"2025-05-01-bad","kind":"meeting","title":"T","date":"2025-05-01","participants":[{"actor":"anna-arlen","role":"principal"}],"citations":[{"document":"d1"}]` + keys + `}`
}

func badBodies() []badBody {
	deep := strings.Repeat(`{"a":`, 40) + "1" + strings.Repeat("}", 40)
	cite := func(inner string) string { return strings.Replace(eventWith(""), `{"document":"d1"}`, inner, 1) }
	bare := func(keys string) string { return `{"id":"2025-05-01-bad","kind":"meeting",` + keys + `}` }
	return []badBody{
		{"an unknown key", topics, `{"id":"x1","label":"X","colour":"red"}`, "/colour unknown_field"},
		{"a misspelt key", topics, `{"id":"x1","lable":"X"}`, "/lable unknown_field"},
		{"a key twice", topics, `{"id":"x1","label":"X","label":"Y"}`, "/label duplicate_key"},
		{"a key twice further in", actors, `{"kind":"person","name":"X","names":[{"name":"a","name":"b"}]}`, "/names/0/name duplicate_key"},
		{"a key twice around an answer", topics, `{"data":{"label":"X"},"data":{"label":"Y"}}`, "/data duplicate_key"},
		{"data after the end", topics, `{"label":"X"} {"label":"Y"}`, " trailing_data"},
		{"a bracket after the end", topics, `{"label":"X"}}`, " trailing_data"},
		{"a reference to nothing", topics, `{"id":"x1","label":"X","parent":"nowhere"}`, "/parent dangling_reference"},
		{"a document that is not there", events, cite(`{"document":"d9"}`), "/citations/0/document dangling_reference"},
		{"an actor that is not there", events, strings.Replace(eventWith(""), "anna-arlen", "anna-arlin", 1), "/participants/0/actor dangling_reference"},
		{"a link to nothing", events, eventWith(`,"links":[{"to":"nothing","relation":"follows"}]`), "/links/0/to dangling_reference"},
		{"nothing", topics, ``, " empty_body"},
		{"white space", topics, "  \n ", " empty_body"},
		{"no JSON", topics, `label=X`, " invalid_json"},
		{"JSON broken off", topics, `{"label":"X"`, " invalid_json"},
		{"a comma too many", topics, `{"label":"X",}`, " invalid_json"},
		{"a comment", topics, `{"label":"X"/* */}`, " invalid_json"},
		{"single quotes", topics, `{'label':'X'}`, " invalid_json"},
		{"a list", topics, `[{"label":"X"}]`, " wrong_type"},
		{"a string", topics, `"label"`, " wrong_type"},
		{"null", topics, `null`, " wrong_type"},
		{"a number", topics, `7`, " wrong_type"},
		{"a byte order mark", topics, "\ufeff" + `{"label":"X"}`, " invalid_json"},
		{"bytes that are no UTF-8", topics, "{\"label\":\"\xff\xfe\"}", "/label invalid_utf8"},
		{"half a surrogate pair", topics, `{"label":"\ud800"}`, "/label invalid_utf8"},
		{"a NUL", topics, `{"label":"a\u0000b"}`, "/label control_character"},
		{"an escape character", topics, `{"label":"\u001b[31m"}`, "/label control_character"},
		{"a line end in a label", topics, `{"label":"a\nb"}`, "/label control_character"},
		{"nesting beyond measure", events, eventWith(`,"summary":` + deep), " too_deep"},
		{"a number for a text", topics, `{"label":7}`, "/label wrong_type"},
		{"a text for a list", events, eventWith(`,"topics":"crimea"`), "/topics wrong_type"},
		{"an object for a text", topics, `{"label":{"en":"X"}}`, "/label wrong_type"},
		{"null in a list", events, eventWith(`,"topics":[null]`), "/topics/0 null_in_list"},
		{"a number beyond measure", events, eventWith(`,"place":{"lat":1e999,"lon":1}`), "/place/lat out_of_range"},
		{"no label", topics, `{"id":"x1"}`, "/label required"},
		{"an empty label", topics, `{"id":"x1","label":""}`, "/label required"},
		{"a label of spaces", topics, `{"id":"x1","label":"   "}`, "/label required"},
		{"a label beyond measure", topics, `{"id":"x1","label":"` + strings.Repeat("x", 201) + `"}`, "/label too_long"},
		{"nothing to make an id of", topics, `{"label":"!!!"}`, "/id required"},
		{"an id with capitals", topics, `{"id":"Crimea","label":"X"}`, "/id invalid_id"},
		{"an id with a slash", topics, `{"id":"a/b","label":"X"}`, "/id invalid_id"},
		{"an id of one letter", topics, `{"id":"x","label":"X"}`, "/id invalid_id"},
		{"a reserved id", topics, `{"id":"compare","label":"X"}`, "/id reserved_id"},
		{"a type's name as id", topics, `{"id":"events","label":"X"}`, "/id reserved_id"},
		{"a reserved id made", topics, `{"label":"Search"}`, "/id reserved_id"},
		{"its own parent", topics, `{"id":"x1","label":"X","parent":"x1"}`, "/parent "},
		{"an unknown kind", events, strings.Replace(eventWith(""), `"meeting"`, `"party"`, 1), "/kind unknown_value"},
		{"no date", events, bare(`"title":"T"`), "/date required"},
		{"an impossible day", events, bare(`"title":"T","date":"2025-02-30"`), "/date invalid_date"},
		{"a date of another sort", events, bare(`"title":"T","date":"30.02.2025"`), "/date invalid_date"},
		{"a reversed interval", events, bare(`"title":"T","date":"2025-05/2025-04"`), "/date invalid_date"},
		{"an instant without offset", events, eventWith(`,"start_at":"2025-05-01T10:00"`), "/start_at invalid_date"},
		{"a start on another day", events, eventWith(`,"start_at":"2025-06-01T10:00Z"`), "/start_at "},
		{"a statement without a speaker", events, `{"kind":"statement","title":"T","date":"2025-05-01","participants":[{"actor":"anna-arlen","role":"envoy"}]}`, "/participants "},
		{"what another kind has", events, eventWith(`,"leak":{"form":"hearsay"}`), "/leak "},
		{"an unknown role", events, strings.Replace(eventWith(""), "principal", "guest", 1), "/participants/0/role unknown_value"},
		{"a length typed on the event", events, eventWith(`,"duration":180`), "/duration unknown_field"},
		{"an account of the weather", events, cite(`{"document":"d1","says":{"weather":{"text":"fair"}}}`), "/citations/0/says/weather "},
		{"a length in words as value", events, cite(`{"document":"d1","says":{"duration":{"value":"long"}}}`), "/citations/0/says/duration"},
		{"a reversed range", events, cite(`{"document":"d1","says":{"duration":{"min":9,"max":3}}}`), "/citations/0/says/duration"},
		{"a grade that is none", events, cite(`{"document":"d1","grade":"G7"}`), "/citations/0/grade "},
		{"two tellers at once", events, cite(`{"document":"d1","by":{"actor":"ben-birk","source":"the-wire"}}`), "/citations/0/by conflict"},
		{"the same citation twice", events, cite(`{"document":"d1"},{"document":"d1"}`), "/citations/1 duplicate"},
		{"a citation of nothing", events, cite(`{}`), "/citations/0/document"},
		{"a link to itself", events, eventWith(`,"links":[{"to":"2025-05-01-bad","relation":"follows"}]`), "/links/0"},
		{"an unknown relation", events, eventWith(`,"links":[{"to":"2025-03-01-meeting","relation":"mocks"}]`), "/links/0/relation unknown_value"},
		{"a place beyond the pole", events, eventWith(`,"place":{"lat":95,"lon":1}`), "/place/lat"},
		{"a zone that is none", events, eventWith(`,"place":{"city":"X","tz":"Mars/Olympus"}`), "/place/tz"},
		{"a country in words", actors, `{"kind":"state","name":"X","country":"Russia"}`, "/country"},
		{"an address without a scheme", documents, `{"source":"the-wire","title":"T","url":"wire.example"}`, "/url invalid_url"},
		{"an address that runs", documents, `{"source":"the-wire","title":"T","url":"javascript:alert(1)"}`, "/url invalid_url"},
		{"an address with a password", documents, `{"source":"the-wire","title":"T","url":"https://a:b@x.example/"}`, "/url invalid_url"},
		{"a document without a source", documents, `{"title":"T"}`, "/source required"},
		{"a reliability that is none", sources, `{"kind":"wire","name":"X","reliability":"G"}`, "/reliability unknown_value"},
		{"a merge into itself", actors, `{"id":"x1","kind":"person","name":"X","merged_into":"x1"}`, "/merged_into"},
		{"a revision that is no number", topics, `{"label":"X","revision":"one"}`, "/revision wrong_type"},
		{"a revision below the first", topics, `{"label":"X","revision":0}`, "/revision wrong_type"},
		{"a whole answer with a list", topics, `{"data":[{"label":"X"}]}`, "/data unknown_field"},
		{"a whole answer with more beside", topics, `{"data":{"label":"X"},"extra":1}`, "/extra unknown_field"},
		{"a fault in a whole answer", topics, `{"data":{"label":7},"meta":{}}`, "/data/label wrong_type"},
	}
}

func TestABadBodyIsRefusedWithItsFaultsAndChangesNothing(t *testing.T) {
	d := newDesk(t, Options{})
	seq := d.Store.Seq()
	if n := len(badBodies()); n < 60 {
		t.Errorf("only %d bodies", n)
	}
	for _, bad := range badBodies() {
		t.Run(bad.name, func(t *testing.T) {
			p := d.send(t, "POST", bad.path, bad.body, "Content-Type", "application/json; charset=utf-8").problem(t)
			if p.Status != 400 && p.Status != 422 || !strings.Contains(", "+codesOf(p), bad.fault) {
				t.Errorf("%d %s: %s", p.Status, p.Code, codesOf(p))
			}
			if wants := map[int]string{400: "invalid_body", 422: "invalid_record"}[p.Status]; p.Code != wants {
				t.Errorf("%d is called %s", p.Status, p.Code)
			}
			for _, f := range p.Errors {
				if f.Detail == "" || strings.Contains(f.Detail, "record.") {
					t.Errorf("the fault says %+v", f)
				}
			}
		})
	}
	for name, bad := range badBodies() {
		if strings.HasSuffix(bad.fault, "/id required") || strings.HasSuffix(bad.name, "id made") {
			continue // a PUT has its id from the address
		}
		d.send(t, "PUT", bad.path+"/x1", bad.body, "Content-Type", mediaJSON)
		if d.Store.Seq() != seq {
			t.Fatalf("%d: PUT of %s changed something", name, bad.body)
		}
	}
	d.still(t, seq)
}

func TestABadPatchIsRefusedAndChangesNothing(t *testing.T) {
	d := newDesk(t, Options{})
	seq := d.Store.Seq()
	for body, want := range map[string]string{
		`{"lable":"X"}`:                      "/lable unknown_field",
		`{"label":null}`:                     "/label required",
		`{"label":7}`:                        "/label wrong_type",
		`{"label":"X","label":"Y"}`:          "/label duplicate_key",
		`{"id":"other"}`:                     "/id id_mismatch",
		`{"parent":"nowhere"}`:               "/parent dangling_reference",
		`{"parent":"crimea"}`:                "/parent ",
		`{"parent":{"id":"territory"}}`:      "/parent wrong_type",
		`[{"op":"remove","path":"/parent"}]`: " wrong_type",
		`{"data":{"label":"X"}}`:             "/data unknown_field",
		`{"label":"X"} x`:                    " trailing_data",
		``:                                   " empty_body",
		"{\"label\":\"\xc3\"}":               "/label invalid_utf8",
		`{"labels":null}`:                    "/labels unknown_field",
		`{"revision":"1","label":"X"}`:       "/revision wrong_type",
		`{"label":"` + strings.Repeat("x", 300) + `"}`: "/label too_long",
	} {
		p := d.send(t, "PATCH", "/v1/topics/crimea", body, "If-Match", "1", "Content-Type", mediaMerge).problem(t)
		if p.Status != 400 && p.Status != 422 || !strings.Contains(", "+codesOf(p), want) {
			t.Errorf("%s: %d %s", body, p.Status, codesOf(p))
		}
	}
	p := d.send(t, "PATCH", "/v1/topics/territory", `{"parent":"crimea"}`, "If-Match", "1").wants(t, 422).problem(t)
	if codesOf(p) != "/parent circle" {
		t.Errorf("a ring: %s", codesOf(p))
	}
	d.still(t, seq)
}

func TestEveryFaultOfABodyIsToldAtOnce(t *testing.T) {
	d := newDesk(t, Options{})
	p := d.send(t, "POST", events, `{"id":"Bad Id","kind":"party","titel":"x","date":"2025-13-01","participants":[{"actor":"nobody-here","role":"guest"}],
		"topics":["crimea","nowhere"],"citations":[{"document":"d9","grade":"Z1"}],"revision":-1}`).wants(t, 422).problem(t)
	told := codesOf(p)
	for _, want := range []string{"/id invalid_id", "/kind unknown_value", "/titel unknown_field", "/title required", "/date invalid_date", "/participants/0/actor dangling_reference",
		"/participants/0/role unknown_value", "/topics/1 dangling_reference", "/citations/0/document dangling_reference", "/citations/0/grade ", "/revision wrong_type"} {
		if !strings.Contains(told, want) {
			t.Errorf("nothing is said of %s: %s", want, told)
		}
	}
	if strings.Contains(told, "/topics/0") || !strings.Contains(p.Detail, fmt.Sprintf("%d faults", len(p.Errors))) {
		t.Errorf("%s: %s", p.Detail, told)
	}
}

func TestABodyOfAnotherTypeOrSizeIsRefused(t *testing.T) {
	d := newDesk(t, Options{})
	seq := d.Store.Seq()
	body := `{"label":"NATO"}`
	for _, test := range []struct {
		method, path, contentType, encoding string
		status                              int
	}{
		{"POST", topics, "", "", 415},
		{"POST", topics, "application/x-www-form-urlencoded", "", 415},
		{"POST", topics, "text/plain", "", 415},
		{"POST", topics, "application/jsonx", "", 415},
		{"POST", topics, "application/json; charset=latin1", "", 415},
		{"POST", topics, "application/json; charset", "", 415},
		{"POST", topics, mediaJSON, "gzip", 415},
		{"POST", topics, mediaMerge, "", 415},
		{"PUT", topics + "/crimea", "application/xml", "", 415},
		{"PATCH", topics + "/crimea", "application/json-patch+json", "", 415},
		{"POST", meetingPath + "/citations", "text/csv", "", 415},
	} {
		got := d.send(t, test.method, test.path, body, "Content-Type", test.contentType, "If-Match", "1", "Content-Encoding", test.encoding).wants(t, test.status)
		if p := got.problem(t); p.Code != "unsupported_media_type" {
			t.Errorf("%+v: %s", test, p.Code)
		}
		if test.method == "PATCH" && got.Header.Get("Accept-Patch") == "" {
			t.Error("nothing says what a patch may be")
		}
	}
	large := `{"label":"` + strings.Repeat("x", maxBody) + `"}`
	d.send(t, "POST", topics, large).wants(t, 413).problem(t)
	exact := `{"label":"X"}` + strings.Repeat(" ", maxBody-len(`{"label":"X"}`))
	d.send(t, "POST", topics+"?dry_run=1", exact).wants(t, 422) // the id x is too short, and the body was read
	d.still(t, seq)
}

func TestABodyWithoutALengthIsCutOffAtTheLimit(t *testing.T) {
	d := newDesk(t, Options{})
	r := newRequest(t, "POST", topics, &endless{})
	r.Header.Set("Authorization", "Bearer "+d.keys[editors])
	r.Header.Set("Content-Type", mediaJSON)
	if p := d.serve(r).wants(t, 413).problem(t); p.Code != "body_too_large" {
		t.Errorf("%s", p.Code)
	}
}

func TestAnUnknownParameterOfAWriteIsRefused(t *testing.T) {
	d := newDesk(t, Options{})
	seq := d.Store.Seq()
	for path, want := range map[string]string{
		topics + "?reson=x":                            "reson unknown_parameter",
		topics + "?dry_run=yes":                        "dry_run unknown_value",
		topics + "?dryrun=1":                           "dryrun unknown_parameter",
		topics + "?corrected=maybe":                    "corrected unknown_value",
		topics + "?revision=1":                         "revision unknown_parameter",
		topics + "?erase=1":                            "erase unknown_parameter",
		topics + "?reason=a%0Ab":                       "reason control_characters",
		topics + "?reason=" + strings.Repeat("x", 501): "reason too_long",
		topics + "?reason=a&reason=b":                  "reason repeated_parameter",
	} {
		p := d.send(t, "POST", path, `{"label":"NATO"}`).wants(t, 400).problem(t)
		if codesOf(p) != want {
			t.Errorf("%s: %s", path, codesOf(p))
		}
	}
	for tag, want := range map[string]string{`"x"`: "If-Match invalid_tag", `"a.b.c"`: "If-Match invalid_tag", ``: "If-Match invalid_tag"} {
		if p := d.send(t, "PUT", topics+"/crimea", `{"label":"C"}`, "If-Match", tag).wants(t, 400).problem(t); codesOf(p) != want {
			t.Errorf("If-Match: %s: %s", tag, codesOf(p))
		}
	}
	d.still(t, seq)
}
