package rest

import "net/http"

// writes are the routes that change something, and those of the keys.
func (s *Server) writes() []route {
	return []route{
		{http.MethodPost, "/v1/events", s.postEvent, editors},
		{http.MethodPut, "/v1/events/:id", s.putEvent, editors},
		{http.MethodPatch, "/v1/events/:id", s.patchEvent, editors},
		{http.MethodDelete, "/v1/events/:id", s.deleteEvent, editors},
		{http.MethodPost, "/v1/actors", s.postActor, editors},
		{http.MethodPut, "/v1/actors/:id", s.putActor, editors},
		{http.MethodPatch, "/v1/actors/:id", s.patchActor, editors},
		{http.MethodDelete, "/v1/actors/:id", s.deleteActor, editors},
		{http.MethodPost, "/v1/sources", s.postSource, editors},
		{http.MethodPut, "/v1/sources/:id", s.putSource, editors},
		{http.MethodPatch, "/v1/sources/:id", s.patchSource, editors},
		{http.MethodDelete, "/v1/sources/:id", s.deleteSource, editors},
		{http.MethodPost, "/v1/documents", s.postDocument, editors},
		{http.MethodPut, "/v1/documents/:id", s.putDocument, editors},
		{http.MethodPatch, "/v1/documents/:id", s.patchDocument, editors},
		{http.MethodDelete, "/v1/documents/:id", s.deleteDocument, editors},
		{http.MethodPost, "/v1/topics", s.postTopic, editors},
		{http.MethodPut, "/v1/topics/:id", s.putTopic, editors},
		{http.MethodPatch, "/v1/topics/:id", s.patchTopic, editors},
		{http.MethodDelete, "/v1/topics/:id", s.deleteTopic, editors},
		{http.MethodPost, "/v1/plans", s.postPlan, editors},
		{http.MethodPut, "/v1/plans/:id", s.putPlan, editors},
		{http.MethodPatch, "/v1/plans/:id", s.patchPlan, editors},
		{http.MethodDelete, "/v1/plans/:id", s.deletePlan, editors},
		{http.MethodPost, "/v1/comparisons", s.postComparison, editors},
		{http.MethodPut, "/v1/comparisons/:id", s.putComparison, editors},
		{http.MethodPatch, "/v1/comparisons/:id", s.patchComparison, editors},
		{http.MethodDelete, "/v1/comparisons/:id", s.deleteComparison, editors},
		{http.MethodPost, "/v1/timelines", s.postTimeline, editors},
		{http.MethodPut, "/v1/timelines/:id", s.putTimeline, editors},
		{http.MethodPatch, "/v1/timelines/:id", s.patchTimeline, editors},
		{http.MethodDelete, "/v1/timelines/:id", s.deleteTimeline, editors},
		{http.MethodPost, "/v1/events/:id/citations", s.addCitation, editors},
		{http.MethodPost, "/v1/:type/:id/erasures", s.eraseText, admins},

		{http.MethodGet, "/v1/keys", s.listKeys, admins},
		{http.MethodPost, "/v1/keys", s.createKey, admins},
		{http.MethodDelete, "/v1/keys/:id", s.revokeKey, admins},
	}
}
