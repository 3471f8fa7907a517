package rest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// listRevisions answers with the history of a record.
//
//	@Summary		List the revisions of a record
//	@Description	The history of a record, oldest first; it stays after a retraction.
//	@ID				listRevisions
//	@Tags			history
//	@Param			type	path		string			true	"The type"	Enums(events, actors, sources, documents, topics)
//	@Param			id		path		string			true	"The record's id"
//	@Param			shape	query		History			false	"What is shown of it"
//	@Success		200		{object}	RevisionPage	"The revisions"
//	@Router			/v1/{type}/{id}/revisions [get]
func (s *Server) listRevisions(x *exchange) error {
	t, q, err := s.bindRevisions(x)
	if err != nil {
		return err
	}
	q.single = false
	if s.known(x, q, 0) {
		return nil
	}
	list, err := q.view.Revisions(x.request.Context(), t, x.param("id"))
	if errors.Is(err, store.ErrNotFound) {
		return missing(t, x.param("id"), "")
	}
	if err != nil {
		return err
	}
	rows := make([]RevisionAnswer, len(list))
	for i, r := range list {
		rows[i] = RevisionAnswer{Revision: r}
	}
	return s.answerRevisions(x, q, 0, rows)
}

// getRevision answers with one state of a record.
//
//	@Summary		Get a revision
//	@Description	A record as it was entered then.
//	@ID				getRevision
//	@Tags			history
//	@Param			type	path		string		true	"The type"	Enums(events, actors, sources, documents, topics)
//	@Param			id		path		string		true	"The record's id"
//	@Param			n		path		int			true	"The number of the revision, from 1"
//	@Param			shape	query		OneRevision	false	"What is shown of it"
//	@Success		200		{object}	RevisionOne	"The revision"
//	@Router			/v1/{type}/{id}/revisions/{n} [get]
func (s *Server) getRevision(x *exchange) error {
	n, err := strconv.Atoi(x.param("n"))
	if err != nil || n < 1 {
		return problem("not_found", "Revisions are numbered from 1.")
	}
	t, q, err := s.bindRevision(x, n)
	if err != nil {
		return err
	}
	if s.known(x, q, n) {
		return nil
	}
	r, err := q.view.Revision(x.request.Context(), t, x.param("id"), n)
	if errors.Is(err, store.ErrNotFound) {
		return problem("not_found", fmt.Sprintf("The %s %q has no revision %d at this point in time.", t, shorten(x.param("id")), n))
	}
	if err != nil {
		return err
	}
	if q.against > 0 {
		return s.answerDifference(x, q, r)
	}
	return s.answerRevisions(x, q, n, []RevisionAnswer{{Revision: r, Record: r.Body}})
}

func (s *Server) bindRevision(x *exchange, n int) (record.Type, *query, error) {
	t, _ := record.ParseType(x.param("type"))
	path := "/v1/" + t.Plural() + "/" + url.PathEscape(x.param("id")) + "/revisions/" + strconv.Itoa(n)
	q, r, err := s.bind(x, path, t, s.takes.revision, false)
	if err != nil {
		return t, nil, err
	}
	q.against = r.againstOf()
	q, err = q.done(r)
	return t, q, err
}

func (s *Server) bindRevisions(x *exchange) (record.Type, *query, error) {
	t, _ := record.ParseType(x.param("type")) // the router knows only types that are served
	q, err := s.bindHistory(x, "/v1/"+t.Plural()+"/"+url.PathEscape(x.param("id"))+"/revisions", t)
	return t, q, err
}

// servedTypes are the types that have routes.
func servedTypes() []record.Type {
	return []record.Type{record.TypeEvent, record.TypeActor, record.TypeSource, record.TypeDocument, record.TypeTopic,
		record.TypePlan, record.TypeComparison, record.TypeTimeline}
}

// revisionColumns are the table of a history. One revision has its record beside it.
func revisionColumns(single bool) []format.Column {
	columns := []format.Column{
		{Name: "revision", Kind: format.Number, Brief: true}, {Name: "seq", Kind: format.Number, Brief: true},
		{Name: "type", Kind: format.Exact}, {Name: "id", Kind: format.Exact}, {Name: "operation", Kind: format.Exact, Brief: true},
		{Name: "recorded_at", Kind: format.Exact, Brief: true}, {Name: "recorded_by", Brief: true}, {Name: "reason", Brief: true},
		{Name: "corrected", Kind: format.Flag}, {Name: "cause", Kind: format.Number},
	}
	if single {
		columns = append(columns, format.Column{Name: "record", Brief: true, Doc: "as JSON"})
	}
	return columns
}

func (r RevisionAnswer) cells(single bool) []string {
	cause := ""
	if r.Cause != 0 {
		cause = strconv.FormatInt(r.Cause, 10)
	}
	cells := []string{strconv.Itoa(r.Revision.Revision), strconv.FormatInt(r.Seq, 10), string(r.Type), r.ID, string(r.Operation),
		r.RecordedAt.UTC().Format(time.RFC3339Nano), r.RecordedBy, r.Reason, strconv.FormatBool(r.Corrected), cause}
	if single {
		cells = append(cells, string(r.Record))
	}
	return cells
}

func (s *Server) answerRevisions(x *exchange, q *query, revision int, rows []RevisionAnswer) error {
	out := s.spool(x, q, revision)
	defer out.close()
	title := strings.TrimPrefix(q.path, "/v1/")
	enc, err := format.NewRecords(q.format, out, revisionColumns(q.single), q.options(x.request.Context()))
	if err != nil {
		return err
	}
	if err := enc.Begin(s.head(q, title)); err != nil {
		return err
	}
	for _, r := range rows {
		body, err := plainJSON(r)
		if err != nil {
			return err
		}
		cells := func() ([]string, error) { return r.cells(q.single), nil }
		if err := enc.Record(format.RecordRow{JSON: body, Cells: cells}); err != nil {
			return err
		}
	}
	tail := s.envelope(q, store.Page{})
	tail.Meta.Total, tail.Meta.TotalIs = ptr(len(rows)), "exact"
	if err := enc.End(tail); err != nil {
		return err
	}
	return out.end(store.Page{})
}

// listVocabularies answers with every closed list.
//
//	@Summary		List the vocabularies
//	@Description	Every closed list of words with their definitions; tables have a line for each word.
//	@ID				listVocabularies
//	@Tags			vocabularies
//	@Param			shape	query		History			false	"How it is written"
//	@Success		200		{object}	VocabularyPage	"The vocabularies"
//	@Router			/v1/vocabularies [get]
func (s *Server) listVocabularies(x *exchange) error {
	q, err := s.bindHistory(x, "/v1/vocabularies", "")
	if err != nil {
		return err
	}
	q.single = false
	if s.known(x, q, 0) {
		return nil
	}
	out := s.spool(x, q, 0)
	defer out.close()
	all := record.Vocabularies()
	tail := s.envelope(q, store.Page{})
	tail.Meta.Total, tail.Meta.TotalIs, tail.Meta.Description = ptr(len(all)), "exact", "Vocabularies"
	if err := s.writeVocabularies(out, q, all, tail); err != nil {
		return err
	}
	return out.end(store.Page{})
}

// writeVocabularies writes whole lists in json and ndjson, and a line for each word elsewhere.
func (s *Server) writeVocabularies(out *spool, q *query, all []record.Vocabulary, tail format.Envelope) error {
	opts, head := q.options(out.x.request.Context()), s.head(q, "Vocabularies")
	if q.format.Name != "json" && q.format.Name != "ndjson" {
		table := format.VocabularyTable(all)
		tail.Meta.Total = ptr(len(table.Rows))
		return format.WriteTable(q.format, out, table, head, tail, opts)
	}
	enc, err := format.NewRecords(q.format, out, nil, opts)
	if err != nil {
		return err
	}
	if err := enc.Begin(head); err != nil {
		return err
	}
	for _, v := range all {
		body, err := plainJSON(v)
		if err != nil {
			return err
		}
		if err := enc.Record(format.RecordRow{JSON: json.RawMessage(body)}); err != nil {
			return err
		}
	}
	return enc.End(tail)
}
