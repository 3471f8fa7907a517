package rest

import (
	"net/http"
	"slices"
)

// role is who may use a route. The zero role is nobody: a route has to say that it is open.
type role int

const (
	nobody  role = iota
	open         // anyone, without a key
	readers      // anyone where reads are open, else who has a key
	editors      // who has a key to write with
	admins       // who has a key to erase, and to make keys
)

// route is one line of the table.
type route struct {
	method  string // GET answers HEAD too
	path    string
	handler func(*exchange) error
	role    role
}

// table is every route there is: those that read, and those that write.
func (s *Server) table() []route {
	return slices.Concat(s.reads(), s.positionRoutes(), s.countRoutes(), s.writes())
}

// reads are the routes that change nothing. The parameter type stands for events, actors, sources, documents and topics in turn.
func (s *Server) reads() []route {
	return []route{
		{http.MethodGet, "/v1/events", s.listEvents, readers},
		{http.MethodGet, "/v1/events/:id", s.getEvent, readers},
		{http.MethodGet, "/v1/events/:id/accounts", s.getAccounts, readers},
		{http.MethodGet, "/v1/actors", s.listActors, readers},
		{http.MethodGet, "/v1/actors/:id", s.getActor, readers},
		{http.MethodGet, "/v1/sources", s.listSources, readers},
		{http.MethodGet, "/v1/sources/:id", s.getSource, readers},
		{http.MethodGet, "/v1/documents", s.listDocuments, readers},
		{http.MethodGet, "/v1/documents/:id", s.getDocument, readers},
		{http.MethodGet, "/v1/topics", s.listTopics, readers},
		{http.MethodGet, "/v1/topics/:id", s.getTopic, readers},
		{http.MethodGet, "/v1/plans", s.listPlans, readers},
		{http.MethodGet, "/v1/plans/compare", s.comparePlans, readers},
		{http.MethodGet, "/v1/plans/:id", s.getPlan, readers},
		{http.MethodGet, "/v1/comparisons", s.listComparisons, readers},
		{http.MethodGet, "/v1/comparisons/:id", s.getComparison, readers},
		{http.MethodGet, "/v1/timelines", s.listTimelines, readers},
		{http.MethodGet, "/v1/timelines/:id", s.getTimeline, readers},
		{http.MethodGet, "/v1/:type/:id/revisions", s.listRevisions, readers},
		{http.MethodGet, "/v1/:type/:id/revisions/:n", s.getRevision, readers},
		{http.MethodGet, "/v1/changes", s.listChanges, readers},
		{http.MethodGet, "/v1/export", s.export, readers},
		{http.MethodGet, "/v1/stream", s.getStream, readers},
		{http.MethodPost, "/v1/stream/tickets", s.postTicket, readers},
		{http.MethodGet, "/v1/vocabularies", s.listVocabularies, readers},

		{http.MethodGet, "/", s.help, open},
		{http.MethodGet, "/docs", s.docs, open},
		{http.MethodGet, "/docs/*", s.docsFile, open},
		{http.MethodGet, "/docs/problems/:code", s.problemPage, open},
		{http.MethodGet, "/openapi.json", s.openapi, open},
		{http.MethodGet, "/openapi.yaml", s.openapiYAML, open},
		{http.MethodGet, "/healthz", s.healthz, open},
		{http.MethodGet, "/readyz", s.readyz, open},
		{http.MethodGet, "/metrics", s.metricsPage, open},
	}
}

// methods are those that the router is told of.
func (r route) methods() []string {
	if r.method == http.MethodGet {
		return []string{http.MethodGet, http.MethodHead}
	}
	return []string{r.method}
}
