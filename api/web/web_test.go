package web_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"backchannel/api/web"
	"backchannel/docs"
	"backchannel/internal/fixture"
)

// site serves the page as the program does, under its policy.
func site(t *testing.T) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	serve := func(path, contentType, encoding string, body []byte) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", contentType)
			w.Header().Set("Content-Security-Policy", web.ContentSecurityPolicy)
			if encoding != "" {
				w.Header().Set("Content-Encoding", encoding)
			}
			w.Write(body)
		})
	}
	serve("/docs", "text/html; charset=utf-8", "", web.Reference("/openapi.json"))
	serve("/openapi.json", "application/json", "", docs.OpenAPIJSON)
	for _, a := range web.Assets() {
		serve(a.Path, a.ContentType, a.Encoding, a.Body)
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

func TestThePageShowsEveryOperationAndAsksNobodyElse(t *testing.T) {
	b := fixture.Chromium(t)
	server := site(t)
	b.Open(t, server.URL+"/docs")
	for _, operation := range docs.Operations() {
		summary, err := json.Marshal(operation.Summary)
		if err != nil {
			t.Fatal(err)
		}
		b.Await(t, "document.body.innerText.includes("+string(summary)+")")
	}
	b.Shoot(t, "reference")
	b.Evaluate(t, "[...document.querySelectorAll('aside *, nav *')].findLast(e => e.innerText?.trim() === 'List events').click()")
	b.Await(t, "document.body.innerText.includes('listEvents') && document.body.innerText.includes('curl')")
	b.Shoot(t, "operation")
	text := b.Evaluate(t, "document.body.innerText")
	if !strings.Contains(text, "curl") {
		t.Error("the page shows no curl line")
	}
	for _, e := range b.Events {
		checkEvent(t, server.URL, e)
	}
}

// checkEvent refuses requests to other hosts, and anything that the console complains of.
func checkEvent(t *testing.T, home string, e fixture.Message) {
	t.Helper()
	var p struct {
		Request struct {
			URL string `json:"url"`
		} `json:"request"`
		Entry struct {
			Level, Text, URL string
		} `json:"entry"`
		ExceptionDetails struct {
			Text      string
			Exception struct{ Description string }
		} `json:"exceptionDetails"`
	}
	if err := json.Unmarshal(e.Params, &p); err != nil {
		return // an event of another form
	}
	switch e.Method {
	case "Network.requestWillBeSent":
		address, err := url.Parse(p.Request.URL)
		if err != nil || !strings.HasPrefix(p.Request.URL, home) && address.Scheme != "data" && address.Scheme != "blob" && address.Scheme != "about" {
			t.Errorf("the page asks for %s", p.Request.URL)
		}
	case "Log.entryAdded":
		if p.Entry.Level == "error" {
			t.Errorf("the console complains: %s %s", p.Entry.Text, p.Entry.URL)
		}
	case "Runtime.exceptionThrown":
		t.Errorf("the page throws: %s %s", p.ExceptionDetails.Text, p.ExceptionDetails.Exception.Description)
	}
}

func TestThePageLooksForItsFilesBesideTheSpec(t *testing.T) {
	for specPath, want := range map[string]string{
		"/openapi.json":             `src="/docs/scalar.js"`,
		"/backchannel/openapi.json": `src="/backchannel/docs/scalar.js"`,
		"openapi.json":              `src="docs/scalar.js"`,
	} {
		page := string(web.Reference(specPath))
		if !strings.Contains(page, want) || !strings.Contains(page, `data-openapi="`+specPath+`"`) {
			t.Errorf("the page for %s is\n%s", specPath, page)
		}
	}
}

func TestThePageHoldsNoScriptOfItsOwn(t *testing.T) {
	page := string(web.Reference(`/"><script>alert(1)</script>/openapi.json`))
	if strings.Contains(page, "alert(1)</script>") || strings.Contains(page, "<script>") {
		t.Errorf("the policy forbids scripts within the page:\n%s", page)
	}
}

func TestTheBundleUnpacksAndItsLicenceStandsBesideIt(t *testing.T) {
	found := map[string]web.Asset{}
	for _, a := range web.Assets() {
		found[a.Path] = a
	}
	unpack, err := gzip.NewReader(bytes.NewReader(found["/docs/scalar.js"].Body))
	if err != nil {
		t.Fatal(err)
	}
	script, err := io.ReadAll(unpack)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(script, []byte("createApiReference")) {
		t.Error("scalar.js is not the bundle that the page calls")
	}
	if licence := string(found["/docs/scalar.LICENSE"].Body); !strings.Contains(licence, "Permission is hereby granted") {
		t.Errorf("scalar.LICENSE is %q", licence)
	}
}
