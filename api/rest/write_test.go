package rest

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/fixture"
	"backchannel/internal/record"
)

func TestARecordIsEnteredUnderAnIdOfItsOwnOrOneMadeForIt(t *testing.T) {
	d := newDesk(t, Options{PublicURL: "https://x.example"})
	for _, test := range []struct{ path, body, id string }{
		{"/v1/actors", `{"id":"carl-corr","kind":"person","name":"Carl Corr"}`, "carl-corr"},
		{"/v1/actors", `{"kind":"person","name":"Дарья Дунаева"}`, "darya-dunaeva"},
		{"/v1/sources", `{"kind":"wire","name":"Other Wire"}`, "other-wire"},
		{"/v1/documents", `{"source":"the-wire","title":"What followed","published":"2025-03-04"}`, "2025-03-04-what-followed"},
		{"/v1/topics", `{"label":"Frozen assets","parent":"territory"}`, "frozen-assets"},
		{"/v1/events", `{"kind":"call","title":"A call","date":"2025-03-05","participants":[{"actor":"anna-arlen","role":"principal"}],"citations":[{"document":"d1"}]}`, "2025-03-05-a-call"},
	} {
		got := d.send(t, "POST", test.path, test.body).wants(t, 201)
		if where := got.Header.Get("Location"); where != "https://x.example"+test.path+"/"+test.id {
			t.Errorf("%s is at %s", test.body, where)
		}
		data := got.dataOf(t)
		if data["id"] != test.id || data["revision"] != 1.0 {
			t.Errorf("%s answers %s", test.body, got.body)
		}
		read := ask(t, d, test.path+"/"+test.id).wants(t, 200)
		if read.body != got.body || read.tag() != got.tag() {
			t.Errorf("a write answers\n%s %s\nand a GET\n%s %s", got.tag(), got.body, read.tag(), read.body)
		}
	}
}

func TestTheHistorySaysWhoWroteAndWhy(t *testing.T) {
	d := newDesk(t, Options{})
	d.send(t, "PATCH", "/v1/topics/crimea?reason=a+plainer+name&corrected=true", `{"label":"The Crimea"}`, "If-Match", `"1"`).wants(t, 200)
	var page RevisionPage
	strict(t, ask(t, d, "/v1/topics/crimea/revisions").wants(t, 200).body, &page)
	last := page.Data[1]
	if last.RecordedBy != "key of editor" || last.Reason != "a plainer name" || !last.Corrected || last.Revision.Revision != 2 {
		t.Errorf("the history says %+v", last)
	}
}

func TestPuttingWhatWasGotChangesNothing(t *testing.T) {
	d := newDesk(t, Options{})
	if err := fixture.Load(d.Store); err != nil {
		t.Fatal(err)
	}
	seq, n := d.Store.Seq(), 0
	for _, kind := range servedTypes() {
		for line := range strings.Lines(ask(t, d, "/v1/"+kind.Plural()+".ndjson").wants(t, 200).body) {
			var row struct {
				ID string `json:"id"`
			}
			if err := json.Unmarshal([]byte(line), &row); err != nil {
				t.Fatal(err)
			}
			path := "/v1/" + kind.Plural() + "/" + row.ID
			got := d.send(t, "PUT", path, line) // revision stands in the body
			if got.StatusCode != 200 {
				t.Fatalf("%s: %d %s", path, got.StatusCode, got.body)
			}
			n++
		}
	}
	d.still(t, seq)
	if n < 300 {
		t.Errorf("only %d records were put", n)
	}
	whole := ask(t, d, meetingPath).wants(t, 200)
	again := d.send(t, "PUT", meetingPath, whole.body, "If-Match", whole.tag()).wants(t, 200)
	d.still(t, seq)
	if again.body != whole.body {
		t.Errorf("PUT of a whole answer gives\n%s", cmp.Diff(whole.body, again.body))
	}
}

func TestWhatAGetFillsInIsNotWrittenDown(t *testing.T) {
	d := newDesk(t, Options{})
	got := ask(t, d, meetingPath).wants(t, 200).dataOf(t)
	got["title"] = "Arlen and Birk meet"
	body, _ := json.Marshal(got)
	d.send(t, "PUT", meetingPath, string(body)).wants(t, 200)
	r, err := d.Store.Head().Revision(t.Context(), record.TypeEvent, "2025-03-01-meeting", 2)
	if err != nil {
		t.Fatal(err)
	}
	for _, filled := range []string{`"B2"`, `representing`, `"status"`, `particulars`} {
		if strings.Contains(string(r.Body), filled) {
			t.Errorf("%s was written: %s", filled, r.Body)
		}
	}
	got["revision"], got["status"] = 2, "unconfirmed"
	got["participants"].([]any)[0].(map[string]any)["representing"] = "united-states"
	got["citations"].([]any)[0].(map[string]any)["grade"] = "C3"
	body, _ = json.Marshal(got)
	after := d.send(t, "PUT", meetingPath, string(body)).wants(t, 200)
	for _, given := range []string{`"C3"`, `"representing":"united-states"`, `"status":"unconfirmed"`} {
		if !strings.Contains(after.body, given) {
			t.Errorf("%s was not written: %s", given, after.body)
		}
	}
}

func TestAPatchChangesWhatItNames(t *testing.T) {
	for name, test := range map[string]struct {
		path, patch string
		want        map[string]any // keys of the answer; nil: gone from it
	}{
		"a key":                                {"/v1/topics/crimea", `{"label":"The Crimea"}`, map[string]any{"label": "The Crimea", "parent": "territory"}},
		"null takes a key out":                 {"/v1/topics/crimea", `{"parent":null}`, map[string]any{"label": "Crimea", "parent": nil}},
		"a key that is not there out":          {"/v1/topics/crimea", `{"proposition":null}`, map[string]any{"label": "Crimea", "parent": "territory"}},
		"a list whole":                         {"/v1/actors/anna-arlen", `{"roles":[{"title":"aide"}]}`, map[string]any{"roles": []any{map[string]any{"title": "aide"}}}},
		"an object in part":                    {meetingPath, `{"place":{"city":"Kyiv"}}`, map[string]any{"place": map[string]any{"city": "Kyiv"}}},
		"the same id":                          {"/v1/topics/crimea", `{"id":"crimea","label":"C"}`, map[string]any{"id": "crimea", "label": "C"}},
		"null as id":                           {"/v1/topics/crimea", `{"id":null,"label":"C"}`, map[string]any{"id": "crimea", "label": "C"}},
		"nothing":                              {"/v1/topics/crimea", `{}`, map[string]any{"label": "Crimea", "revision": 1.0}},
		"a revision in the body":               {"/v1/topics/crimea", `{"revision":1,"label":"C"}`, map[string]any{"label": "C", "revision": 2.0}},
		"large numbers":                        {meetingPath, `{"place":{"lat":55.123456789012,"lon":37.5}}`, map[string]any{"place": map[string]any{"lat": 55.123456789012, "lon": 37.5}}},
		"a document in a citation, by address": {meetingPath, `{"citations":[{"document":{"url":"https://wire.example/met"}}]}`, map[string]any{"revision": 2.0}},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, Options{})
			got := d.send(t, "PATCH", test.path, test.patch, "If-Match", `"1"`, "Content-Type", mediaMerge).wants(t, 200).dataOf(t)
			for key, want := range test.want {
				if diff := cmp.Diff(want, got[key]); diff != "" {
					t.Errorf("%s: %s", key, diff)
				}
			}
		})
	}
}

func TestAPatchOfAPlaceKeepsItsOtherKeys(t *testing.T) {
	d := newDesk(t, Options{})
	d.send(t, "PATCH", meetingPath, `{"place":{"city":"Moscow","country":"RU","tz":"Europe/Moscow"}}`, "If-Match", `"1"`).wants(t, 200)
	d.send(t, "PATCH", meetingPath, `{"place":{"city":"Kazan"}}`, "If-Match", `"2"`).wants(t, 200)
	got := d.send(t, "PATCH", meetingPath, `{"place":{"tz":null}}`, "If-Match", `"3"`).wants(t, 200).dataOf(t)
	if diff := cmp.Diff(map[string]any{"city": "Kazan", "country": "RU"}, got["place"]); diff != "" {
		t.Error(diff)
	}
}

func TestADryRunShowsAndWritesNothing(t *testing.T) {
	d := newDesk(t, Options{})
	seq := d.Store.Seq()
	event := `{"kind":"leak","title":"A leak","date":"2025-03-06","leak":{"source":"the-paper"},"citations":[{"document":{"url":"https://paper.example/leak","title":"Leaked","source":"the-paper","published":"2025-03-06"},"grade":"3"}]}`
	for _, test := range []struct{ method, path, body, shows string }{
		{"POST", "/v1/topics?dry_run=1", `{"label":"NATO"}`, `"id":"nato"`},
		{"POST", "/v1/events?dry_run=true", event, `"known_at":"2025-03-06T23:59:59.999999Z"`},
		{"PUT", "/v1/topics/new-one?dry_run=1", `{"label":"New one"}`, `"revision":1`},
		{"PUT", "/v1/topics/crimea?dry_run=1&revision=1", `{"label":"C"}`, `"revision":2`},
		{"PATCH", meetingPath + "?dry_run=1&revision=1", `{"title":"Another"}`, `"title":"Another"`},
		{"PATCH", meetingPath + "?dry_run=1&revision=1", `{"title":"Another"}`, `"representing":"russia"`},
		{"DELETE", meetingPath + "?dry_run=1&revision=1", "", `"operation":"retract"`},
		{"POST", meetingPath + "/citations?dry_run=1", `{"document":"d2"}`, `"d2"`},
	} {
		got := d.send(t, test.method, test.path, test.body).wants(t, 200)
		if !strings.Contains(got.body, test.shows) || got.tag() != "" || got.Header.Get("Location") != "" || got.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s %s: %v %s", test.method, test.path, got.Header, got.body)
		}
	}
	d.send(t, "POST", "/v1/topics?dry_run=1", `{"label":"Crimea"}`).wants(t, 409)
	d.send(t, "POST", "/v1/topics?dry_run=1", `{"label":"X","parent":"nowhere"}`).wants(t, 422)
	d.send(t, "PATCH", "/v1/topics/crimea?dry_run=1", `{"label":"C"}`).wants(t, 428)
	d.send(t, "DELETE", "/v1/topics/crimea?dry_run=1&revision=1", "").wants(t, 409)
	d.still(t, seq)
	ask(t, d, "/v1/topics/nato").wants(t, 404)
	if got := ask(t, d, meetingPath).wants(t, 200); strings.Contains(got.body, "Another") {
		t.Error("a dry run is served")
	}
}

func TestAMergedActorIsAnsweredItself(t *testing.T) {
	d := newDesk(t, Options{})
	got := d.send(t, "PATCH", "/v1/actors/ben-birk", `{"merged_into":"anna-arlen"}`, "If-Match", "1").wants(t, 200)
	if got.dataOf(t)["id"] != "ben-birk" {
		t.Errorf("%s", got.body)
	}
	ask(t, d, "/v1/actors/ben-birk").wants(t, 308)
	d.send(t, "PATCH", "/v1/actors/anna-arlen", `{"merged_into":"ben-birk"}`, "If-Match", "1").wants(t, 422)
	d.send(t, "PATCH", "/v1/actors/ben-birk", `{"merged_into":null}`, "If-Match", "2").wants(t, 200)
	ask(t, d, "/v1/actors/ben-birk").wants(t, 200)
}

func TestWritesAreAnsweredInJSONAlone(t *testing.T) {
	d := newDesk(t, Options{})
	d.send(t, "PUT", "/v1/topics/nato.csv", `{"label":"NATO"}`).wants(t, 404)
	got := d.send(t, "PUT", "/v1/topics/nato", `{"label":"NATO"}`, "Accept", "text/csv").wants(t, 201)
	if got.Header.Get("Content-Type") != "application/json" {
		t.Errorf("answered in %s", got.Header.Get("Content-Type"))
	}
	if allow := d.send(t, "PUT", "/v1/topics", `{}`).wants(t, http.StatusMethodNotAllowed).Header.Get("Allow"); !strings.Contains(allow, "POST") {
		t.Errorf("Allow: %s", allow)
	}
}
