package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"backchannel/internal/fixture"
	"backchannel/internal/record"
)

// desk is a server with a store of the test's own, a key of each role, and a log that can be read.
type desk struct {
	*Server
	keys map[role]string
	log  *safeBuffer
}

// safeBuffer is a buffer that many write to.
type safeBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *safeBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *safeBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// world is a few records that refer to one another.
func world(t testing.TB) []record.Record {
	t.Helper()
	var list []record.Record
	for _, one := range []struct {
		t    record.Type
		body string
	}{
		{"actor", `{"id":"russia","kind":"state","name":"Russia","country":"RU"}`},
		{"actor", `{"id":"united-states","kind":"state","name":"United States","country":"US"}`},
		{"actor", `{"id":"anna-arlen","kind":"person","name":"Anna Arlen","roles":[{"title":"envoy","on_behalf_of":"russia"}]}`},
		{"actor", `{"id":"ben-birk","kind":"person","name":"Ben Birk"}`},
		{"source", `{"id":"the-wire","kind":"wire","name":"The Wire","reliability":"B"}`},
		{"source", `{"id":"the-paper","kind":"newspaper","name":"The Paper"}`},
		{"document", `{"id":"d1","source":"the-wire","title":"They met","url":"https://wire.example/met","published":"2025-03-01T12:00Z"}`},
		{"document", `{"id":"d2","source":"the-paper","title":"How long it took","published":"2025-03-02"}`},
		{"topic", `{"id":"territory","label":"Territory"}`},
		{"topic", `{"id":"crimea","label":"Crimea","parent":"territory"}`},
		{"event", `{"id":"2025-03-01-meeting","kind":"meeting","title":"Arlen meets Birk","date":"2025-03-01","participants":[{"actor":"anna-arlen","role":"principal"},
			{"actor":"ben-birk","role":"principal"}],"topics":["crimea"],"citations":[{"document":"d1","grade":"2","excerpt":"They met on Saturday."}]}`},
	} {
		r, faults := record.Decode(one.t, []byte(one.body))
		if faults = faults.And(r.Validate()); len(faults) > 0 {
			t.Fatalf("%s: %v", one.body, faults)
		}
		list = append(list, r)
	}
	return list
}

const meetingPath = "/v1/events/2025-03-01-meeting"

// newDesk serves a small world.
func newDesk(t testing.TB, o Options) *desk {
	t.Helper()
	d := emptyDesk(t, o)
	put(t, d.Store, world(t)...)
	return d
}

// emptyDesk serves nothing yet.
func emptyDesk(t testing.TB, o Options) *desk {
	t.Helper()
	d := &desk{log: &safeBuffer{}, keys: map[role]string{}}
	o.Log = slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	o.Store = fixture.Store(t)
	if o.Build == "" {
		o.Build = "test.1" // a build may have points
	}
	d.Server = New(o)
	for _, r := range []role{readers, editors, admins} {
		secret, _, err := o.Store.CreateKey(t.Context(), "key of "+r.word(), r.word(), time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		d.keys[r] = secret
	}
	return d
}

// send sends a request with a body as an editor. Headers are names and values in turn; ROLE names whose key is shown,
// and none shows no key.
func (d *desk) send(t testing.TB, method, path, body string, headers ...string) reply {
	t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body)).WithContext(context.Background())
	r.RemoteAddr = "192.0.2.1:1234"
	if body != "" {
		r.Header.Set("Content-Type", mediaJSON)
	}
	r.Header.Set("Authorization", "Bearer "+d.keys[editors])
	for i := 0; i+1 < len(headers); i += 2 {
		switch {
		case headers[i] != "ROLE":
			r.Header.Set(headers[i], headers[i+1])
		case headers[i+1] == "none":
			r.Header.Del("Authorization")
		default:
			r.Header.Set("Authorization", "Bearer "+d.keys[roleOf(headers[i+1])])
		}
	}
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return reply{w.Result(), w.Body.String()}
}

// dataOf is the record in an answer.
func (r reply) dataOf(t testing.TB) map[string]any {
	t.Helper()
	var answer struct {
		Data map[string]any `json:"data"`
	}
	if err := json.Unmarshal([]byte(r.body), &answer); err != nil {
		t.Fatalf("%v in %s", err, r.body)
	}
	return answer.Data
}

// tag is the answer's ETag.
func (r reply) tag() string { return r.Header.Get("Etag") }

// still fails where something was written since.
func (d *desk) still(t testing.TB, seq int64) {
	t.Helper()
	if got := d.Store.Seq(); got != seq {
		t.Errorf("the database went from change %d to %d", seq, got)
	}
}

// with is a body with one key more or another value of it.
func with(t testing.TB, body, key string, value any) string {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		t.Fatal(err)
	}
	object[key] = value
	out, err := json.Marshal(object)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func codesOf(p Problem) string {
	var words []string
	for _, f := range p.Errors {
		where := f.Pointer
		if where == "" {
			where = f.Parameter
		}
		words = append(words, where+" "+f.Code)
	}
	return strings.Join(words, ", ")
}

// endless is a body that never ends.
type endless struct{}

func (*endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

// newRequest is a request whose body has no length.
func newRequest(t testing.TB, method, path string, body io.Reader) *http.Request {
	t.Helper()
	r := httptest.NewRequest(method, path, body).WithContext(t.Context())
	r.ContentLength, r.RemoteAddr = -1, "192.0.2.1:1234"
	return r
}

// serve answers a request.
func (d *desk) serve(r *http.Request) reply {
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return reply{w.Result(), w.Body.String()}
}
