package rest

import (
	"bytes"
	"log/slog"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestA304IsBare(t *testing.T) {
	store := seededServer(t).Store
	for _, c := range []struct {
		what    string
		options Options
		headers []string
		want    []string
	}{
		{"to a program", Options{}, nil, []string{"Cache-Control", "Etag", "Vary"}},
		{"to a browser", Options{}, []string{"Origin", "https://a.example"},
			[]string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cache-Control", "Etag", "Vary"}},
		{"to a browser of an origin that may read", Options{Origins: []string{"https://a.example"}}, []string{"Origin", "https://a.example"},
			[]string{"Access-Control-Allow-Origin", "Access-Control-Expose-Headers", "Cache-Control", "Etag", "Vary"}},
		{"to a browser of another", Options{Origins: []string{"https://b.example"}}, []string{"Origin", "https://a.example"},
			[]string{"Cache-Control", "Etag", "Vary"}},
		{"to one that takes gzip", Options{}, []string{"Accept-Encoding", "gzip"}, []string{"Cache-Control", "Etag", "Vary"}},
	} {
		c.options.Store, c.options.Build = store, "test"
		s := New(c.options)
		whole := ask(t, s, "/v1/events", c.headers...).wants(t, 200)
		got := ask(t, s, "/v1/events", append([]string{"If-None-Match", whole.Header.Get("Etag")}, c.headers...)...).wants(t, 304)
		if diff := cmp.Diff(c.want, slices.Sorted(maps.Keys(got.Header))); diff != "" {
			t.Errorf("%s (-want +got)\n%s", c.what, diff)
		}
		for _, name := range []string{"Etag", "Vary", "Cache-Control", "Access-Control-Allow-Origin"} {
			if got.Header.Get(name) != whole.Header.Get(name) && got.Header.Get(name) != "" {
				t.Errorf("%s: %s is %q, and of the whole answer %q", c.what, name, got.Header.Get(name), whole.Header.Get(name))
			}
		}
	}
}

func TestA304IsCountedAndLoggedAndCostsNoQuota(t *testing.T) {
	var log bytes.Buffer
	s := New(Options{Store: seededServer(t).Store, Build: "test", Rate: 1, Burst: 2, Log: slog.New(slog.NewTextHandler(&log, nil))})
	tag := ask(t, s, "/v1/events").wants(t, 200).Header.Get("Etag")
	for range 20 {
		ask(t, s, "/v1/events", "If-None-Match", tag).wants(t, 304)
	}
	if page := ask(t, s, "/metrics", "FROM", "192.0.2.77:1").wants(t, 200).body; !strings.Contains(page, `backchannel_requests_total{format="json",route="/v1/events",status="304"} 20`) {
		t.Errorf("the 304s are not counted:\n%s", page)
	}
	if n := strings.Count(log.String(), "status=304"); n != 20 || !strings.Contains(log.String(), "from=192.0.2.1") {
		t.Errorf("%d of 20 are logged:\n%s", n, log.String())
	}
}

func TestABadKeyIsRefusedHoweverFreshTheAnswer(t *testing.T) {
	s := seededServer(t)
	tag := ask(t, s, "/v1/events").wants(t, 200).Header.Get("Etag")
	ask(t, s, "/v1/events", "If-None-Match", tag, "Authorization", "Bearer bck_no_such").wants(t, 401)
	closed := New(Options{Store: s.Store, Build: "test", ReadKey: true})
	ask(t, closed, "/v1/events", "If-None-Match", tag).wants(t, 401)
	ask(t, s, "/v1/events", "If-None-Match", tag, "METHOD", "DELETE").wants(t, 405)
}
