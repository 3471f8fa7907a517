package rest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"backchannel/internal/filter"
	"backchannel/internal/format"
	"backchannel/internal/live"
	"backchannel/internal/record"
)

// How streams behave where the options do not say.
const (
	allStreams  = 10_000
	eachStreams = 200
	heartbeat   = 15 * time.Second
	mediaEvents = "text/event-stream"
)

// getStream sends changes as they are committed.
//
//	@Summary		Follow the events of a filter
//	@Description	Server-Sent Events: `put` with an event that is in the filter now, `drop` with one that is not any more, `resync` where the list is to be read anew, `bye` before the server stops. Ids go into Last-Event-ID or since, and nothing is missed or comes twice.
//	@ID				getStream
//	@Tags			changes
//	@Produce		text/event-stream
//	@Param			filter	query		EventFilter	false	"The filter"
//	@Param			list	query		StreamList	false	"Where it begins"
//	@Success		200		{string}	string		"The stream, which does not end"
//	@Router			/v1/stream [get]
func (s *Server) getStream(x *exchange) error {
	w, err := s.bindStream(x)
	if err != nil {
		return err
	}
	select {
	case <-s.hub.Stopped():
		return problem("stopping", "").header("Retry-After", "2")
	default:
	}
	if !s.streams.Take(x.address) {
		return problem("too_many_streams", "").header("Retry-After", "10")
	}
	defer s.streams.Give(x.address)
	x.deadline.Stop()
	h := x.Header()
	h.Set("Content-Type", mediaEvents)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	x.WriteHeader(http.StatusOK)
	if x.request.Method == http.MethodHead {
		return nil
	}
	// The server's limit on reading a request would end the stream as if the client had gone.
	_ = http.NewResponseController(x).SetReadDeadline(time.Time{}) // a recorder of a test has none
	w.out = live.NewWriter(x, s.Reader)
	return w.run(x.request.Context())
}

// watcher is one stream.
type watcher struct {
	s         *Server
	out       *live.Writer
	q         *query
	values    map[string][]string
	at        position
	resync    string // why the reader has to begin anew; "": it has not
	timelines []string
}

func (s *Server) bindStream(x *exchange) (*watcher, error) {
	values := x.request.URL.Query()
	w := &watcher{s: s, values: values, timelines: values["timeline"]}
	x.offered = []format.Format{{Name: "stream", MediaType: mediaEvents, Streams: true}}
	if epoch := values.Get("epoch"); epoch != "" && epoch != s.Store.Epoch() {
		w.resync = "epoch" // and not a 409, after which EventSource gives up
		values.Del("epoch")
		x.request.URL.RawQuery = values.Encode()
	}
	q, r, err := s.bindFeed(x, "/v1/stream", s.takes.stream)
	if err != nil {
		return nil, err
	}
	if w.q, err = q.done(r); err != nil {
		return nil, err
	}
	w.at = position{q.view.Seq(), whole}
	given, name := x.request.Header.Get("Last-Event-ID"), "Last-Event-ID"
	if given == "" {
		given, name = q.cursor, "since"
	}
	if given = strings.TrimSpace(given); given == "" {
		return w, nil
	}
	at, epoch, ok := parsePosition(given)
	switch {
	case !ok:
		return nil, badPosition(name, given)
	case epoch != "" && epoch != q.view.Epoch():
		w.resync = "epoch"
	case at.seq > q.view.Seq():
		w.resync = "ahead"
	case w.resync == "":
		w.at = at
	}
	return w, nil
}

func badPosition(name, given string) error {
	return record.Faults{{Parameter: name, Code: "out_of_range", Given: shorten(given),
		Detail: name + " is the number of a change, or the id of an event of a stream.", Hint: "Write meta.snapshot of a list, or the last id that came."}}
}

// bindFeed parses what changes and the stream have in common. Points of the clocks are refused: both tell of now.
func (s *Server) bindFeed(x *exchange, path string, own []string) (*query, *parameterReader, error) {
	q, r, err := s.bind(x, path, record.TypeEvent, own, true)
	if err != nil {
		return nil, nil, err
	}
	q.single, q.feed = false, true
	for _, name := range []string{"as_of", "snapshot"} {
		if len(r.values[name]) > 0 {
			r.fault(name, "not_here", r.values.Get(name), name+" has no sense here: changes come as they are recorded.", "Leave it out, or ask /v1/events.")
		}
	}
	q.cursor = r.text("since")
	return q, r, nil
}

// run writes until the client goes, reads too slowly, or the server stops.
func (w *watcher) run(ctx context.Context) error {
	w.out.Retry(time.Second + rand.N(3*time.Second)) // not all at once after a restart
	if w.resync != "" {
		if err := w.tell(w.resync, nil); err != nil {
			return err
		}
	} else {
		w.out.At(w.id(w.at))
	}
	beat := time.NewTicker(w.s.Heartbeat)
	defer beat.Stop()
	for {
		_, newer := w.s.hub.Wait()
		if err := w.catchUp(ctx); err != nil {
			return err
		}
		select {
		case <-newer:
		case <-beat.C:
			w.out.Comment("still here")
			w.out.At(w.id(w.at)) // so that a filter nothing matches is not walked from its beginning again
		case <-ctx.Done():
			return fmt.Errorf("%w: %w", errClientGone, context.Cause(ctx))
		case <-w.s.hub.Stopped():
			w.out.Retry(time.Second + rand.N(3*time.Second))
			w.out.Event(w.id(w.at), "bye", []byte(`{"why":"the server stops; connect again"}`))
			return w.flush()
		}
	}
}

// catchUp sends everything that there is by now.
func (w *watcher) catchUp(ctx context.Context) error {
	for {
		m, err := w.s.feed.after(ctx, w.at.from())
		if err != nil {
			return err
		}
		if m == nil {
			return w.flush()
		}
		if err := w.send(ctx, m); err != nil {
			return err
		}
		select {
		case <-w.s.hub.Stopped():
			return w.flush()
		default:
		}
	}
}

// send adds what a passage is to this reader.
func (w *watcher) send(ctx context.Context, m *passage) error {
	if line := m.moves(w.q.when, w.timelines); line != nil {
		w.at = position{m.seq, whole}
		if err := w.rebind(ctx, m); err != nil {
			return err
		}
		return w.tell("meaning", &StreamChange{Revision: *line})
	}
	for i := range m.steps {
		s := &m.steps[i]
		if !w.at.before(s.at) {
			continue
		}
		switch effect := m.effect(s, w.q.when); effect {
		case "put":
			w.out.Event(w.id(s.at), effect, s.put)
		case "drop":
			w.out.Event(w.id(s.at), effect, s.drop)
		}
		w.at = s.at
		if w.out.Size() >= chunk {
			if err := w.flush(); err != nil {
				return err
			}
		}
	}
	w.at = position{m.seq, whole}
	return nil
}

// rebind reads the filter again as it is meant from a passage on. One that has lost its meaning stays as it was.
func (w *watcher) rebind(ctx context.Context, m *passage) error {
	parsed, faults := filter.ParseWith(w.values, m.now, w.s.takes.stream)
	if len(faults) > 0 {
		return nil
	}
	again := &query{view: m.now, when: parsed}
	r := &parameterReader{values: w.values}
	if err := again.saved(ctx, r); err != nil {
		return err
	}
	if len(r.faults) == 0 {
		w.q.when = again.when
	}
	return nil
}

// tell sends a resync.
func (w *watcher) tell(why string, line *StreamChange) error {
	body, err := plainJSON(StreamResync{Seq: w.at.seq, Epoch: w.q.view.Epoch(), Why: why, Change: line})
	if err != nil {
		return err
	}
	w.out.Event(w.id(w.at), "resync", body)
	return nil
}

// id is an event's id: the epoch, so that a database restored from a backup is noticed, and the position.
func (w *watcher) id(at position) string { return w.q.view.Epoch() + ":" + at.String() }

func (w *watcher) flush() error {
	if w.out.Size() == 0 {
		return nil
	}
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("%w: %w", errClientGone, err)
	}
	return nil
}

// Drain ends every stream with a bye, and refuses new ones. It does not wait for them.
func (s *Server) Drain() {
	s.unhook()
	s.hub.Stop()
}
