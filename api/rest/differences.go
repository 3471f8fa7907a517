package rest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/compare"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// RevisionDifference is what changed from one revision of a record to another. What was retracted or erased counts as
// empty.
type RevisionDifference struct {
	Text    string               `json:"text"` // in words, with what was retracted or erased
	From    RevisionState        `json:"from"`
	To      RevisionState        `json:"to"`
	Changes []compare.Difference `json:"changes"` // in the order of the keys; texts word by word
}

// RevisionState is a revision as one side of a difference.
type RevisionState struct {
	Revision   int       `json:"revision"`
	State      string    `json:"state" enums:"recorded,retracted,erased"`
	RecordedAt time.Time `json:"recorded_at" format:"date-time"`
	RecordedBy string    `json:"recorded_by"`
	Reason     string    `json:"reason,omitempty"` // of the revision; of the erasure where it was erased

	body   []byte
	erased int // the revision that erased it
}

// againstOf reads the revision that another is compared with.
func (r *parameterReader) againstOf() int {
	v := r.text("against")
	n, err := strconv.Atoi(v)
	if v != "" && (err != nil || n < 1) {
		r.fault("against", "out_of_range", v, "against is the number of a revision, from 1.", "The numbers stand in the list of the record's revisions.")
	}
	return max(n, 0)
}

// difference compares two revisions of a record.
func (s *Server) difference(ctx context.Context, q *query, id string, to store.Revision) (*RevisionDifference, error) {
	from, err := q.view.Revision(ctx, q.t, id, q.against)
	if errors.Is(err, store.ErrNotFound) {
		return nil, record.Faults{{Parameter: "against", Code: "unknown_value", Given: strconv.Itoa(q.against),
			Detail: fmt.Sprintf("The %s %q has no revision %d at this point in time.", q.t, shorten(id), q.against),
			Hint:   "The numbers stand in /v1/" + q.t.Plural() + "/" + shorten(id) + "/revisions."}}
	}
	if err != nil {
		return nil, err
	}
	// An erasure empties earlier revisions in every snapshot, those before it too.
	history, err := s.Store.Head().Revisions(ctx, q.t, id)
	if err != nil {
		return nil, err
	}
	d := &RevisionDifference{From: stateOf(from, history), To: stateOf(to, history)}
	if d.Changes, err = compare.Differences(d.From.body, d.To.body); err != nil {
		return nil, err
	}
	d.Text = d.text(q.t, id)
	return d, nil
}

// stateOf tells whether a revision was retracted or erased.
func stateOf(r store.Revision, history []store.Revision) RevisionState {
	state := RevisionState{Revision: r.Revision, State: "recorded", RecordedAt: r.RecordedAt.UTC(), RecordedBy: r.RecordedBy, Reason: r.Reason, body: r.Body}
	if r.Operation == store.Retract {
		state.State, state.body = "retracted", nil
	}
	for _, later := range history {
		if later.Operation == store.Erase && len(later.Body) == 0 && later.Revision >= r.Revision {
			state.State, state.body, state.erased, state.Reason = "erased", nil, later.Revision, later.Reason
			break
		}
	}
	return state
}

// text puts the difference in words.
func (d *RevisionDifference) text(t record.Type, id string) string {
	count := strconv.Itoa(len(d.Changes)) + " differences"
	switch len(d.Changes) {
	case 0:
		count = "no difference"
	case 1:
		count = "1 difference"
	}
	text := fmt.Sprintf("From revision %d to revision %d of the %s %s: %s.", d.From.Revision, d.To.Revision, t, id, count)
	sides := []RevisionState{d.From, d.To}
	if d.From.Revision == d.To.Revision {
		sides = sides[:1]
	}
	for _, side := range sides {
		why := ""
		if side.Reason != "" {
			why = " (" + side.Reason + ")"
		}
		switch {
		case side.State == "retracted":
			text += fmt.Sprintf(" Revision %d retracted it%s and counts as empty.", side.Revision, why)
		case side.erased == side.Revision:
			text += fmt.Sprintf(" Revision %d erased it%s and counts as empty.", side.Revision, why)
		case side.State == "erased":
			text += fmt.Sprintf(" What revision %d held was erased by revision %d%s; it counts as empty.", side.Revision, side.erased, why)
		}
	}
	return text
}

// table is the difference with a line for each change.
func (d *RevisionDifference) table() format.Table {
	t := format.Table{Columns: []format.Column{
		{Name: "path", Brief: true, Doc: "keys with / between; a row of a list in brackets, by what identifies it"},
		{Name: "change", Kind: format.Exact, Brief: true, Doc: "added, removed or changed"},
		{Name: "before"}, {Name: "after"},
		{Name: "difference", Brief: true, Doc: "both in one: [-removed-] and {+added+}"},
	}}
	for _, c := range d.Changes {
		before, after := cellOf(c.Before), cellOf(c.After)
		t.Rows = append(t.Rows, []string{c.Path, c.Change, before, after, marked(c, before, after)})
	}
	return t
}

// marked puts both states in one, as wdiff does.
func marked(c compare.Difference, before, after string) string {
	words := c.Words
	if len(words) == 0 {
		words = []compare.Word{{Change: "removed", Text: before}, {Change: "added", Text: after}}
	}
	var parts []string
	for _, word := range words {
		switch {
		case word.Text == "":
		case word.Change == "removed":
			parts = append(parts, "[-"+word.Text+"-]")
		case word.Change == "added":
			parts = append(parts, "{+"+word.Text+"+}")
		default:
			parts = append(parts, word.Text)
		}
	}
	return strings.Join(parts, " ")
}

// cellOf writes a value of JSON: a text as it is, anything else as JSON.
func cellOf(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	}
	body, err := plainJSON(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(body)
}

// answerDifference writes a revision with what changed from another to it; tables and ndjson hold the changes alone.
func (s *Server) answerDifference(x *exchange, q *query, r store.Revision) error {
	ctx := x.request.Context()
	d, err := s.difference(ctx, q, x.param("id"), r)
	if err != nil {
		return err
	}
	out := s.spool(x, q, r.Revision)
	defer out.close()
	tail, opts, head := s.envelope(q, store.Page{}), q.options(ctx), s.head(q, d.Text)
	if q.format.Name == "json" {
		enc, err := format.NewRecords(q.format, out, nil, opts)
		if err != nil {
			return err
		}
		body, err := plainJSON(RevisionAnswer{Revision: r, Record: json.RawMessage(r.Body), Difference: d})
		if err != nil {
			return err
		}
		if err := enc.Begin(head); err != nil {
			return err
		}
		if err := enc.Record(format.RecordRow{JSON: body}); err != nil {
			return err
		}
		if err := enc.End(tail); err != nil {
			return err
		}
		return out.end(store.Page{})
	}
	opts.Single, opts.Digest = false, false
	tail.Meta.Total, tail.Meta.TotalIs, tail.Meta.Description = ptr(len(d.Changes)), "exact", d.Text
	if err := format.WriteTable(q.format, out, d.table(), head, tail, opts); err != nil {
		return err
	}
	return out.end(store.Page{})
}
