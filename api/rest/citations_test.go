package rest

import (
	"fmt"
	"strings"
	"testing"
)

func TestDocumentsInCitationsAreFoundByAddressOrMade(t *testing.T) {
	d := newDesk(t, Options{})
	event := `{"kind":"meeting","title":"Second","date":"2025-04-01","participants":[{"actor":"ben-birk","role":"principal"}],"citations":[%s]}`
	found := d.send(t, "POST", "/v1/events", fmt.Sprintf(event, `{"document":{"url":"https://wire.example/met"}}`)).wants(t, 201)
	if !strings.Contains(found.body, `"document":"d1"`) {
		t.Errorf("not found by its address: %s", found.body)
	}
	made := d.send(t, "POST", "/v1/events", strings.Replace(fmt.Sprintf(event, `{"document":{"url":"https://paper.example/x","title":"Made here","source":"the-paper","published":"2025-04-02"}}`), "Second", "Third", 1)).wants(t, 201)
	if !strings.Contains(made.body, `"document":"2025-04-02-made-here"`) {
		t.Errorf("not made: %s", made.body)
	}
	ask(t, d, "/v1/documents/2025-04-02-made-here").wants(t, 200)
	seq := d.Store.Seq()
	for body, want := range map[string]string{
		`{"document":{"url":"https://a.example/1","title":"T","source":"nobody","published":"2025-04-02"}}`: "/citations/0/document/source dangling_reference",
		`{"document":{"url":"nonsense","title":"T","source":"the-wire","published":"2025-04-02"}}`:          "/citations/0/document/url invalid_url",
		`{"document":{"title":"T","source":"the-wire","titel":"T"}}`:                                        "/citations/0/document/titel unknown_field",
		`{"document":{"id":"d2","url":"https://a.example/2","title":"T","source":"the-wire"}}`:              "/citations/0/document id_taken",
		`{"document":7}`: "/citations/0/document wrong_type",
	} {
		p := d.send(t, "POST", "/v1/events", strings.Replace(fmt.Sprintf(event, body), "Second", "Fourth", 1)).problem(t)
		if !strings.Contains(codesOf(p), want) || p.Status != 422 && p.Status != 409 {
			t.Errorf("%s: %d %s", body, p.Status, codesOf(p))
		}
	}
	d.still(t, seq)
}

func TestOneCitationIsAddedToWhatStands(t *testing.T) {
	d := newDesk(t, Options{})
	got := d.send(t, "POST", meetingPath+"/citations?reason=the+paper+too", `{"document":"d2","says":{"duration":{"value":180}}}`).wants(t, 201)
	if list := got.dataOf(t)["citations"].([]any); len(list) != 2 || got.Header.Get("Location") != meetingPath {
		t.Errorf("%s", got.body)
	}
	d.send(t, "POST", meetingPath+"/citations", `{"document":{"url":"https://wire.example/more","title":"More","source":"the-wire","published":"2025-03-03"}}`, "If-Match", got.tag()).wants(t, 201)
	seq := d.Store.Seq()
	d.send(t, "POST", meetingPath+"/citations", `{"document":"d2","locator":"p. 3"}`, "If-Match", got.tag()).wants(t, 412)
	d.send(t, "POST", "/v1/events/nothing/citations", `{"document":"d2"}`).wants(t, 404)
	for body, want := range map[string]string{
		`{"document":"d2"}`:                              " duplicate",
		`{"document":"d9"}`:                              "/document dangling_reference",
		`{"document":"d1","grade":"Z9","locater":"x"}`:   "/locater unknown_field",
		`{"document":"d1","locator":"y","grade":"Z9"}`:   "/grade ",
		`{"document":"d1"}],"title":"x","citations":[{}`: " trailing_data",
		`[]`: " wrong_type",
		``:   " empty_body",
	} {
		p := d.send(t, "POST", meetingPath+"/citations", body, "Content-Type", mediaJSON).problem(t)
		if !strings.Contains(codesOf(p), want) || p.Status != 422 && p.Status != 400 {
			t.Errorf("%s: %d %s", body, p.Status, codesOf(p))
		}
	}
	d.still(t, seq)
}

func TestErasureIsForAdminsAndNeedsAReason(t *testing.T) {
	d := newDesk(t, Options{})
	pinned := ask(t, d, meetingPath).Header.Get("Link")
	pinned = strings.TrimPrefix(strings.Split(pinned, ">")[0], "<")
	text := `{"pointer":"/citations/0/excerpt","reason":"a court said so"}`
	d.send(t, "POST", meetingPath+"/erasures", text).wants(t, 403)
	d.send(t, "DELETE", meetingPath+"?erase=1&reason=x", "", "If-Match", "1").wants(t, 403)
	d.send(t, "POST", meetingPath+"/erasures", text, "ROLE", "admin").wants(t, 428)
	d.send(t, "POST", meetingPath+"/erasures", `{"pointer":"/date","reason":"x"}`, "ROLE", "admin", "If-Match", "1").wants(t, 422)
	d.send(t, "POST", meetingPath+"/erasures", `{"pointer":"/title"}`, "ROLE", "admin", "If-Match", "1").wants(t, 422)
	d.send(t, "POST", meetingPath+"/erasures?dry_run=1", text, "ROLE", "admin", "If-Match", "1").wants(t, 200)
	d.send(t, "POST", "/v1/events/nothing/erasures", text, "ROLE", "admin", "If-Match", "1").wants(t, 404)
	if !strings.Contains(ask(t, d, meetingPath).body, "They met on Saturday.") {
		t.Fatal("a refused erasure erased")
	}
	got := d.send(t, "POST", meetingPath+"/erasures", text, "ROLE", "admin", "If-Match", "1").wants(t, 200)
	if !strings.Contains(got.body, `"operation":"erase"`) || strings.Contains(got.body, "Saturday") {
		t.Errorf("the receipt says %s", got.body)
	}
	for _, path := range []string{meetingPath, pinned, meetingPath + "/revisions/1", "/v1/events.ndjson"} {
		if body := ask(t, d, path).wants(t, 200).body; strings.Contains(body, "Saturday") || !strings.Contains(body, "[erased]") {
			t.Errorf("%s still says %s", path, body)
		}
	}
	d.send(t, "DELETE", meetingPath+"?erase=1", "", "ROLE", "admin", "If-Match", "2").wants(t, 400)
	d.send(t, "DELETE", meetingPath+"?erase=1&reason=all+of+it", "", "ROLE", "admin", "If-Match", "2").wants(t, 200)
	ask(t, d, meetingPath).wants(t, 410)
	if body := ask(t, d, pinned).wants(t, 200).body; strings.Contains(body, "Arlen meets") {
		t.Errorf("an old snapshot shows %s", body)
	}
}

func TestARetractedRecordCanStillBeErased(t *testing.T) {
	d := newDesk(t, Options{})
	d.send(t, "DELETE", "/v1/documents/d2", "", "If-Match", "1").wants(t, 200)
	d.send(t, "DELETE", "/v1/documents/d2?erase=1&reason=x", "", "ROLE", "admin", "If-Match", "1").wants(t, 412)
	d.send(t, "DELETE", "/v1/documents/d2?erase=1&reason=x", "", "ROLE", "admin", "If-Match", "2").wants(t, 200)
	if body := ask(t, d, "/v1/documents/d2/revisions/1").wants(t, 200).body; strings.Contains(body, "How long") {
		t.Errorf("its history says %s", body)
	}
}
