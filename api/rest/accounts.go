package rest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// EventAccounts is who says what about one event.
type EventAccounts struct {
	Event string `json:"event"`
	compare.Matrix
}

// AccountsOne is an answer with the accounts of one event.
type AccountsOne struct {
	Data EventAccounts `json:"data"`
	Around
	Citing Citing `json:"citing"`
}

// Citing is the answer as a source, ready to be cited: its permalink, which gives the same for ever, what was asked of
// the clocks, the revision of an event, the digest of the data, and the day it was read unless a snapshot was asked for.
type Citing struct {
	Text   string           `json:"text"`   // one line of prose
	BibTeX string           `json:"bibtex"` // one entry
	RIS    string           `json:"ris"`    // one reference; lines end with CR LF
	CSL    []format.CSLItem `json:"csl"`    // CSL-JSON, which Zotero and pandoc read
}

// AccountsShape is what the accounts of an event take.
type AccountsShape struct {
	Point
	Language
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,csv,txt,md" example:"csv"`
	Cells
	Epoch
}

// getAccounts answers with the matrix of who says what.
//
//	@Summary	Get who says what about an event
//	@ID			getAccounts
//	@Tags		events
//	@Produce	json,text/csv,plain,text/markdown
//	@Param		id		path		string			true	"The event's id"
//	@Param		shape	query		AccountsShape	false	"How it is written"
//	@Success	200		{object}	AccountsOne		"A row for each particular, a column for each teller"
//	@Failure	406,410	{object}	Problem
//	@Router		/v1/events/{id}/accounts [get]
func (s *Server) getAccounts(x *exchange) error {
	x.offered = format.AccountFormats()
	q, r, err := s.bind(x, "/v1/events/"+url.PathEscape(x.param("id"))+"/accounts", record.TypeEvent, s.takes.accounts, false)
	if err != nil {
		return err
	}
	q.cite = true
	if q, err = q.done(r); err != nil {
		return err
	}
	_, answer, err := s.event(x, q)
	if err != nil || s.known(x, q, answer.Revision) {
		return err
	}
	ctx := x.request.Context()
	if err := q.confirm(ctx, answer); err != nil {
		return err
	}
	tail := s.envelope(q, store.Page{})
	if q.format.Name == "json" {
		tail.Labels = q.namesIn(compare.Accounts(answer))
	}
	out := s.spool(x, q, answer.Revision)
	defer out.close()
	if err := format.WriteAccounts(q.format, out, answer, s.head(q, ""), tail, q.options(ctx)); err != nil {
		return err
	}
	return out.end(store.Page{})
}

// event reads the event of the path.
func (s *Server) event(x *exchange, q *query) (*store.EventRow, *record.EventAnswer, error) {
	row, err := q.view.Event(x.request.Context(), x.param("id"), q.when.AsOf)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil, missing(record.TypeEvent, x.param("id"), "")
	}
	if err != nil {
		return nil, nil, err
	}
	answer, err := row.Answer()
	return row, answer, err
}

// dayOf is the day of an answer for its citation: none where a snapshot was asked for, since that does not change and
// is the same to the letter whenever it is read, and none in formats that hold no citation.
func (q *query) dayOf(t time.Time) string {
	switch {
	case !q.now, q.format.Name == "json" && !q.cite, !q.format.Paged:
		return ""
	}
	return t.UTC().Format(time.DateOnly)
}

// confirm finds whether two independent families support an event.
func (q *query) confirm(ctx context.Context, a *record.EventAnswer) error {
	confirmed, err := q.view.IndependentConfirmation(ctx, a)
	q.confirmed = &confirmed
	return err
}

// namesIn gives the names of the tellers and of the actors and topics that they speak of.
func (q *query) namesIn(m compare.Matrix) format.Labels {
	labels := format.Labels{}
	add := func(t record.Type, id string) {
		if labels[t.Plural()] == nil {
			labels[t.Plural()] = map[string]string{}
		}
		if label := q.label(t, id); label != "" {
			labels[t.Plural()][id] = label
		}
	}
	for _, teller := range m.Tellers {
		if teller.Actor != "" {
			add(record.TypeActor, teller.Actor)
		} else {
			add(record.TypeSource, teller.Source)
		}
	}
	listed := map[string]record.Type{"participants": record.TypeActor, "topics": record.TypeTopic}
	for _, row := range m.Rows {
		t, ok := listed[row.Particular]
		for _, cell := range row.Cells {
			for _, told := range cell.Told {
				if ids, isList := told.Value.([]any); ok && isList {
					for _, id := range ids {
						add(t, fmt.Sprint(id))
					}
				}
			}
		}
	}
	return labels
}
