package rest

import (
	"net/url"
	"strings"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// bindEvents parses the query of a list of events.
func (s *Server) bindEvents(x *exchange) (*query, error) {
	q, r, err := s.bind(x, "/v1/events", record.TypeEvent, s.takes.events, true)
	if err != nil {
		return nil, err
	}
	q.cite = true
	q.bindWindow(r)
	q.bindPaging(r)
	q.bindRows(r)
	var sorts []string
	for _, sort := range store.Sorts() {
		sorts = append(sorts, string(sort))
	}
	q.sort = r.choice("sort", sorts)
	if q.sort == string(store.ByRelevance) && len(r.values["q"]) == 0 {
		r.fault("sort", "needs_parameter", q.sort, "relevance is relevance to words, and there is no q.", "Add q=, or sort by date.")
	}
	q.count = r.choice("count", []string{"exact"})
	return q.done(r)
}

// bindOne parses the query of one record.
func (s *Server) bindOne(x *exchange, t record.Type) (*query, error) {
	own := s.takes.record
	if t == record.TypeEvent {
		own = s.takes.event
	}
	q, r, err := s.bind(x, "/v1/"+t.Plural()+"/"+url.PathEscape(x.param("id")), t, own, false)
	if err != nil {
		return nil, err
	}
	if q.cite = t == record.TypeEvent; q.cite {
		q.bindRows(r)
	} else {
		q.bindFields(r)
	}
	return q.done(r)
}

// bindRecords parses the query of a list of records other than events.
func (s *Server) bindRecords(x *exchange, t record.Type) (*query, error) {
	q, r, err := s.bind(x, "/v1/"+t.Plural(), t, s.takes.lists[t], false)
	if err != nil {
		return nil, err
	}
	q.bindPaging(r)
	q.bindFields(r)
	q.text, q.where = r.text("q"), map[string]string{}
	for _, name := range s.takes.lists[t] {
		if value := q.narrow(r, name); value != "" {
			q.where[name] = value
		}
	}
	return q.done(r)
}

// narrow reads one of the parameters that narrow a list of records; "" for any other.
func (q *query) narrow(r *parameterReader, name string) string {
	switch name {
	case "kind":
		return r.choice(name, record.Values(string(q.t)+"_kind"))
	case "country":
		code := strings.ToUpper(r.text(name))
		if code != "" && (len(code) != 2 || strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
			r.fault(name, "unknown_value", code, "country is a code of two letters (ISO 3166-1 alpha-2).", "Write country=RU, for instance.")
			return ""
		}
		return code
	case "family":
		return r.text(name)
	case "party":
		return r.named(name, record.TypeActor, q.view)
	case "source":
		return r.named(name, record.TypeSource, q.view)
	case "plan":
		return r.named(name, record.TypePlan, q.view)
	case "parent":
		return r.named(name, record.TypeTopic, q.view)
	}
	return ""
}

// bindHistory parses the query of a record's revisions, or of a table that has no other parameters.
func (s *Server) bindHistory(x *exchange, path string, t record.Type) (*query, error) {
	q, r, err := s.bind(x, path, t, s.takes.history, false)
	if err != nil {
		return nil, err
	}
	return q.done(r)
}
