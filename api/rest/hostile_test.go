package rest

import (
	"flag"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"backchannel/internal/fixture"
)

var hostile = flag.Int("hostile", 3000, "how many hostile requests to send")

// pieces are what hostile values are made of, beside random bytes.
var pieces = []string{"'", `"`, `""`, "--", ";", "%", "%00", "\x00", "\xff", "\n", "\r\n", "../", "*", "-", ",", "OR", "AND", "NOT", "NEAR(", ")", "(",
	"^", "{", "}", "[", "]", ":", "~", "?", "2025-04", "2025-04-22T10:00Z", "9999-12-31", "..", "/", "-1", "99999999999999999999", "NaN", "1e309", "true", "null",
	"vladimir-putin", "Путин", "ё", "\u202e", "\u0301", "𝕏", "a", "zz", "kind", "<script>", "=cmd|' /C calc'!A0", "B2", "RU", "crimea", "0", "1", "812", " "}

func hostileValue(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(6) {
		if r.IntN(6) == 0 {
			b.WriteByte(byte(r.IntN(256)))
		} else {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
	}
	return b.String()
}

// hostileRequest makes a request with anything in every parameter and header.
func hostileRequest(r *rand.Rand) *http.Request {
	paths := []string{"/v1/events", "/v1/actors", "/v1/sources", "/v1/documents", "/v1/topics", "/v1/vocabularies", "/",
		"/v1/events/2025-04-25-putin-witkoff-moscow", "/v1/events/2025-04-25-putin-witkoff-moscow/revisions", "/v1/actors/steve-witkoff/revisions/1", "/docs"}
	path := paths[r.IntN(len(paths))]
	switch r.IntN(4) {
	case 0:
		path += []string{".csv", ".txt", ".md", ".ndjson", ".json"}[r.IntN(5)]
	case 1:
		if r.IntN(4) == 0 {
			path += "/" + hostileValue(r)
		}
	}
	names := append(parameterNames(EventFilter{}, EventList{}, ActorList{}, SourceList{}, TopicList{}), "x", "")
	var query []string
	for range r.IntN(5) {
		value := hostileValue(r)
		if r.IntN(8) > 0 {
			value = url.QueryEscape(value)
		}
		query = append(query, names[r.IntN(len(names))]+"="+value)
	}
	request := &http.Request{Method: []string{"GET", "GET", "GET", "HEAD", "OPTIONS", "POST"}[r.IntN(6)], Header: http.Header{},
		URL: &url.URL{Path: path, RawQuery: strings.Join(query, "&")}, Host: "x", RemoteAddr: "192.0.2.1:1", Body: http.NoBody, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1}
	request.RequestURI = request.URL.RequestURI()
	for _, name := range []string{"Accept", "Accept-Language", "Accept-Encoding", "If-None-Match", "Origin", "X-Forwarded-For", "Access-Control-Request-Method"} {
		if r.IntN(6) == 0 {
			request.Header.Set(name, hostileValue(r))
		}
	}
	return request
}

// survives sends a request and refuses what no request may lead to.
func survives(t *testing.T, s *Server, r *http.Request) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code >= 500 && !(w.Code == 503 && r.URL.Path == "/readyz") {
		t.Errorf("%d for %s %q %v: %s", w.Code, r.Method, r.RequestURI, r.Header, w.Body)
	}
	if w.Code >= 400 && r.Method != http.MethodHead {
		reply{w.Result(), w.Body.String()}.problem(t)
	}
	for name, values := range w.Result().Header {
		for _, value := range values {
			if strings.ContainsAny(value, "\r\n\x00") {
				t.Errorf("%s of %q holds a line break: %q", name, r.RequestURI, value)
			}
		}
	}
}

func TestNoRequestLeadsToAServerError(t *testing.T) {
	s := New(Options{Store: fixture.Seeded(t), Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for range *hostile {
		survives(t, s, hostileRequest(r))
		if t.Failed() {
			t.Fatalf("the random numbers begin with %d", seed)
		}
	}
}

func FuzzRequest(f *testing.F) {
	for _, address := range []string{"/v1/events?q=%22front+lines%22+OR+-x*&sort=relevance", "/v1/events.csv?as_of=2025-04-22&rows=accounts&fields=id",
		"/v1/actors?q=%D0%9F%D1%83%D1%82%D0%B8%D0%BD&cursor=AAAA", "/v1/events/x/revisions/1.md?snapshot=1&epoch=x", "/docs/problems/gone", "/v1/events?bbox=1,2,3"} {
		f.Add(address, "text/csv;q=0.5, */*", "ru, en;q=0.5", `W/"x", *`)
	}
	s := New(Options{Store: fixture.Seeded(f)})
	f.Fuzz(func(t *testing.T, address, accept, language, match string) {
		target, err := url.ParseRequestURI(address)
		if err != nil || target.Path == "/readyz" {
			return
		}
		survives(t, s, &http.Request{Method: http.MethodGet, URL: target, RequestURI: address, Host: "x", RemoteAddr: "192.0.2.1:1", Body: http.NoBody,
			Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Accept": {accept}, "Accept-Language": {language}, "If-None-Match": {match}}})
	})
}
