package rest

import (
	"bytes"
	"container/list"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/gzip"
)

// maxKept is the largest body that is kept, and maxAsked how many ways of asking for it are.
const (
	maxKept  = 2 << 20
	maxAsked = 8
	minZip   = 1 << 10
)

// answer is a whole answer of status 200. It does not change once made, but for its gzip, which is made when first
// asked for.
type answer struct {
	route, format string
	header        http.Header // all but those that depend on the encoding; the slices are shared and not to be changed
	tag           string      // ETag, quoted
	body          []byte
	zips          bool // worth compressing

	zip                              sync.Once
	zipped                           []byte
	plainTag, zipTag, length, zipLen []string
	unchanged                        atomic.Pointer[series] // of the 304s in its place
}

var gzipEncoding = []string{"gzip"}

// serve sends the answer, or 304 where the client has it.
func (a *answer) serve(x *exchange) {
	if x.matches(a.tag) {
		a.notModified(x)
		return
	}
	h := x.Header()
	for name, values := range a.header {
		h[name] = values
	}
	if a.zips && acceptsGzip(x.request.Header) {
		a.zip.Do(a.compress)
		h["Content-Encoding"], h["Etag"], h["Content-Length"] = gzipEncoding, a.zipTag, a.zipLen
		x.send(http.StatusOK, a.zipped)
		return
	}
	h["Etag"], h["Content-Length"] = a.plainTag, a.length
	x.send(http.StatusOK, a.body)
}

func (a *answer) notModified(x *exchange) {
	a.bare(x.Header(), x.request)
	x.WriteHeader(http.StatusNotModified)
}

// bare sets the headers that a 304 has.
func (a *answer) bare(h http.Header, r *http.Request) {
	if values := a.header["Cache-Control"]; values != nil {
		h["Cache-Control"] = values
	}
	if values := a.header["Vary"]; values != nil {
		h["Vary"] = values
	}
	h["Etag"] = a.plainTag
	if a.zips && acceptsGzip(r.Header) {
		h["Etag"] = a.zipTag
	}
}

func (a *answer) compress() {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.DefaultCompression)
	if err == nil {
		_, err = w.Write(a.body)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err) // a buffer takes everything, and the level is one that is there
	}
	a.zipped = out.Bytes()
	a.zipLen = []string{decimal(len(a.zipped))}
}

// zipTagOf is the tag of the same answer compressed: another sequence of bytes has another strong tag.
func zipTagOf(tag string) string { return strings.TrimSuffix(tag, `"`) + `-gzip"` }

// asked is a request as it was put, with everything an answer depends on. As a key it spares parsing it again.
type asked struct {
	uri, accept, language string
	seq                   int64
	day                   int64 // answers tell on which day they were read
}

func askedOf(r *http.Request, seq int64, at time.Time) asked {
	const day = 24 * 60 * 60
	return asked{r.RequestURI, joined(r.Header["Accept"]), joined(r.Header["Accept-Language"]), seq, at.Unix() / day}
}

func joined(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return strings.Join(values, ",")
}

// cache keeps answers by their canonical key, and by the requests that led to them.
type cache struct {
	mu      sync.Mutex
	answers *lru[string, *keptAnswer]
	asked   map[asked]*list.Element // of answers
}

type keptAnswer struct {
	*answer
	asked []asked
}

func newCache(limit int) *cache {
	c := &cache{asked: map[asked]*list.Element{}}
	c.answers = newLRU(limit, func(_ string, k *keptAnswer) {
		for _, a := range k.asked {
			delete(c.asked, a)
		}
	})
	return c
}

// find gives the answer to a request that was put before in the same words.
func (c *cache) find(a asked) (*answer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	place, ok := c.asked[a]
	if !ok {
		return nil, false
	}
	return c.answers.use(place).answer, true
}

// findKey gives the answer of a canonical key, and remembers the words that led to it.
func (c *cache) findKey(key string, a asked) (*answer, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k, ok := c.answers.get(key)
	if !ok {
		return nil, false
	}
	c.remember(key, k, a)
	return k.answer, true
}

func (c *cache) put(key string, a asked, made *answer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	const overhead = 2 << 10 // headers and bookkeeping
	cost := len(made.body) + len(key) + overhead
	if made.zips {
		cost += len(made.body) / 4 // about what its gzip takes
	}
	k := &keptAnswer{answer: made}
	c.answers.put(key, k, cost)
	c.remember(key, k, a)
}

func (c *cache) remember(key string, k *keptAnswer, a asked) {
	place := c.answers.items[key]
	if _, there := c.asked[a]; there || len(k.asked) >= maxAsked || place == nil {
		return
	}
	k.asked = append(k.asked, a)
	c.asked[a] = place
	c.answers.add(key, len(a.uri)+len(a.accept)+len(a.language)+128)
}

// acceptsGzip reads Accept-Encoding (RFC 9110, 12.5.3): gzip named, or *, with a weight above nothing.
func acceptsGzip(h http.Header) bool {
	values := h["Accept-Encoding"]
	if len(values) == 0 {
		return false
	}
	star := false
	for member := range strings.SplitSeq(joined(values), ",") {
		name, weight, _ := strings.Cut(member, ";")
		refused := false
		if _, q, ok := strings.Cut(weight, "="); ok {
			refused = strings.Trim(strings.TrimSpace(q), "0.") == ""
		}
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			return !refused
		case "*":
			star = !refused
		}
	}
	return star
}

// remembered answers a request that was put before in the same words, without parsing it. An answer the client has
// already costs no quota.
func (s *Server) remembered(x *exchange) bool {
	x.asked = askedOf(x.request, s.Store.Seq(), x.started)
	if s.cache == nil || !isRead(x.request.Method) || s.have(x) < readers {
		return false
	}
	found, ok := s.cache.find(x.asked)
	if !ok {
		return false
	}
	x.hit, x.route, x.format = true, found.route, found.format
	if x.matches(found.tag) {
		s.refund(x)
	} else if p := s.charge(x); p != nil {
		p.write(x)
		return true
	}
	found.serve(x)
	return true
}
