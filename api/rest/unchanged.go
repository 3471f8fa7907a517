package rest

import (
	"log/slog"
	"net/http"
	"time"
)

// unchanged answers with 304 where the client has the answer to a request that was put before in the same words. Pollers get
// that most of the time, so it stands before everything else, costs no quota, and goes out bare: with what RFC 9110 (15.4.5)
// asks for, and what a browser has to see of another origin's answer.
func (s *Server) unchanged(w http.ResponseWriter, r *http.Request) bool {
	given := r.Header["If-None-Match"]
	if given == nil || s.cache == nil || s.ReadKey || !isRead(r.Method) || r.Header["Authorization"] != nil {
		return false
	}
	started := s.Now()
	found, ok := s.cache.find(askedOf(r, s.Store.Seq(), started))
	if !ok || !lists(given, found.tag) {
		return false
	}
	h := w.Header()
	if r.Header["Origin"] != nil {
		if s.allowOrigin(h, r); h["Access-Control-Allow-Origin"] != nil {
			h["Access-Control-Expose-Headers"] = exposed
		}
	}
	found.bare(h, r)
	w.WriteHeader(http.StatusNotModified)
	took := time.Since(started)
	series := found.unchanged.Load()
	if series == nil {
		series = s.metrics.seriesOf(seriesKey{route: found.route, format: found.format, status: http.StatusNotModified, hit: true})
		found.unchanged.Store(series)
	}
	series.observe(took)
	if s.Log.Enabled(r.Context(), slog.LevelInfo) {
		x := &exchange{request: r, id: s.ids.next(), address: s.address(r), route: found.route, format: found.format, status: http.StatusNotModified, hit: true}
		s.log(x, took, false)
	}
	return true
}
