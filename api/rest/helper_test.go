package rest

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"backchannel/internal/fixture"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// seededServer serves the seed dataset without a rate limit.
func seededServer(t testing.TB) *Server {
	t.Helper()
	return New(Options{Store: fixture.Seeded(t), Build: "test"})
}

// reply is an answer as a test looks at it.
type reply struct {
	*http.Response
	body string
}

// ask sends a GET. The headers are names and values in turn; the name METHOD stands for the method.
func ask(t testing.TB, s http.Handler, address string, headers ...string) reply {
	t.Helper()
	target, err := url.ParseRequestURI(address)
	if err != nil {
		t.Fatalf("%s: %v", address, err)
	}
	r := &http.Request{Method: http.MethodGet, URL: target, RequestURI: address, Host: "test", RemoteAddr: "192.0.2.1:1234",
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Body: http.NoBody}
	for i := 0; i+1 < len(headers); i += 2 {
		switch headers[i] {
		case "METHOD":
			r.Method = headers[i+1]
		case "FROM":
			r.RemoteAddr = headers[i+1]
		default:
			r.Header.Add(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r.WithContext(context.Background()))
	return reply{w.Result(), w.Body.String()}
}

func (r reply) wants(t testing.TB, status int) reply {
	t.Helper()
	if r.StatusCode != status {
		t.Fatalf("status %d instead of %d: %s", r.StatusCode, status, r.body)
	}
	return r
}

// problem reads the answer as the problem document it must be.
func (r reply) problem(t testing.TB) Problem {
	t.Helper()
	var p Problem
	strict(t, r.body, &p)
	if got := r.Header.Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("a problem of type %q", got)
	}
	if p.Status != r.StatusCode || p.Code == "" || p.Title == "" || p.Detail == "" || p.RequestID != r.Header.Get("X-Request-Id") {
		t.Errorf("the problem is not whole: %s", r.body)
	}
	if codeOf(p.Code).Name != p.Code || p.Type != "/docs/problems/"+p.Code {
		t.Errorf("the problem has no page: %s", r.body)
	}
	for _, secret := range []string{"SELECT", "goroutine", ".go:", "sqlite", "/tmp/"} {
		if strings.Contains(p.Detail, secret) {
			t.Errorf("the problem tells of the inside: %s", r.body)
		}
	}
	return p
}

// strict decodes JSON that has no key the type does not know.
func strict(t testing.TB, body string, into any) {
	t.Helper()
	dec := json.NewDecoder(strings.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%v in %.2000s", err, body)
	}
}

// ownServer serves a store of the test's own with these records in it.
func ownServer(t testing.TB, o Options, records ...record.Record) *Server {
	t.Helper()
	o.Store = fixture.Store(t)
	if o.Build == "" {
		o.Build = "test"
	}
	put(t, o.Store, records...)
	return New(o)
}

func put(t testing.TB, st *store.Store, records ...record.Record) {
	t.Helper()
	var batch store.Batch
	for _, r := range records {
		batch.Changes = append(batch.Changes, store.Change{Operation: store.Put, Record: r})
	}
	write(t, st, batch)
}

func write(t testing.TB, st *store.Store, batch store.Batch) {
	t.Helper()
	batch.By = "test"
	if _, err := st.Write(t.Context(), batch); err != nil {
		t.Fatal(err)
	}
}

func topic(id, label string) record.Record { return &record.Topic{ID: id, Label: label} }
