package rest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"testing"
	"time"

	"backchannel/internal/fixture"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// failing serves events that come until so many bytes are out, and then an error. What each answer ended with goes to
// ended.
func failing(t *testing.T, bytes int) (server *httptest.Server, ended chan error) {
	t.Helper()
	s := New(Options{Store: fixture.Seeded(t), Kept: -1, Reader: 200 * time.Millisecond})
	ended = make(chan error, 16)
	row, err := s.Store.Head().Event(t.Context(), "2025-04-25-putin-witkoff-moscow", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	handler := func(x *exchange) error {
		q, err := s.bindEvents(x)
		if err != nil {
			return err
		}
		rows := func(yield func(*store.EventRow, error) bool) {
			for sent := 0; sent < bytes; sent += len(row.JSON) {
				if !yield(row, nil) {
					return
				}
			}
			yield(nil, errors.New("the disk is gone"))
		}
		err = s.answerEvents(x, q, 0, rows, func() store.Page { return store.Page{} })
		ended <- err
		return err
	}
	for i := range s.routes {
		if s.routes[i].path == "/v1/events" {
			s.routes[i].handler = handler
		}
	}
	s.router = s.newRouter()
	server = httptest.NewUnstartedServer(s)
	server.Config = HTTPServer(s, slog.New(slog.DiscardHandler))
	server.Start()
	t.Cleanup(server.Close)
	return server, ended
}

func TestAReaderThatTakesNothingIsDropped(t *testing.T) {
	server, ended := failing(t, 1<<30)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /v1/events.ndjson HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if !errors.Is(err, errClientGone) {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("it is still being written to")
	}
}

func TestAStreamThatFailsMidwayBreaksTheConnectionOff(t *testing.T) {
	server, _ := failing(t, 8*hold)
	resp, err := http.Get(server.URL + "/v1/events.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	n, err := io.Copy(io.Discard, resp.Body)
	if resp.StatusCode != 200 || n < hold || err == nil {
		t.Errorf("status %d, %d bytes, and the end is clean: %v", resp.StatusCode, n, err)
	}
	curl, err := exec.LookPath("curl")
	if err != nil {
		fixture.Missing(t, "curl")
	}
	for _, version := range []string{"--http1.1", "--http1.0"} {
		for _, address := range []string{"/v1/events.csv", "/v1/events.ndjson", "/v1/events.csv?proof=1"} {
			if err := exec.Command(curl, "-sS", version, "-o", "/dev/null", server.URL+address).Run(); err == nil && version == "--http1.1" {
				t.Errorf("curl %s exits with zero at %s", version, address)
			}
		}
	}
}

func TestAStreamThatFailsBeforeItsStatusLineIsAProblem(t *testing.T) {
	server, _ := failing(t, hold/4)
	for _, address := range []string{"/v1/events.ndjson", "/v1/events.csv", "/v1/events", "/v1/events.txt"} {
		resp, err := http.Get(server.URL + address)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		reply{resp, string(body)}.wants(t, 500).problem(t)
	}
}

func TestALongStreamComesWhole(t *testing.T) {
	var records []record.Record
	for i := range 2500 {
		records = append(records, topic(fmt.Sprintf("topic-%04d", i), strings.Repeat("Crimea ", 20)))
	}
	s := ownServer(t, Options{}, records...)
	server := httptest.NewServer(s)
	defer server.Close()
	resp, err := http.Get(server.URL + "/v1/topics.ndjson?proof=1")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	lines, last := 0, ""
	for in := bufio.NewScanner(resp.Body); in.Scan(); lines++ {
		last = in.Text()
	}
	if lines != 2501 || !strings.Contains(last, `"count":2500`) || resp.ContentLength != -1 {
		t.Errorf("%d lines, the last %s", lines, last)
	}
	head, err := http.Head(server.URL + "/v1/topics.ndjson")
	if err != nil {
		t.Fatal(err)
	}
	head.Body.Close()
	if head.StatusCode != 200 || head.Header.Get("Etag") == "" {
		t.Errorf("HEAD: %d %v", head.StatusCode, head.Header)
	}
	if got := ask(t, s, "/v1/topics.csv?limit=1000").wants(t, 200); !strings.Contains(got.Header.Get("Link"), `rel="next"`) {
		t.Errorf("a cut file does not tell of the next page: %s", got.Header.Get("Link"))
	}
}

func TestARequestThatTakesTooLongIsStopped(t *testing.T) {
	s := New(Options{Store: fixture.Seeded(t), Deadline: time.Nanosecond, Kept: -1})
	for _, address := range []string{"/v1/events", "/v1/events.csv", "/v1/actors", "/v1/documents?q=putin"} {
		got := ask(t, s, address)
		if got.StatusCode == 200 { // it was quicker than the clock
			continue
		}
		if p := got.wants(t, 503).problem(t); p.Code != "too_costly" || got.Header.Get("Retry-After") == "" {
			t.Errorf("%s: %s", address, got.body)
		}
	}
}

func TestAPanicIsAProblemAndTheServerGoesOn(t *testing.T) {
	var log strings.Builder
	s := New(Options{Store: fixture.Seeded(t), Log: slog.New(slog.NewTextHandler(&log, nil))})
	for i := range s.routes {
		if s.routes[i].path == "/v1/topics" {
			s.routes[i].handler = func(*exchange) error { panic("secret of the inside") }
		}
	}
	s.router = s.newRouter()
	got := ask(t, s, "/v1/topics").wants(t, 500)
	if p := got.problem(t); p.Code != "internal" || strings.Contains(got.body, "secret") {
		t.Errorf("got %s", got.body)
	}
	if !strings.Contains(log.String(), "secret of the inside") || !strings.Contains(log.String(), got.Header.Get("X-Request-Id")) {
		t.Errorf("the log does not tell: %s", log.String())
	}
	ask(t, s, "/v1/topics/crimea").wants(t, 200)
}

func TestSlowAndLargeRequestsAreCutOff(t *testing.T) {
	s := seededServer(t)
	server := httptest.NewUnstartedServer(s)
	server.Config = HTTPServer(s, slog.New(slog.DiscardHandler))
	server.Config.ReadHeaderTimeout = 100 * time.Millisecond
	server.Start()
	defer server.Close()
	talk := func(what string) string {
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		if err := conn.SetDeadline(time.Now().Add(5 * time.Second)); err != nil {
			t.Fatal(err)
		}
		_, _ = io.WriteString(conn, what) // it may be cut off before it is all sent
		answer, err := io.ReadAll(conn)
		var timeout net.Error
		if errors.As(err, &timeout) && timeout.Timeout() {
			t.Errorf("the connection stays open for %.40q", what)
		}
		return string(answer)
	}
	if got := talk("GET /v1/events HTTP/1.1\r\nHost: x\r\nX-Slow: "); strings.Contains(got, "200 OK") {
		t.Errorf("a request that never ends is answered: %s", got)
	}
	if got := talk("GET / HTTP/1.1\r\nHost: x\r\nX-Large: " + strings.Repeat("x", 20<<10) + "\r\nConnection: close\r\n\r\n"); !strings.Contains(got, "431") || !strings.Contains(got, "problem+json") {
		t.Errorf("large headers: %.300s", got)
	}
	if got := talk("GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"); got != "" && !strings.Contains(got, "431") {
		t.Errorf("huge headers: %.300s", got)
	}
	if got := talk("POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 2000000\r\nConnection: close\r\n\r\n"); !strings.Contains(got, " 413 ") {
		t.Errorf("a large body: %.300s", got)
	}
}

func TestTheLogTellsEveryRequestOnALine(t *testing.T) {
	var log strings.Builder
	s := New(Options{Store: fixture.Seeded(t), Log: slog.New(slog.NewJSONHandler(&log, nil))})
	ask(t, s, "/v1/events?limit=1&q=%22x%0A%22").wants(t, 400)
	ask(t, s, "/v1/topics/crimea").wants(t, 200)
	ask(t, s, "/v1/topics/crimea").wants(t, 200)
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 3 || !strings.Contains(lines[0], `"code":"invalid_query"`) || !strings.Contains(lines[2], `"kept":true`) {
		t.Errorf("log: %s", log.String())
	}
}
