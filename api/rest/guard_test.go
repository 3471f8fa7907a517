package rest

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	"backchannel/internal/fixture"
)

func TestRequestsFromOneAddressAreLimited(t *testing.T) {
	now := time.Unix(1_750_000_000, 0)
	s := New(Options{Store: fixture.Seeded(t), Rate: 1, Burst: 3, Now: func() time.Time { return now }})
	for left := 2; left >= 0; left-- {
		got := ask(t, s, "/v1/topics/crimea").wants(t, 200)
		if want := fmt.Sprintf(`"address";r=%d;t=%d`, left, 3-left); got.Header.Get("Ratelimit") != want {
			t.Errorf("RateLimit is %s instead of %s", got.Header.Get("Ratelimit"), want)
		}
		if got.Header.Get("Ratelimit-Policy") != `"address";q=3;w=3` {
			t.Errorf("RateLimit-Policy is %s", got.Header.Get("Ratelimit-Policy"))
		}
	}
	refused := ask(t, s, "/v1/topics/crimea").wants(t, 429)
	if refused.problem(t); refused.Header.Get("Retry-After") != "1" || refused.Header.Get("Ratelimit") == "" {
		t.Errorf("Retry-After %q", refused.Header.Get("Retry-After"))
	}
	ask(t, s, "/no/such/address").wants(t, 429)
	ask(t, s, "/v1/topics/crimea", "FROM", "192.0.2.2:1").wants(t, 200)
	now = now.Add(time.Second)
	ask(t, s, "/v1/topics/crimea").wants(t, 200)
	ask(t, s, "/v1/topics/crimea").wants(t, 429)
}

func TestAnAnswerTheClientHasCostsNothing(t *testing.T) {
	now := time.Unix(1_750_000_000, 0)
	for _, kept := range []int{0, -1} {
		s := New(Options{Store: fixture.Seeded(t), Rate: 1, Burst: 3, Kept: kept, Now: func() time.Time { return now }})
		for _, address := range []string{"/v1/events?limit=1", "/v1/topics/crimea"} {
			tag := ask(t, s, address, "FROM", "192.0.2.9:1").wants(t, 200).Header.Get("Etag")
			for range 20 {
				ask(t, s, address, "FROM", "192.0.2.9:1", "If-None-Match", tag).wants(t, 304)
			}
		}
	}
}

func TestXForwardedForIsBelievedFromTrustedProxiesAlone(t *testing.T) {
	now := time.Unix(1_750_000_000, 0)
	serve := func(proxies ...netip.Prefix) *Server {
		return New(Options{Store: fixture.Seeded(t), Rate: 1, Burst: 2, Proxies: proxies, Now: func() time.Time { return now }})
	}
	count := func(s *Server, from string, forwarded func(i int) string) (served int) {
		for i := range 10 {
			got := ask(t, s, "/readyz", "FROM", from, "X-Forwarded-For", forwarded(i), "X-Real-Ip", forwarded(i), "Forwarded", "for="+forwarded(i))
			if got.StatusCode != 429 {
				served++
			}
		}
		return served
	}
	other := func(i int) string { return fmt.Sprintf("198.51.100.%d", i) }
	for _, from := range []string{"192.0.2.1:5", "127.0.0.1:5", "10.0.0.1:5", "[::1]:5", "[fe80::1%eth0]:5"} {
		if n := count(serve(), from, other); n != 2 {
			t.Errorf("%s without trusted proxies: %d were served", from, n)
		}
	}
	proxy := netip.MustParsePrefix("10.0.0.0/8")
	if n := count(serve(proxy), "192.0.2.1:5", other); n != 2 {
		t.Errorf("from elsewhere than the proxy: %d were served", n)
	}
	if n := count(serve(proxy), "10.0.0.1:5", other); n != 10 {
		t.Errorf("from the proxy: %d of 10 clients were served", n)
	}
	spoofed := func(i int) string { return fmt.Sprintf("203.0.113.%d, 198.51.100.7", i) }
	if n := count(serve(proxy), "10.0.0.1:5", spoofed); n != 2 {
		t.Errorf("with a forged beginning: %d were served", n)
	}
}

func TestOneHouseholdOfIPv6IsOneAddress(t *testing.T) {
	l := newLimiter(1, 1)
	now := time.Unix(0, 0)
	l.take("2001:db8::1", now)
	if _, wait := l.take("2001:db8::ffff:2", now); wait == 0 {
		t.Error("another address of the same /64 was served")
	}
	if _, wait := l.take("2001:db8:0:1::1", now); wait != 0 {
		t.Error("another /64 was not served")
	}
	l.take("::ffff:192.0.2.1", now)
	if _, wait := l.take("192.0.2.1", now); wait == 0 {
		t.Error("an IPv4 address written as IPv6 is another")
	}
}

func TestTheLimiterRemembersABoundedNumberOfAddresses(t *testing.T) {
	l := newLimiter(1, 1)
	for i := range maxAddresses + 100 {
		l.take(fmt.Sprintf("10.%d.%d.%d", i>>16, i>>8&255, i&255), time.Unix(0, 0))
	}
	if n := len(l.buckets.items); n != maxAddresses {
		t.Errorf("%d addresses are remembered", n)
	}
}

func TestPagesOfOtherOriginsMayRead(t *testing.T) {
	s := seededServer(t)
	for _, address := range []string{"/v1/events?limit=1", "/v1/nothing", "/", "/openapi.json"} {
		got := ask(t, s, address, "Origin", "https://dashboard.example")
		if got.Header.Get("Access-Control-Allow-Origin") != "*" || got.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %v", address, got.Header)
		}
		for _, name := range []string{"ETag", "Link", "RateLimit", "RateLimit-Policy", "X-Request-Id"} {
			if !strings.Contains(got.Header.Get("Access-Control-Expose-Headers"), name) {
				t.Errorf("%s does not expose %s", address, name)
			}
		}
	}
	fresh := ask(t, s, "/v1/events?limit=1", "Origin", "https://dashboard.example", "If-None-Match", "*").wants(t, 304)
	if fresh.Header.Get("Access-Control-Allow-Origin") != "*" || !strings.Contains(fresh.Header.Get("Access-Control-Expose-Headers"), "ETag") {
		t.Errorf("304: %v", fresh.Header)
	}
	preflight := ask(t, s, "/v1/events", "METHOD", "OPTIONS", "Origin", "https://dashboard.example",
		"Access-Control-Request-Method", "GET", "Access-Control-Request-Headers", "if-none-match").wants(t, 204)
	if !strings.Contains(preflight.Header.Get("Access-Control-Allow-Methods"), "GET") ||
		!strings.Contains(preflight.Header.Get("Access-Control-Allow-Headers"), "If-None-Match") {
		t.Errorf("preflight %v", preflight.Header)
	}
	options := ask(t, s, "/v1/events", "METHOD", "OPTIONS").wants(t, 204)
	if !strings.Contains(options.Header.Get("Allow"), "GET") {
		t.Errorf("OPTIONS %v", options.Header)
	}
}

func TestOriginsCanBeNamed(t *testing.T) {
	s := New(Options{Store: fixture.Seeded(t), Origins: []string{"https://good.example"}})
	for range 2 { // made, and kept
		for origin, allowed := range map[string]string{"https://good.example": "https://good.example", "https://bad.example": "", "": ""} {
			got := ask(t, s, "/v1/events?limit=1", "Origin", origin).wants(t, 200)
			if got.Header.Get("Access-Control-Allow-Origin") != allowed || !strings.Contains(got.Header.Get("Vary"), "Origin") {
				t.Errorf("%q: %v", origin, got.Header)
			}
		}
	}
	if got := ask(t, s, "/", "Origin", "https://bad.example"); got.Header.Get("Vary") != "Origin" {
		t.Errorf("/ varies by %v", got.Header["Vary"])
	}
}

func TestHeadersAreLimited(t *testing.T) {
	s := seededServer(t)
	ask(t, s, "/v1/events", "Cookie", strings.Repeat("c", maxHeaders)).wants(t, 431).problem(t)
	ask(t, s, "/v1/events?limit=1", "Cookie", strings.Repeat("c", maxHeaders/2)).wants(t, 200)
}

func TestAcceptDecidesWhereNothingElseDoes(t *testing.T) {
	s := seededServer(t)
	for _, test := range []struct{ address, accept, format, vary string }{
		{"/v1/events?limit=1", "", "json", "Accept"},
		{"/v1/events?limit=1", "text/csv", "csv", "Accept"},
		{"/v1/events?limit=1", "text/html,application/xhtml+xml,*/*;q=0.8", "json", "Accept"},
		{"/v1/events?limit=1", "text/markdown;q=0.5, text/plain;q=0.4", "md", "Accept"},
		{"/v1/events.csv?limit=1", "application/json", "csv", ""},
		{"/v1/events?format=txt&limit=1", "application/json", "txt", ""},
		{"/v1/events.csv?format=txt&limit=1", "application/json", "csv", ""},
		{"/v1/events.csv?limit=1", "image/png", "csv", ""},
	} {
		got := ask(t, s, test.address, "Accept", test.accept).wants(t, 200)
		varies := contains(strings.Split(got.Header.Get("Vary"), ", "), "Accept")
		if !strings.Contains(got.Header.Get("Etag"), "."+test.format+"-") || varies != (test.vary != "") {
			t.Errorf("%s, Accept: %s: tag %s, Vary %s", test.address, test.accept, got.Header.Get("Etag"), got.Header.Get("Vary"))
		}
	}
}

func TestTheLikedLanguageIsRead(t *testing.T) {
	for header, want := range map[string]string{
		"": "", "en": "", "en-US,en;q=0.9": "", "ru": "ru", "ru-RU,ru;q=0.9,en;q=0.8": "ru", "uk;q=0.5, ru;q=0.7": "ru", "*": "",
		"de;q=x, uk": "uk", "de;q=0": "", "1234, ru;q=0.1": "ru", "EN-gb": "", "ru;q=2": "", "en;q=0.3, fr;q=0.4": "fr",
	} {
		if got := languageOf(map[string][]string{"Accept-Language": {header}}); got != want {
			t.Errorf("%q: %q instead of %q", header, got, want)
		}
	}
}
