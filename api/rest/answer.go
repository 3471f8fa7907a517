package rest

import (
	"context"
	"iter"
	"net/http"
	"slices"
	"strings"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// known answers from what is kept, or with 304 where the client has the answer already. A 304 costs no quota.
func (s *Server) known(x *exchange, q *query, revision int) bool {
	tag := s.tag(q, revision)
	if x.matches(tag) {
		s.refund(x)
	}
	if s.cache != nil {
		if found, ok := s.cache.findKey(q.key, x.asked); ok {
			x.hit = true
			found.serve(x)
			return true
		}
	}
	if x.matches(tag) {
		s.blank(x, q, tag).notModified(x)
		return true
	}
	return false
}

// blank is an answer without its body: the headers that are known beforehand.
func (s *Server) blank(x *exchange, q *query, tag string) *answer {
	h := http.Header{
		"Content-Type":        {q.format.ContentType()},
		"Content-Disposition": {`inline; filename="` + q.fileName() + `"`},
		"Cache-Control":       {"no-cache"},
		"Link":                {"<" + s.PublicURL + q.permalink + `>; rel="bookmark"`},
		"Vary":                {s.vary(q)},
	}
	if q.format.Streams || q.format.Cap > 0 && strings.HasPrefix(q.format.MediaType, "text/") {
		h.Set("Content-Disposition", strings.Replace(h.Get("Content-Disposition"), "inline", "attachment", 1))
	}
	if !q.now {
		h.Set("Cache-Control", s.pinnedCaching())
	}
	return &answer{route: x.route, format: q.format.Name, header: h, tag: tag, plainTag: []string{tag}, zipTag: []string{zipTagOf(tag)}}
}

// vary names the headers that the answer depends on.
func (s *Server) vary(q *query) string {
	vary := []string{"Accept-Encoding"}
	if q.byAccept {
		vary = append(vary, "Accept")
	}
	if q.byLanguage {
		vary = append(vary, "Accept-Language")
	}
	if len(s.Origins) > 0 && !slices.Contains(s.Origins, "*") {
		vary = append(vary, "Origin")
	}
	return strings.Join(vary, ", ")
}

// fileName is what a browser saves the answer as.
func (q *query) fileName() string {
	name := strings.ReplaceAll(strings.TrimPrefix(q.path, "/v1/"), "/", "-")
	if !q.single {
		name = "backchannel-" + name
	}
	if q.cursor != "" {
		name += "-page"
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, name) + q.format.Suffix
}

// head is what is known of an answer before its first row.
func (s *Server) head(q *query, title string) format.Head {
	return format.Head{Title: title, Self: s.PublicURL + q.self, Permalink: s.PublicURL + q.permalink}
}

// mostDocuments is how many documents an answer holds on to while its rows are written.
const mostDocuments = 1000

// options are what encoders are told.
func (q *query) options(ctx context.Context) format.Options {
	documents := map[string]*record.Document{}
	return format.Options{
		Label: q.label,
		Document: func(id string) *record.Document {
			d, ok := documents[id]
			if !ok {
				if len(documents) >= mostDocuments {
					clear(documents) // a long export must not hold all there are
				}
				d, _ = q.view.Document(ctx, id) // one that cannot be read is shown by what the citation holds
				documents[id] = d
			}
			return d
		},
		Fields: q.fields, Rows: q.rows, Safe: q.safe, BOM: q.bom, Proof: q.proof, Digest: q.format.Paged, Cite: q.cite, Single: q.single,
	}
}

// label is a record's name in the language of the answer.
func (q *query) label(t record.Type, id string) string {
	if q.language != "" && t == record.TypeActor {
		return q.view.LabelIn(t, id, q.language)
	}
	return q.view.Label(t, id)
}

// envelope is what stands around rows.
func (s *Server) envelope(q *query, page store.Page) format.Envelope {
	e := format.Envelope{
		Page:   format.Page{Limit: q.limit, NextCursor: page.Next, PrevCursor: page.Prev},
		Meta:   format.Meta{AsOf: q.asOf(), Snapshot: q.view.Seq(), Coverage: q.view.Coverage(), IndependentConfirmation: q.confirmed},
		Labels: format.Labels{}, Accessed: q.day,
		Links: format.Links{Self: s.PublicURL + q.self, Permalink: s.PublicURL + q.permalink},
	}
	if page.Next != "" {
		next := s.PublicURL + q.page(page.Next)
		e.Links.Next = &next
	}
	if csv, ok := format.ByName("csv"); ok {
		e.Links.CSV = s.PublicURL + q.in(csv)
	}
	if q.path == "/v1/events" && q.now && q.when.AsOf.IsZero() {
		e.Links.Stream = s.PublicURL + q.stream()
	}
	return e
}

// answerEvents writes events as they come. page is asked once they have all come.
func (s *Server) answerEvents(x *exchange, q *query, revision int, rows iter.Seq2[*store.EventRow, error], page func() store.Page) error {
	ctx := x.request.Context()
	places, err := q.places(ctx)
	if err != nil {
		return err
	}
	opts := q.options(ctx)
	opts.Place, opts.Permalink = places, q.permalinks(s.PublicURL)
	if err := q.history(ctx, &opts); err != nil {
		return err
	}
	out := s.spool(x, q, revision)
	defer out.close()
	enc, err := format.NewEvents(q.format, out, opts)
	if err != nil {
		return err
	}
	title := ""
	if !q.single {
		title = q.when.Sentence(q.view)
	}
	if err := enc.Begin(s.head(q, title)); err != nil {
		return err
	}
	g := gathering{q: q}
	for row, err := range rows {
		if err == nil {
			err = q.encode(ctx, enc, row)
		}
		if err == nil {
			err = g.add(row)
		}
		if err != nil {
			return err
		}
	}
	tail := s.envelope(q, page())
	if err := s.complete(ctx, q, title, &tail, &g); err != nil {
		return err
	}
	if err := enc.End(tail); err != nil {
		return err
	}
	return out.end(page())
}

// complete counts, names and includes what the rows asked for. Formats that are not paged show none of it.
func (s *Server) complete(ctx context.Context, q *query, title string, tail *format.Envelope, g *gathering) error {
	if !q.format.Paged {
		return nil
	}
	if !q.single {
		total, exact, err := q.view.Count(ctx, q.when, q.count == "exact")
		if err != nil {
			return err
		}
		tail.Meta.Total, tail.Meta.TotalIs = ptr(int(total)), "exact"
		if !exact {
			tail.Meta.TotalIs = "at_least"
		}
		tail.Meta.Description = title
		if !q.when.AsOf.IsZero() {
			undated, err := q.view.Undated(ctx, q.when)
			if err != nil {
				return err
			}
			tail.Meta.Undated = ptr(int(undated))
		}
	}
	if q.language == "" {
		tail.Named = g.named()
	} else {
		tail.Labels = g.labels()
	}
	included, err := g.included(ctx)
	tail.Included = included
	return err
}

func ptr[T any](v T) *T { return &v }
