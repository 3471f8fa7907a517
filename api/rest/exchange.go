package rest

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"backchannel/internal/format"
	"backchannel/internal/store"
)

// exchange is one request with its answer, as guards, log and metrics see it. It is the http.ResponseWriter that
// everything behind it writes to.
type exchange struct {
	http.ResponseWriter
	request  *http.Request
	client   context.Context     // ends when the client goes
	param    func(string) string // of the path
	started  time.Time
	id       string
	asked    asked
	deadline *time.Timer   // until the answer begins
	reader   time.Duration // for one chunk

	route, format, suffix string
	offered               []format.Format // nil: every one
	address               string
	charged               bool // a request was taken from the address's quota

	key    store.Key
	keyed  bool  // key is that of the request
	unkept bool  // the answer is not to be kept
	turn   turns // that this write has taken one of; nil: none

	status int // 0: the answer has not begun
	bytes  int64
	hit    bool // answered from what is kept
	gone   bool // the client, before the answer was whole
	fault  *Problem
}

// errHeadOnly ends a stream nobody wants the body of.
var errHeadOnly = errors.New("only the head was asked for")

// errClientGone says that the client takes no more: it has gone, or reads too slowly.
var errClientGone = errors.New("the client takes no more")

func (s *Server) begin(w http.ResponseWriter, r *http.Request) *exchange {
	x := &exchange{ResponseWriter: w, request: r, client: r.Context(), started: s.Now(), id: s.ids.next(), reader: s.Reader}
	h := w.Header()
	h["X-Request-Id"] = []string{x.id}
	s.allowOrigin(h, r)
	return x
}

var nosniff = []string{"nosniff"}

// finish is deferred around everything: it turns a panic into an answer, or breaks the connection off where one has
// begun, and writes log and metrics.
func (s *Server) finish(x *exchange) {
	panicked := recover()
	aborted := panicked == http.ErrAbortHandler
	if panicked != nil && !aborted {
		s.Log.Error("panic", "id", x.id, "value", redact(fmt.Sprint(panicked)), "stack", string(debug.Stack()))
		if aborted = x.status != 0; !aborted {
			problem("internal", "").write(x)
		}
	}
	took := s.Now().Sub(x.started)
	s.metrics.observe(x, took, aborted)
	s.log(x, took, aborted)
	if aborted {
		panic(http.ErrAbortHandler)
	}
}

func (s *Server) log(x *exchange, took time.Duration, aborted bool) {
	level := slog.LevelInfo
	if x.status >= http.StatusInternalServerError || aborted && !x.gone {
		level = slog.LevelError
	}
	ctx := x.request.Context()
	if !s.Log.Enabled(ctx, level) {
		return
	}
	fields := []slog.Attr{
		slog.String("id", x.id), slog.String("method", x.request.Method), slog.String("uri", loggable(redact(x.request.RequestURI))),
		slog.Int("status", x.status), slog.Int64("bytes", x.bytes), slog.Duration("took", took), slog.String("from", x.address),
	}
	if x.keyed {
		fields = append(fields, slog.String("key", redact(x.key.Name)))
	}
	if x.hit {
		fields = append(fields, slog.Bool("kept", true))
	}
	if aborted {
		fields = append(fields, slog.Bool("aborted", true))
	}
	if x.fault != nil {
		fields = append(fields, slog.String("code", x.fault.Code))
		if x.fault.cause != nil {
			fields = append(fields, slog.String("cause", redact(x.fault.cause.Error())))
		}
	}
	s.Log.LogAttrs(ctx, level, "request", fields...)
}

// loggable cuts an address to a line of the log.
func loggable(uri string) string {
	if len(uri) > 512 {
		return uri[:512] + "…"
	}
	return uri
}

// WriteHeader notes the status and adds what every answer has; a write's turn is over. A 304 is bare: the client has the rest.
func (x *exchange) WriteHeader(status int) {
	x.endTurn()
	if x.status == 0 {
		x.status = status
		h := x.Header()
		bare := status == http.StatusNotModified
		if !bare {
			took := time.Since(x.started).Seconds() * 1000
			buf := append(make([]byte, 0, 24), "app;dur="...)
			h["Server-Timing"] = []string{string(strconv.AppendFloat(buf, took, 'f', 3, 64))}
			h["X-Content-Type-Options"] = nosniff
		}
		if _, allowed := h["Access-Control-Allow-Origin"]; allowed && (!bare || len(x.request.Header["Origin"]) > 0) {
			h["Access-Control-Expose-Headers"] = exposed
		}
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write counts what goes out.
func (x *exchange) Write(p []byte) (int, error) {
	if x.status == 0 {
		x.WriteHeader(http.StatusOK)
	}
	n, err := x.ResponseWriter.Write(p)
	x.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController through.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// whole sends an answer that is all there, without its body where only the head is asked for.
func (x *exchange) whole(status int, body []byte) {
	x.Header()["Content-Length"] = []string{strconv.Itoa(len(body))}
	x.send(status, body)
}

func (x *exchange) send(status int, body []byte) {
	x.WriteHeader(status)
	if x.request.Method == http.MethodHead {
		return
	}
	for len(body) > 0 {
		piece := body[:min(chunk, len(body))]
		body = body[len(piece):]
		if len(body) > 0 {
			x.moveDeadline()
		}
		if _, err := x.Write(piece); err != nil {
			x.gone = true
			return
		}
	}
}

// moveDeadline gives the client time for one more chunk. Where that fails the connection is gone, which the next write
// tells; a writer of a test has no deadlines.
func (x *exchange) moveDeadline() {
	_ = http.NewResponseController(x.ResponseWriter).SetWriteDeadline(time.Now().Add(x.reader))
}

// idMaker gives each request an id of its own: a random beginning for each start of the program, and a number.
type idMaker struct {
	start string
	last  *atomic.Uint64
}

func newIDMaker() idMaker {
	var raw [5]byte
	rand.Read(raw[:]) // never fails
	return idMaker{start: strings.ToLower(base32.StdEncoding.EncodeToString(raw[:])), last: new(atomic.Uint64)}
}

func (m idMaker) next() string {
	id := append(make([]byte, 0, 24), m.start...)
	return string(strconv.AppendUint(append(id, '-'), m.last.Add(1), 36))
}
