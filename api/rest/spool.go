package rest

import (
	"bytes"
	"fmt"
	"net/http"

	"backchannel/internal/store"
)

// spool holds an answer back until it is whole, and is then sent with its length and kept; one that grows beyond what
// is held back goes out as it comes.
type spool struct {
	s     *Server
	x     *exchange
	q     *query
	made  *answer
	limit int
	buf   []byte
	lent  *[]byte // where buf comes from
}

func (s *Server) spool(x *exchange, q *query, revision int) *spool {
	limit := holdPage
	if !q.format.Paged {
		limit = hold
	}
	lent := s.buffers.Get().(*[]byte)
	return &spool{s: s, x: x, q: q, made: s.blank(x, q, s.tag(q, revision)), limit: limit, buf: (*lent)[:0], lent: lent}
}

// close gives the buffer back, unless it has grown too large to be worth holding.
func (w *spool) close() {
	if cap(w.buf) <= maxKept {
		*w.lent = w.buf
		w.s.buffers.Put(w.lent)
	}
}

// Write implements io.Writer.
func (w *spool) Write(p []byte) (int, error) {
	if w.x.status == 0 && len(w.buf)+len(p) > w.limit {
		if err := w.begin(); err != nil {
			return 0, err
		}
	}
	w.buf = append(w.buf, p...)
	if w.x.status != 0 && len(w.buf) >= chunk {
		return len(p), w.flush()
	}
	return len(p), nil
}

// begin sends the status line of an answer that is too long to be held back. From here on there is no deadline for
// the whole, only one for each chunk.
func (w *spool) begin() error {
	h := w.x.Header()
	for name, values := range w.made.header {
		h[name] = values
	}
	h["Etag"] = w.made.plainTag
	if w.x.deadline != nil {
		w.x.deadline.Stop()
	}
	w.x.WriteHeader(http.StatusOK)
	if w.x.request.Method == http.MethodHead {
		return errHeadOnly
	}
	return w.flush()
}

func (w *spool) flush() error {
	for body := w.buf; len(body) > 0; {
		piece := body[:min(chunk, len(body))]
		body = body[len(piece):]
		w.x.moveDeadline()
		if _, err := w.x.Write(piece); err != nil {
			return fmt.Errorf("%w: %w", errClientGone, err)
		}
	}
	w.buf = w.buf[:0]
	return nil
}

// end sends what is held back.
func (w *spool) end(page store.Page) error {
	if w.x.status != 0 {
		return w.flush()
	}
	a := w.made
	links := a.header.Get("Link")
	for _, l := range []struct{ cursor, relation string }{{page.Next, "next"}, {page.Prev, "prev"}} {
		if l.cursor != "" {
			links += ", <" + w.s.PublicURL + w.q.page(l.cursor) + `>; rel="` + l.relation + `"`
		}
	}
	a.header["Link"] = []string{links}
	a.body, a.zips = w.buf, len(w.buf) >= minZip
	a.length = []string{decimal(len(w.buf))}
	if w.s.cache != nil && !w.x.unkept && len(w.buf) <= maxKept {
		a.body = bytes.Clone(w.buf) // the buffer is another answer's next
		w.s.cache.put(w.q.key, w.x.asked, a)
	}
	a.serve(w.x)
	return nil
}
