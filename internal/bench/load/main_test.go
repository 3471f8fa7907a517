package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

func TestOnlyBoundedLoadOnLoopbackIsPut(t *testing.T) {
	good := plan{address: "http://127.0.0.1:8080", paths: []string{"/"}, requests: 1, seconds: 1, connections: 1}
	for name, c := range map[string]struct {
		change func(*plan)
		want   string
	}{
		"what is within the bounds":  {func(*plan) {}, ""},
		"localhost":                  {func(p *plan) { p.address = "http://localhost:1" }, ""},
		"IPv6":                       {func(p *plan) { p.address = "http://[::1]:1" }, ""},
		"another host":               {func(p *plan) { p.address = "http://example.org" }, "not on loopback"},
		"a host that begins like it": {func(p *plan) { p.address = "http://127.0.0.1.example.org" }, "not on loopback"},
		"no address":                 {func(p *plan) { p.address = "8080" }, "no address"},
		"too many requests":          {func(p *plan) { p.requests = maxRequests + 1 }, "-requests"},
		"no time":                    {func(p *plan) { p.seconds = 0 }, "-seconds"},
		"too many connections":       {func(p *plan) { p.connections = maxConnections + 1 }, "-connections"},
		"a path without a slash":     {func(p *plan) { p.paths = []string{"v1"} }, "slash"},
	} {
		t.Run(name, func(t *testing.T) {
			p := good
			c.change(&p)
			err := p.check()
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestEveryRequestIsPutOnceAndCounted(t *testing.T) {
	var asked atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		if r.URL.Path == "/missing" {
			w.WriteHeader(http.StatusNotFound)
		}
		w.Write([]byte("four"))
	}))
	defer server.Close()
	p := plan{address: server.URL, paths: []string{"/there", "/missing"}, requests: 100, seconds: 30, connections: 4}
	r, err := p.run(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if asked.Load() != 100 || len(r.waits) != 100 || r.status[200] != 50 || r.status[404] != 50 || r.bytes != 400 || r.failed != 0 {
		t.Errorf("asked %d, got %d answers, %v, %d bytes, %d failed", asked.Load(), len(r.waits), r.status, r.bytes, r.failed)
	}
	if r.quantile(0.5) > r.quantile(1) {
		t.Error("half of the waits are longer than the longest")
	}
	var out strings.Builder
	r.write(&out)
	for _, want := range []string{"100 answers", "p99", "status 404: 50"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is not in\n%s", want, out.String())
		}
	}
}

func TestNoServerIsAnError(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	p := plan{address: server.URL, paths: []string{"/"}, requests: 3, seconds: 5, connections: 1}
	if _, err := p.run(context.Background()); err == nil {
		t.Error("no error")
	}
}
