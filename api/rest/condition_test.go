package rest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

func TestNobodyOverwritesWhatTheyHaveNotSeen(t *testing.T) {
	d := newDesk(t, Options{})
	first := ask(t, d, "/v1/topics/crimea", "Accept-Encoding", "gzip").wants(t, 200)
	csv := ask(t, d, "/v1/topics/crimea.csv").wants(t, 200)
	label := `{"id":"crimea","label":"%s"}`
	for _, method := range []string{"PUT", "PATCH", "DELETE"} {
		body := fmt.Sprintf(label, "x")
		if method == "DELETE" {
			body = ""
		}
		if p := d.send(t, method, "/v1/topics/crimea", body).wants(t, 428).problem(t); p.Code != "revision_required" {
			t.Errorf("%s: %s", method, p.Code)
		}
		for _, tag := range []string{`"2"`, `"7"`, `"` + d.Store.Epoch() + `.test.1.2.9.json-x"`, `"000000000000.test.1.1.9.json-x"`, `"0"`} {
			got := d.send(t, method, "/v1/topics/crimea", body, "If-Match", tag)
			if tag == `"0"` {
				got.wants(t, 400)
				continue
			}
			p := got.wants(t, 412).problem(t)
			if p.Code != "stale_revision" || !strings.Contains(string(p.Current), `"label": "Crimea"`) || got.tag() != ask(t, d, "/v1/topics/crimea").tag() {
				t.Errorf("%s with %s: %s %s", method, tag, got.tag(), got.body)
			}
		}
	}
	d.still(t, d.Store.Seq())
	for i, tag := range []string{first.tag(), csv.tag(), `W/"3"`, `4`, `"99", "5"`, `*`} {
		if i == 1 {
			d.send(t, "PUT", "/v1/topics/crimea", fmt.Sprintf(label, "stale"), "If-Match", csv.tag()).wants(t, 412)
			tag = `"2"`
		}
		d.send(t, "PUT", "/v1/topics/crimea", fmt.Sprintf(label, fmt.Sprint("Name ", i)), "If-Match", tag).wants(t, 200)
	}
	d.send(t, "PUT", "/v1/topics/crimea?revision=7", fmt.Sprintf(label, "By address")).wants(t, 200)
	d.send(t, "PUT", "/v1/topics/crimea", `{"label":"By body","revision":8}`).wants(t, 200)
	d.send(t, "PUT", "/v1/topics/crimea", `{"label":"At odds","revision":8}`, "If-Match", `"9"`).wants(t, 412)
	d.send(t, "PUT", "/v1/topics/crimea", `{"label":"At odds","revision":"9"}`).wants(t, 422)
}

func TestPutEntersOnlyWhatIsNotThere(t *testing.T) {
	d := newDesk(t, Options{})
	d.send(t, "PUT", "/v1/topics/nato", `{"label":"NATO","revision":1}`).wants(t, 412)
	d.send(t, "PUT", "/v1/topics/nato", `{"label":"NATO"}`, "If-Match", "*").wants(t, 412)
	d.send(t, "PUT", "/v1/topics/nato", `{"label":"NATO"}`, "If-None-Match", "*").wants(t, 201)
	p := d.send(t, "PUT", "/v1/topics/nato", `{"label":"Nato"}`, "If-None-Match", "*").wants(t, 412).problem(t)
	if !strings.Contains(string(p.Current), "NATO") {
		t.Errorf("current is %s", p.Current)
	}
	d.send(t, "PUT", "/v1/topics/nato", `{"label":"Nato"}`, "If-None-Match", `"1"`).wants(t, 400)
	d.send(t, "PUT", "/v1/topics/sanctions", `{"label":"Sanctions"}`).wants(t, 201)
}

func TestAClashShowsTheRecordThatHasTheId(t *testing.T) {
	d := newDesk(t, Options{})
	seq := d.Store.Seq()
	for _, body := range []string{`{"id":"crimea","label":"Other"}`, `{"label":"Crimea"}`} {
		p := d.send(t, "POST", "/v1/topics", body).wants(t, 409).problem(t)
		if p.Code != "id_taken" || !strings.Contains(string(p.Existing), `"parent": "territory"`) || codesOf(p) != "/id id_taken" {
			t.Errorf("%s: %+v", body, p)
		}
	}
	d.still(t, seq)
	d.send(t, "DELETE", meetingPath, "", "If-Match", "1").wants(t, 200)
	p := d.send(t, "POST", "/v1/events", `{"id":"2025-03-01-meeting","kind":"meeting","title":"X","date":"2025-03-01"}`).wants(t, 409).problem(t)
	if p.Existing != nil || p.Gone == nil || p.Gone.Revision != 2 {
		t.Errorf("the id of a retracted record: %+v", p)
	}
}

func TestARetractionCanBeTakenBack(t *testing.T) {
	d := newDesk(t, Options{})
	before := ask(t, d, meetingPath).wants(t, 200)
	gone := d.send(t, "DELETE", meetingPath+"?reason=it+never+took+place", "", "If-Match", before.tag()).wants(t, 200)
	var line RevisionOne
	strict(t, gone.body, &line)
	if line.Data.Operation != "retract" || line.Data.Reason != "it never took place" || line.Data.RecordedBy != "key of editor" || gone.tag() == "" {
		t.Errorf("the receipt says %s", gone.body)
	}
	lost := ask(t, d, meetingPath).wants(t, 410)
	p := lost.problem(t)
	if lost.tag() == "" || p.Gone.Revision != 2 || p.Gone.Reason != "it never took place" {
		t.Errorf("the 410 has %q, %+v", lost.tag(), p.Gone)
	}
	ask(t, d, fmt.Sprintf("%s?snapshot=%d", meetingPath, line.Data.Seq-1)).wants(t, 200)
	d.send(t, "DELETE", meetingPath, "", "If-Match", "2").wants(t, 410)
	d.send(t, "PATCH", meetingPath, `{"title":"x"}`, "If-Match", "2").wants(t, 410)
	d.send(t, "POST", meetingPath+"/citations", `{"document":"d2"}`).wants(t, 410)
	body := with(t, string(mustJSON(t, before.dataOf(t))), "revision", nil)
	d.send(t, "PUT", meetingPath, body).wants(t, 410)
	d.send(t, "PUT", meetingPath, body, "If-Match", before.tag()).wants(t, 412)
	back := d.send(t, "PUT", meetingPath+"?reason=it+did", body, "If-Match", lost.tag()).wants(t, 201)
	if got := back.dataOf(t); got["revision"] != 3.0 || got["title"] != "Arlen meets Birk" {
		t.Errorf("restored as %s", back.body)
	}
	ask(t, d, meetingPath).wants(t, 200)
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func TestWhatIsInUseStaysAndItsUsersAreNamed(t *testing.T) {
	d := newDesk(t, Options{})
	seq := d.Store.Seq()
	for path, user := range map[string]string{"/v1/topics/crimea": "event 2025-03-01-meeting", "/v1/topics/territory": "topic crimea",
		"/v1/actors/russia": "actor anna-arlen", "/v1/documents/d1": "event 2025-03-01-meeting", "/v1/sources/the-wire": "document d1"} {
		p := d.send(t, "DELETE", path, "", "If-Match", "1").wants(t, 409).problem(t)
		found := false
		for _, u := range p.Users {
			found = found || string(u.Type)+" "+u.ID == user && u.Href == "/v1/"+u.Type.Plural()+"/"+u.ID
		}
		if p.Code != "in_use" || !found {
			t.Errorf("%s: %+v", path, p)
		}
	}
	d.still(t, seq)
	d.send(t, "DELETE", "/v1/documents/d2", "", "If-Match", "1").wants(t, 200)
}
