package rest

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"backchannel/internal/format"
	"backchannel/internal/live"
	"backchannel/internal/store"
)

// What a request may cost. The limits are told in docs and in the problems they lead to.
const (
	maxQuery    = 4 << 10  // bytes of the path, and of the query string
	maxHeaders  = 16 << 10 // bytes of all headers
	maxBody     = 1 << 20
	hold        = 256 << 10 // bytes of a stream held back before its status line goes out
	holdPage    = 16 << 20  // the same of a page
	chunk       = 64 << 10  // bytes of one write to a client
	patience    = 5 * time.Second
	slowReader  = 30 * time.Second
	defaultKept = 64 << 20
)

// Options say what a Server serves. The zero value of all but Store works.
type Options struct {
	Store     *store.Store
	Log       *slog.Logger     // nil: nothing is logged
	Version   string           // of the program, for /healthz; empty: "dev"
	Build     string           // distinguishes programs that may answer in other bytes; it stands in ETags. Empty: Version
	PublicURL string           // what links begin with, without a slash at its end; empty: links are relative
	Origins   []string         // browsers' origins that may read; none: all
	Proxies   []netip.Prefix   // whose X-Forwarded-For is believed; none: nobody's
	Rate      float64          // requests a second from one address, over time; 0: no limit
	Burst     int              // requests at once from one address; 0: four seconds' worth
	Kept      int              // bytes of answers kept; 0: 64 MiB, negative: none are
	Deadline  time.Duration    // until an answer must have begun; 0: 5 s
	Reader    time.Duration    // for a client to take 64 KiB of a long answer; 0: 30 s
	ReadKey   bool             // reads need a key too
	Streams   int              // open at once; 0: 10,000
	Each      int              // streams open at once from one address; 0: 200
	Heartbeat time.Duration    // of streams on which nothing happens; 0: 15 s
	Now       func() time.Time // nil: time.Now
}

// Server answers HTTP requests from a store. It is an http.Handler.
type Server struct {
	Options
	router  *echo.Echo
	routes  []route
	address func(*http.Request) string
	limiter *limiter // nil: no limit
	cache   *cache   // nil: nothing is kept
	metrics *metrics
	ready   atomic.Bool
	static  func() map[string]*answer // by path, made when first asked for
	ids     idMaker
	takes   takes
	turns   turns
	hub     *live.Hub
	unhook  func() // from the store's commits
	tickets *tickets
	feed    *feed
	streams *live.Budget
	buffers sync.Pool // of *[]byte: what answers are put together in
}

// New makes a Server. It answers /readyz with 503 until Ready is called.
func New(o Options) *Server {
	s := &Server{Options: o, ids: newIDMaker(), takes: newTakes(), turns: newTurns()}
	s.buffers.New = func() any { return new([]byte) }
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	if s.Version == "" {
		s.Version = "dev"
	}
	if s.Build == "" {
		s.Build = s.Version
	}
	s.PublicURL = strings.TrimRight(s.PublicURL, "/")
	if s.Deadline == 0 {
		s.Deadline = patience
	}
	if s.Reader == 0 {
		s.Reader = slowReader
	}
	if s.Heartbeat == 0 {
		s.Heartbeat = heartbeat
	}
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Rate > 0 {
		s.limiter = newLimiter(s.Rate, s.Burst)
	}
	if s.Kept == 0 {
		s.Kept = defaultKept
	}
	if s.Kept > 0 {
		s.cache = newCache(s.Kept)
	}
	s.hub, s.feed = live.NewHub(s.Store.Seq()), &feed{store: s.Store}
	s.unhook, s.tickets = s.Store.OnCommit(s.hub.Wake), newTickets(s.Now)
	s.hub.Wake(s.Store.Seq()) // what was committed in between
	s.streams = live.NewBudget(cmp.Or(s.Streams, allStreams), cmp.Or(s.Each, eachStreams))
	s.metrics = newMetrics(s.Store)
	s.static = sync.OnceValue(s.staticAnswers)
	s.address = addressFrom(o.Proxies)
	s.routes = s.table()
	s.router = s.newRouter()
	return s
}

// Ready says whether the server may be sent requests: true once there is data, false when it is about to stop.
func (s *Server) Ready(yes bool) { s.ready.Store(yes) }

// newRouter puts the table into Echo, which does nothing but find the handler.
func (s *Server) newRouter() *echo.Echo {
	e := echo.New()
	e.Logger.SetOutput(io.Discard)
	e.IPExtractor = s.address
	e.HTTPErrorHandler = func(err error, c echo.Context) { s.fail(exchangeOf(c), err) }
	for _, r := range s.routes {
		for _, method := range r.methods() {
			if !strings.Contains(r.path, ":type") {
				e.Add(method, r.path, s.handle(r, ""))
				continue
			}
			for _, t := range servedTypes() {
				e.Add(method, strings.Replace(r.path, ":type", t.Plural(), 1), s.handle(r, t.Plural()))
			}
		}
	}
	return e
}

// handle makes the route's handler one of Echo's. The router would take a last parameter with slashes in it for one.
func (s *Server) handle(r route, plural string) echo.HandlerFunc {
	return func(c echo.Context) error {
		x := exchangeOf(c)
		x.route = r.path
		x.param = func(name string) string {
			if name == "type" {
				return plural
			}
			return c.Param(name)
		}
		if err := s.need(x, r.role); err != nil {
			return err
		}
		if names := c.ParamNames(); len(names) > 0 && names[len(names)-1] != "*" {
			if last := c.Param(names[len(names)-1]); last == "" || strings.Contains(last, "/") {
				return problem("not_found", "There is no such address.")
			}
		}
		return r.handler(x)
	}
}

func exchangeOf(c echo.Context) *exchange { return c.Response().Writer.(*exchange) }

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if s.unchanged(w, r) {
		return
	}
	x := s.begin(w, r)
	defer s.finish(x)
	if p := s.identify(x); p != nil {
		p.write(x)
		return
	}
	if s.remembered(x) {
		return
	}
	if p := s.admit(x); p != nil {
		p.write(x)
		return
	}
	if x.preflight() {
		x.answerPreflight()
		return
	}
	if p := s.cutSuffix(x); p != nil {
		p.write(x)
		return
	}
	s.route(x)
}

// route runs the handler under a deadline that ends when a stream begins.
func (s *Server) route(x *exchange) {
	ctx, cancel := context.WithCancelCause(x.request.Context())
	defer cancel(nil)
	x.deadline = time.AfterFunc(s.Deadline, func() { cancel(errDeadline) })
	defer x.deadline.Stop()
	x.request = x.request.WithContext(ctx)
	x.request.Body = http.MaxBytesReader(x.ResponseWriter, x.request.Body, maxBody)
	s.router.ServeHTTP(x, x.request)
}

// cutSuffix takes the format's ending off the path, so that routes need not know it.
func (s *Server) cutSuffix(x *exchange) *Problem {
	path := x.request.URL.Path
	if !strings.HasPrefix(path, "/v1/") {
		return nil
	}
	rest, f, ok := format.CutSuffix(path)
	if !ok {
		if last := path[strings.LastIndexByte(path, '/')+1:]; strings.Contains(last, ".") {
			return unknownFormat(last[strings.IndexByte(last, '.'):])
		}
		return nil
	}
	url := *x.request.URL
	url.Path, url.RawPath = rest, strings.TrimSuffix(url.RawPath, f.Suffix)
	r := *x.request
	r.URL = &url
	x.request, x.suffix = &r, f.Name
	return nil
}

// fail answers with what went wrong. Once the answer has begun it can only be broken off.
func (s *Server) fail(x *exchange, err error) {
	if errors.Is(err, errHeadOnly) {
		return
	}
	x.gone = errors.Is(err, errClientGone) || x.client.Err() != nil
	p := problemOf(x.request.Context(), err)
	s.tagGone(x, p, err)
	if x.status != 0 || x.gone {
		x.fault, p.cause = p, err
		panic(http.ErrAbortHandler)
	}
	p.write(x)
}

// HTTPServer gives a server around a handler whose limits keep slow and large requests from holding it up. Answers
// that stream move the write deadline on with each chunk.
func HTTPServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      patience + slowReader,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    2 * maxHeaders, // the guard above it answers with a problem; this one cuts off
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return context.Background() },
	}
}
