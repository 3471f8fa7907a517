package rest

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"backchannel/internal/record"
	"backchannel/internal/store"
)

// message is one event of a stream.
type message struct{ id, name, data string }

// brief is a message without its epoch and its data: "812 put 2025-03-01-meeting".
func (m message) brief() string {
	var body struct {
		ID, Why string
		Event   struct{ ID string }
	}
	_ = json.Unmarshal([]byte(m.data), &body)
	_, at, _ := strings.Cut(m.id, ":")
	return strings.Join(strings.Fields(at+" "+m.name+" "+body.Event.ID+" "+body.ID+" "+body.Why), " ")
}

// listener reads a stream, as a browser does.
type listener struct {
	t      testing.TB
	cancel func()
	body   io.ReadCloser
	lines  *bufio.Scanner
	last   string
	resp   *http.Response
}

// serveLive serves on a socket, under the limits of the program.
func serveLive(t testing.TB, s *Server) string {
	t.Helper()
	server := httptest.NewUnstartedServer(s)
	server.Config = HTTPServer(s, slog.New(slog.DiscardHandler))
	server.Start()
	t.Cleanup(func() { s.Drain(); server.Close() })
	return server.URL
}

func listen(t testing.TB, address, last string) *listener {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // a test that waits for ever says where
	r, err := http.NewRequestWithContext(ctx, "GET", address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", mediaEvents)
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	l := &listener{t: t, cancel: cancel, body: resp.Body, lines: bufio.NewScanner(resp.Body), last: last, resp: resp}
	l.lines.Buffer(nil, 1<<22)
	t.Cleanup(l.close)
	return l
}

func (l *listener) close() { l.cancel(); l.body.Close() }

// read gives the next event; false at the end.
func (l *listener) read() (message, bool) {
	var m message
	for l.lines.Scan() {
		name, value, _ := strings.Cut(l.lines.Text(), ": ")
		switch name {
		case "id":
			m.id, l.last = value, value
		case "event":
			m.name = value
		case "data":
			m.data = value
		case "":
			if m.name != "" {
				return m, true
			}
		}
	}
	return m, false
}

// next is read in brief, n times.
func (l *listener) next(n int) (list []string) {
	l.t.Helper()
	for range n {
		m, ok := l.read()
		if !ok {
			l.t.Fatalf("the stream ended after %q: %v", list, l.lines.Err())
		}
		list = append(list, m.brief())
	}
	return list
}

func decode(t testing.TB, kind record.Type, body string) record.Record {
	t.Helper()
	r, faults := record.Decode(kind, []byte(body))
	if faults = faults.And(r.Validate()); len(faults) > 0 {
		t.Fatalf("%s: %v", body, faults)
	}
	return r
}

func eventOf(t testing.TB, id, kind, rest string) record.Record {
	t.Helper()
	return decode(t, record.TypeEvent, fmt.Sprintf(`{"id":%q,"kind":%q,"title":"T","date":"2025-03-03"%s}`, id, kind, rest))
}

const (
	aLeak    = `,"topics":["crimea"],"leak":{"source":"the-paper","attribution":"anonymous_official"},"participants":[{"actor":"anna-arlen","role":"subject"}],"citations":[{"document":"d2"}]`
	aDenial  = `,"participants":[{"actor":"anna-arlen","role":"speaker"}],"links":[{"to":"the-leak","relation":"denies"}],"citations":[{"document":"d1"}]`
	anAnswer = `,"participants":[{"actor":"anna-arlen","role":"speaker"}],"links":[{"to":"2025-03-01-meeting","relation":"follows"}],"citations":[{"document":"d1"}]`
)

func TestADenialAnEditAndARetractionReachTheStreamsTheyConcern(t *testing.T) {
	d := newDesk(t, Options{})
	url := serveLive(t, d.Server)
	at := d.Store.Seq()
	all, leaks := listen(t, url+"/v1/stream", ""), listen(t, url+"/v1/stream?kind=leak", "")
	denied, topic := listen(t, url+"/v1/stream?verification=denied", ""), listen(t, url+"/v1/stream?topic=crimea", "")
	put(t, d.Store, eventOf(t, "the-leak", "leak", aLeak))
	put(t, d.Store, eventOf(t, "the-denial", "statement", aDenial))
	put(t, d.Store, eventOf(t, "the-leak", "leak", strings.Replace(aLeak, `"topics":["crimea"],`, "", 1)))
	put(t, d.Store, eventOf(t, "2025-03-01-meeting", "meeting", `,"topics":["territory"]`))
	write(t, d.Store, store.Batch{Changes: []store.Change{{Operation: store.Retract, Type: record.TypeEvent, ID: "the-denial", Reason: "entered twice"}}})
	n := func(seq int64, rest string) string { return fmt.Sprintf("%d %s", at+seq, rest) }
	for name, one := range map[string]struct {
		l    *listener
		want []string
	}{
		"all": {all, []string{n(1, "put the-leak"), n(2, "put the-denial"), n(3, "put the-leak"), n(4, "put the-leak"),
			n(5, "put 2025-03-01-meeting"), n(6, "drop the-denial retracted"), n(7, "put the-leak")}},
		"leaks":  {leaks, []string{n(1, "put the-leak"), n(3, "put the-leak"), n(4, "put the-leak"), n(7, "put the-leak")}},
		"denied": {denied, []string{n(3, "put the-leak"), n(4, "put the-leak"), n(7, "drop the-leak caused")}},
		"topic":  {topic, []string{n(1, "put the-leak"), n(3, "put the-leak"), n(4, "drop the-leak edited"), n(5, "drop 2025-03-01-meeting edited")}},
	} {
		if diff := cmp.Diff(one.want, one.l.next(len(one.want))); diff != "" {
			t.Errorf("%s: wanted (-), came (+):\n%s", name, diff)
		}
	}
	again := listen(t, fmt.Sprintf("%s/v1/stream?kind=leak&since=%d", url, at+1), "")
	m, _ := again.read()
	var told StreamPut
	strict(t, m.data, &told)
	var leak record.EventAnswer
	strict(t, string(told.Event), &leak)
	if leak.Verification == nil || leak.Verification.Status != "denied" || told.Change.Cause != at+2 || told.Change.RecordedBy != "test" {
		t.Errorf("the leak comes as %s", m.data)
	}
	changes := changesOf(t, d, fmt.Sprintf("/v1/changes?verification=denied&since=%d", at))
	if diff := cmp.Diff([]string{n(3, "put the-leak"), n(4, "put the-leak"), n(7, "drop the-leak")}, changes); diff != "" {
		t.Errorf("changes, wanted (-), came (+):\n%s", diff)
	}
}

// changesOf follows the pages of the change log to their end: "812 put 2025-03-01-meeting".
func changesOf(t testing.TB, s http.Handler, address string) (list []string) {
	t.Helper()
	for next := &address; next != nil; {
		var page ChangePage
		strict(t, ask(t, s, *next).wants(t, 200).body, &page)
		for _, c := range page.Data {
			list = append(list, fmt.Sprintf("%d %s %s", c.Seq, c.Effect, c.ID))
		}
		next = page.Links.Next
	}
	return list
}

func TestAnEventThatIsLinkedToIsSentWithItsNewLinks(t *testing.T) {
	d := newDesk(t, Options{})
	url := serveLive(t, d.Server)
	at := d.Store.Seq()
	put(t, d.Store, eventOf(t, "an-answer", "statement", anAnswer))
	want := []string{fmt.Sprintf("%d.0 put an-answer", at+1), fmt.Sprintf("%d put 2025-03-01-meeting", at+1)}
	from := fmt.Sprintf("%s/v1/stream?since=%d", url, at)
	l := listen(t, from, "")
	if diff := cmp.Diff(want, l.next(2)); diff != "" {
		t.Errorf("wanted (-), came (+):\n%s", diff)
	}
	between := listen(t, from, d.Store.Epoch()+fmt.Sprintf(":%d.0", at+1)) // it went away between the two
	if diff := cmp.Diff(want[1:], between.next(1)); diff != "" {
		t.Errorf("resumed, wanted (-), came (+):\n%s", diff)
	}
	var list EventOne
	strict(t, ask(t, d, meetingPath).wants(t, 200).body, &list)
	m, _ := listen(t, from+"&kind=meeting", "").read()
	var told StreamPut
	strict(t, m.data, &told)
	var event record.EventAnswer
	strict(t, string(told.Event), &event)
	if diff := cmp.Diff(list.Data.LinkedFrom, event.LinkedFrom); diff != "" || len(event.LinkedFrom) != 1 {
		t.Errorf("linked from, in the list (-), in the stream (+):\n%s", diff)
	}
}

// A change of who links that leaves its links and its title alone says nothing new of what it links to, whichever of several it is.
func TestAnEventThatIsLinkedToIsNotSentWhereItsLinksReadTheSame(t *testing.T) {
	d := newDesk(t, Options{})
	put(t, d.Store, eventOf(t, "answer-a", "statement", anAnswer), eventOf(t, "answer-b", "statement", anAnswer))
	l := listen(t, serveLive(t, d.Server)+"/v1/stream", "")
	put(t, d.Store, eventOf(t, "answer-a", "statement", `,"summary":"Told anew."`+anAnswer))
	put(t, d.Store, eventOf(t, "last", "statement", `,"participants":[{"actor":"anna-arlen","role":"speaker"}],"citations":[{"document":"d1"}]`))
	var got []string
	for len(got) == 0 || !strings.HasSuffix(got[len(got)-1], " last") {
		m, ok := l.read()
		if !ok {
			t.Fatal("the stream ends")
		}
		got = append(got, m.brief())
	}
	if diff := cmp.Diff([]string{"14 put answer-a", "15 put last"}, got); diff != "" {
		t.Errorf("wanted (-), told (+): %s", diff)
	}
}

func TestAReaderBeginsAnewWhereWhatItHasIsNotToBeTrusted(t *testing.T) {
	d := newDesk(t, Options{})
	url := serveLive(t, d.Server)
	at := d.Store.Seq()
	for name, one := range map[string]struct{ query, last, why string }{
		"another epoch":            {"", "0123456789abcdef:1", "epoch"},
		"another epoch in address": {"?epoch=other&since=1", "", "epoch"},
		"a change to come":         {fmt.Sprintf("?since=%d", at+100), "", "ahead"},
	} {
		l := listen(t, url+"/v1/stream"+one.query, one.last)
		if got, want := l.next(1)[0], fmt.Sprintf("%d resync %s", at, one.why); got != want {
			t.Errorf("%s: %q instead of %q", name, got, want)
		}
	}
	l, other := listen(t, url+"/v1/stream?topic=territory", ""), listen(t, url+"/v1/stream?q=Arlen", "")
	put(t, d.Store, topic("crimea", "Crimea")) // it hangs below territory no more
	put(t, d.Store, eventOf(t, "2025-03-01-meeting", "meeting", `,"topics":["territory"]`))
	want := []string{fmt.Sprintf("%d resync meaning", at+1), fmt.Sprintf("%d put 2025-03-01-meeting", at+2)}
	if diff := cmp.Diff(want, l.next(2)); diff != "" {
		t.Errorf("wanted (-), came (+):\n%s", diff)
	}
	put(t, d.Store, decode(t, record.TypeActor, `{"id":"anna-arlen","kind":"person","name":"Anna Orlen"}`))
	other.next(2)
	if got := other.next(1)[0]; !strings.HasSuffix(got, "resync meaning") {
		t.Errorf("after an actor's name has changed comes %q", got)
	}
	p := ask(t, d, fmt.Sprintf("/v1/changes?since=%d", at+100)).wants(t, 400).problem(t)
	if p.Code != "snapshot_ahead" {
		t.Errorf("%s", p.Code)
	}
	ask(t, d, "/v1/changes?since=0123:1").wants(t, 409)
	for _, query := range []string{"as_of=2025-04-01", "snapshot=1", "since=x", "since=-1", "since=1.x", "sort=date", "kind=dinner"} {
		ask(t, d, "/v1/changes?"+query).wants(t, 400).problem(t)
		ask(t, d, "/v1/stream?"+query).wants(t, 400).problem(t)
	}
}

func TestWhatIsErasedIsDroppedByAllAndSentToNobodyAnyMore(t *testing.T) {
	d := newDesk(t, Options{})
	url := serveLive(t, d.Server)
	at := d.Store.Seq()
	l := listen(t, url+"/v1/stream", "")
	secret := eventOf(t, "secret", "statement", `,"summary":"the hidden word","participants":[{"actor":"ben-birk","role":"speaker"}]`)
	put(t, d.Store, secret)
	l.next(1)
	write(t, d.Store, store.Batch{Changes: []store.Change{{Operation: store.Erase, Type: record.TypeEvent, ID: "secret", Reason: "privacy"}}})
	want := fmt.Sprintf("%d drop secret erased", at+2)
	if got := l.next(1)[0]; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
	late := listen(t, fmt.Sprintf("%s/v1/stream?kind=meeting&since=%d", url, at), "")
	if got := late.next(1)[0]; got != want {
		t.Errorf("with a filter, from the log: %q instead of %q", got, want)
	}
	early := listen(t, fmt.Sprintf("%s/v1/stream?since=%d", url, at), "")
	for m, ok := early.read(); ok && m.name == "put"; m, ok = early.read() {
		if strings.Contains(m.data, "hidden") {
			t.Errorf("it still comes: %s", m.data)
		}
	}
	if body := ask(t, d, fmt.Sprintf("/v1/changes?since=%d", at)).wants(t, 200).body; strings.Contains(body, "hidden") {
		t.Errorf("the change log still has it: %s", body)
	}
}

func TestAStreamSaysByeWhenTheServerStopsAndTakesNoMoreThanItsBudget(t *testing.T) {
	d := newDesk(t, Options{Each: 2, Heartbeat: time.Millisecond})
	url := serveLive(t, d.Server)
	l, second := listen(t, url+"/v1/stream", ""), listen(t, url+"/v1/stream", "")
	if third := listen(t, url+"/v1/stream", ""); third.resp.StatusCode != 503 || third.resp.Header.Get("Retry-After") == "" {
		t.Errorf("a third stream: %d", third.resp.StatusCode)
	}
	beats := 0
	for beats < 3 && l.lines.Scan() {
		if l.lines.Text() == ": still here" {
			beats++
		}
	}
	at := fmt.Sprint(d.Store.Seq())
	d.Drain()
	for _, l := range []*listener{l, second} {
		if got := l.next(1)[0]; !strings.HasPrefix(got, at+" bye") {
			t.Errorf("it ends with %q", got)
		}
		if _, more := l.read(); more || l.lines.Err() != nil {
			t.Errorf("it does not end cleanly: %v", l.lines.Err())
		}
	}
	if late := listen(t, url+"/v1/stream", ""); late.resp.StatusCode != 503 {
		t.Errorf("a stream after the stop: %d", late.resp.StatusCode)
	}
	for d.streams.Open() > 0 {
		time.Sleep(time.Millisecond)
	}
}

func TestAStreamOutlivesTheLimitOnReadingARequest(t *testing.T) {
	d := newDesk(t, Options{Heartbeat: 20 * time.Millisecond, Deadline: 10 * time.Millisecond})
	server := httptest.NewUnstartedServer(d)
	server.Config = HTTPServer(d, slog.New(slog.DiscardHandler))
	server.Config.ReadTimeout, server.Config.WriteTimeout = 50*time.Millisecond, 50*time.Millisecond
	server.Start()
	defer server.Close()
	l := listen(t, server.URL+"/v1/stream", "")
	for beats := 0; beats < 10; {
		if !l.lines.Scan() {
			t.Fatalf("it ended after %d heartbeats: %v", beats, l.lines.Err())
		}
		if l.lines.Text() == ": still here" {
			beats++
		}
	}
	put(t, d.Store, eventOf(t, "an-answer", "statement", anAnswer))
	l.next(2)
	l.close()
}
