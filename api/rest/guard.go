package rest

import (
	"math"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
	"net"
)

// admit refuses what is too large and who asks too often, before anything is parsed.
func (s *Server) admit(x *exchange) *Problem {
	r := x.request
	if p := s.charge(x); p != nil {
		return p
	}
	size := 0
	for name, values := range r.Header {
		for _, value := range values {
			size += len(name) + len(value) + len(": \r\n")
		}
	}
	switch {
	case size > maxHeaders:
		return problem("headers_too_large", "")
	case len(r.URL.RawQuery) > maxQuery, len(r.URL.Path) > maxQuery:
		return problem("query_too_long", "")
	case r.ContentLength > maxBody:
		return problem("body_too_large", "")
	}
	return nil
}

// charge takes a request from the quota of the address it came from.
func (s *Server) charge(x *exchange) *Problem {
	x.address = s.address(x.request)
	if s.limiter == nil || x.charged {
		return nil
	}
	left, wait := s.limiter.take(x.address, x.started)
	h := x.Header()
	h["Ratelimit-Policy"] = s.limiter.policy
	h["Ratelimit"] = []string{`"address";r=` + strconv.Itoa(left) + ";t=" + decimal(seconds(max(wait, s.limiter.refill(left))))}
	if wait > 0 {
		return problem("rate_limited", "").header("Retry-After", decimal(seconds(wait)))
	}
	x.charged = true
	return nil
}

// refund gives the request back to the quota.
func (s *Server) refund(x *exchange) {
	if x.charged {
		s.limiter.giveBack(x.address)
		x.charged = false
	}
}

func decimal(n int) string { return strconv.Itoa(n) }

// seconds rounds up.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// limiter gives each address a bucket that fills at a rate and holds a burst. It remembers a bounded number of
// addresses; one that it forgot begins with a full bucket.
type limiter struct {
	rate, burst float64
	policy      []string // RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers)

	mu      sync.Mutex
	buckets *lru[netip.Addr, *bucket]
}

type bucket struct {
	left float64
	at   time.Time
}

const maxAddresses = 1 << 16

func newLimiter(rate float64, burst int) *limiter {
	if burst <= 0 {
		burst = int(math.Ceil(4 * rate))
	}
	l := &limiter{rate: rate, burst: float64(burst), buckets: newLRU[netip.Addr, *bucket](maxAddresses, nil)}
	l.policy = []string{`"address";q=` + strconv.Itoa(burst) + ";w=" + decimal(seconds(l.refill(0)))}
	return l
}

// take takes one request; wait is how long until there is one, 0 when there was.
func (l *limiter) take(address string, now time.Time) (left int, wait time.Duration) {
	key := bucketKey(address)
	l.mu.Lock()
	defer l.mu.Unlock()
	b, ok := l.buckets.get(key)
	if !ok {
		b = &bucket{left: l.burst, at: now}
		l.buckets.put(key, b, 1)
	}
	if passed := now.Sub(b.at); passed > 0 {
		b.left = min(l.burst, b.left+passed.Seconds()*l.rate)
		b.at = now
	}
	if b.left < 1 {
		return 0, time.Duration((1 - b.left) / l.rate * float64(time.Second))
	}
	b.left--
	return int(b.left), 0
}

func (l *limiter) giveBack(address string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b, ok := l.buckets.get(bucketKey(address)); ok {
		b.left = min(l.burst, b.left+1)
	}
}

// refill is how long until the bucket is full again.
func (l *limiter) refill(left int) time.Duration {
	return time.Duration((l.burst - float64(left)) / l.rate * float64(time.Second))
}

// bucketKey is the address, or of IPv6 its /64, which one household or host has to itself.
func bucketKey(address string) netip.Addr {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return netip.Addr{}
	}
	if a = a.Unmap(); a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.Addr()
		}
	}
	return a
}

// addressFrom tells where a request came from: the connection, or X-Forwarded-For as far as proxies that are trusted
// wrote it.
func addressFrom(proxies []netip.Prefix) func(*http.Request) string {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{
			IP: p.Addr().AsSlice(), Mask: net.CIDRMask(p.Bits(), p.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

var (
	anyOrigin = []string{"*"}
	exposed   = []string{"ETag, Link, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Content-Disposition, Server-Timing"}
)

// allowOrigin lets browsers on other origins read the answer. Keys are sent by the page itself, never by the browser of
// its own accord, so credentials are not allowed.
func (s *Server) allowOrigin(h http.Header, r *http.Request) {
	if len(s.Origins) == 0 || slices.Contains(s.Origins, "*") {
		h["Access-Control-Allow-Origin"] = anyOrigin
		return
	}
	h["Vary"] = []string{"Origin"}
	if origin := r.Header.Get("Origin"); slices.Contains(s.Origins, origin) {
		h["Access-Control-Allow-Origin"] = []string{origin}
	}
}

// preflight tells whether a browser asks if it may send a request.
func (x *exchange) preflight() bool {
	h := x.request.Header
	return x.request.Method == http.MethodOptions && h.Get("Origin") != "" && h.Get("Access-Control-Request-Method") != ""
}

func (x *exchange) answerPreflight() {
	h := x.Header()
	h.Set("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Accept, Accept-Language, Authorization, Content-Type, If-Match, If-None-Match, X-Requested-With")
	h.Set("Access-Control-Max-Age", "86400")
	h.Add("Vary", "Access-Control-Request-Method")
	h.Add("Vary", "Access-Control-Request-Headers")
	x.WriteHeader(http.StatusNoContent)
}

func (x *exchange) matches(tag string) bool { return matches(x.request, tag) }

// matches tells whether the client has the answer with this tag (RFC 9110, 13.1.2): If-None-Match lists it, strong or
// weak, compressed or not, or says *.
func matches(r *http.Request, tag string) bool {
	return lists(r.Header["If-None-Match"], tag)
}

// lists tells whether values of If-None-Match name a tag.
func lists(values []string, tag string) bool {
	switch {
	case len(values) == 0:
		return false
	case len(values) == 1 && values[0] == tag: // as most ask
		return true
	}
	for member := range strings.SplitSeq(joined(values), ",") {
		member = strings.TrimPrefix(strings.TrimSpace(member), "W/")
		if member == "*" || member == tag || member == zipTagOf(tag) {
			return true
		}
	}
	return false
}
