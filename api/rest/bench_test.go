package rest

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"backchannel/internal/fixture"
)

// discard is a ResponseWriter that keeps nothing.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }
func (d *discard) WriteHeader(int)             {}

// bench sends one request over and over. With over, it goes through a connection, as those of a client do.
func bench(b *testing.B, h http.Handler, over bool, address string, headers ...string) {
	b.Helper()
	b.ReportAllocs()
	if !over {
		r := httptest.NewRequest("GET", address, nil)
		for i := 0; i+1 < len(headers); i += 2 {
			r.Header.Set(headers[i], headers[i+1])
		}
		for b.Loop() {
			h.ServeHTTP(&discard{http.Header{}}, r)
		}
		return
	}
	server := httptest.NewServer(h)
	defer server.Close()
	r, err := http.NewRequest("GET", server.URL+address, nil)
	if err != nil {
		b.Fatal(err)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	transport := &http.Transport{DisableCompression: true}
	buf := make([]byte, 1<<20)
	for b.Loop() {
		resp, err := transport.RoundTrip(r)
		if err != nil {
			b.Fatal(err)
		}
		for err == nil {
			_, err = resp.Body.Read(buf)
		}
		resp.Body.Close()
	}
}

// BenchmarkRead compares kept answers with the floors: Echo sending the same bytes, and Echo sending none.
func BenchmarkRead(b *testing.B) {
	const address = "/v1/events?limit=4"
	kept, fresh := New(Options{Store: fixture.Seeded(b), Rate: 1e9}), New(Options{Store: fixture.Seeded(b), Kept: -1})
	first := ask(b, kept, address)
	body := []byte(first.body)
	b.Logf("%d bytes", len(body))
	floor := echo.New()
	floor.GET("/v1/events", func(c echo.Context) error { return c.Blob(http.StatusOK, "application/json", body) })
	floor.GET("/empty", func(c echo.Context) error { return c.NoContent(http.StatusNoContent) })
	for _, over := range []bool{false, true} {
		name := map[bool]string{false: "handler/", true: "connection/"}[over]
		b.Run(name+"static", func(b *testing.B) { bench(b, floor, over, address) })
		b.Run(name+"kept", func(b *testing.B) { bench(b, kept, over, address) })
		b.Run(name+"empty", func(b *testing.B) { bench(b, floor, over, "/empty") })
		b.Run(name+"304", func(b *testing.B) { bench(b, kept, over, address, "If-None-Match", first.Header.Get("Etag")) })
		b.Run(name+"fresh", func(b *testing.B) { bench(b, fresh, over, address) })
	}
}
