package rest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"backchannel/docs"
	"backchannel/internal/fixture"
)

// sample is a path of a route with something in the place of its parameters.
func sample(path string) string {
	return strings.NewReplacer(":type", "topics", ":id", "crimea", ":n", "1", ":code", "gone", "*", "scalar.js").Replace(path)
}

// TestTheMatrixOfRolesAndRoutesIsClosed walks every route with every role, with reads open and with a key.
func TestTheMatrixOfRolesAndRoutesIsClosed(t *testing.T) {
	for _, readKey := range []bool{false, true} {
		d := newDesk(t, Options{ReadKey: readKey})
		d.Drain() // so that the stream, which has no end, answers with 503 to who may have it
		for _, r := range d.table() {
			for _, who := range []string{"none", "reader", "editor", "admin"} {
				has := roleOf(who)
				if who == "none" {
					if has = readers; readKey {
						has = open
					}
				}
				for _, method := range r.methods() {
					got := d.send(t, method, sample(r.path), "", "ROLE", who)
					refused := got.StatusCode == 401 || got.StatusCode == 403
					if refused == (has >= r.role) {
						t.Errorf("read with a key %t: %s %s as %s answers %d", readKey, method, r.path, who, got.StatusCode)
					}
					if wants := map[bool]int{true: 401, false: 403}[who == "none"]; refused && (got.StatusCode != wants || got.Header.Get("WWW-Authenticate") == "") {
						t.Errorf("%s %s as %s answers %d without a challenge", method, r.path, who, got.StatusCode)
					}
				}
			}
		}
	}
}

func TestEveryRouteThatChangesSomethingNeedsAnEditorAtLeast(t *testing.T) {
	for _, r := range newDesk(t, Options{}).table() {
		if r.method != http.MethodGet && r.role < editors && r.path != "/v1/stream/tickets" { // which changes nothing that is recorded
			t.Errorf("%s %s may be used by %s", r.method, r.path, r.role.word())
		}
		if strings.Contains(r.path, "/keys") && r.role != admins {
			t.Errorf("%s %s may be used by %s", r.method, r.path, r.role.word())
		}
	}
}

func TestAKeyThatIsNotGoodIsRefusedOnEveryRoute(t *testing.T) {
	now := time.Now()
	d := newDesk(t, Options{})
	revoked, key, err := d.Store.CreateKey(t.Context(), "gone", "admin", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Store.RevokeKey(t.Context(), key.ID); err != nil {
		t.Fatal(err)
	}
	expired, _, err := d.Store.CreateKey(t.Context(), "late", "admin", now.Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	strange, _, err := d.Store.CreateKey(t.Context(), "strange", "emperor", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	good := d.keys[admins]
	ask(t, d, "/v1/topics/crimea").wants(t, 200) // it is kept now
	for name, header := range map[string]string{
		"unknown": "Bearer bck_00000000_" + strings.Repeat("0", 64), "revoked": "Bearer " + revoked, "expired": "Bearer " + expired,
		"of no role": "Bearer " + strange, "one letter off": "Bearer " + good[:len(good)-1] + "x", "cut off": "Bearer " + good[:len(good)-1],
		"longer": "Bearer " + good + "0", "empty": "", "no word": "Bearer", "no scheme": good, "basic": "Basic " + good, "huge": "Bearer bck_" + strings.Repeat("x", 4000),
		"twice": "Bearer " + good + ", Bearer " + good, "in quotes": `Bearer "` + good + `"`,
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range d.table() {
				got := d.send(t, r.method, sample(r.path), "", "Authorization", header).wants(t, 401)
				if p := got.problem(t); p.Code != "invalid_key" || !strings.Contains(got.Header.Get("WWW-Authenticate"), "invalid_token") {
					t.Fatalf("%s: %s %q", r.path, p.Code, got.Header.Get("WWW-Authenticate"))
				}
			}
			d.send(t, "GET", "/nowhere", "", "Authorization", header).wants(t, 401)
		})
	}
	r := httptest.NewRequest("GET", "/v1/topics/crimea", nil)
	r.Header["Authorization"] = []string{"Bearer " + good, "Bearer " + good}
	d.serve(r).wants(t, 401)
	d.send(t, "GET", "/v1/topics/crimea", "", "Authorization", "bearer  "+good).wants(t, 200)
}

func TestReadsThatNeedAKeyAreNotServedFromWhatIsKept(t *testing.T) {
	d := newDesk(t, Options{ReadKey: true})
	for _, path := range []string{"/v1/topics/crimea", "/v1/events?snapshot=11", "/v1/events.csv"} {
		with := d.send(t, "GET", path, "", "ROLE", "reader").wants(t, 200)
		again := d.send(t, "GET", path, "", "ROLE", "reader").wants(t, 200)
		if with.body != again.body || strings.Contains(with.Header.Get("Cache-Control"), "public") {
			t.Errorf("%s: %q", path, with.Header.Get("Cache-Control"))
		}
		d.send(t, "GET", path, "", "ROLE", "none").wants(t, 401)
		d.send(t, "GET", path, "", "ROLE", "none", "If-None-Match", with.tag()).wants(t, 401)
		d.send(t, "HEAD", path, "", "ROLE", "none").wants(t, 401)
	}
	for _, path := range []string{"/", "/healthz", "/metrics", "/docs", "/openapi.json"} {
		d.send(t, "GET", path, "", "ROLE", "none").wants(t, 200)
	}
}

func TestGuessingKeysIsLimited(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	d := newDesk(t, Options{Rate: 1, Burst: 5, Now: func() time.Time { return now }})
	limited := 0
	for i := range 20 {
		got := d.send(t, "GET", "/v1/topics/crimea", "", "Authorization", fmt.Sprintf("Bearer bck_%08d_%064d", i, i))
		if got.StatusCode == 429 {
			limited++
		} else {
			got.wants(t, 401)
		}
	}
	if limited != 15 {
		t.Errorf("%d of 20 guesses were limited", limited)
	}
	now = now.Add(time.Minute)
	tag := d.send(t, "GET", "/v1/topics/crimea", "").wants(t, 200).tag()
	for range 20 { // an answer the reader has costs nothing, with a key too
		d.send(t, "GET", "/v1/topics/crimea", "", "If-None-Match", tag).wants(t, 304)
	}
}

func TestKeysAreInNoLogErrorOrMetric(t *testing.T) {
	d := newDesk(t, Options{})
	d.Drain() // the stream has no end
	secret := d.keys[admins]
	bad := "bck_deadbeef_" + strings.Repeat("feedface", 8)
	var answers strings.Builder
	note := func(r reply) {
		answers.WriteString(r.body)
		for name, values := range r.Header {
			answers.WriteString(name + strings.Join(values, " "))
		}
	}
	for _, r := range d.table() {
		for _, key := range []string{secret, bad} {
			note(d.send(t, r.method, sample(r.path), `{"label":7}`, "Authorization", "Bearer "+key))
			note(d.send(t, r.method, sample(r.path)+"?key="+key+"&"+key+"=1", "", "Authorization", "Bearer "+d.keys[admins]))
			note(d.send(t, r.method, sample(r.path)+"?key="+strings.ReplaceAll(key, "_", "%5F"), ""))
		}
	}
	note(d.send(t, "GET", "/v1/topics/"+secret, ""))
	note(d.send(t, "PUT", "/v1/topics/"+secret, `{"label":"X"}`))
	note(d.send(t, "PUT", "/v1/topics/crimea", `{"label":"C"}`, "If-Match", secret))
	note(d.send(t, "GET", "/metrics", ""))
	for name, text := range map[string]string{"log": d.log.String(), "answers": answers.String()} {
		for _, key := range []string{secret, bad} {
			if part := strings.SplitN(key, "_", 3)[2]; strings.Contains(text, part) {
				at := strings.Index(text, part)
				t.Errorf("a key is in the %s: …%s", name, text[max(0, at-200):at+20])
			}
		}
	}
	if !strings.Contains(d.log.String(), `key="key of admin"`) {
		t.Error("the log does not name who holds the key")
	}
}

func TestAdminsMakeListAndRevokeKeys(t *testing.T) {
	d := newDesk(t, Options{})
	made := d.send(t, "POST", "/v1/keys", `{"name":"Desk Europe","role":"editor","expires_at":"2099-12-31"}`, "ROLE", "admin").wants(t, 201)
	var key KeyMade
	strict(t, made.body, &key)
	if made.Header.Get("Cache-Control") != "no-store" || key.Data.ExpiresAt.Format(time.RFC3339) != "2100-01-01T00:00:00Z" {
		t.Errorf("%s %s", made.Header.Get("Cache-Control"), made.body)
	}
	bearer := "Bearer " + key.Secret
	d.send(t, "PUT", "/v1/topics/nato", `{"label":"NATO"}`, "Authorization", bearer).wants(t, 201)
	list := d.send(t, "GET", "/v1/keys", "", "ROLE", "admin").wants(t, 200)
	var page KeyPage
	strict(t, list.body, &page)
	if len(page.Data) != 4 || strings.Contains(list.body, strings.Split(key.Secret, "_")[2]) || strings.Contains(list.body, "hash") {
		t.Errorf("%s", list.body)
	}
	d.send(t, "DELETE", "/v1/keys/"+key.Data.ID, "", "ROLE", "admin").wants(t, 200)
	d.send(t, "PUT", "/v1/topics/nato", `{"label":"Nato"}`, "Authorization", bearer, "If-Match", "1").wants(t, 401)
	d.send(t, "DELETE", "/v1/keys/nothing", "", "ROLE", "admin").wants(t, 404)
	for body, want := range map[string]string{
		`{"role":"editor"}`:           "/name required",
		`{"name":"x"}`:                "/role required",
		`{"name":"x","role":"owner"}`: "/role unknown_value",
		`{"name":"x","role":"editor","expires_at":"2020-01-01"}`:      "/expires_at invalid_date",
		`{"name":"x","role":"editor","expires_at":"soon"}`:            "/expires_at invalid_date",
		`{"name":"x","role":"editor","expires":"2099-01-01"}`:         "/expires unknown_field",
		`{"name":"x","name":"y","role":"editor"}`:                     "/name duplicate_key",
		`{"name":7,"role":"editor"}`:                                  "/name wrong_type",
		`{"name":"a\nb","role":"editor"}`:                             "/name control_character",
		`{"name":"` + strings.Repeat("x", 101) + `","role":"editor"}`: "/name too_long",
		`["x"]`: " wrong_type",
		`{`:     " invalid_json",
	} {
		p := d.send(t, "POST", "/v1/keys", body, "ROLE", "admin").problem(t)
		if p.Status != 422 && p.Status != 400 || codesOf(p) != want {
			t.Errorf("%s: %d %s", body, p.Status, codesOf(p))
		}
	}
	d.send(t, "GET", "/v1/keys?limit=1", "", "ROLE", "admin").wants(t, 400)
	d.send(t, "GET", "/v1/keys.csv", "", "ROLE", "admin").wants(t, 404)
}

func TestPagesOfOtherOriginsMayWriteWithAKey(t *testing.T) {
	d := newDesk(t, Options{})
	got := d.send(t, "OPTIONS", "/v1/topics/crimea", "", "ROLE", "none", "Origin", "https://x.example", "Access-Control-Request-Method", "PUT").wants(t, 204)
	for header, word := range map[string]string{"Access-Control-Allow-Methods": "PUT", "Access-Control-Allow-Headers": "Authorization"} {
		if !strings.Contains(got.Header.Get(header), word) {
			t.Errorf("%s: %s", header, got.Header.Get(header))
		}
	}
	if got.Header.Get("Access-Control-Allow-Credentials") != "" {
		t.Error("browsers may send credentials of their own accord")
	}
}

// TestTheCurlLinesOfWritesInTheSpecWork runs each on the seed, on a store of its own.
func TestTheCurlLinesOfWritesInTheSpecWork(t *testing.T) {
	d := emptyDesk(t, Options{})
	if err := fixture.Load(d.Store); err != nil {
		t.Fatal(err)
	}
	n := 0
	operations := docs.Operations()
	slices.SortStableFunc(operations, func(a, b docs.Operation) int { // what is entered by one is retracted by another
		return strings.Compare(b.Method, a.Method)
	})
	for _, o := range operations {
		for _, e := range o.Examples {
			if strings.Contains(e.Curl, "$KEY") {
				n++
				d.runWrite(t, e.Curl, d.keys[admins])
			}
		}
	}
	if n < 20 {
		t.Errorf("%d lines", n)
	}
}
