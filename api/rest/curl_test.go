package rest

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"backchannel/db"
	"backchannel/docs"
)

// curlLine is what a curl command asks for.
type curlLine struct {
	method, address string
	headers         http.Header
}

// parseCurl reads a curl line as a shell and curl would, as far as documentation goes: quotes, the options below, and
// nothing behind a pipe.
func parseCurl(line string) (curlLine, error) {
	words, err := shellWords(line)
	if err != nil || len(words) == 0 || words[0] != "curl" {
		return curlLine{}, fmt.Errorf("no curl line: %s (%v)", line, err)
	}
	c := curlLine{method: http.MethodGet, headers: http.Header{}}
	var data []string
	for i := 1; i < len(words); i++ {
		word := words[i]
		value := func() string {
			i++
			if i < len(words) {
				return words[i]
			}
			return ""
		}
		switch {
		case word == "-H" || word == "--header":
			name, text, _ := strings.Cut(value(), ":")
			c.headers.Add(name, strings.TrimSpace(text))
		case word == "-o" || word == "--output":
			value()
		case word == "-I" || word == "--head":
			c.method = http.MethodHead
		case word == "--compressed":
			c.headers.Set("Accept-Encoding", "gzip")
		case word == "--data-urlencode":
			name, text, _ := strings.Cut(value(), "=")
			data = append(data, name+"="+url.QueryEscape(text))
		case word == "-d" || word == "--data":
			data = append(data, value())
		case strings.HasPrefix(word, "--"), strings.HasPrefix(word, "-") && strings.Trim(word[1:], "sSfgGiLkNOJ") == "":
			if word == "--get" || strings.HasPrefix(word, "--s") || strings.HasPrefix(word, "--f") || !strings.HasPrefix(word, "--") {
				continue
			}
			return c, fmt.Errorf("an option this test does not know: %s", word)
		case strings.HasPrefix(word, "-"):
			return c, fmt.Errorf("an option this test does not know: %s", word)
		default:
			c.address = word
		}
	}
	if !strings.Contains(c.address, "://") {
		c.address = "http://" + c.address
	}
	if len(data) > 0 {
		joint := "?"
		if strings.Contains(c.address, "?") {
			joint = "&"
		}
		c.address += joint + strings.Join(data, "&")
	}
	return c, nil
}

// shellWords splits a line into words up to a pipe, a redirection or a comment. Unquoted characters that a shell would
// read otherwise are a fault of the line.
func shellWords(line string) (words []string, err error) {
	var word strings.Builder
	begun := false
	end := func() {
		if begun {
			words = append(words, word.String())
			word.Reset()
			begun = false
		}
	}
	for i := 0; i < len(line); i++ {
		switch c := line[i]; c {
		case '\'', '"':
			closing := strings.IndexByte(line[i+1:], c)
			if closing < 0 {
				return nil, fmt.Errorf("an unclosed %c", c)
			}
			word.WriteString(line[i+1 : i+1+closing])
			i, begun = i+1+closing, true
		case ' ', '\t', '\n':
			end()
		case '|', '>', '#':
			end()
			return words, nil
		case '&', '?', '*', ';', '(', ')', '<', '$', '`', '\\', '[', ']', '{', '}':
			return nil, fmt.Errorf("a shell reads %q otherwise outside quotes", c)
		default:
			word.WriteByte(c)
			begun = true
		}
	}
	end()
	return words, nil
}

// runCurl sends what a line asks for to the server, whatever host it names.
func runCurl(t *testing.T, server *httptest.Server, line string) {
	t.Helper()
	c, err := parseCurl(line)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(c.address, "://")
	host, path, _ := strings.Cut(rest, "/")
	if !strings.HasPrefix(host, "localhost") && !strings.HasPrefix(host, "127.0.0.1") {
		t.Fatalf("%s goes to %s", line, host)
	}
	r, err := http.NewRequest(c.method, server.URL+"/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header = c.headers
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 {
		t.Errorf("%s\nanswers %d: %.1000s (%v)", line, resp.StatusCode, body, err)
	}
	for _, nothing := range []string{"\"total\":0,", "\n0 of 0"} {
		if strings.Contains(string(body), nothing) {
			t.Errorf("%s\nfinds nothing: %.500s", line, body)
		}
	}
}

// seededSite serves the seed on a port of this machine.
func seededSite(t *testing.T) *httptest.Server {
	server := httptest.NewServer(seededServer(t))
	t.Cleanup(server.Close)
	return server
}

func TestTheCurlLinesOfTheHelpWork(t *testing.T) {
	server := seededSite(t)
	resp, err := http.Get(server.URL + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(body)) {
		if strings.HasPrefix(line, "curl") {
			runCurl(t, server, line)
			n++
		}
	}
	if n < 5 || !strings.Contains(string(body), db.Coverage) {
		t.Errorf("%d lines in %s", n, body)
	}
}

func TestTheCurlLinesOfTheReadmeWork(t *testing.T) { curlLinesWork(t, "../../README.md") }

func TestTheCurlLinesOnFormatsWork(t *testing.T) { curlLinesWork(t, "../../docs/formats.md") }

func curlLinesWork(t *testing.T, file string) {
	t.Helper()
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	server := seededSite(t)
	n, shell := 0, false
	for line := range strings.Lines(string(body)) {
		if strings.HasPrefix(line, "```") {
			shell = strings.HasPrefix(line, "```sh")
		}
		if shell && strings.HasPrefix(line, "curl") {
			runCurl(t, server, line)
			n++
		}
	}
	if n == 0 {
		t.Error("there are no curl lines")
	}
}

func TestTheCurlLinesOfTheSpecWork(t *testing.T) {
	server := seededSite(t)
	for _, o := range docs.Operations() {
		for _, e := range o.Examples {
			if strings.Contains(e.Curl, "$KEY") {
				continue // those of writes are run with a key, on a store of their own
			}
			if o.ID != "ready" && o.ID != "getStream" { // a stream has no end, and a server of a test is never ready
				runCurl(t, server, e.Curl)
			}
		}
	}
}

func TestCurlLinesAreReadAsAShellReadsThem(t *testing.T) {
	for line, want := range map[string]string{
		`curl 'localhost:8080/v1/events?a=1&b=2'`:                          "GET http://localhost:8080/v1/events?a=1&b=2",
		`curl -sS -H 'Accept: text/csv' "http://localhost/x" | head -3`:    "GET http://localhost/x",
		`curl --get localhost/x --data-urlencode 'q="a b"' -o file # note`: "GET http://localhost/x?q=%22a+b%22",
		`curl -I localhost/x`:      "HEAD http://localhost/x",
		`curl localhost/x?a=1&b=2`: "",
		`curl 'localhost`:          "",
		`curl --upload-file x y`:   "",
		`wget localhost`:           "",
	} {
		c, err := parseCurl(line)
		if got := c.method + " " + c.address; (err != nil) != (want == "") || err == nil && got != want {
			t.Errorf("%s is read as %s (%v)", line, got, err)
		}
	}
}

func TestABrowserGetsAPage(t *testing.T) {
	s := seededServer(t)
	page := ask(t, s, "/", "Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8").wants(t, 200)
	if !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") || !strings.Contains(page.body, `href="/docs"`) ||
		page.Header.Get("Content-Security-Policy") == "" || page.Header.Get("Vary") != "Accept" {
		t.Errorf("%v %s", page.Header, page.body)
	}
	for _, accept := range []string{"", "*/*", "text/plain", "application/json"} {
		if got := ask(t, s, "/", "Accept", accept).wants(t, 200).Header.Get("Content-Type"); !strings.HasPrefix(got, "text/plain") {
			t.Errorf("Accept: %s gives %s", accept, got)
		}
	}
}

func TestOperatorsSeeWhatRuns(t *testing.T) {
	s := seededServer(t)
	var h Health
	strict(t, ask(t, s, "/healthz").wants(t, 200).body, &h)
	if h.Status != "ok" || h.Engine == "" || h.Seq == 0 || h.Schema == 0 || h.Epoch != s.Store.Epoch() || h.Version != "dev" {
		t.Errorf("%+v", h)
	}
	ask(t, s, "/readyz").wants(t, 503).problem(t)
	s.Ready(true)
	ask(t, s, "/readyz").wants(t, 200)
	s.Ready(false)
	ask(t, s, "/readyz").wants(t, 503)
	ask(t, s, "/v1/events.csv")
	ask(t, s, "/v1/events.csv")
	page := ask(t, s, "/metrics").wants(t, 200).body
	for _, line := range []string{
		`backchannel_requests_total{format="csv",route="/v1/events",status="200"} 2`,
		`backchannel_kept_answers_total{kept="true"} 1`,
		fmt.Sprintf("backchannel_database_seq %d", s.Store.Seq()),
		`backchannel_request_duration_seconds_count{route="/v1/events"} 2`,
	} {
		if !strings.Contains(page, line) {
			t.Errorf("there is no %s", line)
		}
	}
}

func TestTheReferenceIsServedWithItsFiles(t *testing.T) {
	s := seededServer(t)
	for address, contentType := range map[string]string{
		"/docs": "text/html", "/docs/": "text/html", "/docs/scalar.js": "text/javascript", "/openapi.json": "application/json", "/openapi.yaml": "application/yaml",
	} {
		got := ask(t, s, address).wants(t, 200)
		if !strings.HasPrefix(got.Header.Get("Content-Type"), contentType) || len(got.body) == 0 || strings.HasPrefix(got.body, "\x1f\x8b") {
			t.Errorf("%s: %v", address, got.Header)
		}
		zipped := ask(t, s, address, "Accept-Encoding", "gzip").wants(t, 200)
		if len(got.body) > minZip && zipped.Header.Get("Content-Encoding") != "gzip" {
			t.Errorf("%s is not compressed", address)
		}
		if strings.HasPrefix(contentType, "text/html") && !strings.Contains(got.Header.Get("Content-Security-Policy"), "script-src 'self'") {
			t.Errorf("%s has no policy", address)
		}
	}
}

func TestLinksBeginWithThePublicAddress(t *testing.T) {
	s := New(Options{Store: seededServer(t).Store, PublicURL: "https://timeline.example.org/bc/"})
	got := ask(t, s, "/v1/events?limit=1").wants(t, 200)
	var page EventPage
	strict(t, got.body, &page)
	for _, link := range []string{page.Links.Self, *page.Links.Next, page.Links.Permalink, page.Links.CSV, strings.TrimPrefix(got.Header.Get("Link"), "<")} {
		if !strings.HasPrefix(link, "https://timeline.example.org/bc/v1/events") {
			t.Errorf("a link to %s", link)
		}
	}
	if body := ask(t, s, "/").body; !strings.Contains(body, "curl -sS 'https://timeline.example.org/bc/v1/events") {
		t.Errorf("help: %s", body)
	}
	if body := ask(t, s, "/docs").body; !strings.Contains(body, "/bc/openapi.json") {
		t.Errorf("docs: %s", body)
	}
}
