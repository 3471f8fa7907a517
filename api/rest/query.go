package rest

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// defaultLimit is how many records a page holds, and maxLimit how many may be asked for.
const (
	defaultLimit = 50
	maxLimit     = 1000
)

// query is a request's address and headers, parsed once.
type query struct {
	path string         // canonical, without the format's ending
	t    record.Type    // what is asked for
	view *store.View    // of the snapshot, the cursor, or the newest commit
	now  bool           // the newest commit, and not one that was asked for
	when *filter.Filter // what is asked of the clocks; for lists of events the whole filter

	text, sort, count string
	where             map[string]string // of lists of records
	days              dates             // of a view
	asked             []pair            // what a view was asked with
	plans             []string          // that are compared
	coder             *record.Teller    // whose judgement is asked for
	textToo           bool              // what changed in words too
	within            []filter.Saved    // the timelines a filter is narrowed to
	timeline          *filter.Filter    // the one timeline a list is narrowed to, nil: none or several
	limit             int               // 0: everything
	cursor            string
	rows              string
	fields, include   []string

	format               format.Format
	byAccept, byLanguage bool
	language             string // of names; "": the names as they are
	safe, bom, proof     bool
	single               bool
	feed                 bool   // of changes: the cursor is where they begin, and is called since
	cite                 bool   // json tells how to cite it
	day                  string // on which it was read; "": it stands for ever, or shows no day
	confirmed            *bool  // an event's independent confirmation
	against              int    // the revision that another is compared with; 0: none

	shape []pair // parameters but those of the filter that are not the default, in canonical order

	read                 time.Time // when the request came
	erasures             int64     // the last one when the request came
	self, permalink, key string    // see settle
}

type pair struct{ name, value string }

// bind reads what every route has: the format, the point in time, and that no parameter is unknown. own names the
// parameters of the route that are not the filter's.
func (s *Server) bind(x *exchange, path string, t record.Type, own []string, filters bool) (*query, *parameterReader, error) {
	values, err := url.ParseQuery(x.request.URL.RawQuery)
	if err != nil {
		return nil, nil, unreadable(err)
	}
	q := &query{path: path, t: t, single: true, when: new(filter.Filter), erasures: s.Store.LastErasure(), read: x.started}
	var refused *Problem
	if q.format, q.byAccept, refused = negotiate(x, values); refused != nil {
		return nil, nil, refused
	}
	x.format = q.format.Name
	r := &parameterReader{values: values}
	if epoch := r.text("epoch"); epoch != "" && epoch != s.Store.Epoch() {
		return nil, nil, problem("foreign_epoch", "").with(record.Fault{Parameter: "epoch", Code: "foreign_epoch", Given: shorten(epoch),
			Detail: "This database has another epoch.", Hint: codeOf("foreign_epoch").Remedy})
	}
	if err := s.bindView(x.request.Context(), q, values); err != nil {
		return nil, nil, err
	}
	if filters {
		parsed, faults := filter.ParseWith(values, q.view, own)
		q.when, r.faults = parsed, append(faults, r.faults...)
	} else {
		r.known(own)
		clocks, faults := filter.Parse(pick(values, own, "as_of", "snapshot"), q.view)
		q.when, r.faults = clocks, append(r.faults, faults...)
	}
	if filters {
		if err := q.saved(x.request.Context(), r); err != nil {
			return nil, nil, err
		}
	}
	r.text("format") // known by now to be a format, but it may be given twice
	if q.when == nil {
		q.when = new(filter.Filter)
	}
	q.bindWriting(x, r)
	return q, r, nil
}

// unreadable is the problem of a query string that is none.
func unreadable(err error) *Problem {
	detail := "The query string cannot be read: " + strings.TrimPrefix(err.Error(), "invalid ") + "."
	return problem("invalid_query", detail).with(record.Fault{Code: "bad_escape", Detail: detail,
		Hint: "Write % as %25, ; as %3B and & within a value as %26."})
}

// pick takes those of the names that the route has.
func pick(values url.Values, own []string, names ...string) url.Values {
	picked := url.Values{}
	for _, name := range names {
		for _, o := range own {
			if given, ok := values[name]; ok && o == name {
				picked[name] = given
			}
		}
	}
	return picked
}

// bindView finds the commit that is read: the snapshot asked for, else the one the cursor was given out at, else the
// newest. What is wrong with either is left to be reported with everything else.
func (s *Server) bindView(ctx context.Context, q *query, values url.Values) error {
	q.view, q.now = s.Store.Head(), true
	asked := filter.Snapshot{}
	if f, faults := filter.Parse(pick(values, []string{"snapshot"}, "snapshot"), q.view); len(faults) == 0 {
		asked = f.Snapshot
	}
	if cursor := values.Get("cursor"); cursor != "" && !asked.Set {
		seq, err := store.CursorSeq(cursor)
		if err != nil {
			return err
		}
		asked = filter.Snapshot{Seq: seq, Set: true}
		if seq > q.view.Seq() {
			return store.ErrBadCursor
		}
	}
	if !asked.Set {
		return nil
	}
	view, err := s.Store.View(ctx, asked)
	if err == store.ErrSnapshotAhead {
		return problem("snapshot_ahead", "").with(record.Fault{Parameter: "snapshot", Code: "snapshot_ahead", Given: shorten(values.Get("snapshot")),
			Detail: "The newest change is number " + strconv.FormatInt(q.view.Seq(), 10) + ".", Hint: codeOf("snapshot_ahead").Remedy})
	}
	if err != nil {
		return err
	}
	q.view, q.now = view, asked.At.After(s.Now()) // a time to come names no commit yet
	return nil
}

// bindWriting reads how the answer is written, and in what language names are.
func (q *query) bindWriting(x *exchange, r *parameterReader) {
	q.safe, q.bom, q.proof = r.flag("safe", true), r.flag("bom", false), r.flag("proof", false)
	q.language = strings.ToLower(r.text("labels"))
	if q.language != "" {
		q.language, _, _ = strings.Cut(q.language, "-")
		if !isLanguage(q.language) {
			r.fault("labels", "unknown_value", q.language, "labels is the code of a language.", "Write two letters, such as labels=ru.")
		}
		return
	}
	q.byLanguage = true
	q.language = languageOf(x.request.Header)
}

// bindPaging reads which part of a list is asked for. Formats that are not paged give everything unless there is a limit.
func (q *query) bindPaging(r *parameterReader) {
	q.single = false
	q.cursor = r.text("cursor")
	if q.limit = r.number("limit", 1, maxLimit); q.limit == 0 && q.format.Paged {
		q.limit = defaultLimit
	}
}

// bindFields reads which fields or columns are shown.
func (q *query) bindFields(r *parameterReader) {
	q.fields = r.list("fields")
	switch {
	case len(q.fields) == 0:
	case q.rows != "":
		r.faults = append(r.faults, format.CheckRowFields(q.rows, q.fields)...)
	default:
		r.faults = append(r.faults, format.CheckFields(q.t, q.fields)...)
	}
}

// bindRows reads what of events is shown.
func (q *query) bindRows(r *parameterReader) {
	if q.rows = r.choice("rows", format.RowNames()); q.rows == format.RowsEvents {
		q.rows = ""
	}
	r.faults = append(r.faults, format.CheckShape(q.format, q.rows)...)
	q.bindFields(r)
	r.faults = append(r.faults, format.CheckChoice(q.format, q.fields)...)
	q.include = r.list("include")
	for _, word := range q.include {
		if !contains(includes, word) {
			r.fault("include", "unknown_value", word, "include has no "+strconv.Quote(shorten(word))+".", nearestOf(word, includes))
		}
	}
	if len(q.include) > 0 && q.format.Name != "json" {
		r.fault("include", "not_in_format", strings.Join(q.include, ","), "Only json has room for included records.", "Ask for json, or leave include out.")
	}
}

var includes = []string{"actors", "documents", "links", "topics"}

func contains(words []string, word string) bool {
	for _, w := range words {
		if w == word {
			return true
		}
	}
	return false
}

// done ends the parsing: every fault is reported at once.
func (q *query) done(r *parameterReader) (*query, error) {
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	q.shape = q.written()
	q.settle()
	return q, nil
}

// written lists the parameters that are not the filter's and not the default.
func (q *query) written() []pair {
	var list []pair
	add := func(name, value string, given bool) {
		if given && value != "" {
			list = append(list, pair{name, value})
		}
	}
	for _, name := range []string{"kind", "country", "family", "party", "source", "parent", "plan"} {
		add(name, q.where[name], true)
	}
	list = append(list, q.asked...)
	for _, plan := range q.plans {
		add("plan", plan, true)
	}
	if q.coder != nil {
		add("coder", q.coder.Actor+q.coder.Source, true)
	}
	add("text", "1", q.textToo)
	add("against", strconv.Itoa(q.against), q.against > 0)
	add("q", q.text, true)
	add("sort", q.sort, q.sort != string(store.ByDateDesc))
	add("count", q.count, true)
	add("rows", q.rows, true)
	add("fields", strings.Join(q.fields, ","), true)
	add("include", strings.Join(q.include, ","), true)
	add("labels", q.language, !q.byLanguage)
	add("safe", "0", !q.safe)
	add("bom", "1", q.bom)
	add("proof", "1", q.proof)
	return list
}

// events is the query put to the store.
func (q *query) events() store.EventQuery {
	return store.EventQuery{Filter: q.when, Sort: store.Sort(q.sort), Limit: q.limit, Cursor: q.cursor}
}

// asOf is the moment asked for, as it is canonically written; nil: none was.
func (q *query) asOf() *string {
	if q.when.AsOf.IsZero() {
		return nil
	}
	text := q.when.AsOfText()
	return &text
}

// recordsAsOf is the moment by which documents must have been published, and plans and comparisons known.
func (q *query) recordsAsOf() time.Time {
	switch q.t {
	case record.TypeDocument, record.TypePlan, record.TypeComparison:
		return q.when.AsOf
	}
	return time.Time{}
}
