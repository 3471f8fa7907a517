package rest

import (
	"io/fs"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"backchannel/db"
	"backchannel/internal/store"
)

// Health tells what runs here.
type Health struct {
	Status  string `json:"status" example:"ok"`
	Version string `json:"version"`                        // of the program
	Engine  string `json:"engine" example:"SQLite 3.53.0"` // of the database
	Schema  int    `json:"schema" example:"1"`             // the newest migration
	Seq     int64  `json:"seq"`                            // the newest change
	Epoch   string `json:"epoch"`                          // of this line of history
}

// healthz tells that the process is alive, and what it is.
//
//	@Summary		Health
//	@Description	That the process answers, with versions and the newest change.
//	@ID				health
//	@Tags			operations
//	@Produce		json
//	@Success		200	{object}	Health	"Alive"
//	@Router			/healthz [get]
func (s *Server) healthz(x *exchange) error {
	body, err := plainJSON(Health{
		Status: "ok", Version: s.Version, Engine: s.Store.Engine(), Schema: newestSchema(), Seq: s.Store.Seq(), Epoch: s.Store.Epoch(),
	})
	if err != nil {
		return err
	}
	h := x.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	x.whole(http.StatusOK, append(body, '\n'))
	return nil
}

// newestSchema is the number of the newest migration. The store runs all of them and refuses any other schema.
func newestSchema() int {
	newest := 0
	names, err := fs.Glob(db.Migrations, "migrations/sqlite/*.sql")
	if err != nil {
		return 0 // only a bad pattern is an error
	}
	for _, name := range names {
		number, _, _ := strings.Cut(name[strings.LastIndexByte(name, '/')+1:], "_")
		if n, err := strconv.Atoi(number); err == nil {
			newest = max(newest, n)
		}
	}
	return newest
}

// readyz tells whether requests may be sent here.
//
//	@Summary		Readiness
//	@Description	Whether requests may be sent here: there is data, and the database answers.
//	@ID				ready
//	@Tags			operations
//	@Produce		plain
//	@Success		200	{string}	string	"Ready"
//	@Failure		503	{object}	Problem	"Starting, stopping, or without its database"
//	@Router			/readyz [get]
func (s *Server) readyz(x *exchange) error {
	if !s.ready.Load() {
		return problem("not_ready", "").header("Retry-After", "1")
	}
	if err := s.Store.Ready(x.request.Context()); err != nil {
		p := problem("not_ready", "The database does not answer.").header("Retry-After", "5")
		p.cause = err
		return p
	}
	h := x.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	x.whole(http.StatusOK, []byte("ready\n"))
	return nil
}

// metricsPage gives the metrics in the text format of Prometheus.
//
//	@Summary		Metrics
//	@Description	Requests, durations, answers kept and the newest change, for Prometheus.
//	@ID				metrics
//	@Tags			operations
//	@Produce		plain
//	@Success		200	{string}	string	"Metrics"
//	@Router			/metrics [get]
func (s *Server) metricsPage(x *exchange) error {
	x.Header().Set("Cache-Control", "no-store")
	s.metrics.page.ServeHTTP(x, x.request)
	return nil
}

// metrics counts what the server does. Each server has its own.
type metrics struct {
	page     http.Handler
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	hits     *prometheus.CounterVec
	series   sync.Map // of *series by seriesKey
}

// seriesKey is what tells the answers apart that are counted together. Routes, statuses and formats are few.
type seriesKey struct {
	route, format string
	status        int
	aborted, hit  bool
}

// series are the counters that one answer moves. Looking each up by its labels would cost a tenth of a 304.
type series struct {
	requests, hits prometheus.Counter // hits: nil where no format was chosen
	took           prometheus.Observer
}

func newMetrics(st *store.Store) *metrics {
	registry := prometheus.NewRegistry()
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "backchannel_requests_total", Help: "Requests answered, by route, status and format.",
		}, []string{"route", "status", "format"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "backchannel_request_duration_seconds", Help: "Time from the request to the end of its answer.",
			Buckets: []float64{.0001, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 60},
		}, []string{"route"}),
		hits: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "backchannel_kept_answers_total", Help: "Requests by whether a kept answer served them.",
		}, []string{"kept"}),
	}
	registry.MustRegister(m.requests, m.took, m.hits, collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{
			Name: "backchannel_database_seq", Help: "The newest change of the database.",
		}, func() float64 { return float64(st.Seq()) }))
	m.page = promhttp.HandlerFor(registry, promhttp.HandlerOpts{DisableCompression: true})
	return m
}

func (m *metrics) observe(x *exchange, took time.Duration, aborted bool) {
	m.seriesOf(seriesKey{x.route, x.format, x.status, aborted, x.hit}).observe(took)
}

func (m *metrics) seriesOf(key seriesKey) *series {
	found, ok := m.series.Load(key)
	if !ok {
		found, _ = m.series.LoadOrStore(key, m.find(key))
	}
	return found.(*series)
}

func (s *series) observe(took time.Duration) {
	s.requests.Inc()
	s.took.Observe(took.Seconds())
	if s.hits != nil {
		s.hits.Inc()
	}
}

func (m *metrics) find(key seriesKey) *series {
	route, status := key.route, strconv.Itoa(key.status)
	if route == "" {
		route = "none"
	}
	if key.aborted {
		status = "aborted"
	}
	s := &series{requests: m.requests.WithLabelValues(route, status, key.format), took: m.took.WithLabelValues(route)}
	if key.format != "" {
		s.hits = m.hits.WithLabelValues(strconv.FormatBool(key.hit))
	}
	return s
}
