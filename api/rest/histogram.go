package rest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"backchannel/internal/format"
	"backchannel/internal/record"
	"backchannel/internal/store"
)

// HistogramOne is an answer with counts over time.
type HistogramOne struct {
	Data format.HistogramCounts `json:"data"`
	Around
}

// HistogramShape is what counts over time take beside the filter.
type HistogramShape struct {
	// The step of time. Weeks begin on Monday.
	Interval string `query:"interval" form:"interval" enums:"hour,day,week,month,quarter,year" default:"month"`
	// kind: a row for each kind of event in each step.
	Split string `query:"split" form:"split" enums:"kind"`
	// An IANA time zone. Without it an event counts on the day of its own place, and hours are those of UTC.
	TZ string `query:"tz" form:"tz" example:"Europe/Kyiv"`
	SavedFilter
	Language
	// The format; an ending of the path beats it, and it beats the Accept header.
	Format string `query:"format" form:"format" enums:"json,csv,txt,md" example:"csv"`
	Cells
	Epoch
}

// getHistogram answers with how many events began in each step of time.
//
//	@Summary	Count events over time
//	@ID			getHistogram
//	@Tags		events
//	@Produce	json,text/csv,plain,text/markdown
//	@Param		filter	query		EventFilter		false	"The filter"
//	@Param		shape	query		HistogramShape	false	"In what steps"
//	@Success	200		{object}	HistogramOne	"A row for each step, those without events too"
//	@Failure	406		{object}	Problem
//	@Router		/v1/histogram [get]
func (s *Server) getHistogram(x *exchange) error {
	x.offered = format.AccountFormats()
	q, r, err := s.bind(x, "/v1/histogram", "", s.takes.histogram, true)
	if err != nil {
		return err
	}
	ask := q.histogram(r)
	tz := r.text("tz")
	ask.Zone = r.zone("tz", tz)
	q.add("tz", tz)
	if q, err = q.done(r); err != nil {
		return err
	}
	if s.known(x, q, 0) {
		return nil
	}
	ask.Filter = q.when
	ctx := x.request.Context()
	counts, err := q.histogramCounts(ctx, ask, tz)
	if err != nil {
		return err
	}
	body, err := plainJSON(counts)
	if err != nil {
		return err
	}
	v := view{title: "Counts by " + ask.Interval + ": " + q.when.Sentence(q.view), json: body, labels: format.Labels{},
		table: func(format.Options) format.Table { return format.HistogramTable(*counts, ask.ByKind) }}
	if v.meta, err = q.countsMeta(ctx, 0); err != nil {
		return err
	}
	return s.answerView(x, q, v)
}

// histogram reads in what steps events are counted.
func (q *query) histogram(r *parameterReader) store.HistogramQuery {
	ask := store.HistogramQuery{Interval: r.choice("interval", store.Intervals())}
	if q.add("interval", ask.Interval); ask.Interval == "" {
		ask.Interval = store.Intervals()[0]
	}
	split := r.choice("split", []string{"kind"})
	q.add("split", split)
	ask.ByKind = split != ""
	return ask
}

// zone finds a time zone by its name; nil where none is given or it is not known.
func (r *parameterReader) zone(parameter, name string) *time.Location {
	if name == "" {
		return nil
	}
	zone, err := time.LoadLocation(name)
	if err != nil || strings.EqualFold(name, "local") {
		r.fault(parameter, "unknown_value", name, fmt.Sprintf("No time zone is called %q.", shorten(name)),
			"Write a name of the IANA time zone database, such as "+parameter+"=Europe/Moscow or "+parameter+"=UTC.")
		return nil
	}
	return zone
}

func (q *query) histogramCounts(ctx context.Context, ask store.HistogramQuery, tz string) (*format.HistogramCounts, error) {
	h, err := q.view.Histogram(ctx, ask)
	if errors.Is(err, store.ErrTooManySteps) {
		return nil, problem("invalid_query", "").with(record.Fault{Parameter: "interval", Code: "too_many_steps", Given: ask.Interval,
			Detail: fmt.Sprintf("That is more than %d steps of one %s each.", store.MostSteps, ask.Interval),
			Hint:   "Ask for a longer interval, or for a shorter time with from and to."})
	}
	if err != nil {
		return nil, err
	}
	c := &format.HistogramCounts{Interval: ask.Interval, TZ: tz, Unplaced: int(h.Unplaced), Earlier: int(h.Earlier), Rows: make([]format.HistogramRow, 0, len(h.Steps))}
	c.Events = c.Unplaced + c.Earlier
	for _, step := range h.Steps {
		c.Events += int(step.Count)
		c.Rows = append(c.Rows, format.HistogramRow{Start: step.Start, Kind: step.Kind, Count: int(step.Count)})
	}
	return c, nil
}
